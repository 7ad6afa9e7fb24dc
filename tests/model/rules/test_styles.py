"""Styles: manipulating gets most at once and leaves resentment; facilitating helps parties come."""

from __future__ import annotations

import pytest

from sim.model.options import BINDING
from sim.model.process import PeaceProcess
from sim.model.rules.styles import HELPS, help_of
from tests.model.play import Bools, Off, happened, play, quiet, rises, trust

STYLES = ("facilitate", "formulate", "manipulate")
COMING = ("attend", "speak")


def test_without_a_style_there_is_no_help() -> None:
    assert all(help_of(None, decision) == 0 for decision in BINDING)


def test_manipulating_helps_agreement_most_and_formulating_helps_a_text() -> None:
    for decision in ("join", "act", "accept"):
        others = [help_of(style, decision) for style in STYLES[:2]]
        assert help_of("manipulate", decision) > max(others)
    assert help_of("formulate", "accept") > help_of("facilitate", "accept") == 0


def test_facilitating_helps_parties_come_and_speak_and_nothing_else() -> None:
    for decision in BINDING:
        helps = help_of("facilitate", decision)
        assert helps == (1.0 if decision in COMING else 0.0)
        assert decision not in COMING or helps >= max(help_of(s, decision) for s in STYLES)


def test_only_known_styles_and_decisions_are_named() -> None:
    assert set(HELPS) == set(STYLES)
    assert {decision for helps in HELPS.values() for decision in helps} <= set(BINDING)


def urged(style: str | None, without: Off = ()) -> PeaceProcess:
    """The host urges the north to a public step, and two turns later invites it to talks."""
    data = quiet(turns=3)
    plain = {"by": ["host"], "to": ["north"], "kind": "ask"}
    words = {"if_yes": {"says": "Yes."}, "if_no": {"says": "No."}}
    step = {"title": "A step", "style": style, "asks": {"to": "act"}}
    talks = {"title": "Talks", "asks": {"to": "attend", "what": "talks"}}
    data["moves"] |= {"step": step | plain | words, "invite": talks | plain | words}
    return play(data, [(0, "step", "north"), (2, "invite", "north")], without=without)


def agreed(style: str | None, without: Off = ()) -> Bools:
    """Where the north took the step."""
    return happened(urged(style, without=without), "acted", "north")


def test_manipulating_gets_the_most_at_once() -> None:
    rises(agreed(None), agreed("manipulate"))
    for other in ("facilitate", "formulate"):
        assert (agreed(other) == agreed(None)).all()


def test_manipulating_leaves_resentment_and_fewer_come_later() -> None:
    easy, heavy = urged("facilitate"), urged("manipulate")
    assert (trust(heavy, "north", "host") < trust(easy, "north", "host")).all()
    fewer, more = (happened(one, "attended", "north", "talks") for one in (heavy, easy))
    rises(fewer, more)


def test_facilitating_brings_more_to_the_table() -> None:
    def came(style: str | None, without: Off = ()) -> Bools:
        data = quiet(turns=1)
        data["moves"]["hold_round"]["style"] = style
        line = [(0, "hold_round", "north")]
        return happened(play(data, line, without=without), "attended", "north", "talks")

    rises(came(None), came("facilitate"))
    off = ("rule:styles",)
    assert (came(None, without=off) == came("facilitate", without=off)).all()


@pytest.mark.parametrize("style", STYLES)
def test_switched_off_no_style_helps(style: str) -> None:
    off = ("rule:styles",)
    assert (agreed(style, without=off) == agreed(None, without=off)).all()
