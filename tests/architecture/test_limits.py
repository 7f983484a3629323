"""Every number that is a rule stands in docs/limits.md, and no sentence says another one."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from showroom.db import engine
from showroom.domain import business_day, clock_band, print_job, scan, shift_day
from showroom.domain.money import yuan
from showroom.domain.pin import PIN_DIGITS
from showroom.domain.printer import WIDTHS
from showroom.machine.assets import sample_catalogue
from showroom.services.goods import import_files, import_sheet, import_table
from showroom.services.goods.formats import import_xlsx
from showroom.services.goods.import_columns import TEMPLATE
from showroom.services.goods.import_values import RATES_BP
from showroom.services.paper import print_queue
from showroom.services.shop import proofs, settings
from showroom.ui.engine import scan_burst
from showroom.ui.sign_in import first_start
from showroom.ui.wizard import words as wizard
from showroom.ui.words.message_table import REFUSALS
from showroom.ui.words.message_table_faults import FAULTS
from showroom.ui.words.message_table_rows import ROWS
from showroom.ui.words.message_table_stock import STOCK

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"^\| (.+?) \| `([\w.]+)\.(\w+)` \|")
MARKS = frozenset(
    {
        *("US_PER_S", "GRAMS_PER_KG", "PERCENT", "BASIS", "UTC_OFFSET_MIN"),  # units
        *("AS_FILE", "UNKNOWN_BIT", "ALGORITHM", "SERIES", "ANCHOR_BYTES", "SAME_DAY"),  # forms
        *("NEW", "FIRST_TILL", "NOWHERE", "NOBODY", "NO_LOT", "_NONCHARACTER", "NO_WINDOW"),
        *("_BASE", "_WEIGHT", "_MARK", "_MARKER_LENGTH", "_SCAN"),  # of a code, of a JPEG
        *("COLOURS", "WORD"),  # of a bitmap
    }
)
"""Numbers that limit nothing."""
SAMPLES = frozenset(
    {"services.paper.sample_receipt", "services.setup.demo", "services.setup.demo_suppliers"}
)
UNITS = (("days", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1))


def written():
    """(room's module, constant, value as written), row by row."""
    lines = (ROOT / "docs" / "limits.md").read_text("utf-8").splitlines()
    return [(m[2], m[3], m[1]) for m in map(ROW.match, lines) if m]


def duration(ms):
    name, size = next((n, size) for n, size in UNITS if ms % size == 0)
    return f"{ms // size} {name}"


def shown(name, value):
    """A constant as the document writes it, by the unit that ends its name."""
    if isinstance(value, tuple):
        inner = " " if all(isinstance(v, int) for v in value) and name == "" else ", "
        return inner.join(shown("" if isinstance(v, tuple) else name, v) for v in value)
    for end, ms in (("_US", 0.001), ("_MS", 1), ("_S", 1000)):
        if name.endswith(end):
            return duration(round(value * ms))
    if name.endswith("_FEN"):
        return f"¥{yuan(value)}"
    if name.endswith(("_BYTES", "_UNPACKED")):
        return f"{value / 2**20:g} MiB"
    return f"{value:,}".replace(",", " ")


def is_number(value):
    if isinstance(value, tuple):
        return bool(value) and all(is_number(v) for v in value)
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def rules():
    """(module, constant) of every number in capitals of `domain` and `services`."""
    for room in ("domain", "services"):
        for path in sorted((ROOT / "showroom" / room).rglob("*.py")):
            module = ".".join(path.relative_to(ROOT / "showroom").with_suffix("").parts)
            for node in ast.parse(path.read_text("utf-8")).body:
                if not isinstance(node, (ast.Assign, ast.AnnAssign)):
                    continue
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                for name in (n for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)):
                    if name.id.isupper() and name.id not in MARKS and module not in SAMPLES:
                        yield module, name.id


def value_of(module, name):
    return getattr(importlib.import_module(f"showroom.{module}"), name)


def test_every_number_that_is_a_rule_is_written_down():
    here = {(module, name) for module, name, _ in written()}
    found = {rule for rule in rules() if is_number(value_of(*rule))}
    assert sorted(found - here) == [], "a rule without its row in docs/limits.md"


@pytest.mark.parametrize(("module", "name", "text"), written(), ids=lambda v: str(v)[-24:])
def test_what_is_written_is_what_is_meant(module, name, text):
    assert shown(name, value_of(module, name)) == text


S = 10**6
MINUTE = 60 * S
NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven")
NIGHT = business_day.DAY_STARTS_H * 3600 * S
PAUSED_US = sum(
    print_queue.BACKOFF_US[min(n, len(print_queue.BACKOFF_US) - 1)]
    for n in range(print_queue.MAX_ATTEMPTS - 1)
)
*_, LAST_PAUSE = (us // S for us in print_queue.BACKOFF_US)
SENTENCES = {
    "trade": (
        f"opened before {business_day.DAY_STARTS_H:02}:00 still belongs to the day before",
        f"its day is over: until {(NIGHT + shift_day.GRACE_US) // (60 * MINUTE):02}:00 somebody",
        "A scale may use {}–{} only".format(*scan.LABEL_PREFIXES),
    ),
    "hardware": (
        f"({print_queue.MAX_ATTEMPTS} tries, {PAUSED_US // MINUTE} minutes of pauses, or no",
        f"({', '.join(str(us // S) for us in print_queue.BACKOFF_US[:-1])}, then {LAST_PAUSE} s)",
        f"at most {print_job.MAX_UNPRINTED} of them",
        f"ahead of its receipt, lives {print_job.DRAWER_LIFE_US // S} s",
        f"gaps of at most {scan_burst.GAP_MS} ms by the event's own stamp",
        f"gaps within {scan_burst.GAP_MS} ms, pauses of up to {scan_burst.DOUBT_MS} ms bridged",
        f"and up to {scan_burst.STALL_MS} ms, where a check digit",
        f"Slower ones, up to {scan_burst.SLOW_MS} ms",
    ),
    "reliability": (
        f"in steps of {engine.BUSY_STEP_MS} ms up to {engine.BUSY_LIMIT_S:g} s",
        f"runs the transaction again, at most {NUMBERS[engine.RETRIES]} times",
        f"more than {clock_band.BEHIND_US // MINUTE} minutes behind it",
        f"more than {clock_band.AHEAD_US // MINUTE // 1440} days ahead of it",
        f"beyond {NUMBERS[clock_band.QUIET_US // MINUTE // 1440]} days whoever is at the till",
        f"beyond {clock_band.AHEAD_US // MINUTE // 1440} days a 店长 is asked",
        f"each hour of it pays for {NUMBERS[clock_band.AWAKE_PAYS]} of silence",
        f"within {clock_band.APART_US // MINUTE} minutes of it a clock is believed",
        f"Regular files up to {import_files.MAX_BYTES >> 20} MiB only",
        f"{import_xlsx.MAX_UNPACKED >> 20} MiB unpacked, ratio {import_xlsx.MAX_RATIO}, ",
        f"{import_xlsx.MAX_ENTRIES:,} entries".replace(",", " "),
        f"at most {import_table.MAX_ROWS:,} rows".replace(",", " "),
        f"an end after {import_sheet.MAX_BLANK_ROWS:,} blank ones".replace(",", " "),
        "From {} misses {} s of waiting".format(*proofs.SHORT_LOCK),
        f"from {proofs.LONG_LOCK[0]} half an hour" if proofs.LONG_LOCK[1] == 1800 else "",
        f"after {proofs.DEAD_AFTER} the PIN is dead",
        f"{proofs.TILL_FAILURES} misses in ten minutes" if proofs.TILL_WINDOW_S == 600 else "",
        "locks after {} to {} minutes".format(*settings.IDLE_MINUTES),
        f"minutes ({settings.ShopSettings().idle_lock_min} at first)",
    ),
}


@pytest.mark.parametrize(
    ("document", "text"), [(d, t) for d, texts in SENTENCES.items() for t in texts]
)
def test_a_document_says_the_number_that_holds(document, text):
    said = " ".join((ROOT / "docs" / f"{document}.md").read_text("utf-8").split())
    assert text, "the number moved and its words did not"
    assert text in said


def test_words_that_name_what_a_table_holds():
    products = len(sample_catalogue().splitlines()) - 1
    assert first_start.DEMO[0].startswith(f"{products} 种商品")
    assert tuple(columns for columns, _ in wizard.COLUMNS) == WIDTHS
    (tax,) = (head for head in TEMPLATE if head.startswith("税率("))
    assert {int(bp) * 100 for bp in re.findall(r"(\d+)%", tax)} <= set(RATES_BP)


NAMES = re.compile(r"\{\w+\}|\bF\d+|A4|UTF-8|GB18030")
OWN_NUMBERS = {
    "contract_payment_days": "200617",  # of the law
    "day_missing": "20261101",
    "day_unclear": "20261101",
    "age_unchecked": "18",  # the law's
    "cash_unreadable": "200186.5",  # examples
    "date_unreadable": "2026-01-31",
    "receipt_date": "2026-11-01",
    "date_serial": "2026-01-31",
    "life_several": "36512",
    "price_fen_unreadable": "1250",
    "price_jiao_unreadable": "125",
    "price_unreadable": "12.50",
    "receipt_number_unreadable": "01-000041",
    "words_like_pin": str(PIN_DIGITS),
    "month_unreadable": "2026-06",
    "width_unknown": "5880",  # what paper is called
}
"""What sentences may say in figures besides nought: everything else comes to them with its code."""


def test_a_sentence_knows_no_number_of_its_own():
    found = {}
    for code, texts in {**REFUSALS, **FAULTS, **ROWS, **STOCK}.items():
        for text in (texts,) if isinstance(texts, str) else texts:
            figures = "".join(re.findall(r"\d[\d.-]*", NAMES.sub("", text)))
            if figures.strip("0"):
                found[code] = figures
    assert found == OWN_NUMBERS
