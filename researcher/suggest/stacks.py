"""What both sides name where no finding tells of it: lists of tools, and whole sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from researcher.evidence import cite
from researcher.models import Block, Document, Evidence, Passage, Words
from researcher.suggest.clear import LONGEST, ours, whole
from researcher.suggest.corpus import Index
from researcher.suggest.matching import Match, Matcher
from researcher.suggest.stories import tells_of_work
from researcher.text import key, words

_ENTRY = 5
"""Words of one entry of a list of tools."""
_LEAST = 3
"""Tools that make a list a list of tools."""
_SHARE = 0.5
"""Of the entries, how many must be tools."""
_AROUND = 3
"""Entries quoted on each side of the one that both name."""
_HIRING = re.compile(
    r"\b(?:looking for|seeking|you will|you[’']ll|ideal candidate|this (?:role|position))\b",
    re.IGNORECASE,
)
"""Sentences of a posting: they say what is wanted, not what is there."""
_BETWEEN = re.compile(r"\s*[|,·•;]\s*")
_MARKED = "?~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A tool that both sides name: how they spell it, their list, and the line of the CV."""

    name: str
    theirs: Evidence
    passage: Passage


@dataclass(frozen=True, slots=True)
class _Entry:
    text: str
    tool: bool


class Stacks:
    """Reads lists of tools off the company's own pages."""

    def __init__(self, matcher: Matcher, words_of_trade: Words) -> None:
        """Read which names are technologies without more company."""
        self._skills = matcher.skills
        self._tools = frozenset(
            key(entry.rpartition("/")[2])
            for entry, others in words_of_trade.table("technologies").items()
            if not any(term[0] in _MARKED for term in others)
        )

    def shared(
        self, passages: Sequence[Passage], documents: Sequence[Document], told: Collection[str] = ()
    ) -> list[Named]:
        """Return the tools of such lists that the CV names, those first that a line tells of.

        Only lists of short entries of which at least half, and three, are tools. None of those
        told already, by `text.key`.
        """
        found: dict[str, Named] = {}
        for document in documents:
            if document.source != "website" or document.standing != "company":
                continue
            for run, line in self._lists(document):
                for place, entry in enumerate(run):
                    passage = self._naming(entry, passages) if entry.tool else None
                    if passage is None or key(entry.text) in {*told, *found}:
                        continue
                    cited = cite(document, line) if line else _cited(document, run, place)
                    if cited:
                        found[key(entry.text)] = Named(
                            name=entry.text, theirs=cited, passage=passage
                        )
        return sorted(found.values(), key=lambda named: not tells_of_work(named.passage.text))

    def _lists(self, document: Document) -> Iterator[tuple[list[_Entry], str]]:
        """Yield the lists that mostly name tools, and the line where one line holds them all.

        Else they are short blocks in a row under one heading.
        """

        def shape(block: Block) -> tuple[bool, tuple[str, ...]]:
            return 0 < len(block.text.split()) <= _ENTRY, block.path

        for (short, _), blocks in groupby(document.main, shape):
            run = [self._entry(block.text) for block in blocks] if short else []
            if _is_stack(run):
                yield run, ""
        for block in document.main:
            parts = _BETWEEN.split(block.text) if len(block.text) <= LONGEST else []
            run = [self._entry(part) for part in parts if part]
            if _is_stack(run) and all(len(part.split()) <= _ENTRY for part in parts):
                yield run, block.text

    def _entry(self, text: str) -> _Entry:
        named = self._tools & {key(text), *words(text)}
        return _Entry(text, bool(named or self._skills.find(text)))

    def _naming(self, entry: _Entry, passages: Sequence[Passage]) -> Passage | None:
        """Return the line that names an entry's tool; one that tells of work before a list."""
        name = f" {key(entry.text)} "
        named = [p for p in passages if name in f" {key(p.text)} "]
        return next((p for p in named if tells_of_work(p.text)), named[0] if named else None)


def _is_stack(run: Sequence[_Entry]) -> bool:
    return sum(entry.tool for entry in run) >= max(_LEAST, _SHARE * len(run))


def _cited(document: Document, run: Sequence[_Entry], place: int) -> Evidence | None:
    """Quote a few entries around one, as the page has them; fewer where it does not hold them."""
    for around in range(_AROUND, -1, -1):
        texts = [entry.text for entry in run[max(0, place - around) : place + around + 1]]
        for join in (" ", ", "):
            quote = join.join(texts)
            cited = cite(document, quote) if len(quote) <= LONGEST and len(texts) > 1 else None
            if cited:
                return cited
    return None


def told_of(
    passages: Sequence[Passage],
    matcher: Matcher,
    index: Index,
    company: str,
    told: Collection[str] = (),
) -> Iterator[tuple[Evidence, Match]]:
    """Yield whole sentences of the company on itself that touch a line of work, strongest first.

    Only by a skill or a phrase that both name, never by rare words alone; none of the lines told.
    """
    hits: list[tuple[float, int, Evidence, Match]] = []
    seen: set[str] = set()
    speaking = ["we", "our", "us", *words(company)]
    for passage in passages:
        if passage.text in told or not tells_of_work(passage.text):
            continue
        spelled: Mapping[str, tuple[str, ...]] = matcher.skills.spelled(passage.text)
        for name in (name for names in spelled.values() for name in names):
            for sentence in index.about(name, speaking):
                if sentence.text in seen or not whole(sentence.text):
                    continue
                if not ours(sentence.text, company) or _HIRING.search(sentence.text):
                    continue
                seen.add(sentence.text)
                touched = [m for m in matcher.best(sentence.text, most=3) if _is_sure(m)]
                match = next((m for m in touched if tells_of_work(m.passage.text)), None)
                cited = sentence.cite() if match and match.passage.text not in told else None
                if cited and match:
                    hits.append((-match.score, len(hits), cited, match))
    for *_, cited, match in sorted(hits, key=lambda hit: hit[:2]):
        yield cited, match


def _is_sure(match: Match) -> bool:
    return bool({shared.sort for shared in match.shared} & {"skill", "alias", "phrase"})
