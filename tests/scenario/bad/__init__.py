"""Bad scenario files, each with what `twintrack check` says of it.

`NAME.yaml` is what a teacher wrote, `NAME.out` the answer, and `table.py` says by hand where the
first problem stands. `python -m tests.scenario.bad` writes all answers anew and prints which have
changed; a changed answer is read as the teacher would read it before it is committed. What no
editor shows, or is large, is made by `made.py`.
"""
