"""A scenario with what it builds on: `extends` one file, `uses` some.

Three layers, each written by one rule:

- `extends: parent.yaml` (or a scenario's id): the parent is merged first, then this file goes over
  it. Mappings merge, lists and scalars replace, `null` takes the inherited entry away.
- `uses: [library/mediation.yaml]`: collections such as `moves` whose items are added where neither
  the parent nor an earlier used file has that item; this file's own items go over them.
- Every value keeps the file and line it was written on.

References stay inside the library folder, or inside the folder of the file that is being resolved
when that one lies elsewhere.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path as FilePath
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from sim import paths
from sim.scenario.problem import Problem, Span, in_order
from sim.scenario.text.limits import SUFFIXES
from sim.scenario.text.overlay import Overlay
from sim.scenario.text.reader import read_once
from sim.scenario.text.repeated import repeated
from sim.scenario.text.scalars import shown
from sim.scenario.text.spans import Document, Mark, Path, SpanMap
from sim.scenario.text.suggest import did_you_mean

MAX_FILES_DEEP = 8
MAX_USES = 16

_ID = re.compile(r"[A-Za-z0-9_-]+")
_REFERENCES = ("extends", "uses")
_NOT_COLLECTIONS = ("version",)
_WHOLE = frozenset(("id", "title", "calendar", "initiative"))
"""What only a whole scenario has at its top."""


def resolve(
    path: str | os.PathLike[str], library_root: str | os.PathLike[str] | None = None
) -> Document:
    """Read a scenario file and merge it with the files it extends and uses.

    Args:
        path: the file; problems show it as given here.
        library_root: the folder whose files may be referred to, besides the file's own folder when
            that lies outside it; by default only the file's own folder.

    Returns:
        The merged document, without `extends` and `uses`; its spans name the file of each value,
        and `generations` says which ancestor brought each item in. Its data is None, with
        problems, when any of the files could not be read.
    """
    main = FilePath(path)
    resolver = _Resolver(main, library_root)
    document = resolver.document()
    if document.problems or document.removed or document.repeated:
        return _Resolver(main, library_root, resolver.files).document()
    document.spans = SpanMap(partial(_places, main, library_root, resolver.files))
    return document


def _places(
    main: FilePath,
    library_root: str | os.PathLike[str] | None,
    files: Mapping[FilePath, Document],
) -> Mark:
    """Where the values of a merged document stand in the files that were read for it."""
    return _Resolver(main, library_root, files).document().spans.root


@dataclass(slots=True)
class _Layer:
    """A file merged with its ancestors."""

    data: dict[str, Any]
    mark: Mark
    generation: int = 0
    generations: dict[tuple[str, str], int] = field(default_factory=dict)


_LEFT_OUT = Mark("", (1, 1, 1, 1), items={})
"""Stands for all marks where places are left out."""


class _RefusedError(Exception):
    """A reference that is not followed, with the rule it breaks."""

    def __init__(self, rule: str, message: str) -> None:
        self.rule = rule
        super().__init__(message)


class _Resolver:
    """Follows the references of one file.

    Args:
        main: the file.
        library_root: see `resolve`.
        read_before: the files of an earlier resolver. With them the places of all values are
            merged too; the first time they are left out, since few documents are asked for them.
    """

    def __init__(
        self,
        main: FilePath,
        library_root: str | os.PathLike[str] | None,
        read_before: Mapping[FilePath, Document] | None = None,
    ) -> None:
        self.main = main
        self.read_before = read_before or {}
        self.is_placed = read_before is not None
        folder = FilePath(os.path.realpath(main.parent))
        library = FilePath(os.path.realpath(library_root)) if library_root else folder
        self.library = library
        self.roots = [library] if folder.is_relative_to(library) else [library, folder]
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}
        self.removed: dict[Path, Span] = {}
        self.repeated: dict[Path, Span] = {}
        self.own: dict[str, Any] | None = None
        self.files: dict[FilePath, Document] = {}

    def document(self) -> Document:
        layer = self._layer(self.main, FilePath(os.path.realpath(self.main)), ())
        mark = layer.mark if layer else Mark(str(self.main), (1, 1, 1, 1))
        return Document(
            name=str(self.main),
            data=layer.data if layer else None,
            spans=SpanMap(mark),
            problems=in_order(self.problems),
            sources=self.sources,
            generations=layer.generations if layer else {},
            removed=self.removed,
            repeated=self.repeated,
            own=self.own,
        )

    def _read(self, real: FilePath, name: FilePath) -> Document:
        document = self.files.get(real)
        if document is None:
            document = self.read_before.get(real) or read_once(real, str(name))
            self.files[real] = document
            self.problems += document.problems
            self.sources |= document.sources
        return document

    def _mark(self, document: Document) -> Mark:
        return document.spans.root if self.is_placed else _LEFT_OUT

    def _layer(self, name: FilePath, real: FilePath, trail: tuple[FilePath, ...]) -> _Layer | None:
        """The file over its parent and the files it uses; None when one of them is unusable."""
        document = self._read(real, name)
        if document.data is None:
            return None
        trail = (*trail, real)
        usable = True
        below: _Layer | None = None
        if "extends" in document.data:
            below = self._parent(document, name, trail)
            usable = below is not None
        root = self._mark(document)
        layer = below or _Layer({}, Mark(str(name), root.value, items={}))
        if below is not None:
            layer.generation += 1
        if "uses" in document.data:
            usable = self._use(document, name, trail, layer) and usable
        own, mark = _without(document.data, root, _REFERENCES)
        if len(trail) == 1:
            self.own = own
            if below is not None:
                self.repeated = repeated(own, layer.data, layer.mark)
        over = Overlay(self.problems, self.removed, below is not None)
        layer.data, layer.mark = over.merged(layer.data, layer.mark, own, mark, ())
        present = {(c, i) for c, items in layer.data.items() if _is_mapping(items) for i in items}
        layer.generations = {
            item: layer.generations.get(item, layer.generation) for item in sorted(present)
        }
        return layer if usable else None

    def _parent(
        self, document: Document, name: FilePath, trail: tuple[FilePath, ...]
    ) -> _Layer | None:
        assert document.data is not None
        found = self._follow(document, ("extends",), document.data["extends"], name, trail)
        if found is None:
            return None
        if len(trail) >= MAX_FILES_DEEP:
            message = f"files extend one another more than {MAX_FILES_DEEP} deep; shorten the chain"
            self._report(document, ("extends",), "extends", message)
            return None
        return self._layer(*found, trail)

    def _use(
        self, document: Document, name: FilePath, trail: tuple[FilePath, ...], layer: _Layer
    ) -> bool:
        """Add the items of the used files to the layer; whether all could be read."""
        assert document.data is not None
        references = document.data["uses"]
        if not isinstance(references, list) or len(references) > MAX_USES:
            message = f"`uses` must be a list of at most {MAX_USES} files, such as [one.yaml]"
            self._report(document, ("uses",), "uses", message)
            return False
        usable = True
        brought: dict[tuple[str, str], Document] = {}
        for index, reference in enumerate(references):
            found = self._follow(document, ("uses", index), reference, name, trail)
            used = self._read(found[1], found[0]) if found else None
            if used is None or used.data is None:
                usable = False
                continue
            if len(_WHOLE & used.data.keys()) > 1:
                message = f"{shown(used.name)} is a whole scenario; name it in `extends` instead"
                self._report(document, ("uses", index), "uses", message)
                usable = False
                continue
            before = _items(layer), len(self.problems)
            usable = self._add_items(used, document.data, layer, brought) and usable
            if (_items(layer), len(self.problems)) == before and used.ok:
                message = f"{shown(used.name)} brings nothing that is not here already; remove it"
                span = document.spans.at(("uses", index))
                self.problems.append(Problem(span, "changes-nothing", message, "warning"))
        return usable

    def _add_items(
        self,
        used: Document,
        user: dict[str, Any],
        layer: _Layer,
        brought: dict[tuple[str, str], Document],
    ) -> bool:
        assert used.data is not None
        usable = True
        for collection, items in used.data.items():
            if collection in _NOT_COLLECTIONS:
                wanted = user.get(collection, layer.data.get(collection, items))
                if wanted != items:
                    message = f"this file has another {collection} than the scenario that uses it"
                    self._report(used, (collection,), "uses", message)
                continue
            if not isinstance(items, dict):
                usable = False
                message = (
                    f"{shown(collection)} does not belong in a file that is used; it may only "
                    "hold blocks such as `moves`"
                )
                self._report(used, (collection,), "uses", message)
                continue
            marks = self._mark(used).inner(collection)
            target = _opened(layer, collection, marks)
            if target is None:
                continue
            for item, value in items.items():
                path = (collection, item)
                first = brought.setdefault(path, used)
                if first is not used:
                    message = f"{shown(item)} comes from two used files; rename one of them"
                    note = (first.spans.place(path, "key"), "first brought in here")
                    self._report(used, path, "uses", message, note)
                elif item not in target[0]:
                    target[0][item] = value
                    target[1][item] = marks.inner(item)
        return usable

    def _follow(
        self,
        document: Document,
        path: Path,
        reference: object,
        name: FilePath,
        trail: tuple[FilePath, ...],
    ) -> tuple[FilePath, FilePath] | None:
        """The name and the real path of a file that is referred to, or None and a problem."""
        mark = document.spans.mark(path) if document.problems else None
        if mark is not None and mark.faulty:
            return None
        try:
            shown_as, real = self._located(reference, name)
            if real in trail:
                chain = " > ".join(p.name for p in (*trail[trail.index(real) :], real))
                raise _RefusedError(
                    "cycle", f"this file comes back to itself: {chain}; end the circle"
                )
        except _RefusedError as refused:
            self._report(document, path, refused.rule, str(refused))
            return None
        return shown_as, real

    def _located(self, reference: object, name: FilePath) -> tuple[FilePath, FilePath]:
        if not isinstance(reference, str) or not reference.strip():
            raise _RefusedError("reference", "a file's name is expected here, such as other.yaml")
        said = shown(reference)
        if not reference.isprintable() or len(reference) > 200:
            raise _RefusedError("reference", f"{said} is not a file's name")
        if PurePosixPath(reference).is_absolute() or PureWindowsPath(reference).anchor:
            message = f"{said} is an absolute path; name a file relative to this one"
            raise _RefusedError("outside", message)
        if "\\" in reference or ":" in reference:
            raise _RefusedError("reference", f"{said} is not a file's name; write folders with /")
        by_id = bool(_ID.fullmatch(reference))
        if not by_id and not reference.endswith(SUFFIXES):
            message = f"{said} is not a scenario; its name must end in .yaml"
            slug = re.sub(r"[^a-z0-9]+", "-", reference.lower())
            there = _neighbours([name, self.library / "any.yaml"])
            message += did_you_mean(slug, (FilePath(one).stem for one in there))
            raise _RefusedError("reference", message)
        relative = f"{reference}.yaml" if by_id else reference
        # what ships can be named from anywhere, so that a file of one's own may lie where one likes
        beside = FilePath(os.path.normpath(name.parent / relative))
        candidates = [beside, FilePath(os.path.normpath(self.library / relative))]
        if by_id:
            candidates.append(self.library / paths.examples().name / relative)
        for candidate in candidates:
            real = self._inside(candidate, said)
            if os.path.isfile(real):
                return candidate, real
        beside_it = _neighbours(candidates)
        if by_id:  # as it would be written
            beside_it = [FilePath(one).stem for one in beside_it]
        near = did_you_mean(PurePosixPath(reference).name, beside_it)
        raise _RefusedError("missing-file", f"there is no file {said} here{near}")

    def _inside(self, candidate: FilePath, said: str) -> FilePath:
        """The real path of a file, with every symbolic link followed, if it may be read."""
        real = FilePath(os.path.realpath(candidate))
        if not any(real.is_relative_to(root) for root in self.roots):
            message = f"{said} lies outside the library folder; only files inside it can be used"
            raise _RefusedError("outside", message)
        if real.suffix not in SUFFIXES:
            message = f"{said} leads to a file that is not a scenario; it must end in .yaml"
            raise _RefusedError("reference", message)
        return real

    def _report(
        self, document: Document, path: Path, rule: str, message: str, *notes: tuple[Span, str]
    ) -> None:
        part = "key" if notes else "value"
        span = document.spans.place(path, part) if notes else document.spans.at(path)
        self.problems.append(Problem(span, rule, message, notes=notes))


def _items(layer: _Layer) -> int:
    """How many items the collections of a layer have."""
    return sum(len(items) for items in layer.data.values() if isinstance(items, dict))


def _opened(
    layer: _Layer, collection: str, mark: Mark
) -> tuple[dict[str, Any], dict[str | int, Mark]] | None:
    """A collection of the layer and its marks, as copies that items can be added to."""
    items = layer.data.get(collection, {})
    if not isinstance(items, dict):
        return None
    marks = layer.mark.items = dict(layer.mark.items or {})
    below = marks.get(collection)
    inner = dict(below.items or {}) if below else {}
    source = below or mark
    marks[collection] = Mark(source.file, source.value, source.key, inner)
    layer.data[collection] = dict(items)
    return layer.data[collection], inner


def _without(
    data: dict[str, Any], mark: Mark, names: tuple[str, ...]
) -> tuple[dict[str, Any], Mark]:
    items = {key: item for key, item in (mark.items or {}).items() if key not in names}
    rest = {key: value for key, value in data.items() if key not in names}
    return rest, Mark(mark.file, mark.value, mark.key, items, False, mark.incomplete)


def _neighbours(candidates: list[FilePath]) -> list[str]:
    """Names of the scenario files beside the candidates, for did-you-mean."""
    names: list[str] = []
    for folder in {candidate.parent for candidate in candidates}:
        try:
            names += [entry.name for entry in os.scandir(folder) if entry.name.endswith(SUFFIXES)]
        except OSError:
            continue
    return names[:500]


def _is_mapping(value: object) -> bool:
    return isinstance(value, dict)
