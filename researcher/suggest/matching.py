"""What of the CV touches what of the company: skills, kinds of work, phrases and rare words.

A skill that both spell alike weighs most, and a kind of work that both tell of
(`config/vocabulary/work.toml`); then another spelling of the skill, a phrase of two telling words,
a skill near it (`families.toml`), and a word, the rarer on the site the more. The sum decides
whether a line ties; recency and prominence decide which line goes first.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from researcher.models import Document, Evidence, Passage, Posting, Shared, Words
from researcher.suggest.skills import Skills, alike, stem
from researcher.suggest.standing import Prominence, Recency
from researcher.suggest.works import Works
from researcher.text import key
from researcher.text import words as words_of

ENOUGH = 2.0
"""The strength from which a line of the CV counts as a tie: one skill, or three rare words."""
_SKILL, _ALIAS, _PHRASE, _FAMILY, _WORD = 2.0, 1.6, 1.6, 1.1, 0.8
_WORK, _WIDE, _AGAIN = 2.0, 1.2, 0.4
"""A kind of work; a wide one, which ties nothing alone; one that a skill has named already."""
_COMMON, _EVERYWHERE = 0.25, 0.1
"""The rarity of a word on more than half of the pages: a skill near such a one ties nothing; and of
one on more than three quarters: it is the company's trade, and the skill itself ties nothing."""
_SITE = 5
"""Pages from which it can be told what stands on nearly all of them."""
_TELLING = 4
"""Letters of a word that tells something."""
_LIST, _SUMMARY, _ONLY_NEAR = 0.45, 0.7, 0.4
"""A bare list of skills, and a summary, rank below a line that tells what was done with them; below
all a line that names only what is near."""
_A_DUTY, _LATER = 0.03, 0.3
"""What each place further down a posting costs a duty, and at most."""
_HEADLINE = 0.75
"""The share of capitalised words from which a text is written like a headline."""
_TOKEN = re.compile(r"\w+")

Touched = tuple[str, tuple[Shared, ...]]
"""A line of the posting, and what it shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A line of the CV and how strongly it touches a text."""

    passage: Passage
    score: float
    """The strength: what is shared, summed up."""
    rank: float
    """The strength weighted by recency, prominence, and whether the line tells of work."""
    recency: float
    prominence: float
    telling: float
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A text as it is compared."""

    skills: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    """Stem → the word as it is written."""
    phrases: Mapping[str, str]
    works: Mapping[str, str]
    """Kind of work → the words that tell of it."""
    named: frozenset[str]
    """Skills that stand only in longer names: "Quellin Logistics"."""
    story: bool


class Matcher:
    """Ranks the CV's lines, and the posting's, against texts of one company."""

    def __init__(
        self,
        passages: Sequence[Passage],
        documents: Sequence[Document],
        words: Words,
        *,
        as_of: date | None = None,
        posting: Posting | None = None,
    ) -> None:
        """Count how common each stem is on the site: what stands everywhere ties nothing."""
        self.skills = Skills(words)
        self.works = Works(words)
        self._little = little_stems(words)
        self._passages = passages
        self._recency = Recency(passages, words, as_of)
        self._studies = frozenset(key(t) for t in words.table("sections")["cv_education"])
        self._prominence = Prominence(passages, self.skills, self._recency, posting)
        self._known: dict[str, _Told] = {}
        self._held: Mapping[str, set[int]] | None = None
        self._common: Counter[str] = Counter()
        self._pages = 0
        if passages or posting:
            self._pages = len(documents)
            for document in documents:
                seen = {word for block in document.main for word in words_of(block.text)}
                self._common.update({stem(word) for word in seen})

    def best(self, text: str, *, most: int = 1, enough: float = ENOUGH) -> tuple[Match, ...]:
        """Return the lines that touch the text, strongest first; none where nothing matches."""
        found = (m for m in self.weigh(text) if m.score >= enough or _sorts(m) & {"skill"})
        return tuple(found)[:most]

    def names_skill(self, text: str) -> bool:
        """Tell whether a text names a skill that a line of the CV tells of having used."""
        wanted = set(self.skills.find(text))
        return any(wanted & set(p.skills) for p in self._passages if is_story(p.text))

    def is_study(self, passage: Passage) -> bool:
        """Tell a line of the education: a degree is no experience of work."""
        return any(key(heading) in self._studies for heading in passage.path)

    def deeds(self) -> tuple[Passage, ...]:
        """Return the lines that tell of work, those of the newest position first."""
        found = [
            (self._recency.of(passage, place), passage)
            for place, passage in enumerate(self._passages)
            if is_story(passage.text)
            and not self.is_study(passage)
            and not self._recency.is_prominent(passage, place)
        ]
        return tuple(passage for _, passage in sorted(found, key=lambda each: -each[0]))

    def weigh(self, text: str) -> tuple[Match, ...]:
        """Return all lines that share anything with the text, as `best` ranks them."""
        told = self._tell(text)
        found = []
        for place in self._places(told):
            passage = self._passages[place]
            shared = tuple(self._shared(self._line(passage.text), told))
            if not shared:
                continue
            strength = sum(s.weight for s in shared)
            recency = self._recency.of(passage, place)
            prominence = self._prominence.of(s.name for s in shared if s.sort in ("skill", "alias"))
            telling = self._telling(passage, place)
            if not {s.sort for s in shared} - {"family", "word"}:
                telling *= _ONLY_NEAR
            found.append(
                Match(
                    passage=passage,
                    score=strength,
                    rank=strength * recency * prominence * telling,
                    recency=recency,
                    prominence=prominence,
                    telling=telling,
                    shared=shared,
                )
            )
        return tuple(sorted(found, key=lambda match: -match.rank))

    def touched(self, text: str, lines: Sequence[str]) -> tuple[Touched, ...]:
        """Return the posting's lines that share something with the text, the nearest first.

        What stands early in a posting weighs more than what stands late.
        """
        told = self._tell(text)
        found = []
        for place, line in enumerate(lines):
            shared = tuple(self._shared(self._line(line), told, short="," not in line))
            if shared:
                weight = sum(s.weight for s in shared) * max(1 - _LATER, 1 - _A_DUTY * place)
                found.append((weight, line, shared))
        return tuple((line, shared) for _, line, shared in sorted(found, key=lambda f: -f[0]))

    def reach(self, text: str | Sequence[Evidence], lines: Sequence[str]) -> float:
        """Return how much a text, or evidence, shares with the nearest of a posting's lines."""
        said = text if isinstance(text, str) else " ".join(e.quote for e in text)
        near = self.touched(said, lines)
        return max((sum(s.weight for s in shared) for _, shared in near), default=0.0)

    def phrases(self, text: str, other: str) -> tuple[str, ...]:
        """Return the runs of two telling words that both texts hold ("cold storage")."""
        held = self._tell(other).phrases
        return tuple(phrase for phrase in self._tell(text).phrases if phrase in held)

    def _places(self, told: _Told) -> list[int]:
        """Return where in the CV lines stand that may share something: the rest is not compared."""
        if self._held is None:
            held: defaultdict[str, set[int]] = defaultdict(set)
            for place, passage in enumerate(self._passages):
                for name in self._handles(self._line(passage.text)):
                    held[name].add(place)
            self._held = held
        found: set[int] = set()
        for name in self._handles(told):
            found |= self._held.get(name, set())
        return sorted(found)

    def _handles(self, told: _Told) -> Iterator[str]:
        """Yield what two texts must have in common to share anything."""
        yield from told.words
        yield from (f"work {kind}" for kind in told.works)
        for skill in told.skills:
            yield f"skill {skill}"
            yield from (f"family {family}" for family in self.skills.families(skill))

    def _line(self, text: str) -> _Told:
        """Return a line of the CV or the posting as it is compared, each made once."""
        if text not in self._known:
            self._known[text] = self._tell(text)
        return self._known[text]

    def _tell(self, text: str) -> _Told:
        tokens = _TOKEN.findall(text)
        keys = [key(token) for token in tokens]
        telling = [
            len(word) >= _TELLING and not word.isdigit() and stem(word) not in self._little
            for word in keys
        ]
        works = self.works.find(text)
        skills = self.skills.spelled(text)
        return _Told(
            skills=skills,
            named=frozenset(
                skill for skill, spelt in skills.items() if all(in_a_name(s, text) for s in spelt)
            ),
            works={kind: said for kind, said in works.items() if not in_a_name(said, text)},
            words={
                stem(word): token
                for token, word, tells in zip(tokens, keys, telling, strict=True)
                if tells
            },
            phrases={
                f"{keys[one]} {keys[two]}": f"{tokens[one]} {tokens[two]}"
                for one, two in pairwise(range(len(tokens)))
                if telling[one] and telling[two]
            },
            story=is_story(text),
        )

    def _shared(self, own: _Told, told: _Told, *, short: bool = False) -> Iterator[Shared]:
        """Yield what a line and a text share, the surest sort first, nothing twice.

        A short line that is no list of skills, as a duty may be, tells of work as well.
        """
        spoken: set[str] = set()
        for name in (name for name in own.skills if name in told.skills):
            ours, theirs, same = _nearest(own.skills[name], told.skills[name])
            if self._is_trade(theirs) or (name in told.named and ours.islower()):
                continue
            yield Shared(
                sort="skill" if same else "alias",
                name=name,
                ours=ours,
                theirs=theirs,
                weight=_SKILL if same else _ALIAS,
            )
            spoken |= {stem(word) for word in (*words_of(ours), *words_of(theirs))}
        if own.story or short:
            yield from self._same_work(own, told, spoken)
        # What a bare list names is no work told: only the skill itself ties it.
        if not own.story:
            return
        for phrase, ours in own.phrases.items():
            stems = {stem(word) for word in phrase.split()}
            if phrase in told.phrases and not stems & spoken and not self._is_trade(phrase):
                theirs = told.phrases[phrase]
                yield Shared(sort="phrase", name=phrase, ours=ours, theirs=theirs, weight=_PHRASE)
                spoken |= stems
        yield from self._relatives(own, told)
        for word, ours in own.words.items():
            weight = round(_WORD * self._rarity(word), 2)
            if word in told.words and word not in spoken and weight > 0:
                yield Shared(
                    sort="word", name=word, ours=ours, theirs=told.words[word], weight=weight
                )

    def _same_work(self, own: _Told, told: _Told, spoken: set[str]) -> Iterator[Shared]:
        """Yield the kinds of work that both tell of; what a skill has named counts little again."""
        for kind, ours in own.works.items():
            theirs = told.works.get(kind, "")
            wide = self.works.is_wide(kind)
            if not theirs or (wide and self._is_trade(theirs)):
                continue
            weight = _WIDE if wide else _WORK
            if {stem(word) for word in words_of(ours)} <= spoken:
                weight = _AGAIN
            yield Shared(sort="work", name=kind, ours=ours, theirs=theirs, weight=weight)

    def _relatives(self, own: _Told, told: _Told) -> Iterator[Shared]:
        """Yield skills of one family, each family once, where neither side names the other's."""
        families: set[str] = set()
        for one in (name for name in own.skills if name not in told.skills):
            for other in (name for name in told.skills if name not in own.skills):
                family = self.skills.family(one, other)
                common = self.is_common(told.skills[other][0])
                if family and family not in families and not common:
                    families.add(family)
                    yield Shared(
                        sort="family",
                        name=family,
                        ours=own.skills[one][0],
                        theirs=told.skills[other][0],
                        weight=_FAMILY,
                    )

    def _telling(self, passage: Passage, place: int) -> float:
        """Weigh whether a line tells of work: a list does least, a summary less than a deed."""
        if not is_story(passage.text):
            return _LIST
        return _SUMMARY if self._recency.is_prominent(passage, place) else 1.0

    def is_common(self, spelling: str, rarity: float = _COMMON) -> bool:
        """Tell what stands on most pages, as a trade's word in the company's name does."""
        return max(map(self._rarity, map(stem, words_of(spelling))), default=1.0) < rarity

    def _is_trade(self, spelling: str) -> bool:
        """Tell what stands on nearly all pages of more than a few: it is what they all do."""
        return self._pages >= _SITE and self.is_common(spelling, _EVERYWHERE)

    def _rarity(self, stem: str) -> float:
        """1 for a stem on few pages, towards 0 for one on all."""
        if not self._pages:
            return 1.0
        share = self._common[stem] / self._pages
        return max(0.0, min(1.0, -math.log10(max(share, 0.01)) / 1.3))


def in_a_name(said: str, text: str) -> bool:
    """Tell whether words stand in a text only as a part of a longer name ("Quellin Logistics").

    In a headline all words may be written like names: there nothing is told by it.
    """
    tokens = _TOKEN.findall(text)
    long = [token for token in tokens if len(token) >= _TELLING]
    if sum(token[0].isupper() for token in long) > _HEADLINE * len(long):
        return False
    wanted = words_of(said)
    keys = [key(token) for token in tokens]
    places = [n for n in range(len(keys)) if keys[n : n + len(wanted)] == wanted]

    def named(place: int) -> bool:
        beside = [*tokens[max(1, place - 1) : place], *tokens[place + len(wanted) :][:1]]
        return tokens[place][0].isupper() and any(token[0].isupper() for token in beside)

    return bool(places) and all(named(place) for place in places)


def is_story(line: str) -> bool:
    """Tell a line that tells of something done from a bare list of skills."""
    return len(line.split()) >= 6 and line.count(",") < 4


def little_stems(words: Words) -> frozenset[str]:
    """Return the stems that tell nothing of the work: function words, words of every posting."""
    return frozenset(
        stem(word)
        for name in ("function_words", "work_words")
        for terms in words.table(name).values()
        for term in terms
        for word in words_of(term)
    )


def _sorts(match: Match) -> set[str]:
    return {shared.sort for shared in match.shared}


def _nearest(ours: Sequence[str], theirs: Sequence[str]) -> tuple[str, str, bool]:
    """Return the spellings of one skill that agree, the longest; else the first of each."""
    pairs = [(one, other) for one in ours for other in theirs if alike(one, other)]
    if pairs:
        one, other = max(pairs, key=lambda pair: (key(pair[0]) == key(pair[1]), len(pair[0])))
        return one, other, True
    for one, other in ((one, other) for one in ours for other in theirs):
        # "Kafka" stands in "Apache Kafka": both spell it.
        short = min(one, other, key=len)
        if f" {key(short)} " in f" {key(one)} " and f" {key(short)} " in f" {key(other)} ":
            return short, short, True
    return ours[0], theirs[0], False


__all__ = ["ENOUGH", "Match", "Matcher", "Skills", "in_a_name", "is_story", "little_stems", "stem"]
