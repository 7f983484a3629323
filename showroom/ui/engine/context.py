"""What every screen is given: services, operations, who is at the till and what changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from showroom.domain.errors import Fault, Refusal
from showroom.domain.permission import GRANTS, Permission, may
from showroom.domain.sheet import DEMO
from showroom.services.shop.shop_view import ShopView, read_shop_view
from showroom.ui.engine.drafts import DraftKeeper
from showroom.ui.engine.kept_scans import KeptScans
from showroom.ui.engine.operation import How
from showroom.ui.engine.pictures import Seen
from showroom.ui.engine.ports import Backup, Foreign, Machine, Paper, SampleCatalogue, Status
from showroom.ui.engine.saving import in_names
from showroom.ui.engine.scan_keeper import ScanKeeper
from showroom.ui.engine.wishes import Wishes
from showroom.ui.look.sounds import Sounds

if TYPE_CHECKING:  # the first window is painted before the database layer is loaded
    from showroom.domain.basket import Basket
    from showroom.domain.catalogue import CatalogueIndex
    from showroom.domain.scan import WaitingScan
    from showroom.domain.shift import Shift
    from showroom.domain.tender import Payment
    from showroom.services.books.actor import Actor
    from showroom.services.books.done import Done
    from showroom.services.suite import Suite
    from showroom.ui.customer.counter_devices import CounterDevices
    from showroom.ui.customer.state import CustomerState
    from showroom.ui.engine.operations import Operations


READ_AGAIN_MS = 3_000


class Context(QObject):
    """Shared by the screens of one window; owns no rule and no row.

    `opened` tells that the books are open; `changed` what a verb moved, after its commit;
    `index_changed` brings a new search index; `person_changed` the actor who signed in or None;
    `shift_changed` the open shift; `shop_changed` what the shell shows of the shop;
    `status_changed` a status glyph and its state; `customer_changed` a CustomerState.
    `day_over` tells that the open shift is about to be closed: what is rung up is put aside.
    `go_to` names a screen, with a part of it behind a colon, e.g. ``settings:printer``.
    `draft_wanted` tells kind and key of a document's draft that somebody wants to go on with.
    """

    changed = Signal(object)
    index_changed = Signal(object)
    person_changed = Signal(object)
    shift_changed = Signal(object)
    shop_changed = Signal(object)
    status_changed = Signal(str, object)
    opened = Signal()
    go_to = Signal(str)
    draft_wanted = Signal(object, str)
    day_over = Signal()
    customer_changed = Signal(object)
    customer_preview = Signal()

    def __init__(  # noqa: PLR0913 (the composition root hands everything in at once)
        self,
        *,
        operations: Operations,
        sounds: Sounds,
        paper: Paper,
        foreign: Foreign,
        backup: Backup,
        machine: Machine,
        sample: SampleCatalogue,
        wake_printer: Callable[[], None],
        counter_devices: CounterDevices,
    ) -> None:
        super().__init__()
        self.operations = operations
        operations.announce = self.announce
        self.sounds = sounds
        self.paper = paper
        self.foreign = foreign
        self.seen = Seen()
        self.backup = backup
        self.machine = machine
        self.sample = sample
        self.wake_printer = wake_printer
        self.counter_devices = counter_devices
        self.kept = KeptScans()
        self.drafts = DraftKeeper(operations, self._save_open, self)
        self.scans = ScanKeeper(operations, self.kept, self._save_scans, self)
        self.customer: CustomerState | None = None
        self._suite: Suite | None = None
        self._unread: set[str] = set()
        self.wishes = Wishes(operations, self)
        self._actor: Actor | None = None
        self._rings: Actor | None = None
        """Who rang up last: the basket is kept by their hand, whoever came or left since."""
        self._index: CatalogueIndex | None = None
        self.index_read = False
        self.shift: Shift | None = None
        self.shop = ShopView("empty")
        self.statuses: dict[str, Status] = {}

    def _save_open(self, basket: Basket, payment: Payment | None) -> Done:
        return self.services.baskets.save_open(self._rings or self.actor, basket, payment)

    def _save_scans(self, scans: tuple[WaitingScan, ...]) -> Done:
        return self.services.waiting.keep(scans)

    @property
    def index(self) -> CatalogueIndex:
        """The search index; empty until the first one was read."""
        if self._index is None:
            from showroom.domain import catalogue

            self._index = catalogue.CatalogueIndex.build(())
        return self._index

    @property
    def services(self) -> Suite:
        """The services; only after `use_services`."""
        if self._suite is None:
            raise Refusal("books_not_open")
        return self._suite

    @property
    def is_open(self) -> bool:
        """True once the books are open."""
        return self._suite is not None

    def use_services(self, suite: Suite) -> None:
        """The books are open."""
        self._suite = suite
        self.opened.emit()

    @property
    def actor(self) -> Actor:
        """The signed-in person. Refuses `not_signed_in`."""
        if self._actor is None:
            raise Refusal("not_signed_in")
        return self._actor

    @property
    def signed_in(self) -> bool:
        """True while somebody is signed in."""
        return self._actor is not None

    def sign_in(self, actor: Actor) -> None:
        """Somebody proved who they are."""
        self._actor = actor
        if self.may(Permission.SELL):
            self._rings = actor
        self.operations.turn_to(actor.person_id)
        self.person_changed.emit(actor)

    def sign_out(self) -> None:
        """Lock the till; the basket stays."""
        self._actor = None
        self.operations.turn_to(None)
        self.person_changed.emit(None)

    def may(self, permission: Permission) -> bool:
        """What to show; the services check again."""
        return self._actor is not None and may(self._actor.role, permission)

    def export_path(self, title: str, ending: str) -> Path:
        """Where a file of that title is kept; of a demo shop its name says so, as it does."""
        mark = DEMO if self.shop.demo else ""
        return Path(self.machine.exports) / f"{in_names(title).replace(' ', '-')}{mark}{ending}"

    def granted(self) -> frozenset[str]:
        """Permission words of the signed-in role, for `build_actions`."""
        if self._actor is None:
            return frozenset()
        return frozenset(p.value for p in GRANTS[self._actor.role])

    def announce(self, done: Done) -> None:
        """Tell the screens what a verb changed; re-read index and shift when they moved."""
        changes = done.changes
        self.changed.emit(changes)
        if changes.prints:
            self.wake_printer()
        if changes.catalogue or changes.stock or changes.shift:
            # A shift may be of another day than the index, which knows what has expired.
            self.reload_index()
        if changes.shift:
            self.reload_shift()
        if changes.settings or changes.people:
            self.reload_shop()

    def goods_moved(self) -> None:
        """Goods, or what there is of them, moved past this window: all read again."""
        from showroom.services.books.changes import Changes
        from showroom.services.books.done import Done

        self.announce(Done(changes=Changes(catalogue=True, stock=True)))

    def show_customer(self, state: CustomerState) -> None:
        """What the customer may see now; who shows it listens to `customer_changed`."""
        self.customer = state
        self.customer_changed.emit(state)

    def set_status(self, name: str, state: Status) -> None:
        """How the ``printer``, the ``database`` or the ``backup`` is doing."""
        if self.statuses.get(name) != state:
            self.statuses[name] = state
            self.status_changed.emit(name, state)

    def reload_index(self) -> None:
        """Bring the search index up to date on the database lane; anew only when it must be."""
        refresh = self.services.catalogue.refresh_index
        how = self._until_read(self.reload_index)
        self.operations.ask(refresh, self.index, owner=self, on_done=self.use_index, how=how)

    def reload_shift(self) -> None:
        """Read the till's open shift."""
        current, how = self.services.shifts.current, self._until_read(self.reload_shift)
        self.operations.ask(current, owner=self, on_done=self._use_shift, how=how)

    def reload_shop(self) -> None:
        """Read what the shell shows of the shop."""
        how = self._until_read(self.reload_shop)
        self.operations.ask(
            read_shop_view, self.services, owner=self, on_done=self.use_shop, how=how
        )

    def _until_read(self, reload: Callable[[], None]) -> How:
        """Something was done and every screen must come to know it: read again until it is read.

        Only the first failure is said; meanwhile the books' glyph tells.
        """

        def failed(error: Exception) -> bool:
            if not isinstance(error, Fault):
                return False
            said = reload.__name__ in self._unread
            self._unread.add(reload.__name__)
            QTimer.singleShot(READ_AGAIN_MS, self, reload)
            return said

        return How(failed=failed, until_done=True)

    def use_shop(self, shop: ShopView) -> None:
        """The shop as it is now, its open shift included."""
        self._unread.discard("reload_shop")
        self.shop = shop
        self.paper.use_logo(shop.logo)
        self.shop_changed.emit(shop)
        self._use_shift(shop.shift)

    def use_index(self, index: CatalogueIndex) -> None:
        """Search in this one from here on."""
        self._unread.discard("reload_index")
        self._index, self.index_read = index, True
        self.index_changed.emit(index)

    def _use_shift(self, shift: Shift | None) -> None:
        self._unread.discard("reload_shift")
        self.shift = shift
        self.shift_changed.emit(shift)
