"""The games of a class beside the record: lines on one calendar, where they left it, choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from string import ascii_uppercase

from sim.dates import short_date
from sim.lab.report import figures
from sim.lab.report.figures import Series
from sim.lab.report.gathering import Choice, PlayedGame
from sim.lab.report.template import esc, figure, paragraph, scrolled, table
from sim.lab.stats import Estimate
from sim.model.plan import Plan

COMMON = 3
"""Times that a choice must have been made, and left, to be told with what it went."""
MOST_CHOICES = 20
INSTEAD = 3
"""How many of the moves are told that a turn saw instead of the record's."""


def seat_name(game: PlayedGame) -> str:
    """The seat in words."""
    return game.loaded.scenario.actors[game.seat].short


def _letters(games: Sequence[PlayedGame]) -> dict[tuple[str, str | None], tuple[str, str]]:
    """A short mark and the label of every choice, the most frequent first."""
    labels: dict[tuple[str, str | None], str] = {}
    counts: Counter[tuple[str, str | None]] = Counter()
    for game in games:
        for turn in (*game.moves, *game.record):
            for choice in turn:
                labels[choice.key] = choice.label
                counts[choice.key] += 1
    ranked = sorted(labels, key=lambda key: (-counts[key], labels[key]))
    marks = [*ascii_uppercase, *(a + b for a in ascii_uppercase for b in ascii_uppercase)]
    return {key: (mark, labels[key]) for key, mark in zip(ranked, marks, strict=False)}


def lines_on_calendar(games: Sequence[PlayedGame]) -> str:
    """Every line and the record's as HTML, turn by turn, each move by a letter."""
    letters = _letters(games)
    plan = Plan(games[0].loaded.scenario)
    head = "".join(
        f'<th scope="col">{esc(short_date(plan.date(turn)))}</th>' for turn in range(plan.turns)
    )
    rows = []
    for seat in dict.fromkeys(game.seat for game in games):
        own = [game for game in games if game.seat == seat]
        lines = [(f"The record ({seat_name(own[0])})", own[0].record, plan.turns)]
        lines += [(game.name, game.moves, game.turns) for game in own]
        for name, moves, turns in lines:
            cells = "".join(
                _cell(letters, moves, own[0].record, turn, turns) for turn in range(plan.turns)
            )
            rows.append(f'<tr><th scope="row">{esc(name)}</th>{cells}</tr>')
    caption = (
        "Moves by turn, each by its letter (beneath); marked where a turn was played as in the "
        "record, a dash where nothing was done."
    )
    body = "\n".join(rows)
    inside = f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody>"
    grid = paragraph(caption, "caption") + scrolled("Moves by turn", inside)
    key = "".join(
        f"<li><b>{mark}</b> {esc(label)} ({sum(_made(game, choice) for game in games)})</li>"
        for choice, (mark, label) in letters.items()
    )
    said = "The letters, with the number of games in which each move was made:"
    return f'{grid}{paragraph(said)}<ul class="key">{key}</ul>'


def _cell(
    letters: dict[tuple[str, str | None], tuple[str, str]],
    moves: Sequence[Sequence[Choice]],
    record: Sequence[Sequence[Choice]],
    turn: int,
    turns: int,
) -> str:
    if turn >= turns:
        return "<td></td>"
    done = moves[turn] if turn < len(moves) else ()
    marks = " ".join(letters[choice.key][0] for choice in done) or "\N{EN DASH}"
    labels = "; ".join(choice.label for choice in done) or "nothing"
    same = ' class="same"' if moves is not record and _as_recorded(done, record[turn]) else ""
    return f'<td{same} title="{esc(labels)}">{marks}</td>'


def _made(game: PlayedGame, key: tuple[str, str | None]) -> bool:
    return any(choice.key == key for turn in game.moves for choice in turn)


def _as_recorded(done: Sequence[Choice], record: Sequence[Choice]) -> bool:
    return sorted(map(_key, done)) == sorted(map(_key, record))


def _key(choice: Choice) -> str:
    return f"{choice.key[0]}\n{choice.key[1] or ''}"


# -- the record ------------------------------------------------------------------------------------


def left_record(games: Sequence[PlayedGame]) -> str:
    """Where the players of one seat, whose games these are, left the record, as HTML."""
    name = seat_name(games[0])
    title = f"<h3>{esc(f'Where {name} left the record')}</h3>"
    record = games[0].record
    if not any(record):
        return title + paragraph(f"The record has no moves for {name}, so there is none to leave.")
    plan = Plan(games[0].loaded.scenario)
    kept = list(games)
    shares, rows = [], []
    for turn, own in enumerate(record):
        kept = [g for g in kept if turn < g.turns and _as_recorded(g.moves[turn], own)]
        share = len(kept) / len(games)
        # A count of this class and no sample of another, so it has no interval.
        shares.append(Estimate(share, share, share))
        here = [game for game in games if turn < game.turns]
        rows.append(
            [
                f"{turn + 1}: {short_date(plan.date(turn))}",
                "; ".join(choice.label for choice in own) or "nothing",
                "; ".join(_followed(own, here, turn)) or "\N{EN DASH}",
                "; ".join(_instead(own, here, turn)) or "\N{EN DASH}",
                f"{len(kept)} of {len(games)}",
            ]
        )
    drawn = figure(
        figures.sweep(
            range(1, len(record) + 1),
            [Series("Made every move of the record so far, and no other", shares)],
            "Turn",
            "Share of the games (%)",
            share=True,
        ),
        f"A falling line: the share of the games of {name} that had kept to the record by each "
        "turn, as in the last column of the table.",
    )
    shown = table(
        f"Turn by turn: what the record has {name} do, how many did it in that turn, and what was "
        "done besides or instead.",
        ["turn", "the record", "did it too", "besides or instead", "still with the record"],
        rows,
    )
    return title + drawn + shown


def _followed(own: Sequence[Choice], games: Sequence[PlayedGame], turn: int) -> Iterator[str]:
    for choice in own:
        count = sum(choice.key in {one.key for one in game.moves[turn]} for game in games)
        said = f"{count} of {len(games)}"
        yield said if len(own) == 1 else f"{said} {choice.label}"


def _instead(own: Sequence[Choice], games: Sequence[PlayedGame], turn: int) -> Iterator[str]:
    recorded = {choice.key for choice in own}
    counts: Counter[str] = Counter()
    for game in games:
        if not game.moves[turn] and own:
            counts["nothing"] += 1
        counts.update(one.label for one in game.moves[turn] if one.key not in recorded)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    yield from (f"{label} ({count})" for label, count in ranked[:INSTEAD])
    if len(ranked) > INSTEAD:
        yield f"and {len(ranked) - INSTEAD} more"


def common_choices(games: Sequence[PlayedGame]) -> list[str]:
    """What the games reached that made a choice, and those that did not; pieces of HTML."""
    title = "<h3>What each common choice went with</h3>"
    rows = []
    for seat in dict.fromkeys(game.seat for game in games):
        own = [game for game in games if game.seat == seat]
        for key, (_, label) in _letters(own).items():
            made = [game for game in own if _made(game, key)]
            left = [game for game in own if not _made(game, key)]
            if len(made) >= COMMON and len(left) >= COMMON:
                rows.append([label, seat_name(own[0]), *_scores(made, left), _apart(made, left)])
    if not rows:
        return [
            title,
            paragraph(
                f"No choice was made in {COMMON} games or more and left in {COMMON} or more, so "
                "there is nothing to compare."
            ),
        ]
    shown = table(
        "Choices that some made at any time and others never did, the most frequent first, with "
        "the mean score of both and the outcome that differs most between them.",
        ["choice", "seat", "made it", "their score", "never did", "their score", "differs most"],
        rows[:MOST_CHOICES],
    )
    said = (
        "Who made a choice may have differed in other ways too: this says what went together in "
        "these games, not what led to what. To ask what a move was worth, run `twintrack "
        "counterfactual`."
    )
    return [title, shown, paragraph(said, "note")]


def _scores(made: Sequence[PlayedGame], left: Sequence[PlayedGame]) -> list[str]:
    said = []
    for games in (made, left):
        said += [str(len(games)), f"{100 * sum(game.score for game in games) / len(games):.0f}"]
    return said


def _apart(made: Sequence[PlayedGame], left: Sequence[PlayedGame]) -> str:
    outcomes = made[0].loaded.scenario.outcomes

    def counts(name: str) -> tuple[int, int]:
        return sum(name in g.reached for g in made), sum(name in g.reached for g in left)

    def gap(name: str) -> float:
        with_it, without = counts(name)
        return abs(with_it / len(made) - without / len(left))

    name = max(outcomes, key=gap)
    with_it, without = counts(name)
    if not gap(name):
        return "none does"
    return f"{outcomes[name].title}: {with_it} of {len(made)} against {without} of {len(left)}"
