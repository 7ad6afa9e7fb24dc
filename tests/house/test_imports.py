"""The rules of the house hold, and each of them notices when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import rules
from tests.house.fields import numbers_explained

ROOT = Path(__file__).parent.parent.parent
Rule = Callable[[Path], list[str]]


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    assert len(rules.modules(ROOT)) > 5
    assert rule(ROOT) == []


GOOD = '"""A module."""\n'


@pytest.mark.parametrize(
    ("rule", "module", "source", "breach"),
    [
        (rules.one_way_imports, "scenario/a.py", "import numpy as np", "may not import numpy"),
        (rules.one_way_imports, "scenario/a.py", "from mesa import Model", "may not import mesa"),
        (rules.one_way_imports, "scenario/a.py", "import sim.model.world", "import sim.model"),
        (rules.one_way_imports, "scenario/a.py", "from sim import model", "import sim.model"),
        (rules.one_way_imports, "scenario/a.py", "from ..model import world", "import sim.model"),
        (rules.one_way_imports, "model/rules/a.py", "from ...game import b", "import sim.game"),
        (rules.one_way_imports, "model/a.py", "def f():\n    import pygame", "import pygame"),
        (rules.one_way_imports, "model/a.py", "import_module('pygame.font')", "import pygame"),
        (rules.one_way_imports, "model/a.py", "from sim.paths import assets", "import sim.paths"),
        (rules.one_way_imports, "game/a.py", "from sim.lab.batch import run", "import sim.lab"),
        (rules.one_way_imports, "lab/a.py", "from sim.desk import app", "import sim.desk"),
        (rules.one_way_imports, "desk/a.py", "from sim.lab import batch", "import sim.lab"),
        (rules.one_way_imports, "desk/a.py", "import sim.cli", "import sim.cli"),
        (rules.one_way_imports, "attic/a.py", "", "sim/attic is no room"),
        (
            rules.floors,
            "scenario/form/a.py",
            "def f():\n    from sim.scenario.checks.validate import validate",
            "form may not import scenario.checks",
        ),
        (rules.floors, "scenario/attic.py", "", "scenario/attic is on no floor"),
        (
            rules.floors,
            "desk/screens/a.py",
            "if TYPE_CHECKING:\n    from sim.desk.navigation.lead import Lead",
            "screens may not import desk.navigation",
        ),
        (rules.late_imports, "cli.py", "import mesa", "mesa is heavy"),
        (rules.late_imports, "cli/batch.py", "from sim.lab.batch import run", "sim.lab.batch.run"),
        (rules.late_imports, "__init__.py", "if True:\n    import numpy.random", "numpy.random"),
        (rules.short_modules, "model/a.py", "x = 1\n" * 400, "401 lines; at most 400"),
        (rules.no_names, "model/a.py", "# as in Thailand", "'thailand'"),
        (rules.no_names, "model/a.py", "khmer_rouge = 1", "'khmer'"),
        (rules.no_names, "model/a.py", "x = {'hun_sen': 1}", "'hun sen'"),
        (rules.no_names, "model/a.py", "class VietnamRule: ...", "'vietnam'"),
        (rules.no_names, "desk/a.py", "FONT = 'NotoSansKhmer-Regular.ttf'", "'khmer'"),
        (rules.no_names, "model/constants.yaml", "untac: 0.2", "'untac'"),
        (rules.documented, "model/a.py", "def f() -> int:\n    return 1", "f has no docstring"),
        (rules.documented, "model/a.py", "class A:\n    x = 1", "A has no docstring"),
        (
            rules.documented,
            "model/a.py",
            'class A:\n    """An A."""\n    def f(self) -> int:\n        return 1',
            "A.f has no docstring",
        ),
        (
            rules.documented,
            "model/a.py",
            'class A(B):\n    """An A."""\n    def f(self) -> int:\n        return 1',
            "A.f has no docstring",
        ),
        (
            numbers_explained,
            "model/a.py",
            'class A:\n    """An A."""\n    size: float',
            "A.size is not explained",
        ),
        (
            numbers_explained,
            "game/a.py",
            'class A:\n    """An A."""\n    by: dict[str, Floats]',
            "A.by is not explained",
        ),
        (
            numbers_explained,
            "game/a.py",
            'class A:\n    """An A."""\n    size: float = 1  # noqa: E501',
            "A.size is not explained",
        ),
        (rules.exact_arithmetic, "model/a.py", "y = np.exp(x)", "np.exp differs"),
        (rules.exact_arithmetic, "model/a.py", "y = math.log(x)", "math.log differs"),
        (rules.exact_arithmetic, "game/a.py", "y = a @ b", "@ sums"),
        (rules.exact_arithmetic, "model/a.py", "y = x ** 0.5", "** differs"),
        (rules.exact_arithmetic, "model/a.py", "x **= n", "** differs"),
        (rules.exact_arithmetic, "model/a.py", "g.standard_normal(4)", "not aligned"),
        (rules.quiet_model, "model/a.py", "print(1)", "may not call print"),
        (rules.quiet_model, "model/a.py", "Path('a').read_text()", "may not call read_text"),
    ],
)
def test_a_breach_is_noticed(
    rule: Rule, module: str, source: str, breach: str, tmp_path: Path
) -> None:
    path = tmp_path / "sim" / module
    path.parent.mkdir(parents=True)
    path.write_text(GOOD)
    if not breach.endswith(("no room", "no floor")):
        assert rule(tmp_path) == []
    path.write_text(GOOD + source)
    (found,) = rule(tmp_path)
    assert breach in found
    assert found.startswith(f"sim/{module}")


@pytest.mark.parametrize(
    "back",
    [
        "from sim.game.a import one",
        "import sim.game.a",
        "from sim.game import a",
        "from . import a",
        "def f():\n    from sim.game.a import one",
        "if TYPE_CHECKING:\n    from sim.game.a import one",
    ],
)
def test_a_circle_of_imports_is_noticed(back: str, tmp_path: Path) -> None:
    room = tmp_path / "sim" / "game"
    room.mkdir(parents=True)
    for name, source in {
        "__init__": "",
        "a": "import sim.game.b",
        "b": "from sim.game.c import two",
    }.items():
        (room / f"{name}.py").write_text(source)
    (room / "c.py").write_text("from sim.game import __doc__\nimport numpy.a")
    assert rules.no_circles(tmp_path) == []
    (room / "c.py").write_text(back)
    (found,) = rules.no_circles(tmp_path)
    assert "in a circle of imports" in found
    assert all(f"sim.game.{name}" in found for name in "abc")


def test_a_module_without_a_docstring_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "paths.py").write_text("x = 1\n")
    assert rules.documented(tmp_path) == ["sim/paths.py: the module has no docstring."]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("game/a.py", "from sim.model.world import World\nfrom sim import __version__"),
        ("cli.py", "def _main():\n    from sim.lab import batch\n    import numpy"),
        ("cli.py", "if TYPE_CHECKING:\n    import numpy as np"),
        ("desk/kit/text.py", "FONT = 'NotoSansKhmer-Regular.ttf'\nchinaware = machine = None"),
        ("model/a.py", "y = x ** 2 + 2.0 ** -53\nz = np.sqrt(y)"),
        ("model/constants.py", "path.read_text()"),
        ("desk/kit/a.py", "import numpy as np\ny = np.exp(x) @ z\nprint(y)"),
        (
            "model/a.py",
            'class A:\n    """An A."""\n    def f(self):\n        """Do it."""\n\n\n'
            'class B(A):\n    """A B."""\n    def f(self): ...',
        ),
        (
            "model/a.py",
            'class A:\n    """An A of some size."""\n    size: float\n    by: float\n'
            '    """Signed."""\n    of: Floats  # (A, R)\n    low: float\n    _own: float',
        ),
        (
            "model/a.py",
            '@overload\ndef f(x: int) -> int: ...\ndef f(x):\n    """F."""\n\n\ndef _g(): ...',
        ),
    ],
)
def test_what_is_allowed_passes(module: str, source: str, tmp_path: Path) -> None:
    path = tmp_path / "sim" / module
    path.parent.mkdir(parents=True)
    path.write_text(GOOD + source)
    assert [breach for rule in rules.RULES for breach in rule(tmp_path)] == []
