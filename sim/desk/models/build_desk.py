"""From what a seat may see to what the desk shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.dates import short_month
from sim.desk.models.cast import Face, faces
from sim.desk.models.desk import ActorFacts, DeskView, Goal, Plan, Stat
from sim.desk.models.desk_fact import Fact
from sim.desk.models.hand import build_cards, label
from sim.desk.models.network import Edge, Network, Node, guess
from sim.desk.models.positions import IssueView, PositionRow, Stretch, TablePositions
from sim.desk.models.timeline import DatePoint, TimelineView
from sim.desk.models.title import day
from sim.game.pacing import pressing, set_pieces
from sim.game.switches import world

if TYPE_CHECKING:
    from sim.game.bands import Band
    from sim.game.forecast.odds import Odds
    from sim.game.game import Game
    from sim.game.view import ActorView, Moment, SeatView, TableView, Zone
    from sim.game.view import Stretch as Reach
    from sim.scenario.schema import Scenario

HOME, STANDING = _("Home support"), _("Standing")
_POINTS: Final = ("event", "coming")


def build_desk(
    game: Game,
    view: SeatView,
    known: Mapping[int, Odds] | None = None,
) -> DeskView:
    """The desk of a game.

    Args:
        game: Read for the scenario and what is planned.
        view: What its seat may see now.
        known: Odds by option, as far as they are reckoned.
    """
    scenario = game.scenario
    who = faces(scenario)
    cards = build_cards(view.cards, who, known, not game.lock.odds)
    return DeskView(
        title=scenario.title,
        date=day(dt.date.fromisoformat(view.date)),
        turn=min(view.turn + 1, view.turns),
        turns=view.turns,
        seat=who[view.seat],
        capital=round(view.capital),
        spent=round(view.capital - view.capital_left),
        gained=round(view.capital) - before(game, "capital", round(view.capital)),
        most_moves=scenario.capital.moves_per_turn,
        stats=_stats(game, view),
        goals=tuple(
            Goal(goal.title, round(100 * goal.weight), goal.reached, goal.text)
            for goal in view.goals
        ),
        network=_network(view, who),
        facts={actor.id: _facts(view, actor, who) for actor in view.actors},
        tables=tuple(_positions(scenario, view, table, who) for table in _in_order(view)),
        cards=cards,
        planned=tuple(
            Plan(
                index,
                label(scenario.moves[move].title, who[to] if to else None),
                who[to] if to else None,
                scenario.moves[move].cost,
            )
            for index, (move, to, _) in enumerate(view.planned)
        ),
        timeline=build_timeline(view, scenario.calendar.start),
        over=view.over,
        coming=tuple(piece.title for piece in set_pieces(game)),
        pressing=pressing(game),
        world=world(scenario, game.without),
    )


# -- numbers of the seat ---------------------------------------------------------------------------


def _stats(game: Game, view: SeatView) -> tuple[Stat, ...]:
    home, standing = round(100 * view.home), round(100 * view.legitimacy)
    about_home = _("Support at home: {word}. When it is low, the next turns are poorer.")
    about_standing = _(
        "Standing to act: {own} of your own, {mandate} from a mandate, {borrowed} borrowed."
    ).format(
        own=round(100 * view.own_standing),
        mandate=round(100 * view.mandate),
        borrowed=round(100 * view.borrowed),
    )
    found = (
        (HOME, home, about_home.format(word=view.home_word), "home"),
        (STANDING, standing, about_standing, f"standing:{view.seat}"),
    )
    return tuple(
        Stat(name, value, value - before(game, key, value), about, key)
        for name, value, about, key in found
    )


def before(game: Game, key: str, now: int) -> int:
    """A number as the last turn began; as it is `now` where no turn was played."""
    from sim.game.ledger.numbers import begun

    return begun(game, key, len(game.past) - 1) if game.past else now


# -- the network -----------------------------------------------------------------------------------


def _network(view: SeatView, who: Mapping[str, Face]) -> Network:
    return Network(
        tuple(Node(who[a.id], a.at[0], a.at[1], a.me) for a in view.actors),
        tuple(
            Edge(
                edge.source,
                edge.target,
                edge.trust.best,
                edge.trust.low,
                edge.trust.high,
                edge.leverage.best,
                tuple(name.replace("_", " ") for name, _ in edge.channels),
            )
            for edge in view.edges
            if edge.coded or view.seat in (edge.source, edge.target)
        ),
    )


def _facts(view: SeatView, actor: ActorView, who: Mapping[str, Face]) -> ActorFacts:
    facts: list[Fact] = []
    me, other = view.seat, actor.id
    if actor.me:
        facts.append(Fact(_("standing"), _band(actor.legitimacy), f"standing:{me}"))
        facts.append(Fact(_("efforts turned down"), str(view.efforts), "efforts"))
    else:
        stance = f"{actor.stance_word} {round(100 * actor.stance.best)}"
        facts.append(Fact(_("stance"), stance, f"stance:{other}", bare=True))
        if actor.trusts_me is not None:
            facts.append(Fact(_("trusts you"), _band(actor.trusts_me), f"trust:{other}:{me}"))
        if actor.known is not None:
            facts.append(Fact(_("known"), _whole(actor.known), f"knowledge:{other}"))
        if actor.mediator:
            facts.append(Fact(_("partner"), _("yes")))
        elif actor.consulted:
            facts.append(Fact(_("told"), _("yes")))
    for belief in view.beliefs:
        if belief.subject == other and not actor.me:
            key = f"bad_faith:{me}:{other}"
            facts.append(Fact(_("bad faith"), _whole(belief.bad_faith), key))
    return ActorFacts(who[actor.id], actor.leader or "", tuple(facts))


def _whole(value: float) -> str:
    return str(round(100 * value))


def _band(band: Band) -> str:
    """The best guess, and between what it lies."""
    return guess(band.best, band.low, band.high)


# -- positions -------------------------------------------------------------------------------------


def _in_order(view: SeatView) -> list[TableView]:
    """Open tables first."""
    return sorted(view.tables, key=lambda table: not table.open)


def _positions(
    scenario: Scenario, view: SeatView, table: TableView, who: Mapping[str, Face]
) -> TablePositions:
    text = dict(table.text or ())
    if table.text is None:
        note = _("no text on the table")
    elif table.author is not None:
        note = _("text of {who}").format(who=who[table.author].name)
    else:
        note = _("a text lies on the table")
    if table.adopted:
        note = _("adopted")
    return TablePositions(
        table.id,
        table.title,
        note,
        tuple(_issue(scenario, view, table.id, zone, text, who) for zone in table.zones),
    )


def _issue(
    scenario: Scenario,
    view: SeatView,
    table: str,
    zone: Zone,
    text: Mapping[str, float],
    who: Mapping[str, Face],
) -> IssueView:
    spec = scenario.issues[zone.issue]
    ideals = {
        position.actor: position.ideal.best
        for issue in view.issues
        if issue.id == zone.issue
        for position in issue.positions
    }
    rows = [_row(view, reach, ideals, who) for reach in zone.stretches]
    apart = zone.apart or ()
    return IssueView(
        id=zone.issue,
        title=spec.title,
        low_word=spec.low,
        high_word=spec.high,
        rows=tuple(rows),
        zone=zone.zone,
        gap=_gap([row for actor in apart for row in rows if row.face.id == actor]),
        blockers=tuple(who[actor].name for actor in apart),
        text=text.get(zone.issue),
        ledger=f"text:{table}:{zone.issue}" if zone.issue in text else "",
        framework=None if spec.framework is None else (spec.framework[0], spec.framework[1]),
    )


def _row(
    view: SeatView, reach: Reach, ideals: Mapping[str, float], who: Mapping[str, Face]
) -> PositionRow:
    return PositionRow(
        who[reach.actor],
        reach.fair,
        reach.sure,
        reach.maybe,
        ideals.get(reach.actor),
        reach.actor == view.seat,
    )


def _gap(apart: Sequence[PositionRow]) -> Stretch | None:
    """The stretch between two who cannot meet; the whole line where one agrees nowhere."""
    if not apart:
        return None
    if len(apart) < 2:
        return (0.0, 1.0)
    (a, b) = (_reach(row) for row in apart)
    if a is None or b is None:
        return (0.0, 1.0)
    low, high = min(a[1], b[1]), max(a[0], b[0])
    return (low, high) if low < high else (max(a[0], b[0]), min(a[1], b[1]))


def _reach(row: PositionRow) -> Stretch | None:
    """What a party accepts, or else what it wants."""
    if row.fair is not None:
        return row.fair
    return None if row.ideal is None else (row.ideal, row.ideal)


# -- dates -----------------------------------------------------------------------------------------


def build_timeline(view: SeatView, start: dt.date) -> TimelineView:
    """What has happened, what is known to come, and now."""
    end = dt.date.fromisoformat(
        next(moment.date for moment in view.timeline if moment.kind == "end")
    )
    days = max(1, (end - start).days)
    now = dt.date.fromisoformat(view.date)

    def share(date: dt.date) -> float:
        return min(1.0, max(0.0, (date - start).days / days))

    points = [
        _point(moment, share(dt.date.fromisoformat(moment.date)))
        for moment in view.timeline
        if moment.kind in _POINTS
    ]
    points.append(DatePoint(1.0, f"{end.day} {short_month(end)}", _("the end"), view.over))
    return TimelineView(tuple(points), share(now), day(now), day(start), day(end), view.turns)


def _point(moment: Moment, at: float) -> DatePoint:
    date = dt.date.fromisoformat(moment.date)
    return DatePoint(at, f"{date.day} {short_month(date)}", moment.title, moment.kind == "event")
