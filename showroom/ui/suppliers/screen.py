"""供应商: who delivers, which papers end soon, and on which terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from showroom.domain.ids import SupplierId
from showroom.domain.permission import Permission
from showroom.services.books.changes import Changes
from showroom.services.books.done import Done
from showroom.services.stock.supply.suppliers import SupplierAdded
from showroom.ui.browse.asked import Found, Wanted
from showroom.ui.browse.leaving import LEAVING
from showroom.ui.browse.page import SEARCH, BrowsePage
from showroom.ui.browse.record_rows import RecordRows
from showroom.ui.engine.actions import ActionSpec, button_for
from showroom.ui.engine.context import Context
from showroom.ui.engine.kept_scans import Wait
from showroom.ui.engine.screen import Screen
from showroom.ui.suppliers.detail import Part, SupplierDetail
from showroom.ui.suppliers.panels import (
    ContractPanel,
    EndPanel,
    LicencePanel,
    SupplierPanel,
    ask_withdraw,
    toggle_active,
)
from showroom.ui.suppliers.rows import LISTING, Line, Listed, found, narrowed
from showroom.ui.widgets.chip import ChipFace

BUTTONS = {
    Part.LICENCES: ("licence", "withdraw"),
    Part.CONTRACTS: ("contract", "end"),
    Part.FACTS: ("change", "active"),
}
"""What may be done stands below what it is done to; every key works wherever one looks."""
OF_ONE = ("change", "licence", "contract", "active", "attach")


class SuppliersScreen(BrowsePage[Line]):
    """The list with its detail; F7 turns between licences, contracts and facts."""

    name = "suppliers"
    specs: ClassVar[Sequence[ActionSpec]] = (
        SEARCH,
        ActionSpec("state", "换一类看", ("F6",), handler="next_state"),
        ActionSpec("new", "新增供应商", ("Ctrl+N",), "plus", handler="make_new"),
        ActionSpec("part", "证照 / 合同 / 资料", ("F7",), handler="next_part"),
        ActionSpec("change", "改资料", ("F4",), "edit", handler="change"),
        ActionSpec("licence", "登记证照", ("F2",), handler="add_licence"),
        ActionSpec("contract", "登记合同", ("F3",), "", Permission.CONTRACTS.value, "add_contract"),
        ActionSpec("withdraw", "撤下证照", ("F5",), handler="withdraw"),
        ActionSpec("end", "终止合同", ("F10",), "", Permission.CONTRACTS.value, "end_contract"),
        ActionSpec("active", "停用", ("F8",), handler="toggle"),
        ActionSpec("attach", "添加附件", ("F9",), handler="attach"),
        *LEAVING,
    )
    listing = LISTING
    states = (
        ChipFace(Listed.ALL, "全部", counted=True),
        ChipFace(Listed.ACTIVE, "合作中", counted=True),
        ChipFace(Listed.ENDING, "证照到期", tone="danger", counted=True),
        ChipFace(Listed.STOPPED, "停用", counted=True),
    )
    hint = "名称、拼音、编号、联系人、电话"
    empty = ("supplier", "没有这样的供应商", "换一个词，或者按 Ctrl+N 新增")
    detail_widths = (492, 484)
    is_long = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._new: SupplierId | None = None
        acts = self.action_set
        self.bar.without_zones()
        self.bar.put(button_for(acts, "new", "primary", "touch"))
        buttons = {
            part: [button_for(acts, name, size="touch") for name in names if name in acts]
            for part, names in BUTTONS.items()
        }
        self.detail = SupplierDetail(context, buttons)
        self.detail.turned.connect(self._may)
        self.put_detail(self.detail)
        self.table.row_activated.connect(lambda _key: self.change())

    def open_part(self, part: str) -> None:
        """``suppliers:open/12``: that one, whatever was listed before."""
        way, _, key = part.partition("/")
        if way == "open" and key.isascii() and key.isdigit():
            self._new = SupplierId(int(key))
            self.bar.take(self.bar.everything)

    def reading(self, wanted: Wanted) -> Callable[[], Found[Line]]:
        """All of them, whatever is wanted: narrowing needs no further read."""
        del wanted
        listed, actor = self.context.services.suppliers.listed, self.context.actor
        return lambda: found(listed(actor))

    def narrowing(self, found: Found[Line], wanted: Wanted) -> Callable[[], Found[Line]]:
        """Text, then the chip."""
        return lambda: narrowed(found, wanted)

    def concerns(self, changes: Changes) -> bool:
        """Suppliers or their papers moved."""
        return changes.suppliers

    def scan_waits(self, code: str) -> Wait | None:
        """No product is looked up here: a scan waits for a page that has a use for it."""
        return Screen.scan_waits(self, code)

    def look(self, record: Line | None) -> None:
        """Its papers, and what may be done with it."""
        self.detail.show_line(record)
        self._may()

    def _show(self, found: Found[Line], listed: RecordRows[Line]) -> None:
        super()._show(found, listed)
        if self._new is not None and self.table.select_key(self._new):
            self._new = None
        elif self.table.selected_key is None:
            self.table.select_first()

    def _may(self) -> None:
        """What the chosen supplier and the part that is looked at allow."""
        line, acts = self.table.chosen, self.action_set
        acts.lack(self.none_chosen if line is None else None, *OF_ONE)
        acts.enable(self.detail.licence is not None, "withdraw")
        acts.enable(self.detail.contract is not None, "end")
        acts.enable(self.detail.strip.takes_files, "attach")
        stopped = line is not None and not line.supplier.active
        acts["active"].setText("恢复合作" if stopped else "停用")

    # -- what is done -------------------------------------------------------------------------

    def next_part(self) -> None:
        """Licences, contracts, facts, then licences again."""
        self.detail.parts.step()
        self.detail.show_part(self.detail.part)

    def make_new(self) -> None:
        """A supplier by hand; it stands in the list and is chosen, whatever was listed before."""

        def look_for(done: Done) -> None:
            if isinstance(done, SupplierAdded):
                self._new = done.supplier_id
                self.bar.take(self.bar.everything)

        panel = SupplierPanel(self, self.context)
        panel.kept.connect(look_for)
        panel.open()

    def change(self) -> None:
        """What is known of the chosen one."""
        if self.table.chosen is not None:
            SupplierPanel(self, self.context, self.table.chosen.supplier).open()

    def add_licence(self) -> None:
        """A licence of the chosen one."""
        line = self.table.chosen
        if line is not None:
            self.detail.show_part(Part.LICENCES)
            LicencePanel(self, self.context, line.supplier, line.today).open()

    def add_contract(self) -> None:
        """A contract of the chosen one."""
        line = self.table.chosen
        if line is not None:
            self.detail.show_part(Part.CONTRACTS)
            ContractPanel(self, self.context, line.supplier, line.today).open()

    def withdraw(self) -> None:
        """The licence that is looked at counts no more."""
        if self.detail.licence is not None:
            ask_withdraw(self, self.context, self.detail.licence)

    def end_contract(self) -> None:
        """The contract that is looked at gets a last day."""
        line, contract = self.table.chosen, self.detail.contract
        if line is not None and contract is not None:
            EndPanel(self, self.context, contract, line.today).open()

    def toggle(self) -> None:
        """No more deliveries, after a question, or deliveries again at once."""
        if self.table.chosen is not None:
            toggle_active(self, self.context, self.table.chosen.supplier)

    def attach(self) -> None:
        """A picture or PDF beside what is looked at."""
        self.detail.strip.ask_file()
