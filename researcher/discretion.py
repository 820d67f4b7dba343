"""What is not quoted though a page says it: private particulars, and orders to a language model.

Pure. By form where the form is certain (account numbers by ISO 13616), else by the words before it
(`config/vocabulary/private.toml`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from researcher import dates
from researcher.text import fold
from researcher.vocabulary import Vocabulary

_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}", re.ASCII)
_MAIL = re.compile(r"([\w.+-]{1,64})@([\w-]{1,63})\.[\w.-]{2,}")
_PERSON = re.compile(r"[a-z]{1,20}[._][a-z]{2,30}(?:[._-][a-z]{2,30})?\d{0,4}", re.IGNORECASE)
# In international form, or with a trunk prefix; never four digits and four, which may be years.
_TELEPHONE = re.compile(
    r"(?<![\w.,])(?:\+\d{1,3}[\s().\-/]{0,3}|00\d{2}[\s().\-/]{0,3}|\(0\d{1,5}\)\s?|0\d{2,5}[\s/-])"
    r"\d(?:[\s().\-/]{0,2}\d){5,12}(?![\w])"
    r"|(?<![\w.,])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}(?!\w)"
)
_NEAR = 24
"""Characters between a word for a birthday and the date."""


def may_be_quoted(text: str) -> bool:
    """Tell whether a text is neither private nor meant for a machine."""
    return not is_private(text) and not addresses_model(text)


def is_private(text: str) -> bool:
    """Tell whether a text holds what is nobody's business in an interview.

    A telephone or account number, a birthday, a home address, a person's own mail address. The
    shared mailboxes of a company ("info@", "jobs@") are none of these.
    """
    if any(c.isdigit() for c in text):
        if _TELEPHONE.search(text) or any(map(_is_account, _ACCOUNT.findall(text))):
            return True
        for cue in _cues("birth").finditer(text):
            near = text[cue.end() : cue.end() + 40]
            found = dates.find(near)
            if found and found[0][0].day and found[0][1][0] <= _NEAR:
                return True
    if "@" in text and any(_is_persons(*found.groups()) for found in _MAIL.finditer(text)):
        return True
    return bool(_cues("home").search(text))


def addresses_model(text: str) -> bool:
    """Tell whether a text gives orders to a language model, which tell a reader nothing."""
    return bool(_orders().search(fold(text)))


def _is_account(found: str) -> bool:
    """Check an account number's own digits (ISO 13616, modulo 97), however much follows it."""
    plain = found.replace(" ", "")
    # Numbers of 15 to 34 characters: words in capitals may stand right behind one.
    return any(_checks(plain[:size]) for size in range(15, min(34, len(plain)) + 1))


def _checks(number: str) -> bool:
    moved = number[4:] + number[:4]
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _is_persons(box: str, provider: str) -> bool:
    return bool(_PERSON.fullmatch(box)) or provider.casefold() in _table()["mailboxes"]


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    return {name: frozenset(terms) for name, terms in Vocabulary().table("private").items()}


@lru_cache(maxsize=4)
def _cues(name: str) -> re.Pattern[str]:
    terms = sorted(_table()[name], key=len, reverse=True)
    return re.compile(
        "|".join(f"{_begin(term)}{re.escape(term)}{_end(term)}" for term in terms), re.IGNORECASE
    )


@lru_cache(maxsize=1)
def _orders() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            _begin(term) + r".{0,40}?".join(re.escape(part.strip()) for part in term.split("…"))
            for term in sorted(_table()["orders"])
        ),
        re.IGNORECASE,
    )


def _begin(term: str) -> str:
    # Chinese and Japanese do not part their words.
    return r"(?<![^\W_])" if term[0].isalpha() and term[0] < "\u2e80" else ""


def _end(term: str) -> str:
    return r"(?![^\W\d_])" if term[-1].isalpha() and term[-1] < "\u2e80" else ""
