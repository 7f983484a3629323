"""A payment as rows of a table: what was paid, and the 抹零 taken or offered."""

from __future__ import annotations

from showroom.domain.tender import Payment
from showroom.ui.look import formats
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.trade import tender_name

COLUMNS = (
    Column("付款方式", 0),
    Column("参考号", 120, kind="muted"),
    Column("金额", 110, "right", "amount"),
)
REFERENCE_SHOWN = 6


def payment_rows(payment: Payment, *, cash: bool) -> list[Row]:
    """One row per tender, keyed by its place; with `cash` the 抹零 that cash would bring."""
    rows = [
        Row(
            at,
            (
                tender_name(paid.kind),
                paid.reference[-REFERENCE_SHOWN:],
                formats.figure(paid.received_fen),
            ),
        )
        for at, paid in enumerate(payment.tenders)
    ]
    if payment.round_off_fen:
        rows.append(_round_off("抹零", payment.round_off_fen))
    elif cash and not payment.is_complete and payment.round_off_offer_fen:
        rows.append(_round_off("付现金可抹零", payment.round_off_offer_fen))
    return rows


def _round_off(name: str, fen: int) -> Row:
    return Row("round_off", (name, "", formats.figure(-fen)), role="muted")
