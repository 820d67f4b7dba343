"""What a reader of the rendered page would not see, as far as the page itself says so.

Inline styles, the `hidden` and `aria-hidden` attributes, and simple class and id rules of the
page's own `<style>`. Panels that a reader opens (tabs, accordions, slides) are content and stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from researcher.reading import listed

if TYPE_CHECKING:
    from researcher.reading.tree import Element

_SHEET = 400_000
"""Characters of style sheets that are read."""
_NESTED = 4
# What a rule sets that shows again what another one hides.
_SHOWING = listed("display visibility height max-height width font-size left top clip position")
# Only a rule with one of these can hide anything.
_HIDING = re.compile(r"none|hidden|collapse|clip|indent|-\d\d|font-size|background", re.IGNORECASE)
_BRACE = re.compile(r"[{}]")
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?([.#][\w-]+)$", re.IGNORECASE)
_NAMED = re.compile(r"[.#][\w-]+")
_SEGMENT = re.compile(r"^[SB]:[0-9a-f]+$")
# Only these can hide anything: most styles name none of them.
_TELLING = re.compile(
    r"display|visib|height|width|clip|indent|left|top|right|bottom|color|font-size|background|margin",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[a-z]+")
_PANEL = listed(
    "tab tabs tabpanel pane panel panels accordion accordions collapse collapsed collapsible "
    "collapsing expand expandable slide slides slider slideshow swiper slick carousel owl "
    "glide splide flickity toggle toggles faq details dropdown spoiler readmore more wow "
    "animate animated animation aos reveal fade lazy invisible step steps"
)
# The same as part of a longer name.
_OPENED = re.compile(r"tabs?\b|accordi|collaps|carousel|swiper|slider|question|answer|faq")
# Copies that a carousel makes of its own slides.
_CLONES = frozenset({"slick-cloned", "swiper-slide-duplicate", "cloned", "splide__slide--clone"})
_UNSEEN = frozenset(
    {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader"}
    | {
        "sr-only-focusable",
        "element-invisible",
        "screenreader-only",
        "offscreen",
        "u-hidden-visually",
    }
    | {"screen-reader-response", "skip-link", "skip-to-content", "show-for-sr", "assistive-text"}
)
_NUMBER = r"(-?\d*\.?\d+)"
_DIGITS = re.compile(r"\d{1,9}")
_LENGTH = re.compile(_NUMBER + r"\s*(px|em|rem|vw|vh|%|pt|)")
_COLOURS = {
    "white": "fff",
    "black": "000",
    "red": "f00",
    "yellow": "ff0",
    "blue": "00f",
    "gray": "808080",
    "grey": "808080",
    "silver": "c0c0c0",
    "green": "008000",
    "lime": "0f0",
}


@dataclass(slots=True)
class Rules:
    """Classes (`.name`) and ids (`#name`) that the page's own style hides for good."""

    hiding: set[str] = field(default_factory=set)
    known: dict[str, int] = field(default_factory=dict)

    def hide(self, names: str) -> int:
        """Return 2 where one of these class names is never seen, 1 where the page hides it."""
        told = self.known.get(names)
        if told is None:
            classes = names.lower().split()
            never = not _UNSEEN.isdisjoint(classes) or not _CLONES.isdisjoint(classes)
            told = 2 if never else int(any("." + name in self.hiding for name in classes))
            self.known[names] = told
        return told

    @classmethod
    def of(cls, sheets: Iterable[str]) -> Rules:
        """Read the style sheets: plain top-level rules of one class or id.

        Rules inside `@media` and the like hold only sometimes and are left out; so is a name that
        another rule shows again (`.panel.open`): a reader can open that.
        """
        rules: list[tuple[str, str, bool]] = []
        left = _SHEET
        for sheet in sheets:
            if left > 0:
                rules += _rules(sheet[:left])
            left -= len(sheet)
        hiding = {
            found[1].lower()
            for selector, style, always in rules
            if always and _HIDING.search(style) and conceals(declarations(style))
            for part in selector.split(",")
            if (found := _SIMPLE.match(part.strip()))
        }
        for selector, style, _ in rules if hiding else ():
            named = {name.lower() for name in _NAMED.findall(selector)} & hiding
            if named:
                declared = declarations(style)
                if not _SHOWING.isdisjoint(declared) and not conceals(declared):
                    hiding -= named
        return cls(hiding)


def _rules(sheet: str) -> Iterator[tuple[str, str, bool]]:
    """Yield each rule's selector and declarations, and whether it holds on every screen."""
    # By hand: a pattern for comments would be quadratic on a page of unclosed ones.
    first, *others = sheet.split("/*")
    sheet = " ".join([first, *(other.partition("*/")[2] for other in others)])
    start = 0
    open_rules: list[str] = []
    for brace in _BRACE.finditer(sheet):
        between = sheet[start : brace.start()].strip()
        start = brace.end()
        if brace[0] == "{":
            open_rules.append(between)
        elif open_rules:
            selector = open_rules.pop()
            if between and not selector.startswith("@") and len(open_rules) < _NESTED:
                yield selector, between, not open_rules


def declarations(style: str) -> dict[str, str]:
    """Return the declarations of a style attribute or rule, lower case, `!important` dropped."""
    declared: dict[str, str] = {}
    if not _TELLING.search(style):
        return declared
    for part in style[:4000].lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            declared[name.strip()] = value.replace("!important", "").strip()
    return declared


def conceals(declared: dict[str, str]) -> bool:
    """Tell whether declarations hide what they apply to."""
    if not declared:
        return False
    if declared.get("display") == "none" or declared.get("visibility") in ("hidden", "collapse"):
        return True
    return _nothing_left(declared) or _off_screen(declared) or _own_colour(declared)


def _nothing_left(declared: dict[str, str]) -> bool:
    if _zero(declared.get("font-size")):
        return True
    clipped = declared.get("overflow", "").startswith(("hidden", "clip"))
    flat = any(_zero(declared.get(n)) or declared.get(n) == "1px" for n in ("height", "max-height"))
    narrow = any(_zero(declared.get(n)) or declared.get(n) == "1px" for n in ("width", "max-width"))
    if (flat or narrow) and clipped:
        return True
    clip = declared.get("clip", "")
    if clip.startswith("rect") and all(float(n) <= 1 for n in _DIGITS.findall(clip)):
        return True
    return declared.get("clip-path", "").replace(" ", "") in (
        "inset(50%)",
        "inset(100%)",
        "circle(0)",
    )


def _off_screen(declared: dict[str, str]) -> bool:
    far = _far(declared.get("text-indent"))
    if declared.get("position") in ("absolute", "fixed"):
        far = far or any(_far(declared.get(n)) for n in ("left", "top", "right", "bottom"))
    return far or any(_far(declared.get(n)) for n in ("margin-left", "margin-top"))


def _own_colour(declared: dict[str, str]) -> bool:
    text = _colour(declared.get("color", ""))
    ground = _colour(declared.get("background-color") or declared.get("background", ""))
    return bool(text) and text == ground


def _zero(value: str | None) -> bool:
    found = _LENGTH.match(value) if value else None
    return bool(found) and float(found[1]) == 0  # type: ignore[index]


def _far(value: str | None) -> bool:
    found = _LENGTH.match(value) if value else None
    if not found:
        return False
    pixels = float(found[1]) * {"em": 16, "rem": 16, "vw": 10, "vh": 10, "%": 5}.get(found[2], 1)
    return pixels <= -900


def _colour(value: str) -> str:
    value = value.strip()
    first = value.split(" ")[0] if not value.startswith("rgb") else value
    if first.startswith("rgb"):
        numbers = re.findall(r"\d+", first)[:3]
        return "".join(f"{min(255, int(n)):02x}" for n in numbers) if len(numbers) == 3 else ""
    plain = _COLOURS.get(first, first.removeprefix("#") if first.startswith("#") else "")
    return "".join(c * 2 for c in plain) if len(plain) == 3 else plain


def hides(element: Element, rules: Rules) -> bool:
    """Tell whether an element hides itself and all in it."""
    attributes = element.attributes
    told = 0
    names = attributes.get("class")
    if names:
        known = rules.known.get(names)
        told = rules.hide(names) if known is None else known
        if told == 2:
            return True
    if not (
        told
        or ("style" in attributes and conceals(declarations(attributes["style"] or "")))
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (rules.hiding and "#" + (attributes.get("id") or "").lower() in rules.hiding)
    ):
        return False
    return not _opens(element, (names or "").lower()) and not _streamed(attributes)


def _streamed(attributes: dict[str, str | None]) -> bool:
    """Tell whether React sent this ahead, to be put in its place: https://react.dev/reference/rsc."""
    return "hidden" in attributes and bool(_SEGMENT.match(attributes.get("id") or ""))


def _opens(element: Element, names: str) -> bool:
    """Tell whether a reader can open what is hidden now: a tab, an accordion, a slide."""
    attributes = element.attributes
    if attributes.get("role") in ("tabpanel", "region", "group") or element.tag == "details":
        return True
    said = names + " " + (attributes.get("id") or "").lower()
    if _OPENED.search(said) or not _PANEL.isdisjoint(_TOKEN.findall(said)):
        return True
    parent = element.parent
    return (
        parent is not None
        and attributes.get("aria-hidden") == "true"
        and not _PANEL.isdisjoint(_TOKEN.findall((parent.attributes.get("class") or "").lower()))
    )
