"""A shop's picture file as dots for its slips."""

from __future__ import annotations

import io
import warnings

from showroom.domain.errors import Refusal
from showroom.domain.logo import MAX_HIGH, MAX_WIDE, Logo

MAX_BYTES = 5 * 1024 * 1024
MAX_SIDE = 8_000
MAX_PIXELS = 25_000_000
KINDS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")


def make_logo(data: bytes) -> Logo:
    """Scaled to at most 320 by 240 dots, on white, dithered; cut to what is drawn.

    Refuses `logo_too_large` (5 MiB, 8 000 pixels a side), `logo_unreadable`, `logo_blank`.
    """
    from PIL import Image, ImageChops, UnidentifiedImageError

    if len(data) > MAX_BYTES:
        raise Refusal("logo_too_large", limit_mb=MAX_BYTES // 1024**2)
    try:
        with warnings.catch_warnings():
            # Our own limit is far below the one at which Pillow begins to warn.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=KINDS)
        if max(picture.size) > MAX_SIDE or picture.width * picture.height > MAX_PIXELS:
            raise Refusal("logo_too_large", limit_mb=MAX_BYTES // 1024**2)
        inked = picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Refusal("logo_unreadable") from error
    paper = Image.new("RGBA", inked.size, "white")
    grey = Image.alpha_composite(paper, inked).convert("L")
    box = ImageChops.invert(grey).point(lambda dot: 255 if dot > 8 else 0).getbbox()  # noqa: PLR2004
    if box is None:
        raise Refusal("logo_blank")
    grey = grey.crop(box)
    grey.thumbnail((MAX_WIDE, MAX_HIGH), Image.Resampling.LANCZOS)
    black = ImageChops.invert(grey.convert("1"))
    return Logo.of(black.width, black.height, black.tobytes())
