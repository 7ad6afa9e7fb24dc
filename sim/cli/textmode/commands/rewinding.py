"""Commands to look at every turn that was played, and to go back to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.catalogue import _
from sim.cli.textmode import telling
from sim.cli.textmode.asked import Refused, number_of
from sim.cli.textmode.console import Command, Console
from sim.cli.textmode.locked import refused
from sim.scenario.problem import visible

if TYPE_CHECKING:
    from sim.game.game import Game
    from sim.game.tree import Node


def tree(text: Console, words: list[str]) -> None:
    """List every turn that was played, this line first and then the branches."""
    game = text.game
    if not game.tree.nodes:
        raise Refused(_("No turn was played yet."))
    text.say(_("This line:"), *_turns(game, (game.tree.root, *game.tree.line)))
    seen = {node.number for node in game.tree.line}
    for start in game.tree.nodes:
        if start.number in seen or start.parent is None:
            continue
        branch = start.end.path[start.turn - 1 :]
        seen |= {node.number for node in branch}
        said = _("A branch from turn {turn}:").format(turn=start.parent.turn)
        if start.parent.parent is not None:
            said = _("A branch from turn {turn} (#{number}):").format(
                turn=start.parent.turn, number=start.parent.number
            )
        text.say(said, *_turns(game, branch))
    text.say(_("rewind TURN goes back on this line, rewind #NUMBER to any turn."))


def rewind(text: Console, words: list[str]) -> None:
    """Go back to any turn."""
    game = text.game
    usage = _("rewind TURN [fresh], or rewind #NUMBER [fresh]")
    fresh = words[1:] == ["fresh"]
    if words[1:] and not fresh:
        raise Refused(_("Write {usage}.").format(usage=usage))
    if not game.lock.rewind:
        raise refused("rewind")
    if fresh and game.lock.seed is not None:
        raise refused("chance")
    to: int | Node
    if words and words[0].startswith("#"):
        number = number_of([words[0][1:]], usage)
        found = game.tree.node(number)
        if found is None:
            raise Refused(_("There is no turn #{number}; tree lists them.").format(number=number))
        to = found
    else:
        to = number_of(words[:1], usage)
    seat = game.seat
    game.rewind(to, fresh)
    text.moved_on()
    if game.seat != seat:
        text.hand_over()
        return
    said = (
        _("The game stands after turn {turn}, and goes on under a fresh chance.")
        if fresh
        else _("The game stands after turn {turn}.")
    )
    text.say(*telling.wrapped(said.format(turn=game.turn)))
    if game.planned:
        text.say(_("What was done next is planned again; drop takes it back."))
    text.say("")
    text.situation()


def _turns(game: Game, line: tuple[Node, ...]) -> Iterator[str]:
    for node in line:
        yield from telling.wrapped(_turn(game, node), "    ", "  ")


def _turn(game: Game, node: Node) -> str:
    here = _(" You are here.") if node is game.tree.here else ""
    if node.parent is None:
        return _("0. The start.") + here
    own = node.moves[game.up.place]
    done = ", ".join(visible(game.label(plan.option)) for plan in own) or _("nothing")
    chance = _(" (fresh chance {number})").format(number=node.run) if node.fresh else ""
    date = telling.long_date(game.plan.date(node.turn - 1).isoformat())
    said = _("{turn}. #{number}, {date}{chance}: {done}.")
    return (
        said.format(turn=node.turn, number=node.number, date=date, chance=chance, done=done) + here
    )


COMMANDS = (
    Command("tree", _("tree"), _("every turn that was played, branches too"), tree),
    Command(
        "rewind",
        _("rewind TURN|#NUMBER [fresh]"),
        _("go back to any turn, with other luck if fresh"),
        rewind,
    ),
)
