"""人员: who works here, what they may do, a new PIN, an end."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from showroom.domain.permission import Permission
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.tokens import SPACE
from showroom.ui.settings.part import Part, push
from showroom.ui.settings.person_panel import PersonPanel, PersonWanted
from showroom.ui.widgets.card import label, row
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.row_table import RowTable
from showroom.ui.widgets.table_rows import Column, Row
from showroom.ui.words.names import ROLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from showroom.services.books.done import Done
    from showroom.services.shop.people import People, Person
    from showroom.ui.engine.context import Context

COLUMNS = (
    Column("姓名", 0, kind="strong"),
    Column("角色", 140),
    Column("状态", 140, kind="muted"),
)
TABLE_HEIGHT, STOP_WIDTH = 372, 440


class PeoplePart(Part):
    """Nobody is ever deleted: their name stands on receipts."""

    key, title, icon = "people", "人员", "user"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._people: dict[int, Person] = {}
        self._panel: PersonPanel | None = None
        self._table = RowTable(COLUMNS, "人员")
        self._table.setFixedHeight(TABLE_HEIGHT)
        self._table.row_selected.connect(self._look)
        self._table.row_activated.connect(lambda _key: self._edit())
        self._add = push("新增", "person-add", self._open_new, "primary")
        self._change = push("改姓名、角色", "edit", self._edit)
        self._pin = push("重设 PIN", "lock", self._open_pin)
        self._active = push("停用", "", self._toggle)
        self.form.addWidget(self._table)
        self.form.addLayout(
            row(self._add, self._change, self._pin, None, self._active, spacing=SPACE.s)
        )
        self._look(None)

    def shown(self) -> None:
        """Read who there is."""
        allowed = self.context.may(Permission.PEOPLE)
        self._add.setEnabled(allowed)
        self.context.operations.ask(_everyone, self._service, owner=self, on_done=self._show_people)

    @property
    def _service(self) -> People:
        return self.context.services.people

    @property
    def _chosen(self) -> Person | None:
        key = self._table.selected_key
        return self._people.get(key) if isinstance(key, int) else None

    def _show_people(self, people: tuple[Person, ...]) -> None:
        self._people = {p.person_id: p for p in people}
        self._table.set_rows(
            [
                Row(
                    p.person_id,
                    (p.name, ROLES[p.role], "在用" if p.active else "已停用"),
                    role="" if p.active else "muted",
                )
                for p in people
            ]
        )
        self._look(None)

    def _look(self, _key: object) -> None:
        person = self._chosen
        allowed = person is not None and self.context.may(Permission.PEOPLE)
        for button in (self._change, self._pin, self._active):
            button.setEnabled(allowed)
        stopped = person is not None and not person.active
        self._active.setText("重新启用" if stopped else "停用")
        if stopped:
            self._pin.setEnabled(False)

    # -- panels -------------------------------------------------------------------------------

    def _open_new(self) -> None:
        request = new_request()

        def go(w: PersonWanted) -> None:
            actor = self.context.actor
            verb, said = self._service.add_person, f"已新增 {w.name}，{ROLES[w.role]}"
            self._run(partial(verb, actor, w.name, w.role, w.pin, request), said)

        self._open(PersonPanel(self, "新增人员"), go)

    def _edit(self) -> None:
        person = self._chosen
        if person is None or not self._change.isEnabled():
            return

        def go(w: PersonWanted) -> None:
            actor = self.context.actor
            verb, who = self._service.change_person, person.person_id
            before, after = (f"{x.name} {ROLES[x.role]}" for x in (person, w))
            self._run(partial(verb, actor, who, w.name, w.role), f"已改：{before} → {after}")

        self._open(PersonPanel(self, f"修改 {person.name}", person, with_pin=False), go)

    def _open_pin(self) -> None:
        person = self._chosen
        if person is None:
            return

        def go(w: PersonWanted) -> None:
            verb, who = self._service.set_pin, person.person_id
            said = f"{person.name} 的 PIN 已重设"
            self._run(partial(verb, self.context.actor, who, w.pin), said)

        self._open(PersonPanel(self, f"重设 {person.name} 的 PIN", person, with_name=False), go)

    def _toggle(self) -> None:
        person = self._chosen
        if person is None:
            return
        self.context.operations.move_on()

        def go() -> None:
            active, who = not person.active, person.person_id
            verb = partial(self._service.set_active, self.context.actor, who, active=active)
            self._run(verb, f"{person.name} 已{'重新启用' if active else '停用'}")

        if person.active:
            _ask_stop(self, person.name, go)
        else:
            go()

    def _open(self, panel: PersonPanel, go: object) -> None:
        self.context.operations.move_on()
        self._panel = panel
        panel.wanted.connect(go)
        panel.closed.connect(self._forget_panel)
        panel.open()

    def _forget_panel(self) -> None:
        self._panel = None

    def _run(self, verb: Callable[[], Done], said: str) -> None:
        refused = None if self._panel is None else self._panel.refuse
        how = How(exclusive="people", success=said, refused=refused)
        self.context.operations.do(verb, owner=self, on_done=self._done, how=how)

    def _done(self, _done: Done) -> None:
        if self._panel is not None:
            self._panel.close_panel()
        self.shown()


def _ask_stop(host: QWidget, name: str, go: Callable[[], object]) -> None:
    panel = Overlay(host, "停用", STOP_WIDTH, throwaway=True)
    panel.body.addWidget(label(name, "strong", wrap=True))
    panel.body.addWidget(label("停用后不能再登录和授权；做过的账不变。", "muted", wrap=True))
    yes = ask(panel, "停用", danger=True)
    yes.clicked.connect(panel.close_panel)
    yes.clicked.connect(go)
    panel.open()


def _everyone(people: People) -> tuple[Person, ...]:
    return people.list_people(everyone=True)
