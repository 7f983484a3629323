"""Pictures and PDFs beside what they prove: papers of suppliers, certificates of a delivery."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from showroom.db.engine import Tx
from showroom.db.reads import documents as document_reads
from showroom.db.reads import suppliers as supplier_reads
from showroom.db.stores import attachments as store
from showroom.db.stores import document_drafts
from showroom.domain.codec import to_json
from showroom.domain.documents.attachment import (
    MAX_ATTACHMENTS,
    TITLE_LENGTH,
    Attachment,
    AttachmentKind,
    Owner,
    OwnerKind,
    kind_of,
)
from showroom.domain.documents.kinds import KINDS
from showroom.domain.errors import Refusal
from showroom.domain.ids import RequestId, SupplierId
from showroom.domain.legible import cut, legible
from showroom.domain.mask import masked
from showroom.domain.permission import Permission
from showroom.services.books.actor import Actor, check_actor
from showroom.services.books.books import Books
from showroom.services.books.changes import Changes
from showroom.services.books.command import Command, content_hash, whole
from showroom.services.books.done import Done
from showroom.services.books.door import behind_door
from showroom.services.books.posting import Posting
from showroom.services.books.told import Changed

__all__ = ["Attachment", "Attachments", "Owner", "OwnerKind"]

CHANGED = Changes(attachments=True)

_NUMBER = re.compile(r"[1-9][0-9]{0,17}")
"""Of a record of the books; more figures are none."""


@dataclass(frozen=True, slots=True)
class AttachmentAdded(Done):
    """The file as it is listed now."""

    attachment: Attachment
    changes: Changes = field(default=CHANGED, kw_only=True)


@dataclass(frozen=True, slots=True)
class AttachmentRemoved(Done):
    """The file that hangs there no more."""

    digest: str
    changes: Changes = field(default=CHANGED, kw_only=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a file would hang: who may look, who may add, and whether what hangs there stays."""

    looks: Permission
    adds: Permission
    posted: bool = False


@behind_door
class Attachments:
    """Files of suppliers, licences, contracts and documents, in the books themselves."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def listed(self, actor: Actor, owner: Owner) -> tuple[Attachment, ...]:
        """What hangs there, without content.

        Refuses `not_permitted`, `actor_changed`, `attachment_owner`.
        """

        def read(tx: Tx) -> tuple[Attachment, ...]:
            check_actor(tx, actor, _place(tx, owner).looks)
            return store.listed(tx, owner)

        return self._books.read(read)

    def read(self, actor: Actor, owner: Owner, digest: str) -> bytes:
        """One file. Refuses what `listed` refuses, and `attachment_gone`."""

        def read(tx: Tx) -> bytes:
            check_actor(tx, actor, _place(tx, owner).looks)
            found = store.content(tx, owner, digest)
            if found is None:
                raise Refusal("attachment_gone")
            return found

        return self._books.read(read)

    def add(
        self, actor: Actor, owner: Owner, title: str, content: bytes, request_id: RequestId
    ) -> AttachmentAdded:
        """Hang a file there; the very same one a second time is the one that is there.

        A title keeps no payment code and is shortened, since it is a file's name and nobody's
        words. Refuses what `listed` refuses, `request_reused`, `attachments_full`, and what
        `kind_of` refuses.
        """
        kind, digest = kind_of(content), hashlib.sha256(content).hexdigest()
        named = cut(masked(legible(title).strip()), TITLE_LENGTH) or kind.word

        def work(posting: Posting) -> AttachmentAdded:
            tx = posting.tx
            check_actor(tx, actor, _place(tx, owner, lock=True).adds)
            here = store.listed(tx, owner)
            there = next((file for file in here if file.digest == digest), None)
            if there is not None:
                return AttachmentAdded(there, changes=Changes())
            if len(here) >= MAX_ATTACHMENTS:
                raise Refusal("attachments_full", limit=MAX_ATTACHMENTS)
            at_us, who = posting.at_us, actor.name
            file = Attachment(digest, AttachmentKind(kind), len(content), named, who, at_us)
            changed = Changed(tx)
            changed.made(*link_of(owner, digest))
            store.put(tx, owner, file, content)
            told = {"owner": owner, "file": file, **changed.now()}
            posting.journal("attachment_added", to_json(told))
            return AttachmentAdded(file)

        asked = content_hash(owner, named, digest)
        return self._books.command(
            Command(actor, None, request_id, "attach", asked, whole(AttachmentAdded)), work
        )

    def unlink(self, actor: Actor, owner: Owner, digest: str) -> AttachmentRemoved:
        """Take a file off; content that hangs nowhere else is gone from the books.

        Refuses what `listed` refuses, `attachment_gone`, `attachment_posted` (a posted document
        keeps what proves it).
        """

        def work(posting: Posting) -> AttachmentRemoved:
            tx = posting.tx
            place = _place(tx, owner, lock=True)
            check_actor(tx, actor, place.adds)
            if place.posted:
                raise Refusal("attachment_posted")
            file = next((f for f in store.listed(tx, owner) if f.digest == digest), None)
            if file is None:
                raise Refusal("attachment_gone")
            changed = Changed(tx)
            changed.before(*link_of(owner, digest))
            store.drop(tx, owner, digest)
            told = {"owner": owner, "file": file, **changed.now()}
            posting.journal("attachment_removed", to_json(told))
            return AttachmentRemoved(digest)

        asked = content_hash(owner, digest)
        return self._books.command(
            Command(actor, None, "", "unlink", asked, whole(AttachmentRemoved)), work
        )


def link_of(owner: Owner, digest: str) -> tuple[str, str, str, str]:
    """Table and key of the row that hangs a file on it."""
    return "attachment_link", owner.kind.value, owner.key, digest


def drop_all(tx: Tx, owner: Owner, changed: Changed) -> None:
    """Its owner is gone, and what hangs on it."""
    for file in store.listed(tx, owner):
        changed.before(*link_of(owner, file.digest))
        store.drop(tx, owner, file.digest)


def _place(tx: Tx, owner: Owner, *, lock: bool = False) -> _Place:
    """Refuses `attachment_owner`: there is no such supplier, paper or document.

    Locked until the commit, so that two tills count the same files.
    """
    if owner.kind is OwnerKind.DRAFT:
        return _document(tx, owner.key, lock=lock)
    number = int(owner.key) if _NUMBER.fullmatch(owner.key) else 0
    if owner.kind is OwnerKind.SUPPLIER:
        found: object = supplier_reads.find(tx, SupplierId(number), lock=lock)
    elif owner.kind is OwnerKind.LICENCE:
        # What a licence proved is looked at when it counts no more, and is changed no more.
        found = supplier_reads.licence_of(tx, number, lock=lock, withdrawn=not lock)
    else:
        found = supplier_reads.contract_of(tx, number, lock=lock)
    if found is None or owner.key != str(number):
        raise Refusal("attachment_owner")
    of_contract = owner.kind is OwnerKind.CONTRACT
    return _Place(
        Permission.SUPPLIERS, Permission.CONTRACTS if of_contract else Permission.SUPPLIERS
    )


def _document(tx: Tx, draft_id: str, *, lock: bool) -> _Place:
    draft = document_drafts.find(tx, draft_id, lock=lock)
    if draft is not None:
        permission = KINDS[draft.kind].permission
        return _Place(permission, permission)
    became = document_reads.of_draft(tx, draft_id) if draft_id else None
    if became is None:
        raise Refusal("attachment_owner")
    kind = document_reads.load(tx, became[0]).kind
    # A photographed delivery note says what was paid.
    return _Place(Permission.VIEW_COST, KINDS[kind].permission, posted=True)
