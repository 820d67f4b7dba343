"""What sentences say of the company's products: "NAME is our …", "we maintain NAME", "NAME®"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from researcher.extract.offers import OPEN, PRODUCT, PROGRAMME, Offer, Offers
from researcher.models import Document, Site
from researcher.text import fold, key, sentences

_WORD = r"[A-Z0-9][\w.&+®™-]*"
_NAME = rf"((?:{_WORD}|[a-z]+[A-Z]\w*)(?: (?:{_WORD}|of|for|to)){{0,3}})"
_IS = re.compile(
    rf"^(?:The |Our |Die |Das |Der |Le |La |El )?{_NAME}(?: \([^)]{{1,60}}\))?,? "
    r"(?:is|are|ist|sind|est|es|provides|offers|bietet|aims) "
    r"((?:a|an|the|our|ein|eine|unser|unsere|un|une|una|notre|nuestra|nuestro|die|das|der|le|la|el)"
    r" .{4,160})"
)
_HAN = re.compile(r"^[「『]([^」』]{2,24})[」』](?:は|とは)(.{4,120})")
_MARKED = re.compile(r"(?<![\w-])([^\W\d_][\w-]{2,24}(?: [A-Z][\w-]{2,20})?) ?[®™]")
_FOREIGN = re.compile(
    r"trade-?marks? of|Marken? (?:der|von)|marques? de|marcas? (?:registradas? )?de"
)
_APPOSED = re.compile(r",? (?:an?|the|our|eine?|une?|una) ([^,.;]{3,80})")
"""What a name is called right behind it."""
_LONGEST = 420
_CALLED = 30
_TIED = 3
"""Sentences that are cited of one name at most."""


@dataclass(frozen=True, slots=True)
class _Reader:
    offers: Offers
    own: tuple[str, ...]
    ours: re.Pattern[str]
    makes: re.Pattern[str]

    def is_tied(self, sentence: str, name: str) -> bool:
        """Tell whether the sentence ties the thing to the company, or its name does."""
        low = sentence.casefold()
        rest = low.replace(name.casefold(), " ")
        return (
            any(o in rest for o in self.own)
            or bool(self.ours.search(rest))
            or any(o in key(name).split() for o in self.own)
        )


def told(site: Site, offers: Offers, own: tuple[str, ...]) -> Iterator[Offer]:
    """Yield what sentences call a thing of the company's; weight 0 where nothing ties it to it.

    An offer of weight 0 only adds its sentence to one that is known from elsewhere.
    """
    table = site.words.table("projects")
    makes = "|".join(re.escape(t) for t in sorted(table["makes"], key=len, reverse=True))
    reader = _Reader(
        offers,
        own,
        re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(t) for t in table['ours'])})(?!\w)"),
        re.compile(
            rf"(?<!\w)(?:{makes})[,:]? (?:the |its |der |die |das |den |le |la |el )?"
            rf"(?:new |brand-new |open[- ]source |free )*[“\"«„]?{_NAME}"
        ),
    )
    counted: dict[str, int] = {}
    for place, document in enumerate(site.documents):
        for offer in _document(document, place, reader):
            name = key(offer.name)
            counted[name] = counted.get(name, 0) + 1
            if counted[name] <= _TIED:
                yield offer
    yield from _marked(site, reader)


def _document(document: Document, place: int, reader: _Reader) -> Iterator[Offer]:
    outside = reader.offers.is_outside(document)
    for block in document.main:
        text = block.text
        if block.kind not in ("paragraph", "entry", "row") or not 30 <= len(text) <= 4000:
            continue
        if _IS.match(text) or _HAN.match(text[:120]) or reader.makes.search(_lowered(text)):
            parts = sentences(text, document.language)
            for at, sentence in enumerate(parts):
                first = at == 0 and not outside
                if (found := _sentence(fold(sentence), reader, first=first)) is not None:
                    yield replace(
                        found,
                        quotes=((document, fold(sentence)),),
                        place=(place, block.position),
                    )


def _sentence(sentence: str, reader: _Reader, *, first: bool) -> Offer | None:
    if len(sentence) > _LONGEST:
        return None
    found = (_HAN.match(sentence) or _IS.match(sentence)) if first else None
    if found:
        name, says = found[1].strip(), found[2]
        if _calls_thing(reader.offers, says) and reader.offers.is_name(name, told=True):
            tied = not reader.offers.is_others(name) and reader.is_tied(sentence, name)
            return _offer(name, sentence, 1.0 if tied else 0.0, "a sentence says what it is")
    if (made := reader.makes.search(_lowered(sentence))) and reader.is_tied(sentence, made[1]):
        name = made[1].strip()
        may = reader.offers.is_name(name, told=True) and not reader.offers.is_others(name)
        if may and reader.offers.things.share(" ".join(sentence.split()[:_CALLED])) > 0:
            said = _APPOSED.match(sentence[made.end(1) :])
            # An association that it founded is no product of its own.
            body = said is not None and reader.offers.bodies.share(said[1]) > 0
            kind = PROGRAMME if body else PRODUCT
            why = "a sentence says that the company makes it"
            return _offer(name, sentence, 0.8, why, kind=kind)
    return None


def _offer(name: str, sentence: str, weight: float, why: str, kind: str = PRODUCT) -> Offer:
    opened = re.search(r"open[- ]source", sentence, re.IGNORECASE)
    return Offer(
        name=name.rstrip(".,®™ "),
        kind=OPEN if opened and kind == PRODUCT else kind,
        weight=weight,
        quotes=(),
        reasons=(why,),
    )


def _lowered(text: str) -> str:
    """Lower the first letter: a sentence may begin with the verb ("Introducing NAME")."""
    return text[:1].lower() + text[1:]


def _marked(site: Site, reader: _Reader) -> Iterator[Offer]:
    """Yield names with a trade mark sign that stand on two pages or more."""
    pages: dict[str, set[int]] = {}
    first: dict[str, tuple[str, Document, str, int]] = {}
    for place, document in enumerate(site.documents):
        for block in document.main:
            if "®" not in block.text and "™" not in block.text:
                continue
            for found in _MARKED.finditer(block.text):
                name = key(found[1])
                pages.setdefault(name, set()).add(place)
                if name not in first or (len(first[name][2]) < 50 <= len(block.text)):
                    first[name] = (found[1], document, block.text, place)
    for name, places in pages.items():
        written, document, text, place = first[name]
        if len(places) < 2 or not reader.offers.is_name(written):
            continue
        if reader.offers.is_others(written):
            continue
        sentence = next(
            (s for s in sentences(text, document.language) if written in s and len(s) <= _LONGEST),
            written,
        )
        if _FOREIGN.search(sentence) or not (
            reader.is_tied(sentence, written) or sentence.startswith(written)
        ):
            continue
        yield Offer(
            name=written, kind=PRODUCT, weight=1.2, quotes=((document, sentence),),
            place=(place, 0), reasons=("carries a trade mark sign",),
        )  # fmt: skip


def _calls_thing(offers: Offers, says: str) -> bool:
    """Tell whether what is said begins by calling it a product, a tool, a programme."""
    if re.search(r"[\u3040-\u9fff]", says):
        return offers.things.share(says) > 0
    # "an important country in our plan for a product" calls it a country.
    said = re.split(r"[,;:] |\. ", says)[0].split()[:_CALLED]
    end = next((at for at, word in enumerate(said) if at and word in offers.bounds), len(said))
    called = " ".join(said[:end])
    return offers.things.share(called) > 0 and not offers.bodies.share(called)
