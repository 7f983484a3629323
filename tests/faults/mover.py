"""Somebody who moves goods until the machine dies; what was acknowledged goes to standard output.

``ask`` and ``has`` name a draft's lines before and after they are kept, ``found`` those that a life
before this one left, ``sent``, ``moved`` and ``came`` the number of a document that is there.
"""

import sys
from itertools import count, cycle
from pathlib import Path
from uuid import uuid4

from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.documents.reasons import Difference
from showroom.domain.documents.transfer import counted_line
from showroom.domain.ids import LocationId, RequestId
from showroom.domain.stock import DocumentKind
from showroom.machine.home import Home, LocalSettings
from showroom.program.opening import open_books
from showroom.services.stock.drafts import NewDraft
from tests.faults.killed import first_person, tell

FLOOR, WAREHOUSE = LocationId(1), LocationId(2)


class Mover:
    """One person over one suite."""

    def __init__(self, suite):
        self.suite, self.actor = suite, first_person(suite)
        self.skus = suite.catalogue.load_index().skus

    def lots_at(self, place):
        """Lots of three products of which some lie there: {product: lot}."""
        found = []
        for sku in self.skus:
            lying = self.suite.transfers.lying(self.actor, sku.sku_id, place)
            found += [(sku.sku_id, x.lot_id) for x in lying if x.on_hand >= 3][:1]
            if len(found) == 3:
                return found
        return []

    def keep(self, draft_id, lines, has, instead_of=(), new=None):
        """Lines under the numbers of their lots; `has` is what the draft has then."""
        kept = [
            KeptLine(f"lot-{lot}", DraftLine(sku, n, lot_id=lot)) for (sku, lot), n in lines.items()
        ]
        said = ",".join(f"{lot}:{n}" for (_, lot), n in sorted(has.items()))
        tell("ask", draft_id, said)
        gone = [f"lot-{lot}" for _, lot in instead_of]
        seen = () if new is not None else self.suite.drafts.open(self.actor, draft_id).lines
        done = self.suite.drafts.put_lines(self.actor, draft_id, kept, gone, new, seen)
        tell("has", draft_id, said)
        return done.revision

    def draft(self, from_, to):
        """Two lots take the place of a first one, and one of them is corrected."""
        a, b, c = self.lots_at(from_)
        draft_id, head = uuid4().hex, DraftHead(from_, to_place_id=to)
        new = NewDraft(DocumentKind.TRANSFER, head)
        self.keep(draft_id, {a: 3}, {a: 3}, new=new)
        self.keep(draft_id, {b: 2, c: 3}, {b: 2, c: 3}, instead_of=[a])
        return draft_id, self.keep(draft_id, {b: 3}, {b: 3, c: 3})

    def move(self, from_, to):
        """In one step."""
        draft_id, revision = self.draft(from_, to)
        done = self.suite.transfers.move(self.actor, draft_id, revision, asked())
        tell("moved", draft_id, done.document.number)
        tell("came", draft_id, done.brought[0].number)

    def send(self, from_, to, why):
        """In two steps, and one piece of the first line does not arrive."""
        draft_id, revision = self.draft(from_, to)
        sent = self.suite.transfers.send(self.actor, draft_id, revision, asked()).document
        tell("sent", draft_id, sent.number)
        self.arrive(sent.document_id, why)

    def arrive(self, transfer_id, why):
        """Count what nobody counted yet, line by line; the figure of a line, then its reason."""
        found = self.suite.transfers.arriving(self.actor, transfer_id)
        key, new = found.draft_id, NewDraft(DocumentKind.TRANSFER_RECEIPT, found.head)
        kept = {k.line.line_no: k.line for k in found.draft.lines} if found.draft else {}
        if kept:
            tell("found", key, counts(kept))
        revision = found.draft.revision if found.draft else 0
        for line in found.transfer.lines:
            came = line.quantity - (line.line_no == 1)
            for reason in (None, why) if line.line_no == 1 else (None,):
                done = kept.get(line.line_no)
                if done is not None and (reason is None or done.remark):
                    continue
                name = f"line-{line.line_no}"
                seen = [KeptLine(name, done)] if done is not None else []
                kept[line.line_no] = counted_line(line, came, reason)
                tell("ask", key, counts(kept))
                one = [KeptLine(name, kept[line.line_no])]
                put = self.suite.drafts.put_lines
                revision = put(self.actor, key, one, (), new, seen).revision
                tell("has", key, counts(kept))
        came = self.suite.transfers.receive(self.actor, key, revision, asked())
        tell("came", key, came.document.number)


def counts(lines):
    return ",".join(f"{line.lot_id}:{line.quantity}" for _, line in sorted(lines.items()))


def asked():
    return RequestId(uuid4().hex)


def main(home):
    mover = Mover(open_books(Home(Path(home)), LocalSettings()).suite)
    tell("ready")
    for left in mover.suite.transfers.under_way(mover.actor):
        mover.arrive(left.document_id, Difference.NOT_SENT)
    ways = cycle([(FLOOR, WAREHOUSE), (WAREHOUSE, FLOOR)])
    for n in count():
        from_, to = next(ways)
        if not mover.lots_at(from_):
            continue
        if n % 3:
            mover.send(from_, to, Difference.LOST if n % 2 else Difference.NOT_SENT)
        else:
            mover.move(from_, to)


if __name__ == "__main__":
    main(sys.argv[1])
