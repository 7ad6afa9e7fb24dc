"""The page of a class: who played what, where it left the record, and what choices went with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sim.lab.report import figures
from sim.lab.report.class_record import (
    common_choices,
    left_record,
    lines_on_calendar,
    seat_name,
)
from sim.lab.report.figures import Row
from sim.lab.report.gathering import MADE_HERE, Bet, Gathered, PlayedGame
from sim.lab.report.reliability import reliability
from sim.lab.report.template import (
    Section,
    bullets,
    figure,
    folded,
    interval,
    page,
    pair,
    paragraph,
    percent,
    table,
)
from sim.lab.stats import brier_scores, wilson
from sim.scenario.heads import STANDARD


def class_page(gathered: Gathered, rollouts: int) -> str:
    """The page as HTML.

    Args:
        gathered: The games, and the files that held none.
        rollouts: On how many the odds of each move rest; 0 if there are none.
    """
    groups: dict[tuple[str, str, str], list[PlayedGame]] = {}
    for game in gathered.games:
        groups.setdefault(game.group, []).append(game)
    sections = [
        _scenario(number, games)
        for number, games in enumerate(sorted(groups.values(), key=_first_day), 1)
    ]
    bets = [bet for game in gathered.games for bet in game.bets]
    if bets:
        sections.append(_bets(bets, rollouts))
    if any(game.numbers for game in gathered.games):
        sections.append(_bands(gathered.games))
    if gathered.refused:
        said = bullets(one.why for one in gathered.refused)
        sections.append(Section("left-out", "Files that are left out", said))
    if edited := [game.name for game in gathered.games if game.edited]:
        sections.append(Section("edited", "Games of before an edit", _edited(edited)))
    sections.append(_reading())
    return page(
        "What a class played",
        _under(gathered, len(groups)),
        _lead(gathered),
        sections,
        "Made by Twin Track. This page loads nothing from anywhere and holds no script.",
        MADE_HERE,
    )


def _edited(names: Sequence[str]) -> str:
    return paragraph(
        "The scenario's file was edited after these games were saved. Their moves lead to the same "
        "state on the file as it is now, so they are told together with the others; scores, odds "
        f"and the record are those of the file as it is now: {', '.join(names)}."
    )


def _first_day(games: Sequence[PlayedGame]) -> tuple[str, ...]:
    return (games[0].loaded.scenario.calendar.start.isoformat(), *games[0].group)


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _under(gathered: Gathered, groups: int) -> str:
    said = f"{_counted(len(gathered.games), 'game')} of {_counted(groups, 'scenario')}"
    if gathered.refused:
        said += f"; {_counted(len(gathered.refused), 'file')} left out"
    return f"{said}."


def _lead(gathered: Gathered) -> str:
    if not gathered.games:
        return paragraph("No file of the folder holds a game that can be used.", "lead")
    scores = [game.score for game in gathered.games]
    mean = sum(scores) / len(scores)
    ended = sum(game.over for game in gathered.games)
    return paragraph(
        f"The class reached {100 * mean:.0f} of 100 points on average, from {100 * min(scores):.0f}"
        f" to {100 * max(scores):.0f}. {ended} of {len(scores)} games were played to their end.",
        "lead",
    )


# -- one scenario ----------------------------------------------------------------------------------


def _scenario(number: int, games: Sequence[PlayedGame]) -> Section:
    loaded = games[0].loaded
    title = loaded.scenario.title
    if loaded.level != STANDARD:
        title += f" ({loaded.level_title})"
    parts = ["<h3>Who played, and what they reached</h3>", _players(games), _outcomes(games)]
    parts += ["<h3>The lines on one calendar</h3>", lines_on_calendar(games)]
    for seat in dict.fromkeys(game.seat for game in games):
        parts.append(left_record([game for game in games if game.seat == seat]))
    parts += common_choices(games)
    return Section(f"scenario-{number}", title, "\n".join(parts))


def _players(games: Sequence[PlayedGame]) -> str:
    outcomes = games[0].loaded.scenario.outcomes
    rows = [
        [
            game.name,
            seat_name(game),
            f"{100 * game.score:.0f}",
            "; ".join(outcomes[name].title for name in game.reached) or "none of the outcomes",
            "to the end" if game.over else f"stopped after turn {game.turns}",
            f"{sum(game.as_recorded.values())} of {len(game.as_recorded)}",
            str(game.seed),
        ]
        for game in games
    ]
    header = ["who", "seat", "score", "reached", "played", "points as in the record", "chance"]
    level = games[0].loaded.level
    said = f"Each game, at the level {level}; the score is of 100"
    if games[0].campaign:
        said += f"; a chapter of {games[0].campaign}"
    return table(f"{said}.", header, rows)


def _outcomes(games: Sequence[PlayedGame]) -> str:
    rows = [
        Row(one.title, wilson(sum(name in game.reached for game in games), len(games)))
        for name, one in games[0].loaded.scenario.outcomes.items()
    ]
    shown = table(
        f"Outcomes that the {_counted(len(games), 'game')} reached.",
        ["outcome", "games", "share", "95% interval"],
        [
            [
                row.label,
                f"{row.estimate.value * len(games):.0f}",
                percent(row.estimate.value, 0),
                interval(row.estimate),
            ]
            for row in rows
        ],
        1,
    )
    drawn = figure(
        figures.dots(rows, "Share of the games (%)", digits=0),
        "Dots with intervals: the share of the games that reached each outcome, as in the table.",
    )
    return pair(drawn, shown)


# -- how well things were judged -------------------------------------------------------------------


def _bets(bets: Sequence[Bet], rollouts: int) -> Section:
    """Real bets, where players made any; else the desk's odds as if they had been bets."""
    real = [bet for bet in bets if bet.said is not None]
    scored = real or bets
    chances = [bet.chance if bet.said is None else bet.said for bet in scored]
    came = [bet.came for bet in scored]
    brier = float(brier_scores(chances, came).mean())
    if real:
        desk = float(brier_scores([bet.chance for bet in real], came).mean())
        text = paragraph(
            f"On {_counted(len(real), 'move')} players said how likely they took them to come off, "
            "before they saw the odds. These are their own bets. Of all of them "
            f"{sum(came)} came off; the players had expected {sum(chances):.1f}. Brier score "
            f"{brier:.3f}; the desk's odds on the same moves {desk:.3f} (0 is perfect, 0.25 is a "
            f"coin). Moves without a bet, {len(bets) - len(real)} of them, stand below at the "
            "desk's odds alone."
        )
    else:
        text = paragraph(
            f"Each of the {_counted(len(bets), 'move')} that asked somebody for something, or put "
            "a text to a decision, was a bet at the odds that the desk gave it "
            f"({rollouts} rollouts a turn). Of all of them {sum(came)} came off; the odds had "
            f"promised {sum(chances):.1f}. Brier score {brier:.3f} (0 is perfect, 0.25 is a coin). "
            "No player of these games bet on a move before seeing its odds, so this is a score of "
            "the desk and not of the players."
        )
    whose = "the player" if real else "the desk"
    drawn = reliability(
        chances,
        came,
        f"Chance that {whose} gave the move",
        "A reliability diagram: in groups of like chance, the share of the moves that came off, "
        "with 95% intervals, as in the table.",
        "Dots near the dashed line mean that forecasts kept their word.",
        "The same in numbers.",
        ("chance given", "came off"),
        digits=0,
    )
    counts: Counter[str] = Counter(bet.choice.label for bet in bets)
    ranked = sorted(counts, key=lambda label: (-counts[label], label))
    moves = table(
        "By move: how often it was tried, the mean chance it was given, and how often it came off.",
        ["move", "tried", "mean chance", "came off"],
        [
            [
                label,
                str(counts[label]),
                percent(sum(b.chance for b in bets if b.choice.label == label) / counts[label], 0),
                str(sum(b.came for b in bets if b.choice.label == label)),
            ]
            for label in ranked
        ],
        1,
    )
    body = text + drawn + folded("Move by move", moves)
    return Section("bets", "Moves as bets", body)


def _bands(games: Sequence[PlayedGame]) -> Section:
    inside, numbers = sum(g.inside for g in games), sum(g.numbers for g in games)
    share = wilson(inside, numbers)
    rows = [[g.name, g.loaded.scenario.title, f"{g.inside} of {g.numbers}"] for g in games]
    said = paragraph(
        f"At the end {percent(share.value, 0)} of the hidden numbers ({inside} of {numbers}: trust "
        "in the seat, stances, what others would settle for) lay within the band in which the "
        "desk showed them."
    )
    shown = table("Hidden numbers within their bands.", ["who", "scenario", "inside"], rows, 2)
    return Section("bands", "What was known of the others", said + folded("Game by game", shown))


def _reading() -> Section:
    said = bullets(
        [
            "Every game was played again from its file by the engine, and led to the state that "
            "the file names; what the page says was worked out from these games.",
            "Games met different chance unless their seeds are the same: a better score may be "
            "better luck. Intervals treat the games of a class as independent.",
            "The names are those of the files. `twintrack gather DIR --anonymous` leaves them out "
            "and puts the games into an order that has nothing to do with them.",
            "The model is a teaching model of a negotiation. It is no forecast, and no proof of "
            "why things happened as they did.",
        ]
    )
    return Section("reading", "How to read this", said)
