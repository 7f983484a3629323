"""Where the fonts, icons, sounds and themes are: in the wheel, or beside the checkout."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def _root() -> Traversable:
    packaged = resources.files("showroom") / "resources"
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parent.parent / "resources"


def asset(*parts: str) -> Traversable:
    """The resource at `parts`, e.g. ``asset("icons", "cash.svg")``; it may not exist."""
    found = _root()
    for part in parts:
        found = found / part
    return found


def asset_bytes(*parts: str) -> bytes:
    """Content of a resource. Raises FileNotFoundError when the installation lacks it."""
    return asset(*parts).read_bytes()


def asset_path(*parts: str) -> AbstractContextManager[Path]:
    """A real file for those who need one (players, fonts); valid inside the `with`."""
    return resources.as_file(asset(*parts))
