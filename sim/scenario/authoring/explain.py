"""The reference of all that can be written in a scenario, made from the models themselves.

`Reference` holds an entry for every field, effect and condition under its dotted path, ids left
out: `actors.positions.salience`, `effects.consult.who`, `conditions.trust`. What is said of each
stands beside it in the models, so that it cannot grow old.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.authoring.value_words import NO_WORDS, hints, models_of, value_words
from sim.scenario.form.campaign import Campaign
from sim.scenario.form.coding import SIZES, TYPES, WORDS, CodedValue, Spoiler
from sim.scenario.form.docs import described
from sim.scenario.form.effects import (
    DRIVER_VERBS,
    EVENT_VERBS,
    TEXT_VERBS,
    Effect,
    HomeShift,
    Shift,
    Who,
)
from sim.scenario.form.fields import TOLD_WORDS, is_told
from sim.scenario.language import FUNCTIONS, STANCES, Function, usage
from sim.scenario.schema import Scenario
from sim.scenario.text.suggest import did_you_mean

Kind = Literal["section", "field", "effect", "condition", "word"]

ROLES: Final[Mapping[str, str]] = {
    "self": "Who makes the move.",
    "target": "Whom the move is for.",
    "mediators": "Who owns the initiative, and all who have joined it by then.",
    "others": "All but self and target.",
    "everyone": "All actors.",
}
"""What stands for an actor in effects, in asks, and (self and target) in the `needs` of moves."""

GRAMMAR: Final = (
    "A condition is one line of text, such as `joined(ally, talks) and stance(south) >= sceptical "
    "by 2000-06-30`. What is true or not stands by itself; a quantity is compared (>=, >, <=, <, "
    "=) with a number or one of its words. `and`, `or`, `not` and brackets combine. `by DATE` asks "
    "whether the part before it held at the end of some turn up to then, `after DATE` whether it "
    "holds from then on. Inside { } or [ ] put quotation marks around a condition."
)
_SHARED: Final[Mapping[type[BaseModel], str]] = {
    CodedValue: "numbers",
    Effect: "effects",
    Spoiler: "types",
}
"""Parts that stand in many places and are explained in one of their own."""
_ABOUT: Final[Mapping[str, str]] = {
    "numbers": (
        "How a number is written in full: its value, the range that batches draw it from, and what "
        "it rests on. A bare number or a word of `words` will do in a scenario of your own."
    ),
    "effects": (
        "What a move, an answer or an event does: a list, each item one verb with its details. No "
        "effect decides for an actor."
    ),
    "conditions": GRAMMAR,
    "words": "Words that stand for numbers, and for actors.",
    "types": (
        "How likely each hidden type of a party is: what it wants beneath what it says. The four "
        "shares add up to 1."
    ),
    "campaign": "A campaign file: scenarios as chapters in a row.",
}


_SMALL: Final = frozenset(
    "a add an and are be can change do does for how i if in is it my of on or so that the to what "
    "when where which who why with you".split()
)
"""Words of a question that say nothing of what it asks for."""


@dataclass(frozen=True)
class Entry:
    """One thing that can be written."""

    path: str
    """Its dotted path, ids left out."""
    kind: Kind
    about: str
    """What it means, in plain sentences."""
    takes: str = ""
    """What a value may be; empty for what has none, such as a section of words."""
    default: str | None = None
    """What holds where it is left out; None where it must be there or nothing holds."""
    required: bool = False
    told: bool = False
    """Whether it is told to readers and no rule reads it."""
    steps: tuple[str, ...] = ()
    """The way to it in a file, with * for an id or a place in a list."""
    inner: tuple[str, ...] = ()
    """Paths of what can be written in it."""
    shared: str = ""
    """The section that explains what can be written in it, where that is one for many places."""
    deep: int = 0
    """How many ids or places in lists lie between it and what can be written in it."""

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition(".")[2]

    @property
    def first_sentence(self) -> str:
        """The first sentence of what it means, for lists."""
        return re.split(r"(?<=[.:]) |; |: ", self.about, maxsplit=1)[0].rstrip(".:")

    def as_json(self) -> dict[str, Any]:
        """The entry for programs."""
        return {
            "path": self.path,
            "kind": self.kind,
            "about": self.about,
            "takes": self.takes,
            "required": self.required,
            "default": self.default,
            "told_only": self.told,
            "fields": list(self.inner),
            "see": self.shared,
        }


class UnknownError(LookupError):
    """A path that the reference does not have: one sentence, with what is near."""


class Reference:
    """All entries by path, in the order in which they are read."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        for name in Scenario.model_fields:
            self._field(Scenario, name, "", (name,))
        for section, model in (("numbers", CodedValue), ("types", Spoiler)):
            self._section(section, [self._field(model, n, section, ()) for n in model.model_fields])
        self._section("effects", [self._effect(verb) for verb in Effect.model_fields])
        self._section("conditions", [self._condition(f) for f in FUNCTIONS.values()])
        self._section("words", list(self._words()))
        fields = Campaign.model_fields
        self._section(
            "campaign", [self._field(Campaign, name, "campaign", (name,)) for name in fields]
        )

    # -- making it ---------------------------------------------------------------------------------

    def _section(self, path: str, inner: list[str]) -> None:
        self.entries[path] = Entry(path, "section", _ABOUT[path], inner=tuple(inner))

    def _field(self, model: type[BaseModel], name: str, above: str, steps: tuple[str, ...]) -> str:
        """Add a field and what is in it; gives its path."""
        field, hint = described(model)[name], hints(model)[name]
        path = f"{above}.{name}" if above else name
        self.entries[path] = Entry(path, "field", "")  # keeps the order: before what is in it
        inner, shared = self._inner(hint, path, (*steps, *_into(hint)) if steps else ())
        about = _about(field, hint)
        self.entries[path] = Entry(
            path,
            "field" if above else "section",
            about,
            _taken(hint, about),
            _default(field),
            field.is_required(),
            is_told(field),
            steps,
            inner,
            shared,
            len(_into(hint)),
        )
        return path

    def _inner(self, hint: Any, path: str, steps: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
        """What can be written within a type: paths of fields, or the section that tells them."""
        models = models_of(hint)
        shared = next((_SHARED[model] for model in models if model in _SHARED), "")
        paths = [
            self._field(model, name, path, (*steps, name) if steps else ())
            for model in models
            if model not in _SHARED
            for name in model.model_fields
        ]
        return tuple(paths), shared

    def _effect(self, verb: str) -> str:
        field, hint = described(Effect)[verb], hints(Effect)[verb]
        path = f"effects.{verb}"
        self.entries[path] = Entry(path, "effect", "")
        inner, _ = self._inner(hint, path, ())
        about = _about(field, hint)
        details = models_of(hint)
        if details and details[0] not in (Shift, HomeShift, Who):
            about = f"{about} {_sentence(details[0])}"
        who = "moves and events" if verb in EVENT_VERBS else "moves alone"
        kind = "text" if verb in TEXT_VERBS else "driver" if verb in DRIVER_VERBS else "observation"
        about = re.sub(r"^(Driver|Text|Observation)(?:: | )", "", about)
        about = f"{about[:1].upper()}{about[1:]} ({kind}; for {who}.)"
        is_table = hint == (str | None)
        what = "the id of a table" if is_table else "a block with the fields below"
        self.entries[path] = Entry(path, "effect", about, what, inner=inner)
        return path

    def _condition(self, function: Function) -> str:
        path = f"conditions.{function.name}"
        meaning = f"{function.meaning[:1].upper()}{function.meaning[1:]}."
        self.entries[path] = Entry(path, "condition", meaning, _asked(function))
        return path

    def _words(self) -> Iterator[str]:
        scales: tuple[tuple[str, str, Mapping[str, float]], ...] = (
            ("levels", "Levels of whatever runs from 0 to 1", WORDS),
            ("sizes", "Sizes of effects", SIZES),
            ("stances", "Stances on the initiative, by their lowest value", STANCES),
        )
        for name, about, words in scales:
            listed = ", ".join(f"{word} {value:g}" for word, value in words.items())
            yield self._word(name, f"{about}: {listed}.")
        yield self._word("types", f"Hidden types of a party: {', '.join(TYPES)} (see `types`).")
        for role, about in ROLES.items():
            yield self._word(role, about)

    def _word(self, name: str, about: str) -> str:
        path = f"words.{name}"
        self.entries[path] = Entry(path, "word", about)
        return path

    # -- asking it ---------------------------------------------------------------------------------

    def sections(self) -> list[Entry]:
        """What stands at the top of a scenario file, and then what is explained by itself."""
        return [entry for entry in self.entries.values() if entry.kind == "section"]

    def found(self, path: str) -> list[Entry]:
        """The entries that a path means: one, or for a bare name all that go by it.

        A path may be written as in a file, with ids (`actors.north.home`), and into what is
        explained elsewhere (`actors.home.assumed`).

        Raises:
            UnknownError: There is none.
        """
        asked = path.strip().strip(".")
        asked = re.sub(r"\(.*", "", asked).strip() or asked
        if asked in self.entries:
            return [self.entries[asked]]
        parts = asked.split(".")
        if len(parts) == 1:
            same = [entry for entry in self.entries.values() if entry.name == asked]
            if same:
                return same
        elif (entry := self._stepped(parts)) is not None:
            return [entry]
        known = [*self.entries, *(entry.name for entry in self.entries.values())]
        hint = did_you_mean(asked, known) or "; `twintrack explain` lists the sections"
        raise UnknownError(f'nothing is called "{asked}" in a scenario file{hint}')

    def speaking_of(self, text: str) -> list[Entry]:
        """The entries whose meaning speaks of most of these words, sections first.

        Small words count for nothing, and a word also finds those that begin with it.
        """
        words = {word for word in re.findall(r"[a-z]+", text.lower()) if word not in _SMALL}
        stems = [re.compile(rf"\b{re.sub(r's$', '', word)}", re.IGNORECASE) for word in words]
        spoken = {
            path: sum(
                2 * bool(stem.search(entry.name)) or bool(stem.search(entry.about))
                for stem in stems
            )
            for path, entry in self.entries.items()
        }
        most = max(spoken.values())
        found = [self.entries[path] for path, count in spoken.items() if 0 < count == most]
        return sorted(found, key=lambda entry: entry.kind != "section")

    def _stepped(self, parts: list[str]) -> Entry | None:
        """Follow a path step by step, over ids and into sections that explain many places."""
        entry = self.entries.get(parts[0])
        ids = entry.deep if entry else 0
        for index, part in enumerate(parts[1:], 2):
            inner = None if entry is None else self._within(entry, part)
            if inner is not None:
                entry, ids = inner, inner.deep
            elif ids and index < len(parts):
                ids -= 1
            else:
                return None
        return entry

    def _within(self, entry: Entry, name: str) -> Entry | None:
        for above in (entry.path, entry.shared):
            if above and f"{above}.{name}" in self.entries:
                return self.entries[f"{above}.{name}"]
        return None


@cache
def reference() -> Reference:
    """The reference, made once."""
    return Reference()


def _into(hint: Any) -> tuple[str, ...]:
    """How many ids or places in lists lie between a field and what can be written within it."""
    if get_origin(hint) in (list, dict):
        return ("*", *_into(get_args(hint)[-1]))
    if isinstance(hint, type) or not get_args(hint):
        return ()
    return next((way for part in get_args(hint) if (way := _into(part))), ())


def _sentence(model: type[BaseModel]) -> str:
    """The first paragraph of a model's docstring."""
    doc = (model.__doc__ or "").strip().split("\n\n")[0]
    return " ".join(doc.split())


def _about(field: FieldInfo, hint: Any) -> str:
    """What a field means: its own words, else those of the part that it holds."""
    said = " ".join((field.description or "").split()).replace(TOLD_WORDS, "").strip()
    if said:
        return said
    return next((_sentence(model) for model in models_of(hint) if model.__doc__), "")


def _taken(hint: Any, about: str) -> str:
    """What a field takes; text of a certain form is told by the example in what it means."""
    said, such_as = value_words(hint), re.search(r"such as `([^`]+)`", about)
    return said.replace(NO_WORDS, f"text such as {such_as[1]}") if such_as else said


def _default(field: FieldInfo) -> str | None:
    value = field.default
    if field.is_required() or value is None or value in ("", [], {}):
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}"
    return value if isinstance(value, str) else None


def _asked(function: Function) -> str:
    """How a function is written and what it is compared with."""
    optional = [p.names[0] for p in function.parameters if p.optional]
    said = f"`{usage(function)}`"
    kinds = ", ".join(
        f"{p.names[0]} is {'an' if p.kind[0] in 'aeio' else 'a'} {p.kind}"
        for p in function.parameters
    )
    said += f", where {kinds}" if kinds else ""
    said += f"; {' and '.join(optional)} may be left out" if optional else ""
    if function.is_fact:
        return f"{said}. True or not."
    words = ", ".join(function.words)
    compared = f"a number or {words}" if words else "a number"
    hidden = " No seat knows it outright." if function.hidden else ""
    return f"{said}. Compared with {compared}, as in `{usage(function)} >= 0.5`.{hidden}"
