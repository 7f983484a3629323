"""小票打印机: how it is reached, what paper it has, a test of both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QWidget

from showroom.domain.errors import ShowroomError
from showroom.domain.printer import PrinterSettings
from showroom.ui.context import new_request
from showroom.ui.messages import sentence
from showroom.ui.operation import Call
from showroom.ui.screens.settings_parts.part import (
    FIELD_WIDTH,
    Part,
    TextField,
    choice,
    line,
    push,
)
from showroom.ui.tokens import SPACE
from showroom.ui.widgets.card import column, label, row, set_tone

if TYPE_CHECKING:
    from showroom.services.settings import ShopSettings
    from showroom.ui.context import Context

ROLE, NAME = "receipt", "小票打印机"
CONNECTIONS = (("none", "没有"), ("network", "网络"), ("file", "存成文件"))
COLUMNS = ((32, "32 列 · 58 mm"), (42, "42 列 · 80 mm"), (48, "48 列 · 80 mm"))
ADDRESS_WORDS = {
    "network": ("地址", "例如 192.168.1.88:9100", "打印机自检页上写着 IP 地址，端口通常是 9100"),
    "file": ("文件夹", "例如 /home/shop/receipts", "每张小票存成一个文件，没有打印机时用来试"),
}
READY = {"ready": "打印机已经就绪", "near_end": "打印机已经就绪，纸快用完了"}
LIMIT = 200


class PrinterPart(Part):
    """Tests run on the device lane; the test page takes the outbox's way like any slip."""

    key, title, icon, shows_receipt = "printer", "小票打印机", "printer", True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._all: tuple[PrinterSettings, ...] = ()
        self._printer = PrinterSettings(ROLE, NAME)
        self._connection = choice("连接方式", CONNECTIONS)
        self._address = TextField("地址", LIMIT)
        self._columns = choice("纸宽", COLUMNS)
        self._model = QComboBox()
        self._model.setAccessibleName("型号")
        self._model.setMinimumWidth(FIELD_WIDTH)
        self._model.setProperty("scale", "touch")
        for name, told in context.paper.printer_models():
            self._model.addItem(told, name)
        self._told = label(" ", wrap=True)
        self._address_name = label("", "muted")
        self._address_hint = label("", "caption", wrap=True)
        self._test = push("测试连接", "refresh", self._try)
        self._page = push("打印测试页", "print", self._print_page)
        self._details = QWidget()
        self._lay_out()
        self._connection.chosen.connect(self._connect)
        self._address.left.connect(lambda text: self._change(address=text.strip()))
        self._columns.chosen.connect(lambda key: self._change(columns=key))
        self._model.activated.connect(lambda _at: self._change(model=self._model.currentData()))

    def _lay_out(self) -> None:
        rest = column(
            line(self._address_name, self._address, hint=self._address_hint),
            line("型号", self._model, hint="不知道就选通用；一直提示没有回应时选单向"),
            row(self._test, self._page, None, spacing=SPACE.s),
            self._told,
            spacing=SPACE.s,
        )
        self._details.setLayout(rest)
        self.form.addLayout(line("连接方式", self._connection))
        self.form.addLayout(line("纸宽", self._columns))
        self.form.addWidget(self._details)

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the fields."""
        self._all = settings.printers
        found = next((p for p in settings.printers if p.role == ROLE), None)
        self._printer = found or PrinterSettings(ROLE, NAME)
        self._show(self._printer)

    @property
    def columns(self) -> int:
        """Paper width as chosen."""
        return self._printer.columns

    def complain(self, name: str) -> None:
        """The address was refused."""
        del name
        self._address.complain()
        self._address.setFocus()

    def _show(self, printer: PrinterSettings) -> None:
        self._connection.choose(printer.connection)
        self._columns.choose(printer.columns)
        self._model.setCurrentIndex(max(0, self._model.findData(printer.model)))
        self._address.show_value(printer.address)
        connected = printer.connection != "none"
        self._details.setVisible(connected)
        if connected:
            name, example, hint = ADDRESS_WORDS[printer.connection]
            self._address_name.setText(name)
            self._address.setPlaceholderText(example)
            self._address_hint.setText(hint)

    def _connect(self, connection: object) -> None:
        """Another way needs another address: nothing is stored until there is one."""
        self._tell(" ")
        if connection == "none":
            self._change(connection="none", address="")
            return
        if connection == self._printer.connection:
            return
        self._printer = replace(self._printer, connection=str(connection), address="")
        self._show(self._printer)
        self._address.setText("")
        self._address.setFocus()

    def _change(self, **wanted: object) -> None:
        printer = replace(self._printer, **wanted)  # type: ignore[arg-type]  # fields named above
        self._printer = printer
        self._show(printer)
        self.tried.emit("printers", self._with(printer))
        if printer.connection == "none" or printer.address:
            self.edited.emit("printers", self._with(printer))

    def _with(self, printer: PrinterSettings) -> tuple[PrinterSettings, ...]:
        return (printer, *(p for p in self._all if p.role != ROLE))

    # -- tests --------------------------------------------------------------------------------

    def _try(self) -> None:
        self._test.setEnabled(False)
        self._tell("正在连接…", "muted")
        self.context.lanes.devices.submit(
            self.context.paper.printer_test,
            replace(self._printer, address=self._address.text().strip()),
            owner=self,
            on_done=self._reached,
            on_error=self._not_reached,
        )

    def _reached(self, code: str) -> None:
        self._test.setEnabled(True)
        self._tell(READY.get(code, READY["ready"]), "success")

    def _not_reached(self, error: Exception) -> None:
        self._test.setEnabled(True)
        if isinstance(error, ShowroomError):
            self._tell(sentence(error), "danger")
        else:
            self._tell(" ")
            self.context.operations.report_bug(error)

    def _print_page(self) -> None:
        call = Call(self, exclusive="test_page", success="测试页已经排队，马上打印")
        self.context.operations.run(
            call,
            self.context.services.prints.test_page,
            self._printer.name or NAME,
            new_request(),
            on_done=self.context.announce,
        )

    def _tell(self, text: str, tone: str = "") -> None:
        self._told.setText(text)
        set_tone(self._told, tone)
