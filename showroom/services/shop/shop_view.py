"""What the shell shows of the shop: read in one go when the books open and when they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.domain.clock_band import BEHIND_US

if TYPE_CHECKING:  # the shell is painted before the database layer is loaded
    from showroom.db.reads.people import Person
    from showroom.domain.document import ShopHeader
    from showroom.domain.logo import Logo
    from showroom.domain.shift import Shift
    from showroom.services.suite import Suite

BACKUP_EVERY_US = 36 * 3600 * 10**6
"""A shop backs up after closing; a day off may pass before the glyph asks for it."""


@dataclass(frozen=True, slots=True)
class ShopView:
    """`state` is ``empty``, ``real`` or ``demo``; `people` are those who may sign in.

    `unreadable` are the names of settings that are as if they had never been set.
    """

    state: str
    shop_name: str = ""
    till: str = ""
    theme: str = "system"
    idle_lock_min: int = 5
    people: tuple[Person, ...] = ()
    shift: Shift | None = None
    logo: Logo | None = None
    customer_display: bool = False
    header: ShopHeader | None = None
    unreadable: tuple[str, ...] = ()

    @property
    def demo(self) -> bool:
        """True when nothing here is real."""
        return self.state == "demo"


def read_shop_view(suite: Suite) -> ShopView:
    """The shop as this till shows it. Raises Fault `till_unknown`: the machine is no till here."""
    from showroom.domain.errors import Fault

    state = suite.setup.state().value
    if state == "empty":
        return ShopView(state)
    till_id = suite.books.till_id
    till = next((t for t in suite.setup.tills() if t.till_id == till_id), None)
    if till is None:
        raise Fault("till_unknown", till_id=till_id)
    settings = suite.settings.load()
    return ShopView(
        state,
        settings.shop_name,
        till.name,
        settings.theme,
        settings.idle_lock_min,
        suite.people.list_people(),
        suite.shifts.current(),
        suite.settings.picture(settings.logo),
        settings.customer_display,
        suite.settings.header(),
        suite.settings.unreadable(),
    )


def backup_due(last_us: int, now_us: int) -> bool:
    """True when the newest verified backup is too old, or there never was one (0).

    One from the future was made by a clock that ran ahead: nobody knows how old it is.
    """
    return not -BEHIND_US <= now_us - last_us <= BACKUP_EVERY_US
