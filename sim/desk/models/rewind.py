"""The rewind tree as it is shown: every turn that was played, its branch, and what was done in it.

A game of several seats shows each what it did itself, and no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sim.catalogue import _, plural
from sim.dates import short_month
from sim.desk.models.title import day
from sim.game.lock import REFUSED

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.tree import Node

HEADLINE: Final = 15
"""Words of a headline."""
_STOPS: Final = (".", "!", "?")
State = Literal["here", "path", "ahead", "branch"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that was played; number 0 is the beginning."""

    number: int
    parent: int
    """Number of the turn before; of the beginning, itself."""
    turn: int
    """Turns played once it was."""
    lane: int
    """Its row: 0 is the line of the present game."""
    date: str
    """Its first day."""
    short: str
    """The same in a few letters."""
    did: tuple[str, ...]
    """What the seat did in it."""
    state: State
    """Where the game stands, on the way there, played on from there last, or left behind."""
    fresh: bool
    """Whether it met another chance than the game's own."""

    @property
    def word(self) -> str:
        """What kind of turn it is, in words."""
        return _WORDS[self.state]

    @property
    def name(self) -> str:
        """The turn in a line, as it is read out."""
        head = _("Turn {turn}, {date}").format(turn=self.turn, date=self.date)
        if self.turn == 0:
            return _("The beginning; {word}").format(word=self.word)
        did = "; ".join(self.did) or _("nothing done")
        chance = _(", another chance") if self.fresh else ""
        return f"{head}: {did}; {self.word}{chance}"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a campaign up to now."""

    number: int
    title: str
    word: str


@dataclass(frozen=True, slots=True)
class RewindView:
    """The whole tree."""

    title: str
    seat: str
    turns: tuple[Turn, ...]
    lanes: int
    length: int
    """Turns that the game has."""
    here: int
    note: str
    forbidden: str
    """Why no turn can be gone back to; empty where one can."""
    no_chance: str
    """Why there is no fresh chance; empty where there is one."""
    chapters: tuple[Chapter, ...]

    def turn(self, number: int) -> Turn:
        """The turn of a number; where there is none, the one where the game stands."""
        found = {turn.number: turn for turn in self.turns}
        return found.get(number) or found[self.here]

    def step(self, number: int, key: str) -> int:
        """The turn that an arrow key leads to from another one; itself where there is none."""
        now = self.turn(number)
        if key == "left":
            return now.parent
        if key == "right":
            after = [one for one in self.turns if one.parent == number and one.number != number]
            after.sort(key=lambda one: (one.lane != now.lane, one.lane))
            return after[0].number if after else number
        if key in ("up", "down"):
            sign = 1 if key == "down" else -1
            beside = [one for one in self.turns if (one.lane - now.lane) * sign > 0]
            nearest = min(
                beside,
                key=lambda one: (abs(one.lane - now.lane), abs(one.turn - now.turn), one.number),
                default=now,
            )
            return nearest.number
        line = [one for one in self.turns if one.lane == now.lane]
        ends = {"home": 0, "end": max(line, key=lambda one: one.turn).number}
        return ends.get(key, number)


_WORDS: Final[dict[State, str]] = {
    "here": _("you are here"),
    "path": _("on your line"),
    "ahead": _("played on from here, then taken back"),
    "branch": _("left behind"),
}


def build_rewind(game: Game) -> RewindView:
    """The tree of a game as the seat that is up may see it."""
    from sim.game.lock import Lock

    tree = game.tree
    lanes = _lanes(tree.root, [node.number for node in tree.line])
    path = {node.number for node in (tree.root, *tree.path)}
    ahead = {node.number for node in tree.line}
    turns = []
    for node in (tree.root, *tree.nodes):
        state: State = "branch"
        if node is tree.here:
            state = "here"
        elif node.number in path:
            state = "path"
        elif node.number in ahead:
            state = "ahead"
        first = game.plan.date(max(0, node.turn - 1))
        own = node.moves[game.up.place] if node.moves else ()
        turns.append(
            Turn(
                number=node.number,
                parent=0 if node.parent is None else node.parent.number,
                turn=node.turn,
                lane=lanes[node.number],
                date=day(first),
                short=f"{first.day} {short_month(first)}",
                did=tuple(game.label(plan.option) for plan in own),
                state=state,
                fresh=node.fresh,
            )
        )
    lock: Lock = game.lock
    return RewindView(
        title=game.scenario.title,
        seat=game.scenario.actors[game.seat].short,
        turns=tuple(turns),
        lanes=1 + max(lanes.values()),
        length=game.turns,
        here=tree.here.number,
        note=_note(game.rewinds),
        forbidden="" if lock.rewind else REFUSED["rewind"],
        no_chance="" if lock.seed is None else REFUSED["chance"],
        chapters=_chapters(game),
    )


def headline(game: Game, number: int) -> str:
    """What a turn brought to the seat, in at most `HEADLINE` words.

    A turn that was left long ago is played again for it; the game stays where it is.
    """
    node = game.tree.node(number)
    if node is None or node.parent is None:
        return ""
    words = game.headline(node).split()
    shown = words[:HEADLINE]
    if len(words) == len(shown):
        return " ".join(shown)
    whole = [count for count, word in enumerate(shown, start=1) if word.endswith(_STOPS)]
    if whole:  # whole sentences say more than one that breaks off
        return " ".join(shown[: whole[-1]])
    return " ".join(shown) + "\N{HORIZONTAL ELLIPSIS}"


def after(view: RewindView, turn: Turn) -> str:
    """Where one would stand after going back to a turn."""
    if turn.turn >= view.length:
        return _("After it the game is over.")
    said = _("After it, turn {turn} of {turns} is to be played.")
    return said.format(turn=turn.turn + 1, turns=view.length)


def _note(rewinds: int) -> str:
    kept = _("Nothing is lost by going back, and the debrief tells that you did.")
    if not rewinds:
        return kept
    times = plural(
        "You have gone back {count} time so far.",
        "You have gone back {count} times so far.",
        rewinds,
    ).format(count=rewinds)
    return f"{kept} {times}"


def _lanes(root: Node, line: Sequence[int]) -> dict[int, int]:
    """A row for every turn, so that no branch crosses another.

    The present line is the first row; a branch lies below the one that it leaves, the later it
    does so the nearer.
    """
    lanes: dict[int, int] = {}
    now = set(line)
    rows = 0
    starts: list[Node] = [root]
    while starts:
        node: Node | None = starts.pop()
        row, rows, own = rows, rows + 1, []
        while node is not None:
            lanes[node.number] = row
            own.append(node)
            ways = node.children
            node = next((one for one in ways if one.number in now), None)
            if node is None and ways:
                latest = own[-1].latest
                node = latest if latest is not None else ways[0]
        for one in own:  # the last of the stack is drawn next: what leaves latest
            beside = [child for child in one.children if lanes.get(child.number) != row]
            starts += reversed(beside)
    return lanes


def _chapters(game: Game) -> tuple[Chapter, ...]:
    from sim.game.campaign import campaign_of

    played = campaign_of(game)
    if played is None:
        return ()
    found = [
        Chapter(place, played.chain.title(stage.chapter), _("over"))
        for place, (stage, _game) in enumerate(played.past, start=1)
    ]
    return (*found, Chapter(len(found) + 1, played.title, _("now")))
