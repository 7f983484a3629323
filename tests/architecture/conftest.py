"""The house, read once for all checks of a run."""

from pathlib import Path

import pytest

from tests.architecture.house import House


@pytest.fixture(scope="session")
def house():
    return House(Path(__file__).parents[2])
