"""XML answers of job boards, read without entities, network or huge trees."""

from __future__ import annotations

import lxml.etree

from researcher.errors import ParseError
from researcher.models import Page
from researcher.text import clean

_LONGEST = 300


def read_xml(page: Page, root: str) -> lxml.etree._Element:
    """Return the root element, which must have that name.

    Raises:
        ParseError: The page holds something else, part of an answer, or a DOCTYPE.
    """
    body = page.body.removeprefix(b"\xef\xbb\xbf").strip()
    if not body:
        raise ParseError(page.url, "answered with nothing")
    start = body[:4096].replace(b"\0", b"").upper()
    if b"<HTML" in start or b"<!DOCTYPE HTML" in start:
        raise ParseError(page.url, "answered with a web page where XML was expected")
    # Entities can be declared only in a DOCTYPE, and no board has a reason for one.
    if b"<!DOCTYPE" in start:
        raise ParseError(page.url, "did not answer as documented: it has a DOCTYPE")
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = lxml.etree.fromstring(body, parser)
    except (lxml.etree.XMLSyntaxError, ValueError) as error:
        raise ParseError(page.url, "answered with broken XML") from error
    if _name(tree) != root:
        raise ParseError(page.url, "did not answer as documented")
    return tree


def children(element: lxml.etree._Element, name: str) -> list[lxml.etree._Element]:
    """Return the child elements of that name, whatever their namespace."""
    return [child for child in element if _name(child) == name]


def texts(element: lxml.etree._Element, name: str) -> list[str]:
    """Return the texts of the child elements of that name, empty ones left out."""
    found = (
        clean((child.text or "")[: 2 * _LONGEST])[:_LONGEST] for child in children(element, name)
    )
    return [text for text in found if text]


def _name(element: lxml.etree._Element) -> str:
    return lxml.etree.QName(element).localname if isinstance(element.tag, str) else ""
