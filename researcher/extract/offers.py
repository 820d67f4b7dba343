"""What a site says it offers: which headings announce it, what may be its name, its menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.extract.affiliation import Phrases, is_entry
from researcher.extract.names import Names
from researcher.extract.phrases import Said, phrases
from researcher.extract.roles import EXECUTIVE, Roles
from researcher.extract.standing import page_kinds, repeated
from researcher.models import Block, Document, Site
from researcher.text import key
from researcher.urls import identity, same_site, segments

PRODUCT, SERVICE, PROGRAMME, CASE, OPEN = (
    "product", "service", "programme", "case study", "open source",
)  # fmt: skip
_KEYS = {PRODUCT: "product", SERVICE: "service", PROGRAMME: "programme", CASE: "case"}
TITLE = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b.*\b\d|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|: .*\b(?:19|20)\d\d\b"
)
_ABOUT_ITSELF = frozenset(
    {"about", "careers", "posting", "team", "legal", "values", "handbook", "supplier", "inclusion"}
)
_LISTED = 0.3
"""The share of pages whose menu names a page that belongs to the menu."""
_SHOWN = 40
_LONGEST = 70
_WORDS = 8

_NUMBERED = re.compile(r" \d{1,2}$")
_QUOTED = re.compile(r"[“„«\"‘].*[”“»\"’]$")
_HAN = re.compile(r"[\u3040-\u9fff]")

Quote = tuple[Document, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that the company may make or run, before it is weighed and cited."""

    name: str
    kind: str
    weight: float
    quotes: tuple[Quote, ...]
    """Wordings to cite and their pages, the most telling first."""
    page: str = ""
    """The identity of the page that it has to itself; empty where it has none."""
    place: tuple[int, int] = (0, 0)
    reasons: tuple[str, ...] = ()
    also: str = ""
    """The longer wording by which a heading announces it, where that is another."""
    run: str = ""
    """The heading of the list in which it stands; empty elsewhere."""


class Offers:
    """Knows the vocabulary `projects` and the site's navigation."""

    def __init__(self, site: Site, own: Iterable[str]) -> None:
        """Read the vocabulary, and which pages the navigation names how often."""
        table = site.words.table("projects")
        self._site = site
        self.own = frozenset(own)
        self._kinds = {kind: Phrases(table[entry]) for kind, entry in _KEYS.items()}
        self._outside = Phrases(table["outside"])
        self._elsewhere = phrases(table["elsewhere"])
        self._generic = frozenset(key(t) for t in table["generic"])
        self._regions = frozenset(key(t) for t in site.words.table("tone")["region"])
        self._openings = frozenset(table["openings"])
        self._inside = frozenset(table["inside"])
        self.bounds = frozenset(table["bounds"])
        self._open = Phrases(table["open_source"])
        self.ended = Phrases(table["ended"])
        self.bodies = Phrases(table["bodies"])
        self._technologies = frozenset(
            key(name.split("/", 1)[-1]) for name in site.words.table("technologies")
        )
        self.things = Phrases(table["things"])
        self._known: dict[str, str] = {}
        self._texts: dict[str, Counter[str]] = {}
        self._nav: Counter[str] = Counter()
        pages = 0
        for document in site.documents:
            if document.source != "website":
                continue
            pages += 1
            for target in {
                identity(x.url) for x in document.links if x.region in ("nav", "header")
            }:
                self._nav[target] += 1
            for link in document.links:
                if 1 < len(link.text) <= _LONGEST and link.region in ("nav", "header"):
                    self._texts.setdefault(identity(link.url), Counter())[link.text] += 1
        self._pages = max(1, pages)
        # A feed may also list the pages of the menu.
        self._entries = {
            identity(d.url)
            for d in site.documents
            if d.source == "feed"
            and self._nav[identity(d.url)] < _LISTED * self._pages
            and not any(kind != "outside" for kind in self._path(d.url) if kind)
        }
        self._structure = site.words.table("structure")
        self._shown = self._shown_first(site)
        self._menus: dict[str, str] = {}
        for document in site.documents[:3]:
            for target, kind in self._menu(document):
                self._menus.setdefault(target, kind)
        self._repeated = repeated(site.documents)
        parts = Counter(
            key(p) for d in site.documents for p in set(TITLE.split(d.title)) if p.strip()
        )
        # The heading of a search box on every page is none of the page's own.
        parts += Counter(
            text
            for d in site.documents
            for text in {key(b.text) for b in d.main if b.kind == "heading" and b.level < 3}
        )
        self._furniture = {p for p, count in parts.items() if count >= max(3, 0.3 * pages)}
        people, roles = site.words.table("people"), site.words.table("roles")
        titles = "|".join(re.escape(t) for t in people["titles"])
        self._titled = re.compile(rf"(?<!\w)(?:{titles})\.? (\w+)", re.IGNORECASE)
        self._honorifics = frozenset(t.strip(".").casefold() for t in people["titles"])
        self._names, self._roles = Names(people, roles), Roles(roles)
        self._documents = {identity(d.url): d for d in site.documents}
        self._start = identity(site.company.url)

    def _menu(self, document: Document) -> Iterator[tuple[str, str]]:
        """Yield the pages of the navigation's submenus with what the menu's title announces."""
        titles: dict[tuple[tuple[int, int], ...], Block] = {}
        for block in document.blocks:
            if block.region not in ("nav", "header") or not block.members:
                continue
            place = tuple((member.group, member.index) for member in block.members)
            # The title of a submenu stands where its entries do, but for their own list.
            above = (titles.get(place[:size]) for size in range(len(place) - 1, 0, -1))
            kind = next((k for title in above if title and (k := self.announced(title.text))), "")
            titles.setdefault(place, block)
            if kind:
                for link in block.links:
                    yield identity(link.url), kind

    def _shown_first(self, site: Site) -> frozenset[str]:
        """Return the pages to which short names in the start page's own text lead."""
        start = next((d for d in site.documents if d.source == "website"), None)
        return frozenset(
            identity(link.url)
            for block in (start.main if start else ())
            for link in block.links
            if same_site(link.url, site.company.url)
            and len(link.text) <= _SHOWN
            and link.text == block.text
        )

    def announced(self, text: str) -> str:
        """Return what a heading or a part of an address announces: a kind, "outside" or nothing."""
        if text not in self._known:
            self._known[text] = self._announced(text)
        return self._known[text]

    def _announced(self, text: str) -> str:
        if not text or len(text.split()) > _WORDS:
            return ""
        if self._elsewhere.first(Said.of(text)):
            return "outside"
        plain = key(text)
        for own in self.own:
            plain = plain.replace(own, " ")
        text = plain if plain.strip() and not _HAN.search(text) else text
        outside = self._outside.share(text)
        best = max(self._kinds, key=lambda kind: self._kinds[kind].share(text))
        share = self._kinds[best].share(text)
        if max(outside, share) < 0.34:
            return ""
        return "outside" if outside >= share else best

    def _is_plain(self, part: str) -> bool:
        """Tell whether a part of an address is only the word for offers: "our-solutions"."""
        text = re.sub(r"[-_]+", " ", part)
        known = self._kinds.values()
        return any(kind.share(text) == 1 for kind in known) or all(
            any(kind.share(word) == 1 for kind in known) for word in text.split() if len(word) > 3
        )

    def _parts(self, url: str) -> tuple[str, ...]:
        """Return the path's parts below the start page's folder."""
        parts = _parts(url)
        own = _parts(self._site.company.url)
        return parts[len(own) :] if own and parts[: len(own)] == own else parts

    def _path(self, url: str) -> list[str]:
        """Return what each part of an address announces."""
        return [self.announced(re.sub(r"[-_]+", " ", part)) for part in self._parts(url)]

    def is_outside(self, document: Document) -> bool:
        """Tell whether the page is one of jobs, people, law and the like; entries are not."""
        return "outside" in self._path(document.url) and not self.is_entry(document)

    def is_entry(self, document: Document) -> bool:
        """Tell whether the page is one dated piece among many, by itself or by a feed."""
        return is_entry(document) or identity(document.url) in self._entries

    def tells_of_itself(self, document: Document) -> bool:
        """Tell whether the page is about the company, its people, posts and news."""
        kinds = page_kinds(document, self._structure)
        return bool(kinds & _ABOUT_ITSELF)

    def kind_above(self, headings: Sequence[str], document: Document) -> str:
        """Return what the nearest telling heading announces, else what the page's address does."""
        above = (kind for text in reversed(headings) if (kind := self.announced(text)))
        return next(above, "") or next((k for k in reversed(self._path(document.url)) if k), "")

    def is_name(self, text: str, *, told: bool = False) -> bool:
        """Tell whether a text may be the name of a thing: short, no sentence, no call to action.

        Where it is `told` that a thing is named, words such as "jobs" and the company's own name
        may stand inside: "Fernhall Jobs is our platform …".
        """
        text = text.strip()
        if "://" in text or "@" in text:
            return False
        if not 2 <= len(text) <= _LONGEST or text[-1] in "?!:…" or len(text.split()) > _WORDS:
            return False
        if text.endswith("...") or _QUOTED.match(text):
            return False
        plain = key(text)
        if (
            not plain
            or plain in self._generic
            or plain in self._honorifics
            or plain in self.own
            or plain in self._regions
            or plain.isdigit()
            or _NUMBERED.sub("", plain) in self._generic
        ):
            return False
        if text.endswith(".") and len(text.split()) > 3:
            return False
        first = re.split(r"[\s'’]", text.casefold(), maxsplit=1)[0].strip(",")
        if first in self._openings or re.match(r"[\d.,%$€£+]+\s*$", text) or _DATED.search(text):
            return False
        if self._inside & set(text.casefold().split()[1:]):
            return False
        if re.search(r"\bvs\b", plain) or self._is_post(text):
            return False
        if told:
            return self._outside.share(text) < 1
        if len(plain.split()) < 3 and self.own & set(plain.split()):
            return False
        return self.announced(text) != "outside" or len(text.split()) > 2

    def is_others(self, name: str) -> bool:
        """Tell whether a name is a technology's that many work with, not this company's."""
        return key(name) in self._technologies

    def _is_post(self, text: str) -> bool:
        """Tell whether a text is nothing but posts that people hold ("Founder and Director")."""
        spans = self._roles.spans(text)
        if not spans or min(rank for _, _, rank in spans) > EXECUTIVE:
            return False
        return sum(end - start for start, end, _ in spans) >= 0.7 * len(text)


def _parts(url: str) -> tuple[str, ...]:
    """Return the path's parts without a last one that names the folder's own page."""
    parts = segments(url)
    return parts[:-1] if parts and re.match(r"(?:index|default|home)\w{0,5}$", parts[-1]) else parts
