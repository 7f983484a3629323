"""The fonts that a PDF carries along."""

from typing import cast

from pypdf import PageObject
from pypdf.generic import DictionaryObject


def embedded_fonts(page: PageObject) -> list[str]:
    """Their names."""
    resources = cast("DictionaryObject", page["/Resources"])
    fonts = cast("DictionaryObject", resources["/Font"])
    found = [cast("DictionaryObject", font.get_object()) for font in fonts.values()]
    return [
        str(font["/BaseFont"])
        for font in found
        if "/FontFile2" in cast("DictionaryObject", font.get("/FontDescriptor", {}))
    ]
