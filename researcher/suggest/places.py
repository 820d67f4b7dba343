"""The places of a set of questions: which kinds, about which findings, and how many of a sort."""

from __future__ import annotations

from collections.abc import Mapping

Places = tuple[tuple[str, tuple[str, ...]], ...]
"""Kinds of question, each with the forms of findings that are tried for it."""
PLACES: Places = (
    ("priority", ("event", "postings", "statement", "report")),
    ("challenge", ("event", "statement", "project")),
    ("culture", ("value+event", "value", "culture", "value+value", "mission")),
    ("technology", ("event", "stack", "technology", "statement")),
    ("team", ("culture", "event", "project", "value", "person")),
    ("growth", ("postings", "event", "culture", "project", "value", "technology")),
    ("opening", ("skill", "mission+project", "project", "mission")),
    ("closing", ("project", "event", "statement", "mission", "value")),
    ("priority", ("postings", "event", "project", "statement", "report")),
    ("priority", ("event", "report", "project", "mission", "statement")),
    ("culture", ("value", "culture", "event")),
    ("team", ("postings", "event", "culture", "project", "statement", "report", "person")),
    ("priority", ("event", "project", "statement", "person")),
    ("challenge", ("event", "postings", "project", "value", "culture", "statement")),
    ("growth", ("event", "statement", "project", "person")),
    ("culture", ("culture", "value", "value+value", "event", "mission", "report")),
    ("technology", ("stack", "technology", "event")),
    ("team", ("project", "value", "statement", "event")),
)
"""In the order they are filled: the kind, and the forms of findings that are tried."""
FIRST: Places = (
    ("challenge", ("event", "statement", "project")),
    ("priority", ("event", "statement")),
    ("technology", ("event",)),
    ("team", ("event", "statement", "project")),
    ("priority", ("event", "statement")),
    ("growth", ("statement", "event")),
    ("closing", ("statement", "mission", "event")),
)
"""Filled before the others, with questions that turn on a detail."""
NEWS: Places = (
    ("priority", ("event", "report")),
    ("team", ("event", "report")),
)
"""Filled before these, with news of the last days."""
ASK_BACKS: Mapping[str, tuple[str, ...]] = {
    "near": (
        "What have you done that comes close to this?",
        "Where have you met something like that yourself?",
    ),
    "far": (
        "What would you bring to that yourself?",
        "Which piece of your own work should we think of here?",
        "What have you done lately that would help here?",
    ),
    "any": (
        "What would you bring to that yourself?",
        "Which piece of your own work should we think of here?",
        "What have you done that would help here?",
    ),
}
"""What they may ask in return: of a line that ties; else what one would bring, which a line of
one's own work answers, of the newest position or of any."""
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
