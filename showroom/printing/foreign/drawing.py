"""What the process apart does: a question and a file come in, dots or a refusal go out.

Nothing here may run in the till itself: a file of 3 KB may ask for hours, and for all memory
there is (docs/reliability.md#pictures-and-pdfs-from-outside).
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any

from showroom.domain.documents.attachment import MAX_DOTS
from showroom.domain.documents.pixels import Pixels, stride_of
from showroom.domain.errors import Refusal
from showroom.machine.apart import Bound
from showroom.printing.foreign.asking import READY, START_S
from showroom.printing.pdf import pages
from showroom.printing.render.logo import make_logo

if TYPE_CHECKING:
    from PIL.Image import Image

MEMORY_BYTES = 2**30
TURNED = range(5, 9)
"""EXIF orientations by which rows become columns."""
ORIENTATION = 0x0112
Answer = tuple[dict[str, Any], bytes]


def answer() -> int:
    """The child, for as long as somebody asks."""
    ask, say = sys.stdin.buffer, sys.stdout.buffer
    bound = Bound(MEMORY_BYTES)
    bound.begin(START_S)
    _load()
    _say(say, READY, b"")
    while line := ask.readline():
        asked = json.loads(line)
        content = ask.read(asked.pop("bytes"))
        bound.begin(asked.pop("time_s"))
        told, body = _answered(asked, content)
        _say(say, json.dumps({**told, "bytes": len(body)}).encode() + b"\n", body)
    return 0


def _load() -> None:
    """What a file needs is there before its time begins."""
    import pypdfium2
    from PIL import Image

    Image.preinit()
    pypdfium2.raw.FPDF_GetLastError()


def _say(say: IO[bytes], head: bytes, body: bytes) -> None:
    say.write(head)
    say.write(body)
    say.flush()


def _answered(asked: dict[str, Any], content: bytes) -> Answer:
    what = asked.pop("what")
    try:
        return WORK[what](content, **asked)
    except Refusal as refusal:
        return {"refused": refusal.code, "params": dict(refusal.params)}, b""
    except MemoryError:
        return {"refused": "file_undrawable", "params": {}}, b""


def _picture(content: bytes, wide: int, high: int) -> Answer:
    return _dots(picture(content, wide, high))


def _page(content: bytes, number: int, dpi: int, wide: int, high: int) -> Answer:
    return _dots(pages.page(content, number, dpi, wide, high))


def _page_count(content: bytes) -> Answer:
    return {"count": pages.page_count(content)}, b""


def _producer(content: bytes) -> Answer:
    with pages.opened(content) as document:
        return {"producer": str(document.get_metadata_value("Producer"))[:200]}, b""


def _logo(content: bytes) -> Answer:
    made = make_logo(content)
    return {"size": (made.wide, made.high)}, made.dots


def _dots(drawn: Pixels) -> Answer:
    return {"size": (drawn.width, drawn.height)}, drawn.rows


WORK: Mapping[str, Callable[..., Answer]] = MappingProxyType(
    {
        "picture": _picture,
        "page": _page,
        "page_count": _page_count,
        "producer": _producer,
        "logo": _logo,
    }
)


def picture(content: bytes, wide: int, high: int) -> Pixels:
    """A JPEG or PNG as it lies in the camera's own sense, no larger than its room, on white.

    Refuses `picture_unreadable`, `file_undrawable` (more dots than any photograph).
    """
    from PIL import Image, ImageFile, ImageOps

    ImageFile.LOAD_TRUNCATED_IMAGES = not content.startswith(b"\x89PNG")  # half a photo is shown
    try:
        opened = _opened(content)
        room = (high, wide) if opened.getexif().get(ORIENTATION) in TURNED else (wide, high)
        opened.draft("RGB", room)  # a JPEG is scaled while it is unpacked
        seen = _in_colour(opened)
        seen.thumbnail(room, Image.Resampling.LANCZOS)
        ImageOps.exif_transpose(seen, in_place=True)
    except MemoryError:
        raise
    except Exception as error:  # a broken part of the file provokes anything
        raise Refusal("picture_unreadable") from error
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen.getchannel("A") if seen.mode == "RGBA" else None)
    rows = paper.tobytes("raw", "BGR", stride_of(paper.width))
    return Pixels(paper.width, paper.height, rows)


def _opened(content: bytes) -> Image:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # ours is lower, and says so itself
    opened: Image.Image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
    if opened.width * opened.height > MAX_DOTS:
        raise MemoryError
    return opened


def _in_colour(opened: Image) -> Image:
    if opened.mode.startswith("I"):  # 16 bits a dot, of which a screen shows the upper eight
        return opened.point(lambda grey: grey / 256).convert("L").convert("RGB")
    clear = opened.mode in {"LA", "PA", "RGBA"} or "transparency" in opened.info
    return opened.convert("RGBA" if clear else "RGB")
