"""The lab from Python: a scenario, what is changed in it, and the questions put to it.

    from sim.lab.study import Study

    study = Study("a-scenario")
    distrust = study.but(set={"trust.north.host": 0.1})
    distrust.less(study, runs=4000)

Every method has a command of the same name and gives what the command tells; `rows()` of a result,
`table()` of a batch and what comes back as a `DataFrame` are ready for pandas. Studies of one seed
meet the same chance run by run, so that any two can be compared in pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.lab.backtest import Backtest, backtest
from sim.lab.batch import BatchResult, run_batch
from sim.lab.chronicle import Chronicle, chronicle
from sim.lab.claims import ClaimResult, put_claim
from sim.lab.counterfactual.changes import Change, each_left_out
from sim.lab.counterfactual.comparing import compare
from sim.lab.counterfactual.results import Counterfactual
from sim.lab.measure import measure_at, measures
from sim.lab.pools import local_workers
from sim.lab.runner import Progress
from sim.lab.sensitivity.analysis import Asked, Sensitivity, sensitivity
from sim.lab.setup import Setup, setup_of, split_without, variation
from sim.scenario.heads import STANDARD
from sim.scenario.load import Loaded, load

if TYPE_CHECKING:
    import pandas

RUNS = 20_000


@dataclass(frozen=True)
class Study:
    """A scenario as the lab takes it.

    Args:
        scenario: A shipped scenario's id, or a path.
        line: `history`, `pass`, `random`, `lookahead`, or the path of a file with dated moves.
        seat: Who plays the line; by default who owns the initiative.
        seed: Key of the chance.
        level: The scenario's level of difficulty.
        set: Values by dotted path of the resolved scenario.
        without: What is left out: an entry of the line, `rule:ID`, `event:ID`.
        forbid: `ACTOR:MOVE` pairs that an actor may not play.
        asks: Conditions and quantities to follow, by name.
        sample: Whether coded numbers are drawn from their ranges.
        workers: Processes to run on; no result depends on it.

    Raises:
        LabError: When it is first run: an unknown line, seat, ask, rule, event or pair.
        ScenarioError: When it is first run: no such scenario, or one with errors.
    """

    scenario: str
    line: str = "history"
    seat: str | None = None
    seed: int = 1
    level: str = STANDARD
    set: Mapping[str, Any] = field(default_factory=dict)
    without: Sequence[str] = ()
    forbid: Sequence[str] = ()
    asks: Mapping[str, str] = field(default_factory=dict)
    sample: bool = True
    workers: int = 1

    def but(self, **changes: Any) -> Study:
        """The same study with some things changed; what it sets and asks is added to what it had.

        Example: `study.but(line="pass", set={"trust.a.b": 0.2})`.
        """
        for name in ("set", "asks"):
            if name in changes:
                changes[name] = {**getattr(self, name), **changes[name]}
        return replace(self, **changes)

    @cached_property
    def base(self) -> Loaded:
        """The scenario with nothing set."""
        return load(self.scenario, level=self.level)

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario with all that is set."""
        return variation(self.base, self.set)

    @cached_property
    def setup(self) -> Setup:
        """All that decides what its runs do."""
        switched, left_out = split_without(self.without)
        return setup_of(
            self.loaded,
            self.line,
            seat=self.seat,
            seed=self.seed,
            asks=self.asks,
            without=switched,
            leave_out=left_out,
            forbid=self.forbid,
            sample=self.sample,
            base=self.base,
        )

    def batch(self, runs: int = RUNS, progress: Progress | None = None) -> BatchResult:
        """Many runs of it."""
        return run_batch(self.setup, runs, workers=self.workers, progress=progress)

    def less(self, other: Study, runs: int = RUNS) -> pandas.DataFrame:
        """How it differs from another study of the same seed, run by run on the same chance.

        Returns:
            By the name of each measure that both have (outcomes, asks, goals): its share or mean in
            `this` and in the `other`, their `difference` and its 95% interval from `low` to `high`.
        """
        import pandas

        own, others = self.batch(runs).columns, other.batch(runs).columns
        rows = {}
        for column in measures(self.setup.compiled()):
            if column in others and not column.startswith(("checkpoints.", "foils.")):
                measure = measure_at(self.setup, column)
                this, that = measure.read(own), measure.read(others)
                found = measure.difference(this, that)
                rows[measure.name] = {
                    "this": measure.estimate(this).value,
                    "other": measure.estimate(that).value,
                    "difference": found.value,
                    "low": found.low,
                    "high": found.high,
                }
        return pandas.DataFrame.from_dict(rows, orient="index")

    def sweep(self, path: str, values: Sequence[Any], runs: int = RUNS) -> pandas.DataFrame:
        """Each outcome's share and each metric's mean, with one dotted path at several values.

        Returns:
            A row for each value (in a column named as the path) and each outcome and metric:
            `kind`, `name`, `value` and its 95% interval from `low` to `high`.
        """
        import pandas

        rows = []
        for value in values:
            found = self.but(set={path: value}).batch(runs)
            rows += [{path: value, **row} for row in found.rows()]
        return pandas.DataFrame(rows)

    def counterfactual(
        self, *changes: Change | str, runs: int = 5_000, **options: Any
    ) -> Counterfactual:
        """What alternatives to its line change, by runs on the same chance.

        Args:
            changes: What to leave out (an entry of the line, `event:ID`, `rule:ID`), or a `Change`;
                by default each entry of the line in turn.
            runs: Runs of each alternative.
            options: What `sim.lab.counterfactual.comparing.compare` takes besides.
        """
        made = [Change(without=(one,)) if isinstance(one, str) else one for one in changes]
        options = {"workers": self.workers, **options}
        found = made or each_left_out(self.setup)
        return compare(self.setup, self.loaded, found, runs=runs, **options)

    def sensitivity(self, runs: int = RUNS, **asked: Any) -> Sensitivity:
        """Which of its coded numbers matter.

        Args:
            runs: Runs of the screening.
            asked: What `sim.lab.sensitivity.analysis.Asked` takes besides, such as `measure`.
        """
        with local_workers(self.workers) as executor:
            return sensitivity(self.setup, Asked(runs=runs, **asked), executor=executor)

    def run(self, number: int = 0) -> Chronicle:
        """One of its runs, told as a dated chronicle."""
        return chronicle(self.setup, number)

    def backtest(self, runs: int = RUNS) -> Backtest:
        """How often its line brings about what the record tells."""
        return backtest(self.loaded, runs, self.seed, self.line, workers=self.workers)

    def claims(self, runs: int = RUNS, draws: int = 0) -> list[ClaimResult]:
        """What the model says to the causal claims of the scenario's sources."""
        return [
            put_claim(self.loaded, name, runs, draws, self.seed, workers=self.workers)
            for name in self.loaded.scenario.claims
        ]
