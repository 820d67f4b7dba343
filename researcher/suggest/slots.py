"""How a finding may be named in a spoken question: bare, quoted as a title, as a clause, or not.

What cannot be said well is no subject: another finding is asked about instead.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from researcher.models import Document, Evidence, Finding, Kind, PartialDate, Words
from researcher.suggest.retold import Retold, Teller
from researcher.suggest.spoken import (
    CJK,
    QUOTES,
    SPEAKER,
    bare_name,
    content,
    person_name,
    quoted,
    spoken_clauses,
    spoken_title,
    tells,
)
from researcher.text import fold, key, sentences
from researcher.text import words as words_of

RECENT_DAYS = 90
MONTHS = tuple(calendar.month_name)[1:]
_NUMBERED = re.compile(r"^(?:#?\d{1,2}\s*[.):–—-]\s*|#\d{1,2}\s+|0\d\s+)")
_LOWER = re.compile(r"\b[^\W\d_A-Z][^\W\d_]*\b")
NO_PERKS = frozenset({"benefits", "pay", "time off"})
"""Topics of culture that wait until an offer is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A finding, as a question may name it."""

    finding: Finding
    form: str
    """Which frames fit: "event", "statement", "value", "culture", "technology", "project",
    "person", "mission", "skill"."""
    slots: Mapping[str, str]
    evidence: tuple[Evidence, ...]
    about: tuple[str, ...]
    label: str
    """How the listening kit calls it."""
    events: frozenset[str] = frozenset()
    age: str = "undated"
    """"recent" (at most 90 days), "past" or "undated"."""
    when: PartialDate | None = None
    plain: bool = False
    """Whether any firm might name it: then it needs the site's own words beside it."""
    rank: float = field(default=0.0)
    """The lower the earlier it is asked about."""

    @property
    def hard(self) -> bool:
        """Whether it is hard news, asked of neutrally."""
        return "challenge" in self.events


class Namer:
    """Turns findings into subjects."""

    def __init__(
        self, company: str, as_of: date, words: Words, documents: Sequence[Document] = ()
    ) -> None:
        """Keep what names are judged against.

        Words that the site writes in lower case are common ones, so no proper names.
        """
        self._company = company
        self._as_of = as_of
        tone = words.table("tone")
        self._no_name = _keys(tone, "no_name")
        self._plain = _keys(tone, "plain_value")
        self._perks = _keys(tone, "perks")
        self._speaker = _keys(tone, "speaker")
        self._starts = {name: tuple(sorted(_keys(tone, name))) for name in _STARTS}
        self._told = words.table("told")
        self._not_hiring = words.table("stances").get("not_hiring", ())
        self._people: frozenset[str] = frozenset()
        texts = [block.text for document in documents for block in document.main]
        plain = {word for text in texts for word in _LOWER.findall(text) if len(word) > 2}
        self._common = frozenset(key(word) for word in plain if word.islower())
        self._teller = Teller(company, self._told.get("verb", ()), self._common, texts)

    def know(self, people: Iterable[Finding]) -> None:
        """Take note of the people's names: they are no projects."""
        self._people = frozenset(word for person in people for word in words_of(person.name))

    def subject(self, finding: Finding, rank: float = 0.0) -> Subject | None:
        """Return the finding as a subject, or None where it cannot or should not be said."""
        when = next((e.date for e in finding.evidence if e.date), None) or finding.date
        if when and when.first > self._as_of:
            return None
        slots: dict[str, str] = {}
        form = _FORMS.get(finding.kind, "")
        title = spoken_title(finding.name, self._company)
        if title and self._begins(title, "call", *(() if when else ("leaning",))):
            title = None
        said = self._clause(finding)
        if said:
            slots["clause"] = quoted(said[0])
        evidence, label = finding.evidence[:2], "this"
        plain = False
        if form == "event":
            # A dated headline is cited as a title; a sentence that stands without date as a clause.
            if finding.detail == "hiring" and not self._hires(finding):
                return None
            if title and (when or len(title.split()) >= 3) and not title.isupper():
                slots["title"] = quoted(title)
                label = quoted(title) if len(title.split()) <= 6 else "this news"
                if finding.standing == "third party" or finding.evidence[0].source == "news":
                    form = "report"
                elif not when and said and SPEAKER.match(finding.name):
                    form = "statement"
            elif when and said:
                # Dated, but its headline cannot be said: its own sentence is cited in its stead.
                slots["title"], label = slots["clause"], "this news"
            else:
                form = "statement"
        elif form == "value":
            name = spoken_title(_NUMBERED.sub("", finding.name))
            if name is None or len(name.split()) > 8:
                return None
            slots["value"] = label = quoted(name)
            plain = all(word in self._plain for word in content(name))
        elif form == "project":
            name = spoken_title(finding.name, self._company)
            if name is None or len(name.split()) > 6 or key(name) == key(self._company):
                return None
            parts = content(name)
            plain = all(part in self._common for part in parts)
            if len(parts) == 1 and (plain or len(name) < 3 or parts[0] in self._people):
                return None
            bare = bare_name(name, self._no_name) and not plain
            slots["project"] = label = name if bare else quoted(name)
            rank += 0.0 if bare else 4.0
            if said and not self._speaks(said[0], name):
                slots.pop("clause")
        elif form == "technology":
            if len(finding.name.split()) > 5 or len(finding.name) > 40:
                return None
            slots["tech"] = label = finding.name.translate(QUOTES)
            plain = True
            # Only a sentence that names it tells of the work; a requirement tells of the applicant.
            if said and (
                key(finding.name) not in key(said[0])
                or self._begins(said[0], "requirement")
                or not self._speaks(said[0], finding.name)
            ):
                slots.pop("clause")
        elif form == "person":
            post = self._post(finding.detail)
            if post is None or not person_name(finding.name):
                return None
            slots |= {"who": finding.name, "post": post}
            label = finding.name
        elif form == "culture" and (finding.detail in NO_PERKS or self._speaks_of_perks(finding)):
            return None
        if form in ("statement", "culture", "mission"):
            if not said or not self._speaks(said[0]):
                return None
            evidence, label = (said[1],), "this"
        elif said and said[1] not in evidence:
            evidence = (finding.evidence[0], said[1])
        if when:
            slots["month"] = self._month(when)
        return Subject(
            finding=finding,
            form=form,
            slots=slots,
            evidence=evidence,
            about=(self._about(finding, form, title),),
            label=label,
            events=self._events(finding, finding.name, finding.evidence[0].quote),
            age=self._age(when),
            when=when,
            plain=plain,
            rank=rank,
        )

    def told(self, finding: Finding, rank: float = 0.0) -> Subject | None:
        """Return a development as a sentence that is told back to the company, where one can be.

        Its evidence is the sentence, and behind it the headline. A report of others, and what lies
        after the digest's day, is not told back.
        """
        when = next((e.date for e in finding.evidence if e.date), None) or finding.date
        if (when and when.first > self._as_of) or finding.standing == "third party":
            return None
        best: tuple[float, Retold, Evidence, frozenset[str]] | None = None
        for place, evidence in enumerate(finding.evidence[:_READ]):
            if evidence.source == "news":
                continue
            for sentence in _whole(evidence.quote):
                retold = self._teller.retell(sentence)
                if retold is None:
                    continue
                events = frozenset(
                    name for name in _TOLD if tells(retold.text, self._told.get(name, ()))
                )
                expected = finding.detail in events
                if not (retold.direct or (expected and finding.detail in _HAPPENS)):
                    continue
                if "hiring" in events and tells(retold.text, self._not_hiring):
                    events = events - {"hiring"} | {"challenge"}
                worth = 3.0 * expected + 2.0 * (retold.tense in ("past", "perfect"))
                worth += 1.0 * retold.text.startswith("you ") + 1.5 * bool(events) - 0.7 * place
                if best is None or worth > best[0]:
                    best = worth, retold, evidence, events
        if best is None or self._tells_perks(best[1].text):
            return None
        worth, retold, evidence, events = best
        if finding.detail in _HARD and finding.detail in events:
            events |= {"challenge"}
        title = spoken_title(finding.name, self._company)
        label = retold.thing or retold.partner or "this"
        slots = self._told_slots(retold, when)
        return Subject(
            finding=finding,
            form="told",
            slots=slots,
            evidence=tuple(dict.fromkeys((evidence, finding.evidence[0]))),
            about=(self._about(finding, "event", title),),
            label=label,
            events=events or frozenset({"other"}),
            age=self._age(when),
            when=when,
            rank=rank - worth,
        )

    def _told_slots(self, retold: Retold, when: PartialDate | None) -> dict[str, str]:
        slots = {
            "told": retold.text,
            "Told": retold.text[0].upper() + retold.text[1:],
            "brief": retold.brief,
            "Brief": retold.brief[0].upper() + retold.brief[1:],
        }
        verb, _, rest = retold.brief.removeprefix("you ").partition(" ")
        if retold.tense == "past":
            slots["did"] = retold.brief
            if verb.endswith("ed"):
                slots["have"] = f"you have {verb} {rest}"
        elif retold.tense == "perfect":
            slots["have"] = retold.brief
            done, _, more = rest.partition(" ")
            if done.endswith("ed"):
                slots["did"] = f"you {done} {more}"
        if retold.partner:
            slots["partner"] = retold.partner
        if retold.thing:
            slots["thing"] = retold.thing
        if when:
            slots["month"] = self._month(when)
            if retold.fresh and retold.tense == "past":
                slots["onday"] = f"In {slots['month']} {retold.text}"
        return slots

    def _tells_perks(self, text: str) -> bool:
        told = f" {key(text)} "
        return any(f" {perk} " in told for perk in self._perks)

    def _clause(self, finding: Finding) -> tuple[str, Evidence] | None:
        """The first sentence of the evidence that stands alone, best one behind the name."""
        for name in (finding.name, ""):
            for evidence in finding.evidence:
                glued = len(evidence.quote) > len(finding.name) + 2
                if not name and glued and evidence.quote.startswith(finding.name):
                    continue
                for said in spoken_clauses(evidence.quote, name):
                    alike = name and key(said) == key(name)
                    if not alike and self._stands_alone(said):
                        return said, evidence
        return None

    def _stands_alone(self, clause: str) -> bool:
        """Tell whether a sentence is understood without the one before it, and tells something."""
        told = key(clause)
        return not (
            self._begins(clause, "call", "leaning")
            or any(f" {part} " in f" {told} " for part in self._starts["instruction"])
            or _POINTING & set(told.split()[1:5])
            or _TELEPHONE.search(clause)
        )

    def _begins(self, text: str, *names: str) -> bool:
        start = f"{key(text)} "
        return any(start.startswith(f"{word} ") for name in names for word in self._starts[name])

    def _speaks(self, clause: str, name: str = "\0") -> bool:
        """Tell whether a sentence speaks for the company, or begins with the thing it tells of."""
        told = key(clause)
        if CJK.search(clause):
            return any(word in told for word in (*self._speaker, key(self._company)) if word)
        if told.startswith(f"{key(name)} ") or f" {key(self._company)} " in f" {told} ":
            return True
        return bool(set(told.split()) & self._speaker)

    def _events(self, finding: Finding, title: str, quote: str) -> frozenset[str]:
        """The kind of event, where the headline itself tells it; else "other"."""
        told = finding.detail.casefold()
        if finding.kind not in (Kind.PRIORITY, Kind.NEWS):
            return frozenset({told or "other"})
        if told not in self._told or not tells(title, self._told[told]):
            hard = finding.stance == "challenge" and tells(quote, self._told.get("closure", ()))
            return frozenset({"challenge"} if hard else {"other"})
        return frozenset({told, "challenge"} if told in _HARD else {told})

    def _speaks_of_perks(self, finding: Finding) -> bool:
        texts = f" {key(finding.name)} {' '.join(key(e.quote) for e in finding.evidence)} "
        return any(f" {perk} " in texts for perk in self._perks)

    def _hires(self, finding: Finding) -> bool:
        """Tell whether the headline says that people are looked for, and not the contrary."""
        if tells(finding.name, self._not_hiring):
            return False
        return tells(finding.name, self._told.get("hiring", ()))

    def _post(self, role: str) -> str | None:
        post = re.split(r"\s[|/•·]\s|;|\n", fold(role))[0].strip(" ,.-–—")
        if not post or len(post.split()) > 7 or re.search(r"[“”\"?!:@]", post):
            return None
        if CJK.search(post) or not post[0].isalpha():
            return quoted(post)
        if post.isupper() and len(post) > 5:
            post = " ".join(w if len(w) <= 3 else w.capitalize() for w in post.split())
        return post[0].upper() + post[1:]

    def _month(self, when: PartialDate) -> str:
        if not when.month:
            return str(when.year)
        name = MONTHS[when.month - 1]
        return name if when.year == self._as_of.year else f"{name} {when.year}"

    def _age(self, when: PartialDate | None) -> str:
        if when is None:
            return "undated"
        return "recent" if (self._as_of - when.first).days <= RECENT_DAYS else "past"

    def _about(self, finding: Finding, form: str, title: str | None) -> str:
        if form == "event" and title:
            return title
        return fold(finding.name)[:160]


_FORMS = {
    Kind.PRIORITY: "event",
    Kind.NEWS: "event",
    Kind.PROJECT: "project",
    Kind.VALUE: "value",
    Kind.CULTURE: "culture",
    Kind.TECHNOLOGY: "technology",
    Kind.PERSON: "person",
    Kind.MISSION: "mission",
}
_HARD = frozenset({"closure"})
_READ = 4
"""Quotes of a finding that are read for a sentence to tell back."""
_TOLD = (
    *("launch", "funding", "partnership", "acquisition", "leadership", "reorganisation", "hiring"),
    *("expansion", "closure", "outage", "strategy", "results", "award", "research", "event"),
    *("target", "first", "move", "measured"),
)
"""What a sentence itself may tell: the keys of the vocabulary "told"."""
_HAPPENS = frozenset(_TOLD) - {"hiring", "event"}
"""What may be told back of others too: it happened to the company or beside it."""
_STARTS = ("requirement", "call", "leaning", "instruction")
_POINTING = frozenset({"it", "them", "this", "these", "those"})
_TELEPHONE = re.compile(r"\d{3}[-.) ]\s?\d{3}|\+\d{6}")


def _whole(quote: str) -> list[str]:
    """The sentences of a quote that end as sentences do: a cut one is not told back."""
    return [said for said in sentences(quote) if said.endswith((".", "!")) and said[:1].isupper()]


def _keys(table: Mapping[str, Sequence[str]], name: str) -> frozenset[str]:
    return frozenset(key(word) for word in table.get(name, ()))
