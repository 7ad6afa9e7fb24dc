"""The role sheet of a seat: only what that seat knows before the first turn.

It is made from the game's own view of the seat, which is the same for all games that differ only
in what is hidden, and leaves out what even that view can but guess of the others: their types and
what they would settle for. The seat's own trust and holds are told as the file codes them, and not
as chance draws them for one game, so that the sheet is right for every seed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sim.dates import date_words, short_date
from sim.game.game import Game
from sim.game.view import Card, SeatView
from sim.game.words import level_word
from sim.lab.lesson.sheet import (
    IN_TWENTY,
    Sheet,
    esc,
    grid,
    heading,
    paragraph,
    paragraphs,
    writing_line,
)
from sim.scenario.form.coding import Coded, level
from sim.scenario.schema import Scenario

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
_LONGER: Final = 16
"""With more turns than these the log's rows are closer, and closer still."""
_APART: Final = 42
"""With more moves and turns than these the log is a page of its own, after the sheet's two."""
_NAMED: Final = 4
"""Up to so many targets of a move are named."""
_FELT: Final = 0.1
"""A hold below this is none."""
_HOLDS: Final = ((0.65, "strong"), (0.35, "fair"), (0.0, "weak"))
"""Words for holds, from which size on."""


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
        _trust(scenario, view),
        _holds(scenario, game.seat),
        _coming(view),
        _advisers(game),
        heading("What you may do"),
        paragraph(
            f"Each turn you have {rules.per_turn} points of political capital, less where support "
            f"at home is low; up to {rules.carry} left over may be kept. At most "
            f"{rules.moves_per_turn} moves a turn."
        ),
        _moves(view.cards, game.turns),
        _writing(game, view),
    ]
    body = "\n".join(part for part in parts if part and part != "<p></p>")
    of = f"Role sheet \N{MIDDLE DOT} {scenario.id} \N{MIDDLE DOT} for this part only"
    return Sheet(f"role-{game.seat}", of, f"You are {actor.called or actor.short}", body)


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


def _trust(scenario: Scenario, view: SeatView) -> str:
    """The others by what is between them and the seat; those of whom the same holds in one row."""
    rows: dict[tuple[str, ...], list[str]] = {}
    for one in view.actors:
        if one.me or one.trusts_me is None:
            continue
        trust = _coded(scenario.trust, scenario.defaults.trust, view.seat, one.id)
        known = _coded(scenario.knowledge, scenario.defaults.knowledge, view.seat, one.id)
        found = (
            level_word(trust),
            level_word(one.trusts_me.best),
            one.stance_word,
            level_word(known),
        )
        rows.setdefault(found, []).append(one.short)
    return grid(
        "About how it stands at the start. What the others feel is your best guess. On the "
        "initiative each supports it, acquiesces (lets it happen), is sceptical, or opposes it.",
        ["", "you trust them", "they trust you", "on the initiative", "you know them"],
        [[", ".join(names), *found] for found, names in rows.items()],
    )


def _coded(pairs: Mapping[str, Mapping[str, Coded]], usual: Coded, one: str, other: str) -> float:
    """What is coded of a pair, or else what holds for pairs that nobody has coded."""
    return level(pairs.get(one, {}).get(other, usual)).value


def _holds(scenario: Scenario, seat: str) -> str:
    """Who can give what to whom, or withhold it: all may read in the file who can press whom."""
    names = {name: actor.short for name, actor in scenario.actors.items()}
    said = []
    for source, clients in scenario.leverage.items():
        for target, channels in clients.items():
            for channel, coded in channels.items():
                value = level(coded).value
                if value >= _FELT:
                    strength = next(word for least, word in _HOLDS if value >= least)
                    what = f"{channel.replace('_', ' ')}, {strength}"
                    text = f"{names[source]} over {names[target]} ({what})"
                    mine = seat in (source, target)
                    said.append(f"<b>{esc(text)}</b>" if mine else esc(text))
    if not said:
        return paragraph("Nobody has a hold over anybody that you know of.")
    return (
        "<p>Who has a hold over whom, by what, and how strong (in bold: yours, or over you): "
        f"{'; '.join(said)}.</p>"
    )


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
    parts, later = [], []
    for kind, title in KINDS.items():
        own = [cards for cards in groups.values() if cards[0].kind == kind]
        told = [_move(cards, short) for cards in own if any(card.legal for card in cards)]
        later += [_named(cards) for cards in own if not any(card.legal for card in cards)]
        if told:
            parts.append(f"<div>{heading(title, 3)}<ul>{''.join(told)}</ul></div>")
    said = paragraph("In brackets: the cost, and for whom.", "note")
    if later:
        said += f'<p class="note">Later, when the time has come: {"; ".join(later)}.</p>'
    return f'<div class="two note">{"".join(parts)}</div>{said}'


def _move(cards: Sequence[Card], short: bool) -> str:
    first = cards[0]
    why = "" if short or not first.reason else f" <i>{esc(first.reason)}</i>"
    return f"<li>{_named(cards)}{why}</li>"


def _named(cards: Sequence[Card]) -> str:
    """A move with its cost and for whom it is, as HTML."""
    targets = [card.target for card in cards if card.target]
    whom = ", ".join(targets) if len(targets) <= _NAMED else f"any of {len(targets)}"
    inside = f"{cards[0].cost}; {whom}" if whom else f"{cards[0].cost}"
    return f"<b>{esc(cards[0].title)}</b> ({esc(inside)})"


def _predictions(game: Game, view: SeatView) -> str:
    titles = [goal.title for goal in sorted(view.goals, key=lambda goal: -goal.weight)]
    titles = titles or [one.title for one in game.scenario.outcomes.values()][:3]
    rows = [[title, ""] for title in titles[:3]]
    table = grid(
        f"How likely is it that each of these will be so at the end? {IN_TWENTY}",
        ["at the end", "in 20"],
        rows,
        boxes=1,
    )
    own = writing_line("What worries us most:") + writing_line("Our first move:")
    return heading("Before you play") + table + own


def _writing(game: Game, view: SeatView) -> str:
    """What is written on: together on one page, or the log on one that can be laid beside it."""
    apart = len({card.move for card in view.cards}) + game.turns > _APART
    before, log = _predictions(game, view), _log(game, apart)
    if apart:
        return f'<div class="keep">{before}</div><div class="own">{log}</div>'
    return f'<div class="keep">{before}{log}</div>'


def _log(game: Game, apart: bool) -> str:
    rows = "close" if game.turns <= _LONGER else "closer"
    if apart or game.turns <= _LONG:
        rows = "tall"
    header = ["turn, from", "our moves, and for whom", "answers, and what happened", "left"]
    said = "The last column is for the points of political capital that are left."
    return heading("Log") + grid(said, header, _turns(game), boxes=1, dates=(0,), tall=rows)


def _turns(game: Game) -> Iterator[list[str]]:
    for turn in range(game.turns):
        day = game.plan.date(turn)
        yield [f"{turn + 1}: {short_date(day)}", "", "", ""]
