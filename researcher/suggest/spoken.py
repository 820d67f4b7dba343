"""What of raw page text can be said aloud: headlines, whole sentences, names. Pure.

Text comes in any language, casing and length. Nothing is cut inside a clause: what cannot be said
whole is not said.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator

from researcher.text import fold, key, sentences
from researcher.text import words as words_of

_TITLE_WORDS, _TITLE_LENGTH = 11, 84
_CLAUSE_WORDS, _CLAUSE_LENGTH = 15, 100
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CJK_LENGTH = 40
_LEADING_DATE = re.compile(
    r"^(?:\d{4}[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})[\s:–—|-]+"
)
_DASH = re.compile(r"\s[-–—]\s")
_CUTS = (": ", " – ", " — ", " - ", "; ", " (")
_CLAUSE_CUTS = ("; ", " – ", " — ", ": ")
_TEASER = re.compile(r"(\.\.\.|…|\[…\]|»|›)\s*$")
_HANGING = frozenset(
    word
    for line in (
        "a an the of and or to in on at for with by from as is are be that which our your their",
        "its will can has have more not but der die das und oder mit für von zu im le la les de",
        "des g etc z b du et en pour el los las y con para un una",
    )
    for word in line.split()
)
"""Little words that nothing said may end with."""
_QUOTES = str.maketrans({"“": "‘", "”": "’", "„": "‘", "«": "‘", "»": "’", '"': "’"})
_OPENS = re.compile(r'(^|[\s(\[–—-])"(?=\S)')
_SOFTWARE_CASE = re.compile(r"[a-z]+[A-Z]|\d|^[A-Z]{2,}")
_MONTHS = frozenset(key(name) for name in calendar.month_name[1:])
_FRAGMENT = re.compile(
    r"(?:With|By|From|For|Through|Providing|Offering|Helping|Making|Including)\b"
)
"""How a piece begins that a comma would have to join to its sentence."""
_CLAUSE = re.compile(r"\b(?:we|they|it|you|is|are|was|were|will|has|have|had)\b")
FINITE = frozenset(
    word
    for line in (
        "is are was were am has have had will can could should would may might must do does did we",
        "they it he she you who i made won built began took became held grew found sold ran met",
        "got went gave led came brought chose wrote spent taught kept left lost paid said saw sent",
    )
    for word in line.split()
)
"""Verbs in a personal form, and the pronouns that one follows."""
_OTHERWISE = frozenset(
    word
    for line in (
        "der die das und für mit im den dem zur zum von wir unser unsere ist sind sie bei auf",
        "ein eine le la les des du et pour nous notre nos est sont dans une sur el los las con",
        "para un una como nuestra nuestro nuestros somos es son del y",
    )
    for word in line.split()
)
SPEAKER = re.compile(
    r"^(we|our|you|your|every|each|all|wir|unsere?|nous|notre|nuestr[oa]s?)\b", re.IGNORECASE
)


def single(text: str) -> str:
    """Return the text for use inside a quotation: its own quotation marks become single ones."""
    return _OPENS.sub(r"\1‘", text).translate(_QUOTES)


def spoken_title(name: str, company: str = "") -> str | None:
    """Return a headline as it can be quoted in speech, without quotation marks; None if it cannot.

    The site's name behind a bar, a date before it and a full stop are dropped; a long headline is
    cut only where its own colon or dash parts it. A headline that asks in its middle is left, and
    so is one that is mostly dates.
    """
    title = _LEADING_DATE.sub("", fold(name))
    title = re.split(r"\s[|·•»›]\s|\s[|]\s?", title)[0]
    head, dash, tail = (
        re.split(r"(\s[-–—]\s)(?!.*\s[-–—]\s)", title) if _DASH.search(title) else (title, "", "")
    )
    if dash and key(tail) and (key(tail) in key(company) or key(company) in key(tail)):
        title = head
    # A headline that asks is cited without its mark: what is said holds one.
    title = title.rstrip("?？ ")
    if _TEASER.search(title) or "?" in title or "？" in title or "http" in title:
        return None
    title = single(title).strip(" .!:;,–—-！。")
    parts = words_of(title)
    if sum(part[0].isdigit() or part in _MONTHS for part in parts) * 3 > len(parts) > 1:
        return None
    for cut in ("", *_CUTS):
        head = title.split(cut)[0].rstrip(" .!:;,–—-") if cut else title
        least = 3 if cut else 1
        if len(words_of(head)) >= least and _sayable(head, _TITLE_WORDS, _TITLE_LENGTH):
            return head
    return None


def spoken_clauses(quote: str, name: str = "", language: str = "en") -> Iterator[str]:
    """Return the sentences of a quote that can be read aloud whole, without their full stop.

    A heading that the quote begins with is skipped. What is too long is cut only before a
    semicolon, a dash or a colon, and comes last.
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
        if start > 0 and not text[start - 1].isspace() and not CJK.search(sentence):
            continue
        if _FRAGMENT.match(sentence) and "," not in sentence and not _CLAUSE.search(sentence):
            continue
        ended = sentence.endswith((".", "!", "。", "！"))
        bare = sentence.rstrip(".!。！ ")
        if not (ended or SPEAKER.match(bare)) or not _begins_well(bare):
            continue
        if _clause_like(bare):
            yield single(bare)
        else:
            cuttable.append(bare)
    for sentence in cuttable:
        for cut in _CLAUSE_CUTS:
            head = sentence.split(cut)[0].rstrip(" ,")
            if cut in sentence and _clause_like(head):
                yield single(head)
                break


def _clause_like(text: str) -> bool:
    least = 1 if CJK.search(text) else 4
    return (
        len(text.split()) >= least
        and _sayable(text, _CLAUSE_WORDS, _CLAUSE_LENGTH)
        and not text.isupper()
        and text.count("|") == 0
        and (CJK.search(text) is not None or _mostly_lower(text))
    )


def _mostly_lower(text: str) -> bool:
    """Tell a sentence from a run of headings or a menu."""
    parts = [word for word in text.split() if word[:1].isalpha()]
    return sum(word[0].islower() for word in parts) >= 0.5 * len(parts)


def _begins_well(text: str) -> bool:
    return bool(text) and (text[0].isupper() or text[0].isdigit() or CJK.match(text) is not None)


def _sayable(text: str, most_words: int, longest: int) -> bool:
    if not text or len(text.split()) > most_words or len(text) > longest:
        return False
    if CJK.search(text) and len(text) > _CJK_LENGTH:
        return False
    if " ," in text or text.count("(") != text.count(")") or text.count("[") != text.count("]"):
        return False
    last = words_of(text)[-1:] or [""]
    return last[0] not in _HANGING and "{" not in text and "@" not in text


def bare_name(name: str, no_name: frozenset[str]) -> bool:
    """Tell whether a name can stand in a sentence without quotation marks: a short proper name."""
    parts = name.split()
    if (
        not parts
        or len(parts) > 6
        or len(name) > 45
        or re.search(r"[“”\"«»?!:;|–—…/]|\.$| - ", name)
    ):
        return False
    if CJK.search(name) or (name.isupper() and len(name) > 6 and len(parts) > 1):
        return False
    if key(parts[0]) in no_name:
        return False
    telling = [part for part in parts if key(part) not in no_name and part[:1].isalpha()]
    return bool(telling) and all(
        part[0].isupper() or _SOFTWARE_CASE.search(part) for part in telling
    )


def quoted(text: str) -> str:
    """Return the text in quotation marks."""
    return f"“{text}”"


def content(name: str) -> list[str]:
    """Return the words of a name without the little ones."""
    return [word for word in words_of(name) if word not in _HANGING] or [key(name)]


def person_name(name: str) -> bool:
    """Tell whether it can be a person's name: two to four words, or a short one without spaces."""
    if CJK.search(name):
        return len(name) <= 12
    parts = name.split()
    return 2 <= len(parts) <= 4 and not re.search(r"[\d,:;|()“”\"@]", name)


def tells(text: str, terms: Iterable[str]) -> bool:
    """Tell whether one of the terms stands in the text; "term*" also begins longer words."""
    folded = f" {key(text)} "
    for term in terms:
        bare = key(term)
        if CJK.search(bare):
            if bare in folded:
                return True
        elif f" {bare}{'' if term.endswith('*') else ' '}" in folded:
            return True
    return False


def speaks_otherwise(text: str) -> bool:
    """Tell whether a sentence is in another language than English, by its little words."""
    return CJK.search(text) is not None or len(_OTHERWISE & set(words_of(text))) >= 2
