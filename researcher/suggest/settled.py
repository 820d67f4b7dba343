"""Already answered: what the sources tell should not be asked. Two uses of one search.

`answered` is the gate for our own questions; `settled` lists questions that come to mind, each with
its answer quoted and what to say instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from researcher.models import Answered, Candidate, Evidence, Finding, Kind, Question
from researcher.suggest.corpus import Index, Sentence
from researcher.suggest.frames import sheet
from researcher.suggest.gates import own_words
from researcher.suggest.matching import stem
from researcher.text import key, words

MOST = 12
"""Questions of list 8."""
_QUOTES = 3
"""Quotes that answer one of them."""
_SENTENCE = 5
"""Words from which a quote answers by itself."""
_SHARE = 0.7
"""Of the telling words of a question, how many an answer must hold."""
_LEAST = 3
"""How many such words a question must have for a sentence to count as its answer."""
_SUBJECT = 0.6
_RECENT = timedelta(days=90)
_ALIKE = frozenset({"technology"})
"""Kinds of questions that are all on what the topic of that name asks."""
_LONG = 4
"""Letters of a telling word."""
_SPEAKING = frozenset(
    {"we", "our", "us", "you", "your", "everybody", "everyone", "every", "team", "teams", "staff"}
    | {"people", "employees", "company", "wir", "uns", "unser", "unsere", "nous", "notre", "nos"}
    | {"nosotros", "nuestro", "nuestra", "somos"}
)
_OURS = frozenset({"we", "our", "us", "wir", "unser", "unsere", "nous", "notre", "nos", "nuestro"})
_ASKED = re.compile(
    r"(?<=[.!”])\s+(?=[A-Z“])|,\s+(?=(?:what|which|how|who|whose|where|when|why)\b)"
)
_POINTING = re.compile(r"(?:they|it|this|these|those|that|he|she|such)\b", re.IGNORECASE)
"""How a sentence begins that is not understood without the one before it."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settler:
    """What list 8 is made with."""

    company: str
    candidate: Candidate
    index: Index
    as_of: date
    posting: Mapping[str, Sequence[Evidence]]
    """The posting's "duties" and "requirements", cited."""

    def settled(
        self, findings: Mapping[Kind, Sequence[Finding]], questions: Sequence[Question]
    ) -> list[Answered]:
        """Return the questions not to ask, each answered by the sources; none without a quote."""
        used: set[str] = set()
        found: list[Answered] = []
        for topic in sheet("answered")["topic"]:
            evidence = tuple(dict.fromkeys(self._evidence(topic, findings)))[:_QUOTES]
            if not evidence or len(found) == MOST:
                continue
            instead = self._instead(topic, evidence, questions, used)
            found.append(Answered(question=topic["ask"], evidence=evidence, instead=instead))
        return found

    def _instead(
        self,
        topic: Mapping[str, Any],
        evidence: Sequence[Evidence],
        questions: Sequence[Question],
        used: set[str],
    ) -> str:
        """Return one of the digest's own questions on the same thing, each once; else what to do.

        On the same thing: of a kind that the topic names, and resting on a quote or a page that
        answers; or of a kind that is about nothing else.
        """
        if topic.get("perks"):
            if self.candidate.round != "final":
                return str(topic["say"])
            return "It is the last round: ask the recruiter how this works in practice."
        for kind in topic["instead"]:
            for question in questions:
                if question.kind != kind or question.text in used:
                    continue
                same = {e.quote for e in evidence} & {e.quote for e in question.evidence}
                if same or kind in _ALIKE or _names(question, evidence):
                    used.add(question.text)
                    return f"Ask: {question.text}"
        return str(topic["say"])

    def _evidence(
        self, topic: Mapping[str, Any], findings: Mapping[Kind, Sequence[Finding]]
    ) -> Iterator[Evidence]:
        section = topic.get("posting")
        if section:
            yield from self.posting.get(section, ())
            return
        details = topic.get("details", ())
        told: list[Evidence] = []
        for kind in topic.get("kinds", ()):
            for finding in findings.get(Kind(kind), ()):
                about = finding.name if kind == "fact" else finding.detail
                if details and about.casefold() not in details:
                    continue
                if finding.standing != "company" or finding.evidence[0].source == "news":
                    continue
                if not details and kind == "priority" and finding.stance == "challenge":
                    continue
                fitting = [e for e in finding.evidence if self._fits(e, finding, topic)]
                if kind == "technology":
                    fitting.sort(key=lambda e: not _ours(e.quote))
                told += fitting[:1]
                value = finding.detail if topic.get("values") else ""
                if not told and value:
                    told += self._sought(topic, value)
        if not told and not topic.get("values"):
            told += self._sought(topic, "")
        # What they say of themselves answers better than a list or a requirement.
        yield from sorted(
            told, key=lambda e: "technology" in topic.get("kinds", ()) and not _ours(e.quote)
        )

    def _fits(self, evidence: Evidence, finding: Finding, topic: Mapping[str, Any]) -> bool:
        """Tell whether a quote answers by itself, and says what the topic needs."""
        if not _answers(evidence, finding.kind):
            return False
        if topic.get("recent") and not (
            evidence.date and timedelta(0) <= self.as_of - evidence.date.last <= _RECENT
        ):
            return False
        told = f" {key(evidence.quote)} "
        if finding.kind is Kind.TECHNOLOGY and f" {key(finding.name)} " not in told:
            return False
        told += f"{key(finding.detail)} " if finding.kind is Kind.PERSON else ""
        return all(
            any(_begun(start) in told for start in topic[name])
            for name in ("needs", "to")
            if name in topic
        )

    def _sought(self, topic: Mapping[str, Any], value: str) -> list[Evidence]:
        also = frozenset(topic.get("also", ()))

        def fits(sentence: Sentence) -> bool:
            plain, said = f" {key(sentence.text)} ", set(words(sentence.text))
            if "?" in sentence.text or not sentence.text.endswith((".", "!", "。")):
                return False
            if (also and not said & also) or (value and f" {key(value)} " not in plain):
                return False
            return bool(said & _SPEAKING) or f" {key(self.company)} " in plain

        hit = self.index.search(topic.get("seek", ()), fits, near=value)
        cited = hit.cite() if hit else None
        return [cited] if cited else []


def _names(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Tell whether a question turns on a name that the answer begins with."""
    quotes = [f"{key(e.quote)} " for e in evidence]
    return any(quote.startswith(f"{key(name)} ") for name in question.about for quote in quotes)


def _begun(start: str) -> str:
    """Return how a word begins, as `text.key` writes it; whole where a space ends it."""
    return f" {key(start)}{' ' if start.endswith(' ') else ''}"


def _ours(quote: str) -> bool:
    """Tell whether the company speaks of itself, not of what a newcomer will do."""
    return bool(set(words(quote)) & _OURS)


def _answers(evidence: Evidence, kind: str) -> bool:
    """Tell whether a quote answers by itself; names of values, products and people do."""
    if kind not in ("value", "person", "project") and _POINTING.match(evidence.quote):
        return False
    least = 2 if kind in ("value", "person", "project") else _SENTENCE
    return len(evidence.quote.split()) >= least and "?" not in evidence.quote
