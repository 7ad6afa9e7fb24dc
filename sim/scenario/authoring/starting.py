"""Files to start from: a variation of a scenario, and a whole small conflict.

A variation changes nothing yet. It holds examples as comments, made of the actors and dates of the
scenario that it extends, so that each works as soon as its comment marks are taken away.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import product
from typing import get_args

from sim import paths
from sim.scenario.form.cast import Mark
from sim.scenario.form.coding import WORDS, level
from sim.scenario.heads import after
from sim.scenario.problem import visible
from sim.scenario.schema import Scenario
from sim.scenario.text.scalars import ScalarError, plain

FILE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
SCHEMA_LINE = "# yaml-language-server: $schema={}"
"""The first line of a file, which tells editors where the schema lies."""
EXAMPLE = "# "
"""What stands before each line of an example; remarks have two marks."""
_EVENT_TURN = 2
"""The turn (0-based) of the example of an event, where the calendar has as many."""


def file_id(name: str) -> str:
    """The nearest id of a file, such as `our-class` for "Our Class"; empty where there is none."""
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.lower()).strip("-")[:64].strip("-")


def title_of(name: str) -> str:
    """A title to begin with, such as "Our class" for `our-class`."""
    words = name.replace("-", " ")
    return words[:1].upper() + words[1:]


def blank(name: str, schema: str) -> str:
    """A whole small conflict under another name.

    Args:
        name: The file's id.
        schema: Where the schema lies, seen from the file.
    """
    text = (paths.assets() / "templates" / "blank.yaml").read_text(encoding="utf-8")
    _, rest = text.split("\n", 1)
    rest = re.sub(r"^id: .*$", lambda _: f"id: {_scalar(name)}", rest, count=1, flags=re.MULTILINE)
    return f"{SCHEMA_LINE.format(schema)}\n{rest}"


def variation(parent: Scenario, name: str, reference: str, schema: str) -> str:
    """A file that extends a scenario, with examples of what could be changed.

    Args:
        parent: The scenario, resolved.
        name: The new file's id.
        reference: What the file calls the parent: an id, or a path seen from the file.
        schema: Where the schema lies, seen from the file.
    """
    file = f"{name}.yaml"
    commands = {
        f"twintrack check {file}": "says what is wrong, and where",
        f"twintrack play {file}": "plays it",
        f"twintrack batch {file} --runs 2000": "runs it many times and counts how it ends",
        f"twintrack show {reference}": "lists what there is to change",
        "twintrack explain moves": "explains what can be written",
    }
    width = max(map(len, commands))
    told = "\n".join(f"##   {command:{width}}  {does}" for command, does in commands.items())
    head = f"""\
{SCHEMA_LINE.format(schema)}
##
## A variation of "{visible(parent.title)}". What is not written here is as it is there.
##
{told}
##
## Below are examples. To try one, take away the single # and the blank before each of its lines,
## and save. Blocks are merged with what is there, lists and single values replace it, and `null`
## takes away.
version: 1
id: {_scalar(name)}
title: {_scalar(title_of(name))}
extends: {_scalar(reference)}
"""
    parts = (_number, _move, _actor, _event, _lock)
    return head + "".join(f"\n{_commented(part(parent))}" for part in parts)


Example = tuple[str, list[str]]
"""What an example is about, and its lines."""


def _commented(example: Example) -> str:
    remark, lines = example
    return "\n".join([f"## {remark}", *(f"{EXAMPLE}{line}" for line in lines)]) + "\n"


def _scalar(text: str) -> str:
    """Text as YAML that is read as text."""
    try:
        same = plain(text) is text
    except ScalarError:
        same = False
    return text if same and not re.search(r"[:#]", text) else f'"{text}"'


def _number(parent: Scenario) -> Example:
    """Another trust in the owner of the initiative, or, where none is coded, another default."""
    remark = "Change a number: words are none, very-low, low, middling, good, high; or 0 to 1."
    owner = parent.initiative.by
    pairs = [(who, other) for who, others in parent.trust.items() for other in others]
    for who, other in sorted(pairs, key=lambda pair: pair[1] != owner)[:1]:
        return remark, ["trust:", f"  {who}:", f"    {other}: {_other(parent.trust[who][other])}"]
    value = _other(parent.defaults.trust)
    return remark, ["defaults:", "  trust:", f"    value: {value}", "    range: null"]


def _other(coded: object) -> str:
    """A word for a number that is well apart from what is written."""
    value = level(coded).value
    word = "good" if value < WORDS["middling"] else "low"
    return f"{word}    # {value:g} without this line"


def _move(parent: Scenario) -> Example:
    owner, name = parent.initiative.by, _free("a_quiet_dinner", parent.moves)
    members = parent.tables[parent.initiative.table].members
    targets = [one for one in _people(parent, members) if one != owner]
    targets = targets or [one for one in parent.actors if one != owner]
    return "Add a move: who can play it, for whom, what it costs and what it does.", [
        "moves:",
        f"  {name}:",
        "    title: A quiet dinner",
        f"    by: [{owner}]",
        f"    to: [{', '.join(targets[:3])}]",
        "    kind: offer",
        "    cost: 1",
        "    rest: 2                # turns to wait before it can be played again",
        "    effects:",
        "      - goodwill: {of: target, toward: self, size: small}",
        "      - learn: {of: self, about: target, size: moderate}",
        '    says: "{self} has {target} to dinner, without advisers."',
        "    reason: Over dinner one hears what no paper says.",
    ]


def _actor(parent: Scenario) -> Example:
    """An actor that is drawn apart from all others, and is known to somebody."""
    name = _free("observers", [*parent.actors, *parent.groups])
    used = {actor.mark.shape for actor in parent.actors.values()}
    shapes = get_args(Mark.model_fields["shape"].annotation)
    shape = next((one for one in shapes if one not in used), shapes[0])
    across, down = _free_spot(parent)
    lines = [
        "actors:",
        f"  {name}:",
        "    name: The observers",
        "    short: Observers",
        "    called: the observers",
        "    kind: institution",
        "    about: Volunteers who watch, write down what they see, and take no side.",
        f'    mark: {{colour: "#8C510A", shape: {shape}, at: [{across}, {down}]}}',
        "    stance: good           # of the initiative: good supports it, low is against it",
        "    interests:             # what it wants, and how much",
        f"      a_text: {{wants: adopted({parent.initiative.table}), weight: 0.5}}",
    ]
    addressed = [ref for move in parent.moves.values() for ref in move.to]
    seated = [
        ref
        for table in parent.tables.values()
        for ref in (*table.members, *table.assent, *table.veto, *table.drafters)
    ]
    for group, people in parent.groups.items():
        if group in addressed and group not in seated and people:
            lines += ["groups:", f"  {group}: [{', '.join(people)}, {name}]    # can be told, too"]
            return "Add an actor, and name it where others have to do with it.", lines
    lines += ["knowledge:", f"  {name}:", f"    {parent.initiative.by}: good"]
    return "Add an actor, and say whom it knows.", lines


def _event(parent: Scenario) -> Example:
    calendar = parent.calendar
    date = after(calendar.start, calendar.turn, min(_EVENT_TURN, calendar.turns - 1))
    return "Add an event: it comes from outside, on its day, as likely as you say.", [
        "events:",
        f"  {_free('a_scandal', parent.events)}:",
        "    title: A scandal in the papers",
        f"    date: {date}",
        "    chance: 0.8",
        "    effects:",
        f"      - home: {{of: {parent.initiative.by}, by: -0.2}}",
        "    says: The papers have something else to write about.",
    ]


def _lock(_: Scenario) -> Example:
    return "Lock it for the class: no odds, no advice, no way back, the same chance for all.", [
        "classroom:",
        "  odds: off",
        "  rewind: off",
        "  bets: off",
        "  advisers: off",
        "  seed: 7",
    ]


def _people(parent: Scenario, refs: Collection[str]) -> list[str]:
    """The actors that ids and ids of groups stand for, each once."""
    return list(dict.fromkeys(one for ref in refs for one in parent.groups.get(ref, [ref])))


def _free(name: str, taken: Collection[str]) -> str:
    """The name, or with a number behind it where it is taken."""

    def names() -> Iterator[str]:
        yield name
        yield from (f"{name}_{number}" for number in range(2, len(taken) + 3))

    return next(one for one in names() if one not in taken)


def _free_spot(parent: Scenario) -> tuple[float, float]:
    """The place in the network that is farthest from all marks."""
    marks = [actor.mark.at for actor in parent.actors.values()]
    steps = [round(0.05 * step, 2) for step in range(2, 19)]

    def room(spot: tuple[float, float]) -> float:
        return min((spot[0] - x) ** 2 + (spot[1] - y) ** 2 for x, y in marks)

    return max(product(steps, steps), key=room)
