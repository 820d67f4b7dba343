"""Which sentences of a site can be cited aloud: such as stand alone and say something. Pure."""

from __future__ import annotations

import re

from researcher.models import Evidence, Finding, Kind, Words
from researcher.suggest.retold import third_person, verb_forms
from researcher.suggest.spoken import CJK, FINITE, content, speaks_otherwise, spoken_clauses
from researcher.text import key
from researcher.text import words as words_of

_ASKING = [[word] for word in ("what", "how", "why", "when", "where", "who", "which")]
_OWN_WORDS = 2
"""Telling words of a sentence that no other firm's slogan would hold."""
_NAMED = re.compile(r"(?<=[a-z,] )[A-Z][\w/-]+|\b[A-Z]{3,}\b")
_SUBJECTS = frozenset({"our", "each", "every", "everyone"})
_ARTICLES = frozenset({"our", "the", "a", "an", "your", "their", "its", "this"})
"""Behind one of these stands no verb."""
_SENTENCE = 7
"""Words of what is taken for a sentence though no verb of it is known."""
_STARTS = ("requirement", "call", "leaning", "instruction")
_POINTING = frozenset({"it", "them", "this", "these", "those"})
_HYPE = re.compile(
    r"\bnever (?:been )?(?:easier|better|simpler|faster)\b|\bunlock\b|\bgame[- ]chang|\blook no "
    r"further\b|\bsay goodbye\b|\b(?:good|great|exciting) news\b|\bseamless(?:ly)?\b",
    re.IGNORECASE,
)
"""Advertising, which nobody there could answer for."""
_HEADED = re.compile(r"(?:[A-Z][A-Z-]{2,} ){2,}[A-Z][a-z]")
"""A heading in capitals that runs into the sentence below it."""
_TELEPHONE = re.compile(r"\d{3}[-.) ]\s?\d{3}|\+\d{6}")


class Clauses:
    """Judges the sentences of one company's site."""

    def __init__(self, company: str, words: Words) -> None:
        """Keep the words that sentences begin with, lean on, or hold as any firm's would."""
        tone, told = words.table("tone"), words.table("told")
        self._company = company
        self._speaker = frozenset(key(word) for word in tone.get("speaker", ()))
        self._slogan = frozenset(key(word) for word in tone.get("slogan", ()))
        self._starts = {
            name: tuple(sorted({key(word) for word in tone.get(name, ())})) for name in _STARTS
        }
        self._verb_forms = frozenset(
            form for verb in told.get("verb", ()) for form in verb_forms(verb)
        ) | frozenset(third_person(verb) for verb in told.get("other_verb", ()))

    def first(self, finding: Finding) -> tuple[str, Evidence] | None:
        """Return the first sentence of a finding's quotes that stands alone, and its quote.

        Best is one behind the finding's name; a value's sentence must stand beside the value.
        """
        for name in (finding.name, ""):
            for evidence in finding.evidence:
                beside = key(evidence.quote).startswith(key(finding.name))
                glued = len(evidence.quote) > len(finding.name) + 2
                if not name and glued and evidence.quote.startswith(finding.name):
                    continue
                for said in spoken_clauses(evidence.quote, name):
                    alike = name and key(said) == key(name)
                    own = finding.kind is not Kind.VALUE or beside or key(finding.name) in key(said)
                    if own and not alike and self.stands_alone(said):
                        return said, evidence
        return None

    def stands_alone(self, clause: str) -> bool:
        """Tell whether a sentence is understood without the one before it, and tells something."""
        told = key(clause)
        return not (
            self.begins(clause, "call", "leaning")
            or any(f" {part} " in f" {told} " for part in self._starts["instruction"])
            or _POINTING & set(told.split()[1:5])
            or {"these", "those"} & set(told.split())
            or _TELEPHONE.search(clause)
            or _HEADED.match(clause)
            or _HYPE.search(clause)
            or told.split()[:1] in _ASKING
            or not (speaks_otherwise(clause) or self._is_sentence(clause))
        )

    def _is_sentence(self, clause: str) -> bool:
        """Tell a sentence from a fragment: a verb in a personal form stands behind its start.

        Not every verb is known: what begins with "our" or "each" is taken for a sentence.
        """
        words = words_of(clause)
        if words[:1] and words[0] in _SUBJECTS and len(words) >= _SENTENCE:
            return True
        return any(
            word in FINITE or word in self._verb_forms
            for place, word in enumerate(words)
            if word == "we" or (place and words[place - 1] not in _ARTICLES)
        )

    def is_slogan(self, clause: str, form: str) -> bool:
        """Tell a sentence that any firm could write: hardly a word in it is of its own."""
        if form == "mission" or speaks_otherwise(clause):
            return False
        telling = {word for word in content(clause) if word not in self._slogan}
        named = any(c.isdigit() for c in clause) or _NAMED.search(clause)
        return len(telling - set(words_of(self._company))) + 2 * bool(named) < _OWN_WORDS

    def quotable(self, sentence: str) -> bool:
        """Tell whether a sentence of an entry stands alone, and is the company's own to say."""
        even = all(sentence.count(a) == sentence.count(b) for a, b in ("“”", "()"))
        own = not CJK.search(sentence) or self.speaks(sentence)
        return even and own and self.stands_alone(sentence)

    def begins(self, text: str, *names: str) -> bool:
        """Tell whether a text begins like one of the sorts: "requirement", "call", …."""
        start = f"{key(text)} "
        return any(start.startswith(f"{word} ") for name in names for word in self._starts[name])

    def speaks(self, clause: str, name: str = "\0") -> bool:
        """Tell whether a sentence speaks for the company, or begins with the thing it tells of."""
        told = key(clause)
        if CJK.search(clause):
            return any(word in told for word in (*self._speaker, key(self._company)) if word)
        if told.startswith(f"{key(name)} ") or f" {key(self._company)} " in f" {told} ":
            return True
        return bool(set(told.split()) & self._speaker)
