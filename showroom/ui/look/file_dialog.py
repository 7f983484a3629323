"""The system's dialog for a file, or Qt's own where there is none: in Chinese, either way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_WORDS = {
    QFileDialog.DialogLabel.LookIn: "位置：",
    QFileDialog.DialogLabel.FileName: "文件名：",
    QFileDialog.DialogLabel.FileType: "类型：",
    QFileDialog.DialogLabel.Reject: "取消",
}
"""Qt's Chinese lacks some of them."""
OPEN, SAVE = "打开", "保存"


class FileDialog(QFileDialog):
    """Asks for a file to open; deleted once it is closed."""

    def __init__(self, host: QWidget, title: str, folder: str, wanted: str) -> None:
        super().__init__(host, title, folder, wanted)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.say(OPEN)

    def say(self, accept: str) -> None:
        """Every label of ours; `accept` is the button that takes the file."""
        words = {**_WORDS, QFileDialog.DialogLabel.Accept: accept}
        for part, text in words.items():
            self.setLabelText(part, text)


class SaveDialog(FileDialog):
    """Asks where a file is to be written; what stands there already is asked about by others."""

    def __init__(self, host: QWidget, title: str, folder: str, wanted: str) -> None:
        super().__init__(host, title, folder, wanted)
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)
        self.setOption(QFileDialog.Option.DontConfirmOverwrite)
        self.say(SAVE)
