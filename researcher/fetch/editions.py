"""Language editions of one site: which addresses say the same in another language."""

from __future__ import annotations

import re
from collections.abc import Container
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from researcher import urls
from researcher.models import Document
from researcher.signposts import Signposts

# Codes that mean nothing else at the head of a path. "it", "hr" and "pr" are departments as often
# as languages: they count only where the site itself names them as editions.
_PLAIN = frozenset(
    {
        *("en", "de", "fr", "es", "ja", "jp", "pt", "nl", "zh", "cn", "ru", "ko", "kr", "pl", "sv"),
        *("da", "fi", "cs", "tr", "ar", "uk", "hu", "el", "he", "th", "vi", "ro", "bg", "ca"),
    }
)
_LANGUAGE = re.compile(r"^[a-z]{2}([-_][a-z]{2,4})?$")
_QUERY = ("lang", "language", "locale", "hl", "l")


class Editions:
    """Knows the start's edition and which addresses belong to another one."""

    def __init__(self, signposts: Signposts, start: str = "", language: str = "") -> None:
        """Begin at the start page; `language` is the one it is written in."""
        self._signposts = signposts
        self._start = start
        self._language = language
        self._codes = set(_PLAIN)
        self.twins: set[str] = set()
        """Addresses (`urls.identity`) that pages name as their counterparts in other languages."""
        self._own = self.code(start) if start else ""

    @property
    def base(self) -> str:
        """The path under which the start's edition lies: `/`, or `/es/`."""
        path = urlsplit(self._start).path
        parts = path.split("/")
        for index, part in enumerate(parts):
            if part.lower() == self._own and self._own:
                return "/".join(parts[: index + 1]) + "/"
        return path if path.endswith("/") else path.rsplit("/", 1)[0] + "/"

    @property
    def version(self) -> int:
        """A number that changes when a new code was learned."""
        return len(self._codes)

    @property
    def is_english(self) -> bool:
        """Whether the start's edition is in English, or its language is not known."""
        return self._same_language("en") or not (self._own or self._language)

    def learn(self, document: Document) -> None:
        """Learn codes and counterparts from a page's alternates and its language links."""
        own = {
            code
            for code, url in document.alternates
            if urls.identity(url) == urls.identity(document.page.url)
        }
        for code, url in document.alternates:
            part = self._head(url)
            if _LANGUAGE.match(part) and part[:2] == code[:2].lower():
                self._codes.add(part)
            if code not in own and code.lower() != "x-default" and not self._same_language(code):
                self.twins.add(urls.identity(url))
        for link in document.links:
            part = self._head(link.url)
            if (
                part not in self._codes
                and _LANGUAGE.match(part)
                and self._signposts.is_language(link.text)
            ):
                self._codes.add(part)

    def is_other(self, url: str) -> bool:
        """Tell whether an address belongs to another edition than the start page."""
        if urls.identity(url) in self.twins:
            return True
        code = self.code(url)
        if code == self._own:
            return False
        # The start has no code in its address: a code of its own language is the same edition.
        return bool(code) and not (not self._own and self._same_language(code))

    def has_counterpart(self, url: str, known: Container[str]) -> bool:
        """Tell whether the start's edition has the same page."""
        name = urls.identity(url)
        if name in self.twins:
            return True
        code = self.code(url)
        if not code or code == self._own:
            return False
        return any(urls.identity(other) in known for other in self._translated(url, code))

    def _translated(self, url: str, code: str) -> list[str]:
        parts = urlsplit(url)
        segments = parts.path.split("/")
        if code in (segment.lower() for segment in segments):
            index = [segment.lower() for segment in segments].index(code)
            own = [self._own] if self._own else []
            without = segments[:index] + segments[index + 1 :]
            swapped = segments[:index] + own + segments[index + 1 :]
            return [urlunsplit(parts._replace(path="/".join(p) or "/")) for p in (without, swapped)]
        if parts.hostname and parts.hostname.split(".")[0] == code:
            start = urlsplit(self._start)
            return [urlunsplit(parts._replace(netloc=start.netloc))]
        kept = [(k, v) for k, v in parse_qsl(parts.query) if k.lower() not in _QUERY]
        return [urlunsplit(parts._replace(query=urlencode(kept)))]

    def code(self, url: str) -> str:
        """Return the edition's code in an address, as the site writes it; empty where none."""
        part = self._head(url)
        if part in self._codes:
            return part
        host = urls.host(url).split(".")
        if len(host) > 2 and host[0] in self._codes:
            return host[0]
        for name, value in parse_qsl(urlsplit(url).query):
            if name.lower() in _QUERY and _LANGUAGE.match(value.lower()):
                return value.lower()
        return ""

    def _head(self, url: str) -> str:
        """Return the path's part where a code would stand: the first, or where the start's does."""
        parts = [part for part in urlsplit(url).path.lower().split("/") if part]
        base = [part for part in urlsplit(self._start).path.lower().split("/") if part]
        shared = 0
        while shared < min(len(parts), len(base)) and parts[shared] == base[shared]:
            if parts[shared] in self._codes:
                return parts[shared]
            shared += 1
        for index in dict.fromkeys((0, shared)):
            if index < len(parts) and _LANGUAGE.match(parts[index]):
                return parts[index]
        return ""

    def _same_language(self, code: str) -> bool:
        own = self._own[:2] or self._language[:2]
        return (
            bool(own)
            and {"jp": "ja", "cn": "zh", "kr": "ko"}.get(code[:2].lower(), code[:2].lower()) == own
        )
