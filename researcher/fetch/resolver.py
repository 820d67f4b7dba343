"""From the company's own pages to who it is elsewhere: identifiers, each with how sure it is. Pure.

What the pages say of themselves counts most: `sameAs` of their JSON-LD, links with `rel=me`, links
in header and footer of the start page. A link in a text may lead to anybody: it counts where it is
the only one of its kind or spells the company's name. What nothing but a name speaks for is
guessed, and a guess is never asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from urllib.parse import quote, unquote

from researcher import urls
from researcher.models import Company, Document, Identifier, Link, Mark, Proof, Thing
from researcher.text import key

ORGANISATIONS = frozenset(
    {
        *("Organization", "Corporation", "LocalBusiness", "NGO", "OnlineBusiness", "OnlineStore"),
        *("NewsMediaOrganization", "EducationalOrganization", "MedicalOrganization", "Airline"),
        *("GovernmentOrganization", "ResearchOrganization", "SportsOrganization", "Brand"),
    }
)
_SHARED = re.compile(
    r"/(?:share|sharer|sharer\.php|intent|sharing|submit|dialog|login|signup|join|features|"
    r"sponsors|about|pricing|marketplace|explore|topics|search|hashtag|watch|embed/v)(?:[/?]|$)",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    {
        *("wordpress", "shopify", "wix", "squarespace", "webflow", "hubspot", "drupal", "joomla"),
        *("features", "sponsors", "about", "pricing", "login", "join", "share", "search", "embed"),
        *("www", "api", "help", "support", "app", "blog", "docs", "explore", "topics", "home"),
        *("site", "orgs", "status", "marketplace", "settings", "contact", "security", "careers"),
    }
)
_OFFICIAL = ("header", "footer", "nav")
_ATTRIBUTES = re.compile(
    rb"""\b(?:src|action|data-[a-z-]{1,40})\s*=\s*["']([^"'<>\s]{8,400})["']""", re.IGNORECASE
)
_INLINE = re.compile(rb"""https?:(?:\\?/){2}[^\s"'<>\\]{4,300}(?:\\?/[^\s"'<>\\]{0,200}){0,8}""")
_MOST_INLINE = 400
_LONGEST_SCRIPT = 40_000
_MOST_GUESSED = 2
"""Where more than these are named, they are other people's."""
_WEIGHT = {Proof.PROVED: 0, Proof.ASSERTED: 1, Proof.GUESSED: 2}
_LEGAL = re.compile(
    r"(?:company|registration)\s+(?:no\b\.?|number)[^\d]{0,30}(\d{8}|(?:SC|NI|OC)\d{6})\b",
    re.IGNORECASE,
)

_STARTS = {"linkedin": "https://www.linkedin.com/company/", "x": "https://x.com/"}
LINK_ONLY: tuple[Mark, ...] = (
    Mark("linkedin", re.compile(r"linkedin\.com/company/(?P<value>[\w%.&-]+)")),
    Mark("glassdoor", re.compile(r"glassdoor\.[a-z.]+/(?P<value>Overview/[\w.,%-]+\.htm)", re.I)),
    Mark("crunchbase", re.compile(r"crunchbase\.com/organization/(?P<value>[\w-]+)")),
    Mark("x", re.compile(r"//(?:www\.)?(?:x|twitter)\.com/(?P<value>\w{1,15})(?=[/?]|$)")),
    Mark("blind", re.compile(r"teamblind\.com/company/(?P<value>[\w%.-]+)")),
    Mark("producthunt", re.compile(r"producthunt\.com/(?:products|posts)/(?P<value>[\w-]+)")),
)
"""Places that may not be read by a program: their addresses are shown, nothing is fetched."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """One place on the company's pages that names an identifier."""

    scheme: str
    value: str
    url: str
    page: str
    strength: int
    """3: it says itself that it is the company's; 2: every page's frame, or what runs in the page;
    1: a link in a text."""
    why: str


def resolve(
    company: Company, documents: Sequence[Document], marks: Iterable[Mark]
) -> tuple[Identifier, ...]:
    """Return who the company is elsewhere, as its own pages tell, the surest first.

    Only pages of the company's own site speak for it; share buttons, template makers and the
    profiles of its people are left out. What a text links to is the company's where it spells its
    name, or alone of its kind is linked in several ways (a board and its postings); else it is
    guessed.
    """
    own = [d for d in documents if d.source == "website" and urls.same_site(d.url, company.url)]
    names = _names(company, own)
    sights = list(_Reader(tuple(marks), names).sights(own))
    found: list[Identifier] = []
    for scheme in dict.fromkeys(sight.scheme for sight in sights):
        found += _weighed([s for s in sights if s.scheme == scheme], names)
    return merge(company.identifiers, [*found, *_legal(own)])


def links_only(
    company: Company, documents: Sequence[Document], known: Sequence[Identifier] = ()
) -> tuple[Identifier, ...]:
    """Return the company's pages in places that no program may read: each value is an address.

    `known` are identifiers that others handed over; what the company links to comes first.
    """
    own = [d for d in documents if d.source == "website" and urls.same_site(d.url, company.url)]
    found: dict[str, Identifier] = {}
    for sight in _Reader(LINK_ONLY, _names(company, own)).sights(own):
        if sight.strength > 1 and sight.scheme not in found:
            found[sight.scheme] = Identifier(
                scheme=sight.scheme, value=sight.url, proof=Proof.ASSERTED, why=sight.why
            )
    for identifier in known:
        start = _STARTS.get(identifier.scheme)
        if start and identifier.scheme not in found and identifier.proof is not Proof.GUESSED:
            address = urls.try_canonical(start + quote(identifier.value, safe=""))
            if address:
                found[identifier.scheme] = replace(identifier, value=address)
    return tuple(found.values())


def merge(known: Sequence[Identifier], more: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return both, each identifier once with the best proof of it, the surest first."""
    best: dict[tuple[str, str], Identifier] = {}
    for identifier in (*known, *more):
        name = identifier.scheme, identifier.value
        before = best.get(name)
        if before is None or _WEIGHT[identifier.proof] < _WEIGHT[before.proof]:
            best[name] = identifier
    return tuple(sorted(best.values(), key=lambda i: _WEIGHT[i.proof]))


class _Reader:
    """Finds the marks on pages; the same address stands on many of them."""

    def __init__(self, marks: tuple[Mark, ...], names: frozenset[str]) -> None:
        self._marks = marks
        self._names = names
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}

    def sights(self, own: Sequence[Document]) -> Iterator[_Sight]:
        """Yield every place that names an identifier, the start page first."""
        for number, document in enumerate(own):
            yield from self._of_page(document, first=not number)

    def _of_page(self, document: Document, *, first: bool) -> Iterator[_Sight]:
        at = document.page.url
        for thing in _walk(document.things):
            if ORGANISATIONS & set(thing.types) and _is_own(thing, at):
                for url in thing.texts("sameAs"):
                    yield from self._matched(url, at, 3, f"named as its own by the data of {at}")
        for link in document.links:
            for sight in self._matched(link.url, at, 1, f"linked from {at}"):
                # On other pages `rel="me"` and a header may be a person's, an author's.
                if first and "me" in link.rel.lower().split():
                    yield replace(sight, strength=3, why=f'linked with rel="me" from {at}')
                elif first and link.region in _OFFICIAL and not self._of_a_vendor(link, sight):
                    where = link.region if link.region != "nav" else "navigation"
                    yield replace(sight, strength=2, why=f"linked from the {where} of {at}")
                else:
                    yield sight
        for url, strength in _embedded(document.page.body):
            yield from self._matched(url, at, strength, f"built into {at}")

    def _of_a_vendor(self, link: Link, sight: _Sight) -> bool:
        """Tell whether a link is called by a name that is not the company's: "made with …"."""
        said = re.sub(r"[^a-z0-9]", "", key(link.text))
        spelled = re.sub(r"[^a-z0-9]", "", key(sight.value))
        return not _fits(sight.value, self._names) and len(spelled) > 2 and spelled in said

    def _matched(self, url: str, at: str, strength: int, why: str) -> Iterator[_Sight]:
        found = self._known.get(url)
        if found is None:
            found = self._known[url] = tuple(self._match(url))
        for scheme, value in found:
            yield _Sight(scheme, value, url, at, strength, why)

    def _match(self, url: str) -> Iterator[tuple[str, str]]:
        if _SHARED.search(url):
            return
        for mark in self._marks:
            match = mark.pattern.search(url)
            if match is not None:
                value = unquote(match["value"]).strip().rstrip("/")
                if value and value.lower() not in _GENERIC:
                    yield mark.scheme, value


def _weighed(sights: Sequence[_Sight], names: frozenset[str]) -> Iterator[Identifier]:
    """Yield the identifiers of one place: those that are surely meant, else the guessed ones."""
    best: dict[str, _Sight] = {}
    seen: dict[str, set[str]] = {}
    for sight in sights:
        name = sight.value.casefold()
        seen.setdefault(name, set()).add(urls.identity(sight.url))
        if name not in best or sight.strength > best[name].strength:
            best[name] = sight
    top = [s for s in best.values() if s.strength == 3]
    framed = [s for s in best.values() if s.strength == 2]
    fitting = [s for s in best.values() if _fits(s.value, names)]
    exact = [s for s in fitting if _spelled(s.value) in names]
    sure = top or [s for s in framed if s in fitting] or (framed if len(framed) == 1 else [])
    if not sure:
        alone = len(best) == 1 and all(len(places) > 1 for places in seen.values())
        sure = exact or (fitting if len(fitting) == 1 else list(best.values()) if alone else [])
    for sight in sure:
        yield Identifier(
            scheme=sight.scheme, value=sight.value, proof=Proof.ASSERTED, why=sight.why
        )
    # An address on a domain that is not the company's, without its name, is surely somebody else's.
    unsure = [sight for sight in best.values() if "://" not in sight.value]
    if not sure and len(best) <= _MOST_GUESSED:
        for sight in unsure:
            yield Identifier(
                scheme=sight.scheme, value=sight.value, proof=Proof.GUESSED, why=sight.why
            )


def _fits(value: str, names: frozenset[str]) -> bool:
    """Tell whether an identifier spells the company's name or domain."""
    spelled = _spelled(value)
    return any(len(name) > 2 and name in spelled for name in names)


def _spelled(value: str) -> str:
    bare = urls.host(value) or value
    if "://" in value and urls.segments(value):
        bare += urls.segments(value)[-1]
    return re.sub(r"[^a-z0-9]", "", key(bare))


def _names(company: Company, own: Sequence[Document]) -> frozenset[str]:
    domain = urls.registrable(urls.host(company.url)).split(".")[0]
    said = [company.name, own[0].site_name if own else "", domain]
    return frozenset(n for name in said if (n := re.sub(r"[^a-z0-9]", "", key(name))))


def _is_own(thing: Thing, at: str) -> bool:
    """Tell whether an organisation in the page's data is the site's own: it is unless it says so.

    Its address, where it gives one, must be on this site; publishers of quoted articles are not.
    """
    stated = thing.get("url")
    url = urls.try_canonical(stated, at) if stated else None
    return url is None or urls.same_site(url, at)


def _walk(things: Iterable[Thing]) -> Iterator[Thing]:
    stack = list(things)[::-1]
    while stack:
        thing = stack.pop()
        yield thing
        # Not what others review, sell or write: only the page's own subjects and their publishers.
        stack += [
            v
            for k, v in thing.values
            if isinstance(v, Thing)
            and k in ("@graph", "publisher", "mainEntity", "about", "isPartOf")
        ]


def _embedded(body: bytes) -> Iterator[tuple[str, int]]:
    """Yield the addresses of frames, scripts and data attributes, and those in inline scripts.

    What a page loads is chosen by the site's owner; what a script only mentions may be anything.
    """
    seen: set[bytes] = set()
    loaded = ((m[1], 2) for m in _ATTRIBUTES.finditer(body))
    named = ((m[0], 1) for script in _scripts(body) for m in _INLINE.finditer(script))
    for raw, strength in chain(islice(loaded, _MOST_INLINE), islice(named, _MOST_INLINE)):
        if raw in seen or b"/" not in raw:
            continue
        seen.add(raw)
        url = raw.replace(b"\\/", b"/").replace(b"&amp;", b"&").decode("utf-8", "replace")
        yield (f"https:{url}" if url.startswith("//") else url), strength


def _scripts(body: bytes) -> Iterator[bytes]:
    """Yield the inline scripts, data for search engines left out: `sameAs` was read already."""
    low = body.lower()
    at = low.find(b"<script")
    while at >= 0:
        start = low.find(b">", at)
        end = low.find(b"</script", start) if start >= 0 else -1
        if end < 0:
            return
        if b"ld+json" not in low[at:start]:
            yield body[start + 1 : min(end, start + _LONGEST_SCRIPT)]
        at = low.find(b"<script", end)


def _legal(own: Sequence[Document]) -> Iterator[Identifier]:
    for document in own:
        for block in document.blocks:
            match = _LEGAL.search(block.text) if len(block.text) < 2000 else None
            if match:
                yield Identifier(
                    scheme="companieshouse",
                    value=match[1].upper(),
                    proof=Proof.ASSERTED,
                    why=f"printed on {document.page.url}",
                )
                return
