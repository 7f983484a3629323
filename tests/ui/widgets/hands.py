"""What tests of widgets do with their hands."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton


def keys_of(widget):
    """Buttons of a keypad by their name."""
    return {button.accessibleName(): button for button in widget.findChildren(QPushButton)}
