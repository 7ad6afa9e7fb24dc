"""The desk: the Pygame front end."""
