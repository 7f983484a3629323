"""收银: rounding, tax on the slip, the float, the idle lock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from showroom.domain.approval import Act
from showroom.domain.limit import PriceLimits
from showroom.domain.money import MAX_FEN
from showroom.services.shop.settings import IDLE_MINUTES, PERCENTS
from showroom.ui.look.tokens import SIZE
from showroom.ui.settings.part import Part, choice, line
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.card import label
from showroom.ui.widgets.count_spin import CountSpin
from showroom.ui.words.setting_names import NAMES, ROUND_OFF

if TYPE_CHECKING:
    from showroom.services.shop.settings import ShopSettings
    from showroom.ui.engine.context import Context

FIELD, NARROW = 140, 100
"""Two fields in one line are narrow, or the line is wider than the least window."""


class CounterPart(Part):
    """How the counter counts."""

    key, title, icon, shows_receipt = "counter", "收银", "checkout", True
    needs_height = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._round_off = choice(NAMES["round_off"], list(ROUND_OFF.items()))
        self._round_off.chosen.connect(lambda key: self._choose("round_off", key))
        self._tax = _switch("在小票上打印增值税")
        self._tax.clicked.connect(lambda on: self._choose("print_tax", on))
        self._drawer = _switch("收现金后自动开钱箱")
        self._drawer.clicked.connect(lambda on: self.edited.emit("drawer_on_cash", on))
        self._float = self._amount(NAMES["default_float_fen"], "default_float_fen")
        self._idle = CountSpin("几分钟无人操作后锁定", *IDLE_MINUTES, FIELD)
        self._idle.editingFinished.connect(self._tell_idle)
        self._kick = _switch(f"收银员{Act.DRAWER.word}要店长授权")
        self._kick.clicked.connect(lambda on: self.edited.emit("approve_drawer", on))
        self._gap = self._amount("长短款超过多少要授权", "cash_gap_fen")
        self._drop = self._amount("一班缴款超过多少要授权", "drop_limit_fen")
        self._jump = self._amount("改价超过多少要授权", "price_limits")
        self._jump.setFixedWidth(NARROW)
        self._percent = CountSpin("改价超过原价的百分之几要授权", *PERCENTS, NARROW)
        self._percent.setSuffix(" %")
        self._percent.editingFinished.connect(lambda: self._tell("price_limits"))
        self._stored: ShopSettings | None = None
        self._lay_out()

    def _amount(self, name: str, setting: str) -> AmountEdit:
        made = AmountEdit(name, maximum=MAX_FEN)
        made.setFixedWidth(FIELD)
        made.setProperty("scale", "touch")
        made.editingFinished.connect(lambda: self._tell(setting))
        made.submitted.connect(lambda: self._tell(setting))
        return made

    def _lay_out(self) -> None:
        self.form.addLayout(
            line(
                NAMES["round_off"],
                self._round_off,
                hint="只在收现金时抹，只抹不进；抹掉多少印在小票上",
            )
        )
        self.form.addLayout(line(NAMES["print_tax"], self._tax))
        self.form.addLayout(line(NAMES["drawer_on_cash"], self._drawer))
        self.form.addLayout(
            line(
                NAMES["default_float_fen"],
                self._float,
                label("元", "muted"),
                hint="开班时先填好这个数，可以改",
            )
        )
        self.form.addLayout(
            line(
                NAMES["idle_lock_min"],
                self._idle,
                label("分钟无人操作", "muted"),
                hint="锁定后单子还在",
            )
        )
        self.form.addLayout(line(NAMES["approve_drawer"], self._kick))
        self.form.addLayout(
            line(
                NAMES["cash_gap_fen"],
                label("超过", "muted"),
                self._gap,
                label("元交班要授权", "muted"),
                hint="并且要写备注",
            )
        )
        self.form.addLayout(
            line(
                NAMES["drop_limit_fen"],
                label("超过", "muted"),
                self._drop,
                label("元要授权", "muted"),
                hint="一班里几次合在一起算；补充备用金也按这个数；店长自己不用",
            )
        )
        self.form.addLayout(
            line(
                NAMES["price_limits"],
                label("超过", "muted"),
                self._percent,
                label("或", "muted"),
                self._jump,
                label("元要授权", "muted"),
                hint="低于进价或会员价也要授权",
            )
        )

    def show_settings(self, settings: ShopSettings) -> None:
        """Fill the fields."""
        self._stored = settings
        self._round_off.choose(settings.round_off)
        self._tax.setChecked(settings.print_tax)
        self._drawer.setChecked(settings.drawer_on_cash)
        self._kick.setChecked(settings.approve_drawer)
        limits = settings.price_limits
        for field, fen in (
            (self._float, settings.default_float_fen),
            (self._gap, settings.cash_gap_fen),
            (self._drop, settings.drop_limit_fen),
            (self._jump, limits.amount_fen),
        ):
            if not field.hasFocus():
                field.set_value(fen)
        if not self._percent.hasFocus():
            self._percent.setValue(limits.percent)
        if not self._idle.hasFocus():
            self._idle.setValue(settings.idle_lock_min)

    def _choose(self, name: str, value: object) -> None:
        self.tried.emit(name, value)
        self.edited.emit(name, value)

    def _tell(self, name: str) -> None:
        """An amount was left; an empty one says nothing."""
        jump = self._jump.value
        found: dict[str, object] = {
            "default_float_fen": self._float.value,
            "cash_gap_fen": self._gap.value,
            "drop_limit_fen": self._drop.value,
            "price_limits": None if jump is None else PriceLimits(self._percent.value(), jump),
        }
        value = found[name]
        if value is not None and self._stored and value != getattr(self._stored, name):
            self.edited.emit(name, value)

    def _tell_idle(self) -> None:
        if self._stored and self._idle.value() != self._stored.idle_lock_min:
            self.edited.emit("idle_lock_min", self._idle.value())


def _switch(text: str) -> QCheckBox:
    made = QCheckBox(text)
    made.setMinimumHeight(SIZE.touch)
    return made
