"""The dialog for a file speaks Chinese, and nobody opens another one."""

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QPushButton, QWidget

import showroom.ui
from showroom.ui.look.file_dialog import FileDialog, SaveDialog

LATIN = re.compile("[A-Za-z]{3,}")


@pytest.mark.parametrize(("made", "accept"), [(FileDialog, "打开"), (SaveDialog, "保存")])
def test_nothing_in_it_is_english(qtbot, light, tmp_path, made, accept):
    """Look in, Files of type: Qt's own Chinese lacks them."""
    del light
    host = QWidget()
    qtbot.addWidget(host)
    dialog = made(host, "添加附件", str(tmp_path), "图片 (*.jpg)")
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.open()
    said = [x.text() for kind in (QLabel, QPushButton) for x in dialog.findChildren(kind)]
    said += [box.itemText(n) for box in dialog.findChildren(QComboBox) for n in range(box.count())]
    ours = str(tmp_path)
    assert [
        text for text in said if LATIN.search(text.replace(ours, "")) and "jpg" not in text
    ] == []
    assert dialog.labelText(QFileDialog.DialogLabel.Accept) == accept
    dialog.close()


def test_every_file_is_asked_for_by_it():
    """A QFileDialog beside it would speak English again."""
    root = Path(showroom.ui.__file__).parent
    users = {path.name for path in root.rglob("*.py") if "QFileDialog" in path.read_text("utf-8")}
    assert users == {"file_dialog.py"}
