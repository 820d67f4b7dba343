"""How Wikidata writes statements: ranks, qualifiers, times, amounts, labels. Pure.

By the data model (https://www.mediawiki.org/wiki/Wikibase/DataModel).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from researcher.fetch.answers import mapping, mappings, text
from researcher.models import PartialDate
from researcher.text import key

_ENDED, _AT = "P582", "P585"
_TIME = re.compile(r"^\+(\d{4})-(\d{2})-(\d{2})T")


def current(entity: Mapping[str, object], name: str, as_of: date) -> list[Mapping[str, object]]:
    """Return the statements that hold today, the preferred ones where there are any.

    Left out: deprecated ones, those without a known value, and those that ended.
    """
    claims = [
        claim
        for claim in mappings(mapping(entity.get("claims")).get(name))
        if claim.get("rank") != "deprecated"
        and mapping(claim.get("mainsnak")).get("snaktype") == "value"
        and not _ended(claim, as_of)
    ]
    return [claim for claim in claims if claim.get("rank") == "preferred"] or claims


def _ended(claim: Mapping[str, object], as_of: date) -> bool:
    if _ENDED not in mapping(claim.get("qualifiers")):
        return False
    ends = [_TIME.match(end) for end in qualified(claim, _ENDED)]
    # An end without a known time is an end, too.
    return not any(end and f"{end[1]}-{end[2]}-{end[3]}" > as_of.isoformat() for end in ends)


def value_of(claim: Mapping[str, object]) -> object:
    """Return what is stated."""
    return mapping(mapping(claim.get("mainsnak")).get("datavalue")).get("value")


def item_of(claim: Mapping[str, object]) -> str:
    """Return the item that is stated, or nothing."""
    return text(mapping(value_of(claim)).get("id"), 20)


def _snaks(claim: Mapping[str, object], name: str) -> Iterator[str]:
    for snak in mappings(mapping(claim.get("qualifiers")).get(name)):
        value = mapping(snak.get("datavalue")).get("value")
        yield text(value, 60) or text(mapping(value).get("time"), 60)


def qualified(claim: Mapping[str, object], name: str) -> list[str]:
    """Return a qualifier's values as texts."""
    return [value for value in _snaks(claim, name) if value]


def newest_at(claim: Mapping[str, object]) -> str:
    """Return the newest point in time that a statement is of, as Wikidata writes it."""
    return max(qualified(claim, _AT), default="")


def stated_at(claim: Mapping[str, object]) -> str:
    """Return when it held, "2024-03", or nothing."""
    match = _TIME.match(newest_at(claim))
    return "-".join(part for part in match.groups() if part != "00") if match else ""


def day_of(value: Mapping[str, object]) -> str:
    """Return a time as far as its precision goes (9: the year, 10: the month, 11: the day)."""
    match = _TIME.match(text(value.get("time"), 60))
    precision = value.get("precision")
    if match is None or not isinstance(precision, int) or precision < 9:
        return ""
    try:
        known = PartialDate.parse("-".join(match.groups()[: precision - 8]))
    except ValueError:
        return match[1]
    return str(known)


def amount_of(quote: str) -> str:
    """Return an amount as people write it, or nothing."""
    whole = quote.lstrip("+").partition(".")[0]
    return f"{int(whole):,}" if whole.isdigit() and len(whole) < 18 else ""


def label_of(entity: Mapping[str, object]) -> str:
    """Return the entity's name, in English where it has one."""
    labels = mapping(entity.get("labels"))
    for language in ("en", "mul", *labels):
        if told := text(mapping(labels.get(language)).get("value"), 200):
            return told
    return ""


def names_of(entity: Mapping[str, object]) -> Iterator[str]:
    """Yield every label and alias, folded."""
    for label in mapping(entity.get("labels")).values():
        yield key(text(mapping(label).get("value"), 200))
    for aliases in mapping(entity.get("aliases")).values():
        for alias in mappings(aliases):
            yield key(text(alias.get("value"), 200))
