"""The stock-keeper's minutes of the tour: a delivery, its document, the books behind the stock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from showroom.db.reads.documents import DocumentsWanted
from showroom.domain.quantity import SoldBy, kilograms
from showroom.domain.stock import DocumentKind

if TYPE_CHECKING:
    from showroom.showcase.player import Player
    from showroom.ui.engine.screen import Screen
    from showroom.ui.receiving.screen import ReceivingScreen

MADE_BEFORE = timedelta(20)
LOT = "20A1"


class Keeping:
    """`picture` photographs the window under a name."""

    def __init__(self, player: Player, picture: Callable[[str], None]) -> None:
        self._player = player
        self._picture = picture

    def show(self) -> None:
        """All of it; the keeper is signed in."""
        self._receive()
        for name in ("documents", "transfers", "suppliers", "leaving"):
            self._player.go(name)
            if name == "documents":
                self._player.press(Qt.Key.Key_Down)  # below the draft that was put aside
            self._picture(name)
            if name == "transfers":
                self._player.press(Qt.Key.Key_F9)
                self._picture("filling")
                self._player.press(Qt.Key.Key_Escape)
        self._books()

    def _page(self) -> Screen:
        shown = self._player.window.workspace
        page = shown.stack.page if shown is not None else None
        assert page is not None  # noqa: S101 (somebody is signed in)
        return page

    def _receive(self) -> None:
        """An order that came: its first goods are scanned, counted and dated."""
        from showroom.ui.receiving.choosing import ContractPanel
        from showroom.ui.receiving.screen import ReceivingScreen

        player = self._player
        player.go("receiving")
        self._picture("receiving")
        player.press(Qt.Key.Key_F9)
        self._picture("purchasing")
        player.press(Qt.Key.Key_Escape)
        page = self._page()
        assert isinstance(page, ReceivingScreen)  # noqa: S101 (gone there)
        player.wait_for("the orders", lambda: page.start.orders.rows)
        page.start.orders.setFocus()
        player.press(Qt.Key.Key_Return)
        player.wait_for("the draft", lambda: page.model.draft)
        player.wait_quiet()
        if player.window.findChild(ContractPanel) is not None:
            player.press(Qt.Key.Key_Return)
        self._enter_first(page)
        self._picture("receiving-line")
        player.press(Qt.Key.Key_F6)

    def _enter_first(self, page: ReceivingScreen) -> None:
        player, context = self._player, self._player.window.context
        draft = page.model.draft
        assert draft is not None  # noqa: S101 (waited for)
        ordered = {kept.line.sku_id: kept.line.expected for kept in draft.lines}
        sku = next(s for s in context.index.skus if s.sku_id in ordered and s.barcodes)
        player.scan(sku.barcodes[0])
        made = date.fromisoformat(context.services.reports.today()) - MADE_BEFORE
        count = ordered[sku.sku_id]
        came = kilograms(count) if sku.sold_by is SoldBy.WEIGHT else f"{count}"
        for text in (came, LOT, f"{made:%Y%m%d}"):
            player.write(text)
            player.press(Qt.Key.Key_Return)

    def _delivered(self) -> str:
        """The item number of goods whose lot that is sold first was brought by a supplier."""
        context = self._player.window.context
        services, actor = context.services, context.actor
        wanted = DocumentsWanted(kinds=frozenset({DocumentKind.GOODS_RECEIPT}))
        rows = services.documents.listed(actor, wanted).rows
        brought = [services.documents.detail(actor, row.document_id).document for row in rows]
        lines = [line for document in brought for line in document.lines]
        for line in lines:
            held = [x.lot for x in services.stock.lots(actor, line.sku_id) if x.lot.on_hand > 0]
            if held and held[0].lot_no == line.lot_no:
                return line.code
        return lines[0].code

    def _books(self) -> None:
        """From a product's stock to each of its moves, and from a lot to where it came from."""
        player = self._player
        player.go("stock")
        self._picture("stock")
        player.write(self._delivered())
        player.press(Qt.Key.Key_Return)
        for key, name in ((Qt.Key.Key_F8, "ledger"), (Qt.Key.Key_F9, "trace")):
            player.press(key)
            self._picture(name)
            player.press(Qt.Key.Key_Escape)
