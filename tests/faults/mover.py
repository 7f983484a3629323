"""Somebody who moves goods until the machine dies; what was acknowledged goes to standard output.

``ask`` and ``has`` name a draft's lines before and after they are kept, ``sent``, ``moved`` and
``came`` the number of a document that is there.
"""

import sys
from itertools import count, cycle
from pathlib import Path
from uuid import uuid4

from showroom.domain.documents.draft import DraftHead, DraftLine, KeptLine
from showroom.domain.documents.transfer import Difference
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
        done = self.suite.drafts.put_lines(self.actor, draft_id, kept, gone, new)
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
        receive = self.suite.transfers.receive
        came = receive(self.actor, sent.document_id, {1: 2}, {1: why}, asked())
        tell("came", draft_id, came.document.number)


def asked():
    return RequestId(uuid4().hex)


def main(home):
    mover = Mover(open_books(Home(Path(home)), LocalSettings()).suite)
    tell("ready")
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
