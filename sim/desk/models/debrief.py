"""The debrief as it is shown: how it ended, beside the record, what turned it, what was hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.desk.models.cast import Face, faces
from sim.desk.models.debrief_view import (
    Aim,
    Asked,
    Belief,
    Dated,
    Days,
    DebriefView,
    Number,
    Own,
    Reason,
    Source,
    Told,
    Turn,
    Unveiled,
    Worth,
)
from sim.desk.models.report import span
from sim.desk.models.title import day
from sim.game.words import TYPE_WORDS
from sim.scenario.form.coding import TYPES

if TYPE_CHECKING:
    from sim.game.bands import Band
    from sim.game.debriefing.debrief import Debrief, Point
    from sim.game.game import Game


__all__ = [
    "Aim",
    "Asked",
    "Belief",
    "Dated",
    "Days",
    "DebriefView",
    "Number",
    "Own",
    "Reason",
    "Source",
    "Told",
    "Turn",
    "Unveiled",
    "Worth",
    "build_debrief",
]

_TURNS: Final = {
    "prospects": _("Your prospects"),
    "answer": _("Against the odds"),
    "change": _("A change of mind"),
}


def build_debrief(game: Game, made: Debrief) -> DebriefView:
    """What is shown of a debrief."""
    cast = faces(game.scenario)
    goals = game.scenario.goals.get(game.seat)
    aims = tuple(_aims(made, own=True))
    cited = {c for note in made.compared for told in note.record for c in told.cites}
    cited |= {c for point in made.points for c in point.cites}
    cited |= {c for factor in made.factors for c in factor.cites}
    cited |= {c for one in made.questions for c in one.cites}
    owner = cast[game.scenario.initiative.by].name
    return DebriefView(
        title=made.title,
        level=made.level,
        notes=made.notes,
        seat=cast[game.seat],
        seat_name=made.seat_name,
        goal=(goals.says if goals else "") or "",
        dates=span(game.plan.date(0), date.fromisoformat(made.compared[-1].until))
        if made.compared
        else "",
        seed=made.seed,
        turns=made.turns,
        over=made.over,
        score=round(100 * made.score),
        verdict=_verdict(aims),
        aims=aims,
        others=tuple(_aims(made, own=False)),
        days=tuple(_days(made)),
        checkpoints=tuple(_dated(p) for p in made.points if p.kind == "checkpoint"),
        foils=tuple(_dated(p) for p in made.points if p.kind == "foil"),
        turning=tuple(
            Turn(
                one.turn + 1,
                _day(one.date),
                one.kind,
                _TURNS[one.kind],
                one.text,
                one.points,
                tuple(_minus(cause) for cause in one.causes),
            )
            for one in made.turning_points
        ),
        prospects=tuple(round(100 * value) for value in made.prospects),
        worth=tuple(
            Worth(w.label, _day(w.date), 100 * w.change, 100 * w.low, 100 * w.high)
            for w in sorted(made.worth, key=lambda w: -w.change)
        ),
        hidden=tuple(_hidden(made, cast)),
        numbers=tuple(_numbers(game, cast)),
        at_home=made.at_home,
        questions=tuple(
            Asked(one.text, one.moment, one.cites, one.turn + 1 if one.moment else 0)
            for one in made.questions
        ),
        why=_("Why you could play the part")
        if made.owner
        else _("Why {who} could play its part").format(who=owner),
        reasons=tuple(
            Reason(f.title, f.told, f.before, f.after, f.is_level, f.says, f.cites)
            for f in made.factors
        ),
        grounds=_grounds(game),
        facts=tuple(_sources(cited)),
    )


def _aims(made: Debrief, own: bool) -> Iterator[Aim]:
    for one in made.endings:
        if bool(one.weight) == own:
            reached = _day(one.date) if one.date else ""
            yield Aim(
                title=one.title,
                text=one.text,
                points=round(100 * one.weight),
                reached=one.reached,
                date=reached,
                missing=one.missing,
                nearest=one.ways > 1,
            )


def _grounds(game: Game) -> str:
    """What the scenario's starting values rest on."""
    from sim.scenario.checks.protocol import starting_values

    found = [basis for _path, basis in starting_values(game.scenario)]
    cited = sum(basis == "cited" for basis in found)
    said = _(
        "Of the {all} starting values of this scenario {cited} are cited from a text; the size of "
        "the others is a stated judgement."
    )
    return said.format(all=len(found), cited=cited)


def _sources(cited: set[str]) -> Iterator[Source]:
    """The facts that are cited, each with the texts that it is drawn from."""
    from sim.scenario.shelf import sources

    book = sources()
    for name, fact in book.citable.items():
        if name not in cited:
            continue
        texts = []
        for source in (book.sources[one] for one in fact.source):
            parts = (source.title, source.author, source.year, source.reference)
            texts.append(", ".join(str(part) for part in parts if part))
        yield Source(name, fact.title, tuple(texts))


def _verdict(aims: tuple[Aim, ...]) -> str:
    reached = sum(aim.reached for aim in aims)
    if not aims:
        return _("This seat has no aims of its own.")
    if reached == len(aims):
        return _("You reached all that you were after.")
    if not reached:
        return _("You reached none of your aims; see what the trying has shown.")
    return _("You reached {count} of your {all} aims.").format(count=reached, all=len(aims))


def _days(made: Debrief) -> Iterator[Days]:
    for one in made.compared:
        dates = span(date.fromisoformat(one.date), date.fromisoformat(one.until))
        record = tuple(
            Told(_day(note.date), note.text, note.cites, note.own) for note in one.record
        )
        own = tuple(Own(text, same) for text, same in zip(one.own, one.same, strict=True))
        yield Days(one.turn + 1, dates, own, record, one.turn < made.turns)


def _dated(point: Point) -> Dated:
    return Dated(
        point.title,
        _day(point.by),
        point.here,
        _day(point.date) if point.date else "",
        point.as_recorded,
        point.cites,
    )


def _hidden(made: Debrief, cast: dict[str, Face]) -> Iterator[Unveiled]:
    for one in made.types:
        truth = TYPES.index(one.truth)
        beliefs = [
            Belief(_("You, at the start"), one.before),
            Belief(_("You, at the end"), one.after),
        ]
        beliefs += [Belief(name, shares) for name, shares in one.advisers]
        about = TYPE_WORDS[one.truth]
        yield Unveiled(cast[one.subject], truth, one.truth, about, tuple(beliefs))


def _numbers(game: Game, cast: dict[str, Face]) -> Iterator[Number]:
    """The true trust, stance and positions of everybody else, beside what you took them to be."""
    world, plan, me = game.process.world, game.plan, game.seat_index
    for index, name in enumerate(plan.actors):
        if index == me:
            continue
        face = cast[name]
        places: list[tuple[str, str, tuple[int, ...]]] = [
            (_("Trust in you"), "trust", (index, me)),
            (_("Stance on the initiative"), "stance", (index,)),
        ]
        for issue in game.scenario.actors[name].positions:
            title = game.scenario.issues[issue].title
            places.append((title, "ideal", (index, plan.issues.index(issue))))
        for label, array, at in places:
            truth = float(getattr(world, array)[at][0])
            band: Band = game.picture.band(array, *at)
            group = label if array != "ideal" else _("Wish: {issue}").format(issue=label)
            yield Number(label, face, truth, band.low, band.best, band.high, group)


def _minus(text: str) -> str:
    """A text with a true minus before a number that it begins with."""
    return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text


def _day(text: str) -> str:
    return day(date.fromisoformat(text))
