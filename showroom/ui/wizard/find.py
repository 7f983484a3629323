"""First page: what this machine sees, or an address by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from showroom.domain.errors import Refusal
from showroom.domain.printer import FoundPrinter
from showroom.ui.engine.operation import How
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import TextField, choice, line, push
from showroom.ui.widgets.card import column, label, row, set_tone
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.wizard.step import Step, complain
from showroom.ui.wizard.words import CONNECTIONS
from showroom.ui.words import messages

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context
    from showroom.ui.wizard.printer_setup import PrinterSetup

COLUMNS = (
    Column("打印机", 0, kind="strong"),
    Column("接在", 120),
    Column("说明", 300, kind="muted"),
)
TABLE_HEIGHT = 248
FOUND = "found"
WAYS = ((FOUND, "找到的"), ("network", "网络"), ("serial", "串口"), ("file", "存成文件"))
BY_HAND = {
    "network": ("地址", "例如 192.168.1.88:9100", "打印机自检页上写着 IP 地址，端口通常是 9100"),
    "serial": ("端口", "例如 COM3,9600 或 /dev/ttyUSB0,19200,8N1,rtscts", "速率看打印机自检页"),
    "file": ("文件夹", "例如 /home/shop/receipts", "每张小票存成一个文件，没有打印机时用来试"),
}
SEARCHING, NOTHING = "正在找…", "没有找到打印机"
NOTHING_HINT = "看看电源和接线，再找一次；网络打印机另外找，或者直接填地址"
ASKING = "正在问本网段的每个地址，要几秒钟…"
NOBODY = "本网段没有谁应答 9100 端口：看看打印机自检页上的 IP 地址，填到「网络」里"
LIMIT = 200


class FindStep(Step):
    """The search runs on the device lane when the page opens."""

    title = "打印机在哪里"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._found: dict[int, FoundPrinter] = {}
        self._searched = False
        self._way = choice("怎么接", WAYS)
        self._way.chosen.connect(lambda _key: self._show_way())
        self._table = RowTable(COLUMNS, "找到的打印机")
        self._table.setFixedHeight(TABLE_HEIGHT)
        self._table.row_selected.connect(self._look)
        self._table.row_activated.connect(lambda _key: self.moved.emit())
        self._again = push("再找一次", "refresh", self._search)
        self._network = push("找网络打印机", "search", self._search_network)
        self._copy = push("复制授权命令", "copy", self._copy_rule)
        self._address = TextField("地址", LIMIT)
        self._address.returnPressed.connect(self.moved)
        self._name, self._hint = label("", "muted"), label("", "caption", wrap=True)
        self._status = label(" ", "muted", wrap=True)
        self._hand = self._by_hand()
        self.box.addWidget(self._way)
        self.box.addWidget(self._table)
        self.box.addWidget(self._hand)
        self.box.addWidget(self._status)
        self.box.addLayout(row(self._again, self._network, self._copy, None, spacing=SPACE.s))
        self.box.addStretch(1)

    def _by_hand(self) -> QWidget:
        page = QWidget()
        page.setLayout(column(line(self._name, self._address, hint=self._hint), None))
        page.setFixedHeight(TABLE_HEIGHT)
        return page

    def enter(self, setup: PrinterSetup) -> None:
        """Search once; a known printer stands in its field."""
        if setup.found.connection in BY_HAND:
            self._way.choose(setup.found.connection)
            self._address.show_value(setup.found.address)
        self._show_way()
        if not self._searched:
            self._search()

    def read(self, setup: PrinterSetup) -> PrinterSetup:
        """Refuses `printer_not_chosen`."""
        way = str(self._way.choice)
        if way != FOUND:
            address = self._address.text().strip()
            if not address:
                raise Refusal("printer_not_chosen")
            name = setup.found.name if way == setup.found.connection else ""
            return replace(setup, found=FoundPrinter(way, address, name))
        chosen = self._chosen
        if chosen is None and setup.was and setup.found.connection not in BY_HAND:
            return setup
        if chosen is None or chosen.trouble:
            raise Refusal("printer_not_chosen")
        return replace(setup, found=chosen)

    def complain(self) -> None:
        """Nothing was chosen."""
        self._say(messages.sentence(Refusal("printer_not_chosen")), "danger")

    @property
    def _chosen(self) -> FoundPrinter | None:
        key = self._table.selected_key
        return self._found.get(key) if isinstance(key, int) else None

    def _show_way(self) -> None:
        way = str(self._way.choice)
        by_hand = way != FOUND
        self._table.setVisible(not by_hand)
        self._hand.setVisible(by_hand)
        self._again.setVisible(not by_hand)
        self._network.setVisible(not by_hand)
        self._look(None)
        if by_hand:
            name, example, hint = BY_HAND[way]
            self._name.setText(name)
            self._address.setPlaceholderText(example)
            self._hint.setText(hint)
            self._address.setFocus()

    def _search(self) -> None:
        self._searched = True
        self._table.set_empty(EmptyState("search", SEARCHING))
        self._ask(self.context.paper.find_printers, self._show)

    def _search_network(self) -> None:
        self._say(ASKING, "muted")
        self._ask(self.context.paper.find_network_printers, self._add)

    def _ask(
        self,
        find: Callable[[], Sequence[FoundPrinter]],
        on_done: Callable[[Sequence[FoundPrinter]], None],
    ) -> None:
        self._set_busy(True)
        how = How(
            failed=lambda error: complain(self._status, error),
            settled=lambda: self._set_busy(False),
        )
        self.context.operations.reach(find, owner=self, on_done=on_done, how=how)

    def _show(self, found: Sequence[FoundPrinter]) -> None:
        self._found = dict(enumerate(found))
        self._table.set_empty(EmptyState("printer", NOTHING, NOTHING_HINT))
        self._table.set_rows([_row(at, printer) for at, printer in self._found.items()])
        self._table.select_first()
        self._look(None)

    def _add(self, answered: Sequence[FoundPrinter]) -> None:
        """Who answered stands first: it was asked for just now."""
        addresses = {one.address for one in answered}
        self._show((*answered, *(x for x in self._found.values() if x.address not in addresses)))
        if not answered:
            self._say(NOBODY, "warning")

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 (a state)
        for button in (self._again, self._network):
            button.setEnabled(not busy)

    def _look(self, _key: object) -> None:
        chosen = self._chosen if self._way.choice == FOUND else None
        trouble = chosen.trouble if chosen else ""
        self._copy.setVisible(trouble == "printer_no_permission")
        self._say(messages.sentence_for(trouble) if trouble else " ", "warning")

    def _copy_rule(self) -> None:
        QGuiApplication.clipboard().setText(self.context.paper.usb_rule())
        self._say("命令已复制：请管理员在终端里运行，然后重新插一下打印机", "success")

    def _say(self, text: str, tone: str) -> None:
        self._status.setText(text)
        set_tone(self._status, tone)


def _row(at: int, printer: FoundPrinter) -> Row:
    where = CONNECTIONS.get(printer.connection, printer.connection)
    if not printer.address:  # a source that could not be looked through
        return Row(at, (where, "", messages.sentence_for(printer.trouble)), role="muted")
    return Row(
        at,
        (printer.name or f"{where}打印机", where, printer.detail or printer.address),
        role="warning" if printer.trouble else "",
    )
