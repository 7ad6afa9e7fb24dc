"""A counterfactual told on a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.cli.output import percent, say, table

if TYPE_CHECKING:
    from sim.lab.counterfactual.results import Alternative, Counterfactual, Effect
    from sim.lab.stats import Estimate

FEW = 3
"""Up to so many alternatives have a table of their own each; more are set side by side."""
WORTH_TELLING = 0.01
"""What could not be played is told from this share of the runs on."""
_INTERVAL = {False: "95% interval", True: "joint 95% interval"}
MOST_PAIRS = 10
"""Most interactions that are told of a measure."""


def tell(result: Counterfactual) -> None:
    """Tell what was found: effects by size, what became impossible, and how sure all that is."""
    from sim.scenario.heads import STANDARD

    setup, single = result.setup, [one for one in result.alternatives if not one.parts]
    level = "" if setup.level == STANDARD else f", level {setup.level}"
    say(
        *_wrapped(
            f"{setup.scenario.title}: line {setup.line.name} of {setup.seat} as it is and "
            f"{_counted(len(result.alternatives), 'alternative')}, {result.runs} runs of each on "
            f"the same chance, seed {setup.seed}{level}, in {result.seconds:.1f} s"
        ),
        "Differences: the alternative less the line as it is; of shares in percentage points.",
    )
    if len(single) <= FEW:
        for one in single:
            _tell_alternative(result, one)
    else:
        for name in result.told:
            _tell_measure(result, name, single)
    _tell_pairs(result)
    _tell_idle(result, single)
    _tell_impossible(single)
    _tell_how_sure(result)


# -- effects ---------------------------------------------------------------------------------------


def _tell_alternative(result: Counterfactual, one: Alternative) -> None:
    say("", *_wrapped(f"{_lead(one)}: {percent(one.changed)} of the runs go otherwise."))
    effects = sorted(
        (one.effects[name] for name in result.told), key=lambda e: -abs(e.difference.value)
    )
    table(
        ["measure", "as it is", "otherwise", "difference", _INTERVAL[result.joint], "changed", ""],
        [
            [
                effect.measure.column,
                *_cells(effect),
                _sureness(effect),
            ]
            for effect in effects
        ],
    )


def _sureness(effect: Effect) -> str:
    if effect.clear:
        return ""
    if effect.changed and effect.too_few:
        return "too few runs changed to tell"
    return "not told from chance" if effect.changed else "no run changed"


def _tell_measure(result: Counterfactual, name: str, among: Sequence[Alternative]) -> None:
    measure, as_is = result.measures[name], result.as_is[name]
    share = measure.share
    ends = [percent(end) if share else f"{end:.3f}" for end in as_is]
    say("", f"{name} ({measure.title}): {ends[0]} as it is ({ends[1]} to {ends[2]})")
    pairs = [(one, one.effects[name]) for one in among if name in one.effects]
    clear = sorted(
        ((one, effect) for one, effect in pairs if effect.clear),
        key=lambda pair: -abs(pair[1].difference.value),
    )
    entries = result.entries()
    bare = all(_entry(one) in entries for one in among)
    if clear:
        interval = _INTERVAL[result.joint]
        first = ["left out", "date", "played"] if bare else ["alternative"]
        table(
            [*first, "otherwise", "difference", interval, "changed"],
            [
                [*_called(one, entries if bare else {}), *_cells(effect)[1:]]
                for one, effect in clear
            ],
        )
    hazy = [(one, effect) for one, effect in pairs if not effect.clear and effect.changed]
    if hazy:
        names = _listed((_entry(one) if bare else "") or one.name for one, _ in hazy)
        say(*_wrapped(f"Not told from chance: {names}.", "  "))
    still = len(pairs) - len(clear) - len(hazy)
    if still:
        all_of = {len(pairs): "any", 1: "the one other"}.get(still, f"the other {still}")
        say(f"  No run is changed by {all_of}.")


def _entry(one: Alternative) -> str:
    """The entry of the line that an alternative leaves out, where that is all it does."""
    name = next(iter(one.change.without), "")
    return name if one.name == f"without {name}" and ":" not in name else ""


def _called(one: Alternative, entries: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """An alternative by its name, or by the entry that is left out, its date and how often."""
    entry = entries.get(_entry(one))
    if entry is None:
        return [one.name]
    return [_entry(one), str(entry["date"]), percent(entry["played"])]


def _cells(effect: Effect) -> list[str]:
    """As it is, otherwise, difference, interval, share of the runs that changed."""
    share = effect.measure.share
    values = [effect.as_is, effect.otherwise]
    said = [percent(one) if share else f"{one:.3f}" for one in values]
    return [*said, *_difference(effect.difference, share), percent(effect.changed)]


def _difference(one: Estimate, share: bool) -> list[str]:
    scale, places = (100, 1) if share else (1, 3)
    # An interval that leaves nought out must not seem to touch it.
    near = min(abs(one.low), abs(one.high)) * scale
    clear = not one.low <= 0.0 <= one.high
    while clear and near < 0.5 / 10**places and places < 6:
        places += 1
    value, low, high = (f"{scale * end:+.{places}f}" for end in one)
    return [value, f"{low} to {high}"]


def _tell_pairs(result: Counterfactual) -> None:
    pairs = [one for one in result.alternatives if one.parts]
    if not pairs:
        return
    say("", "Pairs: the joint difference less the sum of both alone (interaction)")
    singles = {one.name: one for one in result.alternatives}
    bare = all(_entry(singles[part]) for one in pairs for part in one.parts)
    for name in result.told:
        share = result.measures[name].share
        found = sorted(
            (
                (one, one.interaction[name])
                for one in pairs
                if one.interaction and name in one.interaction
            ),
            key=lambda pair: -abs(pair[1].value),
        )
        clear = [(one, both) for one, both in found if not both.low <= 0.0 <= both.high]
        say("", f"{name}: {len(clear)} of {_counted(len(found), 'interaction')} told from chance")
        if clear:
            rows = [
                [
                    _listed(_entry(singles[part]) for part in one.parts) if bare else one.name,
                    _difference(one.effects[name].difference, share)[0],
                    *_difference(both, share),
                ]
                for one, both in clear[:MOST_PAIRS]
            ]
            table(
                [
                    "left out" if bare else "pair",
                    "joint difference",
                    "interaction",
                    _INTERVAL[result.joint],
                ],
                rows,
            )
        if len(clear) > MOST_PAIRS:
            say(f"  {len(clear) - MOST_PAIRS} smaller ones are in --json.")


# -- what follows ----------------------------------------------------------------------------------


def _tell_idle(result: Counterfactual, single: Sequence[Alternative]) -> None:
    """Changes that do nothing at all, and why where it can be told."""
    idle = [one for one in single if not one.changed]
    never = [
        one.name
        for one in idle
        if one.change.entries
        and all(
            f"line.{entry}" in result.as_is and not result.as_is[f"line.{entry}"].value
            for entry in one.change.entries
        )
    ]
    rest = [one.name for one in idle if one.name not in never]
    if never:
        said = f"No run changes {_listed(never)}: what is left out could not be played in any run."
        say("", *_wrapped(said))
    if rest:
        say("", *_wrapped(f"No run changes {_listed(rest)}."))


def _tell_impossible(single: Sequence[Alternative]) -> None:
    """What of the line could no longer be played, and what only then."""
    lines = []
    for one in single:
        played = one.played()
        touched = [entry for entry in (*one.change.at, *one.change.by) if entry in played]
        vain = [entry for entry in touched if not played[entry].otherwise]
        if vain:
            text = f"{_lead(one)}: {_listed(vain)} can be played so in no run, as if left out."
            lines += _wrapped(text, "  ")
        others = {entry: effect for entry, effect in played.items() if entry not in vain}
        lost = {entry: effect.lost for entry, effect in others.items()}
        won = {entry: effect.changed - effect.lost for entry, effect in others.items()}
        said = [_shares(lost, "could not be played"), _shares(won, "could be played only then")]
        if any(said):
            lines += _wrapped(f"{_lead(one)}: {'; '.join(filter(None, said))}.", "  ")
    if lines:
        say("", "What the line made possible, and what it stood in the way of", *lines)


def _shares(found: dict[str, float], what: str) -> str:
    """Entries by the share of the runs, those of one share together."""
    groups: dict[str, list[str]] = {}
    for entry, share in sorted(found.items(), key=lambda pair: -pair[1]):
        if share >= WORTH_TELLING:
            groups.setdefault(percent(share), []).append(entry)
    parts = [f"{_listed(names)} in {share}" for share, names in groups.items()]
    if not parts:
        return ""
    first, *rest = parts
    names, _, lead = first.rpartition(" in ")
    return "; ".join([f"{names} {what} in {lead} of the runs", *rest])


# -- how sure --------------------------------------------------------------------------------------


def _tell_how_sure(result: Counterfactual) -> None:
    said, count = [], result.intervals
    if any(one.change.by for one in result.alternatives):
        said.append(
            "A move by another is imposed on that actor wherever it is legal, beside what the "
            "actor chooses itself; nobody pays for it."
        )
    if result.joint:
        said.append(f"The {count} intervals hold together at 95% (Bonferroni).")
    elif count > 1:
        some = f", some {round(count / 20)} of these" if count >= 30 else ""
        said.append(
            f"{count} intervals are told at once: at 95% one in twenty misses by chance{some}. "
            "--simultaneous makes them hold together."
        )
    if result.precision is not None:
        wide = sum(
            effect.difference.half_width > result.precision for _, effect in result.effects()
        )
        said.append(
            f"Every difference told is known to ±{result.precision:g} after {result.runs} runs."
            if not wide
            else f"After {result.runs} runs {_counted(wide, 'difference')} told are not known to "
            f"±{result.precision:g}; more --runs would do it."
        )
    spared = result.saved()
    if spared is not None:
        text = (
            f"Pairing saves a factor of {_factor(spared.median)} in runs against two independent "
            f"ensembles with the same interval (the median of {spared.of} differences, "
            f"{_factor(spared.low)} to {_factor(spared.high)})."
        )
        if spared.of == 1:
            text = (
                f"Pairing saves a factor of {_factor(spared.median)} in runs against two "
                "independent ensembles with the same interval."
            )
        if short := spared.of - spared.five:
            text += (
                f" In {short} it is below 5, in {spared.out_of_reach} of them because the change "
                "itself decides so many runs that no pairing could bring it there."
            )
        said.append(text)
    say("", *(line for text in said for line in _wrapped(text)))


def _factor(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


# -- words -----------------------------------------------------------------------------------------


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _lead(one: Alternative) -> str:
    """An alternative as a sentence about it begins."""
    name = one.name
    return f"Without {name[8:]}" if name.startswith("without ") else f"With {name}"


def _wrapped(text: str, indent: str = "") -> list[str]:
    width = min(100, max(40, shutil.get_terminal_size().columns))
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )
