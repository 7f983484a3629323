"""Pictures and PDFs that prove something: told by what is in them, never by their name."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.domain.errors import Refusal
from showroom.domain.worded import Worded

MAX_SIZE = 10_000_000
"""Bytes of one file."""
MAX_SIDE, MAX_DOTS = 16_000, 50_000_000
"""A picture of more is no photograph of a paper; 50 million dots are 200 MB once unpacked."""
MAX_ATTACHMENTS = 20
TITLE_LENGTH = 120
_PNG, _JPEG, _PDF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-"
_PDF_WITHIN = 1024
"""Bytes before which a PDF may begin (ISO 32000-1, H.3.4.1)."""
_IHDR = slice(12, 16)
_MARK, _MARKER_LENGTH = 0xFF, 2
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Start of a frame, without tables, the reserved one and arithmetic conditioning (T.81, B.1)."""
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers that nothing follows."""
_SCAN = 0xDA
MAX_MARKERS = 2_000
"""Before the first frame; a photograph has some dozens, 255 of them of a profile."""


class AttachmentKind(Worded):
    """What may be kept."""

    JPEG = "jpeg", "图片"
    PNG = "png", "图片"
    PDF = "pdf", "PDF"


class OwnerKind(Worded):
    """What a file may hang on. A posted document is known by the draft that it grew from."""

    SUPPLIER = "supplier", "供应商"
    LICENCE = "licence", "证照"
    CONTRACT = "contract", "合同"
    DRAFT = "draft", "单据"


@dataclass(frozen=True, slots=True)
class Owner:
    """A kind and its identity: a number in figures, or a draft's key."""

    kind: OwnerKind
    key: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file without its content; `digest` is its SHA-256 in hexadecimal figures."""

    digest: str
    kind: AttachmentKind
    size: int
    title: str
    person: str
    at_us: int


def kind_of(content: bytes) -> AttachmentKind:
    """What the bytes are, if a till may keep and show them.

    Refuses `attachment_empty`, `attachment_too_large` (bytes), `attachment_kind`,
    `attachment_dots` (a picture that unpacks to more than a screen could ever want).
    """
    if not content:
        raise Refusal("attachment_empty")
    if len(content) > MAX_SIZE:
        raise Refusal("attachment_too_large", limit_mb=MAX_SIZE // 10**6)
    if _PDF in content[:_PDF_WITHIN]:
        return AttachmentKind.PDF
    if content.startswith(_PNG):
        kind, size = AttachmentKind.PNG, _png_size(content)
    elif content.startswith(_JPEG):
        kind, size = AttachmentKind.JPEG, _jpeg_size(content)
    else:
        raise Refusal("attachment_kind")
    wide, high = size
    if not wide or not high:
        raise Refusal("attachment_kind")
    if max(wide, high) > MAX_SIDE or wide * high > MAX_DOTS:
        raise Refusal("attachment_dots", wide=wide, high=high)
    return kind


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height that the header names; (0, 0) where it names none."""
    if content[_IHDR] != b"IHDR":
        return 0, 0
    return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height of the first frame; (0, 0) of a file that has none among its first marks."""
    at = _MARKER_LENGTH
    for _ in range(MAX_MARKERS):
        if at + 9 > len(content):
            break  # a frame's length, precision, height and width
        if content[at] != _MARK:
            return 0, 0
        marker = content[at + 1]
        if marker == _MARK:
            at += 1
        elif marker in _BARE:
            at += _MARKER_LENGTH
        elif marker in _FRAMES:
            high, wide = content[at + 5 : at + 7], content[at + 7 : at + 9]
            return int.from_bytes(wide), int.from_bytes(high)
        elif marker == _SCAN:
            return 0, 0
        else:
            at += _MARKER_LENGTH + int.from_bytes(content[at + 2 : at + 4])
    return 0, 0
