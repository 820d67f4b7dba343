"""What the candidate told, what is asked, and the digest that holds it all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from researcher.models.advice import Answered, Closing, Insider, Note, Part, Story
from researcher.models.findings import Evidence, Finding, KeyPages, Rejected
from researcher.models.openings import Opening
from researcher.models.pages import Company, Document
from researcher.models.profiles import Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One line of the candidate's CV, with the headings above it."""

    text: str
    path: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """The job posting."""

    title: str = ""
    url: str = ""
    duties: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the user told of themselves; every part optional. Never leaves the machine."""

    cv: tuple[Passage, ...] = ()
    cv_name: str = ""
    """The file's name without its folder: what evidence from the CV names."""
    cv_text: str = ""
    """The CV as plain text: what its quotes are checked against."""
    cv_read_at: datetime | None = None
    posting: Posting | None = None
    role: str = ""
    interviewer: str = ""
    interview: date | None = None
    round: str = ""
    """"first", "second", "final", or empty where nothing was told."""
    notes: tuple[Passage, ...] = ()
    """What the candidate wrote down privately: what a past coworker told, for instance."""
    notes_name: str = ""
    notes_text: str = ""
    notes_read_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing that a line of the candidate's side and a text of the company share."""

    sort: str
    """"skill" (the same spelling), "alias" (another spelling of it), "work" (one kind of work),
    "family" (a skill near it), "phrase" or "word"."""
    name: str
    """The skill, the kind of work, the family, the phrase or the stem."""
    ours: str
    """How the line spells it."""
    theirs: str
    """How the text spells it."""
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TieIn:
    """How a question touches the candidate: a line of the CV as it stands, and a duty."""

    text: str
    evidence: tuple[Evidence, ...]
    """Lines of the CV; empty where only a duty of the posting is touched."""
    duty: Evidence | None = None
    """The posting's duty that the question touches."""
    matched: tuple[Shared, ...] = ()
    """What the line of the CV and the question's source share."""
    touched: tuple[Shared, ...] = ()
    """What the duty and the question's source share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A line of the CV as it was weighed against a text, for `explain`."""

    line: str
    under: str
    """The heading that it stands under."""
    strength: float
    """What it shares with the text, summed up: decides whether it ties."""
    recency: float
    prominence: float
    telling: float
    """1 for a line that tells of work; less for a summary, a bare list, or what is only near."""
    shared: tuple[Shared, ...]
    verdict: str = ""
    """Why it was passed over; empty for the line that was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """How the CV matches one question, or one line of the posting."""

    kind: str
    """"question", "duty" or "requirement"."""
    text: str
    """The question, or the posting's line."""
    lines: tuple[Weighed, ...] = ()
    """The best first; empty where no line shares anything with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBack:
    """What the interviewer may ask in return, and a truthful reply."""

    question: str
    reply: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the candidate says aloud, and what stands behind it."""

    text: str
    kind: str
    """"opening", "priority", "challenge", "technology", "growth", "culture", "team", "closing"."""
    audience: tuple[str, ...]
    """"recruiter", "hiring manager", "peer", "executive"."""
    why: str
    about: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    tie_in: TieIn | None = None
    follow_ups: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    ask_back: AskBack | None = None
    background: bool = False
    """The evidence is older than 90 days, or undated."""
    learn: str = ""
    """What the answer tells: the sentence of `why` that stands without its quote."""

    def __post_init__(self) -> None:
        """Hold the promise: no finding, no question."""
        if not self.evidence:
            raise ValueError(f"a question needs evidence: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """What they are likely to ask the candidate."""

    question: str
    why: str
    evidence: tuple[Evidence, ...]
    your_evidence: tuple[Evidence, ...] = ()
    """The candidate's own lines that answer it; empty means "no story found: prepare one"."""
    story: Story | None = None
    """The best of them framed as situation, action and result; None means the same."""
    kind: str = ""
    """"about you", "why us", "duty", "requirement", "gap", "value", "technology", "development" or
    "your questions"."""
    frame: tuple[Part, ...] = ()
    """The quotes that an answer is built of, in the order to say them."""
    say: str = ""
    """One sentence that can be said as it stands; it claims nothing that the CV does not hold."""

    @property
    def ready(self) -> bool:
        """Whether there is something to answer with; else a story is to be prepared."""
        return bool(self.story or self.frame or self.say or self.kind == "development")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rapport:
    """A topic that the candidate and the company's people may share."""

    topic: str
    evidence: tuple[Evidence, ...]
    kind: str = "shared"
    """"shared" (both sides name it), "topic" or "leader" (to be admired by both), "avoid"."""
    say: str = ""
    """How to bring it up, or what to say in its place; quotes and nothing beyond them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What was looked for and not found, or failed, named."""

    what: str
    why: str
    failed: bool = False
    """True where something failed (exit code 3); False where the source simply has nothing."""
    remark: bool = False
    """Whether nothing is missing, and it is only said what became of something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A resource used or tried."""

    url: str
    kind: str
    """"page", "feed", "sitemap", "robots", "document", …."""
    status: str
    """"ok", "unchanged", "empty", "blocked" or "failed"."""
    fetched_at: datetime | None
    """When it was tried; None where an archive holds no trace of it."""
    sha256: str = ""
    note: str = ""
    """Why it is not ok."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What the sources brought."""

    documents: tuple[Document, ...]
    records: tuple[SourceRecord, ...]
    gaps: tuple[Gap, ...]
    feeds: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    """Who the company is elsewhere, as far as the sources tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All of it: what the renderers print."""

    company: Company
    description: str
    as_of: date
    role: str = ""
    interviewer: str = ""
    interview: date | None = None
    round: str = ""
    """"first", "second", "final", or empty where nothing was told."""
    audience: str = ""
    """Whom the interviewer is taken for; "panel" for several, empty where it is unknown."""
    has_cv: bool = False
    """Whether the candidate gave a CV: without one, that is said once and not per question."""
    mission: Finding | None = None
    values: tuple[Finding, ...] = ()
    projects: tuple[Finding, ...] = ()
    priorities: tuple[Finding, ...] = ()
    people: tuple[Finding, ...] = ()
    technologies: tuple[Finding, ...] = ()
    culture: tuple[Finding, ...] = ()
    news: tuple[Finding, ...] = ()
    facts: tuple[Finding, ...] = ()
    openings: tuple[Opening, ...] = ()
    """The open roles, newest first."""
    key_pages: KeyPages = field(default_factory=KeyPages)
    feeds: tuple[str, ...] = ()
    alerts: tuple[Finding, ...] = ()
    """What to know first: that nobody is hired, that the company winds down."""
    questions: tuple[Question, ...] = ()
    matching: tuple[Matched, ...] = ()
    """How the CV matches the questions and the posting; empty without a CV."""
    preparation: tuple[Preparation, ...] = ()
    rapport: tuple[Rapport, ...] = ()
    avoid: tuple[Rapport, ...] = ()
    """What not to open with: hard news on their own pages."""
    answered: tuple[Answered, ...] = ()
    """Questions that come to mind and that the sources answer: not to be asked."""
    insiders: tuple[Insider, ...] = ()
    notes: tuple[Note, ...] = ()
    """The candidate's private notes, beside the findings that they touch."""
    closing: Closing | None = None
    gaps: tuple[Gap, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    links: tuple[Identifier, ...] = ()
    """The company's pages in places that no program may read: to open oneself."""
    rejected: tuple[Rejected, ...] = ()
    """What came close and was left out, for `explain`; not all that was ever weighed."""
