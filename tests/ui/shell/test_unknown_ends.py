"""What is said of an end that nobody knows: it fits the act, and what answers it takes it back."""

from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt

from showroom.domain.errors import Refusal
from showroom.ui.engine.drafts import SAVED_AT_LAST
from showroom.ui.words import messages
from tests.factories import OWNER_PIN
from tests.services.books.test_command import cut_commit
from tests.ui.counter.counter_player import FLOWER, TEA, Till

KEY = Qt.Key
RETRIED = messages.sentence_for("commit_retried")
NO = Refusal("last_shop_manager", name="林店长")


@pytest.fixture
def till(desk, shop, qtbot, monkeypatch):
    monkeypatch.setattr("showroom.ui.engine.saver.AGAIN_MS", 60_000)
    made = Till(desk, shop, qtbot)
    made.open_shift(shop.cashier)
    return made.enter(shop.cashier)


@contextmanager
def lost_answer(till):
    """COMMIT of what is written meanwhile gives no answer, once; then the disk is healthy."""
    cut_commit(till.shop.books.database, carried_out=False)
    yield
    till.settle()


def said_of(till):
    strip = till.desk.strip
    return [m.text for m in (strip.message, *strip._waiting) if m is not None]  # noqa: SLF001


def scan_again(till):
    till.scan(TEA)
    till.settle()
    assert till.said == SAVED_AT_LAST


def sell(till):
    till.press(KEY.Key_F12)
    till.settle()
    assert len(till.sales) == 1


@pytest.mark.parametrize("answer", [scan_again, sell])
def test_the_next_kept_draft_or_the_sale_ends_what_was_said_of_the_last(till, answer):
    """It stood over seven sales, and only a click took it away."""
    with lost_answer(till):
        till.scan(FLOWER)
    assert till.said == RETRIED
    answer(till)
    assert RETRIED not in said_of(till)


def test_a_refusal_is_shown_before_what_stands_comes_back(till):
    """It was dropped behind a latched one, because something stood there already."""
    operations = till.desk.context.operations
    with lost_answer(till):
        till.scan(FLOWER)
    operations.refuse(Refusal("barcode_unknown", code="6901"), latch=True)
    operations.refuse(NO)
    assert "6901" in till.said
    till.press(KEY.Key_Escape)
    assert till.said == messages.sentence(NO)
    till.desk.strip.answer()
    assert till.said == RETRIED


def test_an_approval_without_an_answer_is_none_and_the_pin_is_typed_again(till):
    """正在核对 stood there, and nobody looked anything up."""
    till.scan(FLOWER)
    till.press(KEY.Key_F4)
    till.write("60")
    till.press(KEY.Key_Return)
    till.settle()
    with lost_answer(till):
        till.write(OWNER_PIN)
    assert till.panel._pad.hint == messages.sentence_for("commit_no_approval")  # noqa: SLF001
    assert till.basket.due_fen == 6_800
    till.write(OWNER_PIN)
    till.qtbot.waitUntil(lambda: till.panel is None)
    assert till.basket.reduction_fen > 0
