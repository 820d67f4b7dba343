"""What stands behind a question: why now, the tie, what to listen for, the ask-back. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from researcher.evidence import cite
from researcher.models import AskBack, Candidate, Document, Evidence, TieIn
from researcher.suggest.drafts import Draft, Setting, inner_quotes
from researcher.suggest.frames import Frames, pick
from researcher.suggest.gates import judge
from researcher.suggest.places import ASK_BACKS
from researcher.suggest.ranking import FRESH
from researcher.suggest.slots import spelled
from researcher.suggest.stories import tells_of_work
from researcher.suggest.subject import Subject
from researcher.suggest.taken import source_of
from researcher.suggest.ties import OFTEN, Ties
from researcher.text import key, shorten

_QUOTE = 230
"""Characters of a quote in the reason."""
_NAMED = frozenset({"skill", "phrase"})
"""What is shared in the same words: it can be asked back by name, and tie by another sentence."""
_SAYABLE = ("s", "ing", "ty", "ics", "age")
"""Endings of common nouns that can be said without an article."""
_BESIDE = 1
"""Sentences between the one that is asked about and one that may tie beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completer:
    """Adds to a question what stands behind it."""

    setting: Setting
    frames: Frames
    ties: Ties
    candidate: Candidate
    as_of: date

    def why(self, group: tuple[Subject, ...], theme: str) -> str:
        """Return the reason to ask now: the quote with its date, and what is learnt."""
        subject = min(group, key=lambda s: FRESH.index(s.age))
        quote = inner_quotes(shorten(subject.evidence[0].quote, _QUOTE)).removesuffix(".")
        if subject.when is None:
            start = f"Background, undated: “{quote}”"
        elif subject.age == "recent":
            days = max(0, (self.as_of - subject.when.first).days)
            ago = {0: ", today", 1: ", yesterday"}.get(days, f", {days} days ago")
            start = f"{spelled(subject.when)}{ago if subject.when.day else ''}: “{quote}”"
        else:
            start = f"Background, from {spelled(subject.when)}: “{quote}”"
        return f"{start}. {self.learn(group, theme)}"

    def learn(self, group: tuple[Subject, ...], theme: str) -> str:
        """Return what the candidate learns from the answer, a sentence."""
        subject = min(group, key=lambda s: FRESH.index(s.age))
        seed = (self.setting.company, subject.finding.name)
        learn = pick(self.frames.kits[theme].learn, 1, *seed)[0]
        return f"You learn {learn.replace('{it}', group[0].label)}."

    def complete(
        self,
        draft: Draft,
        chosen: Sequence[Draft],
        context: Callable[[Subject], Sequence[tuple[Document, str]]] = lambda _subject: (),
    ) -> Draft:
        """Add the tie to the candidate and the listening kit.

        A line of the CV that ties two questions of the set already is passed over. Where the
        quotes of a question tie nothing, the sentences beside them are looked through for one that
        names what the CV names: then that sentence is cited as well.
        """
        kit = self.frames.kits[draft.theme]
        seed = (self.setting.company, draft.question.text)
        label = " and ".join(dict.fromkeys(s.label for s in draft.subjects))
        tied = Counter(
            e.quote for d in chosen if d.question.tie_in for e in d.question.tie_in.evidence
        )
        spent = [line for line, often in tied.items() if often >= OFTEN]
        if any(subject.form == "skill" for subject in draft.subjects):
            # What the question itself says of the CV is shown, however often it is.
            spent = []
        source = source_of(draft.question)
        tie = self.ties.of_work(kit.work, spent=spent) or self.ties.tie(source, spent=spent)
        if tie is None or not tie.evidence:
            # A line that ties others already is told again rather than denied.
            tie = self.ties.tie(source) or tie
        if (tie is None or not tie.evidence) and kit.work:
            tie = self.ties.of_work(kit.work) or tie
        if tie is None or not tie.evidence:
            beside = self._beside(draft, context, spent)
            if beside:
                tie, quote = beside
                evidence = (*draft.question.evidence, quote)
                draft = replace(draft, question=replace(draft.question, evidence=evidence))
        had = {
            other
            for d in chosen
            for other in (*d.question.follow_ups, *d.question.strong, *d.question.weak)
        }

        def told(texts: Sequence[str]) -> tuple[str, ...]:
            # What another question of the set has already is taken only where nothing else is left.
            said = [text.replace("{it}", label) for text in texts]
            fresh = pick([text for text in said if text not in had], 2, *seed)
            again = pick([text for text in said if text not in fresh], 2 - len(fresh), *seed)
            return (*fresh, *again)

        full = replace(
            draft.question,
            tie_in=tie,
            follow_ups=told(kit.follow_ups),
            strong=told(kit.strong),
            weak=told(kit.weak),
            ask_back=self._ask_back(tie, draft, chosen),
        )
        checked = replace(draft, question=full)
        if judge(checked, self.setting) is None:
            return checked
        return replace(draft, question=replace(full, tie_in=None, ask_back=None))

    def _beside(
        self,
        draft: Draft,
        context: Callable[[Subject], Sequence[tuple[Document, str]]],
        spent: Sequence[str],
    ) -> tuple[TieIn, Evidence] | None:
        """Return the tie of another sentence of the same entry, and the sentence.

        It stands next to the one that is asked about and names a tool by its own name, or what it
        shares with the CV is what the question itself names: all else is another matter.
        """
        asked = f" {key(draft.question.text)} "
        quoted = [key(evidence.quote) for evidence in draft.question.evidence]
        for subject in draft.subjects:
            told = list(context(subject))
            places = [n for n, (_, sentence) in enumerate(told) if key(sentence) in quoted]
            # What stands next to a headline alone are the first two sentences.
            places = places or [0]
            for place, (document, sentence) in enumerate(told):
                # What the question leaves aside of its own sentence is no tie beside it.
                if any(key(sentence) in quote or quote in key(sentence) for quote in quoted):
                    continue
                tie = self.ties.tie(sentence, spent=spent)
                if tie is None or not any(tells_of_work(e.quote) for e in tie.evidence):
                    continue
                same = [shared for shared in tie.matched if shared.sort in _NAMED]
                near = any(abs(place - other) <= _BESIDE for other in places)
                if not any(
                    f" {key(s.theirs)} " in asked or (near and s.theirs[:1].isupper()) for s in same
                ):
                    continue
                quote = cite(document, sentence, date=subject.finding.date)
                if quote:
                    return tie, quote
        return None

    def _ask_back(self, tie: TieIn | None, draft: Draft, chosen: Sequence[Draft]) -> AskBack | None:
        """Return what they may ask in return, and the line of the CV that answers it.

        With a tie, what both share is asked back; without one, what any line of work answers.
        """
        seed = (self.setting.company, draft.question.text)
        backs = [d.question.ask_back for d in chosen if d.question.ask_back]
        asked = Counter(back.question for back in backs)
        line = next((e.quote for e in tie.evidence if tells_of_work(e.quote)), "") if tie else ""
        if tie and line:
            said = (s.ours for s in tie.matched if s.sort in _NAMED)
            # "Dealt with Kafka", "with leases", but not "with robot".
            named = next((s for s in said if s[0].isupper() or s.endswith(_SAYABLE)), "")
            by_name = f"Where have you dealt with {named} yourself?" if named else ""
            own = [back for back in (self.ties.asked(tie), by_name) if back]
            return _reply(_rarest([*own, *pick(ASK_BACKS["near"], 9, *seed)], asked), line)
        told = Counter(back.reply for back in backs)
        lines = {p.text: told[_reply("", p.text).reply] for p in self.candidate.cv}
        line, newest = self.ties.latest(lines, *seed)
        near = self.ties.nearest(source_of(draft.question))
        if tells_of_work(near) and told[_reply("", near).reply] < OFTEN:
            # Too little for a tie, and still nearer than the others.
            line, newest = near, False
        plain = pick(ASK_BACKS["far" if newest else "any"], 9, *seed)
        return _reply(_rarest(plain, asked), line) if line else None


def _rarest(questions: Sequence[str], asked: Mapping[str, int]) -> str:
    """Return the question that was asked least, of those the first."""
    return min(questions, key=lambda question: asked[question])


def _reply(question: str, line: str) -> AskBack:
    return AskBack(question=question, reply=f"From my CV: “{inner_quotes(line)}”")
