"""Where a site presents what it offers: pages of their own, cards under headings, JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from researcher.extract.affiliation import is_entry
from researcher.extract.offers import (
    CASE,
    OPEN,
    PRODUCT,
    PROGRAMME,
    SERVICE,
    TITLE,
    Offer,
    Offers,
    Quote,
)
from researcher.extract.structure import Run, runs
from researcher.models import Block, Document
from researcher.text import key, words
from researcher.urls import identity, same_site, segments

_BEGUN = re.compile(r"(.{2,40}?)(?:: | [–—-] | (?:is|are|ist|est|es) (?:an?|the|our) )")
_ALIKE = 0.5
_SLUG = 5
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
_LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "nl", "ja"})


class OfferPages(Offers):
    """Reads pages for what they offer, by what `Offers` knows of the site."""

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
        titles = [t.strip() for t in TITLE.split(document.title) if t.strip()][:2]
        menu = [t for t, _ in self._texts.get(identity(document.url), Counter()).most_common(2)]
        best, top = "", -1.0
        titles = [t for t in titles if key(t) not in self._furniture]
        # "NAME is the first planner …", "NAME: what it does": the name stands before.
        begun = [p[1] for t in (*heads[:1], *titles[:1]) if (p := _BEGUN.match(t))]
        for rank, text in enumerate((*heads[:1], *titles, *menu, *begun)):
            if not self.is_name(text):
                continue
            own = set(words(text))
            score = 2 * len(own & wanted) / max(1, len(own) + len(wanted)) - 0.02 * rank
            if score > top:
                best, top = text, score
        if top < _ALIKE and (told := self._as_written(document, slug)):
            return told
        return best or next((t for t in heads[1:] if self.is_name(t)), "")

    def _as_written(self, document: Document, slug: str) -> str:
        """Return what the address says as the page writes it: "mill47" is "Mill 47" there."""
        pieces = re.findall(r"[^\W\d_]+|\d+", slug)
        if not 1 <= len(pieces) <= _SLUG or sum(map(len, pieces)) < 3:
            return ""
        pattern = re.compile(
            r"(?<!\w)" + r"[\s._-]{0,2}".join(map(re.escape, pieces)) + r"(?!\w)", re.IGNORECASE
        )
        texts = (document.title, *(b.text for b in document.main))
        found = Counter(m[0] for text in texts for m in pattern.finditer(text))
        named = [t for t, _ in found.most_common() if t[:1].isupper() and self.is_name(t)]
        return named[0] if named else ""

    def _leads(self, document: Document, name: str) -> Iterator[Quote]:
        """Yield wordings that say what the page's subject is."""
        blocks = [
            b
            for b in document.main
            if b.text and b.kind not in ("button", "code") and key(b.text) not in self._repeated
        ]
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
        # "/solutions/" lists solutions; "/state-solutions/" is one, and its cards are its features.
        detail = bool(page) and not self._is_plain(parts[-1])
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
        if run.path and self._is_named_after_someone(run.path[-1]):
            return
        if not above and run.path and run.path[-1].rstrip().endswith("?"):
            return
        kind = above or page
        own = detail and bool(run.path) and run.path[-1] in self._heads(document)[:1]
        if (not kind and not home) or (detail and not above) or own:
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

    def _is_named_after_someone(self, heading: str) -> bool:
        """Tell whether a heading is a person's name with a degree or a post behind it."""
        name = self._names.read(heading)
        return name is not None and name.words > 1 and not name.doubts and name.text != heading

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
