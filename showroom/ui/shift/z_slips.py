"""Z slips of closed shifts: looked at, printed again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from showroom.domain.document import Document, ZSlip
from showroom.domain.shift import ZReport
from showroom.domain.slip_kind import SlipKind
from showroom.services.suite import Suite
from showroom.ui.counter.receipt_overlay import ReceiptOverlay
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How


def read_z(services: Suite, report: ZReport) -> tuple[Document, int]:
    """A Z slip and the columns of the shop's paper; on the database lane."""
    return ZSlip(services.settings.header(), report), services.settings.load().receipt_columns


def show_z(host: QWidget, context: Context, report: ZReport) -> None:
    """The slip as it printed, with 重打."""
    services = context.services
    panel = ReceiptOverlay(
        host,
        context,
        f"交班单 Z{report.shift.number:05d}",
        again=lambda: print_again(host, context, report),
    )
    panel.show_fetched(lambda: read_z(services, report))
    panel.open()


def print_again(host: QWidget, context: Context, report: ZReport) -> None:
    """A copy, marked and journaled."""
    shift_id, wishes = report.shift.shift_id, context.wishes
    request = wishes.request("reprint", SlipKind.Z_SLIP, shift_id)
    context.operations.do(
        context.services.prints.reprint,
        context.actor,
        SlipKind.Z_SLIP,
        shift_id,
        request,
        owner=host,
        on_done=lambda _done: wishes.granted(request),
        how=How(exclusive="reprint", success="再打一张已记录", sound="done"),
    )
