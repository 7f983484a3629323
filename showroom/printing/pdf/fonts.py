"""The bundled Chinese font for PDF: registered once, embedded as the subset that is used."""

from __future__ import annotations

import io
import threading

from showroom.machine.assets import asset_bytes

REGULAR, BOLD = "NotoSansSC", "NotoSansSC-Bold"
_lock = threading.Lock()


def register_fonts() -> None:
    """Make both weights known to reportlab; the second call costs nothing."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with _lock:
        known = pdfmetrics.getRegisteredFontNames()
        for name, file in ((REGULAR, "NotoSansSC-Regular.ttf"), (BOLD, "NotoSansSC-Bold.ttf")):
            if name not in known:
                pdfmetrics.registerFont(TTFont(name, io.BytesIO(asset_bytes("fonts", file))))
