"""What is mailed: the news in the subject, text that holds everything, HTML for mail clients."""

from __future__ import annotations

import html as markup
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser as Parser
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from researcher.changes import compare
from researcher.errors import ConfigError
from researcher.models import (
    Application,
    Change,
    Coverage,
    Digest,
    Gap,
    Occasion,
    Report,
)
from researcher.render.columns import width
from researcher.render.mail import (
    LARGEST,
    WIDTH,
    Mail,
    brief,
    changes_mail,
    eve,
    letter,
    thank_you,
)
from tests import attacks, digests
from tests.changing import NEWS, TEAM, VALUES, news, on, site, team, values

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
RICH = digests.rich()
DEAL = (
    "2026-11-03",
    "Korrin acquires Meadowlark Analytics",
    "Korrin has acquired Meadowlark Analytics of Cork, which forecasts frost for 300 orchards.",
)
FIRST = on(1, site())
BEFORE = replace(
    FIRST,
    questions=(
        digests.question("Why repair first?", "culture", FIRST.values[0].evidence[0]),
        digests.question(
            "What does a CTO do here?",
            "team",
            next(p for p in FIRST.people if p.name == "Ines Varga").evidence[0],
        ),
    ),
)
LATER = on(
    3,
    site(
        values=values(VALUES[1:]),
        team=team((("Ines Varga", "Chief Executive Officer"), *TEAM[1:])),
        news=news((DEAL, *NEWS)),
    ),
)
NOW = replace(
    LATER,
    questions=(
        digests.question(
            "Whom did the deal cost sleep?", "priority", LATER.priorities[0].evidence[0]
        ),
        *LATER.questions[-2:],
    ),
)
CHANGES = compare(BEFORE, NOW)
COVERAGE = (
    Coverage(source="github", answered=False, cutoff=date(2026, 10, 30), why="timed out"),
    Coverage(source="wikidata", answered=False, why="answered 503"),
    Coverage(source="website", answered=True, cutoff=date(2026, 11, 4)),
)


def report(digest: Digest, occasion: Occasion = Occasion.CHANGES, **more: object) -> Report:
    """Return a report on a digest."""
    fields: dict[str, object] = {
        "application": Application(url=digest.company.url),
        "occasion": occasion,
        "digest": digest,
    }
    return Report(**(fields | more))  # type: ignore[arg-type]


class Seen(Parser):
    """Which elements and attributes a mail has, and its text."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def every() -> list[Mail]:
    """Return one mail of each kind."""
    return [
        brief(RICH),
        changes_mail([(NOW, CHANGES, COVERAGE)]),
        eve(RICH, CHANGES),
        thank_you(RICH),
        letter([report(attacks.nasty(), occasion) for occasion in Occasion]),
    ]


def test_the_subject_says_the_news_and_when_the_interview_is() -> None:
    """What a person reads on a locked phone decides whether they open it."""
    soon = replace(NOW, interview=date(2026, 11, 7))
    (subject,) = {changes_mail([(soon, CHANGES, ())]).subject}
    assert subject == (
        "Korrin Ltd: 1 new priority, 1 role change, 1 value removed, 2 questions withdrawn "
        "— interview in 3 days"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(kind="new", field="priorities", name="Heron 2 is out"), "Heron 2 is out"),
        (Change(kind="new", field="people", name="Jo Berg"), "new person: Jo Berg"),
        (
            Change(kind="updated", field="people", name="Jo Berg", before="CTO", after="CEO"),
            "Jo Berg is now CEO",
        ),
        (Change(kind="removed", field="values", name="Candour"), "value “Candour” removed"),
        (Change(kind="removed", field="people", name="Jo"), "Jo is no longer named"),
        (
            Change(kind="updated", field="facts", name="employees", before="140", after="170"),
            "employees now 170",
        ),
    ],
)
def test_a_single_change_is_the_subject(change: Change, said: str) -> None:
    """A count of one is no news; the thing itself is."""
    assert changes_mail([(NOW, [change], ())]).subject == f"Korrin Ltd: {said}"


def test_subjects_of_the_other_mails() -> None:
    """Each says what it is for."""
    assert (
        brief(RICH).subject
        == "Tidewrack Instruments: your brief, 8 questions — interview in 3 days"
    )
    tomorrow = replace(RICH, interview=date(2026, 11, 24))
    assert eve(tomorrow, ()).subject == (
        "Tidewrack Instruments: your final questions — interview tomorrow"
    )
    assert thank_you(RICH).subject == "Tidewrack Instruments: draft of your thank-you"
    assert changes_mail([(NOW, (), COVERAGE)]).subject == (
        "Korrin Ltd: nothing new in what could be read"
    )


def test_one_mail_for_many_companies_names_the_first_and_counts_the_rest() -> None:
    """Sixty clients must not make a subject of sixty names."""
    reports = [
        report(replace(NOW, company=replace(NOW.company, name=f"Company {n}")), changes=CHANGES)
        for n in range(60)
    ]
    mail = letter(reports)
    assert re.search(r"^Company 0: 1 new priority.*; \d+ more$", mail.subject)
    assert len(mail.subject) < 160
    assert len(mail.html.encode()) < LARGEST
    assert "more companies are in the text of this mail" in mail.html or "Company 59" in mail.html
    # The text leaves nobody out.
    assert all(f"Company {n}\n" in mail.text for n in range(60))


def test_the_html_depends_on_nothing_that_mail_clients_take_away() -> None:
    """No style element, script, image, form, class; tables are marked as layout."""
    for mail in every():
        seen = Seen(mail.html)
        assert not seen.elements & {
            "script", "style", "img", "svg", "form", "input", "iframe", "link", "object", "video",
            "details", "base",
        }  # fmt: skip
        assert not seen.attributes & {"class", "id", "background", "srcset", "onclick"}
        assert mail.html.count("<table ") == mail.html.count('<table role="presentation"')
        assert all(link.startswith(("https://", "http://", "mailto:")) for link in seen.links)
        assert "url(" not in re.sub(r">[^<]*<", "><", mail.html)
        assert '<html lang="en">' in mail.html
        assert len(mail.html.encode()) < LARGEST


def test_a_big_digest_stays_under_the_size_at_which_clients_cut() -> None:
    """And says that there is more."""

    def many(digest: Digest, field: str) -> tuple[object, ...]:
        return tuple(
            replace(f, name=f"{f.name} {n}") for n in range(60) for f in getattr(digest, field)
        )

    big = replace(
        RICH,
        **{  # type: ignore[arg-type]
            field: many(RICH, field)
            for field in ("values", "projects", "priorities", "people", "facts", "news")
        },
        questions=tuple(replace(q, text=f"{q.text} {n}") for n in range(8) for q in RICH.questions),
    )
    for mail in (brief(big), eve(big, CHANGES * 40), changes_mail([(big, CHANGES * 60, ())])):
        assert len(mail.html.encode()) < LARGEST
        assert re.search(r"\d+ more are", mail.html)


def test_what_changed_is_told_with_evidence_and_meaning() -> None:
    """Before and after, the quote, its address, and what to do with the questions."""
    mail = changes_mail([(NOW, CHANGES, ())])
    for form in (re.sub(r"\s+", " ", mail.text.replace("    | ", "")), mail.html):
        plain = markup.unescape(form)
        assert "Chief Technology Officer" in plain
        assert "Chief Executive Officer" in plain
        assert "Repair before replace" in plain
        assert "https://www.korrin.example/team" in plain
        assert "which forecasts frost for 300 orchards" in plain
        assert "Withdrawn" in plain or "WITHDRAWN" in plain
    assert "DO NOT ASK ANY MORE" in mail.text
    assert "NEW · " in mail.text


def test_what_could_not_be_read_is_in_the_mail() -> None:
    """A failed source is never "no news"; until when it is known is said, too."""
    failing = replace(NOW, gaps=(Gap(what="The page /team", why="answered 503", failed=True),))
    mail = changes_mail([(failing, (), COVERAGE)])
    for form in (mail.text, markup.unescape(mail.html)):
        told = " ".join(form.split())
        assert "github: timed out; what came after 30 Oct 2026 is unknown." in told
        assert "wikidata: answered 503; it was never read." in told
        assert "The page /team: answered 503." in told
        assert "Nothing new in what could be read." in told
        assert "website" not in told.split("unknown, not unchanged", 1)[1].split("Every quote")[0]


def test_the_eve_holds_the_final_questions_and_who_is_who() -> None:
    """One page for the train."""
    mail = eve(RICH, CHANGES, coverage=COVERAGE)
    assert mail.text.index("SINCE YOU LAST READ") < mail.text.index("YOUR FINAL QUESTIONS")
    assert all(
        markup.escape(q.text, quote=False)[:40]
        in markup.escape(markup.unescape(mail.html), quote=False)
        for q in RICH.questions
    )
    assert "WHO IS WHO" in mail.text
    assert "Listen for" in mail.text


def test_the_thank_you_is_a_draft_that_claims_nothing_about_the_talk() -> None:
    """What was said there only the candidate knows: brackets hold its place."""
    begins = datetime(2026, 11, 26, 10, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    application = Application(url=RICH.company.url, interview=begins, interviewer="recruiter")
    mail = letter(
        [report(RICH, Occasion.THANKS, application=application)], as_of=date(2026, 11, 27)
    )
    assert "Dear [name]," in mail.text
    assert "on Thursday" in mail.text
    assert "[the point that stayed with you" in mail.text
    assert "interview Thu 26 Nov 2026, 10:00" in " ".join(mail.text.split())


def test_a_late_interview_is_on_the_day_of_its_own_zone() -> None:
    """23:30 in Los Angeles is tomorrow in UTC, but not for the candidate."""
    begins = datetime(2026, 11, 26, 23, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    application = Application(url=RICH.company.url, interview=begins)
    mail = letter(
        [report(RICH, Occasion.EVE, application=application)],
        as_of=begins.astimezone(UTC).date().replace(day=25),
    )
    assert mail.subject.endswith("interview tomorrow")


def test_scraped_text_is_escaped_after_entities_were_decoded() -> None:
    """`&lt;script&gt;` on the page is text there, and text in the mail."""
    hostile = Change(
        kind="new",
        field="priorities",
        name='<script>alert(1)</script> & "quoted" \u202egnp',
        meaning="<b>bold</b>",
    )
    mail = changes_mail([(NOW, [hostile], ())])
    assert "<script" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;quoted&#34; gnp" in mail.html
    assert "&lt;b&gt;bold" in mail.html
    for mail in every():
        assert not re.search(
            "[\u202a-\u202e\u2066-\u2069\u200b\x1b\x00-\x08]", mail.html + mail.text
        )
        assert "\n" not in mail.subject
        assert not [link for link in Seen(mail.html).links if link.startswith("javascript")]


def test_the_text_is_readable_by_itself() -> None:
    """Lines of a mail's width; only addresses may be longer."""
    for mail in every():
        wide = [line for line in mail.text.splitlines() if width(line) > WIDTH]
        assert all("://" in line for line in wide)
        assert "{{" not in brief(RICH).text
    told = brief(RICH).text
    for finding in (*RICH.values, *RICH.people, *RICH.projects, *RICH.priorities):
        assert " ".join(finding.name.split()) in " ".join(told.split())
    assert all(" ".join(q.text.split()) in " ".join(told.split()) for q in RICH.questions)


def test_a_mail_needs_something_to_tell() -> None:
    """An empty mail would be a mistake of the caller."""
    with pytest.raises(ValueError, match="report"):
        letter([])


def test_the_same_reports_make_the_same_mail() -> None:
    """A repeated message must be the same message."""
    assert changes_mail([(NOW, CHANGES, COVERAGE)]) == changes_mail([(NOW, CHANGES, COVERAGE)])


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    """File by file; a mistake in it names its file and line."""
    (tmp_path / "mail.txt.j2").write_text("{% for p in parts %}Hello {{ p.name }}{% endfor %}")
    mail = letter([report(RICH, Occasion.BRIEF)], own=tmp_path)
    assert mail.text == "Hello Tidewrack Instruments\n"
    assert "<table" in mail.html
    (tmp_path / "mail.txt.j2").write_text("ok\n{{ nobody }}")
    with pytest.raises(ConfigError, match=r"mail\.txt\.j2, line 2"):
        letter([report(RICH, Occasion.BRIEF)], own=tmp_path)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
def test_on_a_phone_nothing_is_wider_than_the_screen(tmp_path: Path) -> None:
    """At 320 and 390 pixels, long names and addresses included; letters no smaller than 12."""
    frames = "".join(
        f'<iframe width="{size}" height="900" srcdoc="{markup.escape(mail.html)}"></iframe>'
        for mail in every()
        for size in (320, 390)
    )
    page = tmp_path / "phone.html"
    page.write_text(
        f"<!doctype html><title>?</title><body>{frames}<script>addEventListener('load', () => {{"
        "document.title = JSON.stringify([...document.querySelectorAll('iframe')].map(f => {"
        "const d = f.contentDocument, w = f.contentWindow;"
        "const small = [...d.querySelectorAll('p,b,a,span,td,code')].filter(e =>"
        " e.textContent.trim() && parseFloat(w.getComputedStyle(e).fontSize) < 12"
        " && parseFloat(w.getComputedStyle(e).fontSize) > 0).length;"
        "return [d.documentElement.scrollWidth - d.documentElement.clientWidth, small];}));"
        "});</script></body>",
        "utf-8",
    )
    done = subprocess.run(
        [
            str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
            f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=4000",
            "--window-size=1200,900", "--dump-dom", page.as_uri(),
        ],
        capture_output=True,
        timeout=60,
        check=True,
    )  # fmt: skip
    title = re.search(r"<title>(.*?)</title>", done.stdout.decode("utf-8", "replace"))
    assert title is not None
    assert set(re.findall(r"\[(-?\d+),(\d+)\]", title[1])) == {("0", "0")}
