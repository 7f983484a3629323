"""The parts of a workbook as a stream of elements, by a parser that trusts none of them."""

from __future__ import annotations

from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml.expatreader import DefusedExpatParser


class PartReader(ContentHandler):
    """Hears of elements by their own names: programs differ in the prefixes they write."""

    def starts(self, name: str, attrs: AttributesImpl) -> None:
        """An element begins."""

    def ends(self, name: str) -> None:
        """It ends."""

    def says(self, content: str) -> None:
        """A piece of text."""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, D102 (SAX)
        self.starts(name.rpartition(":")[2], attrs)

    def endElement(self, name: str) -> None:  # noqa: N802, D102 (SAX)
        self.ends(name.rpartition(":")[2])

    def characters(self, content: str) -> None:  # noqa: D102 (SAX)
        self.says(content)


def parser_for(reader: PartReader) -> DefusedExpatParser:
    """To be fed with bytes; it takes no DTD, no entity and nothing from outside."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(reader)
    return parser
