"""What a headline is about, as a phrase that a spoken sentence can hold. Pure.

"Protecting our hubs against …" becomes "protecting your hubs against …", "Orvane opens cold store
in Leith" becomes "opening the cold store in Leith", "Accessibility improvements in the reader"
becomes "the accessibility improvements in the reader". Words keep their order; only person, case,
an article and the form of a first verb change. A headline of another shape, or another's deed,
gives none: it is quoted as a title. English only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from researcher.reading import listed
from researcher.suggest.retold import second_person, third_person
from researcher.text import fold, key
from researcher.text import words as words_of

MOST, LEAST, LONGEST = 13, 2, 88
"""Words and characters of a topic."""
_NOT_SAID = re.compile(
    r"[“”\"«»?？!@{}<>•…\[\]|#*()/;]|\b(?:I|me|my|mine|you|your|yours|etc|aka|vs|this|these|those|"
    r"great|greatness|best|right|amazing|bold|seal|magic|dream|trap|past|future|power|secrets?|"
    r"journey|success|difference)\b|"
    r"[^\x00-\u024f\u2010-\u2019\u20ac™®]",
    re.IGNORECASE,
)
_NICKNAME = re.compile(r"(?<=\d) [“\"‘][^“”\"]{2,24}[”\"’]")
"""What a release is called besides its number."""
_FOREIGN = listed(
    "der die das und für mit am im den dem zur zum von als ein eine bei auf le la les des du et "
    "pour sur dans el los las y en con del como su una un"
)
_FINITE = listed(
    "made won built began took became held grew found sold ran met got went gave led came brought "
    "chose wrote spent taught kept left lost paid said saw sent "
    "named ranked part episode is are was were has have had will can could should would may might "
    "must do does did isn't aren't don't doesn't won't can't how why what when where who which if "
    "because that whether"
)
_PRONOUNS = listed("we they it he she")
_PRESENTING = listed(
    "introducing announcing presenting celebrating welcoming meet meeting remembering honoring "
    "honouring wishing thanking recognizing recognising looking"
)
_PRESENTS = re.compile(
    r"^(?:introducing|announcing|presenting|(?:now available|coming soon|new|update|news):|"
    r"(?:an? )?(?:\w+ )?look(?:ing)? (?:back )?(?:at|into))\s",
    re.IGNORECASE,
)
_RECENT = re.compile(r"^(?:(?:our|the|some) )?(?:recent|latest|newest) ", re.IGNORECASE)
"""What is not true for long."""
_LABEL = re.compile(
    r"(?:case study|book event|webinar|podcast|press release|crowdfunding|people of \w+|"
    r"\w+ (?:update|tip)|(?:\w+ )?(?:update|episode|part) #?\d+|.*\bseries)$",
    re.IGNORECASE,
)
"""What stands before a colon and only says where the entry belongs."""
_SOURCE = re.compile(r"\s[-–—] ?[A-Z][\w.]*(?: [A-Z][\w.]*){0,2}$")
"""Who published it, behind a headline from elsewhere."""
_STRANDED = re.compile(r"^an? .*[^s]s (?:on|in|to|into|from|up|out|over)\b", re.IGNORECASE)
_DONE = re.compile(r" \w+ed (?:for|to|by|as|in|among|with|on|from)\b|^[^,]{1,14}, ")
_DETERMINERS = listed("the a an our your its their his her this some any no every each all both")
_PREPOSITIONS = listed(
    "of in on at for with by from to as into onto about over under between through against across "
    "after before during within without via among toward towards behind up down out off near "
    "beside along around inside outside"
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_AMOUNT = re.compile(r"^[^\w\s]*\w{0,3}[$€£]?\d")
_DOUBLED = listed("begin cut get run win put set ship plan step")
"""Verbs that double their last letter before "ing"."""
_NO_NOUN = listed("not only just more less better best when why how from at")
_CEREMONIES = listed(
    "inaugurate celebrate host welcome announce honor honour mark join attend receive get unveil "
    "introduce present name award win share publish report"
)
"""Verbs behind which the headline tells of an occasion, not of work."""
_BARE = listed("with for to from into in on off out up at over")
"""What follows a verb that has no object."""


class Topics:
    """Tells what headlines of one site are about."""

    def __init__(
        self,
        names: Iterable[str],
        verbs: Iterable[str],
        common: Collection[str],
        people: Collection[str] = (),
        others: Iterable[str] = (),
    ) -> None:
        """Keep what headlines are judged against.

        Args:
            names: What the company calls itself.
            verbs: Those that may follow its name, in their base form.
            common: Words that the site writes in lower case.
            people: The words of people's names.
            others: More verbs of headlines, which tell that one is no noun phrase.
        """
        self._names = sorted(
            {key(name) for name in names if len(key(name)) > 2}, key=len, reverse=True
        )
        verbs, others = tuple(verbs), tuple(others)
        self._base = {third_person(base): base for base in verbs}
        self._thirds = frozenset(third_person(base) for base in (*verbs, *others))
        self._verbs = frozenset((*verbs, *others))
        self._common = common
        self._people = people

    def of(self, headline: str) -> str | None:
        """Return what a headline is about, or None where it cannot be told as a phrase."""
        text = _SOURCE.sub(
            "", _PRESENTS.sub("", _NICKNAME.sub("", fold(headline))).replace("’", "'")
        ).strip(" .!,:–—-")
        if _FOREIGN & set(text.lower().split()):
            return None
        parts = [part.strip(" .,") for part in re.split(r":\s|\s[–—-]\s", text)]
        parts = [part for part in parts if part and not _LABEL.match(part)]
        # Behind a colon stands what it is about, before it often only where it belongs.
        for part in sorted(parts, key=lambda p: (not self._names_something(p), -len(p.split()))):
            # A participle behind a dash hangs on what stands before it.
            hangs = (
                part is not parts[0]
                and part.split()[0].islower()
                and part.split()[0].endswith("ing")
            )
            told = None if hangs else self._phrase(part)
            if told:
                return told.replace("'", "’")
        return None

    def is_anothers(self, headline: str) -> bool:
        """Tell whether a headline says what somebody other than the company did."""
        words = fold(headline).replace("’", "'").split()
        for place, word in enumerate(words[1:6], start=1):
            if word.lower().strip(",") in self._thirds and words[0][0].isupper():
                acting = key(" ".join(words[:place])).replace(" ", "")
                return not any(name.replace(" ", "") in acting for name in self._names)
        return False

    def _phrase(self, text: str) -> str | None:
        if _NOT_SAID.search(text) or not LEAST <= len(text.split()) <= MOST or len(text) > LONGEST:
            return None
        words = self._cased(_RECENT.sub("", text).split())
        if any(word in ("The", "A", "An") for word in words[1:]):
            return None
        if words[-1].lower() in _PREPOSITIONS | _DETERMINERS:
            return None
        told = self._deed(words) or self._gerund(words) or self._noun(words)
        if told is None or (len(told.split()) < 4 and not self._names_something(told)):
            return None
        return second_person(told)

    def _deed(self, words: list[str]) -> str | None:
        """What the company itself did, as a gerund."""
        for name in self._names:
            many = len(name.split())
            if key(" ".join(words[:many])) != name or len(words) < many + 3:
                continue
            verb, rest = words[many], words[many + 1 :]
            base = self._base.get(verb.lower())
            unfit = base in _CEREMONIES or verb.lower() not in self._thirds or self._finite(rest)
            if base is None or unfit:
                return None
            return " ".join([_gerund_of(base), *self._with_article(rest)])
        return None

    def _gerund(self, words: list[str]) -> str | None:
        first = words[0].lower()
        if not first.endswith("ing") or len(first) < 6 or first in _PRESENTING:
            return None
        if self._finite(words[1:]) or len(words) < 3:
            return None
        return " ".join([first, *words[1:]])

    def _noun(self, words: list[str]) -> str | None:
        """A headline without a verb, as a noun phrase."""
        low = [word.lower().strip(",") for word in words]
        called = low[0] in self._verbs and low[1] not in ("for", "of", "to")
        if self._finite(words) or called or low[0] in _PREPOSITIONS | _NO_NOUN:
            return None
        text = " ".join(words)
        if low[0].endswith("ing") or _STRANDED.match(text) or _DONE.search(f" {text}"):
            return None
        if words[0][0].isdigit() and not _YEAR.match(words[0]):
            return None
        for name in self._names:
            many = len(name.split())
            own = " ".join(words[:many])
            if own.lower().endswith(("'s", "s'")) and key(own[:-2]) == key(name):
                return " ".join(["your", *self._plain(words[many:])])
        joined = [key(" ".join(words[:many]).split("'")[0]).replace(" ", "") for many in (1, 2, 3)]
        if any(name.replace(" ", "") in joined for name in self._names):
            return None
        head = next((n for n, word in enumerate(low) if word in _PREPOSITIONS), len(words))
        if (head < 2 and head == len(words)) or head == 0:
            return None
        named = low[head - 1].strip("'")
        if named not in self._common and not any(c.isdigit() for c in named):
            return None
        if set(words_of(" ".join(words))) <= set(self._people):
            return None
        if low[0] in ("a", "an"):
            return " ".join(["the", *words[1:]])
        if low[0] in _DETERMINERS:
            return " ".join([low[0], *words[1:]])
        if low[0].endswith(("'s", "s'")):
            return None
        if any(c.isdigit() for c in named) and not _YEAR.match(words[0]):
            return " ".join(words)
        return " ".join(["the", *self._plain(words)])

    def _plain(self, words: list[str]) -> list[str]:
        """The first word in lower case where the site writes it so."""
        part = key(words[0]).split(" ")[0] if words else ""
        first = words[0].lower() if part in self._common and not words[0].isupper() else words[0]
        return [first, *words[1:]]

    def _cased(self, words: list[str]) -> list[str]:
        """Undo the capitals of a headline in which every word has one."""
        long = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
        if not long or sum(word[0].isupper() for word in long) < 0.7 * len(long):
            return self._plain(words)
        told: list[str] = []
        for place, word in enumerate(words):
            beside = [words[n] for n in (place - 1, place + 1) if 0 <= n < len(words)]
            named = any(
                other[0].isupper() and key(other) not in self._common for other in beside if other
            ) or (len(told) > 1 and told[-1][0].isupper())
            common = key(word.removesuffix("'s")) in self._common and word.istitle()
            told.append(word.lower() if common and (not named or place == 0) else word)
        return told

    def _finite(self, words: list[str]) -> bool:
        """Tell whether a verb in a personal form stands among the words."""
        low = [word.lower().strip(",.") for word in words]
        for place, word in enumerate(low):
            behind = low[place + 1] if place + 1 < len(low) else ""
            before = low[place - 1] if place else ""
            if word in _FINITE or word.split("'")[0] in _PRONOUNS:
                return True
            noun = before in _DETERMINERS or not behind or behind in ("of", "for", "and", "in")
            governs = place and word in self._verbs and behind in _DETERMINERS
            if (word in self._thirds and not noun) or governs:
                return True
        return False

    def _with_article(self, words: list[str]) -> list[str]:
        """Put the article that headlines drop before a single thing."""
        first = words[0].lower()
        if first in _DETERMINERS | _BARE or _AMOUNT.match(words[0]) or first.endswith("ing"):
            return words
        head = next(
            (n for n, word in enumerate(words) if word.lower() in _PREPOSITIONS), len(words)
        )
        last = words[head - 1].strip(",")
        plural = last.endswith("s") and not last.endswith("ss")
        if plural or (last[0].isupper() and key(last) not in self._common):
            return words
        return ["the", *words]

    def _names_something(self, text: str) -> bool:
        """Tell whether a part of a headline holds a name or a number, besides the company's."""
        rest = key(text)
        for name in self._names:
            rest = rest.replace(name, " ")
        return any(word.isdigit() or word not in self._common for word in rest.split())


def _gerund_of(base: str) -> str:
    if base in _DOUBLED:
        return f"{base}{base[-1]}ing"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        return f"{base[:-1]}ing"
    return f"{base}ing"


_MID = re.compile(r"(?<=[a-z,] )([^\W\d_]{3,})\b")


def common_words(texts: Iterable[str]) -> frozenset[str]:
    """Return the words that a site writes in lower case inside its sentences, mostly."""
    seen: Counter[str] = Counter()
    for text in texts:
        for word in _MID.findall(text):
            seen[key(word)] += 1 if word.islower() else -1
    return frozenset(word for word, balance in seen.items() if balance > 0)
