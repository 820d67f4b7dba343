"""How a finding may be named in a spoken question: bare, quoted as a title, as a clause, or not.

Names are raw page text of any language, casing and length. Nothing is cut inside a clause: what
cannot be said whole is not said, and another finding or another frame is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from researcher.models import Document, Evidence, Finding, Kind, PartialDate, Words
from researcher.text import fold, key, sentences
from researcher.text import words as words_of

RECENT_DAYS = 90
MONTHS = (
    "January February March April May June July August September October November December".split()
)
_TITLE_WORDS, _TITLE_LENGTH = 11, 84
_CLAUSE_WORDS, _CLAUSE_LENGTH = 15, 100
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_LENGTH = 40
_LEADING_DATE = re.compile(
    r"^(?:\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})[\s:–—|-]+"
)
_DASH = re.compile(r"\s[-–—]\s")
_NUMBERED = re.compile(r"^(?:#?\d{1,2}\s*[.):–—-]\s*|#\d{1,2}\s+|0\d\s+)")
_CUTS = (": ", " – ", " — ", " - ", "; ", " (")
_CLAUSE_CUTS = ("; ", " – ", " — ", ": ")
_TEASER = re.compile(r"(\.\.\.|…|\[…\]|»|›)\s*$")
_HANGING = frozenset(
    "a an the of and or to in on at for with by from as is are be that which our your their its "
    "der die das und oder mit für von zu im le la les de des du et en pour el los las y con para un una "
    "will can has have more not but".split()
)
_QUOTES = str.maketrans({"“": "‘", "”": "’", "„": "‘", "«": "‘", "»": "’", '"': "’"})
_SOFTWARE_CASE = re.compile(r"[a-z]+[A-Z]|\d|^[A-Z]{2,}")
_LOWER = re.compile(r"\b[^\W\d_A-Z][^\W\d_]*\b")
_SPEAKER = re.compile(r"^(we|our|you|your|every|each|all|wir|unsere?|nous|notre|nuestr[oa]s?)\b", re.I)
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


def spoken_title(name: str, company: str = "") -> str | None:
    """Return a headline as it can be quoted in speech, without quotation marks; None if it cannot.

    The site's name behind a bar, a date before it and a full stop are dropped; a long headline is
    cut only where its own colon or dash parts it. A headline that asks is left: a question holds one
    question mark.
    """
    title = _LEADING_DATE.sub("", fold(name))
    title = re.split(r"\s[|·•»›]\s|\s[|]\s?", title)[0]
    head, dash, tail = re.split(r"(\s[-–—]\s)(?!.*\s[-–—]\s)", title) if _DASH.search(title) else (title, "", "")
    if dash and key(tail) and (key(tail) in key(company) or key(company) in key(tail)):
        title = head
    if _TEASER.search(title) or "?" in title or "？" in title or "http" in title:
        return None
    title = title.translate(_QUOTES).strip(" .!:;,–—-！。")
    for cut in ("", *_CUTS):
        head = title.split(cut)[0].rstrip(" .!:;,–—-") if cut else title
        least = 3 if cut else 1
        if len(words_of(head)) >= least and _sayable(head, _TITLE_WORDS, _TITLE_LENGTH):
            return head
    return None


def spoken_clauses(quote: str, name: str = "", language: str = "en") -> Iterator[str]:
    """Return the sentences of a quote that can be read aloud whole, without their full stop.

    A heading that the quote begins with is skipped. What is too long is cut only before a semicolon,
    a dash or a colon, and comes last.
    """
    text = fold(quote)
    if name and text.startswith(name) and len(text) > len(name) + 12:
        text = text[len(name) :].lstrip(" :.–—-!")
    cuttable: list[str] = []
    for sentence in sentences(text, language):
        if "?" in sentence or "？" in sentence or _TEASER.search(sentence):
            continue
        start = text.find(sentence)
        # ".NET": what follows a full stop without a space begins no sentence.
        if start > 0 and not text[start - 1].isspace() and not _CJK.search(sentence):
            continue
        ended = sentence.endswith((".", "!", "。", "！"))
        bare = sentence.rstrip(".!。！ ")
        if not (ended or _SPEAKER.match(bare)) or not _begins_well(bare):
            continue
        if _clause_like(bare):
            yield bare.translate(_QUOTES)
        else:
            cuttable.append(bare)
    for sentence in cuttable:
        for cut in _CLAUSE_CUTS:
            head = sentence.split(cut)[0].rstrip(" ,")
            if cut in sentence and _clause_like(head):
                yield head.translate(_QUOTES)
                break


def _clause_like(text: str) -> bool:
    least = 1 if _CJK.search(text) else 4
    return (
        len(text.split()) >= least
        and _sayable(text, _CLAUSE_WORDS, _CLAUSE_LENGTH)
        and not text.isupper()
        and text.count("|") == 0
        and (_CJK.search(text) is not None or _mostly_lower(text))
    )


def _mostly_lower(text: str) -> bool:
    """Tell a sentence from a run of headings or a menu."""
    parts = [word for word in text.split() if word[:1].isalpha()]
    return sum(word[0].islower() for word in parts) >= 0.5 * len(parts)


def _begins_well(text: str) -> bool:
    return bool(text) and (text[0].isupper() or text[0].isdigit() or _CJK.match(text) is not None)


def _sayable(text: str, most_words: int, longest: int) -> bool:
    if not text or len(text.split()) > most_words or len(text) > longest:
        return False
    if _CJK.search(text) and len(text) > _CJK_LENGTH:
        return False
    if text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return False
    last = words_of(text)[-1:] or [""]
    return last[0] not in _HANGING and "{" not in text and "@" not in text


def bare_name(name: str, no_name: frozenset[str]) -> bool:
    """Tell whether a name can stand in a sentence without quotation marks: a short proper name."""
    parts = name.split()
    if not parts or len(parts) > 6 or len(name) > 45 or re.search(r"[“”\"«»?!:;|–—…/]|\.$| - ", name):
        return False
    if _CJK.search(name) or (name.isupper() and len(name) > 6 and len(parts) > 1):
        return False
    if key(parts[0]) in no_name:
        return False
    telling = [part for part in parts if key(part) not in no_name and part[:1].isalpha()]
    return bool(telling) and all(part[0].isupper() or _SOFTWARE_CASE.search(part) for part in telling)


def quoted(text: str) -> str:
    """Return the text in quotation marks."""
    return f"“{text}”"


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
        self._people: frozenset[str] = frozenset()
        texts = (block.text for document in documents for block in document.main)
        self._common = frozenset(
            key(word)
            for text in texts
            for word in _LOWER.findall(text)
            if len(word) > 2 and word.islower()
        )

    def know(self, people: Iterable[Finding]) -> None:
        """Take note of the people's names: they are no projects."""
        self._people = frozenset(word for person in people for word in words_of(person.name))

    def subject(self, finding: Finding, rank: float = 0.0) -> Subject | None:
        """Return the finding as a subject, or None where it cannot be said well or should not be."""
        when = next((e.date for e in finding.evidence if e.date), None) or finding.date
        if when and when.first > self._as_of:
            return None
        slots: dict[str, str] = {}
        form = _FORMS.get(finding.kind, "")
        title = spoken_title(finding.name, self._company)
        if title and self._begins(title, "call"):
            title = None
        said = self._clause(finding)
        if said:
            slots["clause"] = quoted(said[0])
        evidence, label = finding.evidence[:2], "this"
        plain = False
        if form == "event":
            # A dated headline is cited as a title; a sentence that stands without date as a clause.
            if finding.detail == "hiring" and not _tells(finding.name, self._told["hiring"]):
                return None
            if title and (when or len(title.split()) >= 3) and not title.isupper():
                slots["title"] = quoted(title)
                label = quoted(title) if len(title.split()) <= 6 else "this news"
                if finding.standing == "third party" or finding.evidence[0].source == "news":
                    form = "report"
                elif not when and said and _SPEAKER.match(finding.name):
                    form = "statement"
            else:
                form = "statement"
        elif form == "value":
            name = spoken_title(_NUMBERED.sub("", finding.name))
            if name is None or len(name.split()) > 8:
                return None
            slots["value"] = label = quoted(name)
            plain = all(word in self._plain for word in _content(name))
        elif form == "project":
            name = spoken_title(finding.name, self._company)
            if name is None or len(name.split()) > 6 or key(name) == key(self._company):
                return None
            parts = _content(name)
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
            slots["tech"] = label = finding.name.translate(_QUOTES)
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
            if post is None or not _person(finding.name):
                return None
            slots |= {"who": finding.name, "post": post}
            label = finding.name
        elif form == "culture" and (
            finding.detail in NO_PERKS or self._speaks_of_perks(finding)
        ):
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

    def _clause(self, finding: Finding) -> tuple[str, Evidence] | None:
        """The first sentence of the evidence that stands alone, best one behind the name."""
        for name in (finding.name, ""):
            for evidence in finding.evidence:
                for said in spoken_clauses(evidence.quote, name):
                    alike = name and key(said) == key(name)
                    if not alike and not self._begins(said, "call", "leaning"):
                        return said, evidence
        return None

    def _begins(self, text: str, *names: str) -> bool:
        start = f"{key(text)} "
        return any(start.startswith(f"{word} ") for name in names for word in self._starts[name])

    def _speaks(self, clause: str, name: str = "\0") -> bool:
        """Tell whether a sentence speaks for the company, or begins with the thing it tells of."""
        told = key(clause)
        if _CJK.search(clause):
            return any(word in told for word in (*self._speaker, key(self._company)) if word)
        if told.startswith(f"{key(name)} ") or f" {key(self._company)} " in f" {told} ":
            return True
        return bool(set(told.split()) & self._speaker)

    def _events(self, finding: Finding, title: str, quote: str) -> frozenset[str]:
        """The kind of event, where the headline itself tells it; else "other"."""
        told = finding.detail.casefold()
        if finding.kind not in (Kind.PRIORITY, Kind.NEWS):
            return frozenset({told or "other"})
        if told not in self._told or not _tells(title, self._told[told]):
            hard = finding.stance == "challenge" and _tells(quote, self._told.get("closure", ()))
            return frozenset({"challenge"} if hard else {"other"})
        return frozenset({told, "challenge"} if told in _HARD else {told})

    def _speaks_of_perks(self, finding: Finding) -> bool:
        texts = f" {key(finding.name)} {' '.join(key(e.quote) for e in finding.evidence)} "
        return any(f" {perk} " in texts for perk in self._perks)

    def _post(self, role: str) -> str | None:
        post = re.split(r"\s[|/•·]\s|;|\n", fold(role))[0].strip(" ,.-–—")
        if not post or len(post.split()) > 7 or re.search(r"[“”\"?!:@]", post):
            return None
        if _CJK.search(post) or not post[0].isalpha():
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
_STARTS = ("requirement", "call", "leaning")


def _tells(text: str, terms: Iterable[str]) -> bool:
    folded = f" {key(text)} "
    for term in terms:
        bare = key(term)
        if _CJK.search(bare):
            if bare in folded:
                return True
        elif f" {bare}{'' if term.endswith('*') else ' '}" in folded:
            return True
    return False


def _keys(table: Mapping[str, Sequence[str]], name: str) -> frozenset[str]:
    return frozenset(key(word) for word in table.get(name, ()))


def _content(name: str) -> list[str]:
    return [word for word in words_of(name) if word not in _HANGING] or [key(name)]


def _person(name: str) -> bool:
    if _CJK.search(name):
        return len(name) <= 12
    parts = name.split()
    return 2 <= len(parts) <= 4 and not re.search(r"[\d,:;|()“”\"@]", name)
