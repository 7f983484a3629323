import pytest

from tests.ui.engine.operations_desk import Desk


@pytest.fixture
def desk():
    made = Desk()
    yield made
    for lane in made.lanes:
        assert lane.close()


@pytest.fixture
def settled(desk, qtbot):
    return lambda: qtbot.waitUntil(lambda: not any(lane.pending for lane in desk.lanes))
