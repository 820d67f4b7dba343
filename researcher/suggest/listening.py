"""What stands behind a question: why now, the tie, what to listen for, the ask-back. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
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
from researcher.suggest.ties import OFTEN, Ties
from researcher.text import key, shorten

_QUOTE = 230
"""Characters of a quote in the reason."""
_NAMED = frozenset({"skill", "alias", "phrase"})
"""What of another sentence is enough for a tie: something that both name."""
_TOOLS = frozenset({"skill", "phrase"})
"""What is shared in the same words, and so can be asked back by name."""


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
        seed = (self.setting.company, subject.finding.name)
        learn = pick(self.frames.kits[theme].learn, 1, *seed)[0]
        return f"{start}. You learn {learn.replace('{it}', group[0].label)}."

    def complete(
        self,
        draft: Draft,
        chosen: Sequence[Draft],
        context: Callable[[Subject], Sequence[tuple[Document, str]]] = lambda _subject: (),
    ) -> Draft:
        """Add the tie to the candidate and the listening kit.

        A line of the CV that ties two questions of the set already is passed over. Where the
        quotes of a question tie nothing, the rest of its entry is looked through for a sentence
        that names a skill of the CV: then that sentence is cited as well.
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
        tie = self.ties.tie(_source(draft), spent=spent)
        if tie is None or not tie.evidence:
            # A line that ties others already is told again rather than denied.
            tie = self.ties.tie(_source(draft)) or tie
        if tie and any(not tells_of_work(e.quote) for e in tie.evidence) and not _exact(tie):
            # A degree near the subject is no experience with it.
            tie = self.ties.tie(_source(draft), spent=[*spent, *(e.quote for e in tie.evidence)])
        if tie is None or not tie.evidence:
            beside = self._beside(draft, context, spent)
            if beside:
                tie, quote = beside
                evidence = (*draft.question.evidence, quote)
                draft = replace(draft, question=replace(draft.question, evidence=evidence))
        had = {other for d in chosen for other in (*d.question.follow_ups, *d.question.strong)}

        def told(texts: Sequence[str]) -> tuple[str, ...]:
            # What another question of the set has already is taken only where nothing else is left.
            fresh = [text for text in texts if text.replace("{it}", label) not in had]
            taken = pick(fresh if len(fresh) >= 2 else texts, 2, *seed)
            return tuple(text.replace("{it}", label) for text in taken)

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
        """Return the tie of another sentence of the same entry, and the sentence."""
        for subject in draft.subjects:
            for document, sentence in context(subject):
                tie = self.ties.tie(sentence, spent=spent)
                if tie is None or not tie.evidence:
                    continue
                if not any(shared.sort in _NAMED for shared in tie.matched):
                    continue
                quote = cite(document, sentence, date=subject.finding.date)
                if quote:
                    return tie, quote
        return None

    def _ask_back(self, tie: TieIn | None, draft: Draft, chosen: Sequence[Draft]) -> AskBack | None:
        """Return what they may ask in return, and the line of the CV that answers it.

        The line that ties comes first, then one that tells of the same kind of doing, then one of
        the newest position, which answers only what is asked of it.
        """
        seed = (self.setting.company, draft.question.text)
        said = Counter(d.question.ask_back.reply for d in chosen if d.question.ask_back)
        kit = self.frames.kits[draft.theme]
        line = next((e.quote for e in tie.evidence if tells_of_work(e.quote)), "") if tie else ""
        if tie and line:
            named = next((s.ours for s in tie.matched if s.sort in _TOOLS), "")
            asked = f"Where have you dealt with {named} yourself?" if named else ""
            return _reply(asked or pick(kit.ask_back or ASK_BACKS["near"], 1, *seed)[0], line)
        fitting = [
            passage.text
            for passage in self.candidate.cv
            if tells_of_work(passage.text) and _tells(passage.text, kit.cues)
        ]
        fitting.sort(key=lambda text: said[_reply("", text).reply])
        if fitting and kit.ask_back and said[_reply("", fitting[0]).reply] < OFTEN:
            return _reply(pick(kit.ask_back, 1, *seed)[0], fitting[0])
        line = self.ties.latest(*seed)
        return _reply(pick(ASK_BACKS["far"], 1, *seed)[0], line) if line else None


def _exact(tie: TieIn) -> bool:
    return any(shared.sort == "skill" for shared in tie.matched)


def _source(draft: Draft) -> str:
    """Return what the company itself says: its quotes, and names that stand in them."""
    quotes = " ".join(evidence.quote for evidence in draft.question.evidence)
    said = f" {key(quotes)} "
    return " ".join([quotes, *(name for name in draft.question.about if f" {key(name)} " in said)])


def _reply(question: str, line: str) -> AskBack:
    return AskBack(question=question, reply=f"From my CV: “{inner_quotes(line)}”")


def _tells(line: str, cues: Sequence[str]) -> bool:
    said = f" {key(line)} "
    return any(f" {cue}" in said for cue in cues)
