"""What of a company's words a question takes up: no more may tie a line of the CV. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from researcher.models import Question
from researcher.text import key, sentences

_WHOLE = 2
"""Sentences of a quote that are taken as one; of a longer one, those that the question takes up."""
_LONG_WORD = 6
"""Letters of a word that says something by itself."""
_LONG = 15
"""Words of a sentence from which its clauses are told apart."""
_CLAUSES = re.compile(r"; |,? while |,? whereas | – | — |, but ")


def source_of(question: Question) -> str:
    """Return what the company itself says of what is asked about.

    That is what of the quotes and names the question takes up, else the first quote; of what is
    long, only the parts that it takes up.
    """
    told = f" {key(question.text)} "
    quotes = [evidence.quote for evidence in question.evidence]
    said = f" {key(' '.join(quotes))} "
    named = [
        name for name in question.about if f" {key(name)} " in said and f" {key(name)} " in told
    ]
    asked = [quote for quote in quotes if _is_taken(quote, told)] or quotes[:1]
    parts = [_core(quote, told, named) for quote in asked]
    return " ".join(dict.fromkeys([*parts, *named]))


def _core(quote: str, told: str, named: Sequence[str]) -> str:
    parts = sentences(quote)
    if len(parts) > _WHOLE:
        parts = [part for part in parts if _is_taken(part, told, named)] or parts[:_WHOLE]
    return " ".join(_clause(part, told, named) for part in parts)


def _clause(sentence: str, told: str, named: Sequence[str]) -> str:
    """Return of a long sentence the clauses that a question takes up.

    All where it takes none; nothing where it turns on names that stand elsewhere.
    """
    if len(sentence.split()) <= _LONG:
        return sentence
    taken = [c for c in _CLAUSES.split(sentence) if _is_taken(c, told, named)]
    return " ".join(taken or ([] if len(named) > 1 else [sentence]))


def _is_taken(part: str, told: str, named: Sequence[str] = ()) -> bool:
    """Tell whether a question takes up a part: a name in it, or some words of it in a row.

    Three words, or two long ones.
    """
    words = key(part).split()
    said = f" {' '.join(words)} "
    if any(f" {key(name)} " in said for name in named):
        return True
    runs = [words[n : n + 3] for n in range(len(words) - 2)]
    runs += [
        run for n in range(len(words) - 1) if min(map(len, run := words[n : n + 2])) >= _LONG_WORD
    ]
    return any(f" {' '.join(run)} " in told for run in runs)
