"""How results were made, how to make them again, and what they cannot mean."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import join
from typing import Any

from sim.lab.report.source import Source
from sim.lab.report.template import Section, bullets, esc, folded, paragraph, scrolled, table
from sim.scenario.heads import STANDARD


def limits() -> Section:
    """What the model is not."""
    said = bullets(
        [
            "Every share is a statement about the model and its coded numbers, not about the "
            "world: “60% of the runs” is not “a chance of 60%” that history went so.",
            "The intervals are those of chance in the runs. That the mechanisms or the coding may "
            "be wrong is in none of them; the tornado shows how much hangs on coded numbers.",
            "Actors look one step ahead and are one mind each; fighting, politics inside a party, "
            "and the carrying out of what was signed are hardly there.",
            "The mechanisms were written by people who knew how the story went on. A good "
            "forecast of the record shows that the model can tell it, not that it explains it.",
            "What a move was worth holds the rest of the line as it is; somebody who left it out "
            "might have done something else instead.",
        ]
    )
    where = paragraph(
        "The whole list stands beside the engine's code, in sim/model/LIMITS.md; how constants "
        "were tuned, and on what, in CALIBRATION.md there.",
        "note",
    )
    return Section("limits", "What these numbers cannot mean", said + where)


def provenance(source: Source) -> Section:
    """How it was made, and how to make it again."""
    rows = "".join(
        f'<tr><th scope="row">{esc(name)}</th><td class="hash">{esc(text)}</td></tr>\n'
        for name, text in _facts(source)
    )
    about = scrolled("Provenance", f"<tbody>{rows}</tbody>")
    files = table(
        "The files of the results.",
        ["file", "bytes", "SHA-256"],
        [[one.name, f"{one.size:,}", one.sha256] for one in source.files],
    )
    parts = [about, "<h3>Line</h3>", _line(source), "<h3>Files</h3>", files]
    command = source.manifest.data.get("command")
    if isinstance(command, list) and command:
        parts += ["<h3>Command</h3>", _code("twintrack " + join(map(str, command)))]
    parts += [
        "<h3>How to make it again</h3>",
        paragraph(
            "The manifest holds the scenario's text, the line, the seed and the constants, so that "
            "the results can be made again to the same bytes from it alone:"
        ),
        _code(f"twintrack rerun {join([source.folder.name or '.'])} --out again"),
    ]
    return Section("provenance", "How this was made", "\n".join(parts))


def _code(text: str) -> str:
    return f"<pre><code>{esc(text)}</code></pre>"


def _facts(source: Source) -> Iterator[tuple[str, str]]:
    manifest, inputs = source.manifest, source.manifest.inputs
    data: dict[str, Any] = dict(manifest.data)
    yield "scenario", f"{source.loaded.scenario.title} ({inputs.scenario})"
    yield "digest of the scenario", inputs.digest
    if inputs.base_digest != inputs.digest:
        yield "digest before what was set", inputs.base_digest
    if inputs.difficulty != STANDARD:
        yield "level of difficulty", inputs.difficulty
    yield "seed", str(inputs.seed)
    yield "seat", inputs.seat
    yield "line", inputs.line.name
    for name, ask in inputs.asks.items():
        yield f"asked: {name}", ask
    for path, value in inputs.set.items():
        yield f"set: {path}", str(value)
    for kind in ("without", "forbid", "leave_out"):
        items: list[str] = getattr(inputs, kind)
        if items:
            yield kind.replace("_", " "), ", ".join(items)
    drawn = "drawn from their ranges" if inputs.sample else "at their values"
    way = (inputs.ranges or {}).get("sampling", "random")
    if way != "random":
        drawn += f", spread evenly over the runs ({way}); where the page computes, by chance"
    yield "coded numbers", drawn
    runs, wanted = source.results.get("runs"), manifest.own.get("precision")
    if isinstance(runs, int):
        yield "runs", f"{runs:,}" + (f" (until a precision of {wanted})" if wanted else "")
    for name in ("started", "finished"):
        if isinstance(data.get(name), str):
            yield name, data[name]
    versions = data.get("versions", {})
    yield "versions", ", ".join(f"{name} {number}" for name, number in versions.items())


def _line(source: Source) -> str:
    """The line as dated moves."""
    setup, compiled = source.setup, source.compiled
    scenario, plan = setup.scenario, compiled.plan
    rows = []
    for entry in setup.line.entries:
        option = compiled.options.all[entry.play.option]
        to = "" if option.target is None else scenario.actors[plan.actors[option.target]].short
        text = ", ".join(f"{issue} {place:g}" for issue, place in entry.play.text.items())
        rows.append(
            [entry.id, f"from {plan.date(entry.turn).isoformat()}", option.spec.title, to, text]
        )
    if not rows:
        return paragraph(f"The line {setup.line.name} has no moves of its own.")
    whole = table(
        f"The line {setup.line.name}, played by {scenario.actors[setup.seat].name}.",
        ["entry", "turn", "move", "for", "text"],
        rows,
    )
    return folded(f"{len(rows)} dated moves", whole)
