"""From the YAML of a scenario to a checked, frozen model, every fault with its place."""
