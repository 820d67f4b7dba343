"""People who have a page of their own below the team's."""

from __future__ import annotations

import re

from researcher.extract.affiliation import TEAM, Affiliations
from researcher.extract.names import Names
from researcher.extract.people_lists import Candidate
from researcher.extract.roles import UNKNOWN, Roles
from researcher.models import Document
from researcher.text import key
from researcher.urls import segments


def profile(
    document: Document, place: int, names: Names, roles: Roles, affiliations: Affiliations
) -> Candidate | None:
    """Return whom the page is about, where it lies below the team's page and is called so."""
    parts = segments(document.url)
    parts = parts[:-1] if parts and parts[-1] == "index" else parts
    if len(parts) < 2 or all(
        affiliations.heading(part.replace("-", " ")) != TEAM for part in parts[:-1]
    ):
        return None
    blocks = [b for b in document.main if b.text][:8]
    heads = [b.text for b in blocks if b.kind == "heading"]
    for text in (*heads, re.split(r" [|–—·-] ", document.title)[0]):
        name = names.read(text)
        if name is None or name.doubts or name.words < 2:
            continue
        if key(name.text).split() != key(parts[-1].replace("-", " ")).split():
            continue
        lines = [b.text for b in blocks if b.text != text]
        role = next((r for t in (name.rest, *lines[:3]) if t and (r := roles.read(t))), None)
        said = role.text if role else ""
        return Candidate(
            name.text, said, role.rank if role else UNKNOWN, TEAM, document,
            (f"{text} {said}", text, name.text), (place, 0), "has a page below the team's",
        )  # fmt: skip
    return None
