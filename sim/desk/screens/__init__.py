"""The screens of the desk: each is a page of widgets over a view-model."""
