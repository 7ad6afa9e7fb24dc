"""The rules of the house, read off the source: each gives one sentence for each breach."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path, PurePosixPath

from tests.house.arithmetic import called_name, inexact
from tests.house.fields import numbers_explained

#: What every room above may stand on.
_GROUND = {"paths", "files", "locking", "reading", "catalogue", "dates"}
#: What the modules of each room may import of the others.
ROOMS: dict[str, set[str]] = {
    "paths": set(),
    "files": set(),
    "locking": set(),
    "reading": set(),
    "catalogue": {"paths", "reading"},
    "dates": {"catalogue"},
    "scenario": {"paths", "reading"},
    "model": {"scenario"},
    "game": {*_GROUND, "scenario", "model"},
    "lab": {*_GROUND, "scenario", "model", "game"},
    "desk": {*_GROUND, "scenario", "model", "game"},
    "cli": {*_GROUND, "scenario", "model", "game", "lab", "desk"},
    "__main__": {"cli"},
    "__init__": set(),
}

#: The floors of two rooms from the ground up: each imports only itself and those before it.
FLOORS: dict[str, tuple[tuple[str, ...], ...]] = {
    "scenario": (
        ("problem",),
        ("text",),
        ("heads", "form"),
        ("schema", "vocabulary"),
        ("language", "settings"),
        ("checks", "shipped_data", "codex"),
        ("shelf",),
        ("judging",),
        ("levels",),
        ("load",),
        ("campaigns",),
        ("kinds", "authoring"),
    ),
    "desk": (
        ("kit",),
        ("models",),
        ("figures", "export", "session"),
        ("screens",),
        ("navigation",),
        ("flow",),
        ("main", "picture"),
        ("campaign_picture",),
    ),
}

#: Libraries that a room never imports.
BANNED: dict[str, set[str]] = {
    "paths": {"mesa", "numpy", "pygame", "scipy"},
    "reading": {"mesa", "numpy", "pygame", "scipy"},
    "catalogue": {"mesa", "numpy", "pygame", "scipy"},
    "scenario": {"mesa", "numpy", "pygame", "scipy"},
    "model": {"matplotlib", "pygame", "scipy", "typer"},
    "game": {"matplotlib", "pygame", "typer"},
    "lab": {"pygame", "typer"},
    "desk": {"matplotlib", "typer"},
}

#: What the command line imports only inside the functions that need it, so that help is quick.
HEAVY = {"dask", "matplotlib", "mesa", "numpy", "pyarrow", "pygame", "scipy"}
HEAVY_ROOMS = {"desk", "game", "lab", "model"}

LONGEST_MODULE = 400

#: Words that belong into scenarios: countries, their peoples and capitals, factions and leaders.
NAMES = set(
    """
    asean australia australian bangkok beijing britain cambodia cambodian china chinese france
    french funcinpec hanoi indonesia indonesian jakarta japan japanese kampuchea khmer kpnlf moscow
    myanmar penh ranariddh russia russian samphan sihanouk soviet thai thailand tokyo uk unamic
    untac vietnam vietnamese washington
    """.split()
) | {"hun sen", "pol pot", "united states", "united kingdom", "son sann"}

#: Where a name means something else: to draw a script takes the name that Unicode has for it.
OTHER_MEANING = {"sim/desk/kit/text.py": {"khmer"}, "sim/lab/report/drawing.py": {"khmer"}}

Module = tuple[PurePosixPath, str, ast.Module]


def modules(root: Path) -> list[Module]:
    """Path, room and syntax tree of every module in ``root/sim``."""
    found = []
    for path in sorted((root / "sim").rglob("*.py")):
        place = PurePosixPath(path.relative_to(root).as_posix())
        tree = _parsed(path.read_text(encoding="utf-8"))
        found.append((place, place.parts[1].removesuffix(".py"), tree))
    return found


@cache
def _parsed(text: str) -> ast.Module:
    """A module's tree, parsed once for all rules."""
    return ast.parse(text)


def imports(tree: ast.AST, package: str) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything that is imported in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: -(node.level - 1) or None]
                base = ".".join([*above, *([base] if base else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif (
            isinstance(node, ast.Call)
            and called_name(node) in {"import_module", "__import__"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield node.lineno, str(node.args[0].value)


def one_way_imports(root: Path) -> list[str]:
    """Rooms import only what lies beneath them, and no library that is not theirs."""
    breaches = []
    for path, room, tree in modules(root):
        if room not in ROOMS:
            breaches.append(f"{path}: sim/{room} is no room of the house.")
            continue
        package = ".".join(path.with_suffix("").parts[:-1])
        for line, name in imports(tree, package):
            first, _, rest = name.partition(".")
            other = rest.partition(".")[0]
            if first == "sim" and other in ROOMS and other not in ROOMS[room] | {room}:
                breaches.append(f"{path}:{line}: {room} may not import sim.{other}.")
            if first in BANNED.get(room, set()):
                breaches.append(f"{path}:{line}: {room} may not import {first}.")
    return breaches


def floors(root: Path) -> list[str]:
    """In a room of floors no module imports what rests on it, not even late."""
    breaches = []
    for path, room, tree in modules(root):
        steps = path.with_suffix("").parts[2:]
        if room not in FLOORS or steps == ("__init__",):
            continue
        height = {name: floor for floor, names in enumerate(FLOORS[room]) for name in names}
        if steps[0] not in height:
            breaches.append(f"{path}: sim/{room}/{steps[0]} is on no floor.")
            continue
        package = ".".join(path.with_suffix("").parts[:-1])
        for line, name in imports(tree, package):
            other = name.removeprefix(f"sim.{room}.").partition(".")[0]
            known = name.startswith(f"sim.{room}.") and other in height
            if known and height[other] > height[steps[0]]:
                breaches.append(f"{path}:{line}: {steps[0]} may not import {room}.{other}.")
    return breaches


def no_circles(root: Path) -> list[str]:
    """No file imports, by whatever way, a file that imports it: neither late nor for types alone.

    Each file can then be read after those that it rests on, and none has to be known before it.
    Where there are several circles, one is told.
    """
    files = {_dotted(path): (path, tree) for path, _, tree in modules(root)}
    rests_on = {
        name: {
            other
            for _, found in imports(tree, ".".join(path.parts[:-1]))
            if (other := found if found in files else found.rpartition(".")[0]) in files
        }
        - {name}
        for name, (path, tree) in files.items()
    }
    try:
        TopologicalSorter(rests_on).prepare()
    except CycleError as error:
        first, *others = dict.fromkeys(reversed(error.args[1]))
        return [f"{files[first][0]}: in a circle of imports: {', '.join([first, *others])}."]
    return []


def late_imports(root: Path) -> list[str]:
    """The command line does not wait for what only some commands need."""
    breaches = []
    for path, room, tree in modules(root):
        if room not in {"cli", "__init__", "__main__"}:
            continue
        for line, name in imports(_at_import_time(tree), "sim.cli"):
            first, _, rest = name.partition(".")
            other = rest.partition(".")[0]
            if first in HEAVY or (first == "sim" and other in HEAVY_ROOMS):
                breaches.append(f"{path}:{line}: {name} is heavy; import it where it is needed.")
    return breaches


def short_modules(root: Path) -> list[str]:
    """No module is longer than can be read at one sitting."""
    breaches = []
    for path, _, _ in modules(root):
        lines = len((root / path).read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_MODULE:
            breaches.append(f"{path}: {lines} lines; at most {LONGEST_MODULE}.")
    return breaches


def no_names(root: Path) -> list[str]:
    """The engine knows no country, faction or leader: they are data."""
    breaches = []
    for path in sorted((root / "sim").rglob("*")):
        # Prose beside the code may speak of the cases that the model was written for.
        if path.suffix not in {".py", ".yaml"} or "_data" in path.parts:
            continue
        place = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            breaches += [
                f"{place}:{number}: names {name!r}, which belongs into a scenario."
                for name in named(line)
                if name not in OTHER_MEANING.get(place, set())
            ]
    return breaches


def named(line: str) -> list[str]:
    """The names among the words of a line, also those inside identifiers."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", line)
    words = [word.lower() for word in words]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [word for word in [*words, *pairs] if word in NAMES]


def documented(root: Path) -> list[str]:
    """Every module and every public class, function and method says what it is.

    A method may leave that to the one it overrides, or to the protocol beside it that it follows.
    """
    found = modules(root)
    everywhere = {method for _, _, tree in found for method in _explained(tree)}
    breaches = []
    for path, _, tree in found:
        if ast.get_docstring(tree) is None:
            breaches.append(f"{path}: the module has no docstring.")
        here = _explained(tree)
        for name, node, inherits in _public(tree):
            said = name.partition(".")[2] in (everywhere if inherits else here)
            if ast.get_docstring(node) is None and not said:
                breaches.append(f"{path}:{node.lineno}: {name} has no docstring.")
    return breaches


def exact_arithmetic(root: Path) -> list[str]:
    """Rules use only arithmetic that gives the same bits on every machine and for any runs."""
    breaches = []
    for path, room, tree in modules(root):
        if room not in {"model", "game"}:
            continue
        for node in ast.walk(tree):
            problem = inexact(node)
            if problem:
                breaches.append(f"{path}:{node.lineno}: {problem}")  # type: ignore[attr-defined]
    return breaches


def quiet_model(root: Path) -> list[str]:
    """The model prints nothing and reads no file but its own constants."""
    breaches = []
    for path, room, tree in modules(root):
        if room != "model":
            continue
        for node in ast.walk(tree):
            called = called_name(node) if isinstance(node, ast.Call) else ""
            reads = called in {"open", "read_text", "read_bytes"} and path.stem != "constants"
            if called in {"print", "input"} or reads:
                breaches.append(f"{path}:{node.lineno}: the model may not call {called}.")  # type: ignore[attr-defined]
    return breaches


RULES = (
    one_way_imports,
    floors,
    no_circles,
    late_imports,
    short_modules,
    no_names,
    documented,
    numbers_explained,
    exact_arithmetic,
    quiet_model,
)


def _dotted(path: PurePosixPath) -> str:
    """The name by which a file is imported."""
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _at_import_time(tree: ast.Module) -> ast.Module:
    """What runs when a module is imported: no bodies of functions, nothing only for types."""

    class Strip(ast.NodeTransformer):
        def visit_FunctionDef(self, _: ast.FunctionDef) -> None:
            return None

        def visit_AsyncFunctionDef(self, _: ast.AsyncFunctionDef) -> None:
            return None

        def visit_If(self, node: ast.If) -> ast.AST:
            if ast.unparse(node.test).endswith("TYPE_CHECKING"):
                return ast.Module(body=node.orelse, type_ignores=[])
            return self.generic_visit(node)

    stripped = Strip().visit(ast.parse(ast.unparse(tree)))
    assert isinstance(stripped, ast.Module)
    return stripped


Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _explained(tree: ast.Module) -> set[str]:
    """The methods that some class of a module documents."""
    return {
        name.partition(".")[2]
        for name, node, _ in _public(tree)
        if "." in name and ast.get_docstring(node) is not None
    }


def _public(
    tree: ast.Module | ast.ClassDef, prefix: str = ""
) -> Iterator[tuple[str, Documented, bool]]:
    """Public classes, functions and methods: dotted name, node, whether its class has a base."""
    inherits = isinstance(tree, ast.ClassDef) and bool(tree.bases)
    for node in tree.body:
        if not isinstance(node, Documented) or node.name.startswith("_"):
            continue
        decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
        if "overload" in decorators or any(name.endswith(".setter") for name in decorators):
            continue
        yield f"{prefix}{node.name}", node, inherits
        if isinstance(node, ast.ClassDef):
            yield from _public(node, f"{prefix}{node.name}.")
