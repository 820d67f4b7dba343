"""Where a site presents what it offers: pages of their own, cards under headings, JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.extract.affiliation import Phrases, is_entry
from researcher.extract.names import Names
from researcher.extract.roles import EXECUTIVE, Roles
from researcher.extract.structure import Run, runs
from researcher.models import Block, Document, Site
from researcher.text import key, words
from researcher.urls import identity, same_site, segments

PRODUCT, SERVICE, PROGRAMME, CASE, OPEN = (
    "product", "service", "programme", "case study", "open source",
)  # fmt: skip
_KEYS = {PRODUCT: "product", SERVICE: "service", PROGRAMME: "programme", CASE: "case"}
_TITLE = re.compile(r"\s+[|–—·•»:-]\s+|\s*[|｜]\s*")
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b.*\b\d|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|: .*\b(?:19|20)\d\d\b"
)
_LONGEST = 70
_WORDS = 8
_CARDS = 12
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

_HAN = re.compile(r"[\u3040-\u9fff]")
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
            for target in {
                identity(x.url) for x in document.links if x.region in ("nav", "header")
            }:
                self._nav[target] += 1
            for link in document.links:
                if 1 < len(link.text) <= _LONGEST and link.region in ("nav", "header"):
                    self._texts.setdefault(identity(link.url), Counter())[link.text] += 1
        self._pages = max(1, pages)
        self._menus: dict[str, str] = {}
        for document in site.documents[:3]:
            for target, kind in self._menu(document):
                self._menus.setdefault(target, kind)
        parts = Counter(
            key(p) for d in site.documents for p in set(_TITLE.split(d.title)) if p.strip()
        )
        # The heading of a search box on every page is none of the page's own.
        parts += Counter(
            text
            for d in site.documents
            for text in {key(b.text) for b in d.main if b.kind == "heading" and b.level < 3}
        )
        self._furniture = {p for p, count in parts.items() if count >= max(3, 0.3 * pages)}
        people, roles = site.words.table("people"), site.words.table("roles")
        self._names, self._roles = Names(people, roles), Roles(roles)
        self._documents = {identity(d.url): d for d in site.documents}
        self._start = identity(site.company.url)

    def _menu(self, document: Document) -> Iterator[tuple[str, str]]:
        """Yield the pages of the navigation's submenus with what the menu's title announces."""
        menus: dict[tuple[int, int], list[Block]] = {}
        for block in document.blocks:
            if block.region in ("nav", "header") and block.members:
                outer = block.members[0]
                menus.setdefault((outer.group, outer.index), []).append(block)
        for blocks in menus.values():
            kind = self.announced(blocks[0].text) if len(blocks) > 1 else ""
            if kind:
                for block in blocks[1:]:
                    for link in block.links:
                        yield identity(link.url), kind

    def announced(self, text: str) -> str:
        """Return what a heading or a part of an address announces: a kind, "outside" or nothing."""
        if text not in self._known:
            self._known[text] = self._announced(text)
        return self._known[text]

    def _announced(self, text: str) -> str:
        if not text or len(text.split()) > _WORDS:
            return ""
        plain = key(text)
        for own in self._own:
            plain = plain.replace(own, " ")
        text = plain if plain.strip() and not _HAN.search(text) else text
        outside = self._outside.share(text)
        best = max(self._kinds, key=lambda kind: self._kinds[kind].share(text))
        share = self._kinds[best].share(text)
        if max(outside, share) < 0.34:
            return ""
        return "outside" if outside >= share else best

    def _parts(self, url: str) -> list[str]:
        """Return the path's parts below the start page's folder."""
        parts = _parts(url)
        own = _parts(self._site.company.url)
        return parts[len(own) :] if own and parts[: len(own)] == own else parts

    def _path(self, url: str) -> list[str]:
        """Return what each part of an address announces."""
        return [self.announced(re.sub(r"[-_]+", " ", part)) for part in self._parts(url)]

    def is_outside(self, document: Document) -> bool:
        """Tell whether the page is one of jobs, people, law and the like; entries are not."""
        return "outside" in self._path(document.url) and not is_entry(document)

    def is_name(self, text: str) -> bool:
        """Tell whether a text may be the name of a thing: short, no sentence, no call to action."""
        text = text.strip()
        if "://" in text or "@" in text:
            return False
        if not 2 <= len(text) <= _LONGEST or text[-1] in "?!:…" or len(text.split()) > _WORDS:
            return False
        plain = key(text)
        if not plain or plain in self._generic or plain in self._own or plain.isdigit():
            return False
        if text.endswith(".") and len(text.split()) > 3:
            return False
        first = re.split(r"[\s'’]", text.casefold(), maxsplit=1)[0].strip(",")
        if first in self._openings or re.match(r"[\d.,%$€£+]+\s*$", text) or _DATED.search(text):
            return False
        if re.search(r"\bvs\b", plain) or self._is_post(text):
            return False
        if len(plain.split()) < 3 and self._own & set(plain.split()):
            return False
        return self.announced(text) != "outside" or len(text.split()) > 2

    def _is_post(self, text: str) -> bool:
        """Tell whether a text is nothing but posts that people hold ("Founder and Director")."""
        spans = self._roles.spans(text)
        if not spans or min(rank for _, _, rank in spans) > EXECUTIVE:
            return False
        return sum(end - start for start, end, _ in spans) >= 0.7 * len(text)

    def page(self, document: Document, place: int) -> Iterator[Offer]:
        """Yield what a page is about, where it is the page of one offer."""
        parts = self._parts(document.url)
        if not parts or is_entry(document) or identity(document.url) == self._start:
            return
        kinds = self._path(document.url)
        if "outside" in kinds:
            return
        listed = self._nav[identity(document.url)] / self._pages
        above = next((k for k in reversed(kinds[:-1]) if k), "")
        above = above or self._menus.get(identity(document.url), "")
        if above == "outside" or (not above and listed < 0.3):
            return
        menu = [t for t, _ in self._texts.get(identity(document.url), Counter()).most_common(3)]
        if any(self.announced(text) == "outside" for text in (*menu, *self._heads(document)[:1])):
            return
        if self._is_index(kinds[-1], document):
            return
        name = self._name(document, parts[-1])
        body = [b for b in document.main if b.kind == "paragraph"][:4]
        if not name or self._is_person(name, body):
            return
        kind = above or kinds[-1] or ""
        shown = self.without_case(name) if kind == CASE else name
        weight = 2.0 if above else 1.2
        weight += 1.0 if listed >= 0.3 else 0.0
        reasons = ["has a page of its own"]
        if listed >= 0.3:
            reasons.append("stands in the navigation")
        yield Offer(
            name=shown,
            kind=self._refined(kind, document),
            weight=weight,
            quotes=tuple(self._leads(document, name)),
            page=identity(document.url),
            place=(place, 0),
            reasons=tuple(reasons),
        )

    def without_case(self, name: str) -> str:
        """Return a case's name without the words that call it one ("Example Case Study")."""
        words_ = name.split()
        for size in (2, 1):
            for rest, cut in ((words_[:-size], words_[-size:]), (words_[size:], words_[:size])):
                if rest and self._kinds[CASE].share(" ".join(cut)) == 1:
                    return " ".join(rest).strip(" :–—-|")
        return name

    def _is_index(self, kind: str, document: Document) -> bool:
        """Tell whether the page lists many offers rather than being one."""
        prefix = identity(document.url) + "/"
        return bool(kind) and sum(d.startswith(prefix) for d in self._documents) >= 2

    def _refined(self, kind: str, document: Document) -> str:
        head = " ".join((document.title, document.description))
        return OPEN if kind != CASE and self._open.share(head) else kind

    def _heads(self, document: Document) -> list[str]:
        heads = (b.text for b in document.main if b.kind == "heading" and b.level in (1, 2))
        return [text for text in heads if key(text) not in self._furniture][:3]

    def _name(self, document: Document, slug: str) -> str:
        """Return what the page calls its subject: heading, title or menu, as its address does."""
        wanted = set(words(re.sub(r"[-_]+", " ", slug)))
        heads = self._heads(document)
        titles = [t.strip() for t in _TITLE.split(document.title) if t.strip()][:2]
        menu = [t for t, _ in self._texts.get(identity(document.url), Counter()).most_common(2)]
        best, top = "", -1.0
        titles = [t for t in titles if key(t) not in self._furniture]
        for rank, text in enumerate((*heads[:1], *titles, *menu)):
            if not self.is_name(text):
                continue
            own = set(words(text))
            score = 2 * len(own & wanted) / max(1, len(own) + len(wanted)) - 0.02 * rank
            if score > top:
                best, top = text, score
        return best or next((t for t in heads[1:] if self.is_name(t)), "")

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
        parts = self._parts(document.url)
        home = identity(document.url) == self._start or not parts
        kinds = self._path(document.url)
        page = "outside" if "outside" in kinds else next((k for k in reversed(kinds) if k), "")
        # The page of one case tells how it was made, not what else there is.
        if page == "outside" or (page == CASE and len(parts) > 1 and parts[-1] not in _LANGUAGES):
            return
        detail = len(parts) > 1 and bool(page) and not kinds[-1]
        for run in runs(document):
            yield from self._run(run, document, place, page, home=home, detail=detail)

    def _run(
        self, run: Run, document: Document, place: int, page: str, *, home: bool, detail: bool
    ) -> Iterator[Offer]:
        if run.kind in ("lines", "colons", "terms"):
            return
        above = next((k for h in reversed(run.path) if (k := self.announced(h))), "")
        if above == "outside":
            return
        if not above and run.path and run.path[-1].rstrip().endswith("?"):
            return
        kind = above or page
        if (not kind and not home) or (detail and not above):
            return
        if not above and (len(run.cards) > _CARDS or run.kind not in ("cards", "headings")):
            return
        if not page and not above and run.kind == "headings":
            return
        named = [c for c in run.cards if self.is_name(c.name)]
        told = [c for c in named if len(c.text) >= _LINE]
        if len(named) < 0.5 * len(run.cards) or (not told and not (above and run.kind == "cards")):
            return
        if len(run.cards) > 60 or sum(
            self._is_person(c.name, c.blocks) for c in run.cards
        ) >= 0.5 * len(run.cards):
            return
        weight = (1.4 if above else 0.8) + (0.8 if home else 0.0) - (0.7 if detail else 0.0)
        weight -= 0.3 if run.kind in ("list", "rows", "leads") else 0.0
        for card in named if above else told:
            target = self._target(card.blocks, document)
            if target is None or (not target and len(card.text) < _LINE):
                continue
            # "Safety: in line with all standards" is a feature, no offer.
            if run.kind in ("list", "leads", "rows") and card.text[:1].islower():
                continue
            if self._is_person(card.name, card.blocks):
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

    def _is_person(self, text: str, blocks: Sequence[Block]) -> bool:
        """Tell whether a text is a person's name: a post follows it, or the given name again."""
        name = self._names.read(text)
        if name is None or name.words < 2 or name.doubts:
            return False
        lines = [name.rest, *((b.lines or (b.text,))[0] for b in blocks if b.text != text)][:4]
        if any(self._roles.read(line) is not None for line in lines if line):
            return True
        given = re.escape(name.text.split()[0])
        said = " ".join(b.text for b in blocks)[:400]
        return re.search(rf"(?:^|[.!?] ){given} [a-z]", said) is not None

    def _target(self, blocks: Sequence[Block], document: Document) -> str | None:
        """Return the page that a card leads to, empty for none; None where it is no offer's."""
        for block in blocks[:6]:
            for link in block.links:
                if not same_site(link.url, document.url):
                    continue
                target = identity(link.url)
                kinds = self._path(link.url)
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


def _parts(url: str) -> list[str]:
    """Return the path's parts without a last one that names the folder's own page."""
    parts = segments(url)
    return parts[:-1] if parts and re.match(r"(?:index|default|home)\w{0,5}$", parts[-1]) else parts


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
