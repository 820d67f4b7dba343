"""The crawled corpus, searched for answers: SQLite FTS5 in memory, ranked by bm25, with stems."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.evidence import cite
from researcher.models import Block, Document, Evidence
from researcher.text import key, sentences

_KINDS = frozenset({"paragraph", "entry", "quotation", "row"})
_LENGTHS = 25, 1500
"""Characters of a block that can hold an answer."""
_LONGEST = 320
"""Characters of a sentence that answers."""
_SHORTEST = 5
"""Words of such a sentence."""
_BLOCKS = 8000
_HITS = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the corpus, and where it stands."""

    text: str
    document: Document
    block: Block

    def cite(self) -> Evidence | None:
        """Return it as evidence, or None where the page does not hold it word for word."""
        return cite(self.document, self.text)


class Index:
    """The company's own pages, paragraph by paragraph."""

    def __init__(self, documents: Sequence[Document]) -> None:
        """Note the paragraphs; nothing is indexed before something is searched."""
        self._documents = documents
        self._places: list[tuple[Document, Block]] = []
        self._table: sqlite3.Connection | None = None

    def search(
        self, phrases: Iterable[str], fits: Callable[[Sentence], bool], *, near: str = ""
    ) -> Sentence | None:
        """Return the best sentence that holds one of the phrases and fits, or None.

        The sentence holds the phrase word for word; `near` stands in the same paragraph.
        """
        wanted = [f" {key(phrase)} " for phrase in phrases if key(phrase)]
        alternatives = [_quoted(phrase) for phrase in wanted]
        if not alternatives:
            return None
        query = f"({' OR '.join(alternatives)})"
        if near:
            query = f"{_quoted(near)} AND {query}"
        for sentence in self._sentences(query):
            said = f" {key(sentence.text)} "
            if any(phrase in said for phrase in wanted) and fits(sentence):
                return sentence
        return None

    def about(self, subject: str, words: Sequence[str]) -> Iterator[Sentence]:
        """Yield the sentences of paragraphs that hold the subject and some of the words."""
        if key(subject) and words:
            either = " OR ".join(_quoted(word) for word in words)
            yield from self._sentences(f"{_quoted(subject)} AND ({either})")

    def _sentences(self, query: str) -> Iterator[Sentence]:
        try:
            rows = self._made().execute(
                "SELECT rowid FROM block WHERE block MATCH ? ORDER BY bm25(block), rowid LIMIT ?",
                (query, _HITS),
            )
            found = [row[0] for row in rows]
        except sqlite3.Error:
            # An SQLite built without FTS5 finds nothing: then no question counts as answered.
            return
        for number in found:
            document, block = self._places[number]
            for text in sentences(block.text, document.language or "en"):
                if len(text.split()) >= _SHORTEST and len(text) <= _LONGEST:
                    yield Sentence(text, document, block)

    def _made(self) -> sqlite3.Connection:
        if self._table is None:
            self._table = sqlite3.connect(":memory:")
            self._table.execute(
                "CREATE VIRTUAL TABLE block USING fts5("
                "text, content='', tokenize='porter unicode61 remove_diacritics 2')"
            )
            seen: set[str] = set()
            for document in self._documents:
                # A quote from an interface's answer or a saved page is not the company's page.
                if document.source != "website" or document.standing != "company":
                    continue
                for block in document.main:
                    fitting = block.kind in _KINDS and _LENGTHS[0] <= len(block.text) <= _LENGTHS[1]
                    if fitting and block.text not in seen and len(self._places) < _BLOCKS:
                        seen.add(block.text)
                        self._places.append((document, block))
            self._table.executemany(
                "INSERT INTO block(rowid, text) VALUES (?, ?)",
                ((number, block.text) for number, (_, block) in enumerate(self._places)),
            )
        return self._table


def _quoted(phrase: str) -> str:
    # Only words reach the query: what a page or a question says is never its syntax.
    return '"' + " ".join(re.findall(r"\w+", phrase)) + '"'
