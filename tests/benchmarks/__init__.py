"""Benchmarks: ``python -m tests.benchmarks [--smoke] [NAME ...]``.

Each module here has a function ``run(smoke)`` that yields lines to print. A figure is a ratio of
things measured in the same run, or a time with what it is to be compared to beside it. A smoke run
only shows that everything still works, in a few seconds.
"""
