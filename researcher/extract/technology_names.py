"""What a technology is called in the digest: its usual name, or the company's fuller one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from researcher.text import key


def as_written(title: str, forms: Sequence[str]) -> str:
    """Return the usual name, or the company's spelling of it or its fuller one: "Spring Boot".

    Where most of the forms write an abbreviation out, or put one word of a longer name otherwise,
    that is the company's name for it. Another short form ("k8s") is told by the usual name.
    """
    most, count = Counter(forms).most_common(1)[0]
    if 2 * count <= len(forms) or most.casefold() == title.casefold():
        return title
    if _abbreviates(title, most) or _rewords(title, most):
        return most[0].upper() + most[1:]
    closed = most.casefold() == title.casefold().replace(" ", "")
    # A version tells when the page was written, not what else is meant.
    fuller = f" {key(title)} " in f" {key(most)} " and most[:1].isupper()
    return most if closed or (fuller and not re.search(r"\d", most)) else title


def _abbreviates(title: str, written: str) -> bool:
    """Tell whether the usual name is short for what is written: "GIMP" for "GNU Image"."""
    capitals = "".join(c for c in written if c.isupper())
    short = title.isalpha() and title.isupper() and len(written) >= 2 * len(title)
    return short and len(capitals) >= 2 and title.startswith(capitals)


def _rewords(title: str, written: str) -> bool:
    """Tell whether what is written is the usual name but for one of its words."""
    words, others = key(title).split(), key(written).split()
    return len(words) == len(others) > 2 and len(set(words) & set(others)) == len(words) - 1
