"""How the report of a turn is made from what reached a seat; see `report`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sim.catalogue import _
from sim.game.picture import Observed, Reading
from sim.game.planned import Planned
from sim.game.replay import Acts
from sim.game.report import MOST_WORDS, Cause, Change, Entry, TurnReport
from sim.game.state import GameState
from sim.game.words import GROUNDS, Words
from sim.model.ledger import Row, merged, whole_parts


def report(
    game: GameState, observed: Observed, rows_before: int, planned: Sequence[Planned]
) -> TurnReport:
    """The report of the turn that the picture has just followed.

    Args:
        game: Read for names and the picture.
        observed: What reached the seat.
        rows_before: How long the picture's ledger was before the turn.
        planned: What the seat had planned.
    """
    ledger = game.picture.world.ledger
    assert ledger is not None
    rows = ledger.rows[rows_before:]
    entries = tuple(_entries(game, observed, rows, planned))
    summary, left_out = _summary(entries)
    turn = observed.acts.turn
    return TurnReport(
        turn=turn,
        date=game.plan.date(turn).isoformat(),
        summary=summary,
        entries=entries,
        changes=changes(game, rows),
        left_out=left_out,
    )


# -- what was done ---------------------------------------------------------------------------------


def _entries(
    game: GameState, observed: Observed, rows: Sequence[Row], planned: Sequence[Planned]
) -> Iterator[Entry]:
    acts = observed.acts
    yield from _missed(game, acts, planned)
    yield from (_move(game, index) for index in acts.moves)
    yield from _answers(game, acts, rows)
    yield from _tables(game, acts)
    yield from _recalls(game, rows)
    for row in acts.events:
        event = game.compiled.events[row]
        text = event.spec.says or _("{title}.").format(title=event.spec.title)
        yield Entry("event", text, "", 70, cites=tuple(event.spec.cite))
    if acts.leaked:
        owner = game.words.name(game.plan.owner)
        leaked = _("Word of what {owner} has in mind has leaked.").format(owner=owner)
        yield Entry("leak", leaked, "", 75)
    yield from (_heard(game, reading) for reading in observed.readings)


def _missed(game: GameState, acts: Acts, planned: Sequence[Planned]) -> Iterator[Entry]:
    for plan in planned:
        if plan.option not in acts.moves:
            option = game.options.all[plan.option]
            unmet = game.words.fill(option.spec.unmet or "", option.actor, option.target)
            yield Entry(
                "missed",
                _('Nothing came of "{move}": it was not the moment, and cost nothing.').format(
                    move=option.spec.title
                ),
                unmet,
                95,
                actor=game.seat,
                target=plan.to,
                move=plan.move,
            )


def _move(game: GameState, index: int) -> Entry:
    option, words = game.options.all[index], game.words
    mine, to_me = option.actor == game.seat_index, option.target == game.seat_index
    involved = {option.actor, option.target} & {*game.plan.subjects, game.plan.owner}
    weight = 20 if mine else 60 if to_me else 50 if option.ask is None and involved else 30
    if option.ask is not None and not mine:
        weight = 25
    return Entry(
        "move",
        words.move(option.spec, option.actor, option.target),
        words.fill(option.spec.reason or "", option.actor, option.target),
        weight,
        actor=game.plan.actors[option.actor],
        target=None if option.target is None else game.plan.actors[option.target],
        move=option.move,
        cites=tuple(option.spec.cite),
    )


def _answers(game: GameState, acts: Acts, rows: Sequence[Row]) -> Iterator[Entry]:
    grounds = (row for row in rows if row.kind == "answer" and len(row.names) == 3)
    for said, row in zip(acts.said, grounds, strict=True):
        option = game.options.all[said.option]
        assert option.ask is not None
        who, asked = option.actor, option.ask.target
        text = game.words.answer(option.spec, who, asked, said.yes, said.tone)
        involved = asked in game.plan.subjects or game.seat_index in (who, asked)
        yield Entry(
            "answer",
            text,
            why(game.words, row, said.yes, who, asked),
            90 if who == game.seat_index else 65 if involved else 45,
            actor=game.plan.actors[asked],
            target=game.plan.actors[who],
            move=option.move,
            yes=said.yes,
            cites=tuple(option.spec.cite),
        )


def why(words: Words, row: Row, yes: bool, who: int, asked: int) -> str:
    """The ground that spoke most for an answer, as far as the seat can tell."""
    sums: dict[str, float] = {}
    for part in row.parts:
        if part.rule in GROUNDS:
            sums[part.rule] = sums.get(part.rule, 0.0) + (part.amount if yes else -part.amount)
    ground = max(sums, key=lambda rule: sums[rule], default=None)
    if ground is None or sums[ground] <= 0:
        return _("Against the odds, as far as you can tell.")
    said = (
        _("What spoke most for it: {ground}.")
        if yes
        else _("What spoke most against it: {ground}.")
    )
    return said.format(ground=words.ground(ground, who, asked))


def _recalls(game: GameState, rows: Sequence[Row]) -> Iterator[Entry]:
    """What governments made of losses among their people."""
    for row in rows:
        if row.kind == "answer" and row.what == "recall":
            called, [actor] = row.outcome == "yes", row.names
            name = game.plan.actors[actor]
            mission = game.scenario.actors[name].mission
            cites = tuple(mission.cite) if mission else ()
            yield Entry("event", game.words.recall(actor, called), "", 100, name, cites=cites)


_TABLE_WORDS = {
    "accepted": _("in favour {who}"),
    "rejected": _("against {who}"),
    "abstained": _("abstaining {who}"),
    "vetoed": _("with a veto {who}"),
    "objected": _("objecting {who}"),
    "complied": _("keeping their word {who}"),
    "broke_off": _("breaking their word {who}"),
}


def _tables(game: GameState, acts: Acts) -> Iterator[Entry]:
    by_table: dict[int, dict[str, list[int]]] = {}
    for decided in acts.decided:
        by_table.setdefault(decided.table, {}).setdefault(decided.fact, []).append(decided.actor)
    for table, facts in by_table.items():
        plan = game.plan.tables[table]
        title = game.scenario.tables[plan.id].title
        groups = [
            _TABLE_WORDS[fact].format(who=", ".join(game.words.name(actor) for actor in actors))
            for fact, actors in facts.items()
            if fact in _TABLE_WORDS and not (fact == "rejected" and _only_vetoes(facts))
        ]
        shape = _("{table}: {groups}.")
        if "adopted" in facts:
            shape = _("{table}: adopted; {groups}.")
        elif "failed" in facts:
            shape = _("{table}: not adopted; {groups}.")
        text = shape.format(table=title, groups="; ".join(groups))
        yield Entry("table", text, "", 100, table=plan.id, cites=tuple(_cites(game, plan.id)))


def _only_vetoes(facts: dict[str, list[int]]) -> bool:
    return set(facts["rejected"]) == set(facts.get("vetoed", ()))


def _cites(game: GameState, table: str) -> list[str]:
    return list(game.scenario.tables[table].cite)


def _heard(game: GameState, reading: Reading) -> Entry:
    name, percent = game.words.name(reading.actor), round(100 * reading.share)
    return Entry(
        "heard",
        _(
            "You know {name} better: what you did not know of it has shrunk by {percent} in 100."
        ).format(name=name, percent=percent),
        "",
        55,
        actor=game.plan.actors[reading.actor],
    )


def _summary(entries: Sequence[Entry]) -> tuple[str, int]:
    """The entries that matter most, in order, as far as the words go."""
    answered = {
        (entry.move, entry.actor, entry.target) for entry in entries if entry.kind == "answer"
    }
    ranked = [
        index
        for index, entry in enumerate(entries)
        # who reads the answer knows what was asked
        if entry.kind != "move" or (entry.move, entry.target, entry.actor) not in answered
    ]
    ranked.sort(key=lambda index: (-entries[index].weight, index))
    chosen, words = set(), 0
    for index in ranked:
        size = len(entries[index].text.split())
        if words + size <= MOST_WORDS:
            chosen.add(index)
            words += size
    kept = [entries[index].text for index in sorted(chosen)]
    return " ".join(kept) or _("Nothing was done that you heard of."), len(entries) - len(kept)


# -- what changed ----------------------------------------------------------------------------------


def changes(game: GameState, rows: Iterable[Row]) -> tuple[Change, ...]:
    """The changes among rows of a ledger that show in whole points, the largest first."""
    found = [
        change(game, row) for row in rows if row.kind == "change" and not _own_faith(game, row)
    ]
    shown = [one for one in found if one.points or any(cause.points for cause in one.causes)]
    return tuple(sorted(shown, key=lambda one: -abs(one.points)))


def _own_faith(game: GameState, row: Row) -> bool:
    """Whether a row is what the engine keeps of a party's belief about itself."""
    return row.what == "bad_faith" and len(set(address(game, row))) == 1


def change(game: GameState, row: Row) -> Change:
    """A row of kind change, in words and whole points that add up."""
    words, scale = game.words, 1 if row.what == "capital" else 100
    row = replace(row, parts=tuple(merged(row.parts)))
    points, parts = whole_parts(row, scale)
    causes = tuple(
        Cause(
            points=shown,
            rule=part.rule,
            rule_words=words.rule(part.rule),
            source=part.source,
            source_words=words.source(part.source),
            cites=words.cites(part.source),
        )
        for part, shown in zip(row.parts, parts, strict=True)
    )
    at = address(game, row)
    actors = actors_of(game, row.what, at)
    before = round((row.before or 0.0) * scale)
    return Change(
        turn=row.turn,
        quantity=row.what,
        of=at,
        actors=tuple(game.plan.actors[actor] for actor in actors),
        label=words.quantity(row.what, at),
        before=before,
        after=before + points,
        points=points,
        causes=causes,
        own=bool(actors) and actors[0] == game.seat_index,
    )


def address(game: GameState, row: Row) -> tuple[int, ...]:
    """Where the quantity of a row stands: actors by their index."""
    if row.what != "bad_faith":
        return row.names
    # the ledger counts the party that a belief is about among those with a hidden type
    observer, subject = row.names
    return (observer, game.plan.subjects[subject])


def actors_of(game: GameState, quantity: str, names: tuple[int, ...]) -> tuple[int, ...]:
    """The actors that a quantity is about."""
    match quantity:
        case "standing":
            return (names[1],)
        case "backing":
            return (game.plan.elements[names[0]].actor,)
        case "channel":
            channel = game.plan.channels[names[0]]
            return (channel.giver, channel.to)
        case "ideal" | "salience":
            return (names[0],)
    return names
