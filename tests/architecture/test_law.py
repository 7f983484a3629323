"""The law of the house, held by tests."""

import ast
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from showroom.domain.errors import Fault, Refusal
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.message_table_rows import ROWS
from showroom.ui.words.message_table_stock import STOCK
from tests.architecture import law
from tests.architecture.checks import CHECKS, exemption, is_allowed, room_of
from tests.architecture.house import lies_in

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "showroom").rglob("*.py"))
LONGEST_FILE = 500


def lines(path):
    return len(path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_the_house_keeps_the_law(house, check):
    """What `law.py` does not allow is a breach.

    Imports for the type checker count like any other: a room that needs another's names to say
    what it takes depends on it, whether it loads it or not.
    """
    assert sorted(set(check(house))) == []


def test_every_module_lives_in_a_room(house):
    bare = {"__init__", "services", "ui"}  # packages that only hold rooms
    assert [m for m in house.trees if not room_of(m) and m not in bare] == []


def test_nobody_is_exempt_for_nothing(house):
    needed = {exemption(found) for found in house.imports if not is_allowed(found)}
    assert [e for e in law.EXEMPTIONS if e not in needed] == [], "strike these out of the law"


def test_the_table_lets_no_second_room_to_a_package():
    for name, room in law.ROOMS.items():
        for other in room.others.split():
            assert lies_in(name, law.SOLE[other].split()), f"{other} in {name}"


def raised_codes(house):
    for module, node in house.of(ast.Call):
        if (
            isinstance(node.func, ast.Name)
            and node.func.id in {"Refusal", "Fault", "ApprovalNeeded"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            kind = Fault if node.func.id == "Fault" else Refusal
            yield kind, node.args[0].value, module


def test_every_refusal_and_fault_has_its_sentence(house):
    """In the table of its own kind: a fault among the refusals would show its bare code."""
    tables = {Refusal: {**REFUSALS, **ROWS, **STOCK}, Fault: FAULTS}
    missing = sorted(
        {
            f"{code} ({where})"
            for kind, code, where in raised_codes(house)
            if code not in tables[kind]
        }
    )
    assert missing == []


def test_files_hold_one_idea():
    assert [p for p in SOURCES if lines(p) > LONGEST_FILE and "migrations" not in p.parts] == []


def test_a_folder_is_one_room():
    """Rules and widgets are found by name, so theirs are flat; everything else is divided."""
    flat = {ROOT / "showroom" / "domain", ROOT / "showroom" / "ui" / "widgets"}
    held = Counter(path.parent for path in SOURCES)
    assert [f for f, count in held.items() if count > (45 if f in flat else 30)] == []


def test_a_list_of_changes_has_no_holes():
    """A blank line ends a list: what follows it would be another."""
    told = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"(?m)^(?:- |  ).*\n\n(?=- )", told) == []


def test_the_project_stands_alone():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\0")
    hosts = ("pypi" + ".org", "python" + "hosted", "npmjs" + ".org", "debian" + ".org/debian")
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".qss", ".sh"} or name == ".ci/run":
            told = path.read_text("utf-8") if path.exists() else ""
            for word in (*hosts, "../sha" + "red", f"{ROOT}/"):
                assert word not in told, f"{name} names {word}"


def test_screens_listen_to_the_context_by_methods():
    """A screen goes when another role signs in; Qt forgets its methods with it, never a lambda."""
    lasting = re.compile(r"(context|devices|theme_state\(\))\.\w+\.connect\(\s*lambda")
    ui = ROOT / "showroom" / "ui"
    for path in SOURCES:
        if path.is_relative_to(ui) and not path.is_relative_to(ui / "shell"):
            assert not lasting.search(path.read_text("utf-8")), path.name
