"""What the commands do with a campaign: tell it, run it many times, draw it, show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.catalogue import _
from sim.cli.output import emit, fail, hand_out, log, percent, progress, say, table

if TYPE_CHECKING:
    from sim.model.campaign import Stage
    from sim.model.seat import Play
    from sim.scenario.campaigns import LoadedCampaign


def campaign_of(
    name: str | None, overrides: Mapping[str, object] | None = None
) -> LoadedCampaign | None:
    """The campaign of this id or path, with its warnings on stderr; None for a scenario.

    Raises:
        ScenarioError: There is nothing of this name, or the campaign has errors.
    """
    from sim.scenario.heads import has_chapters
    from sim.scenario.shelf import find

    if name is None or not has_chapters(find(name)):
        return None
    from sim.scenario.campaigns import load_campaign

    loaded = load_campaign(name, overrides)
    for problem in loaded.problems:
        log(str(problem))
    return loaded


def without_campaigns(names: Sequence[str] | None) -> list[str]:
    """The scenarios among those named, by default all that ship; campaigns are left out."""
    from sim.scenario.heads import has_chapters
    from sim.scenario.shelf import campaigns, find, shipped

    kept = []
    for name in names or [*shipped(), *campaigns()]:
        if has_chapters(find(name)):
            log(
                _(
                    "{name} is a campaign and is left out: its chapters are tested one by one."
                ).format(name=name)
            )
        else:
            kept.append(name)
    return kept


def refuse(options: Mapping[str, object]) -> None:
    """End the command where an option was given that a campaign does not take.

    Raises:
        CommandError: One was.
    """
    for option, given in options.items():
        if given:
            fail(
                _(
                    "A campaign does not take {option}; use it with the scenario of a chapter."
                ).format(option=option)
            )


# -- told, run, shown ------------------------------------------------------------------------------


def tell_campaign(loaded: LoadedCampaign, json: bool, run: int = 0, **options: Any) -> int:
    """Tell one run of a campaign; `options` are those of `CampaignSetup.of`."""
    from sim.lab.campaign import CampaignSetup
    from sim.lab.campaign_chronicle import campaign_chronicle

    told = campaign_chronicle(CampaignSetup.of(loaded, **options), run)
    if json:
        emit(told.as_json())
    else:
        say(*told.lines())
    return 0


def batch_campaign(
    loaded: LoadedCampaign, json: bool, runs: int, workers: int, **options: Any
) -> int:
    """Run a campaign many times; `options` are those of `CampaignSetup.of`."""
    from sim.lab.campaign import CampaignSetup, run_campaign

    setup = CampaignSetup.of(loaded, **options)
    with progress(runs, "runs") as advance:
        result = run_campaign(setup, runs, workers=workers, progress=advance)
    if json:
        emit(result.as_json())
        return 0
    say(
        _("{title}: {runs} runs of line {line}, seed {seed}, in {seconds:.1f} s").format(
            title=loaded.campaign.title,
            runs=runs,
            line=setup.line,
            seed=setup.seed,
            seconds=result.seconds,
        )
    )
    rows = [
        [
            name,
            percent(share.value),
            _("{percent} to {percent_2}").format(
                percent=percent(share.low), percent_2=percent(share.high)
            ),
        ]
        for name, (_title, share) in result.outcomes().items()
    ]
    table(["outcome", "share", "95% interval"], rows)
    say("")
    table(
        ["metric", "mean", "sd", "95% interval"],
        [
            [
                name,
                f"{one.mean:.4f}",
                f"{one.sd:.4f}",
                _("{ci95:.4f} to {ci95_2:.4f}").format(ci95=one.ci95[0], ci95_2=one.ci95[1]),
            ]
            for name, one in result.metrics().items()
        ],
    )
    return 0


def picture_campaign(
    loaded: LoadedCampaign,
    screen: str,
    chapter: str | None,
    line: str,
    turn: int,
    size: tuple[int, int],
    theme: str | None,
    out: Path,
    seat: str | None,
    seed: int,
) -> None:
    """Draw a screen of a campaign; see `sim.desk.campaign_picture`.

    Raises:
        CommandError: There is no such screen, theme or chapter, or the campaign ends before it.
    """
    from sim.cli.honesty import honesty
    from sim.desk.campaign_picture import draw_campaign
    from sim.lab.campaign import CampaignSetup

    if line == "random":
        fail(_("A picture needs a line that is known beforehand: history or pass."))
    who = seat or loaded.campaign.seats[0]
    setup = CampaignSetup.of(loaded, line, seat=who, seed=seed)

    def plays(stage: Stage) -> list[list[Play]]:
        one = setup.stages[stage]
        return [one.line.plays(number) for number in range(one.scenario.calendar.turns)]

    try:
        draw_campaign(loaded, screen, chapter, plays, turn, size, theme, out, who, seed, honesty)
    except ValueError as error:
        fail(str(error))


def show_campaign(loaded: LoadedCampaign, resolved: bool, json: bool) -> int:
    """Show a campaign: its chapters, what must hold for each, what is carried over, its endings."""
    campaign = loaded.campaign
    plain = campaign.model_dump(mode="json", exclude_unset=True)
    if resolved and not json:
        from sim.lab.resolved import resolved_text

        hand_out(f"{resolved_text(plain).rstrip()}\n")
    elif json:
        where = {} if resolved else {"file": str(loaded.path), "digest": loaded.digest}
        emit({**plain, **where})
    else:
        _tell(loaded)
    return 0


def _tell(loaded: LoadedCampaign) -> None:
    campaign = loaded.campaign
    say(f"{campaign.title} ({campaign.id})", campaign.summary.strip())
    say(
        _("{count} chapters; seats: {listed}").format(
            count=len(campaign.chapters), listed=", ".join(campaign.seats)
        ),
        "",
        _("Chapters"),
    )
    rows = []
    for name, chapter in campaign.chapters.items():
        calendar = loaded.chapters[name].scenario.calendar
        weight = percent(campaign.weight(name))
        rows.append([name, chapter.scenario, str(calendar.start), str(calendar.turns), weight])
    table(["id", "scenario", "start", "turns", "counts"], rows)
    say("", _("What opens, and what is carried over"))
    for name, chapter in campaign.chapters.items():
        if chapter.opens is not None:
            say(
                _("{name} opens if {listed}").format(
                    name=name, listed=" ".join(chapter.opens.split())
                )
            )
        if (other := chapter.otherwise) is not None:
            paths = [f"{path}={value}" for path, value in (other.set or {}).items()]
            way = (
                _("ending {ending}").format(ending=other.ending)
                if other.ending
                else _("chapter {chapter}").format(chapter=other.chapter)
            )
            say(
                _("  otherwise: {listed}").format(
                    listed="with " + ", ".join(paths) if paths else way
                )
            )
        weights = [f"{what} {weight:g}" for what, weight in chapter.carry.weights().items()]
        weights += [_("hidden types")] if chapter.carry.types else []
        if weights:
            say(_("{name} carries over: {listed}").format(name=name, listed=", ".join(weights)))
    say("", _("Endings"))
    table(
        ["id", "title", "when"],
        [[name, one.title, one.when or "-"] for name, one in campaign.endings.items()],
    )
