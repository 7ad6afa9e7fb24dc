"""What can be asked of the world, in conditions and wishes: names, arguments, meanings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.scenario.form.coding import TYPES, WORDS

STANCES = {"opposes": 0.0, "sceptical": 0.25, "acquiesces": 0.5, "supports": 0.75}
"""Stances by the lowest latent value of each."""


@dataclass(frozen=True)
class Parameter:
    """One argument of a function: its kind, the names it answers to, whether it may be left out."""

    kind: str
    names: tuple[str, ...]
    optional: bool = False


@dataclass(frozen=True)
class Function:
    """Something that can be asked of the world."""

    name: str
    parameters: tuple[Parameter, ...]
    is_fact: bool
    meaning: str
    hidden: bool = False
    """True where no seat may know it outright."""
    words: dict[str, float] = field(default_factory=lambda: WORDS, hash=False)
    """What may be written for a number, such as `good` for .7."""


def _actor(*names: str, optional: bool = False) -> Parameter:
    return Parameter("actor", (*names, "who", "of", "by"), optional)


_TABLE = Parameter("table", ("table", "what", "at"), optional=True)
_STEP = Parameter("step", ("step", "what"), optional=True)
_ONE_TABLE = Parameter("table", ("table", "what", "at"))
_TYPE_WORDS = {name: float(index) for index, name in enumerate(TYPES)}


def _list() -> Iterator[Function]:
    def quantity(
        name: str,
        *parameters: Parameter,
        meaning: str,
        hidden: bool = False,
        words: dict[str, float] = WORDS,
    ) -> Function:
        return Function(name, parameters, False, meaning, hidden, words)

    def fact(name: str, *parameters: Parameter, meaning: str) -> Function:
        return Function(name, parameters, True, meaning)

    other = Parameter("actor", ("in", "toward", "about", "and", "subject"))
    yield quantity(
        "trust", _actor(), other, meaning="trust of the first in the second", hidden=True
    )
    yield quantity(
        "stance", _actor(), meaning="stance on the initiative", hidden=True, words=STANCES
    )
    yield quantity("knowledge", _actor(), other, meaning="how well the first knows the second")
    yield quantity(
        "bad_faith", _actor(), other, meaning="belief that the second is a greedy or total spoiler"
    )
    yield quantity(
        "belief",
        _actor(),
        other,
        Parameter("type", ("type", "kind")),
        meaning="belief that the second is of this type",
    )
    yield quantity("rapport", _actor(), other, meaning="rapport between the two sides' leaders")
    yield quantity("reservation", _actor(), meaning="reservation value", hidden=True)
    yield quantity("legitimacy", _actor(), meaning="standing to act")
    yield quantity("home", _actor(), meaning="support at home")
    yield quantity(
        "backing",
        _actor(),
        Parameter("element", ("element", "through", "in")),
        meaning="support among one of those who make its policy",
    )
    yield quantity("resolve", _actor(), meaning="how far its leader is committed in public")
    yield quantity("capital", _actor(), meaning="political capital", words={})
    yield quantity("war_cost", _actor(), meaning="cost of going on with the war")
    yield quantity("guarantee", _actor("to"), meaning="guarantee given to a party")
    yield quantity("aid", _actor("to"), meaning="inducement held out to a party")
    yield quantity(
        "channel",
        Parameter("actor", ("from", "giver")),
        Parameter("actor", ("to", "client")),
        Parameter("channel", ("name", "channel")),
        meaning="what flows through a patron's channel",
    )
    yield quantity(
        "text", _ONE_TABLE, Parameter("issue", ("issue",)), meaning="the text's place on an issue"
    )
    yield quantity("utility", _actor(), _ONE_TABLE, meaning="what the text is worth", hidden=True)
    yield quantity("support", _ONE_TABLE, meaning="votes for the text when last put", words={})
    yield quantity(
        "unity", _ONE_TABLE, meaning="how near the table's members are to one another", hidden=True
    )
    yield quantity("rounds", _ONE_TABLE, meaning="rounds held at a table", words={})
    yield quantity("efforts", meaning="good-faith efforts turned down so far", words={})
    yield quantity("turn", meaning="turns played", words={})
    yield quantity(
        "spoiler", _actor(), meaning="the hidden type (the truth)", hidden=True, words=_TYPE_WORDS
    )
    yield fact("joined", _actor(), _TABLE, meaning="became a partner in the initiative")
    yield fact("declined", _actor(), _TABLE, meaning="was asked to join and would not")
    yield fact("attended", _actor(), _TABLE, meaning="came to a round of talks")
    yield fact("stayed_away", _actor(), _TABLE, meaning="was asked to a round and did not come")
    yield fact("accepted", _actor(), _TABLE, meaning="accepted, signed or voted for the text")
    yield fact("rejected", _actor(), _TABLE, meaning="rejected or voted against the text")
    yield fact("abstained", _actor(), _TABLE, meaning="abstained when the table voted")
    yield fact("vetoed", _actor(), _TABLE, meaning="stopped the text by its veto")
    yield fact("acquiesced", _actor(), _TABLE, meaning="let the initiative go ahead")
    yield fact("objected", _actor(), _TABLE, meaning="objected to the initiative")
    yield fact("spoke", _actor(), _TABLE, meaning="said in private what it wants")
    yield fact("complied", _actor(), _TABLE, meaning="did what it had signed")
    yield fact("broke_off", _actor(), _TABLE, meaning="broke off or broke its word")
    yield fact("acted", _actor(), _STEP, meaning="took a public step")
    yield fact("refused", _actor(), _STEP, meaning="was asked for a public step and said no")
    yield fact("recalled", _actor(), meaning="called its people home")
    yield fact("adopted", _ONE_TABLE, meaning="the table adopted the text")
    yield fact("failed", _ONE_TABLE, meaning="the table voted and did not adopt")
    yield fact("open", _ONE_TABLE, meaning="the table is open now")
    yield fact("drafted", _ONE_TABLE, meaning="a text lies on the table")
    yield fact("inside", _ONE_TABLE, meaning="the text keeps within the agreed framework")
    yield fact("consulted", _actor(), meaning="was told beforehand")
    yield fact("done", Parameter("move", ("move",)), _actor(optional=True), meaning="was played")
    yield fact("happened", Parameter("event", ("event",)), meaning="the event took place")


FUNCTIONS: dict[str, Function] = {function.name: function for function in _list()}
"""Everything that can be asked, by name."""


def usage(function: Function) -> str:
    """How a function is written, such as `trust(of, in)`."""
    return f"{function.name}({', '.join(p.names[0] for p in function.parameters)})"
