"""The panel for a person: name and role, a PIN twice, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from showroom.domain.errors import Refusal
from showroom.domain.permission import PERSON_NAME_LENGTH, Role
from showroom.domain.pin import PIN_DIGITS, check_pin
from showroom.ui.look.theme import restyle
from showroom.ui.settings.part import FIELD_WIDTH, choice, line
from showroom.ui.widgets.card import keep_unseen, label, set_tone
from showroom.ui.widgets.overlay import Overlay
from showroom.ui.widgets.pin_edit import PinEdit
from showroom.ui.widgets.veil import veil
from showroom.ui.words.messages import sentence
from showroom.ui.words.names import PINS_DIFFER, ROLES

if TYPE_CHECKING:
    from showroom.services.shop.people import Person

WIDTH = 600
INSET = 40
HINT = f"{PIN_DIGITS} 位数字，避开生日和连号。请本人自己输入"
_NAME_CODES = frozenset({"person_name", "person_name_taken"})


@dataclass(frozen=True, slots=True)
class PersonWanted:
    """What was filled in; what was not asked for is as before, the PIN empty."""

    name: str
    role: Role
    pin: str


class PersonPanel(Overlay):
    """`wanted` carries a PersonWanted; the opener closes the panel when it was accepted."""

    wanted = Signal(object)

    def __init__(
        self,
        host: QWidget,
        title: str,
        person: Person | None = None,
        *,
        with_name: bool = True,
        with_pin: bool = True,
    ) -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        self._with_pin = with_pin
        self._name = QLineEdit(person.name if person else "")
        self._name.setAccessibleName("姓名")
        self._name.setMaxLength(PERSON_NAME_LENGTH)
        veil(self._name)
        self._role = choice("角色", [(role, word) for role, word in ROLES.items()])
        self._role.choose(person.role if person else Role.CASHIER)
        self._pin, self._again = PinEdit("新 PIN"), PinEdit("再输一次 PIN")
        self._hint = label(HINT if with_pin else " ", "muted", wrap=True)
        self._fields: list[QLineEdit] = []
        if with_name:
            self.body.addLayout(line("姓名", self._name))
            self.body.addLayout(line("角色", self._role))
            self._fields.append(self._name)
        if with_pin:
            self.body.addLayout(line("PIN", self._pin))
            self.body.addLayout(line("再输一次", self._again))
            self._fields += [self._pin, self._again]
        self.body.addWidget(self._hint)
        keep_unseen(self, self._name, self._role, self._pin, self._again)
        for field in self._fields:
            field.setProperty("scale", "touch")
            field.setMinimumWidth(FIELD_WIDTH - INSET)
            field.returnPressed.connect(self._next)
            field.textEdited.connect(lambda _text, field=field: restyle(field, invalid="false"))
        self._add_buttons()
        self.first = self._fields[0]

    def entry(self) -> str:
        """Fields that somebody typed into."""
        return "填的还没有保存" if any(f.isModified() for f in self._fields) else ""

    def refuse(self, refusal: Refusal) -> bool:
        """Say it inside the panel."""
        field = self._name if refusal.code in _NAME_CODES else self._fields[-1]
        self._complain(sentence(refusal), field)
        return True

    def _add_buttons(self) -> None:
        back, go = QPushButton("取消"), QPushButton("保存")
        go.setProperty("variant", "primary")
        for button in (back, go):
            button.setProperty("scale", "touch")
        back.clicked.connect(self.close_panel)
        go.clicked.connect(self._submit)
        self.footer.addStretch(1)
        self.footer.addWidget(back)
        self.footer.addWidget(go)

    def _next(self) -> None:
        empty = next((f for f in self._fields if not f.text().strip()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        pin = self._pin.text()
        if self._with_pin:
            try:
                check_pin(pin)
            except Refusal as refusal:
                self._complain(sentence(refusal), self._pin)
                return
            if pin != self._again.text():
                self._again.clear()
                self._complain(PINS_DIFFER, self._again)
                return
        role = self._role.choice
        assert isinstance(role, Role)  # noqa: S101 (the chips carry roles)
        self.wanted.emit(PersonWanted(self._name.text().strip(), role, pin))

    def _complain(self, text: str, field: QLineEdit) -> None:
        self._hint.setText(text)
        set_tone(self._hint, "danger")
        restyle(field, invalid="true")
        field.setFocus()
        field.selectAll()
