"""Wikipedia: the lead section, as others describe the company.

The article is the one that Wikidata's item links to, never one found by name. Shape of the REST
API's page summary (https://www.mediawiki.org/wiki/REST_API).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote, unquote

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mapping, read_object, text
from researcher.fetch.missing import MissingPageError
from researcher.fetch.seam import Limits
from researcher.models import (
    Block,
    Company,
    Document,
    Gap,
    Identifier,
    Mark,
    Page,
    Proof,
    Request,
    Thing,
    Words,
)


class WikipediaSource:
    """Reads the summary of the company's article."""

    name = "wikipedia"
    schemes = frozenset({"wikipedia"})
    marks: tuple[Mark, ...] = ()
    hosts = frozenset({".wikipedia.org"})
    terms = (
        "CC BY-SA: quoted with the article's address. Asks callers for a contact. Anybody may have "
        "written it, the company too: the date of the last edit is shown."
    )
    needs_contact = True
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """An edit after `as_of` has no date."""
        del limits, words
        self._as_of = as_of
        self._items: frozenset[str] = frozenset()
        self._why: dict[str, str] = {}

    def start(self, company: Company) -> Iterable[Request]:
        """Return the summary of each article that the company's item links to."""
        self._items = frozenset(
            i.value
            for i in company.identifiers
            if i.scheme == "wikidata" and i.proof is Proof.PROVED
        )
        for identifier in company.identifiers:
            language, mark, title = identifier.value.partition(":")
            if (
                identifier.scheme != "wikipedia"
                or not mark
                or not re.fullmatch("[a-z-]+", language)
            ):
                continue
            name = quote(title.replace(" ", "_"), safe="")
            yield Request(
                url=f"https://{language}.wikipedia.org/api/rest_v1/page/summary/{name}",
                source=self.name,
                purpose="api",
                why=identifier.value,
            )

    def read(self, page: Page, request: Request) -> list[Document | Request | Gap | Identifier]:
        """Return the lead section.

        Raises:
            ParseError: It is no summary, a list of several meanings, or another item's article.
        """
        answer = read_object(page)
        kind = text(answer.get("type"), 40)
        if "not_found" in kind or answer.get("title") == "Not found.":
            raise MissingPageError(page.url, "there is no such article")
        if kind == "disambiguation":
            raise ParseError(page.url, "the title has several meanings")
        told = text(answer.get("extract"))
        title = text(answer.get("title"), 200)
        if not title or "extract" not in answer:
            raise ParseError(page.url, "did not answer as documented")
        item = text(answer.get("wikibase_item"), 20)
        if item and self._items and item not in self._items:
            raise ParseError(page.url, f"the article is on another item ({item})")
        if not told:
            return []
        language, _, named = request.why.partition(":")
        stated = mapping(mapping(answer.get("content_urls")).get("desktop")).get("page")
        article = urls.try_canonical(text(stated, 500)) or ""
        if urls.host(article) != f"{language}.wikipedia.org":
            article = f"https://{language}.wikipedia.org/wiki/{quote(unquote(named))}"
        return [
            Document(
                page=page,
                url=article,
                source="profile",
                standing="third party",
                title=title,
                site_name="Wikipedia",
                language=language,
                modified=day(answer.get("timestamp"), self._as_of),
                blocks=(Block(kind="paragraph", text=told, lines=(told,)),),
                body=(0,),
                things=(
                    Thing(
                        ("Organization",),
                        (("name", title), ("description", told)),
                    ),
                ),
            )
        ]
