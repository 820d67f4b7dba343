"""Already answered: the gate that stops a question which the company's own pages answer."""

from __future__ import annotations

import math
import re

from researcher.models import Evidence, Question
from researcher.suggest.corpus import Index
from researcher.suggest.drafts import own_words
from researcher.suggest.matching import stem
from researcher.text import key, words

_SHARE = 0.7
"""Of the telling words of a question, how many an answer must hold."""
_LEAST = 3
"""How many such words a question must have for a sentence to count as its answer."""
_SUBJECT = 0.6
_LABEL = 12
"""Words of a quote that is no more than a label."""
_LONG = 4
"""Letters of a telling word."""
_ASKED = re.compile(
    r"(?<=[.!”])\s+(?=[A-Z“])|,\s+(?=(?:what|which|how|who|whose|where|when|why)\b)"
)
_REASON = re.compile(r"\b(?:because|so that|in order to|since|therefore|led us|due to)\b")


def answered(
    question: Question, index: Index, company: str, little: frozenset[str]
) -> Evidence | None:
    """Return the sentence of the corpus that answers a question, or None.

    Conservative: at least three telling words are asked for, and one sentence, in a paragraph on
    the same subject, must hold seven of ten by their stems beside those of the subject. A question
    after a reason is answered by a reason only. What the question itself quotes is no answer.
    """
    spoken = own_words(question.text)
    asked = _ASKED.split(spoken)[-1]
    names = {stem(word) for name in (*question.about, company) for word in words(name)}
    wanted = {
        stem(word) for word in words(asked) if len(word) >= _LONG and word not in little
    } - names
    # A short quote is a name with its position: that a sentence holds it too answers nothing.
    wanted -= {
        stem(word)
        for evidence in question.evidence
        if len(evidence.quote.split()) <= _LABEL
        for word in words(evidence.quote)
    }
    if len(wanted) < _LEAST:
        return None
    known = key(" ".join([question.text, *(e.quote for e in question.evidence)]))
    for name in question.about:
        subject = {stem(word) for word in words(name) if word not in little}
        if not subject:
            continue
        for sentence in index.about(_rarest(name, little), sorted(wanted)):
            held = {stem(word) for word in words(sentence.text)}
            around = held | {
                stem(word)
                for text in (*sentence.block.path, sentence.document.title)
                for word in words(text)
            }
            enough = len(held & wanted) >= math.ceil(_SHARE * len(wanted))
            about = len(around & subject) >= _SUBJECT * len(subject)
            if not (enough and about) or key(sentence.text) in known or "?" in sentence.text:
                continue
            if "why" in words(asked) and not _REASON.search(sentence.text.lower()):
                continue
            found = sentence.cite()
            if found is not None:
                return found
    return None


def _rarest(name: str, little: frozenset[str]) -> str:
    """Return the longest word of a name: what a paragraph about it will hold."""
    return max((w for w in words(name) if w not in little), key=lambda w: (len(w), w), default="")
