"""Findings as rows, for the forms in which nothing folds: one quote each, none twice. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

from researcher.models import Evidence, Finding, Kind, PartialDate, Question, TieIn
from researcher.render.escape import plain
from researcher.render.view import (
    date_of,
    day,
    dots,
    heading,
    once,
    repeats,
    speaker,
    telling,
)
from researcher.text import key, shorten

BRIEF = 200
"""Characters of a quote where nothing folds; HTML and JSON hold it whole."""
_END = re.compile(r"(?<=[a-zß-ÿ0-9)”])[.!?](?=\s+[A-ZÀ-Þ“])")
_EXTRA = 80
_TITLE = 60
"""Characters of a name that is but the beginning of its quote."""
"""How much longer than name and role a line about a person may be and still say no more."""
_LANGUAGES = {
    "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "es": "Spanish",
    "fi": "Finnish", "fr": "French", "hu": "Hungarian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "nb": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Findings that one quote shows, or that one page names."""

    findings: tuple[Finding, ...]
    evidence: Evidence
    """Its quote as short as it is shown where nothing folds."""
    whole: Evidence
    others: tuple[Evidence, ...]
    """What else shows these findings, each quote of a page once."""
    bare: bool
    """Whether the quote says no more than the names above it, so that its page is enough."""
    known: PartialDate | None
    """The date that the rows themselves show."""
    last: bool = True
    """Whether the next row stands at another place, so that this place is to be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """Quotes that stand at one place, and the place in words."""

    quotes: tuple[str, ...]
    evidence: Evidence
    place: str
    """Date, speaker and language, as far as they need saying."""


def rows(findings: Iterable[Finding]) -> tuple[Row, ...]:
    """Return the findings in their order, those of one quote together where the first stands.

    What only a page names stands together with its neighbours of the same page.
    """
    made: list[Row] = []
    for finding in findings:
        row = _row(finding)
        for n, other in enumerate(made):
            near = not row.bare or n == len(made) - 1
            if near and _same(row, other):
                more = [e for e in (row.whole, *row.others) if not _among(e, other)]
                made[n] = replace(
                    other,
                    findings=(*other.findings, finding),
                    others=(*other.others, *more),
                )
                break
        else:
            made.append(row)
    return tuple(
        replace(row, last=after is None or _stands(row) != _stands(after))
        for row, after in zip_longest(made, made[1:])
    )


def quoted(
    evidence: Evidence | Sequence[Evidence],
    *,
    known: PartialDate | None = None,
    said: str = "",
    limit: int = 0,
) -> Iterator[Quoted]:
    """Yield quotes place by place; what `said` holds already is not quoted again.

    Longer than `limit`, a quote is shortened; `known` is a date that was shown already.
    """
    listed = [evidence] if isinstance(evidence, Evidence) else list(evidence)
    for _, group in groupby(listed, key=_place):
        some = tuple(group)
        quotes = (e.quote for e in some if not repeats(e.quote, said))
        yield Quoted(
            quotes=tuple(dict.fromkeys(cut(q, limit) if limit else q for q in quotes)),
            evidence=some[0],
            place=place(some[0], known),
        )


def title(finding: Finding) -> str:
    """Return what stands above the quote, brief where the quote begins with the same words."""
    name = heading(finding)
    best = once(telling(finding.evidence, name), name)[0].quote
    begun = key(best).startswith(key(name.removesuffix("…"))) and len(best) > len(name)
    return shorten(name, _TITLE) if begun else name


def cut(quote: str, limit: int) -> str:
    """Return the whole sentences that fit, which are a quote, too; else the words, marked."""
    quote = plain(quote)
    if len(quote) <= limit:
        return quote
    ends = [end.end() for end in _END.finditer(quote[:limit])]
    return quote[: ends[-1]] if ends and ends[-1] >= limit // 3 else shorten(quote, limit)


def place(evidence: Evidence, known: PartialDate | None = None) -> str:
    """Return date, speaker and language of a quote, where they need saying."""
    shown = evidence.date if evidence.date and evidence.date != known else None
    return dots([day(shown) if shown else "", speaker(evidence), tongue(evidence)])


def tongue(evidence: Evidence) -> str:
    """Return "in German" for a quote not in English, and "as its feed has it"; else empty."""
    spoken = evidence.language
    named = f"in {_LANGUAGES.get(spoken, f'another language ({spoken})')}" if spoken else ""
    fed = evidence.source == "feed" and evidence.address
    return dots([named, "as its feed has it" if fed else ""])


def _row(finding: Finding) -> Row:
    name = heading(finding)
    said = f"{name} {finding.detail}"
    best, *others = telling(finding.evidence, name)
    best = once((best, *others), name)[0]
    bare = repeats(best.quote, said) or (
        finding.kind is Kind.PERSON
        and len(best.quote) <= len(said) + _EXTRA
        and repeats(finding.detail, best.quote)
    )
    shown = replace(best, quote=cut(best.quote, BRIEF))
    known = date_of(finding) if finding.kind in (Kind.PRIORITY, Kind.NEWS) else None
    return Row(
        findings=(finding,),
        evidence=shown,
        whole=best,
        others=tuple(e for e in finding.evidence if e != best),
        bare=bare,
        known=known,
    )


def _among(evidence: Evidence, row: Row) -> bool:
    return any((e.quote, e.url) == (evidence.quote, evidence.url) for e in (row.whole, *row.others))


def _same(one: Row, other: Row) -> bool:
    if one.bare != other.bare or _stands(one) != _stands(other):
        return False
    if one.findings[0].standing != other.findings[0].standing:
        return False
    return one.bare or key(one.evidence.quote) == key(other.evidence.quote)


def _stands(row: Row) -> tuple[str, str]:
    # A date that each row shows beside its name does not keep rows of one page apart.
    return row.evidence.address or row.evidence.url, place(row.evidence, row.known)


def _place(evidence: Evidence) -> tuple[str, str, str, str]:
    date = str(evidence.date or "")
    return evidence.address or evidence.url, date, speaker(evidence), evidence.language


def linked(tie: TieIn) -> tuple[str, tuple[Evidence, ...]]:
    """Return how a question touches the candidate, and the quotes that this does not hold yet.

    Of those that it holds, the places are told behind it.
    """
    both = (*tie.evidence, *((tie.duty,) if tie.duty else ()))
    held = [e for e in both if repeats(e.quote, tie.text) and "://" not in e.url]
    files = dict.fromkeys(e.address or e.url for e in held)
    told = f" ({'; '.join(files)})" if files else ""
    return f"{tie.text}{told}", tuple(e for e in both if e not in held)


def replied(question: Question) -> str:
    """Return the reply to the ask-back, without the line that the tie has just quoted."""
    if question.ask_back is None:
        return ""
    reply = question.ask_back.reply
    told = question.tie_in.text if question.tie_in else ""
    start, _, line = reply.partition(": “")
    whole = line.endswith("”") and "”" not in line[:-1]
    return f"{start}: the line above." if whole and repeats(line, told) else reply
