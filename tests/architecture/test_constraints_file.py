"""What the README's commands install is named with its version, and no place to get it from."""

import re
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PIN = re.compile(r"([A-Za-z0-9][\w.-]*)==(\d[\w.]*)")
"""A name and a version, so neither an address nor an option of pip."""
OURS = canonicalize_name(PROJECT["name"])


def pins():
    found = (PIN.fullmatch(line) for line in LINES if not line.startswith("#"))
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def asked():
    """The requirements of pyproject.toml, all extras included."""
    extras = PROJECT["optional-dependencies"]
    texts = [*PROJECT["dependencies"], *(text for texts in extras.values() for text in texts)]
    found = map(Requirement, texts)
    return [one for one in found if canonicalize_name(one.name) != OURS]


def needed():
    """Names of all that these bring with them on this machine."""
    waiting, seen = asked(), set()
    while waiting:
        one = waiting.pop()
        key = (canonicalize_name(one.name), *sorted(one.extras))
        if key in seen:
            continue
        seen.add(key)
        for text in requires(one.name) or ():
            further = Requirement(text)
            extras = ("", *one.extras)
            marker = further.marker
            if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(further)
    return {name for name, *_ in seen}


def test_each_line_is_a_name_and_its_version():
    assert [line for line in LINES if not (line.startswith("# ") or PIN.fullmatch(line))] == []
    assert not any("://" in line for line in LINES)


def test_every_package_that_comes_is_pinned():
    assert sorted(needed() - set(pins())) == []


@pytest.mark.skipif(sys.platform != "linux", reason="other systems need other packages too")
def test_nothing_is_pinned_that_nobody_needs():
    assert sorted(set(pins()) - needed()) == []


def test_each_pin_is_of_a_version_that_is_allowed():
    kept = pins()
    wrong = {one.name for one in asked() if kept[canonicalize_name(one.name)] not in one.specifier}
    assert wrong == set()


def test_the_readme_installs_with_them():
    text = (ROOT / "README.md").read_text("utf-8")
    installs = re.findall(r"pip install (.*)", text)
    assert len(installs) == 5
    assert [line for line in installs if not line.startswith("-c constraints.txt ")] == []
