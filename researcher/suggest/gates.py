"""Gates: what a question must pass before anyone is asked to say it aloud.

Each gate returns a reason why the question may not be asked, or None. A question that a gate stops
is never repaired here: the next frame is tried, or the question is left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from researcher.models import Evidence
from researcher.suggest.details import ANCHORS
from researcher.suggest.drafts import QUOTED, Draft, Setting, inner_quotes, own_words
from researcher.suggest.retold import holds
from researcher.suggest.slots import MONTHS
from researcher.suggest.variety import OPEN, variety_gate
from researcher.text import fold, key

LONGEST = 35
"""Words of a question, its lead-in included."""
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w.+#-]{2,}")
_SIGNS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{5,}")
_BARREL = re.compile(
    r"\b(?:and|or|but)\s+(?:also\s+|if so,?\s+)?"
    r"(?:what|how|which|whom?|whose|why|where|when|whether)\b|"
    r",\s*(?:and|or)\s+(?:do|does|did|is|are|was|were|has|have|can|could|would|should|will)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^(?:do|does|did|is|are|was|were|has|have|can|could|would|should|will)\b", re.IGNORECASE
)
_FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|I'd|I’d|me|my|mine|myself|we|us|our|ours)\b")
# What claims nothing about the candidate but having read the source, and asks to be told.
_ALLOWED = re.compile(
    r"\bI (?:read|came across|saw|know|noted|looked at|went (?:back to|through)|have a question)\b|"
    r"\bI would like to ask\b|\bwould I (?:find|work|see)\b|\b[Ll]et (?:me|us)\b|"
    r"\b[Mm]y question\b|"
    r"\b(?:tell|show|give|introduce|want|ask) me\b"
)
_MY_CV = re.compile(
    r"\b[Mm]y CV (?:names|has|holds|lists) (.+?)(?:,| in it| and\b|\.)|(\S.*?) is in my CV"
)
_REPLY = re.compile(r"From my CV: “(.+)”")
_NUMBERS = frozenset(
    {"two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
    | {"fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "ninety", "hundred", "thousand"}
    | {"million", "billion", "dozen", "half", "double", "twice"}
)
_HANGING_QUOTE = re.compile(
    r"(?:\b(?:the|an?|of|and|or|to|for|with|by|from|as|is|are)|[,;:–—-]|\.\.\.|…)”", re.IGNORECASE
)
_ROUGH = re.compile(r"\s[,.;?!]|\b(\w{2,})\s+\1\b|  |“\s|\s”|,,|\.\.|“”", re.IGNORECASE)


Gate = Callable[[Draft, Setting, Sequence[Draft]], "str | None"]


def loose(text: str) -> str:
    """Return the text in lower case, words only, accents kept."""
    return " ".join(re.findall(r"\w+", text.lower()))


def carries_evidence(
    text: str, about: Sequence[str], evidence: Sequence[Evidence], company: str
) -> bool:
    """Tell whether a text holds a name, or three words in a row, of its own evidence.

    The company's own name does not count: it stands in every question that could be asked of it.
    """
    own = f" {loose(' '.join([*(e.quote for e in evidence), *about]))} "
    # Scripts without spaces have no words in a row: a run of signs stands for them.
    if any(run in own and run not in loose(company) for run in _SIGNS.findall(text)):
        return True
    firm = set(loose(company).split())
    parts = loose(text).split()
    for start in range(len(parts) - 2):
        run = parts[start : start + 3]
        if f" {' '.join(run)} " in own and not set(run) <= firm:
            return True
    return any(
        name.lower() not in firm and f" {loose(name)} " in own for name in _NAME.findall(text)
    )


def evidence_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """No evidence, no question; and the evidence is the company's, not the candidate's."""
    if not any(e.quote.strip() and e.source != "candidate" for e in draft.question.evidence):
        return "no evidence from the company"
    return None


def one_question_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """Exactly one question mark, at the end, and an open question."""
    text = draft.question.text
    if text.count("?") + text.count("？") != 1 or not text.endswith("?"):
        return "not exactly one question mark, at the end"
    asked = re.split(r"(?<=[.!”])(?<!\b[A-Z]\.)\s+(?=[A-Z])", own_words(text))[-1]
    if not OPEN.search(asked) or _CLOSED.match(asked.strip()):
        return "not an open question"
    return None


def length_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """At most 35 words, in at most 260 characters (for scripts without spaces)."""
    text = draft.question.text
    if len(text.split()) > LONGEST or len(text) > 260:
        return f"longer than {LONGEST} words"
    return None


def specific_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """The text carries something of its own evidence."""
    question = draft.question
    if carries_evidence(question.text, question.about, question.evidence, setting.company):
        return None
    return "names nothing of its own evidence"


def swap_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """With another company's name in it, the question must break.

    The company's name is taken out first. What any firm might name (one of the common values, a
    technology) counts only beside a second finding or in the site's own sentence.
    """
    question = draft.question
    text = question.text
    for name in {setting.company, *setting.company.split()}:
        if len(name) > 2:
            text = re.sub(rf"\b{re.escape(name)}\b", "X", text, flags=re.IGNORECASE)
    if not carries_evidence(text, question.about, question.evidence, setting.company):
        return "holds for any company: only its name is particular"
    if len(draft.subjects) == 1 and draft.subjects[0].plain:
        clause = draft.subjects[0].slots.get("clause", "\0")
        if clause not in text and clause not in question.text:
            return "holds for any company: any firm might name that"
    if len(draft.subjects) == 2 and all(s.form == "value" and s.plain for s in draft.subjects):
        return "holds for any company: both values are common ones"
    return None


def barrel_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """One question only: no second one joined by "and what"."""
    return "two questions in one" if _BARREL.search(own_words(draft.question.text)) else None


def candidate_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """No first-person word that the CV does not carry, in the question, the tie and the reply."""
    question, cv = draft.question, fold(setting.candidate.cv_text)
    text = own_words(question.text)
    for match in _MY_CV.finditer(text):
        named = (match.group(1) or match.group(2) or "").strip(" ,.")
        if not cv or not named or named not in cv:
            return "says of the CV what it does not hold"
    told = _ALLOWED.sub("", text)
    if _MY_CV.search(text):
        told = re.sub(r"\b[Mm]y CV\b", "", told)
    if _FIRST_PERSON.search(told):
        return "says of the candidate what the CV does not"
    if question.tie_in and not all(
        e.source == "candidate"
        and e.quote in cv
        and f"“{inner_quotes(e.quote)}”" in question.tie_in.text
        for e in question.tie_in.evidence
    ):
        return "ties in a line that the CV does not hold"
    duty = question.tie_in.duty if question.tie_in else None
    posting = setting.candidate.posting
    if duty and not (posting and fold(duty.quote) in fold(posting.text)):
        return "ties in a duty that the posting does not hold"
    if question.ask_back:
        reply = _REPLY.fullmatch(question.ask_back.reply)
        lines = {inner_quotes(passage.text) for passage in setting.candidate.cv}
        if not reply or reply.group(1) not in lines:
            return "replies in words that the CV does not hold"
    return None


def premise_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """Every number, date, quotation and retelling in the text stands in its evidence."""
    question = draft.question
    dates = [e.date for e in question.evidence if e.date]
    dates += [s.when for s in draft.subjects if s.when]
    own = fold(" ".join([*(e.quote for e in question.evidence), *question.about]))
    allowed = own + " " + " ".join(str(d) for d in dates) + " " + setting.candidate.role
    if setting.candidate.posting:
        allowed += " " + setting.candidate.posting.title
    text = question.text
    for number in re.findall(r"\d+(?:[.,]\d+)*", text):
        if not re.search(rf"(?<!\d){re.escape(number)}(?!\d)", allowed):
            return f"the number {number} is not in the evidence"
    quotes = [e.quote for e in question.evidence]
    for subject in draft.subjects:
        for name in ("told", *ANCHORS):
            told = subject.slots.get(name, "")
            if told and told in text and not holds(told, quotes):
                return "tells back what the evidence does not say"
    plain = own_words(text)
    known = set(loose(own).split())
    months = {MONTHS[d.month - 1] for d in dates if d.month}
    for month in MONTHS:
        said = re.search(rf"\b{month}\b", plain) and month.lower() not in known
        if said and month not in months:
            return f"{month} is not the evidence's date"
    for word in loose(plain).split():
        if word in _NUMBERS and word not in known:
            return f"the number “{word}” is not in the evidence"
    spoken = f" {loose(own)} "
    for part in QUOTED.findall(text):
        if f" {loose(part)} " not in spoken:
            return "quotes what the evidence does not hold"
    return None


def tone_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """No accusation, nothing proprietary, no perks, nothing technical for the untechnical."""
    question = draft.question
    plain = f" {key(own_words(question.text))} "
    for word in setting.harsh:
        if f" {word} " in plain:
            return f"too harsh: {word}"
    whole = f" {key(question.text)} "
    for word in setting.perks:
        if f" {word} " in whole:
            return f"about pay or perks: {word}"
    if question.kind == "technology" and {"recruiter", "executive"} & set(question.audience):
        return "technical, for someone who need not be"
    return None


def language_gate(draft: Draft, setting: Setting, chosen: Sequence[Draft]) -> str | None:
    """Quotation marks in pairs, nothing cut inside a clause, no doubled word, no unfilled slot."""
    text = draft.question.text
    if text.count("“") != text.count("”") or "{" in text or "}" in text:
        return "quotation marks or slots left open"
    if _HANGING_QUOTE.search(text):
        return "a quotation ends inside its clause"
    if _ROUGH.search(own_words(text).replace("“”", "“q”")):
        return "rough spacing or a doubled word"
    begins = text[0].isupper() or text[0] == "“" or text[0].isdigit() or not text[0].isascii()
    if not begins and not any(text.startswith(name) for name in draft.question.about):
        return "does not begin like a sentence"
    return None


GATES: tuple[Gate, ...] = (
    evidence_gate,
    one_question_gate,
    length_gate,
    variety_gate,
    specific_gate,
    swap_gate,
    barrel_gate,
    candidate_gate,
    premise_gate,
    tone_gate,
    language_gate,
)


def judge(draft: Draft, setting: Setting, chosen: Sequence[Draft] = ()) -> str | None:
    """Return the first gate's reason against a question, or None where all let it pass."""
    for gate in GATES:
        reason = gate(draft, setting, chosen)
        if reason:
            return reason
    return None
