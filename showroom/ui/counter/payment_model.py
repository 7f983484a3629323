"""A payment as rows of a table: what was paid, and the 抹零 taken or offered."""

from __future__ import annotations

from collections import Counter

from showroom.domain.tender import Payment, Tender
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Role, Row
from showroom.ui.words.trade import tender_name

COLUMNS = (
    Column("付款方式", 0),
    Column("参考号", 120, kind="muted"),
    Column("金额", 110, "right", "amount"),
)
REFERENCE_SHOWN = 6
RECORDING, NOT_RECORDED = "正在记录…", "还没记下，正在重试"


def payment_rows(
    payment: Payment, unrecorded: Counter[Tender], *, cash: bool, failing: bool
) -> list[Row]:
    """One row per tender, keyed by its place; with `cash` the 抹零 that cash would bring.

    What the books do not have yet says so; of two alike it is the later one.
    """
    left, rows = Counter(unrecorded), list[Row]()
    for at, paid in reversed(list(enumerate(payment.tenders))):
        waits = left[paid] > 0
        left[paid] -= 1
        mark = f"　{NOT_RECORDED if failing else RECORDING}" if waits else ""
        shown = (
            f"{tender_name(paid.kind)}{mark}",
            paid.reference[-REFERENCE_SHOWN:],
            formats.figure(paid.received_fen),
        )
        tones: dict[int, Role] = {0: "danger" if failing else "muted"} if waits else {}
        rows.insert(0, Row(at, shown, tones=tones))
    if payment.round_off_fen:
        rows.append(_round_off("抹零", payment.round_off_fen))
    elif cash and not payment.is_complete and payment.round_off_offer_fen:
        rows.append(_round_off("付现金可抹零", payment.round_off_offer_fen))
    return rows


def _round_off(name: str, fen: int) -> Row:
    return Row("round_off", (name, "", formats.figure(-fen)), role="muted")
