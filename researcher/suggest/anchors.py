"""Anchors: the detail or the topic of a finding that a question turns on. Pure.

Each finding gives several subjects: one for every detail of its headline and its own sentences,
one for what its headline is about, and the finding as it stands for where nothing better passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from researcher.evidence import cite
from researcher.models import Document, Evidence, Finding
from researcher.suggest.deadlines import deadline
from researcher.suggest.details import DOING, KINDS, THING, Detail, Finder
from researcher.suggest.harvest import SAID, Harvester
from researcher.suggest.retold import Teller
from researcher.suggest.spoken import content
from researcher.suggest.subject import Subject
from researcher.suggest.telling import Reader
from researcher.suggest.topics import Topics, common_words
from researcher.suggest.turns import CITED, TELLING, overtaken
from researcher.text import key, sentences

_MOST = 5
"""Details of one finding that are tried."""
_TOLD = 12
"""Words of a deed that a question can hold and still be said in one breath."""
_DOING = 9
"""Words of what was done that a sentence can hold as its object."""
_NEXT = 2
"""Sentences behind a detail that may say that it was settled."""
_PHRASES = (frozenset(TELLING) | {"first", "choice"}) - CITED
"""Details whose words are understood though their sentence leans on the one before it."""
_NAMES = frozenset({"partner", "funder", "place", "unsolved"})
"""Details that hold whatever became of them."""
_NO_TOPIC = frozenset({"meeting", "event", "story", "view", "hiring", "award"})
"""Kinds of news whose headline is no work of the company's that one could ask about."""
_DEEDS = frozenset(
    {"launch", "funding", "partnership", "acquisition", "expansion", "leadership", "research"}
    | {"reorganisation", "move", "strategy"}
)
"""News that a headline alone shows to be the company's own."""
_LESSONS = frozenset({"howto", "other"})
_MEETS = re.compile(
    r"\b(?:meeting|conference|webinar|workshop|group|ceremony|update)$", re.IGNORECASE
)
"""Gatherings and bulletins, behind which there is no work to ask about."""
_FIGURES = frozenset({"shared", "share", "number", "many", "list", "place", "added"})
"""Details that say too little without the headline that they stand under."""
_NAMED = re.compile(r"(?<=[a-z] )[A-Z][\w-]+|^[A-Z][\w-]+|\d")
"""What in a phrase says which one is meant."""
_OURS = re.compile(r"\b(?:our|we|us)\b", re.IGNORECASE)
_OWN = 0.15
"""The share of an entry's sentences in which the company must speak of itself."""
_READ = frozenset({"statement", "project", "mission"})
"""Forms of findings whose own quotes are searched for details."""
_TOLD_OF = frozenset(TELLING) | {"need", "hard", "choice", "decision", "found", "plan"}
"""Details that a sentence about a product may hold: names and lists in it describe the product."""


class Anchors:
    """Finds what questions on one site's findings can turn on."""

    def __init__(
        self,
        company: str,
        told: Mapping[str, Sequence[str]],
        documents: Sequence[Document],
        teller: Teller,
        reader: Reader,
        tools: Collection[str],
        as_of: date,
    ) -> None:
        """Read how the site writes its words, and what it calls itself."""
        texts = [block.text for document in documents for block in document.main]
        self._common = common_words(texts)
        first = company.split()
        self._names = (company, " ".join(first[:2]), *first[:1], *teller.short_names)
        self._told = told
        self._topics = self._topics_with(())
        self._finder = Finder(self._names, self._common)
        self._reader = reader
        self._teller = teller
        self._tools = tools
        self._as_of = as_of

    def know(self, people: Collection[str]) -> None:
        """Take note of the words of people's names, which are no topic."""
        self._topics = self._topics_with(people)

    def is_anothers(self, headline: str) -> bool:
        """Tell whether a headline says what somebody other than the company did."""
        return self._topics.is_anothers(headline)

    def harvest(
        self,
        documents: Sequence[Document],
        quotable: Callable[[str], bool],
        known: Collection[str],
    ) -> list[Finding]:
        """Return findings of the telling sentences of lasting pages."""

        def tell(sentence: str) -> str:
            retold = self._teller.retell(sentence)
            return _simple_past(retold.brief) if retold else ""

        return Harvester(
            finder=self._finder,
            quotable=quotable,
            as_of=self._as_of,
            tell=tell,
            near=self._reader.near,
        ).of(documents, known)

    def of(self, subject: Subject) -> list[Subject]:
        """Return the subject once for each anchor, best first, and as it stands."""
        if subject.anchor or subject.hard or subject.form not in {"event", *_READ}:
            return [subject]
        found = [self._with_detail(subject, *each) for each in self._details(subject)]
        told = _simple_past(subject.slots.get("told", ""))
        if subject.finding.detail == SAID and (retold := self._teller.retell(_said(subject))):
            told = _simple_past(retold.brief)
        if told:
            found.append(
                self._with_detail(subject, Detail(kind="did", text=told), subject.evidence[0])
            )
        # Each kind of detail once: the first of it stands earliest in the entry.
        kinds = {each.anchor: each for each in reversed(found)}
        ranked = sorted(kinds.values(), key=lambda each: KINDS.index(each.anchor))[:_MOST]
        topic = self._topic(subject)
        call = self._call(topic) if topic else None
        if topic and call:
            ranked, topic = [call], None
        return [*ranked, *([topic] if topic else []), replace(subject, rank=subject.rank + 6.0)]

    def _topics_with(self, people: Collection[str]) -> Topics:
        return Topics(
            self._names,
            self._told.get("verb", ()),
            self._common,
            people,
            self._told.get("other_verb", ()),
        )

    def _topic(self, subject: Subject) -> Subject | None:
        if subject.form != "event" or subject.events & _NO_TOPIC or subject.when is None:
            return None
        if subject.finding.evidence[0].source == "news" or not self._is_english(subject):
            return None
        thing = self._topics.of(subject.finding.name)
        if thing is None:
            return None
        headline = next((e for e in subject.evidence if _says(e, thing)), None)
        if headline is None or not self._is_own(subject) or _MEETS.search(thing):
            return None
        rest = tuple(e for e in subject.evidence if e != headline)
        doing = thing.split()[0].endswith("ing")
        if doing and len(thing.split()) > _DOING:
            return None
        return replace(
            subject,
            slots=_dated(subject) | {THING: thing} | ({DOING: thing} if doing else {}),
            evidence=(headline, *rest),
            label=thing,
            anchor=DOING if doing else THING,
            technical=self._is_technical(thing),
        )

    def _call(self, topic: Subject) -> Subject | None:
        """Return the topic of a call for something by what its deadline makes of it."""
        entry = self._reader.context(topic.finding)
        found = deadline(topic.finding.name, [sentence for _, sentence in entry], self._as_of)
        if found is None:
            return None
        kind, sentence = found
        page = next(document for document, said in entry if said == sentence)
        until = cite(page, sentence, date=topic.finding.date)
        return replace(
            topic,
            slots={**topic.slots, kind: topic.slots[THING]},
            evidence=tuple(e for e in (topic.evidence[0], until) if e),
            anchor=kind,
        )

    def _is_own(self, subject: Subject) -> bool:
        """Tell whether an entry tells of the company's own work, not of the trade at large."""
        headline = subject.finding.name
        if _OURS.search(headline) or any(
            key(n) in key(headline) for n in self._names if len(n) > 3
        ):
            return True
        share = self._reader.own_share(subject.finding)
        if share is not None:
            return share >= _OWN
        # Of a headline alone: only news that a company has of itself.
        return bool(subject.events & _DEEDS)

    def _details(self, subject: Subject) -> Iterator[tuple[Detail, Evidence]]:
        if not self._is_english(subject):
            return
        finding = subject.finding
        if subject.form == "event":
            own = finding.evidence[0].source != "news"
            anothers = self._topics.is_anothers(finding.name)
            for detail in self._finder.of_headline(finding.name) if own else ():
                # Of what others did, that they came to the company is its news as well.
                if not anothers or detail.kind == "client":
                    yield detail, finding.evidence[0]
            if subject.events & _NO_TOPIC:
                return
            entry = [sentence for _, sentence in self._reader.context(finding)]
            alone = {sentence for _, sentence in self._reader.sentences(finding)}
            for document, sentence in self._reader.context(finding):
                place = entry.index(sentence) + 1
                settled = overtaken(" ".join(entry[place : place + _NEXT]))
                for detail in self._finder.of_sentence(sentence):
                    if sentence not in alone and detail.kind not in _PHRASES:
                        continue
                    # What was settled since, or was left for later, is asked of by that sentence.
                    if settled and detail.kind not in _NAMES:
                        continue
                    # What a lesson for others "will" do is no plan.
                    if subject.events & _LESSONS and detail.kind in ("plan", "purpose", "list"):
                        continue
                    evidence = cite(document, sentence, date=finding.date)
                    if evidence:
                        yield detail, evidence
            return
        clause = subject.slots.get("clause", "").strip("“”")
        for evidence in subject.evidence:
            said = [clause] if clause else sentences(evidence.quote, "en")
            for sentence in said:
                if key(sentence) in key(evidence.quote):
                    for detail in self._finder.of_sentence(sentence):
                        if subject.form != "project" or detail.kind in _TOLD_OF:
                            yield detail, evidence

    def _with_detail(self, subject: Subject, detail: Detail, evidence: Evidence) -> Subject:
        rest = (e for e in (subject.finding.evidence[0], *subject.evidence) if e != evidence)
        kept = {name: subject.slots[name] for name in ("title", "project") if name in subject.slots}
        if subject.form != "event" and "clause" in subject.slots:
            kept["clause"] = subject.slots["clause"]
        return replace(
            subject,
            slots=_dated(subject) | kept | {detail.kind: detail.text},
            evidence=tuple(dict.fromkeys((evidence, *rest)))[:2],
            label=detail.text,
            anchor=detail.kind,
            leaning=subject.form == "event" and self._leans(subject, detail, evidence),
            technical=self._is_technical(detail.text),
            plain=False,
        )

    def _leans(self, subject: Subject, detail: Detail, evidence: Evidence) -> bool:
        """Tell whether a detail needs the headline before it, and is of one matter with it."""
        if detail.kind in _FIGURES or _NAMED.search(detail.text):
            return detail.kind in _FIGURES
        ours = set(key(" ".join(self._names)).split())
        return bool(set(content(subject.finding.name)) & set(content(evidence.quote)) - ours)

    def _is_english(self, subject: Subject) -> bool:
        url = subject.evidence[0].url
        language = self._reader.language(url)
        return not language or language.startswith("en")

    def _is_technical(self, text: str) -> bool:
        said = f" {key(text)} "
        return any(f" {tool} " in said for tool in self._tools)


_PERFECT = re.compile(r"^you have (?=\w+ed\b)")
_ONLY_SAID = re.compile(
    r"^you (?:have|announced|wrote|shared|published|reported|posted|said|introduced|joined|"
    r"attended|met|spoke|were|had|hosted|celebrated|started|presented|received|did|relied|adhered|"
    r"focused|wanted|loved|set|got|took|made|gave|went|brought|used|believed)\b"
)
"""Deeds in which there is no work to ask about, and forms that "when" does not go with."""


def _simple_past(told: str) -> str:
    """Return "you VERBed …" for use behind "when"; empty where it would tell of little."""
    told = _PERFECT.sub("you ", told)
    return "" if _ONLY_SAID.match(told) or len(told.split()) > _TOLD else told


def _said(subject: Subject) -> str:
    return subject.finding.evidence[0].quote


def _dated(subject: Subject) -> dict[str, str]:
    return {"month": subject.slots["month"]} if "month" in subject.slots else {}


def _says(evidence: Evidence, thing: str) -> bool:
    """Tell whether a quote holds what a topic was made of: most of its words."""
    said, wanted = set(key(evidence.quote).split()), key(thing).split()
    return sum(word in said for word in wanted) >= 0.6 * len(wanted)
