"""数据与备份: where the books are, a copy of them now, when the last one was made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from showroom.ui.engine.operation import How
from showroom.ui.engine.ports import Copy
from showroom.ui.look import formats
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.about import value_label
from showroom.ui.settings.part import Part, line, push
from showroom.ui.shell.statuses import NEVER, backup_status
from showroom.ui.widgets.busy_bar import BusyBar
from showroom.ui.widgets.card import label, row, set_tone
from showroom.ui.widgets.clock_label import now_us

if TYPE_CHECKING:
    from showroom.ui.engine.context import Context


BACK = "放回备份的做法：showroom go-on --help"


class BooksPart(Part):
    """Every copy is read back before it counts."""

    key, title, icon = "data", "数据与备份", "database"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        machine = context.machine
        self._last = value_label(" ")
        self._where = value_label(machine.backups)
        self._busy = BusyBar()
        self._now = push("立即备份", "backup", self._back_up, "primary")
        self._folder = push("打开备份文件夹", "folder", self._open_folder)
        self.form.addLayout(line("账本在", value_label(machine.books_place)))
        self.form.addLayout(line("账本程序", value_label(machine.books_program)))
        self.form.addLayout(line("备份在", self._where))
        self.form.addLayout(line("上次备份", self._last))
        how = label(BACK, "muted")
        self.form.addLayout(row(self._now, self._folder, how, None, spacing=SPACE.s))
        self.form.addWidget(self._busy)
        self.form.addLayout(
            line("日志在", value_label(machine.logs), hint="只记出错的情况，没有金额和顾客信息")
        )

    def shown(self) -> None:
        """Look at the folder again."""
        look = self.context.machine.last_backup
        self.context.operations.compute(look, owner=self, on_done=self._tell)

    def _tell(self, last: Copy | None) -> None:
        now = now_us()
        state = backup_status(last, now, demo=self.context.shop.demo)
        when = NEVER if last is None else formats.relative(last.made_at_us, now)
        self._last.setText(when if last is None else f"{when}\n{last.path}")
        set_tone(self._last, state.tone)
        self.context.set_status("backup", state)

    def _back_up(self) -> None:
        self._busy.set_busy(True)
        self._now.setEnabled(False)
        how = How(exclusive="backup", success="备份完成，已经核对", settled=self._settled)
        back_up, again = self.context.backup, lambda _path: self.shown()
        self.context.operations.ask(back_up, owner=self, on_done=again, how=how)

    def _settled(self) -> None:
        self._busy.set_busy(False)
        self._now.setEnabled(True)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.context.machine.backups))
