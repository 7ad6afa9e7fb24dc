"""Scenario files with something broken in them, and what is said of each.

    python -m tests.scenario.mutations --count 20000 --workers 2

Whatever a file holds, `check` and `load` answer with problems or a scenario, soon and in little
memory; what is accepted can be played.
"""
