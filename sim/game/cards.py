"""Move cards: every option of the seat, whether it can be played now, and if not, why not."""

from __future__ import annotations

from sim.catalogue import _, plural
from sim.game.bands import BANDS, BEST
from sim.game.errors import sentence
from sim.game.state import GameState
from sim.game.view import Card
from sim.model.options import Option
from sim.model.plan import NEVER
from sim.model.verbs import CallOp, DraftOp
from sim.model.world import Bools
from sim.scenario.language import parse_condition


def deal(game: GameState) -> list[Card]:
    """All options of the seat, in file order."""
    options = [game.options.all[index] for index in game.options.of_actor[game.seat_index]]
    worth, left = game.picture.worth(options), game.capital_left
    planned = {plan.option for plan in game.planned}
    return [
        _card(game, number, option, option.index in planned, worth[option.index], left)
        for number, option in enumerate(options, start=1)
    ]


def _card(
    game: GameState, number: int, option: Option, planned: bool, worth: float, left: float
) -> Card:
    spec, plan = option.spec, game.plan
    why_not, unsure = hindrance(game, option, left)
    drafts = next((op.table for op in option.always if isinstance(op, DraftOp)), None)
    calls = next((op.table for op in option.always if isinstance(op, CallOp)), None)
    return Card(
        number=number,
        option=option.index,
        move=option.move,
        to=None if option.target is None else plan.actors[option.target],
        title=spec.title,
        target=game.words.name(option.target),
        kind=spec.kind,
        style=spec.style,
        cost=spec.cost,
        legal=not why_not,
        why_not=why_not,
        unsure=unsure,
        planned=planned,
        asks=None if option.ask is None else option.ask.decision,
        step=game.words.step(spec),
        drafts=None if drafts is None else plan.tables[drafts].id,
        calls=None if calls is None else plan.tables[calls].id,
        reason=game.words.fill(spec.reason or "", option.actor, option.target),
        says=game.words.move(spec, option.actor, option.target),
        worth=worth,
        cites=tuple(spec.cite),
    )


def hindrance(game: GameState, option: Option, left: float) -> tuple[str, bool]:
    """Why an option cannot be planned now, in one sentence, or nothing; and whether that is unsure.

    It is judged by what the seat knows: where a need rests on what it cannot know, the option is
    open as long as the need may be met.
    """
    if game.over:
        return _("The game is over."), False
    lanes = _needs(game, option)
    if not lanes.any():
        return _unmet(game, option), False
    resting = _resting(game, option)
    if resting:
        return resting, False
    return _no_room(game, option, left), not bool(lanes.all())


def _needs(game: GameState, option: Option) -> Bools:
    """Where its needs are met, for the best guess and either end of the bands."""
    if option.needs is None:
        return game.picture.everywhere
    met: Bools = option.needs(game.picture.world)[:BANDS]
    return met


def _unmet(game: GameState, option: Option) -> str:
    spec = option.spec
    if spec.unmet:
        return sentence(game.words.fill(spec.unmet, option.actor, option.target))
    needs = game.words.condition(parse_condition(spec.needs or ""), option.actor, option.target)
    return sentence(_("It needs: {needs}").format(needs=needs))


def _resting(game: GameState, option: Option) -> str:
    last = int(game.picture.world.played[option.index, BEST])
    if last == NEVER:
        return ""
    if option.spec.once:
        return _("It can be done only once, and you have done it.")
    wait = last + option.spec.rest + 1 - game.turn
    if wait <= 0:
        return ""
    return plural(
        "You did this lately; it can be done again in {count} turn.",
        "You did this lately; it can be done again in {count} turns.",
        wait,
    ).format(count=wait)


def _no_room(game: GameState, option: Option, left: float) -> str:
    if any(plan.option == option.index for plan in game.planned):
        return _("It is planned for this turn already.")
    most = game.scenario.capital.moves_per_turn
    if len(game.planned) >= most:
        return plural(
            "A turn has room for {count} move, and all are planned.",
            "A turn has room for {count} moves, and all are planned.",
            most,
        ).format(count=most)
    if option.spec.cost > left:
        said = _("It costs {cost} and you have {left:g} left this turn.")
        return said.format(cost=option.spec.cost, left=left)
    return ""
