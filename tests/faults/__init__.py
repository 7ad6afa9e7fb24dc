"""Faults: what a user meets with when the machine, the disk or another program fails."""
