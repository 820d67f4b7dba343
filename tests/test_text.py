"""Plain text and addresses: the small functions that everything compares with."""

from __future__ import annotations

import pytest

from researcher import text, urls


def test_fold_makes_one_space_of_any_white_space() -> None:
    """No-break, zero-width and line-end spaces count as one space."""
    assert text.fold(" a\u00a0\n\tb\u200b c\ufeff ") == "a b c"


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\x1b", "\x00", "\u200d", "\u00ad", "\U000e0041", "\x9b"]
)
def test_clean_removes_what_a_reader_cannot_see(hidden: str) -> None:
    """Overrides, controls, joiners and tag characters never reach an output."""
    assert text.clean(f"pay{hidden}roll") == "payroll"
    assert not text.is_clean(f"pay{hidden}roll")


def test_key_compares_without_case_accents_and_punctuation() -> None:
    """One name in two spellings has one key."""
    assert text.key("Éléonore  O’Brien-Müller") == text.key("eleonore o brien muller")


def test_sentences_keep_abbreviations_together() -> None:
    """A quote must not end at "Dr."."""
    assert text.sentences("Dr. Ost joined us in May. She leads research.") == [
        "Dr. Ost joined us in May.",
        "She leads research.",
    ]


def test_shorten_cuts_at_a_word() -> None:
    """What was cut is marked."""
    assert text.shorten("one two three", 9) == "one two…"
    assert text.shorten("one two", 9) == "one two"


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("HTTPS://Example.COM", "https://example.com/"),
        ("https://example.com:443/a/../b", "https://example.com/b"),
        ("https://example.com/x#part", "https://example.com/x"),
        ("https://example.com/x?utm_source=a&id=2", "https://example.com/x?id=2"),
        ("https://example.com/x;jsessionid=AB12", "https://example.com/x"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://127.0.0.1:8000/a", "http://127.0.0.1:8000/a"),
    ],
)
def test_canonical_addresses(given: str, canonical: str) -> None:
    """One page, one address; and canonical stays canonical."""
    assert urls.canonical(given) == canonical
    assert urls.canonical(canonical) == canonical


@pytest.mark.parametrize(
    "bad",
    ["ftp://a.b", "javascript:alert(1)", "https://", "https://u:p@a.b/", "https://a.b\\c", "//x"],
)
def test_unusable_addresses_are_refused(bad: str) -> None:
    """Other schemes, user info and backslashes are where request forgeries begin."""
    with pytest.raises(ValueError, match=r"."):
        urls.canonical(bad)


def test_same_site_follows_the_public_suffix_list() -> None:
    """Subdomains belong together, two customers of one hoster do not."""
    assert urls.same_site("https://blog.example.co.uk/", "https://www.example.co.uk/x")
    assert not urls.same_site("https://one.github.io/", "https://two.github.io/")
    assert not urls.same_site("http://127.0.0.1:1/", "http://127.0.0.1:2/")


def test_identity_ignores_what_static_hosts_ignore() -> None:
    """As web archives do: scheme, `www.`, slash and index page."""
    same = {"https://www.a.example/b/", "http://a.example/b", "https://a.example/b/index.html"}
    assert len({urls.identity(url) for url in same}) == 1
    assert urls.identity("https://a.example/b?x=1") not in {urls.identity(url) for url in same}


def test_pages_of_one_template_have_one_shape() -> None:
    """A calendar's thousand days are one shape, and one budget."""
    assert urls.shape("https://a.example/news/2026/03/a") == urls.shape(
        "https://a.example/news/2025/11/b"
    )
    assert urls.shape("https://a.example/about") != urls.shape("https://a.example/team")
