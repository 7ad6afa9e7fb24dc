"""The rules of the engine as a player reads them: what each says, its formula, its constants."""

# ruff: noqa: RUF001 (formulas are set with their own signs)

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sim.catalogue import _
from sim.model.constants import table

if TYPE_CHECKING:
    from sim.game.words import Words


@dataclass(frozen=True)
class Constant:
    """One constant of a rule, with its range and what it rests on."""

    name: str
    value: float
    """Without a unit, on the scale of the utilities (see `sim/model/constants.yaml`)."""
    low: float
    high: float
    source: str


@dataclass(frozen=True)
class RuleCard:
    """A rule: its name, what it says, its formula, the constants in it."""

    rule: str
    title: str
    meaning: str
    formula: str
    constants: tuple[Constant, ...]


_MEANINGS: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "trust": (
        _(
            "Trust is slow to win and quick to lose. Each gain closes part of the gap to full "
            "trust; each loss takes part of what there is, and twice as much."
        ),
        _("gain = rate × size × (100 − trust); loss = rate × size × trust"),
        ("trust_gain", "trust_loss"),
    ),
    "leverage": (
        _(
            "Who can withhold something can press. Pressure moves answers, wears out what is "
            "pressed with, and is resented."
        ),
        _("pressure = 1 − the product of (1 − share) over all channels used"),
        ("pressure", "standing_leverage", "press_wear", "press_grievance"),
    ),
    "legitimacy": (
        _(
            "Standing moves answers: one's own, a mandate, and what others lend. Who acts beyond "
            "it is resented."
        ),
        _("standing = 1 − (1 − own)(1 − mandate)(1 − borrowed)"),
        ("legitimacy", "beyond_mandate"),
    ),
    "ripeness": (
        _("A war that hurts and a trusted way out, both at once, move parties to talk and sign."),
        _("ripeness = cost of going on × trust in the mediator, where a table is open"),
        ("ripeness",),
    ),
    "patrons": (
        _(
            "What a party can count on without a deal: its own means, more by what patrons send, "
            "less by what going on costs."
        ),
        _("value = own + weight × patrons − weight × cost of war"),
        ("patronage", "war_cost"),
    ),
    "consultation": (
        _(
            "Being told beforehand pleases; to be surprised, or to hear of it by a leak, "
            "displeases. An argument moves a listener as far as it trusts the speaker."
        ),
        _("gain = size × (100 − stance); loss = size × stance"),
        (
            "consult_gain",
            "consult_order",
            "persuasion",
            "surprise",
            "surprise_grievance",
            "leak",
            "seen_first",
        ),
    ),
    "credibility": (
        _("Word passed on is believed as far as the teller has no stake in its being true."),
        "",
        ("credibility_bias",),
    ),
    "styles": (
        _(
            "Facilitating, formulating and manipulating work differently; a heavy hand leaves "
            "resentment."
        ),
        "",
        ("style_bonus", "style_grievance"),
    ),
    "guarantee": (
        _("A third party's guarantee answers the fear of being cheated by those who disarm last."),
        "",
        ("guarantee", "fear"),
    ),
    "spoilers": (
        _(
            "Nobody sees what a party wants beneath what it says. Observers revise their beliefs "
            "by what they see it do, as Bayes says but more slowly."
        ),
        _("new belief is proportional to old belief × likelihood of the sign, slowed"),
        ("conservatism", "attention_consulted", "attention_far"),
    ),
    "framework": (
        _("A text outside the standing agreement costs those who hold to it."),
        "",
        ("framework",),
    ),
    "departing_train": (
        _("Efforts in good faith that are turned down make third parties give up on a spoiler."),
        _("exhausted = efforts / (efforts + half)"),
        ("departing_train", "efforts_half"),
    ),
    "several_mediators": (
        _("Mediators that distrust each other are weaker together."),
        "",
        ("mediator_distrust",),
    ),
    "home_support": (
        _(
            "Several at home make a policy together. Losses shake their support, less where it is "
            "wide or the leader is committed; standing aside costs a little."
        ),
        _("support = the mean of those who make policy, each by its weight"),
        ("casualty_shock", "casualty_cushion", "standing_aside"),
    ),
    "agenda": (
        _("A text that lies on a table draws parties to talks there, or keeps them away."),
        "",
        ("agenda",),
    ),
    "effect": (
        _("The scenario writes down what a move or an event does to this number, and cites why."),
        _("number + effect, kept between 0 and 100"),
        (),
    ),
    "bound": (
        _("No number leaves the scale of 0 to 100; what would go beyond is cut off."),
        "",
        (),
    ),
    "knowledge": (
        _(
            "Meeting and listening sharpen what you know. What you heard pulls your guess toward "
            "the truth, by the share of your ignorance that it removed."
        ),
        _("guess + share × (truth − guess)"),
        (),
    ),
    "unseen": (
        _("Your own numbers you know exactly, also where you could not follow what moved them."),
        "",
        (),
    ),
    "threshold": (
        _("What is asked for has a bar of its own: it is easier to come and talk than to sign."),
        "",
        (
            "speak_threshold",
            "attend_threshold",
            "join_threshold",
            "acquiesce_threshold",
            "act_threshold",
            "accept_threshold",
        ),
    ),
    "interest": (
        _("What a party has at stake itself: its interests, as the scenario codes them."),
        "",
        (),
    ),
    "text": (
        _(
            "A party compares the text with what it has without one, issue by issue, each by how "
            "much it matters to it."
        ),
        _("worth of the text − what one can count on without it"),
        (),
    ),
    "aid": (_("Aid that is held out makes a yes worth more."), "", ("aid",)),
    "allowance": (_("Every turn brings the capital that the scenario sets."), "", ()),
    "low_home": (
        _("A government with little support at home has a point less to spend."),
        _("one point less where support is below 30"),
        (),
    ),
    "lapse": (
        _("Capital that is not spent is lost, but for what the scenario lets carry over."),
        "",
        (),
    ),
    "cost": (_("A move costs what its card says when it is made."), "", ()),
    "planned": (
        _("A planned move is paid for when the turn ends; until then it can be taken back."),
        "",
        (),
    ),
    "drawn": (
        _(
            "The scenario gives a range. Where in it a number lies is drawn by the seed of the "
            "game; you know your own, others see the range."
        ),
        "",
        (),
    ),
    "heritage": (_("A campaign carries on what the chapter before left."), "", ()),
    "effort": (
        _(
            "A text within the standing agreement that is turned down, or a seat left empty, "
            "counts as an effort in good faith."
        ),
        "",
        (),
    ),
    "laid": (_("Who drafts may lay a text; it stands until another is laid."), "", ()),
}


def rule_card(words: Words, rule: str) -> RuleCard:
    """A rule by its id; `spoilers:SIGN` is the rule of signs."""
    name, _colon, _sign = rule.partition(":")
    meaning, formula, names = _MEANINGS.get(name, ("", "", ()))
    title = TITLES.get(name) or words.rule(rule)
    return RuleCard(
        rule=rule,
        title=title[:1].upper() + title[1:],
        meaning=meaning,
        formula=formula,
        constants=tuple(_constant(one) for one in names),
    )


TITLES: Final = {
    "trust": _("trust"),
    "leverage": _("leverage"),
    "legitimacy": _("standing"),
    "ripeness": _("ripeness"),
    "patrons": _("patrons and the cost of war"),
    "consultation": _("consultation"),
    "credibility": _("credibility"),
    "styles": _("ways of mediating"),
    "guarantee": _("guarantees"),
    "spoilers": _("signs of what a party is after"),
    "framework": _("the standing agreement"),
    "departing_train": _("the departing train"),
    "several_mediators": _("several mediators"),
    "home_support": _("support at home"),
    "agenda": _("the agenda"),
    "effect": _("effect of a move or event"),
    "bound": _("the end of the scale"),
    "knowledge": _("listening"),
    "unseen": _("what only you can feel"),
    "threshold": _("what is asked for"),
    "interest": _("interests"),
    "text": _("the terms"),
    "aid": _("aid"),
    "allowance": _("capital of a turn"),
    "low_home": _("little support at home"),
    "lapse": _("what may be carried over"),
    "cost": _("what a move costs"),
    "planned": _("what is planned"),
    "drawn": _("drawn for this game"),
    "heritage": _("the chapter before"),
    "effort": _("efforts in good faith"),
    "laid": _("a text is laid"),
}
"""Short names of rules, as a row of a ledger gives them."""


def _constant(name: str) -> Constant:
    entry = table()[name]
    low, high = (float(end) for end in entry["range"])
    return Constant(name, float(entry["value"]), low, high, str(entry["source"]))
