"""How the parts of a question are put together. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from researcher.models import Evidence
from researcher.suggest.frames import Ask, Lead, fill
from researcher.suggest.subject import Subject
from researcher.text import key


def slots_of(group: tuple[Subject, ...]) -> dict[str, str]:
    """Return what fills a frame's slots; a second finding's slots end in 2."""
    slots: dict[str, str] = {}
    for subject in group:
        for name, value in subject.slots.items():
            slots[name if name not in slots else f"{name}2"] = value
    return slots


def evidence_of(text: str, group: tuple[Subject, ...]) -> tuple[Evidence, ...]:
    """Return the evidence a question rests on: of each finding the first, and the one it quotes."""
    found: list[Evidence] = []
    for subject in group:
        found.append(subject.evidence[0])
        # Several tools on one page; a call and its deadline.
        if subject.form == "stack" or subject.anchor in ("closed", "call"):
            found += subject.evidence
        for slot in ("clause", "title"):
            cited = subject.slots.get(slot, "\0").strip("“”")
            if f"“{cited}”" in text:
                found += [e for e in subject.evidence if key(cited) in key(e.quote)]
    return tuple(dict.fromkeys(found))


def spoken(lead: Lead | None, ask: Ask, slots: Mapping[str, str]) -> str | None:
    """Return lead-in and question as they are said, or None where a slot cannot be filled."""
    asked = fill(ask.text, slots)
    if asked is None:
        return None
    if lead is None:
        return asked
    said = fill(lead.text, slots)
    if said is None:
        return None
    if said.endswith(","):
        asked = asked[0].lower() + asked[1:]
    return f"{said} {asked}"
