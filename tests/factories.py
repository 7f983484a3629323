"""What a test shop is made of: a clock that stands still, keys in memory, a small catalogue."""

import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from showroom.db.engine import Database
from showroom.db.stores import catalogue as catalogue_store
from showroom.db.stores import settings as settings_store
from showroom.db.tables.catalogue import sku
from showroom.domain.approval import ApprovalNeeded
from showroom.domain.catalogue import PricedSku
from showroom.domain.ids import RequestId, TillId
from showroom.domain.journal import ratchet
from showroom.domain.shift import CashCount
from showroom.machine.assets import asset_bytes
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.ports import Clock
from showroom.services.setup.setup import Setup
from showroom.services.shop.people import People
from showroom.services.shop.pins import PinCost, Pins
from showroom.services.suite import Suite, make_suite

MONDAY_TEN_US = 1_781_488_800_000_000
"""Monday 2026-06-15, 10:00 in Shanghai."""
TODAY = "2026-06-15"
CHEAP = PinCost(memory_kib=8, passes=1)
ANY_GAP_FEN = 10**8
OWNER_PIN, CASHIER_PIN, STOCK_PIN = "708090", "206080", "405060"
EVERY = 10
"""One sample product in so many makes the small shop: six of each zone."""


@dataclass
class FakeClock:
    now: int = MONDAY_TEN_US
    up: int = 0

    def now_us(self):
        return self.now

    def up_us(self):
        return self.up

    def run(self, seconds):
        """Time passes while the program stays up; `advance` alone is a night, or a jump."""
        self.advance(seconds)
        self.up += round(seconds * 1_000_000)

    def advance(self, seconds):
        self.now += round(seconds * 1_000_000)


@dataclass
class MemorySecrets:
    """The port of keys; every till's keys follow from its number."""

    heads: dict = field(default_factory=dict)

    def pepper(self):
        return b"pepper of the test shop"

    def journal_key(self, till_id, index):
        key = hashlib.sha256(f"journal {till_id}".encode()).digest()
        for _ in range(index):
            key = ratchet(key)
        return key

    def kept_key(self, till_id):
        return 0, self.journal_key(till_id, 0)

    def _signer(self, till_id):
        return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"%d" % till_id).digest())

    def sign(self, till_id, message):
        return self._signer(till_id).sign(message)

    def verify(self, public_key, message, signature):
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def public_key(self, till_id):
        return self._signer(till_id).public_key().public_bytes_raw()

    def remember_head(self, till_id, epoch, seq, head_hash):
        self.heads[till_id] = (epoch, seq, head_hash)

    def remembered_head(self, till_id):
        return self.heads.get(till_id)


def make_books(database: Database, clock: Clock | None = None, till_id=1) -> Books:
    return Books(database, clock or FakeClock(), MemorySecrets(), TillId(till_id))


def cheap_pins(books: Books) -> Pins:
    return Pins(books.secrets, CHEAP)


def small_catalogue() -> bytes:
    header, *rows = asset_bytes("sample", "catalogue.csv").decode().splitlines()
    return "\n".join([header, *rows[::EVERY]]).encode()


def open_demo(database: Database) -> None:
    """The small demo shop of 24 products and three people; any drawer may be over or short."""
    books = make_books(database)
    Setup(books, cheap_pins(books)).start_demo(small_catalogue())
    database.write(
        lambda tx: settings_store.put(tx, "cash_gap_fen", str(ANY_GAP_FEN), books.clock.now_us())
    )


@dataclass(frozen=True)
class Shop:
    """An open shop at till 1, with its people ready to act."""

    suite: Suite
    clock: FakeClock
    owner: Actor
    cashier: Actor
    stock_keeper: Actor

    @property
    def books(self) -> Books:
        return self.suite.books


def enter_shop(database: Database) -> Shop:
    clock = FakeClock()
    books = make_books(database, clock)
    people = People(books, cheap_pins(books)).list_people()
    actors = [Actor(p.person_id, p.name, p.role) for p in people]
    return Shop(make_suite(books, cheap_pins(books)), clock, *actors)


def approved(shop: Shop, ask, asker: Actor | None = None):
    """Call `ask(tokens)`; whatever the books want approved, the owner says yes to by PIN."""
    tokens: tuple[str, ...] = ()
    while True:
        try:
            return ask(tokens)
        except ApprovalNeeded as needed:
            asker = asker or shop.cashier
            tokens += grant(shop, needed.deeds, asker)


def grant(shop: Shop, deeds, asker: Actor | None = None) -> tuple[str, ...]:
    """The tokens of the owner's approval of these deeds."""
    owner = shop.owner.person_id
    done = shop.suite.approvals.approve(asker or shop.cashier, deeds, owner, OWNER_PIN)
    return tuple(x.token for x in done.grants)


def sell_approved(shop: Shop, actor: Actor, basket, payment, asked_by: RequestId):
    """The sale; where it asks for an approval the owner gives it."""
    complete = shop.suite.checkout.complete_sale
    try:
        return complete(actor, basket, payment, asked_by)
    except ApprovalNeeded as needed:
        return complete(actor, basket, payment, asked_by, grant(shop, needed.deeds, actor))


def let_days_pass(shop: Shop, days: float) -> None:
    """Close an open shift, stay away for so long, vouch for the clock, and open the next one."""
    shifts = shop.suite.shifts
    if shifts.current():
        shifts.close_shift(shop.cashier, CashCount({100: 0}), RequestId(f"away-{shop.clock.now}"))
    shop.clock.advance(days * 86_400)
    shop.suite.clock.confirm(shop.owner, RequestId(f"sure-{shop.clock.now}"))
    shifts.open_shift(shop.cashier, 0, RequestId(f"back-{shop.clock.now}"))


def change_sku(shop: Shop, known: PricedSku, **columns) -> PricedSku:
    """Another product in the books' own columns, and as the till reads it then."""
    wanted = sku.update().where(sku.c.sku_id == known.sku_id).values(columns)

    def work(tx):
        catalogue_store.bump_version(tx)
        tx.connection.execute(wanted)

    shop.books.keep(work)
    return shop.suite.catalogue.load_index().by_id[known.sku_id]


def request(number: int = 1) -> RequestId:
    return RequestId(f"test-{number}")
