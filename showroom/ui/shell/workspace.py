"""Rail, top bar and the screens of the signed-in person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from showroom.domain.errors import Refusal
from showroom.ui.engine.actions import ActionSet, ActionSpec, build_actions
from showroom.ui.engine.ports import Copy
from showroom.ui.look.tokens import SPACE
from showroom.ui.shell.rail import Rail
from showroom.ui.shell.registry import MAX_KEYS, SCREENS, goes_on_with, places_with_keys
from showroom.ui.shell.screen_stack import ScreenStack
from showroom.ui.shell.statuses import backup_status
from showroom.ui.shell.top_bar import TopBar
from showroom.ui.widgets.clock_label import now_us
from showroom.ui.widgets.overlay import top_overlay
from showroom.ui.widgets.shortcut_sheet import ShortcutSheet

if TYPE_CHECKING:
    from showroom.domain.stock import DocumentKind
    from showroom.ui.engine.context import Context
    from showroom.ui.shell.registry import ScreenSpec

WINDOW = "整个窗口"
ALWAYS = (
    ActionSpec("keys", "本页按键", ("F1",), handler="show_keys", group=WINDOW, everywhere=True),
    ActionSpec(
        "kept", "没处理的码", ("Ctrl+K",), handler="show_kept", group=WINDOW, everywhere=True
    ),
    ActionSpec(
        "lock", "锁定 / 换人", ("Ctrl+L",), handler="ask_lock", group=WINDOW, everywhere=True
    ),
)
SHUT = "“{}”这一页要有权限的人才能打开"
NO_PAGE = "{}还没有自己的一页，这张草稿只能在这里看和作废"
NONE_KEPT = "没有还没处理的码"
NO_ACTIONS = (("F11", "全屏"), ("Esc", "回答提示、关闭面板"), ("Ctrl+Enter", "做提示条里的事"))


class Workspace(QWidget):
    """Its actions follow the person; Alt and a figure mean the same page for everybody."""

    lock_asked = Signal()
    full_screen_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._always: ActionSet | None = None
        self._sheet: ShortcutSheet | None = None
        self.rail = Rail()
        self.bar = TopBar()
        self.stack = ScreenStack(context)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(SPACE.s)
        box.addWidget(self.bar)
        box.addWidget(self.stack, 1)
        self.rail.hide()
        self._connect(context)

    def enter(self) -> None:
        """Somebody signed in: their places, their keys, the screen they left."""
        actor = self._context.actor
        self.bar.show_person(actor)
        self.bar.show_shop(self._context.shop)
        self.bar.show_shift(self._context.shift)
        self.rail.set_places(self.stack.entries)
        self._build_actions()
        self.rail.show()
        self._look_at_backups()
        self.stack.enter()

    def close_up(self) -> None:
        """Nobody is signed in."""
        self._close_sheet()
        self.rail.hide()
        self.stack.leave()

    def go(self, where: str) -> None:
        """Go to ``name`` or ``name:part``; a place this person may not see stays shut."""
        self._close_sheet()
        self.stack.go(where)

    def _went(self, where: str, sentence: str) -> None:
        self._close_sheet()
        if not self.stack.go(where):
            self._context.operations.note(sentence)

    def show_keys(self) -> None:
        """The keys of this screen; again to close."""
        if self._sheet is not None:
            self._close_sheet()
            return
        if self._behind_panel():
            return
        entry, page = self.stack.entry, self.stack.page
        sets = [s for s in (page.shown_actions if page else None, self._always) if s is not None]
        pages = (places_with_keys(), "各页，数字见提示")
        title = entry.title if entry else ""
        self._sheet = ShortcutSheet(self, title, sets, (pages, *NO_ACTIONS), WINDOW)
        self._sheet.closed.connect(self._forget_sheet)
        self._sheet.open()

    def show_kept(self) -> None:
        """Scans that nobody could take when they came, over any panel; again to close."""
        if not self._context.kept.ask():
            self._context.operations.note(NONE_KEPT)

    def _behind_panel(self) -> bool:
        """Whether a panel must be finished first, which is said then."""
        panel = top_overlay(self.window())
        if panel is None or panel is self._sheet:
            return False
        self._context.operations.refuse(Refusal("panel_first", **panel.in_the_way))
        return True

    def _go_by_key(self, entry: ScreenSpec) -> None:
        if not self._behind_panel():
            self._went(entry.name, SHUT.format(entry.title))

    def _open_draft(self, kind: DocumentKind, draft_id: str) -> None:
        """Go on with a draft where documents of its kind are made."""
        entry = goes_on_with(kind)
        if entry is None:
            self._context.operations.note(NO_PAGE.format(kind.word))
        else:
            self._went(f"{entry.name}:draft/{draft_id}", SHUT.format(entry.title))

    def ask_lock(self) -> None:
        """Leave the till to somebody else."""
        self.lock_asked.emit()

    def _connect(self, context: Context) -> None:
        self.rail.chosen.connect(self.go)
        self.rail.asked.connect(self._asked)
        self.bar.went.connect(self._went)
        self.bar.asked.connect(self._asked)
        self.stack.showing.connect(lambda entry: self.rail.mark(entry.name))
        context.go_to.connect(self.go)
        context.draft_wanted.connect(self._open_draft)
        context.changed.connect(self.stack.tell_changes)
        context.shop_changed.connect(self.bar.show_shop)
        context.shift_changed.connect(self.bar.show_shift)
        context.status_changed.connect(self.bar.show_status)
        for name, state in context.statuses.items():
            self.bar.show_status(name, state)

    def _asked(self, name: str) -> None:
        work = {
            "keys": self.show_keys,
            "lock": self.ask_lock,
            "full_screen": self.full_screen_asked.emit,
        }
        work[name]()

    def _build_actions(self) -> None:
        for action in self.actions():
            self.removeAction(action)
            action.deleteLater()
        build_actions(self, self._places())
        self._always = build_actions(self, ALWAYS)

    def _places(self) -> list[ActionSpec]:
        """A key for every page there is: one that this person may not open says so."""
        return [self._place(entry) for entry in SCREENS[:MAX_KEYS]]

    def _place(self, entry: ScreenSpec) -> ActionSpec:
        return ActionSpec(
            f"go_{entry.name}",
            f"去{entry.title}",
            (entry.key,),
            handler=lambda: self._go_by_key(entry),
            everywhere=True,
        )

    def _close_sheet(self) -> None:
        if self._sheet is not None:
            self._sheet.dismiss()

    def _forget_sheet(self) -> None:
        self._sheet = None

    def _look_at_backups(self) -> None:
        look = self._context.machine.last_backup
        self._context.operations.compute(look, owner=self, on_done=self._tell_backup)

    def _tell_backup(self, last: Copy | None) -> None:
        demo = self._context.shop.demo
        self._context.set_status("backup", backup_status(last, now_us(), demo=demo))
