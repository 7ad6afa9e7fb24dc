"""The debrief on the screen, each of its parts a module."""
