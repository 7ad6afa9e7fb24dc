"""Random conditions and interests, over the names that all random scenarios have."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sim.scenario.form.coding import TYPES
from sim.scenario.form.effects import Effect
from tests.model.small import coded

ACTORS = ("host", "friend", "north", "south", "east")
ISSUES = ("land", "trade", "blame")
TABLES = ("talks", "council", "pact")
CHANNELS = (("friend", "north", "arms"), ("friend", "north", "aid"), ("host", "south", "aid"))
MOVES = tuple(f"move_{letter}" for letter in "abcdefghij")
EVENTS = ("storm", "thaw")
STEPS = ("march", "chair", "talks")
"""The last is named like a table: each is told from the other."""
GROUPS = {"parties": ["north", "south"], "patrons": ["friend"]}
ROLES = ("self", "target", "mediators", "others", "everyone", "parties")
SIGNS = ("candour", "concession", "complaint", "violation")
VERBS = tuple(Effect.model_fields)
START = dt.date(2001, 3, 1)


class Wishes:
    """Draws conditions, and what actors want, from one stream of chance."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def number(self, low: float = 0.0, high: float = 1.0) -> float:
        """A number of two places."""
        return round(self.random.uniform(low, high), 2)

    def coded(self) -> Any:
        """A coded number, as a word, bare or with a range."""
        word = self.random.choice(["low", "middling", "good", "high"])
        return self.random.choice([coded(self.number(0.1, 0.9)), {"value": word}])

    def level(self) -> Any:
        """A coded number that stands in something cited or assumed as a whole."""
        return self.random.choice([self.coded(), "low", "good"])

    def interest(self) -> dict[str, Any]:
        """Something wanted or feared."""
        giver, client, channel = self.random.choice(CHANNELS)
        one, other = self.random.sample(ACTORS, 2)
        party, table = self.random.choice(["north", "south"]), self.random.choice(TABLES)
        wants = [
            f"trust({one}, {other})",
            f"stance({one})",
            f"bad_faith({one}, {party})",
            f"channel({giver}, {client}, {channel})",
            f"attended({party})",
            f"accepted({party}, talks)",
            f"joined({one})",
            f"acquiesced({one}, talks)",
            f"spoke({one})",
            f"acted({one})",
            f"acted({one}, {self.random.choice(STEPS)})",
            f"refused({one}{self.random.choice(['', ', march'])})",
            f"objected({one})",
            f"consulted({one})",
            f"adopted({table})",
            f"open({table})",
            f"drafted({table})",
            f"legitimacy({one})",
            f"home({one})",
            f"backing({one}, opinion)",
            f"resolve({one})",
            "recalled(host)",
            f"war_cost({one})",
            f"capital({one})",
            f"knowledge({one}, {other})",
            f"rapport({one}, {other})",
            f"aid({one})",
            f"guarantee({one})",
        ]
        weight = self.number(0.1, 0.6) * self.random.choice([1, 1, -1])
        return {"wants": self.random.choice(wants), "weight": weight}

    def condition(self, roles: bool = False, depth: int = 2) -> str:
        """A condition of the language."""
        random = self.random
        if depth and random.random() < 0.5:
            inner = [self.condition(roles, depth - 1) for _ in range(2)]
            match random.choice(["and", "or", "not", "by", "after"]):
                case ("and" | "or") as word:
                    return f"({inner[0]}) {word} ({inner[1]})"
                case "not":
                    return f"not ({inner[0]})"
                case word:
                    date = START + dt.timedelta(days=random.randint(-3, 60))
                    return f"({inner[0]}) {word} {date}"
        actors = [*ACTORS, "self", "target"] if roles else list(ACTORS)
        one, other = random.sample(actors, 2)
        if {one, other} == {"self", "target"}:
            one = "host"
        table, party = random.choice(TABLES), random.choice(["north", "south"])
        giver, client, channel = random.choice(CHANNELS)
        than = f"{random.choice(['>=', '>', '<=', '<'])} {self.number()}"
        facts = [
            f"{fact}({one}{random.choice(['', ', ' + table])})"
            for fact in "joined attended accepted rejected objected acquiesced spoke".split()
        ]
        facts += [
            f"{fact}({one}{random.choice(['', ', ' + random.choice(STEPS)])})"
            for fact in ("acted", "refused")
        ]
        terms = [
            *facts,
            *(f"{fact}({table})" for fact in "adopted failed open drafted inside".split()),
            f"consulted({one})",
            f"done({random.choice(MOVES)})",
            f"done({random.choice(MOVES)}, host)",
            f"happened({random.choice(EVENTS)})",
            *(f"{of}({one}) {than}" for of in "stance legitimacy home reservation aid".split()),
            f"recalled({random.choice(['host', 'friend', 'north', 'east'])})",
            f"backing({one}, opinion) {than}",
            f"resolve({one}) {than}",
            f"trust({one}, {other}) {than}" if one != other else f"home({one}) {than}",
            f"knowledge({one}, {other}) {than}",
            f"bad_faith({one}, {party}) {than}",
            f"belief({one}, {party}, {random.choice(TYPES)}) {than}",
            f"channel({giver}, {client}, {channel}) {than}",
            f"text({table}, {random.choice(ISSUES)}) {than}",
            f"utility({one}, {table}) {than}",
            f"unity({table}) {than}",
            f"support({table}) >= {random.randint(0, 3)}",
            f"rounds({table}) >= {random.randint(0, 2)}",
            f"efforts() {random.choice(['>=', '='])} {random.randint(0, 2)}",
            f"turn() >= {random.randint(0, 4)}",
            f"spoiler({party}) = {random.choice(TYPES)}",
            f"stance({one}) >= {random.choice(['sceptical', 'acquiesces'])}",
        ]
        return random.choice(terms)

    def outcome(self) -> dict[str, Any]:
        """An outcome; a few end the run."""
        final = self.random.random() < 0.1
        return {"title": "An outcome", "when": self.condition(), "final": final}

    def point(self) -> dict[str, Any]:
        """A checkpoint or foil."""
        by = START + dt.timedelta(days=self.random.randint(1, 60))
        return {"title": "A point", "by": by, "holds": self.condition(), "cite": ["X1"]}
