"""Telling sentences of the site's lasting pages, for which no extractor has a name. Pure.

A page on a programme, a campaign or the way of working says once what is tried out, what was
changed and what is still missing. Such a sentence is a finding like any other: quoted, looked up
in its page, dated by nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from researcher.dates import find, happened
from researcher.evidence import cite
from researcher.models import Block, Document, Finding, Kind
from researcher.suggest.details import KINDS, Finder
from researcher.suggest.turns import TELLING
from researcher.text import fold, key, sentences, shorten

SAID = "said"
"""The detail of such a finding: what it tells is the sentence."""
_MOST = 16
"""Sentences that are taken of one site, the most telling first."""
_NAME = 140
_LEAST, _LONGEST = 6, 320
"""Words and characters of a sentence that is weighed."""
_TWICE = 2
"""Pages that may carry one paragraph before it counts as the site's frame."""
_SORTS = frozenset(TELLING) - {"client", "shared", "added", "response"} | {
    *("need", "hard", "choice", "decision", "found", "instead", "first"),
}
_AIMS = re.compile(r"\b(?:plan|aim|intend|goal|target|ambition)s?\b")
"""What makes a target of one: what a policy says that they "will" do is none."""
_SINGLE = frozenset({"years", "headcount"})
"""What the site says in several wordings: the first stands for all."""
_DATE_LINE = 40
"""Characters of a line that holds a date and little else."""
_DEEDS = 2
"""Of one page."""
_NAMED = re.compile(r"(?<=[a-z,] )(?:[A-Z][\w&-]{2,}|\d[\d,.]*)")
_WHEN = re.compile(r"\b(?:ago|this|last|next|recently|now|today|soon)\b")
"""What was true on the day when it was written."""
_BUDGET = re.compile(r"campaign|fund|invest|budget|grant", re.IGNORECASE)
"""Addresses of pages on which a sum of money is one that the company spends."""
_DATED = re.compile(
    r"/(?:19|20)\d\d/|/(?:[\w-]*(?:blog|news)|posts?|press|stor(?:y|ies)|articles?|insights?|updates?|"
    r"newsletters?|magazine|journal|media|releases?)(?:/|\.|$)",
    re.IGNORECASE,
)
"""Addresses of what was written on a day: its sentences are read with that day, or not at all."""
_TERM = re.compile(r"\bis an? (?:\w+-year|\d+-year),? ")
_OLD_DAYS = 400
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_YEARS = 2
_ASIDE = re.compile(
    r"privacy|terms|legal|cookie|imprint|impressum|datenschutz|polic(?:y|ies)\b|disclaimer|"
    r"jobs?/|vacanc|/stellen|/events?/|accessib|sitemap|/tags?/|/author|gdpr|licen[cs]e|faq",
    re.IGNORECASE,
)
"""Addresses of pages that speak as law, as an advertisement for one post, or as a calendar."""
_RULE = re.compile(r"\d ?(?:%|percent) of (?:your|their) (?:\w+ )?time\b")
_TO_READER = re.compile(r"\b(?:you|your|yours|click|please|subscribe|register|download)\b", re.I)
_BLOCKS = frozenset({"paragraph", "entry", "row"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvester:
    """Takes the telling sentences of one site."""

    finder: Finder
    quotable: Callable[[str], bool]
    """Whether a sentence stands alone and is the company's own to say."""
    as_of: date
    tell: Callable[[str], str] = lambda _sentence: ""
    """A deed told back, empty where a sentence tells none."""
    near: Callable[[str], float] = lambda _sentence: 0.0
    """How a sentence touches the candidate: of the deeds of one page such are taken."""

    def of(self, documents: Sequence[Document], known: Collection[str]) -> list[Finding]:
        """Return findings of the sentences that tell most, in the order of KINDS.

        `known` are quotes that other findings rest on: they are not taken twice.
        """
        said = {key(quote) for quote in known}
        dated = " ".join(key(b.text) for d in documents if d.published for b in d.main)
        found: list[tuple[int, float, Finding]] = []
        taken: Counter[str] = Counter()
        for document, sentence in self._sentences(documents):
            name = key(sentence)
            # What a dated page says as well is no lasting word.
            lasting = name not in dated or _TERM.search(sentence)
            if not lasting or any(name in quote or quote in name for quote in said):
                continue
            best = self._sort(sentence, document)
            if not best or (best in _SINGLE and taken[best]):
                continue
            days = [when for when, _ in happened(sentence, "en") if when.last <= self.as_of]
            evidence = cite(document, sentence, date=days[0] if len(days) == 1 else None)
            if evidence is None:
                continue
            said.add(name)
            taken[best] += 1
            finding = Finding(
                kind=Kind.PRIORITY,
                name=shorten(fold(sentence).lstrip("•–- "), _NAME),
                detail=SAID,
                stance="priority",
                evidence=(evidence,),
                date=evidence.date,
                reasons=(f"a sentence that tells of: {best}",),
            )
            found.append((KINDS.index(best), -self.near(sentence), finding))
        # Sorted is stable: what stands first on the site stays first.
        return _spread([each[2] for each in sorted(found, key=lambda each: each[:2])])[:_MOST]

    def _sort(self, sentence: str, document: Document) -> str:
        """Return what a sentence tells best; empty where it tells nothing, or leans on another."""
        sorts = {detail.kind for detail in self.finder.of_sentence(sentence)} & _SORTS
        if "target" in sorts and not _AIMS.search(sentence):
            sorts -= {"target"}
        if "allotted" in sorts and not _BUDGET.search(document.url):
            sorts -= {"allotted"}
        if not sorts and _is_deed(sentence, document, self.tell):
            sorts = {"did"}
        return min(sorts, key=KINDS.index) if sorts and self.quotable(sentence) else ""

    def _sentences(self, documents: Sequence[Document]) -> Iterator[tuple[Document, str]]:
        pages = Counter(hash(b.text) for d in documents for b in d.main if d.source != "feed")
        for document in documents:
            language = document.language or "en"
            if document.source != "website" or not language.startswith("en"):
                continue
            posted = _DATED.search(document.url)
            if _ASIDE.search(document.url):
                continue
            if document.published and (self.as_of - document.published.first).days > _OLD_DAYS:
                continue
            blocks = list(document.main)
            for place, block in enumerate(blocks):
                # How they describe themselves stands below every release.
                framed = posted or pages[hash(block.text)] > _TWICE
                if block.kind not in _BLOCKS or (framed and not _TERM.search(block.text)):
                    continue
                if any(_is_date(b.text) for b in blocks[max(0, place - 2) : place + 3]):
                    # A teaser: what it says was said on that day.
                    continue
                for sentence in _parts(block, language):
                    if self._fits(sentence, block):
                        yield document, sentence

    def _fits(self, sentence: str, block: Block) -> bool:
        fits = len(sentence) <= _LONGEST and len(sentence.split()) >= _LEAST
        ended = sentence.endswith((".", "!")) or sentence[0] in "•–" or block.kind == "entry"
        years = [int(year) for year in _YEAR.findall(sentence)]
        stale = years and max(years) < self.as_of.year - _YEARS
        # A rule for those who work there speaks to the applicant.
        turned = _TO_READER.search(sentence) and not _RULE.search(sentence)
        return fits and ended and not stale and not turned


def _spread(found: Sequence[Finding]) -> list[Finding]:
    """Leave out the deeds of a page beyond the first two."""
    had: Counter[str] = Counter()
    kept = []
    for finding in found:
        url = finding.evidence[0].url
        deed = finding.reasons[0].endswith(": did")
        had[url] += deed
        if not deed or had[url] <= _DEEDS:
            kept.append(finding)
    return kept


def _is_date(text: str) -> bool:
    """Tell whether a line is little more than a date, as teasers have it above or below."""
    return len(text) <= _DATE_LINE and any(when.day for when, _ in find(text, "en"))


def _is_deed(sentence: str, document: Document, tell: Callable[[str], str]) -> bool:
    """Tell whether a page on some work says what was done for whom; a start page only teases."""
    home = not urlsplit(document.url).path.strip("/").removesuffix("index.html")
    named = _NAMED.search(sentence) and not _WHEN.search(sentence)
    return bool(named) and not home and bool(tell(sentence))


def _parts(block: Block, language: str) -> Iterator[str]:
    """Yield the sentences of a block, whose lines may be entries of a list."""
    for line in block.lines if len(block.lines) > 1 else (block.text,):
        yield from sentences(line, language)
