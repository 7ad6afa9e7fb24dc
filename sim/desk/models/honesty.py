"""The honesty page as it is shown, over plain data that the lab reckons live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sim.catalogue import _, plural
from sim.desk.models.title import day

if TYPE_CHECKING:
    from sim.game.forecast.honesty import Basis, Checked, Claimed, Honesty, OnRecord


@dataclass(frozen=True, slots=True)
class BasisView:
    """What a set of numbers rests on, with the words for it."""

    title: str
    counts: tuple[int, int, int]
    """Cited, cited with an assumed size, assumed."""
    words: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A dated point of the record and how often the model has it."""

    title: str
    about: str
    """By when, and whether it happened."""
    happened: bool
    count: int
    """In how many of twenty the model has it."""
    low: int
    high: int
    words: str
    """The miss in words."""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim of the sources and what the model says to it."""

    title: str
    holds: bool
    words: str
    kept: int
    draws: int


@dataclass(frozen=True, slots=True)
class HonestyView:
    """The page."""

    title: str
    bases: tuple[BasisView, ...]
    record: str
    """How it does on its own record, in sentences; why not, where it cannot be told."""
    size: str
    """On how many runs that rests."""
    worst: tuple[PointView, ...]
    claims: tuple[ClaimView, ...]
    claims_words: str
    done: int
    """Of 100."""
    doing: str
    """What is being reckoned; empty once all is."""
    problem: str


def build_honesty(made: Honesty) -> HonestyView:
    """What is shown of what is known so far."""
    record = made.record
    return HonestyView(
        title=made.title,
        bases=(
            _basis(_("Numbers of this scenario"), made.coded),
            _basis(_("Constants of the engine"), made.constants),
        ),
        record=_record(made),
        size=""
        if record is None
        else _("{runs} runs of the record's line, reckoned just now").format(runs=record.runs),
        worst=() if record is None else tuple(_point(point) for point in record.worst()),
        claims=tuple(_claim(claim) for claim in made.claims),
        claims_words=_claims(made),
        done=round(100 * made.done),
        doing=_doing(made),
        problem=made.problem,
    )


def _basis(title: str, found: Basis) -> BasisView:
    share = round(100 * found.assumed_share)
    if found.derived:
        shape = _(
            "{count} numbers. {cited} rest on a source; of {derived} a source gives the direction "
            "and the size is assumed; {assumed} are assumed altogether. So the size of {share} in "
            "100 is assumed."
        )
    else:
        shape = _(
            "{count} numbers. {cited} rest on a source, {assumed} on a stated judgement: {share} "
            "in 100 are assumed."
        )
    words = shape.format(
        count=found.all,
        cited=found.cited,
        derived=found.derived,
        assumed=found.assumed,
        share=share,
    )
    return BasisView(title, (found.cited, found.derived, found.assumed), words)


def _record(made: Honesty) -> str:
    record = made.record
    if record is None:
        if made.ready:
            return _("There is no record that this scenario could be tested on.")
        return ""
    kept = (
        _("Held out: no constant of the engine was tuned on it.")
        if record.holdout
        else _("Not held out: constants of the engine were tuned on it, so it flatters the model.")
    )
    score = _("Brier score {brier} over {points} points; 0 is perfect, 0.25 is a coin.").format(
        brier=f"{record.brier:.2f}", points=len(record.points)
    )
    return " ".join(part for part in (kept, score, _skill(record)) if part)


def _skill(record: OnRecord) -> str:
    if record.skill is None:
        return ""
    value, low, high = record.skill
    said = _(
        "Skill over doing nothing {value} ({low} to {high}), where 1 is perfect and 0 is none."
    )
    told = said.format(value=_number(value), low=_number(low), high=_number(high))
    if low <= 0:
        return told + " " + _("So few points do not tell it from none.")
    return told


def _number(value: float) -> str:
    return f"{value:.2f}".replace("-", "\N{MINUS SIGN}")


def _point(point: Checked) -> PointView:
    by = day(date.fromisoformat(point.by))
    count = round(20 * point.share)
    if point.happened:
        about = _("happened by {day}").format(day=by)
        words = _("the model has it in {count} of 20").format(count=count)
    else:
        about = _("did not happen by {day}").format(day=by)
        words = _("the model has it in {count} of 20 all the same").format(count=count)
    low, high = round(20 * point.low), round(20 * point.high)
    return PointView(point.title, about, point.happened, count, low, high, words)


def _claim(claim: Claimed) -> ClaimView:
    parts = [
        _("holds here") if claim.holds else _("does not hold here"),
        _("as it should, it fails once its mechanism is off")
        if claim.fails_without
        else _("it holds even with its mechanism off"),
        _("direction kept in {kept} of {draws} draws of the constants, size in {size}").format(
            kept=claim.kept, draws=claim.draws, size=claim.in_bar
        ),
    ]
    return ClaimView(claim.title, claim.holds, "; ".join(parts) + ".", claim.kept, claim.draws)


def _claims(made: Honesty) -> str:
    if not made.claims_in_all:
        return _("No claim of the sources is put to the model in this scenario.")
    if not made.claims:
        return ""
    first = made.claims[0]
    return plural(
        "{runs} runs an arm, and every constant drawn anew once. The lab's own runs are larger; so "
        "few make claims look a little shakier than they are.",
        "{runs} runs an arm, and every constant drawn anew {count} times. The lab's own runs are "
        "larger; so few make claims look a little shakier than they are.",
        first.draws,
    ).format(runs=first.runs, count=first.draws)


def _doing(made: Honesty) -> str:
    if made.ready:
        return ""
    if made.record is None and not made.claims:
        return _("Running the record's own line against what happened.")
    left = made.claims_in_all - len(made.claims)
    return plural(
        "Putting the last claim of the sources to the model.",
        "Putting the claims of the sources to the model: {count} left.",
        max(1, left),
    ).format(count=left)
