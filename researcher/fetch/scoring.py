"""What a link is worth: the kind of page it promises, and how much of that kind is unknown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from researcher.models import Link, PartialDate
from researcher.signposts import Signposts, path_parts

WORTH: Mapping[str, tuple[float, float]] = {
    # kind: (worth of the first page, what is left of it for each further one)
    "values": (9.5, 0.6),
    "about": (9.0, 0.6),
    "careers": (9.0, 0.6),
    "team": (9.0, 0.72),
    "mission": (8.5, 0.6),
    "news": (8.5, 0.6),
    "products": (8.0, 0.88),
    "fields": (7.0, 0.85),
    "projects": (7.0, 0.8),
    "culture": (7.0, 0.8),
    "entry": (6.5, 0.94),
    "engineering": (5.5, 0.75),
    "impact": (5.5, 0.85),
    "section": (5.0, 0.96),
    "posting": (5.0, 0.75),
    "product": (5.0, 0.84),
    "case": (4.6, 0.85),
    "investors": (4.5, 0.7),
    "events": (3.0, 0.6),
    "profile": (2.6, 0.8),
    "other": (2.4, 0.96),
    "documentation": (2.2, 0.7),
    "contact": (1.6, 0.6),
    "archive": (0.8, 0.5),
    "legal": (0.2, 0.1),
    "account": (0.0, 0.0),
}
"""Settled by what a candidate asks for; "section" is a page of the navigation whose words tell
nothing, "entry", "posting", "case" and "profile" stand below a listing."""

LISTINGS: Mapping[str, str] = {
    "news": "entry",
    "careers": "posting",
    "projects": "case",
    "team": "profile",
    "products": "product",
    "fields": "product",
    "events": "other",
    "archive": "other",
    "documentation": "documentation",
}
"""What the pages below a listing are."""

LEAST = 1.0
"""A page worth less than this is not fetched, whatever is left of the budget."""

_YEAR = 365
_STRONG = 0.75
_WEAK = 0.34
_FILE = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|odt|zip|gz|tgz|rar|7z|exe|dmg|apk|iso|jpe?g|png|gif|svg|webp|avif|"
    r"ico|bmp|tiff?|mp[34]|m4[av]|mov|avi|webm|ogg|wav|css|js|mjs|json|xml|rss|atom|txt|csv|ics|"
    r"vcf|woff2?|ttf|eot|epub|md|sh|py|bin|jar|map)$",
    re.IGNORECASE,
)
_TRAP = re.compile(
    r"(^|[?&])(replytocom|share|print|format|sort|order|orderby|filter|view|action|add-to-cart|"
    r"attachment_id|p|page_id|month|year|date|ical|tribe[\w-]*|offset|start|q|s|search|query|"
    r"redirect|return|return_to|next|ref|source)=",
    re.IGNORECASE,
)
_PAGED = re.compile(
    r"(^|/)(page|seite|pagina|p|pg)[/_-]?\d+/?$|[?&](page|paged|seite|pg)=\d+", re.IGNORECASE
)
_NUMBER = re.compile(r"^\d{1,4}$")
_MONTHS = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
    }
)


@dataclass(slots=True)
class Candidate:
    """A known address and everything that its links said about it."""

    url: str
    order: int
    texts: list[str] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)
    home: bool = False
    below: str = ""
    """The kind that a listing which links here gives it."""
    date: PartialDate | None = None
    listed: bool = False
    """Whether only a sitemap names it."""
    event: float = 0.0
    """How much its titles speak of a development: 0 to 1."""
    other_edition: bool = False
    other_host: bool = False
    kind: str = ""
    strength: float = 0.0
    settled: bool = False
    """Whether `kind` and what follows from it is up to date."""

    def sign(self, link: Link, *, home: bool, below: str) -> None:
        """Take one more link into account."""
        text = link.text.strip()
        before = (len(self.texts), len(self.regions), self.home, self.below, self.listed)
        if text and len(self.texts) < 6 and text not in self.texts:
            self.texts.append(text)
        self.regions.add(link.region)
        self.home = self.home or home
        self.below = self.below or below
        self.listed = False
        if before != (len(self.texts), len(self.regions), self.home, self.below, self.listed):
            self.settled = False


def is_trap(url: str) -> bool:
    """Tell whether an address is a file, a permutation of a list, or one of its further pages."""
    path, _, query = url.partition("?")
    if _FILE.search(path) or len(url) > 300:
        return True
    if query and (_TRAP.search(query) or query.count("&") > 1):
        return True
    return bool(_PAGED.search(url))


def is_document(url: str) -> bool:
    """Tell whether an address names a document that is not read (PDF, Word, …)."""
    return bool(re.search(r"\.(pdf|docx?|pptx?|odt)$", url.partition("?")[0], re.IGNORECASE))


def classify(candidate: Candidate, signposts: Signposts) -> tuple[str, float]:
    """Return the kind of page that a candidate promises, and how strongly."""
    path = signposts.path(candidate.url)
    above = signposts.above(candidate.url)
    parts = path_parts(candidate.url)
    last = parts[-1] if parts else ""
    texts: dict[str, float] = {}
    for text in candidate.texts:
        for kind, strength in signposts.text(text).items():
            texts[kind] = max(texts.get(kind, 0.0), strength)
    both = {
        kind: min(
            1.0,
            max(path.get(kind, 0.0), texts.get(kind, 0.0)) * 0.8
            + min(path.get(kind, 0.0), texts.get(kind, 0.0)) * 0.4,
        )
        for kind in (*path, *texts)
    }
    best = max(both, key=lambda kind: both[kind], default="")
    if "archive" in above:
        return ("news", 0.6) if path.get("news", 0.0) >= _STRONG else ("archive", 1.0)
    if parts and (_NUMBER.match(last) or last in _MONTHS):
        return "archive", 1.0
    listing = next((kind for kind in reversed(above) if kind in LISTINGS), "")
    exact = max(path.values(), default=0.0) >= _STRONG and max(texts.values(), default=0.0) >= _WEAK
    # A section of the menu stands for itself, wherever its folder lies.
    menu = bool(candidate.regions & {"nav", "header", "footer"})
    exact = exact or (menu and texts.get(best, 0.0) >= _STRONG and best in LISTINGS)
    if listing and not (exact or max(path.values(), default=0.0) >= 1.0):
        return LISTINGS[listing], 1.0
    if candidate.date is not None and candidate.below in ("", "entry") and not exact:
        return "entry", 1.0
    if best and both[best] >= _WEAK:
        strong = both[best] >= _STRONG or not candidate.below
        if strong:
            return best, both[best]
    if candidate.below:
        return candidate.below, 0.8
    if candidate.regions & {"nav", "footer", "header"} or candidate.home:
        return "section", 1.0
    return "other", 1.0


def score(candidate: Candidate, fetched: Counter[str], as_of: date, newest: int) -> float:
    """Return what fetching a candidate is worth now.

    `fetched` counts the pages of each kind that came; `newest` is the candidate's place among the
    known entries, newest first.
    """
    worth, decay = WORTH[candidate.kind]
    if candidate.kind == "entry":
        worth *= _recency(candidate.date, as_of, newest) * (0.8 + 0.5 * candidate.event)
    value = worth * (0.5 + 0.5 * candidate.strength) * decay ** fetched[candidate.kind]
    if candidate.kind != "entry" and worth >= LEAST:
        value += 1.0 * ("nav" in candidate.regions or "header" in candidate.regions)
        value += 0.5 * ("footer" in candidate.regions) + 0.4 * candidate.home
        value -= 0.2 * max(0, len(path_parts(candidate.url)) - 2)
    value -= 0.5 * candidate.listed + 1.2 * candidate.other_host
    if candidate.other_edition:
        value *= 0.65
    return value


def _recency(day: PartialDate | None, as_of: date, newest: int) -> float:
    if day is None:
        return 0.75 if newest < 6 else 0.55
    if day.first > as_of:
        return 0.0
    age = (as_of - day.first).days
    if age <= _YEAR:
        return 1.0 - 0.2 * age / _YEAR
    # The newest of a site that fell silent are still the newest there are.
    if newest < 5:
        return 0.9 - 0.02 * newest
    return 0.6 if age <= 2 * _YEAR else 0.4
