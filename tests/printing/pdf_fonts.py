"""The fonts that a PDF carries along."""

from typing import cast

from pypdf import PageObject
from pypdf.generic import DictionaryObject


def all_fonts(page: PageObject) -> list[str]:
    """Names of all that it writes with."""
    return [str(font["/BaseFont"]) for font in _fonts(page)]


def embedded_fonts(page: PageObject) -> list[str]:
    """Names of those in the file."""
    return [
        str(font["/BaseFont"])
        for font in _fonts(page)
        if "/FontFile2" in cast("DictionaryObject", font.get("/FontDescriptor", {}))
    ]


def _fonts(page: PageObject) -> list[DictionaryObject]:
    resources = cast("DictionaryObject", page["/Resources"])
    fonts = cast("DictionaryObject", resources["/Font"])
    return [cast("DictionaryObject", font.get_object()) for font in fonts.values()]
