"""The manifest: all that decides the results of an experiment, as plain data, and back again.

Every folder that the lab writes holds a `manifest.json`:

    format          of the manifest
    kind            batch, counterfactual or sensitivity
    status          running, then complete
    inputs          all that decides the results, but the scenario's text
    scenario_text   the scenario without overrides, resolved: one YAML file that stands alone
    command, started, finished, seconds, versions
    files           SHA-256 of each file of results
    values          hash of the values themselves, where bytes may differ between libraries

The `inputs` are flat: `scenario` (its id), `digest` (with overrides) and `base_digest` (without),
`generations`, `difficulty`, `set`, `seed`, `line` (`name`, `policy` and `moves`, as in
`sim.lab.line_data`), `seat`, `asks`, `without`, `forbid`, `leave_out`, `sample`, `ranges` and
`values` (as in `sim.lab.ranges`), `constants`, `program`, and what a kind adds of its own, such as
the `runs` and `points` of a batch. With the text they suffice alone to make the results again:
`rerun` needs no other file.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim import __version__
from sim.lab.errors import LabError, reason
from sim.lab.line_data import line_from, moves_of
from sim.lab.ranges import Ranges
from sim.lab.resolved import resolved_text
from sim.lab.setup import Setup, setup_of
from sim.lab.versions import versions
from sim.model.constants import NAMES, standard
from sim.model.plan import Plan
from sim.reading import read_ordinary
from sim.scenario.load import Loaded, load_text, varied
from sim.scenario.problem import ScenarioError

FORMAT = 2
MANIFEST = "manifest.json"
MOST_BYTES = 10_000_000
"""Of a manifest; that of the largest design has a tenth."""
Kind = Literal["batch", "counterfactual", "sensitivity"]
Form = TypeVar("Form", bound=BaseModel)


# -- writing ---------------------------------------------------------------------------------------


def inputs_of(
    setup: Setup,
    loaded: Loaded,
    base: Loaded,
    overrides: Mapping[str, Any],
    leave_out: Sequence[str] = (),
    **own: Any,
) -> dict[str, Any]:
    """All that decides the results of a setup but the scenario's text, as plain data.

    Args:
        setup: A setup of `loaded`.
        loaded: The scenario, overrides included.
        base: The scenario without them.
        overrides: What is set, by dotted path.
        leave_out: Entries that were left out of the line, which no longer has them; to be told.
        own: What the kind of experiment adds, such as `runs`; plain data that JSON can hold.
    """
    line = setup.line
    constants = dict(standard().items()) if setup.constants is None else setup.constants
    return {
        "scenario": loaded.scenario.id,
        "digest": loaded.digest,
        "base_digest": base.digest,
        "generations": _nested(base.generations),
        "difficulty": loaded.level,
        "set": {path: storable(value) for path, value in overrides.items()},
        "seed": setup.seed,
        "line": {
            "name": line.name,
            "policy": line.policy,
            "moves": moves_of(line, Plan(loaded.scenario)),
            **({"luck": [list(one) for one in line.luck]} if line.luck else {}),
        },
        "seat": setup.seat,
        "asks": dict(setup.asks),
        "without": list(setup.without),
        "forbid": list(setup.forbid),
        "leave_out": list(leave_out),
        "sample": setup.sample,
        "ranges": None if setup.ranges is None else setup.ranges.as_json(),
        "values": setup.values,
        "constants": {name: float(value) for name, value in constants.items()},
        "program": __version__,
        **own,
    }


def new_manifest(
    kind: Kind,
    inputs: Mapping[str, Any],
    base: Loaded,
    command: Sequence[str] = (),
    started: str | None = None,
) -> dict[str, Any]:
    """A manifest as it stands when the work begins.

    Args:
        kind: What kind of experiment it is.
        inputs: What `inputs_of` gave.
        base: The scenario without overrides.
        command: The arguments of the command line, the program's name left out.
        started: When it began; now by default.
    """
    return {
        "format": FORMAT,
        "kind": kind,
        "status": "running",
        "inputs": json.loads(json.dumps(inputs)),
        "command": list(command),
        "started": started or now(),
        "versions": versions(),
        "scenario_text": resolved_text(base.document.data),
    }


def now() -> str:
    """The time in UTC, to the second."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _nested(generations: Mapping[tuple[str, str], int]) -> dict[str, dict[str, int]]:
    """The items that came later, by collection."""
    found: dict[str, dict[str, int]] = {}
    for (collection, item), depth in generations.items():
        if depth:
            found.setdefault(collection, {})[item] = depth
    return found


def storable(value: Any) -> Any:
    """A value of an override as JSON can hold it: dates are `{"date": "2000-01-31"}`."""
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, Mapping):
        return {key: storable(one) for key, one in value.items()}
    return [storable(one) for one in value] if isinstance(value, list | tuple) else value


def restored(value: Any) -> Any:
    """A value as it was before `storable`."""
    if isinstance(value, dict):
        if value.keys() == {"date"} and isinstance(value["date"], str):
            return dt.date.fromisoformat(value["date"])
        return {key: restored(one) for key, one in value.items()}
    return [restored(one) for one in value] if isinstance(value, list) else value


# -- reading ---------------------------------------------------------------------------------------


class _Move(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    id: str = Field(max_length=200)
    turn: int = Field(ge=1, le=1000)
    move: str
    to: str | None
    text: dict[str, Annotated[float, Field(ge=0, le=1)]]


_Luck = Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=2)]
"""A turn (0-based), and the chance that is met from it on."""


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    name: str
    policy: Literal["line", "pass", "random"]
    moves: list[_Move]
    luck: list[_Luck] = []


class Inputs(BaseModel):
    """What every kind of experiment has among its inputs; more fields are the kind's own."""

    model_config = ConfigDict(extra="allow", strict=True)
    scenario: str
    digest: str
    base_digest: str
    generations: dict[str, dict[str, int]]
    difficulty: str
    set: dict[str, Any]
    seed: int
    line: _Line
    seat: str
    asks: dict[str, str]
    without: list[str]
    forbid: list[str]
    leave_out: list[str]
    sample: bool
    ranges: dict[str, Any] | None = None
    values: bool = False
    constants: dict[str, Annotated[float, Field(allow_inf_nan=False)]]
    """The engine's constants by name, as they were."""
    program: str


class _Whole(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    format: int
    kind: Kind
    status: Literal["running", "complete"]
    inputs: Inputs
    scenario_text: str
    files: dict[str, str] = Field(default_factory=dict)
    versions: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class Manifest:
    """A manifest that was read and checked."""

    path: Path
    data: Mapping[str, Any]
    """The whole of it, as written."""
    inputs: Inputs

    @property
    def kind(self) -> Kind:
        """What kind of experiment it is of."""
        found: Kind = self.data["kind"]
        return found

    @property
    def own(self) -> dict[str, Any]:
        """The inputs that this kind of experiment has of its own."""
        return dict(self.inputs.model_extra or {})

    def own_as(self, form: type[Form]) -> Form:
        """The inputs that this kind of experiment has of its own, in the form that it gives them.

        Raises:
            LabError: They were changed.
        """
        try:
            return form.model_validate(self.own)
        except ValidationError as error:
            place = ".".join(("inputs", *map(str, error.errors()[0]["loc"])))[:200]
            raise LabError(f"{self.path} was changed: {place} is not as it was written.") from None

    @cached_property
    def base(self) -> Loaded:
        """The scenario without overrides, made of the manifest alone.

        Raises:
            LabError: The text is not that of the scenario that was run.
        """
        inputs, name = self.inputs, f"the scenario in {self.path}"
        depths = {
            (collection, item): depth
            for collection, items in inputs.generations.items()
            for item, depth in items.items()
        }
        try:
            found = load_text(self.data["scenario_text"], name, inputs.difficulty, depths)
        except ScenarioError as error:
            raise LabError(
                f"{self.path}: this program cannot take the scenario: {error.problems[0].message}."
            ) from None
        if found.digest != inputs.base_digest:
            raise LabError(f"{self.path} was changed: its scenario is not the one that was run.")
        return found

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario with the overrides.

        Raises:
            LabError: It is not the one that was run.
        """
        try:
            overrides = self.overrides
            found = varied(self.base, overrides)
        except (ScenarioError, ValueError):
            raise LabError(f"{self.path} was changed: what it sets does not fit.") from None
        if found.digest != self.inputs.digest:
            raise LabError(f"{self.path} was changed: what it sets is not what was set.")
        return found

    @property
    def overrides(self) -> dict[str, Any]:
        """What was set, by dotted path."""
        return {path: restored(value) for path, value in self.inputs.set.items()}

    def setup(self) -> Setup:
        """The setup with the overrides, line and constants that were used.

        Raises:
            LabError: This program cannot make it: its constants have other names, or what is named
                is not there.
        """
        inputs = self.inputs
        if inputs.constants.keys() != set(NAMES):
            odd = some(sorted(inputs.constants.keys() ^ set(NAMES)))
            raise LabError(
                f"{self.path} was made with other constants of the engine ({odd}); "
                f"install twin-track {inputs.program} to run it again."
            )
        same = inputs.constants == {name: float(value) for name, value in standard().items()}
        line = inputs.line
        return setup_of(
            self.loaded,
            line_from(
                Plan(self.loaded.scenario),
                line.name,
                line.policy,
                [move.model_dump() for move in line.moves],
                inputs.seat,
                [(turn, run) for turn, run in line.luck],
            ),
            seat=inputs.seat,
            seed=inputs.seed,
            asks=inputs.asks,
            without=inputs.without,
            forbid=inputs.forbid,
            sample=inputs.sample,
            base=self.base if inputs.set else None,
            constants=None if same else inputs.constants,
            ranges=None if inputs.ranges is None else Ranges.from_json(inputs.ranges),
            values=inputs.values,
        )

    def warnings(self) -> list[str]:
        """How this program differs from the one that wrote the manifest, in sentences."""
        here, there = versions(), self.data.get("versions", {})
        names = [name for name in there if here.get(name) != there[name]]
        return [
            f"{name} is {here.get(name, 'missing')} here and was {there[name]} there."
            for name in names
        ]


def some(names: Sequence[str]) -> str:
    """The first of some names, which may be a stranger's, for a sentence."""
    told = ", ".join(name[:60] for name in names[:5])
    return told if len(names) <= 5 else f"{told} and {len(names) - 5} more"


def read_manifest(path: Path) -> Manifest:
    """A manifest from its file, or from the folder that holds it.

    Raises:
        LabError: There is none, or it is none.
    """
    file = path
    try:
        file = path / MANIFEST if path.is_dir() else path
        text = read_ordinary(file, MOST_BYTES, path if path.is_dir() else None)
        if len(text) > MOST_BYTES:
            raise LabError(f"{file} is larger than {MOST_BYTES:,} bytes; no manifest is.")
        data = json.loads(text)
    except OSError as error:
        raise LabError(f"There is no manifest {file}: {reason(error)}.") from None
    except (ValueError, RecursionError):
        raise LabError(f"{file} is no manifest: it is not JSON.") from None
    if isinstance(data, dict) and data.get("format") not in (None, FORMAT):
        other = str(data["format"])[:20]
        raise LabError(f"{file} is a manifest of format {other}; this program reads {FORMAT}.")
    try:
        checked = _Whole.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])[:200] or "the whole"
        raise LabError(f"{file} is no manifest: {place}: {first['msg'].lower()}.") from None
    return Manifest(file, data, checked.inputs)
