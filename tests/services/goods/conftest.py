"""A till's own folder, as the verbs find it."""

import pytest


@pytest.fixture
def home(demo_homes, tmp_path, monkeypatch):
    made = demo_homes.small(tmp_path / "home")
    monkeypatch.setenv("SHOWROOM_HOME", str(made.folder))
    return made
