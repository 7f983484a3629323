"""收银: rounding, tax on the slip, the float, the idle lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from showroom.domain.money import MAX_FEN
from showroom.domain.tender import RoundOff
from showroom.ui.look.tokens import SIZE
from showroom.ui.settings.part import Part, choice, line
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.count_spin import CountSpin

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

ROUND_OFF = (
    (RoundOff.NONE, "不抹零"),
    (RoundOff.FEN, "抹分"),
    (RoundOff.JIAO, "抹角分"),
)
MINUTES = (2, 15)
FIELD = 140


class CounterPart(Part):
    """How the counter counts."""

    key, title, icon, shows_receipt = "counter", "收银", "checkout", True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._round_off = choice("抹零", ROUND_OFF)
        self._round_off.chosen.connect(lambda key: self._choose("round_off", key))
        self._tax = _switch("在小票上打印增值税")
        self._tax.clicked.connect(lambda on: self._choose("print_tax", on))
        self._drawer = _switch("收现金后自动开钱箱")
        self._drawer.clicked.connect(lambda on: self.edited.emit("drawer_on_cash", on))
        self._float = AmountEdit("默认备用金", maximum=MAX_FEN)
        self._float.setFixedWidth(FIELD)
        self._float.setProperty("scale", "touch")
        self._float.editingFinished.connect(self._tell_float)
        self._float.submitted.connect(self._tell_float)
        self._idle = CountSpin("几分钟无人操作后锁定", *MINUTES, FIELD)
        self._idle.editingFinished.connect(self._tell_idle)
        self._stored: ShopSettings | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        self.form.addLayout(
            line("现金抹零", self._round_off, hint="只在收现金时抹，只抹不进；抹掉多少印在小票上")
        )
        self.form.addLayout(line("增值税", self._tax))
        self.form.addLayout(line("钱箱", self._drawer))
        self.form.addLayout(
            line("默认备用金", self._float, label("元", "muted"), hint="开班时先填好这个数，可以改")
        )
        self.form.addLayout(
            line("自动锁定", self._idle, label("分钟无人操作", "muted"), hint="锁定后单子还在")
        )

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the fields."""
        self._stored = settings
        self._round_off.choose(settings.round_off)
        self._tax.setChecked(settings.print_tax)
        self._drawer.setChecked(settings.drawer_on_cash)
        if not self._float.hasFocus():
            self._float.set_value(settings.default_float_fen)
        if not self._idle.hasFocus():
            self._idle.setValue(settings.idle_lock_min)

    def _choose(self, name: str, value: object) -> None:
        self.tried.emit(name, value)
        self.edited.emit(name, value)

    def _tell_float(self) -> None:
        value = self._float.value
        if value is not None and self._stored and value != self._stored.default_float_fen:
            self.edited.emit("default_float_fen", value)

    def _tell_idle(self) -> None:
        if self._stored and self._idle.value() != self._stored.idle_lock_min:
            self.edited.emit("idle_lock_min", self._idle.value())


def _switch(text: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setMinimumHeight(SIZE.touch)
    return made
