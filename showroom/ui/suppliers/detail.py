"""One supplier: its licences, contracts or facts, and the files beside what is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.documents.supplier import Contract, Licence
from showroom.domain.permission import Permission
from showroom.ui.engine.context import Context
from showroom.ui.look.tokens import SIZE, SPACE
from showroom.ui.suppliers.rows import (
    CONTRACT_COLUMNS,
    FACT_COLUMNS,
    LICENCE_COLUMNS,
    LONG,
    STOPPED,
    Line,
    contract_facts,
    contract_rows,
    fact_rows,
    licence_rows,
)
from showroom.ui.widgets.attachments import AttachmentStrip
from showroom.ui.widgets.card import Card, label, row
from showroom.ui.widgets.chip import ChipFace, ChipRow
from showroom.ui.widgets.elided_label import ElidedLabel
from showroom.ui.widgets.empty_state import EmptyState
from showroom.ui.widgets.pages import Pages
from showroom.ui.widgets.row_table import RowTable

NO_LICENCE = ("warning", "还没有登记证照", "没有证照不能收货")
NO_CONTRACT = ("edit", "还没有登记合同", "没有合同的货按商品资料里的经营方式收")


class Part(Enum):
    """What is looked at."""

    LICENCES = "licences"
    CONTRACTS = "contracts"
    FACTS = "facts"


FACES = (
    ChipFace(Part.LICENCES, "证照", counted=True),
    ChipFace(Part.CONTRACTS, "合同", counted=True),
    ChipFace(Part.FACTS, "资料"),
)


class SupplierDetail(Card):
    """Shows; the screen acts. `turned` tells that another part or paper is looked at."""

    turned = Signal()

    def __init__(self, context: Context, buttons: Mapping[Part, Sequence[QPushButton]]) -> None:
        super().__init__(padding=SPACE.m)
        self.setAccessibleName("供应商明细")
        self._context = context
        self._line: Line | None = None
        self._name = ElidedLabel("", "section")
        self._code, self._state = label("没有选中供应商", "muted"), label(STOPPED, "strong")
        self._state.hide()
        self.parts = ChipRow(FACES, SIZE.touch)
        self.parts.chosen.connect(lambda _key: self._turn())
        self.licences = RowTable(LICENCE_COLUMNS, "证照")
        self.contracts = RowTable(CONTRACT_COLUMNS, "合同")
        self.facts = RowTable(FACT_COLUMNS, "供应商资料")
        self.facts.horizontalHeader().hide()
        self.licences.set_empty(EmptyState(*NO_LICENCE))
        self.contracts.set_empty(EmptyState(*NO_CONTRACT))
        for table in (self.licences, self.contracts):
            table.row_selected.connect(lambda _key: self._looked())
        self._pages = Pages(self.licences, self.contracts, self.facts)
        self._told = label("", "muted", wrap=True)
        self.strip = AttachmentStrip(context)
        self._feet = {part: _foot(those) for part, those in buttons.items()}
        head = row(self._code, self._state, spacing=SPACE.s)
        head.insertWidget(0, self._name, 1)
        self.body.setSpacing(SPACE.xxs)
        self.body.addLayout(head)
        self.body.addWidget(self.parts)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._told)
        self.body.addWidget(self.strip)
        for foot in self._feet.values():
            self.body.addWidget(foot)
        self._turn()

    @property
    def part(self) -> Part:
        """What is looked at."""
        return Part(self.parts.choice)

    @property
    def licence(self) -> Licence | None:
        """The chosen licence, where licences are looked at and it counts."""
        if self._line is None or self.part is not Part.LICENCES:
            return None
        key, papers = self.licences.selected_key, self._line.supplier.licences
        return next((x for x in papers if x.licence_id == key), None)

    @property
    def withdrawn(self) -> Licence | None:
        """The chosen licence, where it is one that counts no more."""
        if self._line is None or self.part is not Part.LICENCES:
            return None
        key, papers = self.licences.selected_key, self._line.supplier.withdrawn
        return next((x for x in papers if x.licence_id == key), None)

    @property
    def contract(self) -> Contract | None:
        """The chosen contract, where contracts are looked at."""
        if self._line is None or self.part is not Part.CONTRACTS:
            return None
        key, papers = self.contracts.selected_key, self._line.supplier.contracts
        return next((c for c in papers if c.contract_id == key), None)

    def show_part(self, part: Part) -> None:
        """Turn to it."""
        self.parts.choose(part)
        self._turn()

    def show_line(self, line: Line | None) -> None:
        """Another supplier, the same read anew, or none."""
        other = self._line is None or line is None or self._line.supplier != line.supplier
        self._line = line
        if line is None:
            self._name.setText("")
            self._code.setText("没有选中供应商")
            self._state.hide()
            for table in (self.licences, self.contracts, self.facts):
                table.set_rows([])
            for part in (Part.LICENCES, Part.CONTRACTS):
                self.parts.set_count(part, None)
        else:
            self._show(line)
        if other:
            self._looked()

    def _show(self, line: Line) -> None:
        s = line.supplier
        self._name.setText(s.content.name)
        self._code.setText(s.content.code)
        self._state.setHidden(s.active)
        self.parts.set_count(Part.LICENCES, len(s.licences))
        self.parts.set_count(Part.CONTRACTS, len(s.contracts))
        self.licences.set_rows(licence_rows(line))
        self.contracts.set_rows(contract_rows(line))
        self.facts.set_rows(fact_rows(line))
        for table in (self.licences, self.contracts):
            if table.selected_key is None:
                table.select_first()

    def _turn(self) -> None:
        self._pages.setCurrentIndex(list(Part).index(self.part))
        for part, foot in self._feet.items():
            foot.setVisible(part is self.part)
        self._looked()

    def _looked(self) -> None:
        """Files and words of the paper that is looked at, or of the supplier itself."""
        line, contract = self._line, self.contract
        told = contract_facts(contract, line.today) if line and contract else ""
        if gone := self.withdrawn:
            told = f"收货不再看这张证照；它的有效期至 {gone.valid_until or LONG}"
        self._told.setText(told)
        self._told.setVisible(bool(told))
        may = self.part is not Part.CONTRACTS or self._context.may(Permission.CONTRACTS)
        may = may and self.withdrawn is None
        self.strip.show_owner(self._owner(), may_add=may)
        self.turned.emit()

    def _owner(self) -> Owner | None:
        if self._line is None:
            return None
        if self.part is Part.FACTS:
            return Owner(OwnerKind.SUPPLIER, str(self._line.supplier.supplier_id))
        licence = self.licence or self.withdrawn
        if licence is not None:
            return Owner(OwnerKind.LICENCE, str(licence.licence_id))
        if self.contract is not None:
            return Owner(OwnerKind.CONTRACT, str(self.contract.contract_id))
        return None


def _foot(buttons: Sequence[QPushButton]) -> QWidget:
    made = QWidget()
    made.setLayout(row(*buttons))
    return made
