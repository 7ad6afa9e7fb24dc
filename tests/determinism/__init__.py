"""What runs, games and batches of the shipped scenarios settle, as hashes that hold on any machine.

`reference.json` has the hashes; `python -m tests.determinism` holds them against this machine under
many settings, and `python -m tests.determinism --renew` writes them anew.
"""
