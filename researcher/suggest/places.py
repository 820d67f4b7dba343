"""The places of a set of questions: which kinds, about which findings, and how many of a sort."""

from __future__ import annotations

from collections.abc import Mapping

PLACES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("priority", ("event", "statement")),
    ("challenge", ("event", "statement", "project")),
    ("culture", ("value+event", "value+value", "value", "culture", "mission")),
    ("technology", ("technology", "technology+technology", "event")),
    ("team", ("culture", "event", "project+project", "person", "project", "value")),
    ("growth", ("culture", "event", "project", "value", "technology")),
    ("opening", ("skill", "mission+project", "project", "mission")),
    ("closing", ("project", "event", "statement", "mission", "value")),
    ("priority", ("event", "statement", "event+event", "project", "report")),
    ("priority", ("event+event", "project+project", "event", "project", "mission", "statement")),
    ("culture", ("value", "culture", "value+event", "event")),
    ("team", ("person", "culture", "event", "project", "statement", "report")),
    ("priority", ("project", "statement", "event", "person")),
    ("challenge", ("project", "value", "culture", "event", "statement")),
    ("growth", ("event", "statement", "person", "project")),
    ("culture", ("culture", "value", "value+value", "event", "mission", "report")),
    ("technology", ("technology+technology", "technology")),
    ("team", ("project", "value", "statement", "event")),
)
"""In the order they are filled: the kind, and the forms of findings that are tried."""
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
    "other": 3,
    "old other": 2,
    "person": 1,
    "report": 1,
    "project": 4,
    "culture": 3,
    "project+project": 1,
    "technology+technology": 1,
    "value+value": 1,
    "value+event": 1,
    "event+event": 1,
    "mission+project": 1,
}
"""How many questions of a set may turn on findings of a sort."""
