"""Run the benchmarks by name, or all of them."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Print what each benchmark measures."""
    here = Path(__file__).parent
    names = [path.stem for path in sorted(here.glob("*.py")) if not path.stem.startswith("_")]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(names)}")
    parser.add_argument("--smoke", action="store_true", help="small and quick: does it still run?")
    arguments = parser.parse_args()
    for name in arguments.names or names:
        if name not in names:
            parser.error(f"there is no benchmark {name!r}; there are {', '.join(names)}")
        print(f"== {name}", flush=True)
        for line in import_module(f"tests.benchmarks.{name}").run(arguments.smoke):
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
