"""The first start: an empty database becomes a shop, or a demo of one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import uuid4

from showroom.db.engine import Tx
from showroom.db.reads import places as reads
from showroom.db.reads import shop as shop_reads
from showroom.db.reads.imports import import_state
from showroom.db.reads.shop import Till
from showroom.db.stores import catalogue as catalogue_store
from showroom.db.stores import places as store
from showroom.domain.codec import to_json
from showroom.domain.documents.place import PlaceKind
from showroom.domain.errors import Refusal
from showroom.domain.ids import MAX_TILLS, PointId, TillId
from showroom.domain.permission import Permission, Role
from showroom.domain.pin import check_pin
from showroom.services.books.actor import SYSTEM, Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.marks import KEPT_KEY, WENT_ON, Parted, parted
from showroom.services.books.posting import Posting
from showroom.services.books.told import Changed
from showroom.services.goods.import_files import read_table
from showroom.services.goods.import_planner import Planner
from showroom.services.goods.imports import new_batch, write_plan
from showroom.services.goods.places import ZONES
from showroom.services.setup.demo import DEMO_NAME, DEMO_PEOPLE, demo_lots, quick_codes
from showroom.services.setup.demo_suppliers import write_suppliers
from showroom.services.shop.people import check_name, insert_person
from showroom.services.shop.pins import Pins
from showroom.services.shop.settings import ShopSettings, load_in, put_in, renamed

FIRST_TILL = TillId(1)
CODE_LENGTH = 8
ADDRESS = "上海市静安区万荣路88号"
CENTRE = ("WR88", "万荣路88号", "centre")
LOCATIONS = (
    ("卖场", PlaceKind.SHOP_FLOOR),
    ("仓库", PlaceKind.WAREHOUSE),
    ("退货待检", PlaceKind.QUARANTINE),
    ("冷库", PlaceKind.COLD_STORE),
    ("临期专区", PlaceKind.NEAR_EXPIRY),
    ("陈列", PlaceKind.DISPLAY),
    ("试吃台", PlaceKind.TASTING),
    ("在途", PlaceKind.TRANSIT),
)
EVERYTHING = Changes(
    sales=True, stock=True, catalogue=True, shift=True, people=True, settings=True, drafts=True
)
Progress = Callable[[int, int], None]
"""Told (steps done, steps in all) from the lane that works."""


def _quiet(_done: int, _steps: int) -> None:
    """Nobody watches."""


class SetupState(StrEnum):
    """What the database holds."""

    EMPTY = "empty"
    REAL = "real"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class ShopOpened(Done):
    """The person who owns the new shop, ready to act."""

    owner: Actor
    changes: Changes = field(default=EVERYTHING, kw_only=True)


@dataclass(frozen=True, slots=True)
class TillAdded(Done):
    """The new till."""

    till: Till


@dataclass(frozen=True, slots=True)
class WentOn(Done):
    """Where the mark outside was, 0 of one that could not be read, and where the books ended."""

    seq: int
    ends: int


@behind_door
class Setup:
    """Makes shops and tills. `books.till_id` of an empty database must be 1."""

    def __init__(self, books: Books, pins: Pins) -> None:
        self._books = books
        self._pins = pins

    def state(self) -> SetupState:
        """Whether there is a shop and whether it is the demo."""
        return self._books.read(self._state)

    def _state(self, tx: Tx) -> SetupState:
        if not reads.tills(tx):
            return SetupState.EMPTY
        demo = load_in(tx, self._books.till_id).demo
        return SetupState.DEMO if demo else SetupState.REAL

    def start_real(self, shop_name: str, owner_name: str, pin: str) -> ShopOpened:
        """An empty shop with its zones, places, first till and 店长.

        Refuses `already_set_up`, `shop_name_empty`, `setting_text`, `person_name`,
        `pin_not_six_digits`, `pin_weak`.
        """
        owner = check_name(owner_name)
        settings = renamed(ShopSettings(address=ADDRESS), shop_name)
        hashed = self._pins.hash(check_pin(pin))

        def work(posting: Posting) -> ShopOpened:
            laid = self._lay_out(posting, settings)
            person_id = insert_person(posting, owner, Role.SHOP_MANAGER, hashed)
            written = {"shop": settings.shop_name, "owner": owner, "demo": False, **laid.now()}
            posting.journal("set_up", to_json(written))
            return ShopOpened(Actor(person_id, owner, Role.SHOP_MANAGER))

        return self._set_up(work)

    def start_demo(
        self, catalogue: bytes, progress: Progress = _quiet, papers_day: str = ""
    ) -> ShopOpened:
        """The demo shop: sample products (a catalogue file), stock of every condition, people.

        Suppliers' papers are such that on `papers_day` (ISO text, else today) one has just ended
        and one ends soon.
        Refuses `already_set_up` and, for an unsound file, what `Imports.check` would.
        """
        table = read_table(catalogue)
        hashed: list[str] = []
        for person in DEMO_PEOPLE:
            progress(len(hashed), len(DEMO_PEOPLE) + 1)
            hashed.append(self._pins.hash(person.pin))
        progress(len(hashed), len(DEMO_PEOPLE) + 1)
        digest = hashlib.sha256(catalogue).hexdigest()

        def work(posting: Posting) -> ShopOpened:
            tx = posting.tx
            shop = ShopSettings(shop_name=DEMO_NAME, address=ADDRESS, demo=True)
            laid = self._lay_out(posting, shop)
            plan = Planner(import_state(tx), table).plan("catalogue.csv", digest)
            if plan.error_count:
                raise Refusal("import_has_errors", count=plan.error_count)
            catalogue_store.bump_version(tx)
            products = [p.content for p in plan.create]
            stocked = replace(plan, lots=demo_lots(products, posting.business_date))
            place = shop_reads.till_of(tx, FIRST_TILL).location_id
            write_plan(posting, stocked, new_batch(posting, stocked), place)
            settings = load_in(tx, FIRST_TILL)
            put_in(posting, replace(settings, quick_codes=quick_codes(products)))
            people = [
                Actor(insert_person(posting, p.name, p.role, h), p.name, p.role)
                for p, h in zip(DEMO_PEOPLE, hashed, strict=True)
            ]
            write_suppliers(posting, papers_day or posting.business_date)
            posting.journal("set_up", to_json({"shop": DEMO_NAME, "demo": True, **laid.now()}))
            return ShopOpened(people[0])

        opened = self._set_up(work)
        progress(len(hashed) + 1, len(hashed) + 1)
        return opened

    def _set_up(self, work: Callable[[Posting], ShopOpened]) -> ShopOpened:
        command = Command(SYSTEM, None, "", "set_up", "", whole(ShopOpened))
        return self._books.command(command, work)

    def _lay_out(self, posting: Posting, settings: ShopSettings) -> Changed:
        """Zones, places and the first till; the places, for the journal."""
        tx = posting.tx
        if self._state(tx) is not SetupState.EMPTY:
            raise Refusal("already_set_up")
        for zone in ZONES:
            zone_id = store.insert_zone(tx, zone.code, zone.name, zone.short_name)
            for county in zone.counties:
                store.insert_county(
                    tx,
                    zone_id,
                    county.name,
                    code=county.code,
                    prefecture=zone.prefecture,
                    province=zone.province,
                    cooperation=zone.cooperation,
                    is_832=int(county.is_832),
                )
        point_id = store.insert_point(tx, *CENTRE)
        laid = Changed(tx)
        for name, kind in LOCATIONS:
            laid.made("location", store.insert_location(tx, store.NewPlace(point_id, name, kind)))
        self._insert_till(posting, FIRST_TILL, ("01", "1 号收银台"), point_id)
        put_in(posting, replace(settings, shop_uuid=str(uuid4())))
        return laid

    def _insert_till(
        self, posting: Posting, till_id: TillId, names: tuple[str, str], point_id: PointId
    ) -> None:
        store.insert_till(posting.tx, till_id, names, point_id)
        posting.begin_till(till_id, self._books.secrets.public_key(till_id))

    def go_on_from_copy(self) -> WentOn:
        """Work on with books that the mark outside contradicts: put back from a copy.

        The journal keeps the mark that was, and the mark moves on with that very event. It is
        sealed with the key that is kept, which has moved on with each Z that the copy does not
        have; verify is told which it is. Where no mark can be read that key alone tells of older
        books. Refuses `books_not_older`.
        """

        def work(posting: Posting) -> WentOn:
            mark = parted(posting.tx, self._books.secrets, posting.till_id)
            kept = self._books.secrets.kept_key(posting.till_id)
            index = 0 if kept is None else kept[0]
            if mark is None and index <= posting.key_index:
                raise Refusal("books_not_older")
            mark = mark or Parted(posting.till_id, 0, 0, b"", posting.last_event[0])
            posting.seal_with(index)
            told = {"seq": mark.seq, "hash": mark.hash.hex(), "ends": mark.ends, KEPT_KEY: index}
            posting.journal(WENT_ON, to_json(told))
            return WentOn(mark.seq, mark.ends)

        # A copy may be of any age: to no clock does it seem right.
        command = Command(
            *(SYSTEM, None, "", "go_on", "", whole(WentOn)), any_clock=True, any_books=True
        )
        return self._books.command(command, work)

    def tills(self) -> tuple[Till, ...]:
        """Every till of the shop."""
        return self._books.read(reads.tills)

    def add_till(self, actor: Actor, code: str, name: str, point_id: PointId) -> TillAdded:
        """One more till; call it on the new till's own machine, which keeps its keys.

        Refuses `not_permitted`, `till_name`, `till_code_taken`, `till_limit`, `point_unknown`.
        """
        actor.must(Permission.SETTINGS)
        code, name = code.strip(), check_name(name)
        if not code.isalnum() or len(code) > CODE_LENGTH:
            raise Refusal("till_name", limit=CODE_LENGTH)

        def work(posting: Posting) -> TillAdded:
            tx = posting.tx
            known, till_id = reads.tills(tx), reads.next_till_id(tx)
            if len(known) >= MAX_TILLS:
                raise Refusal("till_limit", limit=MAX_TILLS)
            if any(t.code == code for t in known):
                raise Refusal("till_code_taken", code=code)
            if not reads.point_exists(tx, point_id):
                raise Refusal("point_unknown")
            self._insert_till(posting, till_id, (code, name), point_id)
            written = to_json({"code": code, "name": name})
            posting.journal("till_added", written)
            return TillAdded(next(t for t in reads.tills(tx) if t.till_id == till_id))

        return self._books.command(
            Command(actor, Permission.SETTINGS, "", "add_till", "", whole(TillAdded)), work
        )
