"""Actions are data: menus, toolbars, the key map and the shortcut sheet are built from them.

Printable keys pass through the scanner router before they reach Qt's own shortcut map; the
router hands them back by `shortcut_action`, which looks through the hosts built here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakSet

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from showroom.ui.look.icons import set_icon
from showroom.ui.look.tokens import SIZE, SPACE

_hosts: WeakSet[QWidget] = WeakSet()

POSTS = "posts"
"""A property of actions, and of the buttons made of them."""
LACKS = "lacks"
"""A property of actions: says what is missing for them, in the place of doing it."""
KEY_NAMES = {
    "Space": "空格",
    "Return": "Enter",
    "PgUp": "PageUp",
    "PgDown": "PageDown",
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "Backspace": "退格",
    "Del": "Del",
}


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a person can do on a screen.

    `handler` is a method name of the screen or a callable without parameters (a checkable
    action's handler gets the new state). `shortcuts` are Qt key names such as ``F6``, ``Ctrl+Z``,
    ``Space``. `permission` is a word of `domain.permission`. Actions of one `choice` exclude
    each other. `group` is a heading of the shortcut sheet. What is done `everywhere` has its key
    before every field and panel, and says itself where it cannot be done. What `posts`, orders or
    prints has its button pressed by no Enter of a screen, which may be a scanner's.
    """

    id: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    permission: str | None = None
    handler: str | Callable[..., object] = ""
    checkable: bool = False
    checked: bool = False
    choice: str = ""
    group: str = ""
    hint: str = ""
    repeats: bool = False
    everywhere: bool = False
    posts: bool = False


class ActionSet:
    """The QActions of one screen, by id."""

    def __init__(
        self, host: QWidget, specs: Sequence[ActionSpec], actions: Sequence[QAction]
    ) -> None:
        self.host = host
        self.specs = tuple(specs)
        self._actions = {spec.id: action for spec, action in zip(specs, actions, strict=True)}

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def __contains__(self, action_id: str) -> bool:
        return action_id in self._actions

    def lack(self, say: Callable[[], object] | None, *action_ids: str) -> None:
        """Grey several while something is missing; their keys still `say` what. None: nothing is.

        A disabled action swallows its key without a word. Ids the role does not have are ignored.
        """
        for action_id in action_ids:
            if action_id in self._actions:
                self._actions[action_id].setProperty(LACKS, say)
                self._actions[action_id].changed.emit()

    def enable(self, enabled: bool, *action_ids: str) -> None:  # noqa: FBT001 (reads like setEnabled)
        """Enable or disable several at once; ids the role does not have are ignored."""
        for action_id in action_ids:
            if action_id in self._actions:
                self._actions[action_id].setEnabled(enabled)


def build_actions(
    host: QWidget, specs: Sequence[ActionSpec], granted: Iterable[str] | None = None
) -> ActionSet:
    """Make the actions the role may do and put them on `host`.

    `granted` are permission words; None grants all. Shortcuts work while the host is visible in
    the active window. Raises ValueError when two actions share an id or a key.
    """
    rights = None if granted is None else frozenset(granted)
    allowed = [s for s in specs if rights is None or s.permission is None or s.permission in rights]
    _check(allowed)
    choices: dict[str, QActionGroup] = {}
    made = [_make(host, spec, choices) for spec in allowed]
    _hosts.add(host)
    return ActionSet(host, allowed, made)


def button_for(
    actions: ActionSet, action_id: str, variant: str = "secondary", size: str = ""
) -> QPushButton:
    """A push button which follows its action and shows its key, e.g. ``挂单 F6``."""
    action = actions[action_id]
    button = QPushButton(actions.host)
    button.setProperty("variant", variant)
    button.setProperty("scale", size)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setProperty(POSTS, action.property(POSTS))
    button.installEventFilter(_LeaveEnter(button))
    button.setCheckable(action.isCheckable())
    key = key_text(action.shortcut())

    def follow() -> None:
        button.setText(f"{action.text()}  {key}" if key else action.text())
        button.setEnabled(action.isEnabled() and action.property(LACKS) is None)
        button.setVisible(action.isVisible())
        button.setChecked(action.isChecked())
        button.setAccessibleName(action.text())

    action.changed.connect(follow)
    button.clicked.connect(action.trigger)
    name = str(action.property("icon_name") or "")
    if name:
        set_icon(button, name, {"primary": "on_accent", "danger": "on_danger"}.get(variant, "ink"))
    follow()
    return button


class _LeaveEnter(QObject):
    """Enter on a button is for its screen or panel to judge, whatever the desktop's theme does."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Not taken here: it goes on to the parent."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            event.setAccepted(not enter)
            return enter
        return super().eventFilter(watched, event)


def glyph_for(actions: ActionSet, action_id: str) -> QPushButton:
    """A square button with the action's icon alone; its name and key are in the tooltip."""
    action = actions[action_id]
    button = QPushButton(actions.host)
    button.setProperty("variant", "ghost")
    button.setProperty("scale", "square")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setFixedWidth(SIZE.touch + SPACE.xs)
    button.setAccessibleName(action.text())
    button.setToolTip(f"{action.text()}  {key_text(action.shortcut())}".strip())
    button.setProperty(POSTS, action.property(POSTS))
    button.installEventFilter(_LeaveEnter(button))
    set_icon(button, str(action.property("icon_name")))
    action.enabledChanged.connect(button.setEnabled)
    action.visibleChanged.connect(lambda: button.setVisible(action.isVisible()))
    button.setEnabled(action.isEnabled())
    button.setHidden(not action.isVisible())
    button.clicked.connect(action.trigger)
    return button


def key_text(sequence: QKeySequence) -> str:
    """A key as people call it: ``空格``, ``Ctrl+Z``."""
    portable = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if portable.endswith("++"):
        return portable
    parts = portable.split("+") if portable != "+" else [portable]
    return "+".join(KEY_NAMES.get(part, part) for part in parts)


def shortcut_action(window: QWidget, key: QKeyCombination) -> QAction | None:
    """What a printable key would do in `window` just now; None when it is nobody's."""
    wanted = _readings(key)
    found = (x for x in _actions_of(window) if wanted & set(x.shortcuts()))
    return next(found, None)


def everywhere_action(window: QWidget, key: QKeyCombination) -> QAction | None:
    """What a key does in `window` whatever has the focus; None when it is no such key."""
    wanted = QKeySequence(key)
    for host in list(_hosts):
        if isValid(host) and host.isVisible() and host.window() is window:
            for action in host.actions():
                if action.property("everywhere") and wanted in action.shortcuts():
                    return action
    return None


def _actions_of(window: QWidget) -> Iterator[QAction]:
    """All that can be done by key where the focus is."""
    # A window that is just not the active one has its focus all the same: no key goes past a panel.
    focus = QApplication.focusWidget() or window.focusWidget()
    for host in list(_hosts):
        if not isValid(host) or not host.isVisible() or not host.isEnabled():
            continue
        if host.window() is window and _reaches(host, focus):
            yield from (action for action in host.actions() if action.isEnabled())


def _readings(key: QKeyCombination) -> set[QKeySequence]:
    """``+`` is a shifted key on most keyboards and still means ``+``."""
    found = {QKeySequence(key)}
    shift = Qt.KeyboardModifier.ShiftModifier
    if key.keyboardModifiers() & shift and not Qt.Key.Key_A <= key.key() <= Qt.Key.Key_Z:
        found.add(QKeySequence(QKeyCombination(key.keyboardModifiers() & ~shift, key.key())))
    return found


def _reaches(host: QWidget, focus: QWidget | None) -> bool:
    """An open overlay keeps the keys for those inside it."""
    layer = focus
    while layer is not None:
        if layer.property("modal_layer"):
            return layer is host or layer.isAncestorOf(host)
        layer = layer.parentWidget()
    return True


def _check(specs: Sequence[ActionSpec]) -> None:
    ids = [spec.id for spec in specs]
    keys = [QKeySequence(key).toString() for spec in specs for key in spec.shortcuts]
    for names in (ids, keys):
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"twice in one screen: {sorted(twice)}")


def _make(host: QWidget, spec: ActionSpec, choices: dict[str, QActionGroup]) -> QAction:
    action = QAction(spec.text, host)
    action.setObjectName(spec.id)
    action.setShortcuts([QKeySequence(key) for key in spec.shortcuts])
    action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    action.setAutoRepeat(spec.repeats)
    action.setCheckable(spec.checkable or bool(spec.choice))
    action.setChecked(spec.checked)
    action.setToolTip(spec.hint or spec.text)
    action.setProperty("everywhere", spec.everywhere)
    action.setProperty(POSTS, spec.posts)
    if spec.icon:
        action.setProperty("icon_name", spec.icon)
        set_icon(action, spec.icon)
    if spec.choice:
        choices.setdefault(spec.choice, QActionGroup(host)).addAction(action)
    _connect(host, spec, action)
    host.addAction(action)
    return action


def _connect(host: QWidget, spec: ActionSpec, action: QAction) -> None:
    if not spec.handler:
        return
    handler: Callable[..., object] = (
        getattr(host, spec.handler) if isinstance(spec.handler, str) else spec.handler
    )

    def fire() -> None:  # `triggered` would hand its `checked` to an optional parameter
        (action.property(LACKS) or handler)()

    if action.isCheckable():
        action.toggled.connect(handler)
    else:
        action.triggered.connect(fire)
