"""Random small scenarios that use the whole vocabulary: verbs, roles, procedures, conditions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sim.scenario.form.coding import TYPES
from sim.scenario.form.effects import EVENT_VERBS
from sim.scenario.schema import Scenario
from tests.model.wishes import (
    ACTORS,
    CHANNELS,
    EVENTS,
    GROUPS,
    ISSUES,
    MOVES,
    ROLES,
    SIGNS,
    START,
    STEPS,
    TABLES,
    VERBS,
    Wishes,
)


class Maker(Wishes):
    """Draws the parts of a scenario from one stream of chance."""

    def scenario(self) -> Scenario:
        """A checked scenario of 5 turns."""
        return Scenario.model_validate(self.data(), strict=True)

    def data(self) -> dict[str, Any]:
        """The scenario as plain data."""
        pick = self.random.choice
        return {
            "version": 1,
            "id": "random",
            "title": "A random quarrel",
            "summary": "For tests.",
            "briefing": "For tests.",
            "calendar": {
                "start": START,
                "turn": pick(["2 weeks", "1 month", "10 days"]),
                "turns": 5,
            },
            "capital": {"per_turn": 4, "carry": pick([0, 2])},
            "initiative": {"title": "The talks", "by": "host", "table": "talks"},
            "groups": GROUPS,
            "issues": {issue: self.issue(issue) for issue in ISSUES},
            "actors": {actor: self.actor(actor) for actor in ACTORS},
            "defaults": {name: self.coded() for name in ("trust", "knowledge", "rapport")},
            "trust": {"north": {"host": self.coded()}, "host": {"friend": self.coded()}},
            "knowledge": {"friend": {"north": self.coded()}},
            "beliefs": {"host": {"north": self.spoiler()}},
            "rapport": {
                "old": {"between": ["host", "south"], "value": self.level(), "assumed": "a test"}
            },
            "leverage": self.leverage(),
            "tables": {name: self.table(name) for name in TABLES},
            "steps": {name: {"title": f"The {name}"} for name in STEPS},
            "moves": {name: self.move() for name in MOVES},
            "events": {name: self.event() for name in EVENTS},
            "outcomes": {f"outcome_{k}": self.outcome() for k in range(4)},
            "history": {
                "checkpoints": {"first": self.point()},
                "foils": {"second": self.point()},
            },
        }

    def position(self) -> dict[str, Any]:
        """A position on an issue."""
        position = {"ideal": self.level(), "salience": self.level()}
        return position | ({"assumed": "a test"} if self.random.random() < 0.5 else {})

    def issue(self, name: str) -> dict[str, Any]:
        """An issue, perhaps with a framework."""
        issue: dict[str, Any] = {"title": name, "low": "none", "high": "all"}
        if self.random.random() < 0.6:
            issue["framework"] = [self.number(0.0, 0.4), self.number(0.6, 1.0)]
        return issue

    def spoiler(self) -> dict[str, float]:
        """Shares of the hidden types."""
        cuts = sorted(self.random.choices(range(11), k=3))
        ends = [0, *cuts, 10]
        return {kind: (ends[k + 1] - ends[k]) / 10 for k, kind in enumerate(TYPES)}

    def actor(self, name: str) -> dict[str, Any]:
        """An actor; two are parties with a hidden type, one is a bloc."""
        issues = self.random.sample(ISSUES, self.random.randint(1, 3))
        actor: dict[str, Any] = {
            "name": f"The {name}",
            "short": name,
            "kind": "faction",
            "seat": name in ("host", "friend"),
            "mark": {"colour": "#56B4E9", "shape": "circle", "at": [0.1, 0.1]},
            "positions": {issue: self.position() for issue in issues},
            "interests": {f"want_{k}": self.interest() for k in range(4)},
            **{
                field: self.coded()
                for field in "war_cost fear framework reservation stance legitimacy home".split()
            },
        }
        if name in ("host", "north"):
            actor |= {"formation": self.formation(name)}
        if name != "south":
            actor["mission"] = {"title": "Its people"}
        if name in ("north", "south"):
            actor["spoiler"] = self.spoiler()
        if name == "east":
            actor["members"] = 3
        return actor

    def formation(self, name: str) -> dict[str, Any]:
        """Who makes an actor's policy, perhaps with an ally, perhaps alone."""
        found: dict[str, Any] = {
            "opinion": {"title": "Opinion", "support": self.level(), "weight": self.number(0.05)}
        }
        if self.random.random() < 0.8:
            found["press"] = {
                "title": "Press",
                "support": self.coded(),
                "weight": self.number(0.05),
            }
            found["press"]["assumed"] = "a test"
        if self.random.random() < 0.7:
            ally = self.random.choice([one for one in ACTORS if one != name])
            found["ally"] = {"title": "Ally", "ally": ally, "weight": self.number(0.05)}
        return found

    def leverage(self) -> dict[str, Any]:
        """Channels of patrons to clients."""
        found: dict[str, Any] = {}
        for giver, client, name in CHANNELS:
            found.setdefault(giver, {}).setdefault(client, {})[name] = self.coded()
        return found

    def table(self, name: str) -> dict[str, Any]:
        """A table of any procedure; the first is open, the second may draft for itself."""
        procedures = ["signatures", "consensus", "sides", "quota", "council_vote"]
        procedure = self.random.choice(procedures)
        members = self.random.sample(ACTORS, self.random.randint(2, 4))
        issues = self.random.sample(ISSUES, self.random.randint(1, 2))
        table: dict[str, Any] = {
            "title": name,
            "procedure": procedure,
            "members": members,
            "issues": issues,
            "open": name == "talks" or self.random.random() < 0.6,
        }
        if procedure == "sides":
            table["sides"] = {"one": members[:1], "two": members[1:3]}
        if procedure == "quota":
            table["seats"] = {member: self.random.randint(1, 9) for member in members}
            table["needed"] = sum(table["seats"].values()) * 2 // 3
        if procedure == "council_vote":
            table["needed"] = len(members) - 1
            table["veto"] = members[:1]
        if procedure == "signatures" and self.random.random() < 0.5:
            table["assent"] = [self.random.choice(ACTORS)]
        if self.random.random() < 0.5:
            table["about"] = "north"
        if self.random.random() < 0.5:
            table["text"] = {issues[0]: self.number()}
        if self.random.random() < 0.5:
            table["status_quo"] = {issues[-1]: self.number()}
        if name != "talks" or self.random.random() < 0.3:
            table["drafters"] = self.random.sample(ACTORS[:4], 2)
        return table

    # -- moves and effects -------------------------------------------------------------------------

    def move(self) -> dict[str, Any]:
        """A move: an ask with answers, or plain effects."""
        random = self.random
        move: dict[str, Any] = {
            "title": "A move",
            "by": random.choice([["host"], ["friend"], ["host", "friend"], ["north"], ["parties"]]),
            "to": random.sample(ACTORS, random.randint(1, 3)),
            "kind": "act",
            "cost": random.randint(0, 2),
            "once": random.random() < 0.2,
            "rest": random.choice([0, 0, 1, 2]),
            "effects": [self.effect() for _ in range(random.randint(0, 2))],
        }
        if random.random() < 0.3:
            move["needs"] = self.condition(roles=True)
        if random.random() < 0.6:
            move["style"] = random.choice(["facilitate", "formulate", "manipulate"])
        if random.random() < 0.6:
            to = random.choice(["join", "attend", "speak", "acquiesce", "act"])
            move["asks"] = {"to": to, "costs": self.number(-0.1, 0.2)}
            if random.random() < 0.5:
                move["asks"]["what"] = random.choice(STEPS if to == "act" else TABLES)
            move["if_yes"] = {"says": "Yes.", "effects": [self.effect()]}
            move["if_no"] = {"says": "No.", "effects": [self.effect()]}
        elif random.random() < 0.3:
            to = random.choice(["object", "withdraw", "act", "act", "acquiesce"])
            move["decides"] = {"to": to}
            if to == "act" and random.random() < 0.6:
                move["decides"]["what"] = random.choice(STEPS)
        return move

    def effect(self, verbs: tuple[str, ...] = VERBS) -> dict[str, Any]:
        """An effect of any verb."""
        verb = self.random.choice(verbs)
        return {verb: self.argument(verb)}

    def ref(self) -> str:
        """An actor, a group or a role."""
        return self.random.choice([*ACTORS, *ROLES])

    def argument(self, verb: str) -> Any:
        """What a verb applies to."""
        random, ref = self.random, self.ref
        by, much = self.number(-0.3, 0.3), random.choice([0.15, "small", "moderate", "large"])
        giver, client, channel = random.choice(CHANNELS)
        match verb:
            case "home" if random.random() < 0.4:
                return {"of": random.choice(["self", "everyone"]), "by": by, "through": "opinion"}
            case "war_cost" | "home" | "capital":
                return {"of": ref(), "by": by}
            case "casualties" | "commit":
                return {"of": ref(), "size": much}
            case "legitimacy":
                kind = random.choice(["own", "mandate", "borrowed"])
                return {"of": ref(), "by": by, "kind": kind}
            case "guarantee" | "aid":
                return {"to": ref(), "by": by}
            case "channel":
                return {"giver": giver, "to": client, "name": channel, "by": by}
            case "press":
                return {"on": random.choice(["target", "north", "south"]), "share": much}
            case "open_table" | "close_table" | "draft" | "put_to_decision":
                return random.choice(TABLES)
            case "goodwill" | "grievance":
                return {"of": ref(), "toward": random.choice([*ACTORS, "self"]), "size": much}
            case "evidence":
                to = random.choice(["everyone", "everyone", "host", "mediators"])
                about = random.choice(["north", "south", "self", "parties"])
                return {"about": about, "sign": self.sign(), "to": to}
            case "tell":
                return {
                    "who": ref(),
                    "about": random.choice(["north", "south"]),
                    "sign": self.sign(),
                }
            case "learn":
                return {"of": ref(), "about": ref(), "size": much}
            case "rapport":
                return {"between": [random.choice(ACTORS), ref()], "size": much}
            case "persuade" | "dissuade":
                return {"who": ref(), "size": much}
            case "surprise":
                return {"who": ref()} | random.choice([{}, {"size": much}])
        return {"who": ref()}

    def sign(self) -> str:
        """A sign of a type."""
        return self.random.choice(SIGNS)

    def event(self) -> dict[str, Any]:
        """Something from outside."""
        verbs = tuple(sorted(EVENT_VERBS))
        event: dict[str, Any] = {
            "title": "An event",
            "date": START + dt.timedelta(days=self.random.randint(0, 60)),
            "chance": self.random.choice([1.0, 0.5]),
            "effects": [self.event_effect(verbs) for _ in range(2)],
        }
        if self.random.random() < 0.5:
            event["when"] = self.condition()
        return event

    def event_effect(self, verbs: tuple[str, ...]) -> dict[str, Any]:
        """An effect that may come from outside; nobody moves, so there is no self and no target."""
        effect = self.effect(verbs)
        for argument in effect.values():
            for name, value in argument.items() if isinstance(argument, dict) else ():
                if value in ("self", "target", "others"):
                    argument[name] = "everyone"
        return effect
