"""The values that cross the steps, frozen, and the protocols of the steps' parts.

    Company → Request → Page → Document → Finding → Question → Digest

Each hop has one value. Datetimes are aware and in UTC; an event's date may know only its month or
year (`PartialDate`). Nothing here reads a clock, a file or the network.
"""

from __future__ import annotations

from researcher.models.advice import Answered, Closing, Insider, Note, Part, Story, Touch
from researcher.models.applications import (
    Application,
    Coverage,
    Occasion,
    Outgoing,
    Report,
    Snapshot,
    State,
)
from researcher.models.deliveries import Attachment, Change, Message
from researcher.models.digest import (
    AskBack,
    Candidate,
    Digest,
    Fetched,
    Gap,
    Matched,
    Passage,
    Posting,
    Preparation,
    Question,
    Rapport,
    Shared,
    SourceRecord,
    TieIn,
    Weighed,
)
from researcher.models.findings import (
    Evidence,
    Examined,
    Extractor,
    Finding,
    KeyPages,
    Kind,
    Rejected,
    Site,
    Words,
)
from researcher.models.openings import Opening, tally
from researcher.models.pages import (
    Block,
    Company,
    Document,
    Link,
    Member,
    Page,
    PartialDate,
    Request,
    Thing,
)
from researcher.models.profiles import Identifier, Proof
from researcher.models.rewordings import Proposal, Shown
from researcher.models.sources import Mark, Profile, Source

__all__ = [
    "Answered",
    "Application",
    "AskBack",
    "Attachment",
    "Block",
    "Candidate",
    "Change",
    "Closing",
    "Company",
    "Coverage",
    "Digest",
    "Document",
    "Evidence",
    "Examined",
    "Extractor",
    "Fetched",
    "Finding",
    "Gap",
    "Identifier",
    "Insider",
    "KeyPages",
    "Kind",
    "Link",
    "Mark",
    "Matched",
    "Member",
    "Message",
    "Note",
    "Occasion",
    "Opening",
    "Outgoing",
    "Page",
    "Part",
    "PartialDate",
    "Passage",
    "Posting",
    "Preparation",
    "Profile",
    "Proof",
    "Proposal",
    "Question",
    "Rapport",
    "Rejected",
    "Report",
    "Request",
    "Shared",
    "Shown",
    "Site",
    "Snapshot",
    "Source",
    "SourceRecord",
    "State",
    "Story",
    "Thing",
    "TieIn",
    "Touch",
    "Weighed",
    "Words",
    "tally",
]
