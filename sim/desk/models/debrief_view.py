"""What a debrief shows, part by part, as it comes to the screen, the page and the text."""

from __future__ import annotations

from dataclasses import dataclass

from sim.desk.models.cast import Face


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim of the seat, or another way it could end."""

    title: str
    text: str
    points: int
    """What it counts for, of 100; 0 for what is no aim."""
    reached: bool
    date: str
    missing: tuple[str, ...] = ()
    """Of one that was not reached: what it lacked at the end, in sentences."""
    nearest: bool = False
    """Whether there were other ways to it, and this is the one that lacked least."""


@dataclass(frozen=True, slots=True)
class Told:
    """A dated line of the record."""

    date: str
    text: str
    cites: tuple[str, ...]
    own: bool
    """Whether it is a move of your seat."""


@dataclass(frozen=True, slots=True)
class Own:
    """A move of yours."""

    text: str
    same: bool
    """Whether the record has it in the same turn."""


@dataclass(frozen=True, slots=True)
class Days:
    """One turn: what you did, and what the record tells of the same days."""

    number: int
    dates: str
    own: tuple[Own, ...]
    record: tuple[Told, ...]
    played: bool
    """Whether the game came to this turn."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A point of the record that came about, or what did not, and what became of it here."""

    title: str
    by: str
    here: bool
    date: str
    as_recorded: bool
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A moment that turned the game."""

    number: int
    """The turn, from 1."""
    date: str
    kind: str
    """`prospects`, `answer` or `change`."""
    title: str
    text: str
    points: int
    causes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a move was worth, in hundredths of the score, with its range."""

    label: str
    date: str
    points: float
    low: float
    high: float

    @property
    def clear(self) -> bool:
        """Whether its range leaves nought out, so that it can be told apart from luck."""
        return round(self.low) > 0 or round(self.high) < 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to talk about, with the moment of this game that it is asked of."""

    text: str
    moment: str
    cites: tuple[str, ...]
    turn: int
    """The turn of the moment, from 1; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What somebody believed of a hidden type: shares of none, limited, greedy, total."""

    who: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Unveiled:
    """A party's true type and who had believed what."""

    face: Face
    truth: int
    """Index of the type."""
    word: str
    about: str
    beliefs: tuple[Belief, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A true number beside the band in which you had it at the end, 0..1."""

    label: str
    face: Face
    truth: float
    low: float
    best: float
    high: float
    group: str

    @property
    def inside(self) -> bool:
        """Whether the band holds the truth."""
        return self.low - 1e-9 <= self.truth <= self.high + 1e-9


@dataclass(frozen=True, slots=True)
class Reason:
    """A factor that let the mediator play its part."""

    title: str
    told: str
    """Its value at the start and at the end, in words and numbers."""
    before: float
    after: float
    is_level: bool
    says: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A fact that the debrief cites, with the texts that it is drawn from."""

    id: str
    title: str
    drawn_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DebriefView:
    """All that there is to say after a game."""

    title: str
    level: str
    """The level of difficulty; empty where there is only one."""
    notes: tuple[str, ...]
    """What is particular about this game, in sentences: what was taken back, what was left out."""
    seat: Face
    seat_name: str
    goal: str
    dates: str
    seed: int
    turns: int
    over: bool
    score: int
    verdict: str
    aims: tuple[Aim, ...]
    others: tuple[Aim, ...]
    days: tuple[Days, ...]
    checkpoints: tuple[Dated, ...]
    foils: tuple[Dated, ...]
    turning: tuple[Turn, ...]
    prospects: tuple[int, ...]
    worth: tuple[Worth, ...]
    hidden: tuple[Unveiled, ...]
    numbers: tuple[Number, ...]
    at_home: str
    """Who made the seat's policy; empty where nothing says."""
    questions: tuple[Asked, ...]
    why: str
    """Title of the reasons."""
    reasons: tuple[Reason, ...]
    """Why the mediator could play its part."""
    grounds: str
    """What the scenario's starting values rest on, in a sentence."""
    facts: tuple[Source, ...]
    """The facts cited, with the texts that they are drawn from."""

    @property
    def reached(self) -> int:
        """How many aims were reached."""
        return sum(aim.reached for aim in self.aims)

    @property
    def off(self) -> int:
        """By how many points the best guesses were off on average."""
        misses = [abs(number.truth - number.best) for number in self.numbers]
        return round(100 * sum(misses) / max(1, len(misses)))

    @property
    def as_recorded(self) -> int:
        """How many dated points went as in the record."""
        return sum(point.as_recorded for point in (*self.checkpoints, *self.foils))

    @property
    def has_points(self) -> bool:
        """Whether the scenario has dated points to compare a game with."""
        return bool(self.checkpoints or self.foils)

    @property
    def has_record(self) -> bool:
        """Whether there is a record to lay beside a game; an invented conflict has none."""
        return self.has_points or any(one.record for one in self.days)
