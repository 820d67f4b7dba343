"""Telling sentences of the site's lasting pages, for which no extractor has a name. Pure.

A page on a programme, a campaign or the way of working says once what is tried out, what was
changed and what is still missing. Such a sentence is a finding like any other: quoted, looked up
in its page, dated by nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from urllib.parse import urlsplit

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
_DEEDS, _TOLD = 2, 16
"""Of one page, and the words of what is told back."""
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


def harvest(
    documents: Sequence[Document],
    finder: Finder,
    quotable: Callable[[str], bool],
    known: Collection[str],
    as_of: date,
    tell: Callable[[str], str] = lambda _sentence: "",
) -> list[Finding]:
    """Return findings of the sentences that tell most, in the order of KINDS.

    `known` are quotes that other findings rest on: they are not taken twice. `quotable` tells
    whether a sentence stands alone and is the company's own to say, `tell` tells a deed back.
    """
    said = {key(quote) for quote in known}
    dated = " ".join(key(b.text) for d in documents if d.published for b in d.main)
    pages = Counter(hash(block.text) for d in documents for block in d.main if d.source != "feed")
    found: list[tuple[int, int, Finding]] = []
    deeds: Counter[str] = Counter()
    single: set[str] = set()
    for document, sentence in _sentences(documents, pages, as_of):
        name = key(sentence)
        # What a dated page says as well is no lasting word.
        lasting = name not in dated or _TERM.search(sentence)
        if not lasting or any(name in quote or quote in name for quote in said):
            continue
        sorts = {detail.kind for detail in finder.of_sentence(sentence)} & _SORTS
        if "target" in sorts and not _AIMS.search(sentence):
            sorts -= {"target"}
        if "allotted" in sorts and not _BUDGET.search(document.url):
            sorts -= {"allotted"}
        if not sorts and deeds[document.url] < _DEEDS and _is_deed(sentence, document, tell):
            sorts = {"did"}
            deeds[document.url] += 1
        if not sorts or not quotable(sentence):
            continue
        evidence = cite(document, sentence)
        if evidence is None:
            continue
        said.add(name)
        best = min(sorts, key=KINDS.index)
        if best in _SINGLE and best in single:
            continue
        single.add(best)
        finding = Finding(
            kind=Kind.PRIORITY,
            name=shorten(fold(sentence).lstrip("•–- "), _NAME),
            detail=SAID,
            stance="priority",
            evidence=(evidence,),
            reasons=(f"a sentence that tells of: {best}",),
        )
        found.append((KINDS.index(best), len(found), finding))
    return [finding for _, _, finding in sorted(found, key=lambda each: each[:2])[:_MOST]]


def _is_deed(sentence: str, document: Document, tell: Callable[[str], str]) -> bool:
    """Tell whether a page on some work says what was done for whom; a start page only teases."""
    home = not urlsplit(document.url).path.strip("/").removesuffix("index.html")
    named = _NAMED.search(sentence) and not _WHEN.search(sentence)
    return bool(named) and not home and 0 < len(tell(sentence).split()) <= _TOLD


def _sentences(
    documents: Sequence[Document], pages: Counter[int], as_of: date
) -> Iterator[tuple[Document, str]]:
    for document in documents:
        language = document.language or "en"
        if document.source != "website" or not language.startswith("en"):
            continue
        dated = _DATED.search(document.url)
        if _ASIDE.search(document.url):
            continue
        if document.published and (as_of - document.published.first).days > _OLD_DAYS:
            continue
        for block in document.main:
            # How they describe themselves stands below every release.
            framed = dated or pages[hash(block.text)] > _TWICE
            if block.kind not in _BLOCKS or (framed and not _TERM.search(block.text)):
                continue
            for sentence in _parts(block, language):
                fits = len(sentence) <= _LONGEST and len(sentence.split()) >= _LEAST
                ended = sentence.endswith((".", "!")) or sentence[0] in "•–"
                ended = ended or block.kind == "entry"
                years = [int(year) for year in _YEAR.findall(sentence)]
                stale = years and max(years) < as_of.year - _YEARS
                # A rule for those who work there speaks to the applicant.
                turned = _TO_READER.search(sentence) and not _RULE.search(sentence)
                if fits and ended and not stale and not turned:
                    yield document, sentence


def _parts(block: Block, language: str) -> Iterator[str]:
    """Yield the sentences of a block, whose lines may be entries of a list."""
    for line in block.lines if len(block.lines) > 1 else (block.text,):
        yield from sentences(line, language)
