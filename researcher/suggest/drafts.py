"""A question with what it was made of, and what it is judged against. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from researcher.models import Candidate, Question, Words
from researcher.suggest.subject import Subject
from researcher.text import key

QUOTED = re.compile(r"“[^”]*”")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A question with what it was made of."""

    question: Question
    subjects: tuple[Subject, ...]
    lead: str = ""
    """The lead-in's wording, slots unfilled."""
    ask: str = ""
    """The question's wording, slots unfilled."""
    theme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the gates judge against."""

    company: str
    candidate: Candidate
    harsh: frozenset[str]
    perks: frozenset[str]

    @classmethod
    def of(cls, company: str, candidate: Candidate, words: Words) -> Setting:
        """Read the tone's vocabulary."""
        tone = words.table("tone")
        return cls(
            company=company,
            candidate=candidate,
            harsh=frozenset(key(word) for word in tone.get("harsh", ())),
            perks=frozenset(key(word) for word in tone.get("perks", ())),
        )


def own_words(text: str) -> str:
    """Return what the candidate says in their own words: the text without its quotations."""
    return QUOTED.sub("“”", text)


def inner_quotes(text: str) -> str:
    """Return the text for use inside quotation marks: its own become single ones."""
    return text.replace("“", "‘").replace("”", "’")
