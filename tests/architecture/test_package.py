"""What the package says of itself is said once."""

import re
import tomllib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pytest

import showroom
from showroom.__main__ import main

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_version_stands_in_one_place():
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "showroom/__init__.py"
    assert version("showroom") == showroom.__version__, "installed from other sources: install anew"


def test_the_program_tells_its_version(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"showroom {showroom.__version__}\n"


def test_the_texts_of_its_licences_travel_with_it():
    named = PROJECT["project"]["license-files"]
    assert [name for name in named if not (ROOT / name).is_file()] == []
    assert set(PROJECT["project"]["license"].split(" AND ")) == {"MIT", "OFL-1.1"}
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_the_hooks_before_a_commit_fetch_nothing():
    hooks = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert set(re.findall(r"repo: *(\S+)", hooks)) == {"local"}
    assert set(re.findall(r"language: *(\S+)", hooks)) == {"system"}


def test_what_is_promised_to_be_covered_is_there():
    promised = PROJECT["tool"]["coverage"]["run"]["source"]
    assert len(promised) == 5
    assert [part for part in promised if find_spec(part) is None] == []
    assert PROJECT["tool"]["coverage"]["report"]["fail_under"] == 100


def test_the_window_has_a_program_without_a_console_and_verbs_one_with_it():
    project = PROJECT["project"]
    assert project["scripts"] == {"showroom": "showroom.__main__:main"}
    assert project["gui-scripts"] == {"showroom-till": "showroom.__main__:main"}
    told = (ROOT / "README.md").read_text("utf-8")
    (install,) = re.findall(r"^py .*constraints\.txt \.;.*$", told, re.MULTILINE)
    assert install.endswith("Scripts\\showroom-till")
