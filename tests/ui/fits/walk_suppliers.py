"""Through 供应商: its parts and panels, and attached files."""

from __future__ import annotations

from showroom.domain.documents.attachment import Owner, OwnerKind
from showroom.domain.ids import RequestId
from showroom.ui.suppliers.detail import Part
from tests.services.stock.test_attachments import picture
from tests.ui.fits.hands import go, leave
from tests.ui.suppliers.test_attachments import pdf


def suppliers(till):
    screen = go(till, "suppliers")
    line = screen.table.chosen
    for n in range(4):
        owner = Owner(OwnerKind.LICENCE, str(line.supplier.licences[0].licence_id))
        add, asked = till.shop.suite.attachments.add, RequestId(f"file {n}")
        till.desk.context.announce(
            add(till.shop.owner, owner, f"营业执照正本{n}.png", picture(colour=n), asked)
        )
    asked = RequestId("file pdf")
    add = till.shop.suite.attachments.add
    till.desk.context.announce(add(till.shop.owner, owner, "经营许可证.pdf", pdf(2), asked))
    till.settle()
    for part in Part:
        screen.detail.show_part(part)
        till.settle()
        yield f"suppliers, {part.value}"
    for name in ("make_new", "change", "add_licence", "add_contract", "end_contract", "toggle"):
        getattr(screen, name)()
        till.settle()
        yield f"suppliers, {name}"
        leave(till)
    screen.detail.show_part(Part.LICENCES)
    screen.withdraw()
    till.settle()
    yield "suppliers, withdraw"
    leave(till)
    strip = screen.detail.strip
    till.qtbot.waitUntil(lambda: len(strip.files) > 0)
    paper = next(file for file in strip.files if file.title.endswith(".pdf"))
    shown = (strip.open, paper), (strip.open, strip.files[0]), (strip.ask_remove, strip.files[0])
    for name, (show, file) in zip(("page", "open", "remove"), shown, strict=True):
        show(file)
        till.qtbot.waitUntil(lambda: till.panel is not None)  # drawn apart, by a process
        till.settle()
        yield f"suppliers, file, {name}"
        leave(till)
