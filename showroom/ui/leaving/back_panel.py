"""能退的批次: what lies here of a supplier, with the last day on which it may go back."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from showroom.ui.browse.choice_panel import ListPanel
from showroom.ui.leaving.model import LeavingModel
from showroom.ui.leaving.rows import RETURNABLE, returnable_rows
from showroom.ui.widgets.empty_state import EmptyState


class BackPanel(ListPanel):
    """`taken` carries the place of a lot in `model.returnable`."""

    wide: ClassVar[int] = 840

    def __init__(self, host: QWidget, model: LeavingModel) -> None:
        super().__init__(host, "能退的批次", RETURNABLE, returnable_rows(model), "退这批")
        self.table.set_empty(EmptyState("stock", "这里没有这家供应商的货"))
