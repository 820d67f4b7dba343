"""The company's own named values: a run of parallel names that the page says are its values.

A run alone is never enough: a heading, an introducing sentence or the page itself must call it
values, principles, beliefs, …, and nothing may say that it lists something else (product pillars,
what is asked of candidates, a partner's or a method's values).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from researcher.evidence import cite
from researcher.extract.phrases import Said, phrases
from researcher.extract.rejections import Dropped, rejected
from researcher.extract.standing import edition, first_language, page_kinds, words_of
from researcher.extract.structure import Card, Run, body, runs
from researcher.extract.value_runs import around, definitions
from researcher.models import Block, Document, Evidence, Examined, Finding, Kind, Site
from researcher.text import key, sentences, words

THRESHOLD = 5.0
"""Points from which a run is taken for the company's values."""
FEWEST, MOST = 3, 12
"""Members of a set of values."""
_MAXIMS = 8

_NUMBER = re.compile(
    r"^(?:(?:#|no\.? ?)?\(?\d{1,2}(?: ?[.:)/|–—-]+ ?| )|[一二三四五六七八九十]{1,2}[、．：] ?)"
    r"(?=\S)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"https?:|@|\d{3}|[$€£¥%]|^\[|^\W*$|\?$|…$|^[a-z]+ing$")
_BETWEEN = re.compile(r",\s*(?:and|und|et|y|e|&)\s+|[,;、•·|]\s*|\s+(?:and|und|et|y|e|&)\s+")
_CAPITALS = re.compile(r"\b[A-Z]{4,10}\b")
_AWAY = {
    "product": 4.0,
    "case": 4.0,
    "program": 4.0,
    "posting": 3.0,
    "supplier": 3.0,
    "entry": 3.0,
}
_HOME = ("values", "about", "careers", "handbook", "home")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """A run that may be the values, with the points it got and why."""

    document: Document
    cards: tuple[Card, ...]
    score: float
    reasons: tuple[str, ...]
    intro: str
    heading: str
    called: bool
    """Whether anything calls them values; without, no points suffice."""


def extract(site: Site) -> Iterable[Finding]:
    """Return the company's named values in its own order; nothing where it names none.

    The same set on several pages, or reworded a little, is told once. Values of products, methods,
    programmes, partners and look-alikes (slogans, qualities sought, goals) are left out.
    """
    return examine(site).findings


def examine(site: Site) -> Examined:
    """Return the values, and the lists that came close to being them."""
    judge = _Judge(site)
    weighed = [s for document in site.documents for s in judge.sets(document)]
    sets = [s for s in weighed if s.called and s.score >= THRESHOLD]
    if not sets:
        return Examined(findings=(), rejected=rejected(Kind.VALUE, _dropped(weighed, 0.0), ()))
    language = first_language(site)
    best = max(sets, key=lambda s: s.score + 1.5 * (edition(s.document) == language))
    same = [s for s in sets if _overlap(best, s) >= 0.6 and len(s.cards) >= len(best.cards)]
    best = max(same, key=lambda s: (sum(bool(card.text) for card in s.cards), s.score))
    found = tuple(_findings(best))
    return Examined(
        findings=found, rejected=rejected(Kind.VALUE, _dropped(weighed, best.score), found)
    )


def _dropped(sets: Sequence[_Set], best: float) -> Iterator[Dropped]:
    """Yield the members of the lists that were not taken, the nearest first."""
    for one in sorted((s for s in sets if s.score > 0), key=lambda s: -s.score):
        why = f"{one.score:.1f} points of the {THRESHOLD:.0f} that values need"
        if one.score >= THRESHOLD:
            why = f"another list was surer, with {best:.1f} points to {one.score:.1f}"
        if not one.called:
            why = "nothing calls this list the company's values"
        for card in one.cards:
            yield Dropped(
                card.name,
                f"{why}: {'; '.join(one.reasons)}" if one.reasons else why,
                one.document,
                (f"{card.name} {card.text}", *(b.text for b in card.blocks[:2]), card.name),
            )


def _overlap(one: _Set, other: _Set) -> float:
    """Return the share of the names of `one` that `other` holds too."""
    names = {key(card.name) for card in other.cards}
    return sum(key(card.name) in names for card in one.cards) / len(one.cards)


class _Judge:
    """Scores the runs of one site's pages."""

    def __init__(self, site: Site) -> None:
        self._words = site.words.table("values")
        self._kinds = site.words.table("structure")
        self._strong = {words_of(term) for term in self._words["heading"]}
        self._maybe = {words_of(term) for term in self._words["maybe"]}
        self._other = {words_of(term) for term in self._words["other"]}
        self._beside = self._strong | self._maybe | self._other
        self._self = set(self._words["self"])
        self._intros = phrases(self._words["intro"])
        self._outros = phrases(self._words["outro"])
        self._way = {words_of(term) for term in self._words["way"]}
        self._virtue = phrases(self._words["virtue"])
        self._named = re.compile(
            "|".join(re.escape(t) for t in sorted(self._words["named"], key=len, reverse=True)),
            re.IGNORECASE,
        )

    def sets(self, document: Document) -> Iterator[_Set]:
        """Yield the runs of a page that may be values, with their points."""
        kinds = page_kinds(document, self._kinds)
        if "legal" in kinds:
            return
        blocks = body(document)
        for run in (*runs(document), *definitions(blocks), *self._listed(document)):
            found = self._judged(document, run, kinds, blocks)
            if found is not None:
                yield found

    def _listed(self, document: Document) -> Iterator[Run]:
        """Yield the sets that one sentence lists, as "Our values are care, thrift and joy" does.

        Also a bare list of names, parted by commas or bullets, right under such a heading.
        """
        for block in body(document):
            intro, said = "", ""
            lower = block.text.lower()
            if any(term in lower for term in self._words["named"]):
                match = self._named.search(block.text)
                if match is not None:
                    rest = block.text[match.start() :][:600]
                    intro = match[0]
                    said = next(iter(sentences(rest, document.language)), "")[len(intro) :]
            elif len(block.text) <= 200 and block.path and words_of(block.path[-1]) in self._strong:
                said = block.text
            parts = [p.strip() for p in _BETWEEN.split(said.strip(" :–—-.!。")) if p.strip()]
            if FEWEST <= len(parts) <= MOST and all(len(words(p)) <= 4 for p in parts):
                yield Run(
                    kind="sentence" if intro else "list",
                    path=block.path,
                    intro=intro,
                    cards=tuple(Card(name=part, blocks=(block,)) for part in parts),
                    position=block.position,
                )

    def _judged(
        self, document: Document, run: Run, kinds: frozenset[str], blocks: Sequence[Block]
    ) -> _Set | None:
        inner, above = self._parted(run)
        before, after = around(run, blocks)
        # A short line above a run is its heading, whatever element it stands in.
        line = run.intro or before
        label = (line,) if run.kind != "sentence" and 0 < len(line) <= 40 else ()
        path = (*run.path, *above, *label)
        called = [*self._heading(path, kinds), *self._intro(run, after)]
        if not FEWEST <= len(inner) <= 2 * MOST:
            return None
        own = bool(path) and self._own_way(path[-1], kinds)
        # What is not called anything at all is not even a candidate.
        if not own and not called and not _capitals(run):
            return None
        named = [card for c in inner if (card := _named(c)) is not None]
        # A carousel tells its cards twice or more.
        cards = tuple({key(card.name): card for card in reversed(named)}.values())[::-1]
        if not FEWEST <= len(cards) <= MOST or len(named) < 0.7 * len(inner):
            return None
        called += _acronym(run, cards)
        if path and not any(points >= 3 for points, _ in called):
            # Rules of conduct are no named values: a list that is called values outweighs them.
            had = sum(points for points, _ in called if points > 0)
            called += [(max(0.0, p - had), why) for p, why in self._maxims(path[-1], cards, kinds)]
        if not called:
            return None
        points = [*called, *self._members(cards), *_page(kinds)]
        return _Set(
            document=document,
            cards=cards,
            score=sum(p for p, _ in points),
            reasons=tuple(f"{why} ({p:+.1f})" for p, why in points),
            intro=run.intro,
            heading=run.path[-1] if run.path else "",
            called=any(points >= 2 for points, _ in called),
        )

    def _parted(self, run: Run) -> tuple[list[Card], tuple[str, ...]]:
        """Part the members from headlines beside them: what heads them, and other sections."""
        names = [words_of(card.name[:60]) for card in run.cards]
        start = next((i for i, name in enumerate(names) if name in self._strong), -1)
        if run.kind == "headings" and start >= 0 and len(run.cards[start].blocks) > FEWEST:
            # It heads members of its own; what follows are other sections.
            start = -1
        above = (run.cards[start].name,) if start >= 0 else ()
        inner = [
            card
            for card, name in zip(run.cards[start + 1 :], names[start + 1 :], strict=True)
            if run.kind != "headings" or name not in self._beside
        ]
        return inner, above

    def _heading(self, path: Sequence[str], kinds: frozenset[str]) -> Iterator[tuple[float, str]]:
        near = [h for h in path if h][-2:]
        for distance, heading in enumerate(reversed(near)):
            parts = words_of(heading)
            if len(parts) <= 9 and _among(parts, self._strong):
                if _among(parts, self._other) and parts not in self._strong:
                    yield -4.0, f"the heading {heading!r} names something else"
                else:
                    yield 5.0 - 1.5 * distance, f"stands under {heading!r}"
                return
            if len(parts) <= 7 and _among(parts, self._maybe):
                yield 2.0 - distance, f"stands under {heading!r}"
                return
            other = distance == 0 and _among(parts, self._other)
            if other and not self._own_way(heading, kinds):
                yield -4.0, f"the heading {heading!r} names something else"
                return
        if "values" in kinds and len(path) <= 1:
            yield 3.0, "the page is about values"

    def _intro(self, run: Run, after: str) -> Iterator[tuple[float, str]]:
        if run.kind == "sentence":
            yield 5.0, f"listed after {run.intro!r}"
            return
        hit = self._intros.first(Said.of(run.intro)) if len(run.intro) <= 500 else None
        if hit:
            yield 3.5, f"introduced by {hit.phrase!r}"
        elif hit := self._outros.first(Said.of(after)):
            yield 3.5, f"followed by {hit.phrase!r}"

    def _own_way(self, heading: str, kinds: frozenset[str]) -> bool:
        """Tell whether a heading such as "How we decide" announces the company's own manner."""
        parts = words_of(heading)
        way = max((w for w in self._way if parts[: len(w)] == w), key=len, default=())
        return (
            bool(way)
            and not kinds.isdisjoint(("about", "values", "careers", "handbook"))
            and kinds.isdisjoint(_AWAY)
            and 3 <= len(parts) <= 7
            and not self._self.isdisjoint(parts)
            and not _among(parts[len(way) :], self._other)
            and parts not in self._other
        )

    def _maxims(
        self, heading: str, cards: Sequence[Card], kinds: frozenset[str]
    ) -> Iterator[tuple[float, str]]:
        """Short rules of conduct, each with its line, under a heading that speaks of "us"."""
        if not self._own_way(heading, kinds) or len(cards) > _MAXIMS:
            return
        rules = [card for card in cards if card.text and _is_maxim(card.name)]
        linked = sum(any(block.links for block in card.blocks) for card in cards)
        if len(rules) == len(cards) and not linked:
            yield 4.5, f"rules of conduct under {heading!r}"

    def _members(self, cards: Sequence[Card]) -> Iterator[tuple[float, str]]:
        virtues = sum(bool(self._virtue.first(Said.of(card.name))) for card in cards)
        if virtues >= 0.25 * len(cards):
            yield 3.0 * virtues / len(cards), f"{virtues} of {len(cards)} are words of virtue"
        said = sum(len(words(card.name)) > 4 and not card.text for card in cards)
        if said >= 0.5 * len(cards):
            yield -1.5, "the names are sentences"
        own = [bool(self._self & set(words(card.text[:400]))) for card in cards if card.text]
        if own and sum(own) >= 0.5 * len(own):
            yield 1.0, "the company speaks of itself"


def _is_maxim(name: str) -> bool:
    """Tell a rule ("Write it where others look") from the name of a thing ("Cloud Migration")."""
    said = name.split()
    upper = sum(word[0].isupper() for word in said[1:])
    return 2 <= len(said) <= 8 and 2 * upper < len(said)


def _capitals(run: Run) -> list[str]:
    """Return the words in capitals in the heading or line above the run."""
    return _CAPITALS.findall(" ".join([*run.path[-1:], run.intro[:500]]))


def _acronym(run: Run, cards: Sequence[Card]) -> Iterator[tuple[float, str]]:
    """A word in capitals above the run that the names' initials spell is the name of a set."""
    initials = "".join(card.name[0] for card in cards).upper()
    if initials in _capitals(run):
        yield 4.0, f"the initials spell {initials!r}"


def _page(kinds: frozenset[str]) -> Iterator[tuple[float, str]]:
    for kind, points in _AWAY.items():
        if kind in kinds:
            yield -points, f"the page is of kind {kind!r}"
    if any(kind in kinds for kind in _HOME):
        yield 1.0, "the page is about the company"


def _among(parts: tuple[str, ...], wanted: set[tuple[str, ...]]) -> bool:
    if any(
        parts[start:stop] in wanted
        for start in range(len(parts))
        for stop in range(start + 1, min(len(parts), start + 5) + 1)
    ):
        return True
    # Japanese parts no words: a term may stand inside a longer one.
    joined = "".join(parts)
    return not joined.isascii() and any(
        term[0] in joined
        for term in wanted
        if len(term) == 1 and len(term[0]) >= 2 and any("\u3040" <= c <= "\u9fff" for c in term[0])
    )


def _named(card: Card) -> Card | None:
    """Return the card with its name freed of numbers, or None where that is no name."""
    name, text = card.name, card.text
    first = card.blocks[0].text if card.blocks else name
    # A short eyebrow over a heading that is a sentence: the eyebrow is the name.
    if first != name and len(first) <= 50 and len(words(first)) <= 5 and len(words(name)) > 6:
        name, text = first, f"{name} {text}"
    name = _NUMBER.sub("", name).strip(" :–—-•.")
    if not 2 <= len(name) <= 60 or len(words(name)) > 8 or _NO_NAME.search(name):
        return None
    return replace(card, name=name, text=text)


def _findings(best: _Set) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, card in enumerate(best.cards):
        evidence = _evidence(best, card)
        if key(card.name) in seen or evidence is None:
            continue
        seen.add(key(card.name))
        yield Finding(
            kind=Kind.VALUE,
            name=card.name,
            evidence=(evidence,),
            score=best.score - index / 100,
            reasons=best.reasons,
        )


def _evidence(found: _Set, card: Card) -> Evidence | None:
    """Cite the name with its line, else the line, else the name with what calls it a value."""
    document = found.document
    line = next(iter(sentences(card.text[:600], document.language)), "") if card.text else ""
    listed = " ".join(c.name for c in found.cards)
    tries = [
        f"{card.name} {line}" if line else "",
        f"{card.name}: {line}" if line else "",
        line if len(line) > 20 else "",
        *(b.text for b in card.blocks if len(b.text) > len(card.name) + 10),
        f"{found.intro} {listed}" if found.intro else "",
        f"{found.heading} {listed}" if found.heading else "",
        f"{found.heading} {card.name}" if found.heading else "",
        card.name,
    ]
    return next((e for quote in tries if quote and (e := cite(document, quote))), None)
