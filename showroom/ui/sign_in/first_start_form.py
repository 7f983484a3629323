"""The four things a new shop is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from showroom.domain.errors import Refusal
from showroom.domain.pin import PIN_DIGITS, check_pin
from showroom.ui.look.theme import restyle
from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.card import Card, column, label, row, set_tone
from showroom.ui.widgets.pin_edit import PinEdit
from showroom.ui.words.messages import sentence
from showroom.ui.words.names import PINS_DIFFER

WIDTH = 520
LABEL_WIDTH = 96
SHOP = "静安区对口支援地区农特产品展示体验中心"
MAX_NAME = 60
WHAT = "空白的账本，四个展区已经备好；商品随后从表格导入"
PIN_HINT = f"PIN 是 {PIN_DIGITS} 位数字，避开生日和连号；忘记了只能重设"
_FIELD_OF = {
    "shop_name_empty": "shop",
    "setting_text": "shop",
    "person_name": "owner",
    "pin_not_six_digits": "pin",
    "pin_weak": "pin",
}


@dataclass(frozen=True, slots=True)
class ShopWanted:
    """What was filled in."""

    shop_name: str
    owner_name: str
    pin: str


class ShopForm(Card):
    """`wanted` carries a ShopWanted."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("开一家店", padding=SPACE.xl)
        self.setFixedWidth(WIDTH)
        self._fields: dict[str, QLineEdit] = {
            "shop": QLineEdit(SHOP),
            "owner": QLineEdit(),
            "pin": PinEdit("店长的 PIN"),
            "again": PinEdit("再输一次 PIN"),
        }
        names = {"shop": "店名", "owner": "店长姓名", "pin": "PIN", "again": "再输一次"}
        self.body.setSpacing(SPACE.s)
        self.body.addWidget(label(WHAT, "muted", wrap=True))
        self.body.addSpacing(SPACE.xs)
        for key, field in self._fields.items():
            field.setMaxLength(PIN_DIGITS if isinstance(field, PinEdit) else MAX_NAME)
            field.setProperty("scale", "touch")
            field.returnPressed.connect(self._next)
            field.textEdited.connect(lambda _text, field=field: restyle(field, invalid="false"))
            name = label(names[key], "muted")
            name.setFixedWidth(LABEL_WIDTH)
            name.setBuddy(field)
            if not field.accessibleName():
                field.setAccessibleName(names[key])
            self.body.addLayout(row(name, field, spacing=SPACE.s))
        self._fields["owner"].setPlaceholderText("例如 林店长")
        self._hint = label(PIN_HINT, "muted", wrap=True)
        self._hint.setMinimumHeight(self._hint.sizeHint().height() + SPACE.xs)
        self._go = QPushButton("建店并登录")
        self._go.setProperty("variant", "primary")
        self._go.setProperty("scale", "touch")
        self._go.clicked.connect(self._submit)
        self.body.addWidget(self._hint)
        self.body.addLayout(column(row(None, self._go)))

    def take_focus(self) -> None:
        """At the first field that is still empty."""
        (self._first_empty() or self._fields["shop"]).setFocus(Qt.FocusReason.OtherFocusReason)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 (reads like setEnabled)
        """While the shop is being made."""
        self._go.setEnabled(not busy)
        self._go.setText("正在建店…" if busy else "建店并登录")

    def refuse(self, refusal: Refusal) -> bool:
        """Say it below the field concerned."""
        self._complain(sentence(refusal), _FIELD_OF.get(refusal.code, "shop"))
        return True

    def _first_empty(self) -> QLineEdit | None:
        return next((f for f in self._fields.values() if not f.text().strip()), None)

    def _next(self) -> None:
        empty = self._first_empty()
        if empty is not None:
            empty.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._submit()

    def _submit(self) -> None:
        texts = {key: field.text().strip() for key, field in self._fields.items()}
        try:
            check_pin(texts["pin"])
        except Refusal as refusal:
            self.refuse(refusal)
            return
        if texts["pin"] != texts["again"]:
            self._fields["again"].clear()
            self._complain(PINS_DIFFER, "again")
            return
        self._hint.setText(PIN_HINT)
        set_tone(self._hint, "")
        self.wanted.emit(ShopWanted(texts["shop"], texts["owner"], texts["pin"]))

    def _complain(self, text: str, key: str) -> None:
        self._hint.setText(text)
        set_tone(self._hint, "danger")
        field = self._fields[key]
        restyle(field, invalid="true")
        field.setFocus()
        field.selectAll()
