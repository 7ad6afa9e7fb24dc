"""The mechanisms, one small file each: pure functions with formula and source.

Each mechanism of `RULES` can be switched off; without it its contribution is nothing.
"""

from __future__ import annotations

RULES: dict[str, str] = {
    "trust": "trust moves answers; it grows slowly and falls fast",
    "leverage": "pressure through channels moves answers, and using it costs",
    "legitimacy": "own, assigned and borrowed standing moves answers",
    "ripeness": "a hurting stalemate with a way out in sight moves parties to talk and sign",
    "patrons": "patrons' support and the cost of war move the reservation value",
    "consultation": "consulting pleases, surprise and leaks displease; stance moves answers",
    "credibility": "word passed on is believed as far as the teller's bias lets it",
    "styles": "facilitating, formulating and manipulating work differently",
    "guarantee": "a third party's guarantee answers the fear of being cheated",
    "spoilers": "hidden types decide what is signed; observers infer them from what is seen",
    "framework": "a text outside the standing agreement costs those who hold to it",
    "departing_train": "efforts turned down make third parties give up on a spoiler",
    "several_mediators": "distrust between mediators weakens them",
    "home_support": "who makes policy at home carries it; losses and standing aside cost support",
    "agenda": "a text that lies on a table draws parties to talks there, or keeps them away",
}
"""Names of the mechanisms that can be switched off, each with one line of meaning."""
