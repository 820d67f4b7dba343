"""How a finding may be named in a spoken question: bare, quoted as a title, as a clause, or not.

What cannot be said well is no subject: another finding is asked about instead.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from researcher.models import Document, Evidence, Finding, Kind, PartialDate, Words
from researcher.suggest.anchors import Anchors
from researcher.suggest.clauses import Clauses
from researcher.suggest.harvest import SAID
from researcher.suggest.kinds import ADVERT, BUILT, CALENDAR, OTHER, Kinds
from researcher.suggest.retold import Teller
from researcher.suggest.sought import sought
from researcher.suggest.spoken import (
    CJK,
    SPEAKER,
    bare_name,
    content,
    person_name,
    quoted,
    single,
    speaks_otherwise,
    spoken_title,
    tells,
)
from researcher.suggest.subject import Subject
from researcher.suggest.telling import Reader, Telling
from researcher.text import fold, key
from researcher.text import words as words_of

RECENT_DAYS = 90
_STALE_DAYS = 2 * 365
"""News older than this is nobody's news any more."""
MONTHS = tuple(calendar.month_name)[1:]
_NUMBERED = re.compile(r"^(?:#?\d{1,2}\s*[.):–—-]\s*|#\d{1,2}\s+|0\d\s+)")
_LOWER = re.compile(r"\b[^\W\d_A-Z][^\W\d_]*\b")
NO_PERKS = frozenset({"benefits", "pay", "time off"})
"""Topics of culture that wait until an offer is made."""


class Namer:
    """Turns findings into subjects."""

    def __init__(
        self,
        company: str,
        as_of: date,
        words: Words,
        documents: Sequence[Document] = (),
        near: Callable[[str], float] = lambda _sentence: 0.0,
    ) -> None:
        """Keep what names are judged against.

        Words that the site writes in lower case are common ones, so no proper names. `near` weighs
        how a sentence touches the candidate: of an entry's sentences such a one is preferred.
        """
        self._company = company
        self._as_of = as_of
        self._documents = documents
        tone = words.table("tone")
        tongues = [document.language or "en" for document in documents]
        self._english = sum(each.startswith("en") for each in tongues) > len(tongues) / 2
        self._no_name = _keys(tone, "no_name")
        self._plain = _keys(tone, "plain_value")
        self._perks = _keys(tone, "perks")
        self._grave = tone.get("grave", ())
        self._told = words.table("told")
        self._not_hiring = words.table("stances").get("not_hiring", ())
        self._people: frozenset[str] = frozenset()
        texts = [block.text for document in documents for block in document.main]
        plain = {word for text in texts for word in _LOWER.findall(text) if len(word) > 2}
        self._common = frozenset(key(word) for word in plain if word.islower())
        self._clauses = Clauses(company, words)
        teller = Teller(company, self._told.get("verb", ()), texts)
        self._reader = Reader(documents, teller, near, self._clauses.quotable)
        self._kinds = Kinds(self._told, company)
        self._tools = frozenset(
            key(name.split("/")[-1])
            for name, spellings in words.table("technologies").items()
            if not any(spelling.startswith(("?", "~")) for spelling in spellings)
        )
        self._regions = _keys(tone, "region")
        self._anchors = Anchors(
            company, self._told, documents, teller, self._reader, self._tools, as_of
        )

    def know(self, people: Iterable[Finding], technologies: Iterable[Finding] = ()) -> None:
        """Take note of the people's names, which are no projects, and of what is built with."""
        self._people = frozenset(word for person in people for word in words_of(person.name))
        self._kinds = Kinds(self._told, self._company, tuple(key(t.name) for t in technologies))
        self._anchors.know(self._people)

    def harvest(self, findings: Mapping[Kind, Sequence[Finding]]) -> list[Finding]:
        """Return what the site's lasting pages tell besides the findings."""
        known = [
            e.quote
            for kind in _DEVELOPMENTS
            for f in findings.get(kind, ())
            for e in f.evidence
            if f.detail != "hiring"
        ]
        return self._anchors.harvest(self._documents, self._clauses.quotable, known)

    def anchored(self, subject: Subject) -> list[Subject]:
        """Return the subject once for every detail or topic that a question on it can turn on."""
        return self._anchors.of(subject)

    def subject(self, finding: Finding, rank: float = 0.0) -> Subject | None:
        """Return the finding as a subject, or None where it cannot or should not be said."""
        when = next((e.date for e in finding.evidence if e.date), None) or finding.date
        if when and when.first > self._as_of:
            return None
        if when and finding.kind in _DEVELOPMENTS and (self._as_of - when.last).days > _STALE_DAYS:
            return None
        if wanted := sought(finding):
            month = {"month": self._month(when)} if when else {}
            slots = {**wanted.slots, **month}
            return replace(wanted, slots=slots, age=self._age(when), when=when, rank=rank)
        slots = {}
        form = _FORMS.get(finding.kind, "")
        title = spoken_title(finding.name, self._company)
        if tells(finding.name, self._grave) or ADVERT.search(finding.name):
            return None
        if title and self._clauses.begins(title, "call", *(() if when else ("leaning",))):
            title = None
        said = self._clauses.first(finding)
        if said and self._english and speaks_otherwise(said[0]):
            # Another edition of the site says it: in English it stands there as well, or is little.
            said = None
        if said:
            slots["clause"] = quoted(said[0])
        evidence, label = finding.evidence[:2], "it"
        plain = False
        events = frozenset({finding.detail.casefold() or "other"})
        if finding.detail == SAID:
            form, said = "statement", None
            evidence = finding.evidence[:1]
        elif form == "event":
            event = self._event(
                finding, title, said, dated=when is not None, recent=self._age(when) != "past"
            )
            if event is None or (title and when and len(content(title)) < _TITLE):
                return None
            form, events, telling, fits = event
            slots = telling.slots if telling and fits else slots
            citable = title and (when or len(title.split()) >= 3) and not title.isupper()
            if citable and form != "statement":
                slots["title"] = quoted(str(title))
            if when and not fits:
                clause = slots.pop("clause", "")
                # Where the headline cannot be said, its own sentence is cited in its stead.
                slots |= {} if citable or not said else {"title": clause}
            if form == "report":
                slots.pop("told", "")
            if telling:
                evidence = tuple(dict.fromkeys((telling.evidence, finding.evidence[0])))
                said = None
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
            if key(name) in self._regions:
                return None
            parts = content(name)
            plain = all(part in self._common for part in parts)
            if len(parts) == 1 and (plain or len(name) < 3 or parts[0] in self._people):
                return None
            # What they build with is no project of theirs, though a page may offer work with it.
            if key(name) in self._tools or (len(parts) > 1 and self._people >= set(parts)):
                return None
            said_of = " ".join(key(e.quote) for e in finding.evidence)
            # A body that they founded or support is somebody else's house.
            if finding.detail == "programme" and _FOUNDED.search(said_of):
                return None
            if f" {key(name)} " not in f" {said_of} " or (name.isupper() and len(parts) > 1):
                return None
            bare = bare_name(name, self._no_name) and not plain
            slots["project"] = label = name if bare else quoted(name)
            rank += 0.0 if bare else 4.0
            # Of a bare name nothing is known but that it is there.
            rank += 12.0 * all(len(e.quote.split()) <= len(name.split()) + 2 for e in evidence)
            if said and not self._describes(said[0], name):
                slots.pop("clause")
            # A heading of several common words is a name only where a sentence speaks of it.
            if not bare and "clause" not in slots and not CJK.search(name):
                return None
        elif form == "technology":
            if len(finding.name.split()) > 5 or len(finding.name) > 40:
                return None
            slots["tech"] = label = single(finding.name)
            plain = True
            # Only a sentence that names it tells of the work; a requirement tells of the applicant.
            if said and (
                key(finding.name) not in key(said[0])
                or self._clauses.begins(said[0], "requirement")
                or not self._clauses.speaks(said[0], finding.name)
                or not BUILT.search(said[0])
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
        if finding.detail == SAID:
            slots.pop("clause", "")
        elif form == "statement" and not said and self._clauses.speaks(finding.name):
            # Too long to be said whole: a detail of it may still be asked about.
            evidence = finding.evidence[:1]
        elif form in ("statement", "culture", "mission"):
            if (
                not said
                or not self._clauses.speaks(said[0])
                or self._clauses.is_slogan(said[0], form)
            ):
                return None
            evidence = (said[1],)
        elif form == "technology" and "clause" in slots and said:
            # A requirement may stand first: what is asked about is the sentence.
            evidence = (said[1],)
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
            events=events,
            age=self._age(when),
            when=when,
            plain=plain,
            explained=form == "event" and self._reader.explains(finding),
            body=form != "event" or bool(self._reader.context(finding)),
            rank=rank,
        )

    def context(self, subject: Subject) -> list[tuple[Document, str]]:
        """Return the sentences of the entry that a subject stands for, with their page."""
        return self._reader.context(subject.finding) if subject.form == "event" else []

    def _event(
        self,
        finding: Finding,
        title: str | None,
        said: tuple[str, Evidence] | None,
        *,
        dated: bool,
        recent: bool,
    ) -> tuple[str, frozenset[str], Telling | None, bool] | None:
        """Return how a development is asked about, its kinds, and its most telling sentence.

        Last, whether the sentence is what is cited. The kinds follow from that: from the sentence,
        where it tells one, else from the headline, and then the headline is cited.
        """
        if finding.detail == "hiring" and not (recent and self._hires(finding)):
            return None
        if CALENDAR.search(finding.evidence[0].url):
            # An entry of a calendar is no work of the company's.
            return None
        telling = self._reader.tell(finding) if dated else None
        events = self._kinds.of_headline(finding)
        if not events & _KEPT and self._anchors.is_anothers(finding.name):
            # What is asked of the company's own deed would credit them with another's.
            events = OTHER
        fits = telling is not None
        if telling and "challenge" in events:
            fits = "challenge" in self._kinds.of_sentence(telling.sentence)
        elif telling:
            by_sentence = self._kinds.of_sentence(telling.sentence)
            if finding.stance != "challenge" and "outage" not in events:
                # Whoever speaks of downtime in passing has had none.
                by_sentence -= {"outage"}
            if by_sentence and "story" not in events:
                events = by_sentence
            elif telling.retold and (events == OTHER or not title):
                events = frozenset({"did"})
            elif title:
                fits = False
        elif said and events == OTHER and not dated:
            events = self._kinds.of_sentence(said[0]) or events
        if finding.standing == "third party" or finding.evidence[0].source == "news":
            return "report", events, None, False
        if not dated and (not title or len(title.split()) < 3 or title.isupper()):
            return "statement", events, None, False
        if not dated and said and SPEAKER.match(finding.name):
            return "statement", events, None, False
        told = telling or (said and self._clauses.speaks(said[0]))
        if not title and not told and not (dated and self._reader.context(finding)):
            return None
        return "event", events, telling, fits

    def _describes(self, clause: str, name: str) -> bool:
        """Tell whether a sentence is about a project: it names it."""
        return f" {key(name)} " in f" {key(clause)} "

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
    **dict.fromkeys((Kind.PRIORITY, Kind.NEWS), "event"),
    Kind.PROJECT: "project",
    Kind.VALUE: "value",
    Kind.CULTURE: "culture",
    Kind.TECHNOLOGY: "technology",
    Kind.PERSON: "person",
    Kind.MISSION: "mission",
}
_DEVELOPMENTS = frozenset({Kind.PRIORITY, Kind.NEWS})
_FOUNDED = re.compile(r"\bwe (?:co )?founded\b|\bfounded and support")
_KEPT = frozenset({"challenge", "story"})
"""Kinds of news that stay what they are, whoever acts in the headline."""
_TITLE = 2
"""Telling words that a headline must have."""


def spelled(when: PartialDate) -> str:
    """Return a date as it is written in a sentence: "5 November 2026", "November 2026", "2026"."""
    parts = (str(when.day) if when.day else "", MONTHS[when.month - 1] if when.month else "")
    return " ".join([*filter(None, parts), str(when.year)])


def _keys(table: Mapping[str, Sequence[str]], name: str) -> frozenset[str]:
    return frozenset(key(word) for word in table.get(name, ()))
