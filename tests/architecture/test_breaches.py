"""The law is broken on purpose, in a copy of the house: every breach must be told, nothing else."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.breaches import BREACHES, EXPECTED
from tests.architecture.checks import breaches
from tests.architecture.house import PACKAGE, House

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory, house):
    """What is told of what the broken copy has more than the house itself."""
    root = tmp_path_factory.mktemp("broken")
    shutil.copytree(ROOT / PACKAGE, root / PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
    for module, (text, _) in BREACHES.items():
        path = (root / PACKAGE).joinpath(*module.split(".")).with_suffix(".py")
        if not path.parent.exists():
            path.parent.mkdir()
            (path.parent / "__init__.py").touch()
        assert not path.exists(), f"{module} is a module of the house"
        path.write_text(text, "utf-8")
    return breaches(House(root, house))


@pytest.mark.parametrize("module", BREACHES)
def test_a_breach_is_told(told, module):
    assert f"{module}: {BREACHES[module][1]}" in told


def test_nothing_else_is_told(told):
    assert sorted(told - EXPECTED) == []
