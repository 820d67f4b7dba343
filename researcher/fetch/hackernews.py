"""Hacker News, by the company's domain: what developers discussed of its own pages.

The search interface of Algolia (https://hn.algolia.com/api). The domain is the proof: a story
counts only if it links to the company's own site. Comments are opinions of persons, and no user's
name is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mappings, number, read_object, text
from researcher.fetch.channels import thing
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Request, Words

API = "https://hn.algolia.com/api/v1/search_by_date"
STORY = "https://news.ycombinator.com/item?id="
LEAST_POINTS = 5
MOST = 30


class HackerNewsSource:
    """Asks once for the stories that link to the company's domain."""

    name = "hackernews"
    schemes: frozenset[str] = frozenset()
    marks: tuple[Mark, ...] = ()
    hosts = frozenset({"hn.algolia.com"})
    terms = "Public search interface, free without a key; one request is made."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of
        self._domain = ""

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the one request; an address without a domain of its own is not asked about."""
        self._domain = urls.registrable(urls.host(company.url))
        if "." not in self._domain or self._domain.replace(".", "").isdigit():
            return
        # Newest first: by relevance, old fame would outrank news.
        query = {
            "query": self._domain,
            "restrictSearchableAttributes": "url",
            "tags": "story",
            "numericFilters": f"points>{LEAST_POINTS}",
            "hitsPerPage": "50",
        }
        yield Request(
            url=f"{API}?{urlencode(query)}",
            source=self.name,
            purpose="api",
            why="stories that link to the company's site",
            hosts=self.hosts,
        )

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per story that links to the company's own domain, newest first.

        The search forgives typing errors; what it took for the domain and is not is left out.

        Raises:
            ParseError: The answer is not what was asked for.
        """
        del request
        answer = read_object(page)
        if "hits" not in answer:
            raise ParseError(page.url, "did not answer as documented")
        stories = [story for held in mappings(answer["hits"]) if (story := self._story(page, held))]
        return stories[:MOST]

    def _story(self, page: Page, held: Mapping[str, object]) -> Document | None:
        linked = urls.try_canonical(text(held.get("url")))
        number_of_story = text(held.get("objectID"), 20)
        title, when = text(held.get("title"), 300), day(held.get("created_at"), self._as_of)
        if linked is None or not number_of_story.isdigit() or not title or when is None:
            return None
        if urls.registrable(urls.host(linked)) != self._domain:
            return None
        found = thing(
            "NewsArticle",
            headline=title,
            publisher="Hacker News",
            datePublished=str(when),
            url=linked,
            points=str(number(held.get("points"))),
            comments=str(number(held.get("num_comments"))),
        )
        return Document(
            page=page,
            url=f"{STORY}{number_of_story}",
            source="news",
            standing="third party",
            title=title,
            site_name="Hacker News",
            published=when,
            dated_by="feed",
            things=(found,),
        )
