"""Drafts of stock documents: kept line by line, seen by whoever takes the job over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from showroom.db.engine import Tx
from showroom.db.reads import documents as reads
from showroom.db.reads import suppliers
from showroom.db.stores import document_drafts as store
from showroom.domain.documents.draft import (
    DocumentDraft,
    DraftHead,
    DraftLine,
    DraftRow,
    KeptLine,
)
from showroom.domain.documents.kept import kept_head, kept_line
from showroom.domain.documents.kinds import KINDS, MAX_LINES
from showroom.domain.errors import Refusal
from showroom.domain.ids import SkuId
from showroom.domain.permission import may
from showroom.domain.stock import DocumentKind
from showroom.services.books.actor import Actor, check_actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.stock.document_posting import draft_lost, throw_away
from showroom.services.stock.draft_meeting import check_drop, head_over, line_over
from showroom.services.stock.moving import sent_and_open

KEY_LENGTH = 40
"""Characters of a draft's or a line's key, which its window makes."""
CHANGED = Changes(documents=True)


@dataclass(frozen=True, slots=True)
class NewDraft:
    """What a draft begins with that is not in the books yet."""

    kind: DocumentKind
    head: DraftHead


@dataclass(frozen=True, slots=True)
class DraftDiscarded(Done):
    """A draft is gone; what it held is journaled."""


@dataclass(frozen=True, slots=True)
class DraftKept(Done):
    """The draft as the books have it now; `before` is who had saved it last until then."""

    draft: DocumentDraft
    before: str = ""
    changes: Changes = field(default=CHANGED, kw_only=True)

    @property
    def draft_id(self) -> str:
        """Its key."""
        return self.draft.draft_id

    @property
    def revision(self) -> int:
        """What posting must name."""
        return self.draft.revision


@dataclass(frozen=True, slots=True)
class DraftsNamed:
    """Keys of the drafts that a search finds, and how many could not be read for it."""

    found: frozenset[str] = frozenset()
    torn: int = 0


@behind_door
class Drafts:
    """One place for the drafts of every kind; who may post a kind may draft it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def begin(self, actor: Actor, kind: DocumentKind, head: DraftHead, draft_id: str) -> DraftKept:
        """A new, empty draft under the key that its window made; one that is there is returned.

        Refuses `not_permitted`, `actor_changed`, `document_kind` (one that nobody enters),
        `drafts_full`, `draft_words`, `draft_key`, `draft_posted` (a document was made of that
        draft), and of the receipt of a transfer what `sent_and_open` refuses.
        """
        _check_key(draft_id)
        _check_kind(kind)
        new = NewDraft(kind, kept_head(head))

        def work(tx: Tx) -> DraftKept:
            return DraftKept(self._begun(tx, actor, draft_id, new))

        return self._books.keep_as(actor, KINDS[kind].permission, work)

    def _begun(self, tx: Tx, actor: Actor, draft_id: str, new: NewDraft) -> DocumentDraft:
        """The draft under that key, made when there is none."""
        known = store.find(tx, draft_id, lock=True)
        if known is not None:
            return known
        if reads.of_draft(tx, draft_id) is not None:
            # What hangs on its key is the document's.
            raise draft_lost(tx, draft_id)
        if new.kind is DocumentKind.TRANSFER_RECEIPT:
            sent_and_open(tx, new.head.follows)
        now = self._books.clock.now_us()
        who = (actor.person_id, actor.name)
        draft = DocumentDraft(draft_id, new.kind, new.head, (), 1, *who, now, now)
        store.begin(tx, self._books.till_id, draft, title_of(new.head))
        return draft

    def open(self, actor: Actor, draft_id: str) -> DocumentDraft:
        """A draft as it is now.

        Refuses `not_permitted`, `actor_changed`, `draft_posted`, `draft_gone`, `draft_torn`.
        """

        def read(tx: Tx) -> DocumentDraft:
            return self._found(tx, actor, draft_id, lock=False)

        return self._books.read(read)

    def listed(self, actor: Actor) -> tuple[DraftRow, ...]:
        """Drafts of all kinds that the actor may post, the last saved first.

        Refuses `actor_changed`.
        """
        kinds = [k for k, row in KINDS.items() if may(actor.role, row.permission)]

        def read(tx: Tx) -> tuple[DraftRow, ...]:
            check_actor(tx, actor, None)
            return tuple(store.listed(tx, kinds))

        return self._books.read(read)

    def naming(self, actor: Actor, text: str, skus: frozenset[SkuId]) -> DraftsNamed:
        """Drafts the actor may post in which something has the text, or which hold such products.

        The other side's number, note, who asked, the supplier, lots and certificates are looked
        through. Refuses `actor_changed`.
        """
        kinds = [k for k, row in KINDS.items() if may(actor.role, row.permission)]
        words = text.strip().casefold()

        def read(tx: Tx) -> DraftsNamed:
            check_actor(tx, actor, None)
            found, torn = set[str](), 0
            for row in store.listed(tx, kinds):
                try:
                    draft = store.find(tx, row.draft_id)
                except Refusal:
                    torn += 1
                    continue
                if draft is not None and _names(tx, draft, words, skus):
                    found.add(row.draft_id)
            return DraftsNamed(frozenset(found), torn)

        return self._books.read(read)

    def save_head(self, actor: Actor, draft_id: str, head: DraftHead, seen: DraftHead) -> DraftKept:
        """Change what is true of the whole document, as its editor saw it; the draft as it is then.

        What somebody else changed of its other parts stays.
        Refuses what `open` refuses, `draft_words`, and what `head_over` refuses.
        """
        head = kept_head(head)

        def save(tx: Tx, draft: DocumentDraft) -> DocumentDraft:
            over = replace(draft, head=head_over(tx, draft, head, seen))
            return draft if over == draft else over.kept_by(actor.name)

        return self._change(actor, draft_id, save)

    def put_line(
        self, actor: Actor, draft_id: str, key: str, line: DraftLine, seen: DraftLine | None = None
    ) -> DraftKept:
        """Add a line, or change the one under that key that was `seen`; the draft as it is then.

        What `put_lines` says, of one line.
        """
        known = () if seen is None else (KeptLine(key, seen),)
        return self.put_lines(actor, draft_id, (KeptLine(key, line),), seen=known)

    def put_lines(
        self,
        actor: Actor,
        draft_id: str,
        lines: Sequence[KeptLine],
        instead_of: Sequence[str] = (),
        new: NewDraft | None = None,
        seen: Sequence[KeptLine] = (),
    ) -> DraftKept:
        """Add lines, or change those under their keys, in the place of others: all or none.

        `seen` are lines as their editor saw them; a key that is not among them was not there.
        What somebody else changed of other parts of a line since stays (`together`); where both
        changed the same, or a line is gone, that is refused, with the draft as it is now.

        The keys are the window's own, so that saying it twice makes one line. What makes no sense
        yet may be kept: it is held against the rules when the document is posted. A draft that is
        not there begins as `new` says, in the same transaction; without it that is refused.
        Refuses what `open`, `begin`, `kept_line`, `line_over` and `check_drop` refuse, and
        `document_too_long`.
        """
        _check_key(draft_id)
        for kept in lines:
            _check_key(kept.key)
        if new is not None:
            _check_kind(new.kind)
        found = [KeptLine(kept.key, kept_line(kept.line)) for kept in lines]
        saw = {kept.key: kept.line for kept in seen}
        begins = None if new is None else replace(new, head=kept_head(new.head))

        def put(tx: Tx, draft: DocumentDraft) -> DocumentDraft:
            for key in instead_of:
                check_drop(tx, draft, key, saw.get(key))
                store.drop_line(tx, draft_id, key)
            for kept in found:
                line = line_over(tx, draft, kept.key, kept.line, saw.get(kept.key))
                over = KeptLine(kept.key, line)
                if over not in draft.lines or kept.key in instead_of:
                    store.put_line(tx, draft_id, over, actor.name)
                    draft = draft.kept_by(actor.name)
            if store.line_count(tx, draft_id) > MAX_LINES:
                raise Refusal("document_too_long", limit=MAX_LINES)
            return draft

        return self._change(actor, draft_id, put, begins)

    def drop_line(self, actor: Actor, draft_id: str, key: str, seen: DraftLine) -> DraftKept:
        """Take a line away as it was `seen`; the draft as it is then. What `put_lines` says."""
        return self.put_lines(actor, draft_id, (), (key,), seen=(KeptLine(key, seen),))

    def discard(self, actor: Actor, draft_id: str, revision: int) -> DraftDiscarded:
        """Throw a draft away, one that cannot be read any more, too; the journal keeps its texts.

        Refuses `not_permitted`, `actor_changed`, `draft_posted`, `draft_gone`, `draft_moved` (what
        somebody changed since the window read it nobody has seen).
        """

        def work(posting: Posting) -> DraftDiscarded:
            draft = store.texts(posting.tx, draft_id)
            if draft is None:
                raise draft_lost(posting.tx, draft_id)
            check_actor(posting.tx, actor, KINDS[draft.kind].permission)
            if draft.revision != revision:
                raise Refusal("draft_moved", person=draft.person)
            throw_away(posting, draft)
            return DraftDiscarded(changes=CHANGED)

        content = content_hash(draft_id, revision)
        return self._books.command(
            Command(actor, None, "", "discard_draft", content, whole(DraftDiscarded)), work
        )

    def _found(self, tx: Tx, actor: Actor, draft_id: str, *, lock: bool) -> DocumentDraft:
        draft = store.find(tx, draft_id, lock=lock)
        if draft is None:
            raise draft_lost(tx, draft_id)
        check_actor(tx, actor, KINDS[draft.kind].permission)
        return draft

    def _change(
        self,
        actor: Actor,
        draft_id: str,
        change: Callable[[Tx, DocumentDraft], DocumentDraft],
        new: NewDraft | None = None,
    ) -> DraftKept:
        def work(tx: Tx) -> DraftKept:
            if new is not None and reads.of_draft(tx, draft_id) is None:
                check_actor(tx, actor, KINDS[new.kind].permission)
                self._begun(tx, actor, draft_id, new)
            before = self._found(tx, actor, draft_id, lock=True)
            draft = change(tx, before)
            who = (actor.person_id, actor.name)
            store.touch(tx, draft, title_of(draft.head), who, self._books.clock.now_us())
            return DraftKept(self._found(tx, actor, draft_id, lock=False), before.person)

        return self._books.keep(work)


def _names(tx: Tx, draft: DocumentDraft, words: str, skus: frozenset[SkuId]) -> bool:
    if any(kept.line.sku_id in skus for kept in draft.lines):
        return True
    head = draft.head
    supplier = suppliers.find(tx, head.supplier_id) if words and head.supplier_id else None
    told = [head.reference, head.note, head.asked_by, supplier.content.name if supplier else ""]
    told += [text for k in draft.lines for text in (k.line.lot_no, k.line.certificate)]
    return bool(words) and any(words in text.casefold() for text in told)


def _check_key(key: str) -> None:
    if not (0 < len(key) <= KEY_LENGTH and key.isascii() and key.replace("-", "").isalnum()):
        raise Refusal("draft_key")


def _check_kind(kind: DocumentKind) -> None:
    """Some documents are only ever made by posting another one."""
    if kind not in KINDS or not KINDS[kind].entered:
        raise Refusal("document_kind", kind=kind.word)


def title_of(head: DraftHead) -> str:
    """What a draft is known by in a list: what somebody typed."""
    return head.reference or head.note or head.reason
