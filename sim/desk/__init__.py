"""The desk: the Pygame front end."""

import os

# pygame greets on standard output when it is imported, which would spoil machine-readable output.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
