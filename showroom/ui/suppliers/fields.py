"""Fields for words and numbers of papers, and the panel that a form stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from showroom.domain.documents.dates import DAY_CODES, LAST_YEAR
from showroom.domain.errors import Refusal
from showroom.domain.mask import hides
from showroom.services.books.done import Done
from showroom.ui.engine.context import Context
from showroom.ui.engine.operation import How
from showroom.ui.engine.wishes import new_request
from showroom.ui.look.theme import restyle
from showroom.ui.settings.part import push
from showroom.ui.widgets.amount_edit import AmountEdit
from showroom.ui.widgets.calendar_panel import CalendarPanel
from showroom.ui.widgets.date_edit import DateEdit
from showroom.ui.widgets.overlay import Overlay, ask
from showroom.ui.widgets.veil import veil

WIDTH, FIELD_WIDTH, DAY_WIDTH = 640, 400, 152
LAST = f"{LAST_YEAR}-12-31"


class PaperField(QLineEdit):
    """Words, and numbers of papers, six figures among them: no PIN is asked for in such a field."""

    def __init__(self, name: str, limit: int, text: str = "", hint: str = "") -> None:
        super().__init__(text)
        self.setAccessibleName(name)
        self.setMaxLength(limit)
        self.setPlaceholderText(hint)
        self.setProperty("scale", "touch")
        self.setFixedWidth(FIELD_WIDTH)
        self.setCursorPosition(0)
        veil(self, pins=_none, codes=hides)


def day_field(name: str, text: str = "", hint: str = "2027-03-01") -> DateEdit:
    """A day, with an offered one that the next keys replace."""
    made = DateEdit(name, hint)
    made.set_value(text)
    made.setFixedWidth(DAY_WIDTH)
    return made


def _mend(field: QLineEdit, _text: str) -> None:
    """What is typed now was not refused yet."""
    restyle(field, invalid="false")


def _none(_text: str) -> bool:
    """Nothing here is taken for a PIN."""
    return False


def calendar_for(host: QWidget, field: DateEdit, today: str) -> QPushButton:
    """A button that lets a finger choose the day."""

    def take(day: str) -> None:
        field.set_value(day)
        field.setModified(True)

    def choose() -> None:
        panel = CalendarPanel(host, field.value or today, LAST)
        panel.chosen.connect(take)
        panel.open()

    made = push("", "calendar", choose)
    made.setProperty("scale", "glyph")
    made.setAccessibleName(f"选{field.accessibleName()}")
    made.setToolTip(f"选{field.accessibleName()}")
    return made


class FormPanel(Overlay):
    """A form that one verb keeps: Enter goes to the next field and from the last one keeps.

    `kept` carries what the verb answered. A refusal marks the field that its code names.
    """

    kept = Signal(object)

    def __init__(self, host: QWidget, context: Context, title: str, yes: str = "保存") -> None:
        super().__init__(host, title, WIDTH, throwaway=True)
        self.context = context
        self._request = new_request()
        self._fields: list[QLineEdit] = []
        self._by_code: dict[str, QLineEdit] = {}
        go = ask(self, yes)
        go.clicked.connect(self.keep)

    def watch(self, *fields: QLineEdit, codes: Mapping[str, QLineEdit]) -> None:
        """Enter and refusals know these fields from now on."""
        self._fields = list(fields)
        self._by_code = dict(codes)
        self.first = fields[0]
        for field in fields:
            if isinstance(field, (AmountEdit, DateEdit)):
                field.submitted.connect(partial(self._next, field))
            else:
                field.returnPressed.connect(partial(self._next, field))
            field.textChanged.connect(partial(_mend, field))

    def entry(self) -> str:
        """Fields that somebody typed into."""
        return "填的还没有保存" if any(f.isModified() for f in self._fields) else ""

    def keep(self) -> None:
        """Call the verb of this form with `write`."""
        raise NotImplementedError

    def write(self, verb: Callable[..., Done], *content: object, said: str) -> None:
        """The one request of this panel."""
        how = How(exclusive="supplier", success=said, sound="done", refused=self._refused)
        given = (self.context.actor, *content, self._request)
        self.context.operations.do(verb, *given, owner=self, on_done=self._done, how=how)

    def _done(self, done: Done) -> None:
        self.close_panel()
        self.kept.emit(done)

    def _next(self, field: QLineEdit) -> None:
        at = self._fields.index(field) + 1
        if at < len(self._fields):
            self._fields[at].setFocus()
            self._fields[at].selectAll()
        else:
            self.keep()

    def _unclear(self, refusal: Refusal) -> QLineEdit | None:
        """Of several days the one with the text that is none."""
        if refusal.code not in DAY_CODES:
            return None
        days = (f for f in self._fields if isinstance(f, DateEdit))
        return next((f for f in days if f.text().strip() == refusal.params.get("text")), None)

    def _refused(self, refusal: Refusal) -> bool:
        """Where it must be mended; the strip says why. What is asked next is another request."""
        self._request = new_request()
        field = self._by_code.get(refusal.code) or self._unclear(refusal)
        if field is not None:
            restyle(field, invalid="true")
            field.setFocus()
            field.selectAll()
        return False
