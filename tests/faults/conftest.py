"""A home whose books are whole."""

import pytest


@pytest.fixture
def home(demo_homes, tmp_path):
    return demo_homes.whole(tmp_path / "home")
