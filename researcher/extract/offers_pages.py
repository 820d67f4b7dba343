"""Where a site presents what it offers: pages of their own, cards under headings, JSON-LD."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

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
from researcher.extract.structure import Card, Run, runs
from researcher.models import Block, Document
from researcher.text import key, words
from researcher.urls import identity, same_site, segments

_BEGUN = re.compile(r"(.{2,40}?)(?:: | [–—-] | (?:is|are|ist|est|es) (?:an?|the|our) )")
_COUNTED = re.compile(r"[^\W\d_]+ \d{1,2}")
_ALIKE = 0.5
_SLUG = 5
_TITLE_WORDS = 10
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
        if not parts or self.is_entry(document) or identity(document.url) == self._start:
            return
        kinds = self._path(document.url)
        if "outside" in kinds and not self._is_part_of_name(kinds, parts[-1]):
            return
        listed = self._nav[identity(document.url)] / self._pages
        above = next((k for k in reversed(kinds[:-1]) if k), "")
        above = above or self._menus.get(identity(document.url), "")
        if above == "outside" or (not above and self.tells_of_itself(document)):
            return
        if not above and listed < 0.3 and identity(document.url) not in self._shown:
            return
        menu = [t for t, _ in self._texts.get(identity(document.url), Counter()).most_common(3)]
        called = (*menu, *self._heads(document)[:1])
        if any(self._outside.share(t) > (0.9 if above else 0.33) for t in called):
            return
        if self._is_index(kinds[-1], document):
            return
        name = self._name(document, parts[-1], told=bool(above))
        body = [b for b in document.main if b.kind == "paragraph"][:4]
        if not name or self.is_person(name, body):
            return
        kind = above or kinds[-1] or ""
        shown = self.without_case(name) if kind == CASE else name
        weight = 2.0 if above else 1.2 if listed >= 0.3 else 2.2
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

    def _is_part_of_name(self, kinds: Sequence[str], last: str) -> bool:
        """Tell whether only the page's own name holds such a word: "/services/rural-jobs/"."""
        above = [kind for kind in kinds[:-1] if kind]
        share = self._outside.share(re.sub(r"[-_]+", " ", last))
        return share < 1 and bool(above) and "outside" not in above

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

    def _name(self, document: Document, slug: str, *, told: bool) -> str:
        """Return what the page calls its subject: heading, title or menu, as its address does.

        `told` says that the pages above announce offers.
        """
        wanted = set(words(re.sub(r"[-_]+", " ", slug)))
        heads = self._heads(document)
        titles = [t.strip() for t in TITLE.split(document.title) if t.strip()][:2]
        menu = [t for t, _ in self._texts.get(identity(document.url), Counter()).most_common(2)]
        # "Area 1" says less than the heading that the page itself has.
        if heads and self.is_name(heads[0]):
            menu = [t for t in menu if not _COUNTED.fullmatch(t)] if heads[0] not in menu else menu
            titles = [t for t in titles if not _COUNTED.fullmatch(t) or t in heads]
            slug_says = not _COUNTED.fullmatch(re.sub(r"[-_]+", " ", slug))
        else:
            slug_says = True
        best, top = "", -1.0
        titles = [t for t in titles if key(t) not in self._furniture]
        # "NAME is the first planner …", "NAME: what it does": the name stands before.
        begun = [p[1] for t in (*heads[:1], *titles[:1]) if (p := _BEGUN.match(t))]
        for rank, text in enumerate((*heads[:1], *titles, *menu, *begun)):
            if not self.is_name(text, told=told):
                continue
            own = set(words(text))
            score = 2 * len(own & wanted) / max(1, len(own) + len(wanted)) - 0.02 * rank
            if score > top:
                best, top = text, score
        if top < _ALIKE and slug_says and (written := self._as_written(document, slug)):
            return written
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
        if self.is_entry(document):
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
        if run.path and self._is_of_someone(run):
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
        cards = [self._titled_by_page(card, document) for card in run.cards]
        named = [c for c in cards if self.is_name(c.name) and not _is_picture(c)]
        told = [c for c in named if len(c.text) >= _LINE]
        if len(named) < 0.5 * len(run.cards) or (not told and not (above and run.kind == "cards")):
            return
        if len(run.cards) > 60 or sum(
            self.is_person(c.name, c.blocks) for c in run.cards
        ) >= 0.5 * len(run.cards):
            return
        weight = (1.4 if above else 0.8) + (0.8 if home else 0.0) - (0.7 if detail else 0.0)
        weight -= 0.3 if run.kind in ("list", "rows", "leads") else 0.0
        for card in named if above else told:
            target = self._target(card.blocks, document)
            if target is None or (not target and len(card.text) < _LINE):
                continue
            # "Safety: in line with all standards" is a feature, no offer.
            # "Making | orchards that last" is the beginning of a sentence.
            begun = " " not in card.name and card.name[:1].isupper()
            plain = run.kind in ("list", "leads", "rows") or begun
            if plain and card.text[:1].islower():
                continue
            if self.is_person(card.name, card.blocks):
                continue
            yield Offer(
                name=card.name.rstrip(" .:"),
                kind=kind,
                weight=weight + (0.5 if target else 0.0) + (0.2 if card.text else -0.4),
                quotes=tuple(card_quotes(document, card.name, card.blocks)),
                page=target,
                place=(place, run.position),
                reasons=(f"one of {len(run.cards)} under “{(run.path or ('the page',))[-1]}”",),
                run=" ".join(run.path),
            )

    def _titled_by_page(self, card: Card, document: Document) -> Card:
        """Part a card that is all one text as its page's address does.

        "Rill pumps Water without current", leading to "/rill-pumps/", is called "Rill pumps".
        """
        if card.text or len(card.blocks) != 1:
            return card
        text = card.blocks[0].text
        for link in card.blocks[0].links:
            slug = "".join(words(segments(link.url)[-1])) if segments(link.url) else ""
            if len(slug) < _SLUG or not same_site(link.url, document.url):
                continue
            slug, pieces = _plain(slug), text.split()
            for size in range(1, min(len(pieces), _TITLE_WORDS)):
                name = " ".join(pieces[:size])
                if _plain(name) == slug or _plain(name.replace("&", "and")) == slug:
                    return Card(name=name, text=" ".join(pieces[size:]), blocks=card.blocks)
        return card

    def _is_of_someone(self, run: Run) -> bool:
        """Tell whether a run's heading is a person's name: with a post, or told of below it."""
        name = self._names.read(run.path[-1])
        if name is None or name.words < 2 or name.doubts:
            return False
        blocks = [b for card in run.cards[:4] for b in card.blocks[:4]]
        return name.text != run.path[-1] or self.is_person(run.path[-1], blocks)

    def is_person(self, text: str, blocks: Sequence[Block]) -> bool:
        """Tell whether a text is a person's name: a post follows it, or the given name again."""
        name = self._names.read(text)
        if name is None or name.words < 2 or name.doubts:
            return False
        if name.text != text and not name.rest:
            return True
        lines = [name.rest, *((b.lines or (b.text,))[0] for b in blocks if b.text != text)][:4]
        if any(self._roles.read(line) is not None for line in lines if line):
            return True
        own = name.text.split()
        said = " ".join(b.text for b in blocks if b.text != text)[:400]
        # "Jane has led …", "Ms. Doe joined …": a person is told of.
        given = (at + len(own[0]) + 1 for at in _starts(said, own[0] + " "))
        return any(said[at : at + 1].islower() for at in given) or any(
            found[1] == own[-1] for found in self._titled.finditer(said)
        )

    def _target(self, blocks: Sequence[Block], document: Document) -> str | None:
        """Return the page that a card leads to, empty for none; None where it is no offer's."""
        for block in blocks[:6]:
            for link in block.links:
                if not same_site(link.url, document.url):
                    continue
                target = identity(link.url)
                kinds = self._path(link.url)
                known = self._documents.get(target)
                if (known is not None and self.is_entry(known)) or "outside" in kinds:
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


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", key(text))


def _is_picture(card: Card) -> bool:
    """Tell whether a card's name only numbers a picture ("Slide 2")."""
    return bool(_COUNTED.fullmatch(card.name)) and card.blocks[0].kind == "caption"


def _starts(text: str, words: str) -> Iterator[int]:
    """Yield the places where a sentence begins with the words."""
    at = text.find(words)
    while at >= 0:
        if at == 0 or text[at - 2 : at] in (". ", "! ", "? "):
            yield at
        at = text.find(words, at + 1)


def _cut(text: str) -> str:
    """Return whole sentences from the start, as far as a quote may go."""
    if len(text) <= _SHOWN:
        return text
    end = max(text.rfind(mark, 0, _SHOWN) for mark in (". ", "! ", "? ", "。"))
    return text[: end + 1] if end > 0 else text[:_SHOWN].rsplit(" ", 1)[0]


def card_quotes(document: Document, name: str, blocks: Sequence[Block]) -> Iterator[Quote]:
    """Yield a card's wordings, the most telling first: its name with its line."""
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
