"""Digests of an invented company, made by hand: a rich one and an empty one."""

from __future__ import annotations

from datetime import UTC, date, datetime

from researcher.models import (
    Answered,
    AskBack,
    Closing,
    Company,
    Digest,
    Evidence,
    Finding,
    Gap,
    Insider,
    KeyPages,
    Kind,
    Note,
    PartialDate,
    Preparation,
    Question,
    Rapport,
    SourceRecord,
    Story,
    TieIn,
    Touch,
)

HOME = "https://www.tidewrack.example"
FETCHED = datetime(2026, 11, 23, 8, 5, 7, tzinfo=UTC)
AS_OF = date(2026, 11, 23)


def cited(quote: str, path: str = "/", day: str = "", source: str = "website") -> Evidence:
    """Return evidence as `researcher.evidence` would have made it."""
    return Evidence(
        quote=quote,
        url=path if "://" in path or source == "candidate" else HOME + path,
        fetched_at=FETCHED,
        sha256="ab" * 32,
        date=PartialDate.parse(day) if day else None,
        source=source,
    )


def found(
    kind: Kind,
    name: str,
    *evidence: Evidence,
    detail: str = "",
    stance: str = "",
    standing: str = "company",
) -> Finding:
    """Return a finding, dated by its first evidence."""
    return Finding(
        kind=kind,
        name=name,
        evidence=evidence,
        detail=detail,
        stance=stance,
        standing=standing,
        date=evidence[0].date,
        reasons=("a heading says so",),
    )


_HARBOUR = cited(
    "From January we open our second test basin in Esbjerg, so that two vessels can be trialled "
    "at the same time.",
    "/newsroom/second-basin",
    "2026-11-03",
)
_RECALL = cited(
    "We have recalled 41 of our Plover buoys after water entered the battery housing in rough "
    "seas; the cause was a seal that we had changed in spring.",
    "/newsroom/plover-recall",
    "2026-09-18",
)
_GRANT = cited(
    "The Nordsø Fund supports our open tide models with 4.2 million kroner over three years.",
    "/newsroom/nordso-fund",
    "2026-06",
)
_SURVEY = cited(
    "Everyone who writes software here spends two days a year at sea with the people who use it.",
    "/careers",
)


def question(text: str, kind: str, first: Evidence, **more: object) -> Question:
    """Return a question with a whole listening kit."""
    fields: dict[str, object] = {
        "text": text,
        "kind": kind,
        "audience": ("hiring manager", "peer"),
        "why": "It shows whether the team plans its capacity or reacts to it, which decides how "
        "your first year would feel.",
        "about": ("Plover",),
        "evidence": (first,),
        "follow_ups": (
            "What did you have to stop doing to make room for that?",
            "Who noticed first, and how did the word reach the team?",
        ),
        "strong": (
            "Names one decision, who took it and what it cost.",
            "Says what they would do differently now.",
        ),
        "weak": ("Stays with adjectives.", "Speaks of the market only, not of the team."),
        "ask_back": AskBack(
            question="What would you have done in our place?",
            reply="I would begin with the incident log: “Ran weekly incident reviews for six "
            "services”.",
        ),
        "tie_in": TieIn(
            text="Ran weekly incident reviews for six services",
            evidence=(
                cited("Ran weekly incident reviews for six services", "cv.md", "", "candidate"),
            ),
        ),
    }
    return Question(**(fields | more))  # type: ignore[arg-type]


def rich() -> Digest:
    """Return a digest in which every part is filled."""
    questions = (
        question(
            "You changed a seal in spring and recalled 41 Plover buoys in September. Can you walk "
            "me through one decision that you now take differently because of it?",
            "challenge",
            _RECALL,
        ),
        question(
            "With the second basin in Esbjerg opening in January, which trial would you give to "
            "a new engineer first?",
            "priority",
            _HARBOUR,
            evidence=(
                _HARBOUR,
                cited(
                    "Esbjerg gets a second basin",
                    "https://vestnyt.example/harbour/esbjerg",
                    "2026-11-05",
                    "news",
                ),
            ),
        ),
        question(
            "The Nordsø Fund pays for open tide models: what is an example of something outsiders "
            "have already built on them?",
            "technology",
            _GRANT,
            background=True,
            tie_in=None,
        ),
        question(
            "When did a day at sea last change something that was already on your plan?",
            "culture",
            _SURVEY,
            background=True,
        ),
        question(
            "What would a person in this role have finished by the time the second basin opens?",
            "closing",
            _HARBOUR,
            audience=("hiring manager",),
            ask_back=None,
        ),
        question("Which of the two Tern releases taught the field team more?", "growth", _HARBOUR),
        question("How does a new hire get their name on a tide model?", "growth", _GRANT),
        question(
            "Which harbour would you most like Tidewrack to be asked to by 2028?",
            "opening",
            _HARBOUR,
            audience=("executive",),
        ),
    )
    values = ("Say it early", "Leave the sea as you found it", "One boat", "Measure twice")
    people = (
        ("Ingrid Falkenborg", "Chief executive and co-founder"),
        ("Tomás Arriaga-Lund", "Head of instruments"),
        ("Yuki Sunagawa (砂川 由紀)", "Lead engineer, tide models"),
        ("Abena Osei-Holm", "People and learning"),
        ("Per Skovgaard", ""),
    )
    technologies = (
        "Rust",
        "Python",
        "PostGIS",
        "LoRaWAN",
        "Kubernetes",
        "NetCDF",
        "ROS 2",
        "Zephyr",
    )
    culture = (
        ("Two days a year at sea", _SURVEY.quote),
        ("Learning budget", "You decide over 15,000 kroner and five days a year to learn what you "
         "need."),
        ("Remote", "Work from anywhere in Denmark; the team meets in Aarhus every second Tuesday."),
        ("Hiring process", "A call, an afternoon of pairing on real work, and an answer within a "
         "week."),
    )  # fmt: skip
    news = (
        ("Second test basin in Esbjerg", _HARBOUR),
        ("Recall of Plover buoys", _RECALL),
        ("Three years of open tide models", _GRANT),
        ("Tern 2 is here", cited("Tern 2 is here", "/newsroom/tern-2", "2025-02-11")),
    )
    return Digest(
        company=Company(url=HOME + "/", name="Tidewrack Instruments"),
        description="Tidewrack builds buoys and survey vessels that measure shallow coastal water, "
        "and publishes the tide models made from it.",
        as_of=AS_OF,
        role="Senior software engineer",
        interviewer="Tomás Arriaga-Lund, head of instruments",
        interview=date(2026, 11, 26),
        has_cv=True,
        mission=found(
            Kind.MISSION,
            "We measure shallow water so that the people who live by it can decide for themselves.",
            cited(
                "We measure shallow water so that the people who live by it can decide for "
                "themselves.",
                "/about",
            ),
        ),
        values=tuple(
            found(Kind.VALUE, name, cited(f"{name}. We mean it, also when a customer is waiting "
                  "and the weather is turning.", "/about#values"))
            for name in values
        ),
        projects=(
            found(Kind.PROJECT, "Plover", cited("Plover is our drifting buoy for estuaries.",
                  "/products/plover"), detail="product"),
            found(Kind.PROJECT, "Tern", cited("Tern surveys a harbour in a morning, without a "
                  "crew on board.", "/products/tern"), detail="product"),
            found(Kind.PROJECT, "Open tide models", _GRANT, cited("opentide: shallow-water models "
                  "for everyone", "https://code.example/tidewrack/opentide"), detail="open source"),
        ),
        priorities=(
            found(Kind.PRIORITY, "A second test basin in Esbjerg", _HARBOUR, cited(
                "Esbjerg gets a second basin", "https://vestnyt.example/harbour/esbjerg",
                "2026-11-05", "news"), detail="expansion", stance="priority"),
            found(Kind.PRIORITY, "Recall of 41 Plover buoys", _RECALL, detail="incident",
                  stance="challenge"),
            found(Kind.PRIORITY, "Open tide models, funded for three years", _GRANT,
                  detail="funding", stance="priority"),
            found(Kind.PRIORITY, "Fewer roles than in spring", cited("We are not hiring in sales "
                  "this winter.", "/careers", "2026-10-12"), detail="hiring", stance="challenge",
                  standing="inference"),
            found(Kind.PRIORITY, "Selling outside Denmark", cited("Our next harbours will be "
                  "abroad.", "/about"), stance="priority"),
        ),
        people=tuple(
            found(Kind.PERSON, name, cited(f"{name} {role}".strip(), "/about/team"), detail=role)
            for name, role in people
        ),
        technologies=tuple(
            found(Kind.TECHNOLOGY, name, cited(f"You will write {name} that runs for months "
                  "without anyone looking at it.", "/careers/senior-software-engineer"))
            for name in technologies
        ),
        culture=tuple(
            found(Kind.CULTURE, name, cited(quote, "/careers")) for name, quote in culture
        ),
        news=tuple(found(Kind.NEWS, title, evidence) for title, evidence in news),
        facts=(
            found(Kind.FACT, "founded", cited("Founded in 2016 by two hydrographers in Aarhus.",
                  "/about", "2016"), detail="2016"),
            found(Kind.FACT, "headquarters", cited("Kystvejen 3, 8000 Aarhus", "/contact"),
                  detail="Aarhus, Denmark"),
            found(Kind.FACT, "employees", cited("Tidewrack has 64 employees.",
                  "https://wiki.example/Tidewrack", "2025", "profile"), detail="64",
                  standing="third party"),
        ),
        key_pages=KeyPages(
            about=HOME + "/about",
            values=HOME + "/about#values",
            careers=HOME + "/careers",
            products=HOME + "/products",
            news=HOME + "/newsroom",
        ),
        feeds=(HOME + "/newsroom/feed.xml",),
        questions=questions,
        preparation=(
            Preparation(
                question="Tell me about a time when you had to say something early that nobody "
                "wanted to hear.",
                why="“Say it early” is the first of their values.",
                evidence=(cited("Say it early. We mean it, also when a customer is waiting and "
                                "the weather is turning.", "/about#values"),),
                your_evidence=(cited("Stopped a release after finding a data loss bug two hours "
                                     "before launch", "cv.md", "", "candidate"),),
                story=Story(
                    situation=(cited("Engineer, Fjord Freight (2019 – 2022)", "cv.md", "",
                                     "candidate"),),
                    action=cited("Stopped a release after finding a data loss bug two hours "
                                 "before launch", "cv.md", "", "candidate"),
                    result=cited("two hours before launch", "cv.md", "", "candidate"),
                ),
            ),
            Preparation(
                question="How do you test what runs on a buoy for months?",
                why="The posting asks for it.",
                evidence=(cited("You test what cannot be reached once it is at sea.",
                                "/careers/senior-software-engineer"),),
            ),
        ),
        rapport=(
            Rapport(
                topic="Open hydrographic data",
                evidence=(
                    _GRANT,
                    cited("Maintainer of a reader for NetCDF files", "cv.md", "", "candidate"),
                ),
            ),
        ),
        round="second",
        audience="hiring manager",
        avoid=(
            Rapport(topic="Do not open with “Heron buoys lost in a storm”", kind="avoid",
                    evidence=(cited("Three Heron buoys were lost in the storm.", "/news/storm"),)),
        ),
        answered=(
            Answered(question="Where are your offices?", instead="Ask how two places work.",
                     evidence=(cited("We work from Aarhus and Bergen.", "/about"),)),
        ),
        insiders=(
            Insider(role="Jorunn Vik, Field Engineer", why="They see it from another side.",
                    questions=("What does Heron need from you?", "Who mends it?", "What is next?"),
                    evidence=(cited("Jorunn Vik Field Engineer", "/about"),)),
        ),
        notes=(
            Note(evidence=cited("Jorunn likes plain questions.", "notes.md", "", "candidate")),
            Note(evidence=cited("Saying it early cost them a fair.", "notes.md", "", "candidate"),
                 touches=(Touch(kind=Kind.VALUE, name="Say it early",
                                evidence=cited("Say it early. We mean it, also when a customer is "
                                               "waiting and the weather is turning.",
                                               "/about#values")),)),
        ),
        closing=Closing(
            opening="Yes, thank you: it is about something quite recent.",
            line="Thank you; I would like to ask again how things went on with Heron.",
            evidence=(cited("Heron floats for a year without a visit.", "/products/heron"),),
            thanks="Dear [name],\n\nThank you for the day.\n\nKind regards,\n[your name]",
        ),
        gaps=(
            Gap(what="Team page", why="the site has none; people come from the about page"),
            Gap(what=HOME + "/products/heron", why="timed out after 15 s", failed=True),
        ),
        sources=(
            SourceRecord(url=HOME + "/", kind="page", status="ok", fetched_at=FETCHED,
                         sha256="ab" * 32),
            SourceRecord(url=HOME + "/about", kind="page", status="ok", fetched_at=FETCHED,
                         sha256="cd" * 32),
            SourceRecord(url=HOME + "/newsroom/feed.xml", kind="feed", status="unchanged",
                         fetched_at=FETCHED, sha256="ef" * 32),
            SourceRecord(url=HOME + "/products/heron", kind="page", status="failed",
                         fetched_at=FETCHED, note="timed out after 15 s"),
        ),
    )  # fmt: skip


def empty() -> Digest:
    """Return a digest of a site that gave nothing."""
    return Digest(
        company=Company(url=HOME + "/", name="Tidewrack Instruments"),
        description="",
        as_of=AS_OF,
        gaps=(Gap(what="Values", why="no page that was read names the company's values"),),
    )
