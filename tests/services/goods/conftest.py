"""A till's own folder, as the verbs find it."""

import pytest

from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from tests.factories import small_catalogue


@pytest.fixture
def home(tmp_path, monkeypatch):
    made = Home(tmp_path / "home")
    opened = open_books(made, LocalSettings())
    opened.suite.setup.start_demo(small_catalogue())
    opened.close()
    monkeypatch.setenv("SHOWROOM_HOME", str(made.folder))
    return made
