"""The sentence that says most of a dated entry: what a question quotes or tells back. Pure.

A headline says that something happened; the entry itself says what. Read are the paragraphs of the
page that carries the headline, and every sentence chosen is looked up in that page again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.models import Block, Document, Evidence, Finding
from researcher.reading import listed
from researcher.suggest.retold import DEICTIC, Retold, Teller
from researcher.suggest.spoken import content, quoted, spoken_clauses
from researcher.text import key, sentences

_PARAGRAPHS = 24
"""Of one entry: what matters is said early."""
_SENTENCES = 60
_ENOUGH = 2.5
_SPOKEN = 18
"""Words of what is told back: the question must find room beside it."""
_LONGEST = 320
"""Characters of a sentence that is weighed."""
_TWICE = 2
"""Pages that may carry one paragraph before it counts as the site's, not the entry's."""
_OFFSIDE = re.compile(
    r"^(?:about\b|über\b|à propos|acerca|related|more (?:from|news)|media contact|press contact|"
    r"contact|share|tags?\b|comments?\b|subscribe|references|acknowledg)",
    re.IGNORECASE,
)
"""Headings behind which an entry does not speak of its own subject any more."""
_TURN = re.compile(
    r"\b(?:because|instead|moved|replaced|switched|rewrote|rebuilt|decided|chose|learned|learnt|"
    r"cut|reduced|doubled|tripled|grew|began|started|stopped|opened|closed|signed|raised|launched|"
    r"released|completed|hired|appointed|joined|won|received|plan|plans|will|goal|aim|first|"
    r"changed|added|found|measured|tested|lost|failed|fixed)\b"
)
_STARTS = re.compile(r"^(?:We|Our|In|Since|Today|This year|Last year|By|Starting|From)\b")
_ALWAYS = re.compile(
    r"\b(?:since|founded in|established in|for (?:more than|over|nearly|almost|about)) \d",
    re.IGNORECASE,
)
"""What holds of the company on every day is no news."""
_CAUSE = re.compile(
    r"\b(?:attributable to|attributed to|due to|thanks to|driven by|boosted by|because|"
    r"on account of|as a result of|in response to|strategically located|supported by|"
    r"contributed to|led to|the reason)\b",
    re.IGNORECASE,
)
"""What answers who asks what made something, or what contributed to it."""
_OWN_WORDS = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_TO_READER = listed("you your yours yourself click please subscribe register download read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One sentence of an entry."""

    sentence: str
    evidence: Evidence
    clause: str = ""
    """It, or the whole part of it that can be quoted aloud, without its full stop."""
    retold: Retold | None = None
    """It in the second person, where that is safe."""
    worth: float = 0.0

    @property
    def slots(self) -> dict[str, str]:
        """What a lead-in may say of it."""
        slots = {}
        if self.retold and len(self.retold.brief.split()) <= _SPOKEN:
            slots["told"] = self.retold.brief
        if self.clause:
            slots["clause"] = quoted(self.clause)
        return slots


class Reader:
    """Finds the telling sentences of one site's entries."""

    def __init__(
        self,
        documents: Sequence[Document],
        teller: Teller,
        near: Callable[[str], float],
        stands: Callable[[str], bool],
    ) -> None:
        """Keep the pages by address.

        `near` weighs how a sentence touches the candidate, `stands` tells whether it is understood
        without the one before it.
        """
        self._of: dict[str, list[Document]] = {}
        self._pages_of: Counter[int] = Counter()
        for document in documents:
            self._of.setdefault(document.page.url, []).append(document)
            # A feed that carries the page's text once more makes no boilerplate of it.
            if document.source != "feed":
                self._pages_of.update({hash(block.text) for block in document.main})
        self._teller = teller
        self.near = near
        self._stands = stands

    def tell(self, finding: Finding) -> Telling | None:
        """Return the most telling sentence of a finding's own entry, or None.

        None as well where nothing in it says more than the headline does.
        """
        found = list(self._tellings(finding))
        best = max(found, key=lambda telling: telling.worth, default=None)
        return best if best and best.worth >= _ENOUGH else None

    def sentences(self, finding: Finding) -> Iterator[tuple[Document, str]]:
        """Yield the sentences of a finding's own entry that stand alone, with their page."""
        for document in self._entries(finding):
            for sentence in self._sentences(document):
                if not set(key(sentence).split()) & _TO_READER and self._stands(sentence):
                    yield document, sentence

    def context(self, finding: Finding) -> list[tuple[Document, str]]:
        """Return the sentences of a finding's own entry, with their page."""
        return [(d, s) for d in self._entries(finding) for s in self._sentences(d)]

    def explains(self, finding: Finding) -> bool:
        """Tell whether the entry itself says what led to it or brought it about."""
        return any(_CAUSE.search(sentence) for _, sentence in self.context(finding))

    def own_share(self, finding: Finding) -> float | None:
        """Return in how many of an entry's sentences the company speaks; None without any."""
        told = [sentence for _, sentence in self.context(finding)]
        if not told:
            return None
        return sum(bool(_OWN_WORDS.search(s)) or self._teller.speaks(s) for s in told) / len(told)

    def language(self, url: str) -> str:
        """Return the language of the page at an address; empty where it is not known."""
        return next((d.language or "" for d in self._of.get(url, ())), "")

    def _tellings(self, finding: Finding) -> Iterator[Telling]:
        named = set(content(finding.name))
        for document in self._entries(finding):
            for place, sentence in enumerate(self._sentences(document)):
                if key(sentence) in key(finding.name):
                    continue
                telling = self._telling(document, sentence, finding, named, place)
                if telling is not None:
                    yield telling

    def _entries(self, finding: Finding) -> list[Document]:
        """The documents that the finding's headline is the title of."""
        found = []
        for url in dict.fromkeys(e.url for e in finding.evidence):
            for document in self._of.get(url, ()):
                title, name = set(content(document.title)), set(content(finding.name))
                shared = len(title & name) / max(1, len(name))
                if shared >= 0.6 and len(title) > 1:
                    found.append(document)
        return found[:2]

    def _sentences(self, document: Document) -> Iterator[str]:
        left, given = _PARAGRAPHS, 0
        for block in _paragraphs(document):
            if self._pages_of[hash(block.text)] > _TWICE or _OFFSIDE.match((*block.path, "")[-1]):
                continue
            left -= 1
            for sentence in sentences(block.text, document.language or "en"):
                if len(sentence) <= _LONGEST and sentence.endswith((".", "!", "。", ":")):
                    given += 1
                    yield sentence
            if left <= 0 or given >= _SENTENCES:
                return

    def _telling(
        self, document: Document, sentence: str, finding: Finding, named: set[str], place: int
    ) -> Telling | None:
        said = set(key(sentence).split())
        if _ALWAYS.search(sentence) or said & _TO_READER or not 6 <= len(said) <= 40:
            return None
        retold = self._teller.retell(sentence)
        clause = "" if DEICTIC.search(sentence) else next(spoken_clauses(sentence), "")
        if not self._stands(sentence) or (retold is None and not clause):
            return None
        speaks = self._teller.speaks(sentence)
        worth = 1.5 if retold else 0.5 if speaks else -0.3
        worth += 1.0 * bool(_STARTS.match(sentence)) + 1.2 * bool(_TURN.search(sentence))
        worth += 0.8 * bool(re.search(r"\d", sentence)) + 0.8 * min(2, len(said & named))
        worth += max(0.0, 1.2 - 0.2 * place) + self.near(sentence)
        evidence = cite(document, sentence, date=finding.date) if worth >= _ENOUGH else None
        if evidence is None:
            return None
        return Telling(
            sentence=sentence, evidence=evidence, clause=clause, retold=retold, worth=worth
        )


def _paragraphs(document: Document) -> Iterator[Block]:
    """The running text of a page's main part."""
    blocks = [document.blocks[place] for place in document.body] or list(document.main)
    return (block for block in blocks if block.kind == "paragraph" and len(block.text) > 40)
