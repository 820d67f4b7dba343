"""Settings: what may be set, where it is read from, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from researcher import config
from researcher.errors import ConfigError
from researcher.vocabulary import Vocabulary


def _load(tmp_path: Path, text: str, **more: str) -> config.Settings:
    path = tmp_path / "config.toml"
    path.write_text(text)
    return config.load({"RESEARCHER_CONFIG": str(path), **more})


def test_defaults_are_polite() -> None:
    """Without settings a run reads forty pages at half-second steps and says who asks."""
    settings = config.Settings()
    assert (settings.limits.pages, settings.limits.delay) == (40, 0.5)
    assert settings.user_agent.startswith("researcher/")
    assert "mailto" not in settings.user_agent


def test_the_environment_overrides_the_file(tmp_path: Path) -> None:
    """The nearer setting wins."""
    settings = _load(tmp_path, 'contact = "a@example.com"\n', RESEARCHER_CONTACT="b@example.com")
    assert settings.contact == "b@example.com"
    assert "mailto:b@example.com" in settings.user_agent


def test_the_key_of_a_language_model_comes_from_the_environment(tmp_path: Path) -> None:
    """A file may set the endpoint; what is set twice keeps the key, and no text shows it."""
    settings = _load(
        tmp_path, "[llm]\nendpoint = 'https://llm.example/v1/'\n", RESEARCHER_LLM_KEY="sk-4711"
    )
    assert (settings.llm.endpoint, settings.llm.key) == ("https://llm.example/v1", "sk-4711")
    assert "4711" not in repr(settings)
    with pytest.raises(ConfigError, match="RESEARCHER_LLM_KEY") as caught:
        _load(tmp_path, "", RESEARCHER_LLM_KEY="sk 4711\r\nX: y")
    assert "4711" not in str(caught.value)


def test_limits_are_set_by_name(tmp_path: Path) -> None:
    """Every bound is a setting, and whole numbers stay whole."""
    limits = _load(tmp_path, "[limits]\npages = 12\ndelay = 2\n").limits
    assert (limits.pages, limits.delay) == (12, 2.0)
    assert isinstance(limits.pages, int)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("contcat = 'x'", "contcat"),
        ("contact = 'me'", "not a mail address"),
        ("contact = 3", "'contact'"),
        ("[limits]\npagse = 3", "'limits.pagse'; did you mean 'limits.pages'?"),
        ("[mail]\nhots = 'x'", "'mail.hots'; did you mean 'mail.host'?"),
        ("[limit]\npages = 3", "'limit'; did you mean 'limits'?"),
        ("[llm]\nendpiont = 'x'", "'llm.endpiont'; did you mean 'llm.endpoint'?"),
        ("[llm]\nkey = 'x'", "'llm.key'"),
        ("[llm]\nendpoint = 'localhost'", "llm.endpoint is not usable"),
        ("[llm]\nseconds = 0", "llm.seconds must be between"),
        ("[llm]\nquestions = 13", "llm.questions must be from 1 to 12"),
        ("[llm]\nuse = 'yes'", "'llm.use'"),
        ("[sources]\ngithbu = false", "did you mean 'sources.github'?"),
        ("[schedule]\nnear_day = 3", "did you mean 'schedule.near_days'?"),
        ("[profiles.ada]\nmail = 'x'", "'profiles.ada.mail'"),
        ("[profiles.ada]\ntimezone = 'Berlin'", "profiles.ada: there is no time zone"),
        ("[limits]\npages = -1", "greater than zero"),
        ("templates = 'nowhere'", "nowhere"),
        ("= broken", "cannot be read"),
    ],
)
def test_a_wrong_setting_is_named(text: str, needle: str, tmp_path: Path) -> None:
    """The file and the key stand in the sentence."""
    with pytest.raises(ConfigError, match=r"config\.toml|mail address") as caught:
        _load(tmp_path, text)
    assert needle in str(caught.value)


def test_a_named_settings_file_must_exist(tmp_path: Path) -> None:
    """A typo in the variable must not silently mean the defaults."""
    with pytest.raises(ConfigError, match="does not exist"):
        config.load({"RESEARCHER_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("example.com", "https://example.com/"),
        ("http://example.com/x", "http://example.com/x"),
        ("Example Robotics", None),
        ("Example", None),
    ],
)
def test_an_address_or_a_name(given: str, meant: str | None) -> None:
    """A dot without a space means an address."""
    assert config.address(given) == meant


def test_a_day_is_a_full_date() -> None:
    """A month is no day."""
    assert config.day("2026-12-03", "--interview") == date(2026, 12, 3)
    with pytest.raises(ConfigError, match="--as-of '2026-12'"):
        config.day("2026-12", "--as-of")


def test_a_grant_is_one_origin() -> None:
    """No wildcard, no range, no port left open."""
    assert config.grant("LocalHost:8000") == "localhost:8000"
    assert config.grant("[::1]:8000") == "[::1]:8000"
    for bad in ("localhost", "*:80", "10.0.0.0/8:80", "a:0", "a:70000", "http://a:80"):
        with pytest.raises(ConfigError, match="one host and one port"):
            config.grant(bad)


def test_the_user_adds_and_removes_words(tmp_path: Path) -> None:
    """A vocabulary is extended without programming; the shipped one stays."""
    shipped = Vocabulary().table("values")
    name, terms = next((name, terms) for name, terms in shipped.items() if len(terms) > 1)
    (tmp_path / "values.toml").write_text(f'{name} = ["Our Creed", "-{terms[0]}"]\n', "utf-8")
    own = Vocabulary(tmp_path).table("values")
    assert "our creed" in own[name]
    assert terms[0] not in own[name]
    assert terms[1] in own[name]


def test_every_shipped_vocabulary_is_well_formed() -> None:
    """A file that cannot be loaded would only be noticed by the user who needs it."""
    folder = Path(__file__).parents[1] / "config" / "vocabulary"
    names = sorted(path.stem for path in folder.glob("*.toml"))
    words = Vocabulary()
    assert names
    assert all(words.table(name) for name in names)


def test_a_broken_vocabulary_is_named(tmp_path: Path) -> None:
    """The user's own mistake gets its file's name."""
    (tmp_path / "values.toml").write_text("headings = 3\n")
    with pytest.raises(ConfigError, match=r"values\.toml"):
        Vocabulary(tmp_path).table("values")


def test_the_example_shows_every_key_with_its_default(tmp_path: Path) -> None:
    """What a user copies changes nothing until they change it."""
    example = Path(__file__).parents[1] / "config" / "example.toml"
    settings = _load(tmp_path, example.read_text("utf-8"))
    assert settings == config.Settings()
    assert all(f"\n{name} = " in example.read_text("utf-8") for name in settings.limits.__slots__)
