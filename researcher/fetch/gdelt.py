"""GDELT: what the world's press writes of the company, asked once a run.

https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/ Its throttle is moody: a refusal, a sentence
in place of an answer and broken JSON are all "unknown", never "no news". Its date is when an
article was first seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mappings, read_object, text
from researcher.fetch.channels import thing
from researcher.fetch.press import sought
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Request, Words

API = "https://api.gdeltproject.org/api/v2/doc/doc"
_PADDED = re.compile(r"\s+([,.;:!?%’)\]])|([(\[‘$€£])\s+")
_MOST = 75
_SHORTEST = 4
"""Characters of a phrase: the search refuses shorter ones."""


class GdeltSource:
    """Asks for the articles of three months that name the company."""

    name = "gdelt"
    schemes: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    hosts = frozenset({"api.gdeltproject.org"})
    terms = "Free without a key for one request every 5 seconds; one is made."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the one request; what is too short to search for is not searched for."""
        name = sought(company)
        if len(name) < _SHORTEST:
            return
        query = {
            "query": f'"{name}"',
            "mode": "artlist",
            "format": "json",
            "maxrecords": str(_MOST),
            "sort": "datedesc",
            "timespan": "3months",
        }
        yield Request(
            url=f"{API}?{urlencode(query)}",
            source=self.name,
            purpose="api",
            why="articles that name the company",
            hosts=self.hosts,
        )

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per dated article, newest first.

        Raises:
            ParseError: The answer is a sentence, a web page or broken: nobody knows.
        """
        del request
        # Nothing at all, and an empty object, are how it says that it found none.
        answer = read_object(page) if page.body.strip() else {}
        if answer and "articles" not in answer:
            raise ParseError(page.url, "did not answer as documented")
        listed = mappings(answer.get("articles"))[:_MOST]
        found = [article for held in listed if (article := self._article(page, held))]
        if not found:
            return [Gap(what="Articles of the press (GDELT)", why="none of three months was found")]
        return found

    def _article(self, page: Page, held: Mapping[str, object]) -> Document | None:
        url = urls.try_canonical(text(held.get("url")))
        headline, when = text(held.get("title"), 300), day(held.get("seendate"), self._as_of)
        if url is None or not headline or when is None:
            return None
        publisher = text(held.get("domain"), 200) or urls.registrable(urls.host(url))
        found = thing(
            "NewsArticle",
            # As the press wrote it: the answer pads punctuation with spaces.
            alternativeHeadline=_PADDED.sub(r"\1\2", headline),
            headline=headline,
            publisher=publisher,
            datePublished=str(when),
            url=url,
        )
        return Document(
            page=page,
            url=url,
            source="news",
            standing="third party",
            title=headline,
            site_name=publisher,
            published=when,
            dated_by="feed",
            things=(found,),
        )
