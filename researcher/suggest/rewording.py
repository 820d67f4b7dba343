"""Other words for a question, proposed from outside: whether they may stand. Pure.

A new wording passes every gate that the first one passed. Beyond that it may only reword: it keeps
the quotations, names, numbers and retellings that the question turns on and the words that carry
what is asked, and adds nothing but little words (`rewording.toml`), words of the same meaning
(`alike.toml`) and words of its own quotations. Where anything fails, the first wording stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from researcher.models import Candidate, Proposal, Question, Shown, Words
from researcher.suggest.drafts import Draft, Setting, own_words
from researcher.suggest.gates import LONGEST, judge, loose
from researcher.suggest.skills import stem
from researcher.text import fold, is_clean, key, shorten

_QUOTED = re.compile(r"“[^”]*”")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LAST = re.compile(r"(?<=[.!”])\s+(?=[A-Z“])")
_ADDRESS = re.compile(r"https?:|www\.|\w\.\w{2,}/", re.IGNORECASE)
_MARKS = frozenset(" ,.;:?'’“”-–—")
"""What may part words that were not parted so before: no markup, no emoji, no exclamation."""
_SUFFIX = re.compile(r"'(?:s|re|ve|ll|d|m)$")
_CONTRACTED = {"can't": "can", "won't": "will", "shan't": "shall"}
_ASKING = {
    **dict.fromkeys(("what", "which"), "what"),
    **dict.fromkeys(("who", "whom", "whose"), "who"),
    **{word: word for word in ("how", "where", "when", "why")},
}
_MASK = "this role"
"""Stands for the role, which is the candidate's to tell; ours says the same where none is known."""
_LINE = 3
"""Words from which a line of the candidate's is recognised."""
_SPARE = 5
"""Telling words from which one may be left out."""
_WORD = 24
_REASONS = 3
"""Reasons that the note on refused wordings names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopted:
    """What became of the proposals."""

    drafts: tuple[Draft, ...]
    """The whole set in its order, in new words where those may stand."""
    kept: int = 0
    refused: tuple[str, ...] = ()
    """A reason for each wording that may not stand, and for each question that was not shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewording:
    """What every new wording is judged with."""

    setting: Setting
    words: Words
    share_cv: bool = False
    """Whether the model may see the role and the line of the CV that a question is tied to."""
    closed: Callable[[Question], bool] = lambda _question: False
    """Tells whether the sources answer a question; then it is not to be asked."""

    def shown(self, draft: Draft) -> Shown | str:
        """Return what the model may see of a question, or why it may not be shown.

        Nothing of the CV, the notes, the role and the interviewer is in it; with `share_cv` the
        role and the one line of the CV that the question is tied to are.
        """
        question = draft.question
        text = question.text if self.share_cv else _masked(draft)
        if text is None:
            return "was not sent: it names the role"
        tie = question.tie_in if self.share_cv else None
        quotes = tuple(dict.fromkeys(e.quote for e in question.evidence if e.source != "candidate"))
        told = self.setting.candidate
        if _tells_in_confidence(text, quotes, told) or (
            not self.share_cv and _tells_of_cv(draft, text, quotes, told)
        ):
            return "was not sent: it holds what you gave in confidence"
        keep = [*_QUOTED.findall(text), *(_anchors(draft, text))]
        return Shown(
            text=text,
            kind=question.kind,
            audience=question.audience,
            quotes=quotes,
            keep=tuple(dict.fromkeys(keep)),
            own=tuple(e.quote for e in tie.evidence) if tie else (),
        )

    def adopt(self, drafts: Sequence[Draft], proposals: Sequence[Proposal | str | None]) -> Adopted:
        """Return the set with the proposals that may stand, each judged beside all others.

        Args:
            drafts: The whole set.
            proposals: For the first questions of the set: what came back, or why it was not shown;
                None where there is nothing to say.
        """
        now = list(drafts)
        refused: list[str] = []
        kept = 0
        for index, proposal in enumerate(proposals):
            if isinstance(proposal, str):
                refused.append(proposal)
            elif proposal is None or proposal.failed:
                continue
            elif not proposal.text:
                refused.append(proposal.why)
            else:
                others = [*now[:index], *now[index + 1 :]]
                found = self._judged(now[index], proposal.text, others)
                if isinstance(found, str):
                    refused.append(found)
                else:
                    now[index] = found
                    kept += 1
        return Adopted(drafts=tuple(now), kept=kept, refused=tuple(refused))

    def _judged(self, draft: Draft, text: str, others: Sequence[Draft]) -> Draft | str:
        masked = draft.question.text if self.share_cv else _masked(draft)
        if masked is not None and masked != draft.question.text:
            role = _role(draft) or _MASK
            if text.count(_MASK) != masked.count(_MASK):
                return "leaves out the role"
            text = text.replace(_MASK, role)
        question = reworded(draft, text, self.setting, others, self.words)
        if isinstance(question, str):
            return question
        if self.closed(question):
            return "asks what the sources answer"
        return _drafted(draft, question)


def reworded(
    draft: Draft, text: str, setting: Setting, others: Sequence[Draft], words: Words
) -> Question | str:
    """Return the question in other words, or the reason why they may not stand.

    Args:
        draft: The question as it is, with what it was made of.
        text: The proposed words, whoever they are from.
        setting: What the gates judge against.
        others: The rest of the set.
        words: The vocabularies.
    """
    if not is_clean(text) or len(text) > 2 * len(draft.question.text) + 200:
        return "is no plain sentence"
    said = _set(text, draft.question.text)
    new = {mark for mark in set(said) - set(draft.question.text) if not mark.isalnum()}
    if new - _MARKS or _ADDRESS.search(said):
        return "is no plain sentence"
    if said == draft.question.text:
        return "changes nothing"
    if len(said.split()) > LONGEST:
        return f"longer than {LONGEST} words"
    comparison = _Comparison(draft, said, _vocabulary(words))
    reason = comparison.reason()
    if reason:
        return reason
    question = replace(draft.question, text=said)
    return judge(_drafted(draft, question), setting, others) or question


def summary(adopted: Adopted) -> str:
    """Return in half a sentence what became of the proposals."""
    many = adopted.kept + len(adopted.refused)
    told = f"{adopted.kept} of {many} rewordings kept"
    if not adopted.refused:
        return told
    reasons = Counter(adopted.refused).most_common()
    named = [f"{reason} ({n} times)" if n > 1 else reason for reason, n in reasons[:_REASONS]]
    more = "; …" if len(reasons) > _REASONS else ""
    return f"{told}, {len(adopted.refused)} refused: {'; '.join(named)}{more}"


def _drafted(draft: Draft, question: Question) -> Draft:
    """Return the draft of a question in other words: they stand where the frames' wording did."""
    *lead, ask = _LAST.split(question.text)
    return replace(draft, question=question, lead=" ".join(lead), ask=ask)


def _set(text: str, original: str) -> str:
    """Return the text with typographic quotation marks, and quotations spelled as they were."""
    text = fold(text)
    if '"' in text and text.count('"') % 2 == 0:
        text = re.sub(r'"([^"]*)"', r"“\1”", text)
    spelled = {quote.replace("’", "'"): quote for quote in _QUOTED.findall(original)}
    return _QUOTED.sub(lambda match: spelled.get(match[0].replace("’", "'"), match[0]), text)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    plain: frozenset[str]
    turning: frozenset[str]
    groups: tuple[frozenset[str], ...]

    def alike(self, word: str) -> frozenset[str]:
        """Return the stems that ask for the same as a word, its own among them."""
        own = stem(word)
        return frozenset({own}).union(*(group for group in self.groups if own in group))


def _vocabulary(words: Words) -> _Vocabulary:
    table = words.table("rewording")
    return _Vocabulary(
        plain=frozenset(table.get("plain", ())),
        turning=frozenset(table.get("turning", ())),
        groups=tuple(
            frozenset(stem(term) for term in terms) for terms in words.table("alike").values()
        ),
    )


@dataclass(frozen=True, slots=True)
class _Comparison:
    """The old wording and the new one, word by word."""

    draft: Draft
    text: str
    known: _Vocabulary

    @property
    def _original(self) -> str:
        return self.draft.question.text

    def reason(self) -> str | None:
        """Return why the new wording does not say the same, or None."""
        return self._lost() or self._turned() or self._added() or self._asked()

    def _lost(self) -> str | None:
        """What the question turns on must still be there, as it stood."""
        if Counter(_QUOTED.findall(self.text)) != Counter(_QUOTED.findall(self._original)):
            return "changes a quotation"
        for anchor in _anchors(self.draft, self._original):
            if not _holds(self.text, anchor):
                return f"leaves out “{shorten(anchor, _WORD)}”"
        here = {token for token, _ in _spoken(self.text)}
        for token in _names(self.draft, self._original, self.known.plain):
            if token not in here:
                return f"leaves out “{shorten(token, _WORD)}”"
        return None

    def _turned(self) -> str | None:
        """What turns a sentence stands in both, as often."""
        turning = [
            Counter(base for base in _bases(text) if base in self.known.turning)
            for text in (self._original, self.text)
        ]
        return None if turning[0] == turning[1] else "turns the meaning"

    def _added(self) -> str | None:
        """No word that claims something new, and no new name."""
        own = {stem for base in _bases(self._original) for stem in self.known.alike(base)}
        exact = {token for token, _ in _spoken(self._original)}
        for quote in _QUOTED.findall(self._original):
            # What a quotation denies must not be taken up as if it were so.
            if not self.known.turning & set(_all_bases(quote)):
                own |= {stem(base) for base in _all_bases(quote)}
                exact |= set(_TOKEN.findall(quote))
        for token, first in _spoken(self.text):
            if token[0].isupper() and not first and token not in exact and base_of(token) != "i":
                return f"brings in “{shorten(token, _WORD)}”"
            for base in _parts(token):
                if base not in self.known.plain | self.known.turning and stem(base) not in own:
                    return f"brings in “{shorten(base, _WORD)}”"
        return None

    def _asked(self) -> str | None:
        """The same is asked: by the same question word, with the words that carry it."""
        before, after = (_LAST.split(text)[-1] for text in (self._original, self.text))
        words = [[_ASKING[b] for b in _bases(text) if b in _ASKING] for text in (before, after)]
        if words[0] and (words[0][0] not in words[1] or not set(words[1]) <= set(words[0])):
            return "asks with another question word"
        anchored = {
            base for anchor in _anchors(self.draft, self._original) for base in _all_bases(anchor)
        }
        known = self.known.plain | self.known.turning | anchored
        wanted = {base for base in _bases(before) if base not in known}
        here = {stem(base) for base in _bases(self.text)}
        lost = sorted(base for base in wanted if not self.known.alike(base) & here)
        if len(lost) > (1 if len(wanted) >= _SPARE else 0):
            return f"asks something else: “{shorten(lost[0], _WORD)}” is gone"
        return None


def _anchors(draft: Draft, text: str) -> tuple[str, ...]:
    """Return what the text says of the findings: the slots' values that stand in it."""
    values = (value for subject in draft.subjects for value in subject.slots.values())
    return tuple(dict.fromkeys(v for v in values if loose(v) and _holds(text, v)))


def _holds(text: str, part: str) -> bool:
    return f" {loose(part)} " in f" {loose(text)} "


def _names(draft: Draft, text: str, plain: frozenset[str]) -> Iterator[str]:
    """Yield the names and numbers that the candidate says in their own words."""
    question = draft.question
    told = set(_TOKEN.findall(" ".join([*(e.quote for e in question.evidence), *question.about])))
    for token, first in _spoken(text):
        if token[0].isupper() and base_of(token) != "i":
            sure = not first or (token in told and base_of(token) not in plain)
        else:
            sure = token[0].isdigit()
        if sure:
            yield token


def _spoken(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the words outside quotations, each with whether a sentence begins with it."""
    own = own_words(text)
    for match in _TOKEN.finditer(own):
        before = own[: match.start()].rstrip()
        yield match[0].replace("’", "'"), not before or before[-1] in ".!?:"


def base_of(token: str) -> str:
    """Return a word in lower case without what is contracted onto it."""
    return _SUFFIX.sub("", token.replace("’", "'").lower())


def _parts(token: str) -> list[str]:
    """Return a word's parts for comparing: of "don't" both "do" and "not"."""
    word = token.replace("’", "'").lower()
    if word.endswith("n't"):
        return [_CONTRACTED.get(word, word.removesuffix("n't")), "not"]
    return [_SUFFIX.sub("", word)]


def _bases(text: str) -> list[str]:
    return [base for token, _ in _spoken(text) for base in _parts(token)]


def _all_bases(text: str) -> list[str]:
    return [base for token in _TOKEN.findall(text) for base in _parts(token)]


def _role(draft: Draft) -> str | None:
    """Return how the question calls the role; None where its frame names none."""
    if "{role}" not in draft.ask:
        return None
    before, _, after = draft.ask.partition("{role}")
    parts = [_loosely(before), "(.+?)", _loosely(after).replace(r"\{role\}", ".+?"), "$"]
    found = re.search("".join(parts), draft.question.text, re.IGNORECASE)
    return found[1] if found and not re.search(r"[.?!:“”]", found[1]) else None


def _loosely(frame: str) -> str:
    """Return a pattern for a piece of a frame, whatever its slots were filled with."""
    return ".+?".join(map(re.escape, re.split(r"\{(?!role\})\w+\}", frame)))


def _masked(draft: Draft) -> str | None:
    """Return the text without the role's name, or None where it cannot be taken out."""
    text = draft.question.text
    if "{role}" not in draft.ask + draft.lead:
        return text
    role = _role(draft)
    if role is None or "{role}" in draft.lead:
        return None
    if role == _MASK:
        return text
    return None if _MASK in text else text.replace(role, _MASK)


def _tells_of_cv(draft: Draft, text: str, quotes: Sequence[str], candidate: Candidate) -> bool:
    """Tell whether a question holds something of the CV, or the role."""
    if any(subject.form == "skill" for subject in draft.subjects) or "CV" in own_words(text):
        return True
    said, public = f" {key(own_words(text))} ", f" {key(' '.join(quotes))} "
    posting = candidate.posting
    for role in filter(None, (key(candidate.role), key(posting.title) if posting else "")):
        if f" {role} " in said and f" {role} " not in public:
            return True
    lines = [*candidate.cv_text.splitlines(), *(passage.text for passage in candidate.cv)]
    return _holds_line(lines, [text, *quotes])


def _tells_in_confidence(text: str, quotes: Sequence[str], candidate: Candidate) -> bool:
    """Tell whether a question holds a line of the notes, or names who will ask."""
    who = key(candidate.interviewer.split(",")[0])
    if len(who.split()) > 1 and f" {who} " in f" {key(' '.join([text, *quotes]))} ":
        return True
    lines = [*candidate.notes_text.splitlines(), *(passage.text for passage in candidate.notes)]
    return _holds_line(lines, [text, *quotes])


def _holds_line(lines: Sequence[str], texts: Sequence[str]) -> bool:
    sent = f" {key(' '.join(texts))} "
    keys = (key(line) for line in lines)
    return any(len(line.split()) >= _LINE and f" {line} " in sent for line in keys)
