"""Last page: what it is for, what it is called, who takes over when it cannot print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from showroom.domain.printer import NAME_LENGTH, PrinterSettings
from showroom.ui.settings.part import FIELD_WIDTH, TextField, choice, line
from showroom.ui.widgets.card import label
from showroom.ui.wizard.printer_setup import DEFAULT_NAMES, PrinterSetup
from showroom.ui.wizard.step import Step
from showroom.ui.wizard.words import ROLES, facts

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context

NOBODY = "没有"


class NamingStep(Step):
    """Every printer of a till has a name of its own."""

    title = "取个名字，存下"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._printers: tuple[PrinterSettings, ...] = ()
        self._setup = PrinterSetup()
        self._role = choice("用来打", list(ROLES.items()))
        self._role.chosen.connect(lambda _key: self._suggest())
        self._name = TextField("名字", NAME_LENGTH)
        self._name.returnPressed.connect(self.moved)
        self._fallback = QComboBox()
        self._fallback.setAccessibleName("备用打印机")
        self._fallback.setMinimumWidth(FIELD_WIDTH)
        self._fallback.setProperty("scale", "touch")
        self._facts = label(" ", "muted", wrap=True)
        self._trouble = label(" ", "", "danger", wrap=True)
        self.box.addLayout(line("用来打", self._role))
        self.box.addLayout(line("名字", self._name, hint="“打印”里用这个名字认它"))
        hint = "缺纸、断线时，等了几秒还打不了的单子改由它打；钱箱不换"
        self.box.addLayout(line("备用打印机", self._fallback, hint=hint))
        self.box.addWidget(self._facts)
        self.box.addWidget(self._trouble)
        self.box.addStretch(1)

    def use(self, printers: Sequence[PrinterSettings]) -> None:
        """The till's other printers."""
        self._printers = tuple(printers)

    def enter(self, setup: PrinterSetup) -> None:
        """Suggest a name that is free."""
        self._setup = setup
        self._trouble.setText(" ")
        self._role.choose(setup.role)
        self._fallback.clear()
        self._fallback.addItem(NOBODY, "")
        for printer in self._printers:
            if printer.name != setup.was:
                self._fallback.addItem(printer.name, printer.name)
        self._fallback.setCurrentIndex(max(0, self._fallback.findData(setup.fallback)))
        self._name.show_value(setup.name)
        self._suggest()
        finished = setup.finished
        if finished.learned is not None:
            self._facts.setText(facts(finished, finished.learned))
        self._name.setFocus()
        self._name.selectAll()

    def read(self, setup: PrinterSetup) -> PrinterSetup:
        """Name, role and the one that takes over."""
        return replace(
            setup,
            name=self._name.text().strip() or self._free(str(self._role.choice)),
            role=str(self._role.choice),
            fallback=str(self._fallback.currentData()),
        )

    def complain(self, text: str) -> None:
        """The books refused it."""
        self._trouble.setText(text)
        self._name.complain()
        self._name.setFocus()

    def _suggest(self) -> None:
        suggested = {self._free(role) for role in ROLES}
        if not self._name.text().strip() or self._name.text() in suggested:
            self._name.setText(self._setup.name or self._free(str(self._role.choice)))

    def _free(self, role: str) -> str:
        taken = {p.name for p in self._printers if p.name != self._setup.was}
        first = DEFAULT_NAMES[role]
        names = [first, *(f"{first} {n}" for n in range(2, len(taken) + 3))]
        return next(name for name in names if name not in taken)
