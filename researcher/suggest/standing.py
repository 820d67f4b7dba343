"""How much a line of the CV weighs: how recent it is, and how prominent what it names. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from researcher.models import Passage, Posting, Words
from researcher.suggest.skills import Skills
from researcher.text import key

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OPEN = re.compile(r"(?:19|20)\d\d\s*年?(?:\d{1,2}月)?\s*[-–—~〜]\s*\)?\s*$")
_A_YEAR, _OLDEST = 0.04, 0.6
"""What each year since its end costs a line, and what is left of the oldest."""
_A_PLACE, _LAST = 0.02, 0.7
"""The same by place, where no heading tells a date."""
_TOP = 2
"""Lines below the name that may be its title."""
_AGAIN, _PROMINENT, _WANTED, _IN_TITLE = 0.1, 0.15, 0.15, 0.15


class Recency:
    """Tells how recent lines of one CV are, by the dates in their headings."""

    def __init__(self, passages: Sequence[Passage], words: Words, as_of: date | None) -> None:
        """Read the years; without a day to reckon from, the latest year of the CV is today."""
        terms = words.table("spans").get("present", ())
        western = [re.escape(t) for t in terms if not re.search(r"[\u3040-\u9fff]", t)]
        cjk = [re.escape(t) for t in terms if re.search(r"[\u3040-\u9fff]", t)]
        self._present = re.compile("|".join([rf"\b(?:{'|'.join(western)})\b", *cjk]))
        years = [int(y) for p in passages for h in p.path for y in _YEAR.findall(h)]
        self._today = as_of.year if as_of else max(years, default=0)
        sections = words.table("sections")
        self._prominent = frozenset(key(t) for t in sections.get("cv_prominent", ()))
        self._known = frozenset(key(t) for terms in sections.values() for t in terms)

    def of(self, passage: Passage, place: int) -> float:
        """Return 1 for a line of today, less for each year since its position ended.

        A summary or a list of skills is of today. Where no heading holds a year, the order counts.
        """
        if self.is_prominent(passage, place):
            return 1.0
        for told in (*reversed(passage.path), passage.text):
            years = [int(year) for year in _YEAR.findall(told)]
            if not years or (told is passage.text and len(years) > 1):
                continue
            if self._present.search(told.lower()) or _OPEN.search(told):
                return 1.0
            return max(_OLDEST, 1 - _A_YEAR * max(0, self._today - max(years)))
        return max(_LAST, 1 - _A_PLACE * place)

    def is_prominent(self, passage: Passage, place: int) -> bool:
        """Tell a line of the summary or the list of skills, or the title below the name."""
        under = key(passage.path[-1]) if passage.path else ""
        if under in self._prominent:
            return True
        return place < _TOP and len(passage.path) <= 1 and under not in self._known


class Prominence:
    """Tells how prominent skills are in the CV and in the posting."""

    def __init__(
        self,
        passages: Sequence[Passage],
        skills: Skills,
        recency: Recency,
        posting: Posting | None,
    ) -> None:
        """Count the lines that name each skill."""
        self._lines = Counter(s for p in passages for s in set(skills.find(p.text)))
        prominent = (p for place, p in enumerate(passages) if recency.is_prominent(p, place))
        self._prominent = frozenset(s for p in prominent for s in skills.find(p.text))
        title = skills.find(posting.title) if posting else ()
        self._title = frozenset(title)
        self._wanted = frozenset(posting.skills if posting else ())

    def of(self, names: Iterable[str]) -> float:
        """Return the weight of the most prominent of the skills; 1 where none is."""
        return max((self._of(name) for name in names), default=1.0)

    def _of(self, name: str) -> float:
        return (
            1.0
            + _AGAIN * min(2, max(0, self._lines[name] - 1))
            + _PROMINENT * (name in self._prominent)
            + _WANTED * (name in self._wanted)
            + _IN_TITLE * (name in self._title)
        )
