"""What becomes of the line that is lit: it is taken away, comes back, or its goods are refused."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from showroom.domain.documents.draft import DraftLine
from showroom.domain.documents.reasons import refused_quantity
from showroom.domain.errors import Refusal
from showroom.ui.engine.context import Context
from showroom.ui.look import formats
from showroom.ui.receiving.choosing import RefusePanel
from showroom.ui.receiving.finishing import Finishing
from showroom.ui.receiving.intake import Intake
from showroom.ui.receiving.work_page import WorkPage


class LitLine(QObject):
    """`done` follows when the line is another, or none: the next goods may come."""

    done = Signal()

    def __init__(
        self, context: Context, intake: Intake, finishing: Finishing, page: WorkPage
    ) -> None:
        super().__init__(page)
        self._context, self._intake, self._finishing = context, intake, finishing
        self._page = page
        intake.dropped.connect(self._gone)

    def say_empty(self) -> None:
        """No line is there yet."""
        self._refuse(Refusal("document_empty"))

    def drop(self) -> None:
        """The way back is said once it is gone."""
        key = self._key
        if self._intake.model.kept(key) is None:
            self._refuse(Refusal("line_none_lit"))
            return
        self._intake.drop(key)
        self.done.emit()

    def _gone(self, line: DraftLine) -> None:
        goods = self._intake.model.goods.get(line.sku_id)
        name = goods.name if goods is not None else "这一行"
        self._context.operations.note(f"已删除 {name}", "撤销  Ctrl+Z", self.undo)

    def undo(self) -> None:
        """The line that went last comes back."""
        if self._intake.can_undo and self._finishing.keep_typed():
            self._intake.undo()

    def refuse(self) -> None:
        """The goods go back with the driver, and the receipt says why."""
        key = self._key
        if not key:
            self._refuse(Refusal("line_none_lit"))
        elif self._finishing.keep_typed():
            self._intake.when_kept(lambda: self._ask(key))

    def _ask(self, key: str) -> None:
        model = self._intake.model
        line = model.kept(key)
        goods = model.goods.get(line.sku_id) if line is not None else None
        if line is None or goods is None:
            return
        if not refused_quantity(line, whole=False):
            self._refuse(Refusal("receipt_none_refused", name=goods.name))
            self._page.line.begin()
            return
        went = refused_quantity(line, whole=model.is_refused(key))
        many = formats.quantity(went, goods.sold_by, goods.unit)
        panel = RefusePanel(self._page, f"{goods.name} {many}")
        panel.taken.connect(lambda reason: self._intake.refuse(key, reason))
        panel.taken.connect(lambda _reason: self.done.emit())
        panel.open()

    @property
    def _key(self) -> str:
        key = self._page.table.selected_key
        return key if isinstance(key, str) else ""

    def _refuse(self, refusal: Refusal) -> None:
        self._context.operations.refuse(refusal)
