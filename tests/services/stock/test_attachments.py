"""Files beside papers: told by their bytes, kept once, bounded, and fast to what is posted."""

import hashlib
import io
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import func, select

from showroom.db.tables.supplier import attachment, attachment_link
from showroom.domain.documents.attachment import (
    MAX_ATTACHMENTS,
    MAX_SIZE,
    AttachmentKind,
    Owner,
    OwnerKind,
    kind_of,
)
from showroom.domain.errors import Refusal
from showroom.domain.ids import SupplierId
from showroom.domain.stock import Terms
from tests.factories import request
from tests.services.selling.test_checkout import goods
from tests.services.stock.deliveries import (
    add_supplier,
    contract_of,
    delivery_line,
    draft_of,
    throw_away,
)

PDF = b"%PDF-1.7 a paper"


def picture(form="PNG", size=(8, 6), colour=0):
    out = io.BytesIO()
    Image.new("L", size, colour).save(out, form)
    return out.getvalue()


def bomb(wide, high):
    """A PNG of a few dozen bytes whose header promises that many dots."""

    def chunk(name, content):
        body = name + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    ends = chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + ends


def refused(code, verb, *args):
    with pytest.raises(Refusal) as caught:
        verb(*args)
    assert caught.value.code == code
    return caught.value


def of_supplier(shop, name="甲社"):
    return Owner(OwnerKind.SUPPLIER, str(add_supplier(shop, name)))


def add(shop, owner, content=PDF, number=1, title="证照.pdf", actor=None):
    verb = shop.suite.attachments.add
    shop.clock.advance(1)  # they are listed as they came
    return verb(actor or shop.stock_keeper, owner, title, content, request(number)).attachment


def titles(shop, owner):
    return [file.title for file in shop.suite.attachments.listed(shop.stock_keeper, owner)]


def kept(shop):
    count = select(func.count()).select_from(attachment)
    return shop.books.read(lambda tx: tx.connection.execute(count).scalar_one())


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(), AttachmentKind.PNG),
        (picture("JPEG"), AttachmentKind.JPEG),
        (PDF, AttachmentKind.PDF),
        (b"\xef\xbb\xbf" + PDF, AttachmentKind.PDF),
    ],
)
def test_a_file_is_told_by_its_bytes(demo_shop, content, kind):
    owner = of_supplier(demo_shop)
    added = add(demo_shop, owner, content, title="照片.docx")
    digest = hashlib.sha256(content).hexdigest()
    assert (added.kind, added.size, added.digest) == (kind, len(content), digest)
    assert demo_shop.suite.attachments.listed(demo_shop.owner, owner) == (added,)
    assert demo_shop.suite.attachments.read(demo_shop.owner, owner, digest) == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "attachment_empty"),
        (b"MZ\x90", "attachment_kind"),
        (picture("GIF"), "attachment_kind"),
        (b" " * 1024 + PDF, "attachment_kind"),
        (b"\x89PNG\r\n\x1a\n", "attachment_kind"),
        (bomb(0, 5), "attachment_kind"),
        (b"\xff\xd8\xff\xe0", "attachment_kind"),
        (picture("JPEG")[:30], "attachment_kind"),
        (bomb(60_000, 60_000), "attachment_dots"),
        (bomb(16_001, 1), "attachment_dots"),
        (bomb(10_000, 5_001), "attachment_dots"),
        (PDF + b" " * MAX_SIZE, "attachment_too_large"),
    ],
)
def test_nothing_else_comes_in(file_shop, content, code):
    owner = of_supplier(file_shop)
    refused(code, add, file_shop, owner, content, 1, "证照.pdf")
    assert kept(file_shop) == 0


def test_a_photograph_is_measured_behind_its_tables():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "x" * 3_000
    Image.new("RGB", (640, 480)).save(out, "JPEG", progressive=True, exif=exif)
    assert kind_of(out.getvalue()) is AttachmentKind.JPEG
    huge = out.getvalue().replace(struct.pack(">HH", 480, 640), struct.pack(">HH", 60_000, 60_000))
    assert refused("attachment_dots", kind_of, huge).params == {"wide": 60_000, "high": 60_000}


def test_content_is_kept_once_and_goes_with_the_last_that_has_it(demo_shop):
    attachments, keeper = demo_shop.suite.attachments, demo_shop.stock_keeper
    first, second = of_supplier(demo_shop), of_supplier(demo_shop, "乙社")
    digest = add(demo_shop, first).digest
    assert add(demo_shop, first, number=2).title == "证照.pdf"  # the very same, once
    add(demo_shop, second, number=3, title="同一份.pdf")
    assert (titles(demo_shop, first), titles(demo_shop, second)) == (["证照.pdf"], ["同一份.pdf"])
    assert kept(demo_shop) == 1
    attachments.unlink(keeper, first, digest)
    assert attachments.read(keeper, second, digest) == PDF
    refused("attachment_gone", attachments.read, keeper, first, digest)
    refused("attachment_gone", attachments.unlink, keeper, first, digest)
    attachments.unlink(keeper, second, digest)
    assert kept(demo_shop) == 0
    add(demo_shop, first, number=4)


def test_beside_one_paper_there_is_an_end(file_shop):
    owner = of_supplier(file_shop)
    for n in range(MAX_ATTACHMENTS):
        add(file_shop, owner, picture(colour=n), 100 + n)
    full = refused("attachments_full", add, file_shop, owner, PDF, 1)
    assert full.params == {"limit": MAX_ATTACHMENTS}


def test_a_title_is_kept_short_and_seen(file_shop):
    owner = of_supplier(file_shop)
    add(file_shop, owner, title="很" * 200 + ".pdf")
    add(file_shop, owner, picture(), 2, title="\u202e\x07")
    long, unseen = titles(file_shop, owner)
    assert len(long) == 120
    assert long.endswith("…")
    assert unseen == "图片"


def test_papers_of_their_own_and_who_may(demo_shop):
    suppliers, attachments = demo_shop.suite.suppliers, demo_shop.suite.attachments
    number = add_supplier(demo_shop)
    found = next(s for s in suppliers.listed(demo_shop.owner).suppliers if s.supplier_id == number)
    contract = suppliers.add_contract(
        demo_shop.owner, number, contract_of(Terms.BUY_OUT), request(50)
    ).paper_id
    licence = Owner(OwnerKind.LICENCE, str(found.licences[0].licence_id))
    signed = Owner(OwnerKind.CONTRACT, str(contract))
    add(demo_shop, licence, number=2)
    refused("not_permitted", add, demo_shop, signed, PDF, 3)
    add(demo_shop, signed, number=4, actor=demo_shop.owner)
    assert titles(demo_shop, signed) == titles(demo_shop, licence) == ["证照.pdf"]
    digest = hashlib.sha256(PDF).hexdigest()
    refused("not_permitted", attachments.unlink, demo_shop.stock_keeper, signed, digest)
    refused("not_permitted", attachments.listed, demo_shop.cashier, signed)
    for key in ("0", "999", "", "x", f"0{number}", "-1", str(2**70), "1" * 5_000):
        for kind in (OwnerKind.SUPPLIER, OwnerKind.LICENCE, OwnerKind.CONTRACT, OwnerKind.DRAFT):
            refused("attachment_owner", attachments.listed, demo_shop.owner, Owner(kind, key))


def test_certificates_go_with_their_delivery_and_stay(demo_shop):
    attachments, keeper = demo_shop.suite.attachments, demo_shop.stock_keeper
    line = delivery_line(goods(demo_shop)[0])
    draft = draft_of(demo_shop, line, supplier_id=add_supplier(demo_shop))
    owner = Owner(OwnerKind.DRAFT, draft.draft_id)
    certificate = add(demo_shop, owner, title="检验报告.pdf")
    mistaken = add(demo_shop, owner, picture(), 2)
    attachments.unlink(keeper, owner, mistaken.digest)
    post = demo_shop.suite.receiving.post
    post(keeper, draft.draft_id, draft.revision, request(3))
    refused("attachment_posted", attachments.unlink, keeper, owner, certificate.digest)
    assert attachments.read(keeper, owner, certificate.digest) == PDF
    for verb, *which in ((attachments.listed,), (attachments.read, certificate.digest)):
        refused("not_permitted", verb, demo_shop.cashier, owner, *which)
    add(demo_shop, owner, picture("JPEG"), 4, title="补来的.jpg")
    assert titles(demo_shop, owner) == ["检验报告.pdf", "补来的.jpg"]
    refused("not_permitted", add, demo_shop, owner, picture(), 5, "x.png", demo_shop.cashier)


def test_a_draft_that_is_thrown_away_takes_its_files_along(demo_shop):
    draft = draft_of(demo_shop, delivery_line(goods(demo_shop)[0]))
    owner = Owner(OwnerKind.DRAFT, draft.draft_id)
    add(demo_shop, owner)
    throw_away(demo_shop, draft.draft_id)
    assert kept(demo_shop) == 0
    left = select(func.count()).select_from(attachment_link)
    assert demo_shop.books.read(lambda tx: tx.connection.execute(left).scalar_one()) == 0
    refused("attachment_owner", add, demo_shop, owner, PDF, 2)


def test_what_a_withdrawn_licence_proved_is_still_looked_at_and_never_changed(demo_shop):
    supplier = SupplierId(int(of_supplier(demo_shop).key))
    suppliers, keeper = demo_shop.suite.suppliers, demo_shop.stock_keeper
    found = suppliers.listed(keeper).suppliers
    (licence,) = next(s for s in found if s.supplier_id == supplier).licences
    owner = Owner(OwnerKind.LICENCE, str(licence.licence_id))
    digest = add(demo_shop, owner).digest
    suppliers.withdraw_licence(keeper, licence.licence_id, request(8))
    files = demo_shop.suite.attachments
    assert [file.digest for file in files.listed(keeper, owner)] == [digest]
    assert files.read(keeper, owner, digest) == PDF
    refused("attachment_owner", files.unlink, keeper, owner, digest)
    refused("attachment_owner", add, demo_shop, owner, PDF + b"2", 9)
