"""The parts of the page reader, by subject; only `researcher.page` is meant to be imported."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """Return the words of a list that is easier to read without quotation marks."""
    return frozenset(words.split())
