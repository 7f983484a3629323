"""打印机: the till's printers, each with its role; the wizard finds and teaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.domain.printer import PrinterSettings
from showroom.services.books.done import Done
from showroom.ui.engine.operation import How
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import Part, push
from showroom.ui.widgets.card import label, row, set_tone
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.wizard.printer_setup import with_printer, without_printer
from showroom.ui.wizard.step import complain
from showroom.ui.wizard.wizard import PrinterWizard
from showroom.ui.wizard.words import CONNECTIONS, ROLES, facts

if TYPE_CHECKING:
    from showroom.services.books.done import Done
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

COLUMNS = (
    Column("名字", 0, kind="strong"),
    Column("用来打", 88),
    Column("接在", 132, kind="muted"),
    Column("纸宽", 88, kind="muted"),
)
TABLE_HEIGHT = 260
READY = {"ready": "打印机已经就绪", "near_end": "打印机已经就绪，纸快用完了"}


class PrinterPart(Part):
    """Tests run on the device lane; the test page takes the outbox's way like any slip."""

    key, title, icon, shows_receipt = "printer", "打印机", "printer", True
    needs_height = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._printers: tuple[PrinterSettings, ...] = ()
        self._wizard: PrinterWizard | None = None
        self._table = RowTable(COLUMNS, "打印机")
        self._table.setFixedHeight(TABLE_HEIGHT)
        self._table.set_empty(EmptyState("printer", "还没有打印机", "照样能收款，小票随时可以重打"))
        self._table.row_selected.connect(self._look)
        self._table.row_activated.connect(lambda _key: self._change())
        self._facts = label(" ", "muted", wrap=True)
        self._status = label(" ", wrap=True)
        self._add = push("添加打印机", "plus", self._open_new, "primary")
        self._edit = push("重新设置", "edit", self._change)
        self._test = push("测试连接", "refresh", self._try)
        self._page = push("打印测试页", "print", self._print_page)
        self._remove = push("移走", "trash", self._take_away)
        self.form.addWidget(self._table)
        self.form.addWidget(self._facts)
        self.form.addWidget(self._status)
        self.form.addLayout(row(self._add, self._edit, None, self._remove, spacing=SPACE.s))
        self.form.addLayout(row(self._test, self._page, None, spacing=SPACE.s))
        self._look(None)

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the table."""
        self._printers = settings.printers
        self._table.set_rows([_row(p) for p in settings.printers])
        if self._table.selected_key is None:
            self._table.select_first()
        self._look(None)

    def complain(self, name: str) -> None:
        """Somebody else stored something in between: the strip says what."""
        del name

    @property
    def _chosen(self) -> PrinterSettings | None:
        key = self._table.selected_key
        return next((p for p in self._printers if p.name == key), None)

    def _look(self, _key: object) -> None:
        chosen = self._chosen
        for button in (self._edit, self._test, self._page, self._remove):
            button.setEnabled(chosen is not None)
        self._tell(" ")
        if chosen is None:
            self._facts.setText(" ")
        else:
            preset = self.context.paper.printer_model(chosen.model)
            self._facts.setText(facts(chosen, chosen.learned or preset))

    # -- the wizard ---------------------------------------------------------------------------

    def _open_new(self) -> None:
        self._open(None)

    def _change(self) -> None:
        if self._chosen is not None:
            self._open(self._chosen)

    def _open(self, printer: PrinterSettings | None) -> None:
        wizard = PrinterWizard(self, self.context, self._printers, printer)
        self._wizard = wizard
        wizard.wanted.connect(self._keep)
        wizard.closed.connect(self._forget)
        wizard.open()

    def _forget(self) -> None:
        self._wizard = None

    def _keep(self, printer: PrinterSettings, was: str) -> None:
        wizard = self._wizard
        how = How(
            exclusive="printer",
            success=f"{printer.name} 已经设好",
            refused=None if wizard is None else wizard.refuse,
        )
        self._store(how, with_printer(self._printers, printer, was))

    def _take_away(self) -> None:
        chosen = self._chosen
        if chosen is not None:
            how = How(exclusive="printer", success=f"{chosen.name} 已移走")
            self._store(how, without_printer(self._printers, chosen.name))

    def _store(self, how: How, printers: tuple[PrinterSettings, ...]) -> None:
        self.context.operations.do(
            self.context.services.settings.change,
            self.context.actor,
            {"printers": printers},
            owner=self,
            on_done=self._stored,
            how=how,
        )

    def _stored(self, _done: Done) -> None:
        if self._wizard is not None:
            self._wizard.close_panel()
        self.context.wake_printer()

    # -- tests --------------------------------------------------------------------------------

    def _try(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        self._test.setEnabled(False)
        self._tell("正在连接…", "muted")
        self.context.operations.reach(
            self.context.paper.printer_test,
            chosen,
            owner=self,
            on_done=lambda code: self._tell(READY.get(code, READY["ready"]), "success"),
            how=How(
                failed=lambda error: complain(self._status, error),
                settled=lambda: self._test.setEnabled(True),
            ),
        )

    def _print_page(self) -> None:
        chosen = self._chosen
        if chosen is None:
            return
        self.context.wishes.order(
            self.context.services.prints.test_page,
            self.context.actor,
            chosen.name,
            how=How(exclusive="test_page", for_paper=True),
        )

    def _tell(self, text: str, tone: str = "") -> None:
        self._status.setText(text)
        set_tone(self._status, tone)


def _row(printer: PrinterSettings) -> Row:
    return Row(
        printer.name,
        (
            printer.name,
            ROLES.get(printer.role, printer.role),
            CONNECTIONS.get(printer.connection, printer.connection),
            f"{printer.columns} 列",
        ),
        role="muted" if printer.connection == "none" else "",
    )
