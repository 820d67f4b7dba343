"""Where a site presents what it offers: pages of their own, cards under headings, JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.extract.affiliation import Phrases, is_entry
from researcher.extract.structure import Run, runs
from researcher.models import Block, Document, Site
from researcher.text import key, words
from researcher.urls import identity, same_site, segments

PRODUCT, SERVICE, PROGRAMME, CASE, OPEN = (
    "product", "service", "programme", "case study", "open source",
)  # fmt: skip
_KEYS = {PRODUCT: "product", SERVICE: "service", PROGRAMME: "programme", CASE: "case"}
_TITLE = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*")
_LONGEST = 70
_WORDS = 8
_LINE = 40
_SHOWN = 600
_TYPES = {
    "Product": PRODUCT,
    "SoftwareApplication": PRODUCT,
    "WebApplication": PRODUCT,
    "MobileApplication": PRODUCT,
    "VideoGame": PRODUCT,
    "Service": SERVICE,
    "FinancialProduct": PRODUCT,
    "Course": PROGRAMME,
    "ResearchProject": PROGRAMME,
    "SoftwareSourceCode": OPEN,
}

_LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "ja"})

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


class Offers:
    """Reads pages for what they offer, by the vocabulary `projects`."""

    def __init__(self, site: Site, own: Iterable[str]) -> None:
        """Read the vocabulary, and which pages the navigation names how often."""
        table = site.words.table("projects")
        self._site = site
        self._own = frozenset(own)
        self._kinds = {kind: Phrases(table[entry]) for kind, entry in _KEYS.items()}
        self._outside = Phrases(table["outside"])
        self._generic = frozenset(key(t) for t in table["generic"])
        self._openings = frozenset(table["openings"])
        self._open = Phrases(table["open_source"])
        self.ended = Phrases(table["ended"])
        self.things = Phrases(table["things"])
        self._known: dict[str, str] = {}
        self._texts: dict[str, Counter[str]] = {}
        self._nav: Counter[str] = Counter()
        pages = 0
        for document in site.documents:
            if document.source != "website":
                continue
            pages += 1
            for target in {identity(x.url) for x in document.links if x.region in ("nav", "header")}:
                self._nav[target] += 1
            for link in document.links:
                if 1 < len(link.text) <= _LONGEST and link.region in ("nav", "header"):
                    self._texts.setdefault(identity(link.url), Counter())[link.text] += 1
        self._pages = max(1, pages)
        self._documents = {identity(d.url): d for d in site.documents}
        self._start = identity(site.company.url)

    def announced(self, text: str) -> str:
        """Return what a heading or a part of an address announces: a kind, "outside" or nothing."""
        if text not in self._known:
            self._known[text] = self._announced(text)
        return self._known[text]

    def _announced(self, text: str) -> str:
        size = len(text.split())
        if not text or size > 8:
            return ""
        outside = self._outside.share(text)
        best = max(self._kinds, key=lambda kind: self._kinds[kind].share(text))
        share = self._kinds[best].share(text)
        if max(outside, share) < (0.3 if size > 3 else 0.33):
            return ""
        return "outside" if outside >= share else best

    def is_name(self, text: str) -> bool:
        """Tell whether a text may be the name of a thing: short, no sentence, no call to action."""
        text = text.strip()
        if not 2 <= len(text) <= _LONGEST or text[-1] in "?!:…" or len(text.split()) > _WORDS:
            return False
        plain = key(text)
        if not plain or plain in self._generic or plain in self._own or plain.isdigit():
            return False
        if text.endswith(".") and len(text.split()) > 3:
            return False
        first = re.split(r"[\s'’]", text.casefold(), maxsplit=1)[0].strip(",")
        if first in self._openings or re.match(r"[\d.,%$€£+]+\s*$", text):
            return False
        return self.announced(text) != "outside" or len(text.split()) > 2

    def page(self, document: Document, place: int) -> Iterator[Offer]:
        """Yield what a page is about, where it is the page of one offer."""
        parts = segments(document.url)
        if not parts or is_entry(document) or identity(document.url) == self._start:
            return
        kinds = [self.announced(re.sub(r"[-_]+", " ", part)) for part in parts]
        if "outside" in kinds:
            return
        listed = self._nav[identity(document.url)] / self._pages
        above = next((k for k in reversed(kinds[:-1]) if k), "")
        if not above and listed < 0.3:
            return
        if not above and len(parts) == 1 and self._is_index(kinds[-1], document):
            return
        name = self._name(document, parts[-1])
        if not name:
            return
        kind = above or kinds[-1] or ""
        weight = 2.0 if above else 1.2
        weight += 1.0 if listed >= 0.3 else 0.0
        reasons = ["has a page of its own"]
        if listed >= 0.3:
            reasons.append("stands in the navigation")
        yield Offer(
            name=name,
            kind=self._refined(kind, document),
            weight=weight,
            quotes=tuple(self._leads(document, name)),
            page=identity(document.url),
            place=(place, 0),
            reasons=tuple(reasons),
        )

    def _is_index(self, kind: str, document: Document) -> bool:
        """Tell whether the page lists many offers rather than being one."""
        prefix = identity(document.url) + "/"
        return bool(kind) and sum(d.startswith(prefix) for d in self._documents) >= 2

    def _refined(self, kind: str, document: Document) -> str:
        head = " ".join((document.title, document.description))
        return OPEN if kind != CASE and self._open.share(head) else kind

    def _name(self, document: Document, slug: str) -> str:
        """Return what the page calls its subject: heading, title or menu, as its address does."""
        wanted = set(words(re.sub(r"[-_]+", " ", slug)))
        heads = [b.text for b in document.main if b.kind == "heading" and b.level in (1, 2)][:3]
        titles = [t.strip() for t in _TITLE.split(document.title) if t.strip()][:2]
        menu = [t for t, _ in self._texts.get(identity(document.url), Counter()).most_common(2)]
        best, top = "", -1.0
        for rank, text in enumerate((*heads[:1], *titles, *menu, *heads[1:])):
            if not self.is_name(text):
                continue
            own = set(words(text))
            score = 2 * len(own & wanted) / max(1, len(own) + len(wanted)) - 0.02 * rank
            if score > top:
                best, top = text, score
        return best

    def _leads(self, document: Document, name: str) -> Iterator[Quote]:
        """Yield wordings that say what the page's subject is."""
        blocks = [b for b in document.main if b.text and b.kind not in ("button", "code")]
        at = next((i for i, b in enumerate(blocks) if b.kind == "heading" and b.level < 3), -1)
        texts = [b for b in blocks[at + 1 : at + 14] if b.kind in ("paragraph", "entry", "heading")]
        long = [b.text for b in texts if b.kind != "heading" and len(b.text) >= _LINE]
        naming = [t for t in long if key(name) in key(t)]
        if at >= 0 and long and at + 1 < len(blocks) and blocks[at + 1].text == long[0]:
            yield document, f"{blocks[at].text} {_cut(long[0])}"
        for text in (*naming[:1], *long[:2]):
            yield document, _cut(text)
        if len(document.description) >= _LINE:
            yield document, document.description
        if at >= 0:
            yield document, blocks[at].text
        yield document, name

    def cards(self, document: Document, place: int) -> Iterator[Offer]:
        """Yield the members of runs that a heading or the page announces as offers."""
        if is_entry(document):
            return
        parts = segments(document.url)
        home = identity(document.url) == self._start or not parts
        kinds = [self.announced(re.sub(r"[-_]+", " ", part)) for part in parts]
        page = next((k for k in reversed(kinds) if k), "")
        # The page of one case tells how it was made, not what else there is.
        if page == "outside" or (page == CASE and len(parts) > 1 and parts[-1] not in _LANGUAGES):
            return
        for run in runs(document):
            yield from self._run(run, document, place, page, home=home, detail=len(parts) > 1)

    def _run(
        self, run: Run, document: Document, place: int, page: str, *, home: bool, detail: bool
    ) -> Iterator[Offer]:
        if run.kind in ("lines", "colons", "terms"):
            return
        above = next((k for h in reversed(run.path) if (k := self.announced(h))), "")
        if above == "outside":
            return
        kind = above or page
        if not kind and not home:
            return
        named = [c for c in run.cards if self.is_name(c.name)]
        told = [c for c in named if len(c.text) >= _LINE]
        if len(named) < 0.5 * len(run.cards) or (not told and not (above and run.kind == "cards")):
            return
        if len(run.cards) > 60:
            return
        weight = (1.4 if above else 0.8) + (0.8 if home else 0.0) - (0.7 if detail else 0.0)
        weight -= 0.3 if run.kind in ("list", "rows", "leads") else 0.0
        for card in named if above else told:
            target = self._target(card.blocks, document)
            if target is None:
                continue
            yield Offer(
                name=card.name.rstrip(" .:"),
                kind=kind,
                weight=weight + (0.5 if target else 0.0) + (0.2 if card.text else -0.4),
                quotes=tuple(_card_quotes(document, card.name, card.blocks)),
                page=target,
                place=(place, run.position),
                reasons=(f"one of {len(run.cards)} under “{(run.path or ('the page',))[-1]}”",),
            )

    def _target(self, blocks: Sequence[Block], document: Document) -> str | None:
        """Return the page that a card leads to, empty for none; None where it is no offer's."""
        for block in blocks[:6]:
            for link in block.links:
                if not same_site(link.url, document.url):
                    continue
                target = identity(link.url)
                kinds = [self.announced(re.sub(r"[-_]+", " ", p)) for p in segments(link.url)]
                known = self._documents.get(target)
                if (known is not None and is_entry(known)) or "outside" in kinds:
                    return None
                return target if target != identity(document.url) and segments(link.url) else ""
        return ""

    def structured(self, document: Document, place: int) -> Iterator[Offer]:
        """Yield products, applications and services of JSON-LD."""
        for thing in document.things:
            kind = next((_TYPES[t] for t in thing.types if t in _TYPES), "")
            name = thing.get("name")
            if not kind or not self.is_name(name):
                continue
            said = thing.get("description")
            quotes = [(document, said)] if len(said) >= _LINE else []
            yield Offer(
                name=name,
                kind=kind,
                weight=1.5,
                quotes=(*quotes, (document, name)),
                place=(place, 0),
                reasons=("named in the page's structured data",),
            )


def _cut(text: str) -> str:
    """Return whole sentences from the start, as far as a quote may go."""
    if len(text) <= _SHOWN:
        return text
    end = max(text.rfind(mark, 0, _SHOWN) for mark in (". ", "! ", "? ", "。"))
    return text[: end + 1] if end > 0 else text[:_SHOWN].rsplit(" ", 1)[0]


def _card_quotes(document: Document, name: str, blocks: Sequence[Block]) -> Iterator[Quote]:
    texts = [b.text for b in blocks if b.kind != "button"]
    long = next((t for t in texts if len(t) >= _LINE), "")
    head = next((t for t in texts if name in t), name)
    if long and head and long != head:
        yield document, f"{head} {_cut(long)}"
    if long:
        yield document, _cut(long)
    for text in texts:
        if name in text:
            yield document, _cut(text)
    yield document, name
