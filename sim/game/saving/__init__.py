"""Saves: what stands in one, how a game becomes one, and how it is played again from it."""
