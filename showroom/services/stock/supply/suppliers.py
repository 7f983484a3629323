"""供应商: who delivers, by which papers and on which terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TypeVar

from showroom.db.engine import Tx
from showroom.db.reads import suppliers as reads
from showroom.db.stores import suppliers as store
from showroom.domain.codec import to_json
from showroom.domain.documents.supplier import Contract, Licence, Supplier, SupplierContent
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SupplierId
from showroom.domain.permission import Permission
from showroom.services.books.actor import Actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import NOTHING_MORE, Command, Recall, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.books.told import Changed
from showroom.services.shop.pinyin import spelling
from showroom.services.stock.supply.supplier_checks import (
    check_contract,
    check_end,
    check_licence,
    checked_content,
)

R = TypeVar("R", bound=Done)
MAX_SUPPLIERS = 2_000
MAX_PAPERS = 50
"""Licences of one supplier, and contracts."""
CODE_FIGURES = 4
MOVED = Changes(suppliers=True)
CHANGED = Done(changes=MOVED)


@dataclass(frozen=True, slots=True)
class SupplierList:
    """Those that may deliver first; `today` is the day by which papers are held, "" in doubt."""

    suppliers: tuple[Supplier, ...]
    today: str


@dataclass(frozen=True, slots=True)
class SupplierAdded(Done):
    """The new supplier."""

    supplier_id: SupplierId
    changes: Changes = field(default=MOVED, kw_only=True)


@dataclass(frozen=True, slots=True)
class PaperAdded(Done):
    """A licence's or contract's identity, on which files may hang."""

    paper_id: int
    changes: Changes = field(default=MOVED, kw_only=True)


ADDED: Recall[SupplierAdded] = whole(SupplierAdded)
PAPER: Recall[PaperAdded] = whole(PaperAdded)


@behind_door
class Suppliers:
    """The shop's suppliers; what a receipt needs of one is frozen on the receipt."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def listed(self, actor: Actor) -> SupplierList:
        """All of them; `matching` narrows them by a typed text.

        Refuses `not_permitted`, `actor_changed`.
        """

        def read(tx: Tx) -> SupplierList:
            return SupplierList(reads.suppliers(tx), self._books.judging_day(tx))

        return self._books.read_as(actor, Permission.SUPPLIERS, read)

    def add(self, actor: Actor, content: SupplierContent, request_id: RequestId) -> SupplierAdded:
        """A new supplier; without a code it gets the next of the shop's own (G0001).

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `suppliers_full`, what
        `checked_content` refuses, `supplier_name_taken`, `supplier_code_taken`.
        """
        wanted = checked_content(content)

        def work(posting: Posting) -> SupplierAdded:
            return SupplierAdded(insert_supplier(posting, wanted))

        return self._command(actor, request_id, "add_supplier", (wanted,), ADDED, work)

    def change(
        self,
        actor: Actor,
        supplier_id: SupplierId,
        revision: int,
        content: SupplierContent,
        request_id: RequestId,
    ) -> Done:
        """Other content for what was read under `revision`; an empty code keeps the old one.

        Refuses what `add` refuses, `supplier_unknown`, `supplier_moved` (somebody else was first).
        """
        wanted = checked_content(content)

        def work(posting: Posting) -> Done:
            tx, known = posting.tx, _known(posting.tx, supplier_id)
            if known.revision != revision:
                raise Refusal("supplier_moved", supplier=known.content.name)
            after = replace(wanted, code=wanted.code or known.content.code)
            if after == known.content:
                return Done()
            _check_names(tx, after, supplier_id)
            changed = _before(tx, "supplier", supplier_id)
            store.change(tx, supplier_id, after, spelling(after.name, ""), posting.at_us)
            _journal_change(posting, known, after, changed)
            return CHANGED

        asked = (supplier_id, revision, wanted)
        return self._command(actor, request_id, "change_supplier", asked, NOTHING_MORE, work)

    def set_active(
        self, actor: Actor, supplier_id: SupplierId, request_id: RequestId, *, active: bool
    ) -> Done:
        """Take deliveries of it, or none any more.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `supplier_unknown`.
        """

        def work(posting: Posting) -> Done:
            known = _known(posting.tx, supplier_id)
            if known.active == active:
                return Done()
            changed = _before(posting.tx, "supplier", supplier_id)
            store.set_active(posting.tx, supplier_id, posting.at_us, active=active)
            _journal(posting, "supplier_active", known, {"active": active}, changed)
            return CHANGED

        asked = (supplier_id, active)
        return self._command(actor, request_id, "supplier_active", asked, NOTHING_MORE, work)

    def add_licence(
        self, actor: Actor, supplier_id: SupplierId, licence: Licence, request_id: RequestId
    ) -> PaperAdded:
        """A licence; `valid_until` "" is 长期.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `supplier_unknown`,
        `licence_taken`, `papers_full` and what `check_licence` refuses.
        """
        wanted = check_licence(licence)

        def work(posting: Posting) -> PaperAdded:
            return PaperAdded(insert_licence(posting, supplier_id, wanted))

        asked = (supplier_id, wanted)
        return self._command(actor, request_id, "add_licence", asked, PAPER, work)

    def withdraw_licence(self, actor: Actor, licence_id: int, request_id: RequestId) -> Done:
        """It counts no more; what it proved is journaled.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `paper_gone`.
        """

        def work(posting: Posting) -> Done:
            found = reads.licence_of(posting.tx, licence_id, lock=True)
            if found is None:
                raise Refusal("paper_gone")
            changed = _before(posting.tx, "supplier_licence", licence_id)
            store.withdraw_licence(posting.tx, licence_id)
            known = _known(posting.tx, found[0])
            _journal(posting, "licence_withdrawn", known, {"licence": found[1]}, changed)
            return CHANGED

        return self._command(
            actor, request_id, "withdraw_licence", (licence_id,), NOTHING_MORE, work
        )

    def add_contract(
        self, actor: Actor, supplier_id: SupplierId, contract: Contract, request_id: RequestId
    ) -> PaperAdded:
        """A contract; several may be in force, then each delivery says which it is by.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `supplier_unknown`,
        `contract_no_taken`, `papers_full` and what `check_contract` refuses.
        """
        wanted = check_contract(contract)

        def work(posting: Posting) -> PaperAdded:
            return PaperAdded(insert_contract(posting, supplier_id, wanted))

        asked, may = (supplier_id, wanted), Permission.CONTRACTS
        return self._command(actor, request_id, "add_contract", asked, PAPER, work, may)

    def end_contract(
        self, actor: Actor, contract_id: int, last_day: str, request_id: RequestId
    ) -> Done:
        """Let it end after that day (ISO text), or never begin when that lies before its first.

        Refuses `not_permitted`, `actor_changed`, `request_reused`, `paper_gone`, `day_unclear`,
        `contract_ends_before` (it ends sooner already).
        """
        wanted = check_end(last_day)

        def work(posting: Posting) -> Done:
            found = reads.contract_of(posting.tx, contract_id, lock=True)
            if found is None:
                raise Refusal("paper_gone")
            contract = found[1]
            if contract.valid_to and contract.valid_to < wanted:
                raise Refusal("contract_ends_before", date=contract.valid_to)
            begun = contract.valid_from <= wanted
            changed = _before(posting.tx, "supplier_contract", contract_id)
            store.end_contract(posting.tx, contract_id, wanted, active=begun)
            known = _known(posting.tx, found[0])
            told = {"contract": contract, "last_day": wanted, "begun": begun}
            _journal(posting, "contract_ended", known, told, changed)
            return CHANGED

        asked, may = (contract_id, wanted), Permission.CONTRACTS
        return self._command(actor, request_id, "end_contract", asked, NOTHING_MORE, work, may)

    def _command(  # noqa: PLR0913, PLR0917 (the parts of one command)
        self,
        actor: Actor,
        request_id: RequestId,
        kind: str,
        asked: tuple[object, ...],
        recall: Recall[R],
        work: Callable[[Posting], R],
        permission: Permission = Permission.SUPPLIERS,
    ) -> R:
        content, taken = content_hash(*asked), dict(_CONFLICTS)
        return self._books.command(
            Command(actor, permission, request_id, kind, content, recall, taken), work
        )


_CONFLICTS = (
    ("uq_supplier_name", "supplier_name_taken_now"),
    ("uq_supplier_code", "supplier_code_taken_now"),
)


def insert_supplier(posting: Posting, content: SupplierContent) -> SupplierId:
    """A supplier inside a command, its content checked; one after the other, each with its code.

    Refuses `suppliers_full`, `supplier_name_taken`, `supplier_code_taken`.
    """
    tx = posting.tx
    store.hold(tx)
    known = reads.suppliers(tx)
    if len(known) >= MAX_SUPPLIERS:
        raise Refusal("suppliers_full", limit=MAX_SUPPLIERS)
    wanted = content if content.code else replace(content, code=_next_code(known))
    _check_names(tx, wanted, SupplierId(0))
    supplier_id = store.insert(tx, wanted, spelling(wanted.name, ""), posting.at_us)
    told = {"supplier_id": supplier_id, **_told(wanted)}
    posting.journal("supplier_added", to_json({**told, **_made(tx, "supplier", supplier_id).now()}))
    return supplier_id


def insert_licence(posting: Posting, supplier_id: SupplierId, licence: Licence) -> int:
    """A checked licence inside a command; its identity.

    Refuses `supplier_unknown`, `licence_taken`, `papers_full`.
    """
    known = _known(posting.tx, supplier_id)
    _check_room(known.licences)
    same = (licence.kind, licence.licence_no, licence.valid_until)
    if any((x.kind, x.licence_no, x.valid_until) == same for x in known.licences):
        raise Refusal("licence_taken", licence=licence.kind.word)
    licence_id = store.insert_licence(posting.tx, supplier_id, licence)
    told = {"licence": replace(licence, licence_id=licence_id)}
    made = _made(posting.tx, "supplier_licence", licence_id)
    _journal(posting, "licence_added", known, told, made)
    return licence_id


def insert_contract(posting: Posting, supplier_id: SupplierId, contract: Contract) -> int:
    """A checked contract inside a command; its identity.

    Refuses `supplier_unknown`, `contract_no_taken`, `papers_full`.
    """
    known = _known(posting.tx, supplier_id)
    _check_room(known.contracts)
    number = contract.contract_no
    if any(c.contract_no == number for c in known.contracts):
        raise Refusal("contract_no_taken", contract=number)
    contract_id = store.insert_contract(posting.tx, supplier_id, contract)
    told = {"contract": replace(contract, contract_id=contract_id)}
    made = _made(posting.tx, "supplier_contract", contract_id)
    _journal(posting, "contract_added", known, told, made)
    return contract_id


def _known(tx: Tx, supplier_id: SupplierId) -> Supplier:
    found = reads.find(tx, supplier_id, lock=True)
    if found is None:
        raise Refusal("supplier_unknown")
    return found


def _check_names(tx: Tx, content: SupplierContent, own: SupplierId) -> None:
    if reads.named(tx, "name", content.name) not in {None, own}:
        raise Refusal("supplier_name_taken", supplier=content.name)
    if reads.named(tx, "code", content.code) not in {None, own}:
        raise Refusal("supplier_code_taken", code=content.code)


def _check_room(papers: tuple[object, ...]) -> None:
    if len(papers) >= MAX_PAPERS:
        raise Refusal("papers_full", limit=MAX_PAPERS)


def _next_code(known: tuple[Supplier, ...]) -> str:
    """One past the largest of the shop's own."""
    ours = (s.content.code[1:] for s in known if s.content.code[:1] == "G")
    last = max((int(n) for n in ours if n.isdigit() and len(n) == CODE_FIGURES), default=0)
    return f"G{last + 1:0{CODE_FIGURES}}"


def _told(content: SupplierContent) -> dict[str, object]:
    """What the journal keeps for ever; a telephone number is a person's own and no part of it."""
    return {name: value for name, value in asdict(content).items() if name != "phone"}


def _before(tx: Tx, table: str, key: int) -> Changed:
    changed = Changed(tx)
    changed.before(table, key)
    return changed


def _made(tx: Tx, table: str, key: int) -> Changed:
    changed = Changed(tx)
    changed.made(table, key)
    return changed


def _journal_change(
    posting: Posting, known: Supplier, after: SupplierContent, changed: Changed
) -> None:
    before, now = _told(known.content), _told(after)
    moved = [name for name, value in now.items() if before[name] != value]
    told: dict[str, object] = {"before": {n: before[n] for n in moved}}
    told |= {"after": {n: now[n] for n in moved}}
    told |= {"phone": "changed"} if after.phone != known.content.phone else {}
    _journal(posting, "supplier_changed", known, told, changed)


def _journal(
    posting: Posting, event: str, known: Supplier, told: Mapping[str, object], changed: Changed
) -> None:
    named = {"supplier_id": known.supplier_id, "supplier": known.content.name}
    posting.journal(event, to_json({**named, **told, **changed.now()}))
