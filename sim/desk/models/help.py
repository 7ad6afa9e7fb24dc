"""The help in words: how a turn goes, how to read the pictures, the keys, what the model is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading with a paragraph."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does."""

    chord: str
    does: str


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys that belong together."""

    title: str
    keys: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Honesty:
    """What the numbers of a scenario rest on."""

    coded: int
    cited: int
    assumed: int
    facts: int

    @property
    def words(self) -> str:
        """That in a sentence."""
        share = round(100 * self.assumed / max(1, self.coded))
        return (
            f"This scenario codes {self.coded} judgements as numbers. {self.cited} rest on one or "
            f"more of {self.facts} facts with sources; {self.assumed} are assumed, with the reason "
            f"given ({share} in 100). Each has a range, and every game draws it anew from there."
        )


TURN: Final = (
    Passage(
        "Plan your moves",
        "The cards are what you can do now: ask, offer, tell, press. A card shows what it costs, "
        "what it needs and how likely a yes is. Planning costs nothing until the turn ends, and "
        "can be taken back.",
    ),
    Passage(
        "End the turn",
        "Everybody acts at once: moves first, then answers, then tables that decide, then what the "
        "world brings. At the end each one learns from what could be seen.",
    ),
    Passage(
        "Read the report",
        "It says who did what and why, and every number that moved. Open a number to see what it "
        "is made of: the parts add up to it, each with its rule and its sources.",
    ),
    Passage(
        "Mind what runs on",
        "Weeks pass whatever you do. Patience at home is your purse: where support falls low, you "
        "have less to spend. Consulting wins consent, and a text that others saw first looks less "
        "like yours. Pressing uses up what a patron has.",
    ),
    Passage(
        "How it ends",
        "The goals of your seat are weighed into a score, but the debrief is the point of the "
        "game: your line beside the record, what was hidden, and what turned it.",
    ),
    Passage(
        "See what it rests on",
        "Wherever a mark such as E8 is underlined, it opens a fact with its sources, and says "
        "where these disagree. The dossiers say what you know of each actor, and how well.",
    ),
)

HONESTY: Final = (
    Passage(
        "What it is",
        "An agent-based model: each actor has positions, interests, trust and beliefs, and chooses "
        "by them, with chance. Its rules come from the literature on mediation and are the same "
        "in every scenario. They are written once: game, odds and batch runs use the same ones.",
    ),
    Passage(
        "What it is not",
        "It is not a forecast and no proof of why things happened. A number such as trust 48 is a "
        "judgement put on a scale, not a measurement. People decided for reasons that no model "
        "holds, and those who suffered are not in it as they were in life.",
    ),
    Passage(
        "How far to trust the odds",
        "They are counted from hundreds of rollouts of the model, over worlds that fit what you "
        "know. A range says how far they differ between those worlds. If the model is wrong, so "
        "are they.",
    ),
    Passage(
        "Whose story it is",
        "The record is told by those who wrote it down, and most sources of a scenario may come "
        "from one side. Where they disagree, the facts say so.",
    ),
)

KEYS: Final = (
    Keys(
        "Everywhere",
        (
            Key("tab", "to the next control; Shift+Tab to the one before"),
            Key("enter", "use what has the focus"),
            Key("escape", "close, or back to the screen before"),
            Key("up", "arrows move in lists, sliders and between cards"),
            Key("pagedown", "scroll; Home and End go to the ends"),
            Key("f11", "fill the screen"),
        ),
    ),
    Keys(
        "On the desk",
        (
            Key("1", "plan a card, or take it back; other digits the others"),
            Key("e", "end the turn"),
            Key("u", "undo"),
            Key("a", "all moves"),
            Key("d", "draft a text"),
            Key("v", "hear the advisers"),
            Key("t", "the network as a table"),
            Key("b", "the briefing"),
            Key("s", "save"),
            Key("?", "this help"),
        ),
    ),
    Keys(
        "At the table",
        (
            Key("left", "move the text by 5; Page Up and Down by 50"),
            Key("1", "take a ready text; 2 and 3 others"),
            Key("p", "plan the draft"),
        ),
    ),
    Keys(
        "In the facts and saves",
        (
            Key("/", "search the facts"),
            Key("enter", "load the chosen save"),
            Key("delete", "throw a save away"),
        ),
    ),
    Keys(
        "In the debrief",
        (
            Key("1", "to 5: its parts"),
            Key("e", "write it down for reading offline"),
            Key("s", "again with the same chance"),
            Key("a", "again with a fresh one"),
        ),
    ),
)


def honesty(scenario: Scenario) -> Honesty:
    """What the coded numbers of a scenario rest on."""
    data = scenario.model_dump(exclude_none=True)
    coded = list(_coded(data))
    facts = {fact for item in coded for fact in item.get("cite", ())}
    return Honesty(
        coded=len(coded),
        cited=sum(bool(item.get("cite")) for item in coded),
        assumed=sum("assumed" in item for item in coded),
        facts=len(facts),
    )


def _coded(data: Any) -> Iterator[Mapping[str, Any]]:
    """Every coded number or set of numbers that says what it rests on."""
    if not isinstance(data, Mapping):
        return
    if ("assumed" in data or data.get("cite")) and _NUMBERS & data.keys():
        yield data
    for value in data.values():
        yield from _coded(value)


_NUMBERS: Final = {"value", "ideal", "salience", "weight", "none"}
