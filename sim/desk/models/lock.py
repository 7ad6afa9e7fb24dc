"""The teacher's lock of this computer: JSON in the user's folder, closed by a word if wanted."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from sim import paths
from sim.catalogue import _
from sim.files import write_whole
from sim.game.lock import Lock
from sim.locking import exclusive
from sim.reading import read_ordinary

_FILE: Final = "lock.json"
_MOST_BYTES: Final = 10_000
_ROUNDS: Final = 100_000
_SALT_BYTES: Final = 16
_SWITCHES: Final = ("odds", "rewind", "bets", "advisers")
MOST_SEED: Final = 2**53
MOST_TURNS: Final = 60
LONGEST_WORD: Final = 64


@dataclass(frozen=True, slots=True)
class TeacherLock:
    """The lock, and of the word that closes it salt and hash in hex; empty where there is none."""

    lock: Lock = Lock()  # noqa: RUF009  (it cannot change)
    salt: str = ""
    hash: str = ""
    problem: str = ""
    """Why the file could not be used, in a sentence."""

    @property
    def closed(self) -> bool:
        """Whether a word is needed to change it."""
        return bool(self.hash)

    def opens(self, word: str) -> bool:
        """Whether a word is the one that closed it."""
        return not self.closed or hmac.compare_digest(_hash(word, self.salt), self.hash)

    def closed_by(self, word: str) -> TeacherLock:
        """The same lock, closed by a word; by an empty one it is closed by none."""
        if not word.strip():
            return replace(self, salt="", hash="")
        salt = secrets.token_hex(_SALT_BYTES)
        return replace(self, salt=salt, hash=_hash(word, salt))


def lock_path() -> Path:
    """Where the lock lies; the file need not exist."""
    return paths.user_data() / _FILE


def load_lock(path: Path | None = None) -> TeacherLock:
    """The lock of this computer; a file that is broken locks nothing, and `problem` says so."""
    try:
        path = path or lock_path()
        found = json.loads(read_ordinary(path, _MOST_BYTES))
    except FileNotFoundError:
        return TeacherLock()
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not isinstance(found.get("lock"), dict):
        said = _("The teacher's lock in {path} cannot be read, so it locks nothing; set it anew.")
        return TeacherLock(problem=said.format(path=path))
    salt, digest = found.get("salt"), found.get("hash")
    if not (_is_hex(salt) and _is_hex(digest)):
        salt = digest = ""
    return TeacherLock(_lock(found["lock"]), str(salt), str(digest))


def save_lock(lock: TeacherLock, path: Path | None = None) -> str:
    """Write the lock; why not, in a sentence, if it cannot be written."""
    path = path or lock_path()
    data = {"lock": asdict(lock.lock), "salt": lock.salt, "hash": lock.hash}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(data, indent=1))
    except OSError as error:
        said = _("The lock could not be kept in {path}: {reason}.")
        return said.format(path=path, reason=error.strerror or error)
    return ""


def change_lock(
    known: TeacherLock, change: Callable[[TeacherLock], TeacherLock], path: Path | None = None
) -> tuple[TeacherLock, str]:
    """Change the lock as it is now, and leave what another window has set meanwhile.

    Args:
        known: The lock as whoever changes it last saw it, and was let in to.
        change: Makes the new lock of the one that there is.
        path: The file; by default that of this computer.

    Returns:
        The lock as it is then, and why it could not be changed, in a sentence; empty where it
        could. It cannot be where it was meanwhile closed by a word.
    """
    path = path or lock_path()
    with exclusive(path):
        there = load_lock(path)
        if there.closed and there.hash != known.hash:
            return there, _("Another window has closed the lock; open it with the new word.")
        changed = change(replace(there, problem=""))
        problem = save_lock(changed, path)
        return (there if problem else changed), problem


def number_in(text: str, most: int, least: int = 0) -> int | None:
    """The whole number that is written in a field; None for nothing.

    Raises:
        ValueError: It is none, or out of range; the text says what would be right.
    """
    plain = text.strip()
    if not plain:
        return None
    if plain.isascii() and plain.isdigit() and len(plain) <= len(str(most)):
        number = int(plain)
        if least <= number <= most:
            return number
    said = _("Write a whole number from {least} to {most}, or nothing.")
    raise ValueError(said.format(least=least, most=most))


def _lock(found: dict[str, Any]) -> Lock:
    """The lock of a file's mapping; what is missing or wrong is left open."""
    lock = Lock()
    for name in _SWITCHES:
        if isinstance(found.get(name), bool):
            lock = replace(lock, **{name: found[name]})
    seed, turns = found.get("seed"), found.get("turns")
    if isinstance(seed, int) and not isinstance(seed, bool) and 0 <= seed <= MOST_SEED:
        lock = replace(lock, seed=seed)
    if isinstance(turns, int) and not isinstance(turns, bool) and 1 <= turns <= MOST_TURNS:
        lock = replace(lock, turns=turns)
    return lock


def _hash(word: str, salt: str) -> str:
    plain = word.strip()[:LONGEST_WORD].encode("utf-8", "replace")
    return hashlib.pbkdf2_hmac("sha256", plain, bytes.fromhex(salt), _ROUNDS).hex()


def _is_hex(text: object) -> bool:
    if not isinstance(text, str):
        return False
    try:
        bytes.fromhex(text)
    except ValueError:
        return False
    return True
