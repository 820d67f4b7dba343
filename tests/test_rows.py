"""Findings as rows: one quote each, none of them twice, shortened where nothing folds."""

from __future__ import annotations

from dataclasses import replace

from researcher.models import AskBack, Evidence, Kind, TieIn
from researcher.render.rows import BRIEF, cut, linked, place, quoted, replied, rows, title, tongue
from tests.digests import cited, found, question

VALUES = "Candour Patience Salt"


def test_what_one_quote_shows_stands_together() -> None:
    """Six values of one heading are six names and one quote."""
    line = cited(VALUES, "/values")
    other = cited("We mend what we sell.", "/values")
    made = rows(
        [
            found(Kind.VALUE, "Candour", line),
            found(Kind.VALUE, "Mending", other),
            found(Kind.VALUE, "Salt", line),
        ]
    )

    assert [[f.name for f in row.findings] for row in made] == [["Candour", "Salt"], ["Mending"]]
    assert [row.last for row in made] == [False, True]


def test_what_others_say_is_not_mixed_with_their_own_word() -> None:
    """The mark would stand for both."""
    line = cited(VALUES, "/values")
    made = rows(
        [
            found(Kind.VALUE, "Candour", line),
            found(Kind.VALUE, "Salt", line, standing="third party"),
        ]
    )

    assert len(made) == 2


def test_a_person_needs_no_quote_that_says_name_and_role_again() -> None:
    """Degrees between the two add nothing; a sentence about the person does."""
    team = cited("Ona Reyk, MSc Head of gauges", "/team")
    told = cited(
        "Ona Reyk, Head of gauges, spent eleven winters on the Ostrel before she came to us, and "
        "she still reads each gauge herself.",
        "/team",
    )
    bare, full = (
        rows([found(Kind.PERSON, "Ona Reyk", evidence, detail="Head of gauges")])[0]
        for evidence in (team, told)
    )

    assert bare.bare
    assert not full.bare


def test_neighbours_of_one_page_share_its_address() -> None:
    """Their dates stand beside their names, so these do not keep them apart."""
    one, two, away = (
        found(Kind.NEWS, name, cited(name, path, day))
        for name, path, day in (
            ("A basin", "/news", "2026-11-03"),
            ("A buoy", "/news", "2026-10-01"),
            ("A vessel", "/else", "2026-09-01"),
        )
    )

    assert [len(row.findings) for row in rows([one, two, away])] == [2, 1]
    assert [len(row.findings) for row in rows([one, away, two])] == [1, 1, 1]


def test_a_long_quote_is_cut_after_a_sentence_else_at_a_word() -> None:
    """Whole sentences are a quote, too; only a broken one is marked."""
    first = "We measure the shallow water of every harbour that asks us to, and publish it."
    long = f"{first} " + "The models that are made from it are free for whoever lives by it " * 4

    assert cut(long, BRIEF) == first
    assert cut(first, BRIEF) == first
    broken = cut("word " * 100, 50)
    assert broken.endswith("word…")
    assert len(broken) <= 50


def test_a_name_that_begins_its_quote_is_brief() -> None:
    """The passage itself follows; a title of its own stays whole."""
    passage = "We are piloting kits for the gauge keepers of both rivers, and plan to go on"
    own = "A very long headline about the gauge keepers of both rivers, and about their kits"
    begun = found(Kind.PRIORITY, passage, cited(f"{passage} in spring.", "/n"))
    titled = found(Kind.PRIORITY, own, cited(own, "/n"), cited("Kits are here.", "/n"))

    assert len(title(begun)) <= 60
    assert title(titled) == own


def test_quotes_of_one_place_name_it_once() -> None:
    """Three lines of the posting are three quotes and one address; what was said is left out."""
    lines = [cited(text, "job.md", "", "candidate") for text in ("Mend.", "Measure.", "Mend.")]
    made = list(quoted([*lines, cited("Else.", "/a", "2026-11-03")], said="You measure?"))

    assert [part.quotes for part in made] == [("Mend.",), ("Else.",)]
    assert [part.place for part in made] == ["your own words", "3 Nov 2026"]


def test_the_language_is_named_where_it_is_not_english() -> None:
    """A language without a name of ours is told by its code."""
    german = replace(cited("Wir messen.", "/de", "2026"), language="de")

    assert place(german) == "2026 · in German"
    assert tongue(replace(german, language="xx")) == "in another language (xx)"
    assert tongue(cited("We measure.")) == ""


def test_a_tie_tells_the_file_of_what_it_quotes() -> None:
    """A quote that it does not hold, or whose address can be opened, is shown apart."""
    line, duty = _own("Ran six gauges"), _own("Read the gauges", "posting.md")
    tie = TieIn(text="Your CV: “Ran six gauges” Both name gauges.", evidence=(line,), duty=duty)

    assert linked(tie) == (f"{tie.text} (cv.md)", (duty,))
    online = replace(line, url="https://jobs.example/1")
    assert linked(replace(tie, evidence=(online,), duty=None)) == (tie.text, (online,))


def test_a_reply_is_shortened_only_where_its_whole_line_stands_above() -> None:
    """What is said beyond the line is never lost."""
    asked = question("Who reads it?", "team", cited("We read."))
    tie = TieIn(text="Your CV: “Ran six gauges” Both name gauges.", evidence=())
    whole = AskBack(question="What did you run?", reply="From my CV: “Ran six gauges”")
    more = replace(whole, reply="I would begin with “Ran six gauges”.")

    assert replied(replace(asked, tie_in=tie, ask_back=whole)) == "From my CV: the line above."
    assert replied(replace(asked, tie_in=None, ask_back=whole)) == whole.reply
    assert replied(replace(asked, tie_in=tie, ask_back=more)) == more.reply
    assert replied(replace(asked, ask_back=None)) == ""


def _own(quote: str, file: str = "cv.md") -> Evidence:
    return cited(quote, file, "", "candidate")
