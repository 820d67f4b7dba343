"""The values that cross the steps, frozen, and the protocols of the steps' parts.

    Company → Request → Page → Document → Finding → Question → Digest

Each hop has one value. Datetimes are aware and in UTC; an event's date may know only its month or
year (`PartialDate`). Nothing here reads a clock, a file or the network.
"""

from __future__ import annotations

from researcher.models.deliveries import Attachment, Change, Message
from researcher.models.digest import (
    AskBack,
    Candidate,
    Digest,
    Fetched,
    Gap,
    Passage,
    Posting,
    Preparation,
    Question,
    Rapport,
    SourceRecord,
    TieIn,
)
from researcher.models.findings import (
    Evidence,
    Extractor,
    Finding,
    KeyPages,
    Kind,
    Site,
    Words,
)
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
from researcher.models.sources import (
    Source,
)

__all__ = [
    "AskBack",
    "Attachment",
    "Block",
    "Candidate",
    "Change",
    "Company",
    "Digest",
    "Document",
    "Evidence",
    "Extractor",
    "Fetched",
    "Finding",
    "Gap",
    "Identifier",
    "KeyPages",
    "Kind",
    "Link",
    "Member",
    "Message",
    "Page",
    "PartialDate",
    "Passage",
    "Posting",
    "Preparation",
    "Proof",
    "Question",
    "Rapport",
    "Request",
    "Site",
    "Source",
    "SourceRecord",
    "Thing",
    "TieIn",
    "Words",
]
