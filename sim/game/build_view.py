"""How a seat's view is made from its picture of the game; see `view`."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from sim.catalogue import _
from sim.game.bands import BEST, Band
from sim.game.cards import deal
from sim.game.debriefing.alliance import leans
from sim.game.moves import suggestions
from sim.game.picture import Picture
from sim.game.replay import stance_word
from sim.game.state import GameState
from sim.game.view import (
    ActorView,
    Edge,
    ElementView,
    FactView,
    GoalView,
    IssueView,
    Moment,
    PositionView,
    SeatView,
    TableView,
    TypeBelief,
)
from sim.game.words import level_word
from sim.game.zones import zones
from sim.model.formation import forms
from sim.model.plan import NEVER, STEP_FACTS
from sim.model.rules.reservation import combined
from sim.model.rules.spatial import excess
from sim.model.rules.spoilers import bad_faith

AHEAD = 2
"""Turns ahead for which a seat's diary shows what is fixed."""


def seat_view(game: GameState) -> SeatView:
    """The view of the game's seat now."""
    picture, plan, me = game.picture, game.plan, game.seat_index
    world, scenario = picture.world, game.scenario
    spec = scenario.actors[game.seat]
    own, mandate, borrowed = (float(world.standing[kind, me, BEST]) for kind in range(3))
    home = float(world.home[me, BEST])
    return SeatView(
        scenario=scenario.id,
        title=scenario.title,
        level=game.loaded.level,
        level_title=game.loaded.level_title,
        seat=game.seat,
        seat_name=scenario.actors[game.seat].name,
        turn=game.turn,
        turns=game.turns,
        date=game.date.isoformat(),
        until=(plan.date(game.turn + 1) - dt.timedelta(days=1)).isoformat(),
        over=game.over,
        capital=game.capital,
        capital_left=game.capital_left,
        moves_left=scenario.capital.moves_per_turn - len(game.planned),
        home=home,
        home_word=level_word(home),
        formation=tuple(_formation(game)),
        resolve=float(world.resolve[me, BEST]) if plan.second_level else 0.0,
        mission=None if spec.mission is None else spec.mission.title,
        legitimacy=picture.band_of(world.legitimacy(me)).best,
        own_standing=own,
        mandate=mandate,
        borrowed=borrowed,
        efforts=int(world.efforts[BEST]),
        public=bool(world.public[BEST]),
        actors=tuple(_actor(game, index) for index in range(len(plan.actors))),
        beliefs=tuple(TypeBelief(subject, *shares) for subject, shares in picture.beliefs()),
        edges=tuple(_edges(game)),
        issues=tuple(_issue(game, index) for index in range(len(plan.issues))),
        tables=tuple(_table(game, index) for index in range(len(plan.tables))),
        timeline=tuple(_timeline(game)),
        goals=tuple(_goals(game)),
        cards=tuple(deal(game)),
        planned=tuple((one.move, one.to, one.text) for one in game.planned),
        changes=tuple(one for played in game.past for one in played.report.changes),
    )


def _formation(game: GameState) -> Iterator[ElementView]:
    world, me = game.picture.world, game.seat_index
    if not forms(world, me):
        return
    for one in game.plan.formations[me]:
        support = float(world.backing[one.row, BEST])
        ally = None if one.ally is None else game.plan.actors[one.ally]
        title = game.scenario.actors[game.seat].formation[one.id].title
        yield ElementView(one.id, title, support, one.share, ally, leans(support))


def replanned(game: GameState, view: SeatView) -> SeatView:
    """The view of the same turn with other moves planned."""
    return dataclasses.replace(
        view,
        capital_left=game.capital_left,
        moves_left=game.scenario.capital.moves_per_turn - len(game.planned),
        cards=tuple(deal(game)),
        planned=tuple((one.move, one.to, one.text) for one in game.planned),
    )


def _actor(game: GameState, index: int) -> ActorView:
    picture, plan, me = game.picture, game.plan, game.seat_index
    world, name = picture.world, game.plan.actors[index]
    spec = game.scenario.actors[name]
    stance = picture.band("stance", index)
    told = plan.facts.get(("consulted", index, -1))
    other = index != me
    return ActorView(
        id=name,
        name=spec.name,
        short=spec.short,
        kind=spec.kind,
        leader=spec.leader,
        about=spec.about,
        colour=spec.mark.colour,
        shape=spec.mark.shape,
        at=(float(spec.mark.at[0]), float(spec.mark.at[1])),
        me=not other,
        mediator=bool(world.mediator[index, BEST]),
        consulted=told is not None and bool(world.holds(told)[BEST]),
        stance=stance,
        stance_word=stance_word(stance.best),
        trusts_me=picture.band("trust", index, me) if other else None,
        trusted=float(world.trust[me, index, BEST]) if other else None,
        known=float(world.knowledge[me, index, BEST]) if other else None,
        legitimacy=picture.band_of(world.legitimacy(index)),
        capability=picture.band("capability", index),
        war_cost=picture.band("war_cost", index),
        reservation=_reservation(picture, index),
        guarantee=float(world.guarantee[index, BEST]),
        aid=float(world.aid[index, BEST]),
        bad_faith=tuple(
            (plan.actors[subject], picture.band_of(bad_faith(world.belief[row, index])))
            for row, subject in enumerate(plan.subjects)
            if subject != index
        ),
        facts=tuple(_facts(game, index)),
    )


def _reservation(picture: Picture, actor: int) -> Band:
    """Its band; a higher cost of war lowers it, so its ends are not those of all it is made of."""
    world = picture.world
    lanes = world.reservation_of(actor)
    best = float(lanes[BEST])
    if not world.on("patrons"):
        return picture.band_of(lanes)
    cost, weight = picture.band("war_cost", actor), world.constants.war_cost
    slack = float(weight) * (cost.high - cost.low)
    band = picture.band_of(lanes)
    low, high = min(band.low, best), max(band.high, best)
    return Band(max(0.0, low - slack), best, min(1.0, high + slack)) if slack else band


def _facts(game: GameState, actor: int) -> Iterator[FactView]:
    plan, world = game.plan, game.picture.world
    for (fact, who, about), row in plan.facts.items():
        turn = int(world.facts[row, BEST])
        if who == actor and turn != NEVER:
            step = plan.steps[about] if about >= 0 and fact in STEP_FACTS else None
            yield FactView(
                fact=fact,
                actor=None if who < 0 else plan.actors[who],
                table=None if about < 0 or fact in STEP_FACTS else plan.tables[about].id,
                step=step,
                step_title="" if step is None else game.scenario.steps[step].title,
                turn=turn,
                date=plan.date(turn).isoformat(),
            )


def _edges(game: GameState) -> Iterator[Edge]:
    picture, plan, scenario = game.picture, game.plan, game.scenario
    rows: dict[tuple[int, int], list[int]] = {}
    for row, channel in enumerate(plan.channels):
        rows.setdefault((channel.giver, channel.to), []).append(row)
    for one, source in enumerate(plan.actors):
        for other, target in enumerate(plan.actors):
            if one == other:
                continue
            flows = rows.get((one, other), [])
            pull = combined([picture.world.channel[row] for row in flows], picture.world.runs)
            yield Edge(
                source=source,
                target=target,
                trust=picture.band("trust", one, other),
                leverage=picture.band_of(pull),
                channels=tuple(
                    (plan.channels[row].name, picture.band("channel", row)) for row in flows
                ),
                rapport=picture.band("rapport", one, other),
                coded=bool(flows) or target in scenario.trust.get(source, {}),
            )


def _issue(game: GameState, index: int) -> IssueView:
    picture, name = game.picture, game.plan.issues[index]
    spec = game.scenario.issues[name]
    return IssueView(
        id=name,
        title=spec.title,
        low=spec.low,
        high=spec.high,
        framework=None if spec.framework is None else (spec.framework[0], spec.framework[1]),
        positions=tuple(
            PositionView(
                actor,
                name,
                picture.band("ideal", row, index),
                picture.band("salience", row, index),
            )
            for row, actor in enumerate(game.plan.actors)
            if name in game.scenario.actors[actor].positions
        ),
    )


def _table(game: GameState, index: int) -> TableView:
    plan, world = game.plan.tables[index], game.picture.world
    names = game.plan.actors
    drafted, author = bool(world.drafted[index, BEST]), int(world.author[index, BEST])
    issues = [game.plan.issues[issue] for issue in plan.issues]
    places = world.text_of(index)[:, BEST]
    text = tuple(zip(issues, map(float, places), strict=True))
    outside = tuple(
        issue
        for issue, place, limits in zip(issues, places, plan.limits, strict=True)
        if drafted and excess(place.reshape(1, 1), [limits])[0] > 1e-9
    )
    return TableView(
        id=plan.id,
        title=game.scenario.tables[plan.id].title,
        procedure=plan.procedure,
        needed=plan.needed,
        members=tuple(names[member] for member in plan.members),
        assent=tuple(names[actor] for actor in plan.assent),
        veto=tuple(names[member] for member in plan.members if member in plan.veto),
        open=bool(world.open[index, BEST]),
        rounds=int(world.rounds[index, BEST]),
        adopted=bool(world.holds(game.plan.fact("adopted", -1, index))[BEST]),
        author=names[author] if drafted and author >= 0 else None,
        text=text if drafted else None,
        outside=outside,
        shown=int(world.shown[index, BEST]),
        suggestions=tuple(
            (name, tuple(places.items())) for name, places in suggestions(game, index).items()
        ),
        zones=zones(game, plan.id),
    )


def _timeline(game: GameState) -> Iterator[Moment]:
    plan, scenario, last = game.plan, game.scenario, 0 if game.over else game.turns
    found: list[tuple[str, Moment]] = []
    for row, event in enumerate(game.compiled.events):
        turn = int(game.picture.world.events[row, BEST])
        fixed = event.when is None and event.spec.likelihood() == 1.0
        fixed = fixed and event.id not in game.picture.replay.cancelled
        date, cites = event.spec.date.isoformat(), tuple(event.spec.cite)
        if turn != NEVER:
            found.append((date, Moment(date, turn, "event", event.spec.title, cites)))
        elif fixed and game.turn <= event.turn < min(game.turn + AHEAD, last):
            found.append((date, Moment(date, event.turn, "coming", event.spec.title, cites)))
    for turn, played in enumerate(game.past):
        date = plan.date(turn).isoformat()
        for one in played.moves:
            if one.option in played.observed.acts.moves:
                spec = scenario.moves[one.move]
                target = f": {scenario.actors[one.to].short}" if one.to else ""
                found.append((date, Moment(date, turn, "move", spec.title + target)))
        for entry in played.report.entries:
            if entry.kind == "table":
                found.append((date, Moment(date, turn, "fact", entry.text, entry.cites)))
    for (fact, who, about), row in plan.facts.items():
        turn = int(game.picture.world.facts[row, BEST])
        if fact == "acted" and about >= 0 and turn != NEVER:
            step, date = scenario.steps[plan.steps[about]], plan.date(turn).isoformat()
            title = f"{game.words.name(who)}: {step.title}"
            found.append((date, Moment(date, turn, "fact", title, tuple(step.cite))))
    end = plan.date(game.turns).isoformat()
    found.append((end, Moment(end, game.turns, "end", _("The end"))))
    yield from (moment for _, moment in sorted(found, key=lambda pair: pair[0]))


def _goals(game: GameState) -> Iterator[GoalView]:
    goals = game.scenario.goals.get(game.seat)
    for outcome, weight in (goals.aims if goals else {}).items():
        spec = game.scenario.outcomes[outcome]
        row = game.compiled.rows[f"outcomes.{outcome}"]
        reached = int(game.picture.world.tracked[row, BEST]) != NEVER
        yield GoalView(outcome, spec.title, spec.text or "", float(weight), reached)
