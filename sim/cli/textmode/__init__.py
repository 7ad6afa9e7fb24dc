"""The game as text: commands in, words out, on a terminal, in a pipe, for a screen reader."""
