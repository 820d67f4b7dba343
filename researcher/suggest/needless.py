"""Needless questions: what comes to mind and the sources answer, with what to ask instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from researcher.models import Answered, Candidate, Evidence, Finding, Kind, Question
from researcher.suggest.clear import LONGEST, ours, points_back
from researcher.suggest.corpus import Index, Sentence
from researcher.suggest.frames import fill, sheet
from researcher.suggest.slots import Namer
from researcher.suggest.spoken import quoted, spoken_clauses
from researcher.text import key, shorten, words

MOST = 8
"""Questions of the list."""
_SENTENCE = 5
"""Words from which a quote answers by itself."""
_LINE = 90
"""Characters of a posting's line inside a question."""
_POSITION = 160
"""Characters of a quote that names a person with their position."""
_WORDS = 35
"""Words of a question that can be said."""
_NAMES = ("value", "person", "project")
"""Kinds whose name beside a word or two answers."""
_SPEAKING = frozenset(
    {"we", "our", "us", "you", "your", "everybody", "everyone", "every", "team", "teams", "staff"}
    | {"people", "employees", "company", "wir", "uns", "unser", "unsere", "nous", "notre", "nos"}
    | {"nosotros", "nuestro", "nuestra", "somos"}
)
_IN_A_LIST = 2
_JOINED = re.compile(r"\s*(?:&|/|\||\+|\band\b|\bund\b|\bet\b|\by\b)\s*", re.IGNORECASE)
"""What stands between two positions of one person."""
_BESIDE = re.compile(
    r"\b(?:assistant|advis[eo]r|secretary|deputy|former|emerit\w*|to the|office of|of staff)\b",
    re.IGNORECASE,
)
"""Positions beside one that runs the whole, or of yesterday."""
_POST = re.compile(
    r"\b(?:chief|officer|president|chair\w*|director\w*|founder|co founder|owner|manager|head|lead|"
    r"ceo|cto|cfo|coo|trustee|member|partner|gründer\w*|geschäftsführ\w*|fondat\w*|fundador\w*)\b"
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")

Answer = tuple[Evidence, Finding | None]
"""A quote that answers, and the finding it is of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settler:
    """What the list is made with."""

    company: str
    candidate: Candidate
    index: Index
    namer: Namer
    posting: Mapping[str, Sequence[Evidence]]
    """The posting's "duties" and "requirements", cited."""

    def settled(
        self, findings: Mapping[Kind, Sequence[Finding]], questions: Sequence[Question]
    ) -> list[Answered]:
        """Return the questions not to ask, at most eight, each with the shortest answer.

        None without a quote that answers, none without something better to ask in its place.
        """
        used: set[str] = set()
        found: list[Answered] = []
        for topic in sheet("answered")["topic"]:
            if len(found) == MOST:
                break
            answers = self._answers(topic, findings)
            instead = self._instead(topic, answers, questions, used) if answers else ""
            if instead:
                evidence = tuple(dict.fromkeys(evidence for evidence, _ in answers))
                found.append(Answered(question=topic["ask"], evidence=evidence, instead=instead))
        return found

    def _instead(
        self,
        topic: Mapping[str, Any],
        answers: Sequence[Answer],
        questions: Sequence[Question],
        used: set[str],
    ) -> str:
        """Return one of the digest's own questions on the same thing, each once; else a new one.

        On the same thing: of a kind that the topic names, and resting on a quote that answers or
        on a name that the answer begins with.
        """
        if topic.get("perks"):
            if self.candidate.round != "final":
                return str(topic["say"])
            return "It is the last round: ask the recruiter how this works in practice."
        evidence = [evidence for evidence, _ in answers]
        for question in questions:
            if question.kind not in topic["instead"] or question.text in used:
                continue
            same = {e.quote for e in evidence} & {e.quote for e in question.evidence}
            if same or _names(question, evidence):
                used.add(question.text)
                return f"Ask: {question.text}"
        return self._better(topic, answers)

    def _better(self, topic: Mapping[str, Any], answers: Sequence[Answer]) -> str:
        """Return a question built on one of the answers, or nothing."""
        for text in topic["better"]:
            for evidence, finding in answers:
                asked = fill(text, self._slots(topic, evidence, finding))
                if asked and len(asked.split()) <= _WORDS:
                    return f"Ask: {asked}"
        return ""

    def _slots(
        self, topic: Mapping[str, Any], evidence: Evidence, finding: Finding | None
    ) -> dict[str, str]:
        subject = self.namer.subject(finding) if finding else None
        named = subject.slots if subject else {}
        slots = {n: named[n] for n in ("value", "project", "who", "tech") if named.get(n)}
        # What needs quotation marks is a label of the page, not the name of a product.
        if slots.get("project", "").startswith("“"):
            del slots["project"]
        said = next(spoken_clauses(evidence.quote, finding.name if finding else ""), "")
        if said:
            slots["clause"] = quoted(said)
        year = _YEAR.search(evidence.quote)
        if year:
            slots["year"] = year.group()
        if topic.get("posting"):
            line = evidence.quote.rstrip(" .;").replace("“", "‘").replace("”", "’")
            slots |= dict.fromkeys(("duty", "line"), quoted(shorten(line, _LINE)))
        return slots

    def _answers(
        self, topic: Mapping[str, Any], findings: Mapping[Kind, Sequence[Finding]]
    ) -> list[Answer]:
        """The quotes that answer, shortest first; names and lists in the findings' own order."""
        most = int(topic.get("most", 1))
        section = topic.get("posting")
        if section:
            lines: list[Answer] = [(line, None) for line in self.posting.get(section, ())]
            return lines[:most]
        told = list(self._told(topic, findings))
        if not told and not topic.get("values"):
            told = [(cited, None) for cited in self._sought(topic, "")]
        told = list({evidence.quote: (evidence, finding) for evidence, finding in told}.values())
        if not set(topic.get("kinds", ())) & set(_NAMES):
            told.sort(key=self._rank)
        return told[:most]

    @staticmethod
    def _rank(answer: Answer) -> tuple[bool, bool, int]:
        """Whole sentences first, then what they say of themselves, then short ones."""
        quote = answer[0].quote
        whole = quote.rstrip("”\"'").endswith((".", "!", "。"))
        return not whole, not ours(quote), len(quote)

    def _known(self, name: str) -> bool:
        """Tell whether the CV or the posting names a thing; without either, everything counts."""
        posting = self.candidate.posting
        told = " ".join([self.candidate.cv_text, posting.text if posting else ""])
        return not told.strip() or f" {key(name)} " in f" {key(told)} "

    def _told(
        self, topic: Mapping[str, Any], findings: Mapping[Kind, Sequence[Finding]]
    ) -> Iterator[Answer]:
        details, posts = topic.get("details", ()), _posts(topic, findings)
        for kind in topic.get("kinds", ()):
            for finding in findings.get(Kind(kind), ()):
                about = finding.name if kind == "fact" else finding.detail
                if details and about.casefold() not in details:
                    continue
                if topic.get("known") and not self._known(finding.name):
                    continue
                # What cannot be said well is no value, and what is a mere label no product.
                if kind in ("value", "project") and self.namer.subject(finding) is None:
                    continue
                if finding.standing != "company" or finding.evidence[0].source == "news":
                    continue
                if topic.get("posts") and not any(runs_all(finding.detail, p) for p in posts):
                    continue
                fitting = [e for e in finding.evidence if _fits(e, finding, topic)]
                if kind == "fact":
                    # A site tells of other firms, too: only what it says of itself is its own.
                    fitting = [e for e in fitting if ours(e.quote, self.company)]
                if fitting:
                    yield min(fitting, key=lambda e: len(e.quote)), finding
                elif topic.get("values") and finding.detail:
                    yield from ((cited, finding) for cited in self._sought(topic, finding.detail))

    def _sought(self, topic: Mapping[str, Any], value: str) -> list[Evidence]:
        also = frozenset(topic.get("also", ()))

        def fits(sentence: Sentence) -> bool:
            plain, said = f" {key(sentence.text)} ", set(words(sentence.text))
            if "?" in sentence.text or not sentence.text.endswith((".", "!", "。")):
                return False
            if (also and not said & also) or (value and f" {key(value)} " not in plain):
                return False
            if points_back(sentence.text) or not _holds(topic, "never", plain, least=False):
                return False
            if not _holds(topic, "to", plain):
                return False
            if "fact" in topic.get("kinds", ()):
                return ours(sentence.text, self.company)
            return bool(said & _SPEAKING) or f" {key(self.company)} " in plain

        hit = self.index.search(topic.get("seek", ()), fits, near=value)
        cited = hit.cite() if hit else None
        return [cited] if cited else []


def _fits(evidence: Evidence, finding: Finding, topic: Mapping[str, Any]) -> bool:
    """Tell whether a quote answers by itself, and says what the topic needs."""
    name, quote = finding.kind.value, evidence.quote
    if points_back(quote) and not quote.startswith(finding.name):
        return False
    least = 2 if name in _NAMES else _SENTENCE
    if len(quote.split()) < least or "?" in quote or quote.endswith(("...", "…")):
        return False
    if topic.get("told") and not _says_what(quote, finding.name):
        return False
    # A label or half a list answers only where it holds more than one word of the answer.
    if finding.kind is Kind.CULTURE and not quote.rstrip("”\"'").endswith((".", "!", "。")):
        begun = [start for start in topic.get("needs", ()) if _begun(start) in f" {key(quote)} "]
        if len(begun) < _IN_A_LIST:
            return False
    told = f" {key(quote)} "
    named = finding.kind in (Kind.TECHNOLOGY, Kind.VALUE, Kind.PROJECT)
    if named and f" {key(finding.name)} " not in told:
        return False
    if finding.kind is Kind.PERSON:
        told += f"{key(finding.detail)} "
        if len(quote) > _POSITION:
            return False
    return (
        _holds(topic, "needs", told)
        and _holds(topic, "to", told)
        and _holds(topic, "never", told, least=False)
    )


def runs_all(post: str, posts: Sequence[str]) -> bool:
    """Tell whether one of the positions is held, of the whole organisation.

    "Chief Technical Officer, Surveillance" and "President of the Foundation" run a part of it.
    """
    wanted = {key(name) for name in posts}
    if _BESIDE.search(post):
        return False
    parts = [key(part) for part in _JOINED.split(post) if key(part)]
    # What follows a comma is a part of the organisation, where it is no position itself.
    heads = [[key(p) for p in _JOINED.split(part)] for part in re.split(r"\s*,\s*", post)]
    if len(heads) == 1:
        return bool(wanted & set(parts))
    return any(
        wanted & set(head)
        and (place + 1 == len(heads) or any(_POST.search(part) for part in heads[place + 1]))
        for place, head in enumerate(heads)
    )


def _posts(
    topic: Mapping[str, Any], findings: Mapping[Kind, Sequence[Finding]]
) -> Sequence[Sequence[str]]:
    """Return the first list of positions that somebody has."""
    lists: Sequence[Sequence[str]] = topic.get("posts", ())
    people = [f for f in findings.get(Kind.PERSON, ()) if f.standing == "company"]
    held = [names for names in lists if any(runs_all(f.detail, names) for f in people)]
    return held[:1]


def _says_what(quote: str, name: str) -> bool:
    """Tell whether a quote holds a whole sentence that says what a thing of this name is."""
    if name not in quote or not quote.rstrip("”\"'").endswith((".", "!", "。")):
        return False
    said = set(words(quote)) - set(words(name))
    return len(said) >= _SENTENCE and len(quote) <= LONGEST


def _holds(topic: Mapping[str, Any], name: str, told: str, *, least: bool = True) -> bool:
    """Tell whether a text holds one of the topic's beginnings of words, or none of them."""
    if name not in topic:
        return True
    return any(_begun(start) in told for start in topic[name]) is least


def _names(question: Question, evidence: Sequence[Evidence]) -> bool:
    """Tell whether a question turns on a name that the answer begins with."""
    quotes = [f"{key(e.quote)} " for e in evidence]
    return any(quote.startswith(f"{key(name)} ") for name in question.about for quote in quotes)


def _begun(start: str) -> str:
    """Return how a word begins, as `text.key` writes it; whole where a space ends it."""
    return f" {key(start)}{' ' if start.endswith(' ') else ''}"
