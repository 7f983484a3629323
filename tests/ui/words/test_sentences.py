"""Refusals and faults become short Chinese sentences, and only in one place."""

import re
from pathlib import Path

from showroom.domain.errors import Fault, Refusal
from showroom.ui.words import messages
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.message_table_rows import ROWS
from showroom.ui.words.message_table_stock import STOCK

ROOT = Path(__file__).resolve().parents[3]


UI = ROOT / "showroom" / "ui"


def test_screens_know_no_lanes_and_announce_nothing():
    """What they do goes through operations, which alone announce."""
    rooms = {"engine", "shell", "look", "words"}
    lane = re.compile(r"\.lanes\b|busy_after_100ms|\.announce\(")
    screens = [p for p in UI.rglob("*.py") if p.relative_to(UI).parts[0] not in rooms]
    assert len(screens) > 80
    assert [str(p.relative_to(UI)) for p in screens if lane.search(p.read_text("utf-8"))] == []


def test_sentences_fall_back_when_parameters_are_missing():
    assert messages.sentence(Refusal("sku_no_stock", name="米", on_hand=2)) == "米 库存只有 2"
    assert messages.sentence(Refusal("sku_no_stock")) == "库存不足"
    assert messages.sentence_for("discount_raises_price", {"limit_fen": 1250}).endswith("¥12.50")
    assert "strange" in messages.sentence(Refusal("strange"))
    assert "可以重试" in messages.sentence(Fault("strange"))


def test_a_code_stands_in_one_table():
    """In two of them the later one hid what the other wanted to say."""
    tables = (ROWS, STOCK, REFUSALS, FAULTS)
    assert sum(map(len, tables)) == len(set().union(*tables))


def test_sentences_are_chinese_and_short():
    for table in (REFUSALS, FAULTS):
        for code, templates in table.items():
            for text in (templates,) if isinstance(templates, str) else templates:
                assert re.search(r"[\u4e00-\u9fff]", text), code
                assert len(text) <= 40, code
                assert not text.endswith("。"), code


def test_long_parameters_are_cut():
    said = messages.sentence(Refusal("scan_unknown", code="9" * 100))
    assert "…" in said
    assert len(said) < 80
