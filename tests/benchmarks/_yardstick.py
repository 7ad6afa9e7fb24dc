"""A yardstick: a negotiation as people usually write one in Mesa, one run at a time.

Each delegate is an agent with Python numbers; a turn weighs as many options and looks at as many
others as the engine does, with simpler rules, so that a comparison is in the yardstick's favour.
"""

from __future__ import annotations

import math

import mesa

MENU = 8
"""Options that a delegate weighs in a turn, besides waiting."""
LOGIT = 5.0


class Delegate(mesa.Agent):  # type: ignore[misc]  # Mesa has no types
    """Somebody at the table."""

    model: Conference

    def __init__(self, model: Conference) -> None:
        super().__init__(model)
        draw = model.random.random
        self.ideal: list[float] = [draw() for _ in range(model.issues)]
        salience: list[float] = [draw() + 0.2 for _ in range(model.issues)]
        self.salience = [one / sum(salience) for one in salience]
        self.weight: float = draw() + 0.3
        self.floor: float = 0.45 + 0.25 * draw()
        self.trust: dict[Delegate, float] = {}
        self.liking: dict[Delegate, float] = {}
        self.menu: list[Delegate] = []
        self.approached: list[Delegate] = []
        self.in_favour = False

    def meet(self) -> None:
        """Come to know the others."""
        for other in self.model.delegates:
            if other is not self:
                self.trust[other] = 0.2 + 0.6 * self.model.random.random()
                self.liking[other] = self.utility(other.ideal)
        self.menu = list(self.trust)[:MENU]

    def utility(self, text: list[float]) -> float:
        """What a text is worth: 1 at its ideal."""
        worth = 1.0
        for weight, place, ideal in zip(self.salience, text, self.ideal, strict=True):
            worth -= weight * abs(place - ideal)
        return worth

    def choose(self) -> None:
        """Approach one of a few others, or wait, by a logit choice."""
        worth = self.utility(self.model.text)
        values = [0.0]
        for other in self.menu:
            nearness = 1.0 - abs(self.liking[other] - worth)
            values.append(self.trust[other] * other.weight * nearness - 0.3)
        weights = [math.exp(LOGIT * value) for value in values]
        (chosen,) = self.model.random.choices([None, *self.menu], weights)
        if chosen is not None:
            chosen.approached.append(self)

    def answer(self) -> None:
        """Say yes or no to all who came."""
        for asker in self.approached:
            pressure = asker.weight * (self.trust[asker] - 0.5)
            gain = self.utility(self.model.text) - self.floor + pressure
            yes = self.model.random.random() < 1.0 / (1.0 + math.exp(-LOGIT * gain))
            asker.hear(self, yes)
            self.hear(asker, yes)
        self.approached = []

    def hear(self, other: Delegate, kind: bool) -> None:
        """Trust grows slowly and falls fast."""
        trust = self.trust[other]
        self.trust[other] = trust + 0.05 * (1.0 - trust) if kind else trust * 0.88

    def vote(self) -> None:
        """Vote on the text on the table, with an eye on the others."""
        drawn = sum(o.weight * (t if o.in_favour else -t) for o, t in self.trust.items())
        gain = self.utility(self.model.text) - self.floor + 0.1 * drawn / len(self.trust)
        self.in_favour = self.model.random.random() < 1.0 / (1.0 + math.exp(-LOGIT * gain))

    def learn(self) -> None:
        """Trust those who vote alike."""
        for other in self.trust:
            self.hear(other, other.in_favour == self.in_favour)


class Conference(mesa.Model):  # type: ignore[misc]  # Mesa has no types
    """A table with a text."""

    def __init__(
        self, actors: int = 14, issues: int = 4, turns: int = 24, seed: int | None = None
    ) -> None:
        super().__init__(seed=seed)
        self.issues, self.turns, self.agreed = issues, turns, -1
        self.text = [0.5] * issues
        self.delegates = [Delegate(self) for _ in range(actors)]
        for delegate in self.delegates:
            delegate.meet()
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "agreed": "agreed",
                "trust": lambda model: sum(sum(d.trust.values()) for d in model.delegates),
            }
        )

    def step(self) -> None:
        """One turn: moves, answers, a draft, a vote, learning."""
        self.agents.do("choose")
        self.agents.do("answer")
        weights = [delegate.weight for delegate in self.delegates]
        (drafter,) = self.random.choices(self.delegates, weights)
        towards = zip(self.text, drafter.ideal, strict=True)
        self.text = [place + 0.25 * (ideal - place) for place, ideal in towards]
        self.agents.do("vote")
        if self.agreed < 0:
            total = sum(delegate.weight for delegate in self.delegates)
            favour = sum(delegate.weight for delegate in self.delegates if delegate.in_favour)
            self.agreed = self.steps if favour > 0.62 * total else -1
        self.agents.do("learn")
        self.datacollector.collect(self)
        self.running = self.steps < self.turns


def run(runs: int, actors: int, issues: int, turns: int, processes: int = 1) -> list[object]:
    """So many runs under Mesa's own runner."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found: list[object] = mesa.batch_run(
            Conference,
            {"actors": actors, "issues": issues, "turns": turns},
            number_processes=processes,
            iterations=runs,
            max_steps=turns,
            display_progress=False,
        )
    return found
