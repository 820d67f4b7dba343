"""Clear sentences: which of the company's own tells of a named thing, whole and not in passing."""

from __future__ import annotations

import re
from collections.abc import Collection

from researcher.models import Evidence, Finding
from researcher.suggest.corpus import Index
from researcher.suggest.spoken import single
from researcher.text import key
from researcher.text import words as words_of

_LEAST, LONGEST = 6, 230
"""Words that such a sentence has at least, and characters at most."""
_CONSIDERED = 6
_ASIDE = re.compile(
    r"\b(?:e\.g\.|i\.e\.|etc\b|such as|including|for example|we will|we[’']ll|let[’']s)"
    r"|\.\.\.|…|\?|\||https?:",
    re.IGNORECASE,
)
"""What makes a sentence tell of a thing in passing, or makes it no sentence."""
_POINTING = re.compile(
    r"(?:(?:because|since|as|while|if|when|so|but|and|following)\s+)?"
    r"(?:they|it|this|these|those|that|he|she|such|its|their)\b",
    re.IGNORECASE,
)
_OURS = frozenset({"we", "our", "us", "wir", "unser", "unsere", "nous", "notre", "nos", "nuestro"})


def telling(
    finding: Finding, index: Index, company: str, told: Collection[str] = ()
) -> Evidence | None:
    """Return the sentence in which the company tells of a finding by name, or None without one.

    Their own word goes first, then a dated one, then the shorter; none of those told already.
    """
    name = finding.name
    cited = [e for e in finding.evidence if clear(e.quote, name)]
    # Elsewhere on the site it may be told of others.
    hits = [s for s in index.about(name, words_of(name)) if ours(s.text, company)]
    hits = [s for s in hits if clear(s.text, name)]
    cited += [e for s in hits[:_CONSIDERED] if (e := s.cite())]
    cited = [e for e in cited if e.quote not in told]
    return min(
        cited,
        key=lambda e: (not ours(e.quote, company), e.date is None, len(e.quote)),
        default=None,
    )


def clear(sentence: str, name: str) -> bool:
    """Tell whether a sentence is whole, short, understood alone, and names the thing not aside."""
    text = sentence.strip()
    before = text[: max(0, text.casefold().find(name.casefold()))]
    return (
        (text[:1].isupper() or text.startswith(name))
        and f" {key(name)} " in f" {key(text)} "
        and whole(text)
        and before.count("(") == before.count(")")
    )


def whole(text: str) -> bool:
    """Tell whether a quote is a short whole sentence that is understood alone."""
    return (
        len(text.split()) >= _LEAST
        and len(text) <= LONGEST
        and text.rstrip("”\"'").endswith((".", "!", "。"))
        and not _ASIDE.search(text)
        and not points_back(text)
    )


def points_back(sentence: str) -> bool:
    """Tell whether a sentence begins so that it is not understood without the one before it."""
    return _POINTING.match(sentence) is not None


def ours(sentence: str, company: str = "") -> bool:
    """Tell whether the company speaks of itself."""
    plain = f" {key(sentence)} "
    return bool(set(plain.split()) & _OURS) or bool(company and f" {key(company)} " in plain)


def inner(text: str) -> str:
    """Return a text for use inside quotation marks: its own become single ones, no full stop."""
    return single(text).rstrip(".")
