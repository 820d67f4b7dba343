"""The places of a set of questions: which kinds, about which findings, and how many of a sort."""

from __future__ import annotations

from collections.abc import Mapping

PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("priority", ("event", "postings", "statement", "report")),
    ("challenge", ("event", "statement", "project")),
    ("culture", ("value+event", "value", "culture", "value+value", "mission")),
    ("technology", ("event", "stack", "technology", "statement")),
    ("team", ("culture", "event", "person", "project", "value")),
    ("growth", ("postings", "event", "culture", "project", "value", "technology")),
    ("opening", ("skill", "mission+project", "project", "mission")),
    ("closing", ("project", "event", "statement", "mission", "value")),
    ("priority", ("postings", "event", "project", "statement", "report")),
    ("priority", ("event", "report", "project", "mission", "statement")),
    ("culture", ("value", "culture", "event")),
    ("team", ("person", "postings", "event", "culture", "project", "statement", "report")),
    ("priority", ("event", "project", "statement", "person")),
    ("challenge", ("event", "postings", "project", "value", "culture", "statement")),
    ("growth", ("event", "statement", "person", "project")),
    ("culture", ("culture", "value", "value+value", "event", "mission", "report")),
    ("technology", ("stack", "technology", "event")),
    ("team", ("project", "value", "statement", "event")),
)
"""In the order they are filled: the kind, and the forms of findings that are tried."""
FIRST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("challenge", ("event", "statement", "project")),
    ("priority", ("event", "statement")),
    ("technology", ("event",)),
    ("team", ("event", "statement", "project")),
    ("priority", ("event", "statement")),
    ("closing", ("statement", "mission", "event")),
)
"""Filled before the others, with questions that turn on a detail."""
ASK_BACKS: Mapping[str, tuple[str, ...]] = {
    "near": (
        "What have you done that comes close to this?",
        "Where have you met something like that yourself?",
        "Which part of your own work makes you ask?",
    ),
    "far": (
        "What did you work on last?",
        "Can you give us an example from your most recent work?",
        "What would you bring from your last position?",
    ),
}
LIMITS: Mapping[str, int] = {
    "other": 2,
    "old other": 1,
    "person": 1,
    "report": 2,
    "postings": 2,
    "project": 4,
    "culture": 3,
    "value+value": 1,
    "value+event": 1,
    "mission+project": 1,
}
"""How many questions of a set may turn on findings of a sort."""
