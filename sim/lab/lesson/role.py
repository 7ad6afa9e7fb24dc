"""The role sheet of a seat: only what that seat knows before the first turn.

It is made from the game's own view of the seat, which is the same for all games that differ only
in what is hidden, and leaves out what even that view can but guess of the others: their types and
what they would settle for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from sim.game.cards import Card
from sim.game.debriefing.beside import date_words
from sim.game.game import Game
from sim.game.view import SeatView
from sim.game.words import level_word
from sim.lab.lesson.sheet import Sheet, esc, grid, heading, paragraph, paragraphs

KINDS: Final = {
    "ask": "Ask somebody for something",
    "offer": "Offer something",
    "tell": "Tell somebody something",
    "press": "Press somebody",
    "act": "Act by yourself",
}
_WEIGHTS: Final = ((0.35, "counts most"), (0.2, "counts much"), (0.0, "counts too"))
_MANY: Final = 32
"""With more moves and turns than these the sheet tells no reasons, so that it has two pages."""
_LONG: Final = 9
"""With more turns than these the log's rows are closer."""
_NAMED: Final = 4
"""Up to so many targets of a move are named."""
_FELT: Final = 0.1
"""A hold below this is none."""


def role_sheet(game: Game) -> Sheet:
    """The role sheet of the game's seat, before the first turn."""
    scenario, view = game.scenario, game.view()
    actor = scenario.actors[game.seat]
    rules = scenario.capital
    goals = scenario.goals.get(game.seat)
    parts = [
        paragraph(f"Who speaks for it: {actor.leader}." if actor.leader else "", "note"),
        paragraphs(actor.role or actor.about or "The file says nothing more of your part."),
        heading("What you want"),
        paragraph((goals.says or "") if goals else ""),
        _goals(view),
        heading("Who trusts whom, as far as you can tell"),
        _trust(view),
        _holds(game, view),
        _coming(view),
        _advisers(game),
        heading("What you may do"),
        paragraph(
            f"Each turn you have {rules.per_turn} points of political capital, less where support "
            f"at home is low; up to {rules.carry} left over may be kept. At most "
            f"{rules.moves_per_turn} moves a turn."
        ),
        _moves(view.cards, game.turns),
        heading("Before you play"),
        _predictions(game, view),
        heading("Log"),
        _log(game),
    ]
    body = "\n".join(part for part in parts if part and part != "<p></p>")
    of = f"Role sheet \N{MIDDLE DOT} {scenario.id} \N{MIDDLE DOT} for this part only"
    return Sheet(f"role-{game.seat}", of, f"You are {actor.name}", body)


def _goals(view: SeatView) -> str:
    if not view.goals:
        return paragraph(
            "The file sets you no aims. Agree on two or three of your own before you begin, and "
            "write them down."
        )
    rows = []
    for goal in sorted(view.goals, key=lambda goal: -goal.weight):
        word = next(word for least, word in _WEIGHTS if goal.weight >= least)
        rows.append([goal.title, f"{round(100 * goal.weight)} of 100", word])
    return grid("", ["aim", "points", ""], rows, dates=(1, 2))


def _trust(view: SeatView) -> str:
    """The others by what is between them and the seat; those of whom the same holds in one row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for one in view.actors:
        if one.me or one.trusted is None or one.trusts_me is None or one.known is None:
            continue
        felt = level_word(one.trusted), level_word(one.trusts_me.best)
        found = (*felt, one.stance_word, level_word(one.known))
        rows.setdefault(found, []).append(one.short)
    return grid(
        "What the others feel is your best guess; you may be wrong.",
        ["", "you trust them", "they trust you", "on the initiative", "you know them"],
        [[", ".join(names), *found] for found, names in rows.items()],
    )


def _holds(game: Game, view: SeatView) -> str:
    """Who can give what to whom, or withhold it."""
    names = {name: actor.short for name, actor in game.scenario.actors.items()}
    said = []
    for edge in view.edges:
        for channel, band in edge.channels:
            if band.best >= _FELT:
                what = f"{channel.replace('_', ' ')}, {level_word(band.best)}"
                text = f"{names[edge.source]} over {names[edge.target]} ({what})"
                mine = game.seat in (edge.source, edge.target)
                said.append(f"<b>{esc(text)}</b>" if mine else esc(text))
    if not said:
        return paragraph("Nobody has a hold over anybody that you know of.")
    return f"<p>Who has a hold over whom (in bold: yours, or over you): {'; '.join(said)}.</p>"


def _coming(view: SeatView) -> str:
    """What is fixed for the next weeks, as the seat's diary has it."""
    said = [
        f"{date_words(date.fromisoformat(moment.date))}: {moment.title}"
        for moment in view.timeline
        if moment.kind == "coming"
    ]
    return paragraph(f"In your diary: {'; '.join(said)}.") if said else ""


def _advisers(game: Game) -> str:
    found = game.scenario.advisers.values()
    if not found or not game.lock.advisers:
        return ""
    said = "".join(f"<p><b>{esc(one.name)}:</b> “{esc(one.view)}”</p>" for one in found)
    return heading("Your advisers") + said


def _moves(cards: Sequence[Card], turns: int) -> str:
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(card.move, []).append(card)
    short = len(groups) + turns > _MANY
    parts = []
    for kind, title in KINDS.items():
        told = [_move(own, short) for own in groups.values() if own[0].kind == kind]
        if told:
            parts.append(f"{heading(title, 3)}<ul>{''.join(told)}</ul>")
    said = paragraph(
        "In brackets: the cost, and for whom. An open circle marks what is not possible yet.",
        "note",
    )
    return f'{said}<div class="two note">{"".join(parts)}</div>'


def _move(cards: Sequence[Card], short: bool) -> str:
    first = cards[0]
    targets = [card.target for card in cards if card.target]
    whom = ", ".join(targets) if len(targets) <= _NAMED else f"any of {len(targets)}"
    inside = f"{first.cost}; {whom}" if whom else f"{first.cost}"
    later = "" if any(card.legal for card in cards) else "\N{WHITE CIRCLE} "
    why = "" if short or not first.reason or later else f" <i>{esc(first.reason)}</i>"
    return f"<li>{later}<b>{esc(first.title)}</b> ({esc(inside)}){why}</li>"


def _predictions(game: Game, view: SeatView) -> str:
    titles = [goal.title for goal in sorted(view.goals, key=lambda goal: -goal.weight)]
    titles = titles or [one.title for one in game.scenario.outcomes.values()][:3]
    rows = [[f"How likely is it that this will be so: {title}?", ""] for title in titles[:3]]
    rows.append(["What worries me most, and the move that I would make first:", ""])
    return grid("", ["Answer before the first turn.", "in 20, or a word"], rows, boxes=1)


def _log(game: Game) -> str:
    rows = "tall" if game.turns <= _LONG else "close"
    header = ["turn, from", "our moves, and for whom", "answers, and what happened", "left"]
    return grid("", header, _turns(game), boxes=1, dates=(0,), tall=rows)


def _turns(game: Game) -> Iterator[list[str]]:
    for turn in range(game.turns):
        day = game.plan.date(turn)
        yield [f"{turn + 1}: {day.day} {day:%b %Y}", "", "", ""]
