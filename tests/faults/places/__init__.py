"""Every command in every bad place: ``python -m tests.faults.places [--help]``.

A place is what a machine can be like: a full disk, a folder that cannot be written to, no home, a
clock that was set back, a locale with a decimal comma, a terminal that knows ASCII alone, a path
with spaces, quotes and Khmer letters. In each of them every command either works, with the result
that it has elsewhere, or says in one sentence why it cannot; it never ends in a traceback, leaves
half a file, or touches a file that it has no business with.

`stage` lays out the files that commands read, `commands` lists the commands, `places` the places;
`trial` runs one in the other, and `judge` says what came of it.
"""
