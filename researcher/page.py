"""Bytes → Document: blocks with heading path, region and place; what the page says of itself. Pure.

The parts are in `researcher.reading`; only they know a parser.
"""

from __future__ import annotations

from researcher.models import Block, Document, Page, Thing
from researcher.reading import body, charset, dating, head, language, shell, structured, tree, walk
from researcher.reading.addresses import Addresses
from researcher.reading.regions import assign


def decode(page: Page) -> str:
    """Return the text of a resource: byte-order mark, header, declaration inside, then detection.

    Follows the WHATWG Encoding standard (iso-8859-1 means windows-1252); bytes that fit no
    character become U+FFFD. Never raises.
    """
    return charset.read_text(page.body, page.header("content-type"))


def quotable(page: Page) -> str:
    """Return everything in the page that may be quoted, each reading on a line, white space folded.

    An independent second reading by lxml: visible text with inline elements joined; the same with a
    space after every piece; attributes and meta; JSON values. For feeds and other markup the text
    without tags. Never raises.
    """
    # Only who cites pays for a second parser.
    from researcher.reading.quotes import quotable_text

    return quotable_text(page.body, page.header("content-type"))


def main_text(document: Document) -> str:
    """Return the text that a person came for, one block a line, in reading order.

    Stricter than `Document.main`: bylines, captions, calls to action and the like are left out.
    """
    return "\n".join(document.blocks[place].text for place in document.body)


def read(page: Page, *, whole: bool = True) -> Document:
    """Return the page as a document. Never raises: what cannot be read is left out.

    Hidden text is in no block. Of a page that only scripts fill, `<noscript>` and the data that
    came with it are read; it is still marked as a shell. Bytes that are no text have no blocks.
    Unless `whole`, navigation, footers, notices and forms are passed over, with their links: twice
    as fast where only the main text is wanted.
    """
    grown = tree.parse("" if charset.is_binary(page.body) else decode(page))
    about = head.read_head(grown.parser, grown.told, page.url)
    assign(grown.elements)
    addresses = Addresses(about.base)
    walker = walk.Walker(addresses, whole)
    walker.walk(grown.body)
    things = structured.read_things(grown.told.get("script", ()))
    chosen = body.select(walker.blocks, walker.elements, grown.elements)
    is_shell = shell.is_shell(grown, walker.blocks)
    if is_shell:
        things += shell.fill(walker, grown)
        chosen += tuple(range(len(walker.elements), len(walker.blocks)))
    for element in grown.elements:
        element.forget()
    blocks, links = tuple(walker.blocks), walker.links
    if about.refresh:
        links.append(about.refresh)
    spoken = language.of_code(about.language) or language.of_text(
        " ".join(b.text for b in blocks[:400] if b.region == "main")
    )
    dated = dating.date_page(
        dating.Evidence(
            head=about,
            url=page.url,
            things=things,
            blocks=blocks,
            moments=walker.moments,
            language=about.language or spoken,
        )
    )
    return Document(
        page=page,
        url=about.canonical,
        title=about.title or about.get("og:title", "twitter:title") or _headline(blocks),
        description=about.get("description", "og:description", "twitter:description"),
        site_name=about.get("og:site_name", "application-name") or _site_name(things),
        language=spoken or language.of_code(about.get("content-language")),
        published=dated.published,
        modified=dated.modified,
        dated_by=dated.by,
        author=dated.author,
        blocks=blocks,
        body=chosen,
        links=tuple(links),
        things=things,
        meta=about.meta,
        feeds=about.feeds,
        alternates=about.alternates,
        shell=is_shell,
        noindex=about.noindex,
        cut=grown.cut or walker.cut or addresses.cut,
    )


def _headline(blocks: tuple[Block, ...]) -> str:
    return next((b.text for b in blocks if b.level == 1), "")


def _site_name(things: tuple[Thing, ...]) -> str:
    for kind in ("WebSite", "Organization", "Corporation", "LocalBusiness"):
        for thing in things:
            if kind in thing.types and thing.get("name"):
                return thing.get("name")
    return ""
