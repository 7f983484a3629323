"""关于: what runs here, for whoever is called to help."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

import showroom
from showroom.ui.settings.part import FIELD_WIDTH, Part, line, push
from showroom.ui.widgets.card import label
from showroom.ui.words.names import PRODUCT

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context


class AboutPart(Part):
    """Versions; one button copies them."""

    key, title, icon = "about", "关于", "info"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        facts = _facts()
        for name, text in facts:
            self.form.addLayout(line(name, value_label(text)))
        report = "\n".join(f"{name} {text}" for name, text in facts)
        self._copy = push("复制", "copy", lambda: self._copied(report))
        self.form.addLayout(line("", self._copy))

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._copy.setText("已复制")


def _facts() -> tuple[tuple[str, str], ...]:
    return (
        ("程序", f"{PRODUCT} {showroom.__version__}"),
        ("系统", platform.platform(terse=True)),
        ("运行环境", f"Python {platform.python_version()} · Qt {qVersion()}"),
        ("字体", "Noto Sans SC（SIL Open Font License 1.1）"),
    )


def value_label(text: str) -> QLabel:
    """A fact that can be marked and copied."""
    made = label(text, wrap=True)
    made.setMinimumWidth(FIELD_WIDTH)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
