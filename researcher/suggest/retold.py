"""A sentence of the company, told back to it: "We signed …" becomes "you signed …". Pure.

Only the person changes: every other word stands in the sentence, in its order. What cannot be told
back without a change of meaning is not told. English only: other languages are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from researcher.reading import listed
from researcher.text import fold, key
from researcher.text import words as words_of

MOST, LEAST = 22, 4
"""Words of what is told back."""
BRIEF = 14
"""Words of the brief telling, where a longer one can be cut."""
_FRESH = re.compile(
    r"^(?:today|yesterday|this week|this month|this morning|earlier this week|just now)\b[,:]?\s+",
    re.IGNORECASE,
)
_PLACE = re.compile(r"^\([^()]{2,40}\)\s+|^[A-Z][\w .,]{2,30}(?: [–—-] |—)")
_ALSO = re.compile(r"^(?:Recently|Now|Also|Additionally|In addition|As of today),?\s+")
_GLAD = re.compile(
    r"^we(?:[’']re| are| were) (?:\w+ )?"
    r"(?:thrilled|excited|pleased|proud|happy|delighted|honou?red) to (?:\w+ly )?"
    r"(announce|share|report)(?: (that))?\s+(?:that\s+)?",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s\((?![^()]*\b(?:not|except|only|no)\b)[^()]{1,60}\)")
_FOREIGN = re.compile(
    r"[“”\"«»?|@{}<>•…\[\]]|https?:|www\.|\b(?:I|I[’']\w+|me|my|mine|you|your|yours|[Ll]et[’']s)\b|"
    r"[^\x00-\u024f\u2010-\u2022\u20ac™]"
)
"""What makes a sentence speak for someone else, address the reader, or be no plain sentence."""
_FEELING = re.compile(
    r"\b(?:grateful|thankful|excit\w+|thrill\w+|proud\w*|happy|delight\w+|pleas\w+|honou?red|hope|"
    r"hopefully|love|believe\w*|passion\w*|sad|glad|invite|committed|dedicated|strive|welcome|"
    r"candidates?|applicants?|ambitious)\b",
    re.IGNORECASE,
)
"""What no question can turn on."""
_TURNS = re.compile(
    r"\b(?:not|no|never|but|although|though|unless|if|only|until|except|however|despite|without|"
    r"\w+n[’']t)\b",
    re.IGNORECASE,
)
"""What is left out must not turn the meaning of what is said."""
_CUTS = re.compile(
    r",\s+(?:which|who|where|whose|including|with|as|making|marking|allowing|enabling|expanding|"
    r"bringing|reaffirming|giving|helping|featuring|following|an?)\b|\s[–—-]\s|;\s"
)
_OWN = {
    "we": "you",
    "our": "your",
    "ours": "yours",
    "us": "you",
    "ourselves": "yourselves",
    "we’re": "you are",
    "we've": "you have",
    "we’ve": "you have",
    "we're": "you are",
    "we’ll": "you will",
    "we'll": "you will",
    "we’d": "you would",
    "we'd": "you would",
}
_PERSON = re.compile(
    r"\b(?:[Ww]e(?:[’'](?:re|ve|ll|d))?|[Oo]urs?(?:elves)?|us)\b(?![’'.]\w)", re.UNICODE
)
_ITS = re.compile(r"\b(?:its?|itself|they|their|them|he|she|his|her)\b", re.IGNORECASE)
_IRREGULAR = listed(
    "won built made began took became held grew found sold ran met got went gave led came "
    "brought chose wrote rewrote spent taught kept left lost paid said saw sent set shipped "
    "stood told wound drew drove fell had were did broke"
)
_EVENTS = listed(
    "announce launch open sign join acquire expand appoint raise unveil introduce release "
    "receive break win begin complete debut establish host merge sell"
)
_PAST_OF = {"break": "broke", "win": "won", "begin": "began", "sell": "sold"}
_BASE_OF = {past: base for base, past in _PAST_OF.items()}
_ALIKE = {"cutting": "cut", "made": "make", "grew": "grow"}
"""Forms of one verb that no rule brings together; only for comparing."""
_SINGULAR = {"has": "have", "is": "are", "was": "were", "does": "do", "will": "will"}
DEICTIC = re.compile(
    r"\b(?:here|below|above|following|this|these|today|tomorrow|yesterday|tonight|now|soon|lately|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:last|next) (?:week|month|year|quarter)|"
    r"so far|has since|have since)\b",
    re.IGNORECASE,
)
"""What is understood only where and when it was written."""
_ENDS = listed("a an the of and or to in on at for with by from as is are our your their")
_LEGAL = re.compile(
    r"[\s,]+(?:inc|gmbh|corp|corporation|plc|ltd|limited|llc|ag|sa|co|foundation|holdings)\b\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What the company said, in the second person; it begins in lower case, without a full stop."""

    text: str
    brief: str
    """The same, cut where something is only added; equal to the text where it cannot be cut."""


class Teller:
    """Tells sentences of one company back to it."""

    def __init__(self, company: str, verbs: Iterable[str], texts: Iterable[str] = ()) -> None:
        """Keep the company's names and the verbs that may follow them.

        Of the texts only the short names are taken that stand in brackets behind the full one.
        """
        name = _LEGAL.split(re.split(r"\s[|·–—-]\s", company)[0].replace("®", ""))[0]
        self._joined = {"".join(words_of(part)) for part in (company, name) if words_of(part)}
        short = re.compile(rf"{re.escape(name)}[\w ,.]{{0,30}}\(([A-Z][A-Za-z]{{1,9}})\)")
        self.short_names = tuple(
            dict.fromkeys(
                found
                for text in texts
                if "(" in text and name in text
                for found in short.findall(text)
            )
        )
        """What the site calls the company in brackets behind its full name."""
        self._joined.update(key(found) for found in self.short_names)
        self._verbs = {form: base for base in verbs for form in verb_forms(base)}

    def speaks(self, clause: str) -> bool:
        """Tell whether a sentence is the company's own: it begins with "we", "our" or its name."""
        return bool(_WE.match(clause)) or self._behind_company(clause) is not None

    def retell(self, sentence: str) -> Retold | None:
        """Return the sentence in the second person, or None where it cannot be told back.

        Told back is what the company did: a sentence of its own, in the past or the perfect tense.
        """
        text = fold(sentence)
        if not text.isascii() and _FOREIGN.search(text):
            return None
        text = _PLACE.sub("", text).rstrip(".! ")
        text = _ALSO.sub("", _FRESH.sub("", text))
        glad = _GLAD.match(text)
        if glad:
            rest = text[glad.end() :]
            verb = {"announce": "announced", "share": "shared", "report": "reported"}
            text = rest if glad.group(2) else f"we {verb[glad.group(1).lower()]} {rest}"
        text = _ASIDE.sub("", text)
        if _FOREIGN.search(text) or ":" in text:
            return None
        told = self._in_second_person(text)
        if told is None or not told.startswith("you ") or _MIXED.match(told):
            return None
        told = _cut(told, MOST)
        if told is None or not LEAST <= len(told.split()) <= MOST or _FEELING.search(told):
            return None
        if not is_done(told) or DEICTIC.search(told) or words_of(told)[-1] in _ENDS:
            return None
        return Retold(text=told, brief=_cut(told, BRIEF) or told)

    def _in_second_person(self, text: str) -> str | None:
        if not _WE.match(text):
            rest = self._behind_company(text)
            if rest is None:
                return None
            verb, _, tail = rest.partition(" ")
            spoken = _SINGULAR.get(verb) or self._spoken(verb)
            # A second verb behind "and" would stay in the third person.
            other = any(self._verbs.get(word, word) != word for word in tail.split("and ")[1:])
            if spoken is None or _ITS.search(tail) or other or _THIRD.search(tail):
                return None
            text = f"you {spoken} {tail}"
        return second_person(text)

    def _behind_company(self, text: str) -> str | None:
        """Return what follows the company's name where the sentence begins with it."""
        parts = text.split(" ")
        for many in range(min(6, len(parts) - 2), 0, -1):
            head = " ".join(parts[:many])
            if head.endswith((",", "’s", "'s")):
                continue
            bare = _LEGAL.sub("", head).replace("®", "")
            if "".join(words_of(bare)) in self._joined and not bare[0].islower():
                return " ".join(parts[many:])
        return None

    def _spoken(self, verb: str) -> str | None:
        base = self._verbs.get(verb)
        if base is None:
            return None
        if verb == third_person(base):
            # News is written in the present of headlines; said later, it is past.
            return _PAST_OF.get(base, verb_forms(base)[2]) if base in _EVENTS else None
        return verb


_MIXED = re.compile(r"you \w+ed and (?:\w+ly )?\w+[^s]s\b")
"""A past and a present of the third person: "founded and supports"."""
_WE = re.compile(r"[Ww]e(?:[’'](?:re|ve|ll|d))?\b|[Oo]ur\b")
_THIRD = re.compile(r"\band (?:\w+ly )?\w+[^s]s\b(?= (?:the|a|an|its|our|to|in|for|with)\b)")
"""A coordinated verb in the third person: it would not fit behind "you"."""


def second_person(text: str) -> str:
    """Return the words with "we" as "you" and "our" as "your"; nothing else is changed."""
    return _PERSON.sub(lambda match: _OWN.get(match.group().lower(), match.group()), text)


def holds(told: str, quotes: Sequence[str]) -> bool:
    """Tell whether one of the quotes says what is told: its words, in order, person aside."""
    wanted = [_plain(word) for word in words_of(told) if word not in _SECOND]
    for quote in quotes:
        rest = iter([_plain(word) for word in words_of(quote)])
        if all(word in rest for word in wanted):
            return True
    return False


_SECOND = listed("you your yours yourselves have are were will would the")


def _plain(word: str) -> str:
    """Strip what person and number change of a verb; only for comparing."""
    word = _BASE_OF.get(word) or _ALIKE.get(word, word)
    return re.sub(r"(?:ies|ing|es|ed|d|s|y|e)$", "", word) or word


def is_done(told: str) -> bool:
    """Tell whether "you …" goes on in the past or the perfect tense."""
    first, second = [*told.split()[1:3], "", ""][:2]
    if first == "have":
        return second.endswith("ed") or second in _IRREGULAR
    return first in _IRREGULAR or (first.endswith("ed") and len(first) > 4 and first != "need")


def _cut(text: str, most: int) -> str | None:
    """Return the text, cut before a part that only adds to it where it is too long."""
    if len(text.split()) <= most:
        return text
    heads = []
    for match in _CUTS.finditer(text):
        head, tail = text[: match.start()], text[match.start() :]
        if LEAST <= len(head.split()) <= most and not _TURNS.search(tail):
            heads.append(head)
    return max(heads, key=len, default=None)


def third_person(base: str) -> str:
    """Return the form of a regular verb behind "it": "signs", "carries"."""
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies"
    return base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def verb_forms(base: str) -> tuple[str, ...]:
    """Return the present, the third person and the past of a verb; irregular pasts stand apart."""
    past = (
        base[:-1] + "ied"
        if base.endswith("y") and base[-2] not in "aeiou"
        else (base + "d" if base.endswith("e") else base + "ed")
    )
    return base, third_person(base), past
