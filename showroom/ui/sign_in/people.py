"""The tiles of the people who may sign in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QScrollArea, QWidget

from showroom.ui.look.tokens import SPACE
from showroom.ui.widgets.person_tile import HEIGHT, PersonFace, PersonTile

if TYPE_CHECKING:
    from showroom.services.shop.people import Person

COLUMNS, ROWS = 2, 4


class PeopleGrid(QScrollArea):
    """Keeps the places of two rows until it knows who there is. `chosen` carries a Person."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("人员")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(ROWS * HEIGHT + (ROWS - 1) * SPACE.xs)
        inner = QWidget()
        inner.setProperty("surface", "none")
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE.xs)
        self._grid.setRowStretch(100, 1)
        self.setWidget(inner)
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._tell)
        self._people: tuple[Person, ...] = ()
        self._tiles: list[PersonTile] = []
        self._make(COLUMNS * 2)

    @property
    def person(self) -> Person | None:
        """Who is chosen."""
        at = self._group.checkedId()
        return self._people[at] if 0 <= at < len(self._people) else None

    def set_people(self, people: Sequence[Person], face: Callable[[Person], PersonFace]) -> None:
        """Show others; nobody is chosen until `choose`."""
        self._group.setExclusive(False)
        for tile in self._tiles:
            tile.setChecked(False)
        self._group.setExclusive(True)
        self._people = tuple(people)
        self._make(len(people))
        for at, tile in enumerate(self._tiles):
            tile.setVisible(at < len(people))
            tile.set_face(face(people[at]) if at < len(people) else None)

    def choose(self, person_id: int) -> None:
        """Take the person of this id, else the first one."""
        places = {p.person_id: at for at, p in enumerate(self._people)}
        if self._people:
            self._check(next((at for i, at in places.items() if i == person_id), 0))

    def step(self, step: int) -> None:
        """Take a neighbour, if there is one in that direction."""
        at = self._group.checkedId() + step
        if 0 <= at < len(self._people):
            self._check(at)

    def _check(self, at: int) -> None:
        self._tiles[at].setChecked(True)
        self.ensureWidgetVisible(self._tiles[at])

    def _make(self, count: int) -> None:
        for at in range(len(self._tiles), count):
            tile = PersonTile()
            self._group.addButton(tile, at)
            self._grid.addWidget(tile, at // COLUMNS, at % COLUMNS)
            self._tiles.append(tile)

    def _tell(self, at: int, checked: bool) -> None:  # noqa: FBT001 (a slot of a bool signal)
        if checked and at < len(self._people):
            self.chosen.emit(self._people[at])
