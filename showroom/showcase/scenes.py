"""The tour's pictures of paper and devices: test page, wizard, the customer's screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.showcase.player import SIZES, Player, shaded

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context


class Showcase:
    """`picture` photographs the window under a name."""

    def __init__(self, player: Player, folder: Path, picture: Callable[[str], None]) -> None:
        self._player = player
        self._folder = folder
        self._picture = picture

    def show(self) -> None:
        """All of it."""
        self._papers()
        self._wizard()
        self._customer()

    @property
    def _context(self) -> Context:
        return self._player.window.context

    def _papers(self) -> None:
        from showroom.domain.document import TestPage

        context = self._context
        header = context.services.settings.header()
        for columns in (32, 48):
            page = context.paper.preview_png(TestPage(header, "前台小票"), columns)
            (self._folder / f"test-page-{columns}.png").write_bytes(page)
        latest = context.services.reports.latest(context.actor, 1)[0]
        receipt = context.services.reports.receipt(latest.sale_id)
        (self._folder / "receipt.pdf").write_bytes(context.paper.slip_pdf(receipt, 48))

    def _wizard(self) -> None:
        """Setting up a printer that is a folder."""
        from showroom.domain.printer import PrinterSettings
        from showroom.ui.wizard.wizard import PrinterWizard

        player = self._player
        known = PrinterSettings("receipt", "小票", "file", str(self._folder / "receipts"))
        wizard = PrinterWizard(player.window, self._context, (), known)
        wizard.open()
        for step in ("find", "trial", "answers", "naming"):
            player.wait_quiet()
            self._picture(f"printer-{step}")
            if step != "naming":
                wizard.next_page()
        wizard.close_panel()

    def _customer(self) -> None:
        """A sale, its change, each zone; light and dark, at both sizes."""
        from showroom.domain.basket import Basket
        from showroom.domain.quantity import SoldBy
        from showroom.ui.customer.state import IDLE, CustomerState
        from showroom.ui.customer.window import PICTURES, CustomerWindow

        context = self._context
        window = CustomerWindow(preview=True)
        window.show_shop(context.shop)
        window.show_index(context.index)
        basket = Basket()
        for sku in context.index.skus[::40]:
            basket = basket.add(sku, 735 if sku.sold_by is SoldBy.WEIGHT else 2)
        latest = context.services.reports.latest(context.actor, 1)[0]
        sale = context.services.reports.receipt(latest.sale_id).sale
        shown = {
            "selling": CustomerState("selling", basket),
            "done": CustomerState("done", sale=sale),
        }
        for shade in shaded():
            for wide, high in SIZES:
                window.resize(wide, high)
                for name, state in shown.items():
                    window.show_state(state)
                    self._keep(window.grab().save, f"customer-{name}-{shade}-{wide}")
                window.show_state(IDLE)
                for name in PICTURES:
                    self._keep(window.grab().save, f"customer-{name}-{shade}-{wide}")
                    window.next_zone()
        window.close()
        window.deleteLater()

    def _keep(self, save: Callable[[str], bool], name: str) -> None:
        save(str(self._folder / f"{name}.png"))
