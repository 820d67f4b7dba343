"""Status pages: the incidents that a company published itself.

Statuspage, incident.io and Instatus offer one history as Atom and RSS. Statuspage's usual
robots.txt forbids `/api/`, so the feed is asked first, and the JSON last: where robots.txt forbids
it, the fetcher refuses. A page that lists nothing does not say that nothing happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from researcher import urls
from researcher.errors import ParseError
from researcher.fetch.answers import day, mappings, read_object, text
from researcher.fetch.channels import newest, paragraph, read_entries, stopped, thing
from researcher.fetch.seam import Limits
from researcher.models import Company, Document, Gap, Mark, Page, Proof, Request, Words
from researcher.text import key

MOST = 40
"""Incidents of one page that are kept, the newest."""

_BLOCKS = 8
_HOSTED = "statuspage\\.io|instatus\\.com|betteruptime\\.com|status\\.io|incident\\.io"
_STATES = re.compile(
    r"\b(scheduled|in progress|verifying|completed|investigating|identified|monitoring|resolved|"
    r"postmortem|update)\b",
    re.IGNORECASE,
)
_MAINTENANCE = frozenset({"scheduled", "in progress", "verifying", "completed"})
_IMPACTS = frozenset({"none", "minor", "major", "critical", "maintenance"})


class StatusSource:
    """Reads the history of the status page that the company links to."""

    name = "status"
    schemes = frozenset({"statuspage"})
    marks = (
        Mark(
            "statuspage",
            re.compile(
                r"^(?P<value>https?://(?:status\.(?!io\b)[a-z0-9-]+(?:\.[a-z0-9-]+)+"
                rf"|(?!www\.|api\.|status\.)[a-z0-9-]+\.(?:{_HOSTED})"
                r"|(?:www\.)?[a-z0-9-]{3,}status\.(?:com|io|net|org|dev|app|co)))(?:[/?#]|$)",
                re.IGNORECASE,
            ),
        ),
    )
    hosts: frozenset[str] = frozenset()
    terms = "The history feed that the status page offers to readers; its robots.txt is kept."
    needs_contact = False
    default_on = True

    def __init__(self, limits: Limits, words: Words, as_of: date) -> None:
        """Take nothing for known that is later than `as_of`."""
        del limits, words
        self._as_of = as_of

    def start(self, company: Company) -> Iterator[Request]:
        """Yield the history's feeds, best first, of pages that are the company's own.

        A company's pages also link to the status of what it builds on: the page must stand on the
        company's domain or bear its name.
        """
        for identifier in company.identifiers:
            base = identifier.value.rstrip("/")
            if identifier.scheme != "statuspage" or identifier.proof is Proof.GUESSED:
                continue
            if not _is_own(base, company):
                continue
            for place, (path, purpose) in enumerate(
                (
                    ("/history.atom", "feed"),
                    ("/history.rss", "probe"),
                    ("/api/v2/incidents.json", "probe"),
                )
            ):
                yield self._ask(base + path, 3.0 - place, purpose)

    def read(self, page: Page, request: Request) -> Iterable[Document | Request | Gap]:
        """Return a document per incident, newest first; planned maintenance is left out.

        Raises:
            ParseError: The answer is no history of incidents.
        """
        base = urls.origin(request.url)
        is_json = request.url.endswith(".json")
        found = self._listed(page, base) if is_json else self._entries(page)
        if not found:
            return [Gap(what=f"Published incidents of {base}", why="the page lists none")]
        # One history is enough: the other forms are not asked for any more.
        rest = [
            self._ask(base + path, -1, "probe")
            for path in ("/history.rss", "/api/v2/incidents.json")
            if not request.url.endswith(path)
        ]
        return [*found, *rest, *stopped(f"Published incidents of {base}", found, self._as_of)]

    def _ask(self, url: str, priority: float, purpose: str) -> Request:
        return Request(
            url=url,
            source=self.name,
            priority=priority,
            purpose=purpose,
            why="published incidents",
            hosts=frozenset({urls.host(url)}),
        )

    def _entries(self, page: Page) -> list[Document]:
        found = []
        for entry in newest(read_entries(page, self._as_of), MOST):
            # Newest first: the first word that names a state is where it stands now.
            states = [s.lower() for b in entry.blocks[:_BLOCKS] for s in _STATES.findall(b.text)]
            if not entry.title or _MAINTENANCE & set(states[:2]):
                continue
            over = bool({"resolved", "postmortem"} & set(states))
            url = re.sub(r"(?<!:)//+", "/", entry.url)
            incident = thing(
                "Incident",
                name=entry.title,
                status=states[0] if states else "",
                startDate=str(entry.published or ""),
                endDate=str(entry.modified or "") if over else "",
                url=url,
            )
            blocks = entry.blocks[:_BLOCKS]
            found.append(
                replace(
                    entry,
                    url=url,
                    source="profile",
                    blocks=blocks,
                    body=tuple(range(len(blocks))),
                    things=(incident,),
                )
            )
        return found

    def _listed(self, page: Page, base: str) -> list[Document]:
        answer = read_object(page)
        if not isinstance(answer.get("incidents"), list):
            raise ParseError(page.url, "did not answer as documented")
        found = [self._incident(page, base, held) for held in mappings(answer["incidents"])[:MOST]]
        return [document for document in found if document is not None]

    def _incident(self, page: Page, base: str, held: Mapping[str, object]) -> Document | None:
        name, status = text(held.get("name"), 300), text(held.get("status"), 40)
        impact = text(held.get("impact"), 40)
        begun = day(held.get("started_at"), self._as_of) or day(held.get("created_at"), self._as_of)
        if not name or begun is None or status in _MAINTENANCE or impact == "maintenance":
            return None
        # A short link is whatever its sender says; the page's own address is known.
        link = text(held.get("shortlink"), 300)
        number = text(held.get("id"), 60)
        known = link if link.startswith("https://") else ""
        url = urls.try_canonical(known or f"{base}/incidents/{number}") or f"{base}/history"
        said = [text(u.get("body"), 600) for u in mappings(held.get("incident_updates"))[:_BLOCKS]]
        blocks = tuple(paragraph(told, place) for place, told in enumerate(filter(None, said)))
        incident = thing(
            "Incident",
            name=name,
            status=status,
            impact=impact if impact in _IMPACTS else "",
            startDate=str(begun),
            endDate=str(day(held.get("resolved_at"), self._as_of) or ""),
            url=url,
        )
        return Document(
            page=page,
            url=url,
            source="profile",
            title=name,
            published=begun,
            dated_by="feed",
            blocks=blocks,
            body=tuple(range(len(blocks))),
            things=(incident,),
        )


def _is_own(base: str, company: Company) -> bool:
    """Tell whether a status page stands on the company's domain or bears its name."""
    if urls.same_site(base, company.url):
        return True
    label = urls.registrable(urls.host(company.url)).split(".")[0]
    host = re.sub(r"\W", "", urls.host(base).removeprefix("status."))
    names = {re.sub(r"\W", "", label), key(company.name).replace(" ", "")}
    return any(len(name) >= 4 and name in host for name in names)
