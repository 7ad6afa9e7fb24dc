"""`twintrack calibrate`: which constants of the engine keep nearest to the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import JsonOption, SeedOption, WorkersOption, loaded_of, whole
from sim.cli.output import emit, progress, say, table

if TYPE_CHECKING:
    from sim.lab.calibration import Calibration


def calibrate(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SCENARIO", help="Ids or paths; by default all that are not held out."
        ),
    ] = None,
    draws: Annotated[
        int,
        whole("--draws", "Joint draws of the constants.", least=20),
    ] = 1000,
    draw_runs: Annotated[
        int,
        whole("--draw-runs", "Runs of each scenario in each draw.", least=2),
    ] = 100,
    seed: SeedOption = 1,
    workers: WorkersOption = 1,
    json: JsonOption = False,
) -> int:
    """Draw the engine's constants, score each on the record, and tell what the best share.

    It changes nothing: a new value is written by hand, with a row in the calibration's diary.

    Example:
        twintrack calibrate twin-track-1984 --draws 20 --draw-runs 10

    See also: backtest, claims
    """
    from sim.scenario.shelf import shipped

    every = [loaded_of(name) for name in (scenarios or shipped())]
    if not scenarios:
        histories = [(loaded, loaded.scenario.history) for loaded in every]
        every = [one for one, record in histories if record.checkpoints and not record.holdout]

    from sim.lab.calibration import calibrate as fit
    from sim.lab.pools import local_workers

    with (
        progress(draws * draw_runs * len(every), "runs") as advance,
        local_workers(workers) as executor,
    ):
        found = fit(every, draws, draw_runs, seed, executor=executor, progress=advance)
    if json:
        emit(found.as_json())
        return 0
    _tell(found)
    return 0


def _tell(found: Calibration) -> None:
    data = found.as_json()["log_score"]
    say(
        f"{found.draws} draws of all constants, {found.each} runs each, on "
        f"{', '.join(found.scenarios)}.",
        f"Log score: median {data['median']:.3f}, median of the best tenth {data['kept']:.3f}.",
        "",
    )
    rows = [
        [
            one.name,
            f"{one.value:g}",
            f"{one.range[0]:g} to {one.range[1]:g}",
            f"{one.correlation:+.2f}",
            f"{one.median:.3g}",
            f"{one.low:.3g} to {one.high:.3g}",
            f"{one.p_value:.3f}",
        ]
        for one in sorted(found.constants, key=lambda one: one.p_value)
    ]
    table(["constant", "value", "range", "rank corr.", "kept", "95% of kept", "p"], rows)
