"""The help in words: how a turn goes, how to read the pictures, the keys, what the model is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sim.catalogue import _

if TYPE_CHECKING:
    from sim.scenario.schema import Scenario

_CARDS: Final = range(1, 7)


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
        words = _(
            "This scenario codes {coded} judgements as numbers. {cited} rest on one or more of "
            "{facts} facts with sources; {assumed} are assumed, with the reason given ({share} in "
            "100). Each has a range, and every game draws it anew from there."
        )
        return words.format(
            coded=self.coded, cited=self.cited, facts=self.facts, assumed=self.assumed, share=share
        )


TURN: Final = (
    Passage(
        _("Plan your moves"),
        _(
            "The cards are what you can do now: ask, offer, tell, press. A card shows what it "
            "costs, what it needs and how likely a yes is. Planning costs nothing until the turn "
            "ends, and can be taken back."
        ),
    ),
    Passage(
        _("End the turn"),
        _(
            "Everybody acts at once: moves first, then answers, then tables that decide, then "
            "what the world brings. At the end each one learns from what could be seen."
        ),
    ),
    Passage(
        _("Read the report"),
        _(
            "It says who did what and why, and every number that moved. Open a number to see what "
            "it is made of: the parts add up to it, each with its rule and its sources."
        ),
    ),
    Passage(
        _("Mind what runs on"),
        _(
            "Weeks pass whatever you do. Patience at home is your purse: where support falls low, "
            "you have less to spend. Consulting wins consent, and a text that others saw first "
            "looks less like yours. Pressing uses up what a patron has."
        ),
    ),
    Passage(
        _("How it ends"),
        _(
            "The goals of your seat are weighed into a score, but the debrief is the point of the "
            "game: your line beside the record, what was hidden, and what turned it."
        ),
    ),
    Passage(
        _("See what it rests on"),
        _(
            "Wherever a mark such as E8 is underlined, it opens a fact with its sources, and says "
            "where these disagree. The dossiers say what you know of each actor, and how well."
        ),
    ),
)

HONESTY: Final = (
    Passage(
        _("What it is"),
        _(
            "An agent-based model: each actor has positions, interests, trust and beliefs, and "
            "chooses by them, with chance. Its rules come from the literature on mediation and "
            "are the same in every scenario. They are written once: game, odds and batch runs use "
            "the same ones."
        ),
    ),
    Passage(
        _("What it is not"),
        _(
            "It is not a forecast and no proof of why things happened. A number such as trust 48 "
            "is a judgement put on a scale, not a measurement. People decided for reasons that no "
            "model holds, and those who suffered are not in it as they were in life."
        ),
    ),
    Passage(
        _("How far to trust the odds"),
        _(
            "They are counted from hundreds of rollouts of the model, over worlds that fit what "
            "you know. A range says how far they differ between those worlds. If the model is "
            "wrong, so are they."
        ),
    ),
    Passage(
        _("Whose story it is"),
        _(
            "The record is told by those who wrote it down, and most sources of a scenario may "
            "come from one side. Where they disagree, the facts say so."
        ),
    ),
)

KEYS: Final = (
    Keys(
        _("Everywhere"),
        (
            Key("tab", _("to the next control; Shift+Tab to the one before")),
            Key("enter", _("use what has the focus; so does Space")),
            Key("escape", _("close, or back to the screen before")),
            Key("up", _("arrows move in lists, sliders and between cards")),
            Key("pagedown", _("scroll down a page")),
            Key("pageup", _("scroll up a page")),
            Key("home", _("to the beginning")),
            Key("end", _("to the end")),
            Key("f11", _("fill the screen, or go back to a window")),
        ),
    ),
    Keys(
        _("On the title"),
        (
            Key("c", _("go on with the last game")),
            Key("l", _("load a saved game")),
            Key("o", _("settings")),
            Key("q", _("quit")),
        ),
    ),
    Keys(
        _("On the desk: moves"),
        (
            *(
                Key(str(n), _("plan card {number}, or take it back").format(number=n))
                for n in _CARDS
            ),
            Key("a", _("all moves")),
            Key("d", _("draft a text")),
            Key("w", _("why these odds")),
            Key("u", _("undo")),
            Key("e", _("end the turn")),
            Key("q", _("let a quiet turn pass")),
        ),
    ),
    Keys(
        _("On the desk: to know more"),
        (
            Key("m", _("the map, or the network")),
            Key("t", _("the network as a table")),
            Key("l", _("what the numbers are made of")),
            Key("c", _("the codex")),
            Key("v", _("hear the advisers")),
            Key("b", _("the briefing")),
            Key("?", _("help; so does F1")),
        ),
    ),
    Keys(
        _("On the desk: the game"),
        (
            Key("r", _("rewind: every turn and line that was played")),
            Key("s", _("save; so does Ctrl+S")),
            Key("f5", _("load an edited scenario again")),
        ),
    ),
    Keys(
        _("At the table"),
        (
            Key("left", _("move the text by 5; Page Up and Down by 50")),
            Key("1", _("take the first ready text; so do the other digits with the others")),
            Key("p", _("plan the draft")),
        ),
    ),
    Keys(
        _("In the report"),
        (
            Key("n", _("to the next turn")),
            Key("x", _("the same turn 500 times")),
        ),
    ),
    Keys(
        _("In the codex and the saves"),
        (
            Key("/", _("search")),
            Key("enter", _("open, or load the chosen save")),
            Key("delete", _("throw a save away")),
        ),
    ),
    Keys(
        _("In the debrief"),
        (
            Key("1", _("show the first part; so do the other digits with the others")),
            Key("e", _("write it down for reading offline")),
            Key("s", _("play again, with the same chance")),
            Key("a", _("play again, with a fresh chance")),
            Key("n", _("in a campaign, go on")),
        ),
    ),
)
"""Every key by where it works; the page on which keys are changed shows the same."""


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
