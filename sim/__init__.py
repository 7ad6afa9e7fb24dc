"""Twin Track: a negotiation simulation of a peace process, to play, to run and to edit."""

from __future__ import annotations

__version__ = "0.1.0"
