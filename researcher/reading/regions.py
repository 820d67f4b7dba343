"""Which part of a page an element is: navigation, header, footer, aside, notice, form or main.

By element and role first (HTML and WAI-ARIA landmarks), then by what class and id names say, and
those only where the structure agrees: names are chosen by strangers, and `has-sidebar` on the body
must not make a sidebar of the page.
"""

from __future__ import annotations

import re
from functools import lru_cache

from researcher.reading.tree import INLINE, Element
from researcher.vocabulary import Vocabulary

_ROLES = {
    "navigation": "nav",
    "menu": "nav",
    "menubar": "nav",
    "directory": "nav",
    "banner": "header",
    "contentinfo": "footer",
    "complementary": "aside",
    "dialog": "notice",
    "alertdialog": "notice",
    "alert": "notice",
    "search": "form",
}
_TAGS = {"nav": "nav", "footer": "footer", "aside": "aside", "form": "form", "dialog": "notice"}
_MARKED = frozenset({*_TAGS, "header", "main"})
_APART = 0.3
"""Share of the page's free text above which a name is not believed."""
# Too small to be a part of a page, whatever they are called.
_PLAIN = INLINE | {"p", "img", "br"}
_CONTENT = frozenset({"main", "article", "blockquote", "figure"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PART = re.compile(r"[^a-z]+")


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], dict[str, int], tuple[str, ...]]:
    """Return whole names and parts of names with the rank of their region, and the regions."""
    table = Vocabulary().table("regions")
    regions = tuple(dict.fromkeys(entry.partition("-")[0] for entry in table))
    ranked: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for place, ending in enumerate(("names", "parts")):
        for rank, region in enumerate(regions):
            for term in table.get(f"{region}-{ending}", ()):
                ranked[place].setdefault(term, rank)
    return *ranked, regions


@lru_cache(maxsize=32768)
def _spoken(names: str) -> str:
    """Return the region that class and id names speak for, or the empty string."""
    plain = names if names.islower() else _CAMEL.sub("-", names).lower()
    whole, parts, regions = _names()
    best = len(regions)
    for name in plain.split():
        best = min(best, whole.get(name, best))
    for part in _PART.split(plain):
        best = min(best, parts.get(part, best))
    return regions[best] if best < len(regions) else ""


def assign(elements: list[Element]) -> None:
    """Fill in `region` for all elements, which stand parents first."""
    body = elements[0]
    body.region = "main"
    # Menus may be longer than the text: what counts is text outside links.
    total = max(1, body.weight - body.linked)
    content: set[int] = set()
    for element in elements[1:]:
        parent = element.parent
        if parent is None or not element.worth:
            continue
        inside = id(parent) in content
        element.region = region = parent.region
        element.apart = parent.apart
        attributes = element.attributes
        if region in ("nav", "notice"):
            pass
        elif element.tag in _MARKED or (
            attributes and element.weight and (element.tag not in _PLAIN or "role" in attributes)
        ):
            element.region = _own(element, region, inside, total)
        if inside or element.tag in _CONTENT or attributes.get("role") in ("main", "article"):
            content.add(id(element))


def _own(element: Element, region: str, inside: bool, total: int) -> str:
    tag, role = element.tag, element.attributes.get("role")
    if tag == "main" or role == "main":
        return "main"
    said = (_ROLES.get(role) if role else "") or _TAGS.get(tag, "")
    if said == "footer" and inside:
        said = ""
    if tag == "header" and not inside:
        said = "" if _is_hero(element) else "header"
    free = element.weight - element.linked
    if said == "form" and free > 0.4 * total:
        # Some systems wrap the whole page in one form.
        said = ""
    if said == "notice" and _is_content(element):
        said = ""
    if said in ("nav", "aside", "footer", "notice") and free > 0.5 * total:
        said = said if said == "nav" and _density(element) > 0.5 else ""
    return said or _by_name(element, region, inside, total) or region


def _by_name(element: Element, region: str, inside: bool, total: int) -> str:
    names = element.names
    if len(names) < 3:
        return ""
    said = _spoken(names[:300])
    if not said or said == region:
        return ""
    if element.headline == 1 and said not in ("header", "nav"):
        # Where the headline is, is the page.
        return ""
    share = (element.weight - element.linked) / total
    if said == "apart":
        element.apart = element.apart or share < _APART
        return ""
    if said == "notice":
        return said if share < 0.4 and not _is_content(element) else ""
    if said == "nav":
        return said if element.weight == 0 or _density(element) > 0.5 else ""
    if share > 0.35 or (inside and said in ("header", "footer")):
        return ""
    if said == "header":
        return "" if _is_hero(element) else said
    return said if region in ("main", "header") else ""


def _density(element: Element) -> float:
    return element.linked / element.weight if element.weight else 0.0


def _is_hero(element: Element) -> bool:
    """Tell whether a header holds the page's own beginning: a headline with words of its own."""
    free = element.weight - element.linked
    if free < 40:
        return False
    return any(e.tag == "h1" and e.weight > e.linked for e in element.walk())


def _is_content(element: Element) -> bool:
    """Tell whether a dialog holds what a reader opens on purpose, such as a biography."""
    if element.weight < 400 or element.weight - element.linked < 300:
        return False
    names = element.names.lower()
    if any(word in names for word in ("cookie", "consent", "gdpr", "privacy")):
        return False
    return not any(e.tag in ("form", "input") for e in element.walk())
