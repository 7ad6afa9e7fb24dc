"""Hostile files: whatever lies in a file, the program answers with a sentence.

`python -m tests.fuzz --help` tells how to fuzz; pytest replays the corpus and fuzzes a little.
"""
