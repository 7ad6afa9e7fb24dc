"""The commands that are tried, each with its main options and with what it may write."""

from __future__ import annotations

from dataclasses import dataclass

MINE = ("mine", "mine/*")
"""The user's own files: saves, settings, progress."""
_GAME = "play 1\nend\nsave {at}/out/kept.json\nsaves\n"
_TO_THE_END = "pass\n" * 12 + "debrief\nexport {at}/debrief.html\nexport {at}/debrief.txt\n"


@dataclass(frozen=True)
class Command:
    """A command line, and what it may do."""

    name: str
    words: str
    """The arguments, apart by blanks; `{at}` stands for the folder with the files."""
    writes: tuple[str, ...] = ()
    """Patterns of the files and folders that it may make."""
    changes: tuple[str, ...] = ()
    """Patterns of the files that are there and that it may replace."""
    stdin: str = ""
    told: bool = False
    """Whether it goes on where it cannot write, and tells of that on stdout."""
    desk: bool = False
    """Whether it is a game at the desk, driven by `tests.faults.places.desk`."""
    varies: tuple[str, ...] = ()
    """Patterns of files that are named by the time."""

    def arguments(self, at: str) -> list[str]:
        """The arguments, with the folder put in."""
        return [word.format(at=at) for word in self.words.split()]


def _out(name: str) -> tuple[str, ...]:
    return ("out", f"out/{name}", f"out/{name}/*")


COMMANDS = (
    Command("list", "list"),
    Command("list --json", "list --json"),
    Command("show", "show {at}/own.yaml"),
    Command("show --json", "show {at}/own.yaml --json"),
    Command("show --resolved", "show {at}/own.yaml --resolved"),
    Command("check", "check {at}/own.yaml {at}/mini.yaml"),
    Command("check --format github", "check {at}/broken.yaml --format github"),
    Command("check --json --runs", "check {at}/own.yaml {at}/broken.yaml --json --runs 50"),
    Command(
        "new --from",
        "new {at}/class.yaml --from {at}/own.yaml",
        writes=("class.yaml", "schema.json"),
    ),
    Command(
        "new --blank --json",
        "new {at}/class.yaml --blank --json",
        writes=("class.yaml", "schema.json"),
    ),
    Command(
        "new --force", "new {at}/child.yaml --blank --force", ("schema.json",), ("child.yaml",)
    ),
    Command("schema", "schema"),
    Command("explain", "explain trust"),
    Command("explain --html", "explain --html {at}/out/reference.html", _out("reference.html")),
    Command("run", "run {at}/own.yaml"),
    Command("run --json --line", "run {at}/own.yaml --json --line {at}/line.yaml"),
    Command("batch", "batch {at}/own.yaml --runs 200"),
    Command("batch --json", "batch {at}/child.yaml --runs 200 --json"),
    Command("batch --out", "batch {at}/own.yaml --runs 400 --out {at}/out/b", _out("b")),
    Command(
        "batch --out --workers",
        "batch {at}/own.yaml --runs 2000 --workers 2 --out {at}/out/b --json",
        _out("b"),
    ),
    Command(
        "batch --sweep --out",
        "batch {at}/own.yaml --runs 200 --sweep trust.north.host=0.2:0.6:2 --out {at}/out/b",
        _out("b"),
    ),
    Command(
        "batch --resume",
        "batch {at}/own.yaml --runs 2000 --out {at}/half --resume --json",
        ("half/*",),
        ("half/*",),
    ),
    Command(
        "batch --save-line",
        "batch {at}/own.yaml --runs 100 --save-line {at}/saved.yaml",
        ("saved.yaml",),
    ),
    Command(
        "counterfactual",
        "counterfactual {at}/own.yaml --without join --runs 200 --json --no-sample",
    ),
    Command(
        "counterfactual --out",
        "counterfactual {at}/own.yaml --without join --runs 200 --out {at}/out/c",
        _out("c"),
    ),
    Command(
        "sensitivity --out",
        "sensitivity {at}/own.yaml --runs 500 --top 2 --no-indices --out {at}/out/s",
        _out("s"),
    ),
    Command("backtest", "backtest {at}/own.yaml --runs 200"),
    Command("backtest --json", "backtest {at}/own.yaml --runs 200 --json"),
    Command("claims", "claims {at}/own.yaml --runs 200 --draws 2 --draw-runs 20 --json"),
    Command("calibrate", "calibrate {at}/own.yaml --draws 20 --draw-runs 2 --json"),
    Command(
        "report", "report {at}/results --quick", ("results/report.html",), ("results/report.html",)
    ),
    Command(
        "report --out",
        "report {at}/effects --runs 100 --out {at}/out/page.html --json",
        _out("page.html"),
    ),
    Command("rerun", "rerun {at}/results --out {at}/out/again", _out("again")),
    Command(
        "gather", "gather {at}/handed --scenario {at}/own.yaml --quick", ("handed/class.html",)
    ),
    Command(
        "gather --out",
        "gather {at}/handed --scenario {at}/own.yaml --quick --out {at}/out/all.html --json",
        _out("all.html"),
    ),
    Command(
        "lesson",
        "lesson {at}/own.yaml --out {at}/out/lesson --runs 100 --no-pdf --seats host",
        _out("lesson"),
    ),
    Command(
        "picture",
        "picture {at}/own.yaml --screen desk --turn 1 --out {at}/out.png --size 640x480",
        ("out.png",),
    ),
    Command(
        "picture problems",
        "picture {at}/own.yaml --screen problems --out {at}/out.png --size 640x480 --json",
        ("out.png",),
    ),
    Command("play (no display)", "play {at}/own.yaml"),
    Command("play --json", "play {at}/own.yaml --json"),
    Command(
        "play --text",
        "play {at}/own.yaml --text --seed 3",
        (*MINE, *_out("kept.json")),
        MINE,
        _GAME,
        told=True,
    ),
    Command(
        "play --text, to the end",
        "play {at}/own.yaml --text",
        (*MINE, "debrief.*"),
        MINE,
        _TO_THE_END,
        told=True,
    ),
    Command(
        "play --text --load",
        "play {at}/own.yaml --text --load {at}/handed/one.json",
        MINE,
        MINE,
        "reload\nundo\nend\nprogress\n",
        told=True,
    ),
    Command(
        "play --text --seats",
        "play {at}/own.yaml --text --seats host,friend",
        MINE,
        MINE,
        "end\n\nend\n\n",
        told=True,
    ),
    Command(
        "play --text, campaign",
        "play {at}/mini.yaml --text",
        MINE,
        MINE,
        "pass\n" * 6 + "next\nend\narc\n",
        told=True,
    ),
    Command(
        "the desk",
        "{at}",
        (*MINE, "mine/saves/*", "mine/debriefs/*"),
        (*MINE, "own.yaml"),
        told=True,
        desk=True,
        varies=("mine/debriefs/*",),
    ),
)
"""All of them, by the order of the help."""
