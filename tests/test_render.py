from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from researcher.errors import ConfigError
from researcher.models import AskBack, Digest, Kind, TieIn
from researcher.render import ENDINGS, render
from researcher.render.columns import WIDTH, width
from researcher.render.view import spoken
from tests import attacks, digests
from tests.digests import cited, found, question
from tests.suggesting import suggestions

READABLE = ("html", "md", "text")
COMMON = MarkdownIt("commonmark", {"html": True}).enable("table")


class Elements(HTMLParser):
    """Collects start tags with their attributes, and the text outside the style."""

    def __init__(self, text: str) -> None:
        """Read the whole page."""
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self._style = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        """Leave the style."""
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        self.text += "" if self._style else data


@pytest.mark.parametrize("format_", ENDINGS)
@pytest.mark.parametrize("digest", [digests.rich(), digests.empty(), attacks.nasty()])
def test_the_same_digest_gives_the_same_bytes(digest: Digest, format_: str) -> None:
    """No clock, no random order; and it can be written as UTF-8."""
    made = render(digest, format_)

    assert made == render(digest, format_)
    assert made.encode("utf-8")
    assert made.endswith("\n")
    assert not made.endswith("\n\n")


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    """The user sees what to write instead."""
    with pytest.raises(ConfigError, match=r"'pdf'.*html, md, text, json"):
        render(digests.rich(), "pdf")


@pytest.mark.parametrize("format_", READABLE)
def test_the_questions_come_first(format_: str) -> None:
    """The one question, then the next four, before any fact about the company."""
    text = _shown(digests.rich(), format_)
    first = [_place(text, spoken(q.text).asked) for q in digests.rich().questions[:5]]

    assert first == sorted(first)
    assert first[-1] < _place(text, "Company in a minute")
    assert "ask 1" in text


@pytest.mark.parametrize("format_", READABLE)
def test_every_statement_shows_its_quote_and_address(format_: str) -> None:
    """A reader can check each one without another file; where nothing folds, one quote of each."""
    digest = digests.rich()
    made = render(digest, format_)
    text = _shown(digest, format_)
    some = slice(None) if format_ == "html" else slice(1)
    findings = (*digest.values, *digest.priorities, *digest.projects, *digest.culture)
    cites = [e for f in findings for e in f.evidence[some]]
    cites += [e for q in digest.questions for e in q.evidence]

    for evidence in cites:
        assert _place(text, evidence.quote) >= 0
        assert evidence.url in made


@pytest.mark.parametrize("format_", READABLE)
def test_every_part_of_the_digest_is_there(format_: str) -> None:
    """Follow-ups, signs, ask-back, tie, preparation, rapport, gaps, sources: nothing is lost."""
    digest = digests.rich()
    text = _shown(digest, format_)
    one = digest.questions[0]
    assert one.ask_back
    assert one.tie_in
    wanted = [
        *one.follow_ups, *one.strong, *one.weak, one.ask_back.question, one.ask_back.reply,
        one.tie_in.text, one.why, *(f.name for f in digest.technologies),
        *(f.name for f in digest.people), *(f.detail for f in digest.people),
        *(f.detail for f in digest.facts), *(f.name for f in digest.news),
        *(p.question for p in digest.preparation), *(r.topic for r in digest.rapport),
        *(g.what.removeprefix("https://www.") for g in digest.gaps), digest.role,
        digest.interviewer, "Thu 26 Nov 2026", "in 3 days", "23 Nov 2026", "timed out after 15 s",
        "tidewrack.example/newsroom/feed.xml",
    ]  # fmt: skip

    assert [w for w in wanted if _place(text, w) < 0] == []


@pytest.mark.parametrize("format_", READABLE)
def test_who_says_it_is_told_apart(format_: str) -> None:
    """A third party's word and our inference are marked; the company's own is the default."""
    text = _shown(digests.rich(), format_)

    assert "third party" in text
    assert "our inference" in text
    assert "your own words" in text


@pytest.mark.parametrize("format_", READABLE)
def test_what_is_old_or_undated_is_called_background(format_: str) -> None:
    """A question on evidence of June must not sound like news in November."""
    only = question("What came of the grant?", "priority", cited("A grant.", "/n", "2026-06-01"))
    digest = replace(digests.empty(), questions=(only,))

    assert "background" in _shown(digest, format_).split("Why")[0].lower()


@pytest.mark.parametrize("format_", READABLE)
def test_an_empty_field_is_a_gap_and_no_heading(format_: str) -> None:
    """What was not found is said once."""
    text = _shown(digests.empty(), format_)

    assert len(re.findall("values", text, re.IGNORECASE)) == 2  # the gap and its reason
    for heading in ("People", "Technologies", "Culture", "Sources", "Common ground", "minute"):
        assert heading.lower() not in text.lower()
    assert "No question could be grounded" in text


@pytest.mark.parametrize("format_", READABLE)
def test_a_missing_cv_is_said_once(format_: str) -> None:
    """Its absence is no failure, and no line of every question."""
    rich = digests.rich()
    bare = replace(
        rich,
        has_cv=False,
        questions=tuple(replace(q, tie_in=None) for q in rich.questions),
    )
    text = _shown(bare, format_)

    assert text.count("--cv") == 1
    assert "direct tie" not in text
    assert "prepare one" not in text
    assert "--cv" not in _shown(rich, format_)


@pytest.mark.parametrize("format_", ["md", "text"])
def test_an_endless_list_is_cut_and_says_so(format_: str) -> None:
    """Two hundred technologies are no digest; the number left out is named."""
    text = _shown(attacks.nasty(), format_)

    assert "192 more are in the HTML and the JSON." in text


@pytest.mark.parametrize("format_", ["md", "text"])
def test_products_and_culture_are_short_where_nothing_folds(format_: str) -> None:
    """Ten and eight of them with a quote each, the rest counted; the HTML keeps everything."""
    rich = digests.rich()
    product = replace(
        rich.projects[0],
        evidence=(cited("A gauge for small ports."), cited("Sold since the spring of 2019.")),
    )
    projects = tuple(replace(product, name=f"Gauge No. {n}") for n in range(20))
    culture = tuple(replace(rich.culture[0], name=f"Custom No. {n}") for n in range(14))
    digest = replace(rich, projects=projects, culture=culture)
    text, page = _shown(digest, format_), _shown(digest, "html")

    assert [_place(text, f"Gauge No. {n}") >= 0 for n in (9, 10)] == [True, False]
    assert [_place(text, f"Custom No. {n}") >= 0 for n in (7, 8)] == [True, False]
    assert _place(text, "10 more are in the HTML and the JSON") >= 0
    assert _place(text, "6 more are in the HTML and the JSON") >= 0
    assert text.count("A gauge for small ports") == 1
    assert _place(text, "Sold since the spring of 2019") < 0
    assert text.count("The HTML and the JSON have every quote") == 1
    assert _place(page, "Gauge No. 19") >= 0
    assert _place(page, "Sold since the spring of 2019") >= 0


@pytest.mark.parametrize("format_", READABLE)
def test_the_reason_of_a_question_is_told_once(format_: str) -> None:
    """On the top page what is learnt; the quote that `why` repeats stands there once, too."""
    quote = "From January we open a second basin."
    asked = question(
        "Who plans the second basin?",
        "priority",
        cited(quote, "/n", "2026-11-03"),
        why=f"3 November 2026, 20 days ago: “{quote}” You learn who decides.",
        learn="You learn who decides.",
        tie_in=None,
    )
    text = _shown(replace(digests.empty(), questions=(asked, asked), as_of=digests.AS_OF), format_)

    assert text.count(quote) == 2
    assert text.count("You learn who decides.") == 2
    assert "3 November 2026" not in text


def test_what_is_learnt_is_the_end_of_the_reason() -> None:
    """JSON keeps the whole reason; the other forms take the sentence without its quote."""
    made = suggestions().questions

    assert made
    for asked in made:
        assert asked.learn
        assert asked.why.endswith(asked.learn)
        assert asked.evidence[0].quote not in asked.learn


@pytest.mark.parametrize("format_", ["md", "text"])
def test_behind_the_questions_date_and_audience_are_not_told_again(format_: str) -> None:
    """They were read on the top page; the question itself stands there whole."""
    made = render(digests.rich(), format_)
    behind = made[
        made.lower().index("\nbehind the q" if format_ == "text" else "## behind the q") :
    ]
    lead = spoken(digests.rich().questions[0].text).lead_in

    assert lead in " ".join(made.split())
    assert lead in " ".join(behind.split())
    assert "18 Sep 2026, 66 days ago · challenge" not in behind.split("Spares")[0]


@pytest.mark.parametrize("format_", ["md", "text"])
def test_what_has_no_tie_is_named_in_one_line(format_: str) -> None:
    """Ten times the same sentence would be boilerplate."""
    text = _shown(digests.rich(), format_)

    assert text.lower().count("no direct tie") == 1
    assert "question 3" in text


@pytest.mark.parametrize("format_", ["md", "text"])
def test_a_line_that_was_just_quoted_is_not_quoted_as_the_reply(format_: str) -> None:
    """The tie quotes it two lines above; HTML says the same."""
    line = "Ran weekly incident reviews for six services"
    asked = replace(
        digests.rich().questions[0],
        tie_in=TieIn(text=f"Your CV: “{line}” Both name reviews.", evidence=()),
        ask_back=AskBack(question="What did you run?", reply=f"From my CV: “{line}”"),
    )
    text = _shown(replace(digests.empty(), questions=(asked,)), format_)

    assert text.count(line) == 1
    assert "From my CV: the line above." in text


@pytest.mark.parametrize("format_", READABLE)
def test_the_candidates_side_comes_before_the_facts(format_: str) -> None:
    """On the train: what to ask, what they ask, common ground, last words; then the company."""
    text = _shown(digests.rich(), format_).lower().split("behind the questions")[-1]
    parts = ("what they may ask you", "common ground", "closing and thank-you", "in a minute",
             "priorities and challenges", "what is missing")  # fmt: skip
    text = text[text.index("what they may ask you") :]

    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


@pytest.mark.parametrize("format_", READABLE)
def test_a_quote_in_another_language_says_so(format_: str) -> None:
    """The reader should know before reading it aloud."""
    german = replace(cited("Wir messen flaches Wasser.", "/de"), language="de")
    digest = replace(digests.rich(), values=(found(Kind.VALUE, "Flaches Wasser", german),))

    assert _shown(digest, format_).count("in German") == 1
    assert "in German" not in _shown(digests.rich(), format_)


def test_html_asks_for_nothing_and_runs_nothing() -> None:
    """No script, image, frame, form, style attribute or handler, whatever the pages held."""
    for digest in (digests.rich(), attacks.nasty(), digests.empty()):
        page = Elements(render(digest, "html"))

        names = {tag for tag, _ in page.tags}
        assert not names & {
            "script", "img", "iframe", "object", "embed", "form", "link", "base", "video", "audio",
            "input", "source", "use", "image",
        }  # fmt: skip
        for tag, attributes in page.tags:
            assert not [name for name in attributes if name.startswith("on") or name == "style"]
            assert "src" not in attributes
            if tag == "a":
                target = attributes["href"]
                assert target.startswith("#") or attributes["rel"] == "noopener noreferrer nofollow"
                assert re.match(r"#|https?://|mailto:", target)


def test_html_policy_allows_its_own_style_only() -> None:
    """The hash is of exactly what stands between the tags (CSP Level 3 §8.3)."""
    made = render(digests.rich(), "html")
    style = made.split("<style>")[1].split("</style>")[0]
    policy = next(
        a["content"]
        for tag, a in Elements(made).tags
        if a.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy.startswith("default-src 'none';")
    assert f"style-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy
    assert "url(" not in style
    assert "@import" not in style


def test_html_tells_robots_and_sites_nothing() -> None:
    """A private preparation is neither indexed nor named to the sites it links to."""
    tags = Elements(render(digests.rich(), "html")).tags
    metas = {a.get("name"): a.get("content") for tag, a in tags if tag == "meta"}

    assert metas["referrer"] == "no-referrer"
    assert metas["robots"] == "noindex, nofollow"


def test_html_shows_attacks_as_text() -> None:
    """Template syntax is not computed, markup is not markup."""
    text = Elements(render(attacks.nasty(), "html")).text

    assert "{{ 7*7 }}" in text
    assert "49" not in text.split("Technologies")[0]
    assert "<script>fetch(" in text


def test_markdown_of_an_attack_has_only_our_elements() -> None:
    """Neither HTML nor an image, nor a link that we did not set, nor a heading more."""
    rendered = COMMON.render(render(attacks.nasty(), "md"))
    names = {tag for tag, _ in Elements(rendered).tags}

    assert names <= {
        "h1", "h2", "h3", "p", "strong", "em", "a", "ul", "ol", "li", "blockquote", "br",
        "table", "thead", "tbody", "tr", "th", "td", "code",
    }  # fmt: skip
    assert rendered.count("<h1>") == 1
    for target in re.findall(r'href="([^"]*)"', rendered):
        assert re.match(r"#behind-the-questions|https://(evil|www\.tidewrack)\.example", target)
    assert {row.count("<td>") for row in rendered.split("<tr>") if "<td>" in row} <= {3, 4}


def test_markdown_reads_well_as_source() -> None:
    """No entities, no escapes where nothing could be mistaken."""
    made = render(digests.rich(), "md")

    assert "&#" not in made
    assert "&quot;" not in made
    assert "“Two" not in made
    assert made.startswith("# Tidewrack Instruments: interview digest\n")


def test_text_fits_a_terminal() -> None:
    """At most 88 columns, but for an address, which broken could not be opened."""
    for digest in (digests.rich(), attacks.nasty(), digests.empty()):
        for line in render(digest, "text").splitlines():
            assert width(line) <= WIDTH or re.fullmatch(r"[ |]*(Feed +)?https?://\S+", line), line
            assert line.isprintable()


def test_text_has_no_markup() -> None:
    """Quotes and apostrophes stand as they are."""
    made = render(digests.rich(), "text")

    assert "&#" not in made
    assert "**" not in made


def _shown(digest: Digest, format_: str) -> str:
    """Return what a reader sees, white space folded."""
    made = render(digest, format_)
    if format_ == "html":
        made = Elements(made).text
    elif format_ == "md":
        made = Elements(COMMON.render(made)).text
    else:
        made = re.sub(r"^ *\| ", "", made, flags=re.MULTILINE)
    return " ".join(made.split())


def _place(text: str, part: str) -> int:
    """Return where the part stands, letter case aside."""
    return text.lower().find(" ".join(part.split()).lower())
