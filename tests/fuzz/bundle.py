"""Several files as one input: what a fuzzer changes is one text, what the program reads a folder.

Each file begins at a line `=== NAME`. What follows the name says what is made of it: `-> TARGET` a
symbolic link, `fifo` a pipe that nobody writes to, `sparse SIZE` a large empty file, `npz KIND` one
of the archives of `ARCHIVES`. Text before the first such line is the file that the target names.
"""

from __future__ import annotations

import io
import os
import pickle
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path, PurePosixPath

import numpy as np

MOST_FILES = 24
_HEAD = re.compile(rb"^=== ([^\n ]{1,80})([^\n]{0,200})(?:\n|\Z)", re.MULTILINE)


def parts(data: bytes, first: str) -> list[tuple[str, str, bytes]]:
    """The files of an input: name, what is made of it, and its content.

    Args:
        data: The input.
        first: What the file before the first head is called.
    """
    heads = list(_HEAD.finditer(data))[:MOST_FILES]
    found = []
    begin = heads[0].start() if heads else len(data)
    if begin or not heads:
        found.append((first, "", data[:begin]))
    ends = [head.start() for head in heads[1:]] + [len(data)] * bool(heads)
    for head, end in zip(heads, ends, strict=True):
        name = head[1].decode(errors="replace")
        found.append((name, head[2].decode(errors="replace").strip(), data[head.end() : end]))
    return found


def joined(files: list[tuple[str, str, bytes]]) -> bytes:
    """The input that these files make."""
    made = []
    for name, how, content in files:
        head = f"=== {name} {how}".rstrip().encode() + b"\n"
        made.append(head + content + (b"" if content.endswith(b"\n") else b"\n"))
    return b"".join(made)


def laid_out(data: bytes, folder: Path, first: str, links: bool = False) -> None:
    """Make the files of an input in a folder; a name that would leave it is passed over.

    Args:
        data: The input.
        folder: Where they lie.
        first: What the file before the first head is called.
        links: Whether there may be symbolic links; never is the first file one, which the user
            names, unless a folder is what he names.
    """
    for name, how, content in parts(data, first):
        if how.startswith("->") and not (links and (name != first or "/" in name)):
            continue
        steps = PurePosixPath(name)
        if steps.is_absolute() or ".." in steps.parts or not steps.parts or "\0" in name:
            continue
        path = folder / steps
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_symlink() or not path.is_dir():
                path.unlink(missing_ok=True)  # a pipe is not written to, but replaced
            _make(path, how, content)
        except (OSError, ValueError):
            continue


def _make(path: Path, how: str, content: bytes) -> None:
    kind, _, rest = how.partition(" ")
    if kind == "->" and "\0" not in rest:
        path.symlink_to(rest.strip())
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "sparse" and rest.isascii() and rest.isdigit() and len(rest) < 12:
        with path.open("wb") as file:
            file.truncate(int(rest))
    elif kind == "npz":
        path.write_bytes(archive(rest))
    else:
        path.write_bytes(content)


# -- archives --------------------------------------------------------------------------------------


class _Runs:
    """What a pickle would run."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return os.system, ("true",)


def _saved(**arrays: object) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]  # hostile on purpose
    return file.getvalue()


def _pickled() -> bytes:
    array = np.empty(1, dtype=object)
    array[0] = _Runs()
    return _saved(a=array, seal=np.frombuffer(b"x", dtype=np.uint8))


def _header(shape: str, kind: str = "<f8", fill: int = 0) -> bytes:
    """An archive with an array whose header may say more than there is."""
    words = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}"
    head = b"\x93NUMPY\x01\x00" + len(words).to_bytes(2, "little") + words.encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("a.npy", head + bytes(fill))
    return file.getvalue()


def _bomb() -> bytes:
    """A small archive that holds 120 MB, and says so."""
    return _header("(15000000,)", fill=120_000_000)


def _junk() -> bytes:
    return b"PK\x03\x04" + bytes(range(200))


@cache
def archive(kind: str) -> bytes:
    """One of the `ARCHIVES`; junk where there is none of its name."""
    return ARCHIVES.get(kind, _junk)()


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "pickle": _pickled,
    "bare-pickle": lambda: pickle.dumps(_Runs()),
    "huge": lambda: _header("(100000000000,)"),
    "negative": lambda: _header("(-5,)"),
    "deep": lambda: _header("(" * 90 + ")" * 90),
    "bomb": _bomb,
    "words": lambda: _saved(a=np.array(["=1+1", "<script>"] * 10), seal=np.zeros(1, np.uint8)),
    "nan": lambda: _saved(a=np.full(20, np.nan), seal=np.zeros(1, np.uint8)),
    "scalar": lambda: _saved(a=np.float64(1)),
    "empty": lambda: _saved(),
    "junk": _junk,
}
