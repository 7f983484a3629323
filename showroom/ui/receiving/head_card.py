"""Who delivers, by which papers, under which note, and where the goods are put."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from showroom.domain.documents.draft import DraftHead
from showroom.domain.documents.supplier import SupplierFacts
from showroom.domain.stock import DocumentKind
from showroom.ui.look.tokens import SPACE
from showroom.ui.receiving.line_card import WordField
from showroom.ui.widgets.card import Card, label, row, set_tone
from showroom.ui.widgets.elided_label import ElidedLabel

UNNAMED = "还没有选供应商"
UNKNOWN = "知道是哪家的按 F2 选供应商；代销的货要选，卖了才知道付给谁"


class HeadCard(Card):
    """`left` follows a field whose words are done with, `submitted` its Enter."""

    left = Signal()
    submitted = Signal()

    def __init__(self, supplier: QPushButton, place: QPushButton, papers: QPushButton) -> None:
        super().__init__(padding=SPACE.m)
        self.setAccessibleName("这一单")
        self._name = ElidedLabel("", "section")
        self._terms = label("", "caption", wrap=True)
        self._papers = label("", "caption", wrap=True)
        self.reference = WordField("送货单号", "送货单号")
        self._shown = ""
        """What stood there before somebody typed."""
        self.reference.editingFinished.connect(self.left)
        self.reference.submitted.connect(self.submitted)
        self._place, self._supplier = place, supplier
        self.body.addLayout(row(self._name))
        self.body.addWidget(self._terms)
        self.body.addWidget(self._papers)
        first: QHBoxLayout = row(supplier, place, spacing=SPACE.xs)
        second: QHBoxLayout = row(papers, spacing=SPACE.xs)
        second.insertWidget(0, self.reference, 1)
        self.body.addLayout(first)
        self.body.addLayout(second)

    def typed(self, head: DraftHead) -> DraftHead:
        """The head with what stands in the fields."""
        return replace(head, reference=self.reference.text().strip())

    def show_terms(self, told: str) -> None:
        """By which contract, on which terms the goods come in."""
        self._terms.setText(told)
        self._terms.setVisible(bool(told))

    @property
    def terms(self) -> str:
        """The same, as it is seen."""
        return self._terms.text()

    def seen(self, head: DraftHead) -> DraftHead:
        """The head as it stood in the fields before."""
        return replace(head, reference=self._shown)

    def show_head(
        self,
        kind: DocumentKind | None,
        supplier: SupplierFacts | None,
        reference: str,
        told: tuple[str, str],
    ) -> None:
        """What the draft says; `told` is what is said of the papers, and its tone."""
        named = supplier.name if supplier is not None else ""
        opening = kind is DocumentKind.OPENING
        self._name.setText(f"期初入库　{named}".strip() if opening else named or UNNAMED)
        text, tone = (UNKNOWN, "muted") if opening and not named else told
        self._papers.setText(text)
        set_tone(self._papers, tone)
        if not (self.reference.hasFocus() and self.reference.isModified()):
            self.reference.setText(reference)
        if self.reference.text().strip() == reference:
            self._shown = reference
