"""One concrete detail that a question can turn on: a choice, a constraint, a plan. Pure.

A question about a headline fits whoever has such a headline; one about a detail of the entry fits
nobody else. A detail is a run of the text's own words, in which only the person changes ("our
hubs" becomes "your hubs"), of a shape that the frames for its kind can hold: a verb phrase in its
base form, a noun phrase, a list, a name. English only: other languages are quoted as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from researcher.reading import listed
from researcher.suggest.retold import second_person
from researcher.suggest.turns import TELLING, Turns, has_figure
from researcher.text import fold, key
from researcher.text import words as words_of

MOST, LEAST = 11, 2
"""Words of a detail."""
KINDS = (
    *TELLING,
    *("need", "hard", "choice", "decision", "found", "instead", "first", "plan", "did"),
    *("partner", "funder", "money", "place", "gathering", "new", "many", "number", "share"),
    *("list", "purpose"),
)
"""Kinds of detail, what tells most first; each is also the name of the slot that it fills."""
STRONG = frozenset(TELLING) | {
    *("need", "hard", "choice", "decision", "found", "instead", "first", "plan"),
}
"""Details behind which somebody chose, tried, missed or heard something."""
THING, DOING = "thing", "doing"
"""The slots of what a headline is about, and of the same where it begins with a verb."""
ANCHORS = frozenset({THING, DOING, *KINDS})
"""The slots that make a frame turn on something of the source."""

_SUBJECT = (
    r"(?:^|^(?:In|On|At|By|Last|This|After|Since|For|To|With|During|Over|Today|Recently|"
    r"So)\b[^,;]{1,32} |^(?:So|Then|Instead|Therefore|Finally|Eventually|Now|Today),? |"
    r"[,;:–—] |\b(?:and|but|so|because|that|when|then|reason,?|result,?) )(?:COMPANY)"
)
_ADVERBS = (
    r"(?: (?:have|had|has|also|then|therefore|recently|finally|already|now|first|\w+ly)){0,2}"
)
_REST = r"[^\s,;:()–—]+"
_BASE = rf"(?P<it>[a-z][\w’'-]+(?: {_REST}){{1,14}})"
_NOUN = rf"(?P<it>(?:{_REST} ){{0,9}}{_REST})"
_VERB_PHRASES = {
    "need": rf"{_SUBJECT}{_ADVERBS} (?:had|were forced|was forced) to {_BASE}",
    "decision": rf"{_SUBJECT}{_ADVERBS} (?:decided|chose|elected|opted|resolved|agreed) to {_BASE}",
    "plan": (
        rf"(?:{_SUBJECT}{_ADVERBS} (?:plan(?:s|ned)?|aims?|intends?|hopes?|wants?|expects?|"
        r"(?:(?:are|is) )?(?:going|working|planning|preparing|looking|set)) to|"
        rf"{_SUBJECT}(?: also| then| now)? will(?: also| now| then| soon)?|"
        r"\band (?:plan|aim|intend|hope)s? to|"
        r"\b[Oo]ur (?:\w+ ){0,2}(?:goal|aim|plan|objective|ambition|intention|target|next step|"
        rf"priority) (?:is|was|remains) (?:now )?to) {_BASE}"
    ),
    "hard": (
        r"\b(?:(?:[Ii]t(?:[’']s| is| was| can be| remains| became)|(?:f[io]nd|found|ma[dk]e|makes|"
        r"making) it) (?:\w+ ){0,2}(?:hard|harder|difficult|tricky|challenging|impossible|not "
        r"possible|not easy)(?: for us)?|[Ww]e (?:\w+ )?(?:struggled?|are unable|were unable)|"
        rf"[Cc]hallenge (?:is|was)|[Pp]roblem (?:is|was)) to {_BASE}"
    ),
    "purpose": (
        r"\b(?:(?:in order|designed|built|created|developed|intended|launched|helps? us) to|"
        rf"(?:allow(?:s|ing)?|enabl(?:es?|ing)|helping) us to) {_BASE}"
    ),
}
_NOUN_PHRASES = {
    "choice": (
        rf"{_SUBJECT}{_ADVERBS} (?:settled on|opted for|went with|decided on|switched to|"
        rf"adopted) {_NOUN}"
    ),
    "instead": (
        r"\b(?:instead of|replac(?:ed|ing)(?= (?:the|our|their|its|an?|old))|moved away from|"
        rf"(?:switched|migrated|migrating|moved|moving|transitioned) from) {_NOUN}"
    ),
    "first": (
        r"\b(?:our|(?:COMPANY)[’']s|its|the company[’']s) "
        rf"(?P<it>first(?:-ever)? (?:{_REST} ){{0,8}}{_REST})"
    ),
}
_FOUND = (
    rf"{_SUBJECT}{_ADVERBS} (?P<it>(?:found|learned|learnt|discovered|reali[sz]ed|noticed|observed)"
    rf"(?: out)? that (?:{_REST} ){{3,12}}{_REST})"
)
_NAME = r"[A-Z][\w&’'-]*(?:(?: of| for| and| the| de| &)? [A-Z][\w&’'-]*){0,5}"
_BEHIND_NAME = (
    r"(?=$|[,.;:)(–—]| (?:to|in|on|for|and|is|are|was|were|as|at|by|since|which|who|that|have|"
    r"has|had|"
    r"during|from|under|will|we|–|—)\b| [-–—(])"
)
"""What may follow a name: before another noun it only describes that."""
_PARTNER = (
    r"\b(?i:(?:together|in partnership|partner(?:s|ed|ing)?|partnership|teams? up|teamed up|"
    r"collaborat(?:es?|ed|ing|ion)|join(?:s|ed)? forces|in cooperation|agreement|contract|lease|"
    r"work(?:ed|ing)(?: closely)?) with|commissioned by|alongside) "
    rf"(?P<it>(?:[Tt]he )?{_NAME}){_BEHIND_NAME}"
)
_FUNDER = (
    r"\b(?i:funded by|funding from|(?:grant|gift|donation|loan|support) from) "
    rf"(?P<it>(?:[Tt]he )?{_NAME}){_BEHIND_NAME}"
)
_PLACE = rf"\b(?i:in|to|at) (?P<it>{_NAME})$"
_OPENS = (
    r"\b(?i:opens?|opened|expands?(?: \w+){0,3}|new (?:[\w-]+ ){0,2}(?:facility|office|plant|"
    r"branch|"
    r"site|store|hub|centre|center|factory|location)|moves?|relocates?|breaks ground)\b"
)
_MONEY = (
    r"(?P<it>(?:[$€£]|US\$|CHF |EUR |USD |MXN |P(?=\d))\s?\d[\d.,’']*"
    r"(?:\s?-?(?:million|billion|thousand|[mMkK]\b|bn))?"
    r"(?: (?:grant|loan|gift|round|fund|contract|award|investment|donation|facility))?)"
)
_GIVEN = re.compile(
    r"\b(?:rais\w+|receiv\w+|secur\w+|award\w*|grant\w*|gift|funding|fund(?:ed|s)|invest\w*|"
    r"donat\w+|"
    r"loan|facility|round|contract|bequest)\b",
    re.IGNORECASE,
)
"""What makes a sum of money one that was given for something."""
_SHARE = r"(?<![\w.,])(?P<it>\d+(?:[.,]\d+)?\s?(?:%|per ?cent|percent|percentage points))"
_COUNT = (
    r"(?<![\w.,–-])(?P<it>(?:more than |over |nearly |almost |about |around |up to |some )?"
    r"(?:\d{1,3}(?:[,.’']\d{3})+|\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|"
    r"dozens of|hundreds of|thousands of)\+? (?:(?!of|in|for|to|per|with|by|and|or)[a-z][a-z-]+ )"
    r"{0,2}(?:NOUNS))\b"
)
_PEOPLE = listed(
    "clients customers communities companies schools students teachers learners "
    "volunteers members partners organisations organizations hospitals clinics farmers growers "
    "users developers contributors participants employees colleagues engineers teams institutions "
    "universities libraries researchers agencies municipalities households "
    "visitors guests players"
)
_THINGS = listed(
    "sites plants factories offices locations markets stores shops launches projects products "
    "programs programmes services hubs errors bugs issues components datasets models languages "
    "releases "
    "workshops courses studies standards principles themes goals priorities pillars stages "
    "countries counties states cities"
)
_LIST = (
    r"\b(?:such as|including|like|namely|between|across|focus(?:es|ed|ing)? on) "
    r"(?P<it>(?:[^\s,;:()]+(?: [^\s,;:()]+){0,3}, ){1,3}[^\s,;:()]+(?: [^\s,;:()]+){0,3},? and "
    r"[^\s,;:().]+(?: [^\s,;:().]+){0,3})$"
)
_ENDS = re.compile(
    r" (?:which|that|who|whose|where|when|while|because|since|so|as|if|unless|until|but|though|"
    r"although|whether|before|after|once|in order|(?:by|with|for) \w+ing|"
    r"and (?:we|our|to|is|are|was|were|has|have|it|they|that|this|also|then|will|\w+ed|"
    r"\w+s (?:the|a|an|our)))\b.*$"
)
"""Where a phrase ends before something that is only added."""
_HANGING = listed(
    "a an the of and or to in on at for with by from as is are be our your their its this that "
    "these "
    "those into than about over under between within without through more most very not no can "
    "will "
    "what how which via per"
)
_VAGUE = re.compile(
    r"\b(?:it|itself|this|these|those|them|they|he|she|his|her|him|here|there|following|above|"
    r"below|"
    r"such|things?|so|same|others?|today|tomorrow|yesterday|now|soon|currently|ones?|their|its|"
    r"etc|me|my|I|you|your|yours|not|never|everything|everyone|what|which|how|whether)\b|"
    r"n[’']t\b|"
    r"[“”\"‘«»?|@{}<>•…\[\]/#*`+]|https?:|www\."
)
_TEXTUAL = re.compile(
    r"\b(?:in (?:this|the next|our next|the following|today[’']s) (?:\w+ )?(?:post|article|part|"
    r"series|"
    r"tutorial|section|blog|episode|guide|example)|step by step|let[’']s|for example|"
    r"imagine|the code|the following|see (?:here|below)|stay tuned|sign up|read more)\b",
    re.IGNORECASE,
)
"""What speaks of the text itself, or teaches."""
_EMPTY = listed(
    "be do have go see get make take say know let help continue bring give keep find look come use"
)
"""Verbs that tell nothing by themselves: more words must follow."""
_NO_PLAN = re.compile(
    r"(?:excit\w+|thrill\w+|thank|hope|love|believe|welcome|invite|celebrat\w+|announc\w+|shar\w+|"
    r"congratulat\w+|say|tell|meet|discuss|explain|show|describe|highlight|cover|walk|try|look|see|"
    r"hold|host|present|talk|introduce|recap|update|post|publish|let|note|mention|address|attend|"
    r"be)\b"
)
_NO_FIRST = re.compile(
    r"first(?:-ever)? (?:\w+ )?(?:posts?|parts?|articles?|blogs?|quarter|half|weeks?|months?|"
    r"years?|"
    r"days?|times?|steps?|look|place|priority|episodes?|names?|love|thing|pen|sessions?)\b"
)
_FIRST_OF = re.compile(
    r"^first(?:-ever)? (?:[\w-]+ ){0,5}(?:facilit(?:y|ies)|projects?|releases?|versions?|pilots?|"
    r"editions?|plants?|sites?|stores?|factory|buildings?|lines?|products?|reports?|apps?|"
    r"campaigns?|courses?|program(?:me)?s?|rounds?|launch(?:es)?|deployments?|events?|workshops?|"
    r"conferences?|offices?|labs?|class|cohorts?|plans?|systems?|services?|tests?|trials?|"
    r"audits?|upgrades?|hubs?|stations?|centres?|centers?|schools?|clinics?|vessels?|trains?)\b"
)
"""What is done a second time once it was done first."""
_AHEAD = re.compile(r"\b(?:will|expect\w*|plan\w*|aim\w*|soon|next|upcoming|to complete)\b")
_ASIDE = re.compile(r"\s\((?![^()]*\b(?:not|except|only|no)\b)[^()]{1,60}\)")
_OBJECT = (
    r"^(?:COMPANY)(?: and [^,]{3,40}?)? (?:[a-z]+ly )?(?i:launches|launch|introduces|opens|unveils|"
    r"debuts|releases|builds|creates|develops|adopts|completes|acquires|starts|begins|adds) "
    r"(?P<it>.{4,70})$|^(?i:introducing|announcing|launching|presenting|opening|unveiling)(?: "
    r"the)?:? "
    r"(?P<that>.{4,70})$"
)
_VISITS = rf"^(?:COMPANY) at (?:the )?(?P<it>{_NAME}(?: \d{{4}})?)$"
_GATHERS = re.compile(
    r"\b(?:summit|conference|workshops?|webinar|meetup|hackathon|symposium|forum|fair|day|days|"
    r"festival|congress|series)$",
    re.IGNORECASE,
)
_SUM_FOR = re.compile(r"\W{0,3}[$€£]\s?\d[\d.,]*(?: (?:million|billion))? for\b")
"""A line of a budget: who spends needs no telling."""
_SPAN = re.compile(r"\d\s?[–-]\s?\d+\s?%")
_SERIAL = re.compile(r"\s*,\s(?:[\w-]+\s?){1,4},?\s(?:and|or)\s")
"""What follows a phrase that is the first of several."""
_BEHIND = re.compile(
    r"(?: (?:for|with|to|in|at|by|from|as|that|which|on|of its|during|through|after|under)|"
    r"[,:;(–—]| - )"
    r"(?: .*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A run of words of a sentence or a headline."""

    kind: str
    """One of KINDS."""
    text: str
    """The words as the frames hold them: only the person changed."""


class Finder:
    """Finds details in the sentences and headlines of one company."""

    def __init__(self, names: Iterable[str], common: Collection[str] = ()) -> None:
        """Compile the patterns with "we" and the company's names as who acts.

        `common` are words that the site also writes in lower case: they begin no name.
        """
        names = {name for name in names if len(name) > 2}
        ours = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
        acting = "|".join([r"[Ww]e(?:[’'](?:ve|re|d|ll))?", *([ours] if ours else [])])
        self._ours = ours or r"(?!)"

        def made(pattern: str, who: str = acting) -> re.Pattern[str]:
            return re.compile(pattern.replace("COMPANY", who))

        self._verb_phrases = {name: made(pattern) for name, pattern in _VERB_PHRASES.items()}
        self._noun_phrases = {name: made(pattern) for name, pattern in _NOUN_PHRASES.items()}
        self._found = made(_FOUND)
        self._partners = {"partner": re.compile(_PARTNER), "funder": re.compile(_FUNDER)}
        self._place = re.compile(_PLACE)
        self._opens = re.compile(_OPENS)
        self._sums = {"money": re.compile(_MONEY), "share": re.compile(_SHARE)}
        self._counts = {
            name: re.compile(_COUNT.replace("NOUNS", "|".join(sorted(nouns))))
            for name, nouns in (("many", _PEOPLE), ("number", _THINGS))
        }
        self._turns = Turns(acting, self._ours)
        self._list = re.compile(_LIST)
        self._object = made(_OBJECT, self._ours)
        self._visits = made(_VISITS, self._ours)
        self._speaks = re.compile(rf"\b(?:[Ww]e|[Oo]ur|us)\b|{self._ours}")
        self._company = frozenset(word for name in names for word in words_of(name))
        self._common = frozenset(common)

    def of_sentence(self, sentence: str) -> list[Detail]:
        """Return the details of a sentence in which the company speaks, best first.

        None of a sentence that teaches, or speaks of the text that it stands in.
        """
        text = _ASIDE.sub("", fold(sentence)).rstrip(".! ")
        if _TEXTUAL.search(text) or not (self._speaks.search(text) or _SUM_FOR.match(text)):
            return []
        turns = (Detail(kind=kind, text=words) for kind, words in self._turns.of_sentence(text))
        return self._best([*turns, *self._phrases(text), *self._names(text)])

    def of_headline(self, title: str) -> list[Detail]:
        """Return the details of a headline, best first."""
        text = fold(title).rstrip(".! ")
        # Headlines write "9 Launches": counted things are looked for in lower case.
        turns = (Detail(kind=kind, text=words) for kind, words in self._turns.of_headline(text))
        return self._best(
            [*turns, *self._headed(text), *self._names(text), *self._counted(text.lower())]
        )

    def _best(self, found: Sequence[Detail]) -> list[Detail]:
        return sorted(dict.fromkeys(found), key=lambda detail: KINDS.index(detail.kind))

    def _phrases(self, text: str) -> Iterator[Detail]:
        for kind, pattern in self._verb_phrases.items():
            for match in pattern.finditer(text):
                words = match["it"]
                if _SERIAL.match(text, match.end()):
                    continue
                if kind in ("plan", "need") and _NO_PLAN.match(words):
                    continue
                figure = kind == "plan" and has_figure(_ENDS.sub("", words))
                yield from _phrase("target" if figure else kind, words, verb=True)
        for kind, pattern in self._noun_phrases.items():
            for match in pattern.finditer(text):
                words = match["it"]
                if kind == "instead":
                    words = words.split(" to ")[0]
                if words.split()[0] in _PREPOSITIONS or _NO_FIRST.match(words):
                    continue
                if kind == "first":
                    # A phrase cut behind "first plant" may leave out of what sort it was the first.
                    goes_on = re.match(r" \w", text[match.end() :])
                    if _AHEAD.search(text) or goes_on or not _FIRST_OF.search(words):
                        continue
                yield from _phrase(kind, words, verb=False)
        for match in self._found.finditer(text):
            if not _VAGUE.search(match["it"].split(" that ", 1)[1]):
                yield Detail(kind="found", text=second_person(match["it"]))

    def _names(self, text: str) -> Iterator[Detail]:
        for kind, pattern in self._sums.items():
            for match in pattern.finditer(text):
                # "80 – 100%" is how much somebody works.
                part = kind == "share" and (match["it"].startswith("100") or _SPAN.search(text))
                if not part and (kind != "money" or _GIVEN.search(text)):
                    yield Detail(kind=kind, text=match["it"].strip(" .,’'"))
        yield from self._counted(text)
        for kind, pattern in self._partners.items():
            for match in pattern.finditer(text):
                name = match["it"].rstrip(".’'")
                if not name.endswith(("’s", "'s")) and self._is_name(name):
                    yield Detail(kind=kind, text=re.sub(r"^The ", "the ", name))
        for match in self._list.finditer(text):
            words = match["it"]
            clean = not _VAGUE.search(words) and not set(words.split()) & _NO_ITEM
            if clean and len(words.split()) <= MOST:
                yield Detail(kind="list", text=second_person(words))

    def _counted(self, text: str) -> Iterator[Detail]:
        for kind, pattern in self._counts.items():
            for match in pattern.finditer(text):
                yield Detail(kind=kind, text=match["it"])

    def _headed(self, text: str) -> Iterator[Detail]:
        match = self._place.search(text)
        if match and self._opens.search(text) and self._is_name(match["it"]):
            yield Detail(kind="place", text=match["it"])
        match = self._visits.search(text)
        if match:
            yield Detail(kind="gathering", text=match["it"])
        match = self._object.search(text)
        if match:
            words = _BEHIND.sub("", match["it"] or match["that"]).strip(" .,’'")
            bare = re.sub(r"^(?:an?|the|its|our|new) (?=\S)", "", words, flags=re.IGNORECASE)
            if 2 <= len(bare.split()) <= 6 and not _VAGUE.search(bare) and not bare.isupper():
                yield Detail(
                    kind="gathering" if _GATHERS.search(bare) else "new", text=f"the {bare}"
                )

    def _is_name(self, name: str) -> bool:
        """Tell a name from a run of capitalised common words, as headlines hold them."""
        parts = [word for word in words_of(name) if word not in _HANGING]
        if not parts or set(parts) <= self._company or len(name) < 3:
            return False
        return not all(part in self._common for part in parts)


_NO_ITEM = listed("where which who that is are was were as more many much when how")
"""Words that make a list's part no thing of a kind with the others."""
_PREPOSITIONS = listed("on in for to with by at from of as into onto having being")


def _phrase(kind: str, words: str, *, verb: bool) -> Iterator[Detail]:
    """Yield the phrase, cut where only something is added; none that does not stand alone."""
    parts = _ENDS.sub("", f" {words}").strip(" .,’'").split()
    if len(parts) > MOST:
        return
    while parts and key(parts[-1]) in _HANGING:
        parts.pop()
    least = LEAST + (verb and bool(parts) and parts[0] in _EMPTY)
    told = " ".join(parts)
    if kind in ("plan", "target") and parts and parts[0] in _EMPTY:
        return
    if len(parts) < least or _VAGUE.search(told):
        return
    if verb and parts[1:2] == ["to"]:
        return
    if verb and (parts[0].endswith(("ly", "ing", "ed")) or not told[0].islower()):
        return
    yield Detail(kind=kind, text=second_person(told))
