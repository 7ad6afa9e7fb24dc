"""The widgets of the kit."""
