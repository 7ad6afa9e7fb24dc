"""`twintrack list`: the scenarios that come with the program."""

from __future__ import annotations

from sim.cli.output import emit, log, table


def listing(json: bool = False) -> int:
    """List the scenarios by their first day, and then the campaigns; see `sim.cli.app`."""
    from sim import paths
    from sim.cli.headers import header

    found, unreadable = [], 0
    # `sources.yaml` holds the facts that scenarios cite.
    for path in sorted(paths.scenarios().glob("*.yaml")):
        if path.stem == "sources":
            continue
        head = header(path)
        if head is None:
            unreadable += 1
            log(f"{path} cannot be read; `twintrack check {path}` says why.")
        else:
            found.append(head)
    found.sort(key=lambda one: (one.chapters > 1, one.start))
    if json:
        emit([head.as_json() for head in found])
    else:
        rows = [
            [h.id, h.title, str(h.start), str(h.end), str(h.turns), ", ".join(h.seats)]
            for h in found
        ]
        table(["id", "title", "start", "end", "turns", "seats"], rows)
    return 1 if unreadable else 0
