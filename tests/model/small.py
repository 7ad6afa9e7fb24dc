"""A small invented conflict, for tests of the rules: two parties, two mediators, a council."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sim.scenario.schema import Scenario


def _actor(short: str, at: list[float], **more: Any) -> dict[str, Any]:
    return {
        "name": f"The {short}",
        "short": short,
        "kind": "faction",
        "mark": {"colour": "#56B4E9", "shape": "circle", "at": at},
        **more,
    }


def coded(value: float, spread: float = 0.1) -> dict[str, Any]:
    """A coded number with a range."""
    low, high = round(max(0.0, value - spread), 3), round(min(1.0, value + spread), 3)
    return {"value": value, "range": [low, high], "assumed": "a test"}


def small() -> dict[str, Any]:
    """The scenario as plain data, fresh at each call."""
    return {
        "version": 1,
        "id": "small",
        "title": "A small quarrel",
        "summary": "Two parties and two mediators.",
        "briefing": "Settle it.",
        "calendar": {
            "start": __import__("datetime").date(2000, 1, 1),
            "turn": "1 week",
            "turns": 6,
        },
        "initiative": {"title": "The talks", "by": "host", "table": "talks"},
        "groups": {"parties": ["north", "south"]},
        "issues": {
            "land": {"title": "Land", "low": "none", "high": "all", "framework": [0.2, 0.8]},
            "trade": {"title": "Trade", "low": "shut", "high": "open"},
            "blame": {"title": "Blame", "low": "nobody", "high": "north"},
        },
        "actors": {
            "host": _actor(
                "host",
                [0.1, 0.1],
                seat=True,
                legitimacy=coded(0.6),
                interests={
                    "table": {"wants": "attended(north, talks)", "weight": 0.4},
                    "accord": {"wants": "adopted(talks)", "weight": 0.5},
                    "good_name": {"wants": "trust(north, host)", "weight": 0.3},
                },
                positions={"blame": {"ideal": coded(0.5), "salience": 0.5}},
            ),
            "friend": _actor(
                "friend",
                [0.9, 0.1],
                stance=coded(0.6),
                seat=True,
                interests={
                    "table": {"wants": "attended(north, talks)", "weight": 0.3},
                    "trade": {"wants": "channel(friend, north, trade)", "weight": 0.2},
                    "fault": {"wants": "bad_faith(host, north)", "weight": 0.2},
                },
                positions={"blame": {"ideal": coded(0.7), "salience": 0.7}},
            ),
            "north": _actor(
                "north",
                [0.2, 0.9],
                spoiler={"limited": 0.3, "greedy": 0.4, "total": 0.3},
                war_cost=coded(0.6),
                fear=coded(0.5),
                reservation=coded(0.4),
                interests={
                    "name": {"wants": "bad_faith(friend, north)", "weight": -0.4},
                    "trade": {"wants": "channel(friend, north, trade)", "weight": 0.3},
                },
                positions={
                    "land": {"ideal": coded(0.9), "salience": 0.8},
                    "trade": {"ideal": coded(0.6), "salience": 0.3},
                },
            ),
            "south": _actor(
                "south",
                [0.8, 0.9],
                stance=coded(0.4),
                framework=coded(0.7),
                positions={
                    "land": {"ideal": coded(0.2), "salience": 0.7},
                    "trade": {"ideal": coded(0.4), "salience": 0.5},
                    "blame": {"ideal": coded(0.9), "salience": 0.6},
                },
                interests={"stance": {"wants": "stance(friend)", "weight": -0.3}},
            ),
            "small_states": _actor(
                "others",
                [0.5, 0.5],
                members=3,
                positions={"blame": {"ideal": coded(0.5), "salience": 0.4}},
            ),
        },
        "defaults": {
            "trust": coded(0.5),
            "knowledge": coded(0.4),
            "rapport": {"value": 0.2, "range": [0.2, 0.2], "assumed": "a test"},
        },
        "trust": {
            "north": {"host": coded(0.5), "friend": coded(0.7)},
            "south": {"host": coded(0.6)},
            "friend": {"host": coded(0.7)},
        },
        "rapport": {"old": {"between": ["host", "south"], "value": 0.6, "assumed": "a test"}},
        "leverage": {"friend": {"north": {"trade": coded(0.6), "arms": coded(0.2)}}},
        "tables": {
            "talks": {
                "title": "Talks",
                "procedure": "signatures",
                "members": ["north"],
                "assent": ["south"],
                "issues": ["land", "trade"],
                "open": True,
            },
            "council": {
                "title": "Council",
                "procedure": "council_vote",
                "members": ["host", "friend", "south", "small_states"],
                "veto": ["friend", "south"],
                "needed": 4,
                "about": "north",
                "issues": ["blame"],
                "status_quo": {"blame": 0.0},
                "drafters": ["host", "south"],
            },
        },
        "moves": {
            "ask_to_join": {
                "title": "Ask to join",
                "by": ["host"],
                "to": ["friend"],
                "kind": "ask",
                "asks": {"to": "join"},
                "needs": "not joined(target)",
                "if_yes": {
                    "says": "Yes.",
                    "effects": [{"goodwill": {"of": "self", "toward": "target"}}],
                },
                "if_no": {"says": "No."},
            },
            "consult": {
                "title": "Consult",
                "by": ["host"],
                "to": ["friend", "south"],
                "kind": "tell",
                "effects": [
                    {"consult": {"who": "target"}},
                    {"learn": {"of": "self", "about": "target"}},
                ],
            },
            "hold_round": {
                "title": "Hold a round",
                "by": ["host", "friend"],
                "to": ["north"],
                "kind": "ask",
                "style": "facilitate",
                "asks": {"to": "attend", "what": "talks"},
                "if_yes": {
                    "says": "They come.",
                    "effects": [
                        {"learn": {"of": "mediators", "about": "target", "size": "moderate"}}
                    ],
                },
                "if_no": {"says": "They stay away."},
            },
            "seek_nod": {
                "title": "Seek a nod",
                "by": ["host"],
                "to": ["south"],
                "kind": "ask",
                "asks": {"to": "acquiesce"},
                "if_yes": {"says": "Go on."},
                "if_no": {"says": "We object.", "effects": [{"dissuade": {"who": "others"}}]},
            },
            "draft": {
                "title": "Draft",
                "by": ["host"],
                "kind": "act",
                "style": "formulate",
                "effects": [{"draft": "talks"}],
            },
            "put": {
                "title": "Put the text",
                "by": ["host"],
                "kind": "act",
                "needs": "drafted(talks)",
                "effects": [{"put_to_decision": "talks"}],
            },
            "press": {
                "title": "Press",
                "by": ["friend"],
                "to": ["north"],
                "kind": "press",
                "style": "manipulate",
                "effects": [{"press": {"on": "target", "share": "large"}}],
            },
            "complain": {
                "title": "Complain",
                "by": ["north"],
                "kind": "act",
                "effects": [
                    {"evidence": {"about": "self", "sign": "complaint"}},
                    {"channel": {"giver": "friend", "to": "self", "name": "trade", "by": 0.1}},
                ],
            },
            "reassure": {
                "title": "Reassure",
                "by": ["north"],
                "to": ["friend"],
                "kind": "tell",
                "effects": [{"tell": {"who": "target", "about": "self", "sign": "concession"}}],
            },
            "grumble": {
                "title": "Grumble",
                "by": ["south"],
                "kind": "act",
                "once": True,
                "needs": "rounds(talks) >= 1",
                "decides": {"to": "object"},
                "effects": [{"dissuade": {"who": "others", "size": "moderate"}}],
            },
        },
        "events": {
            "report": {
                "title": "A report",
                "date": dt.date(2000, 1, 24),
                "effects": [{"open_table": "council"}, {"war_cost": {"of": "parties", "by": 0.1}}],
            }
        },
        "outcomes": {
            "accord": {"title": "An accord", "when": "adopted(talks)"},
            "resolution": {"title": "A resolution", "when": "adopted(council)"},
            "blamed": {"title": "Blamed", "when": "bad_faith(friend, north) >= 0.7"},
        },
        "goals": {"host": {"aims": {"accord": 0.6, "resolution": 0.4}}},
    }


def small_scenario() -> Scenario:
    """The scenario, checked."""
    return Scenario.model_validate(small(), strict=True)
