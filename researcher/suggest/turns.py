"""Sentences of a telling sort: a pilot, a contrast, a lack, a figure before and after. Pure.

What a careful reader stops at is seldom the announcement; it is the sentence that says what was
tried, what changed from what to what, what could not be done yet, who asked for it. Each sort is
one pattern over the sentence's own words; what a question holds of it is a run of these words.
English only, as `researcher.suggest.details`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from researcher.reading import listed
from researcher.suggest.retold import is_done, second_person

TELLING = (
    *("underway", "heard", "firsttime", "report", "unsolved", "lack", "contrast", "fromto", "gain"),
    *("better", "now", "target", "brought", "response", "quota", "pledge", "counterpart", "upkeep"),
    *("closed", "call", "client", "shared", "headcount", "years", "allotted", "added", "vacancy"),
)
"""The sorts of sentence, each also the name of the slot that it fills."""
CITED = frozenset({"unsolved", "lack", "contrast"})
"""Sorts that are cited word for word: what turns in them lies between the words."""

_OPEN = frozenset({"underway", "now", "firsttime", "report", "response", "allotted"})
"""Sorts whose phrase could go on behind the words that were taken."""
_LONGEST, _CHARACTERS = 19, 125
"""Words and characters of a sentence that is cited whole."""
_WORD = r"[^\s,;:()–—]+"
_NUMBER = (
    r"(?:(?:about|around|nearly|almost|over|more than|up to|roughly|only|just) )?"
    r"(?:[$€£]?\d[\d.,]*\s?(?:%|percent|per cent|x\b|million|billion)?|one|two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|a dozen|zero)"
)
_NAME = r"[A-Z][\w&’'-]*(?:(?: of| for| and| the| de| &)? [A-Z][\w&’'-]*){0,5}"
_UNDERWAY = re.compile(
    r"\b(?:are|is|were|[’']re) (?:currently |now |also |already )?(?:piloting|testing|"
    rf"trying out|trialling|trialing) (?P<it>(?:{_WORD} ){{0,9}}{_WORD})"
)
_NOW = (
    r"(?:^|[,;:–—] |\b(?:and|but|so|because|that|when|then) )(?:COMPANY)(?: are| is)? "
    r"(?:(?:currently|now|also|actively|already|still|working on|in the process of|busy) )*"
    r"(?P<it>(?:building|developing|expanding|moving|migrating|rewriting|rebuilding|redesigning|"
    r"rolling out|preparing|scaling|integrating|automating|extending|consolidating|replacing|"
    r"transitioning|modernising|modernizing|overhauling|converting|digitising|"
    r"digitizing|strengthening|restructuring|reorganising|reorganizing|upgrading|renewing|"
    rf"standardising|standardizing|phasing out|investing in) (?:{_WORD} ){{1,10}}{_WORD})"
)
_HEARD = re.compile(
    r"\b[Ww]e (?P<it>(?:often |regularly |frequently |repeatedly |still |usually |always )?hear "
    rf"from (?:{_WORD} ){{1,6}}that (?:{_WORD} ){{3,13}}{_WORD})"
)
_REPORT = re.compile(
    r"\b(?:received|got|had|thanks to|following|after) (?:an?|the|several|many|some|multiple|"
    r"repeated)? ?(?P<it>(?:bug )?(?:reports?|requests?|complaints?|feedback|suggestions?) from "
    rf"(?:the )?(?:{_WORD} ){{0,5}}{_WORD})"
)
_UNSOLVED = re.compile(
    r"\b(?:exercise for another (?:day|time)|remains? to be (?:seen|done|solved|understood)|"
    r"(?:still|yet) (?:unclear|unknown|unresolved|unsolved)|still (?:need|trying|working out|"
    r"figuring out|investigating|looking for)|yet to (?:be )?(?:solved?|decided?|f[io]nd|found|"
    r"understood)|not (?:yet|fully) (?:clear|known|understood|solved|ready|sure)|"
    r"(?:don[’']t|do not) (?:yet|fully) (?:know|understand)|open questions?|"
    r"requires? us to (?:better )?(?:understand|learn|find))\b"
)
_LACK = re.compile(
    r"\b(?:(?:don[’']t|do not|didn[’']t|did not) (?:yet |currently )?have (?:the |enough |any )?|"
    r"(?:had|have|has) no |lack(?:ed|s|ing)? (?:the |of )?|not enough |too (?:few|little) |"
    r"short(?:age)? (?:of|on) |limited |without enough )(?:\w+ ){0,2}"
    r"(?:capacity|time|resources|people|staff|staffing|budget|funding|bandwidth|expertise|hands|"
    r"engineers|nurses|teachers|drivers|volunteers)\b"
)
_CONTRAST = re.compile(
    r"\b(?:no longer|used to|"
    r"until (?:now|recently)|previously)\b|\bwe (?:\w+ )?\w+ed\b.* rather than\b",
    re.IGNORECASE,
)
_JOINED = re.compile(r",? (?:and|but|so) (?=(?:[a-z]+ ){0,4}(?:we|our)\b)|; ")
"""Where a long sentence goes on with one that can be cited alone."""
_MARKS = re.compile(r"[\"“”?]")
_ONLY = re.compile(r"\brather than (?:just|simply|merely|only)\b")
"""A turn of advertising, in which nothing changed."""
_FIRST_TIME = (
    r"\b(?:the|for the) first time,? (?:that )?(?:COMPANY)(?: have| has)? "
    rf"(?P<it>[a-z]+ (?:{_WORD} ){{1,13}}{_WORD})"
)
_CHANGED = (
    r"\b(?:gr[eo]w\w*|ros?en?\b|fell|fallen|dropp\w+|cut|reduc\w+|increas\w+|decreas\w+|went|gone|"
    r"expand\w+|shorten\w+|improv\w+|scal\w+|brought|down|up|lower\w+|rais\w+)\b"
)
_FROMTO = re.compile(
    rf"(?P<it>from (?:an average of )?{_NUMBER}(?: [a-z][a-z/-]*){{0,4}} to (?:an average of )?"
    rf"(?:just |only |over |more than )?{_NUMBER}(?:,\d+)?"
    r"(?: (?!(?:in|of|out|a|an|by|for|per|at|on|and|over|within|during)\b)[a-z][a-z/-]+){0,2})"
)
_PER = re.compile(r" (?:in an? |in one |out of |per )")
_GERUND = {
    "cut": "cutting",
    "reduced": "reducing",
    "lowered": "lowering",
    "increased": "increasing",
    "improved": "improving",
    "raised": "raising",
    "shortened": "shortening",
    "grew": "growing",
}
_GAIN = (
    r"\b(?:(?:COMPANY)(?: have| has)?|and) "
    rf"(?P<verb>{'|'.join(_GERUND)}) (?P<what>(?:our|the|its|their) (?:{_WORD} ){{0,5}}{_WORD}) "
    r"by (?P<much>(?:(?:about|around|nearly|almost|over|more than|up to) )?"
    r"(?:\d[\d.,]*\s?(?:%|percent|per cent)|half|a third|a quarter|two thirds))"
)
_BETTER = re.compile(
    rf"\b(?:mak(?:e|ing)|made) (?P<what>(?:our|the|its)? ?(?:{_WORD} ){{1,6}}?)"
    r"(?P<how>(?:even |much |far )?(?:more|less) (?:reliable|accessible|robust|secure|efficient|"
    r"transparent|resilient|stable|sustainable|affordable|visible|predictable|inclusive|usable|"
    r"expensive|maintainable)|(?:even |much |far )?(?:easier|faster|safer|simpler|cheaper|quicker|"
    r"smoother|leaner))\b"
)
_MAY = re.compile(r"\b(?:can|could|may|might|will|helps?|helping|would|designed|aims?)\b")
_BROUGHT = re.compile(
    rf"\b(?P<it>{_NAME}) (?:was |were |is |has been )?(?:implementation|launch|roll-?out|"
    r"introduced|launched|implemented|completed|started|created|set up|built)\b"
    r"(?=.{0,60}\bin response to\b)"
)
_RESPONSE = re.compile(
    r"\b(?:in response to|in reaction to|as a response to) "
    rf"(?P<it>(?:the |an? )?(?:{_WORD} ){{0,6}}{_WORD})"
)
_QUOTA = re.compile(
    r"\b(?P<it>\d+ ?(?:%|percent|per cent) of (?:(?:your|our|their|the|all) )?(?:working |work )?"
    r"(?P<what>time|hours|week|profits?|revenues?|turnover|sales|income|proceeds))\b"
)
_COUNTERPART = re.compile(
    r"\b(?:[Ee]ach|[Ee]very) (?:\w+ ){1,6}(?:has|have|gets|is assigned|works with|receives) "
    r"(?:an?|its own|their own) (?P<it>(?:dedicated |designated )?(?:[a-z-]+ ){0,2}"
    r"(?:manager|coordinator|officer|lead|liaison|specialist|counsellor|advisor|adviser|partner|"
    r"representative|navigator|nurse|engineer|consultant))\b"
)
_UPKEEP = re.compile(
    r"\b(?:maintainers?|developers|creators?|makers|authors|stewards) (?:of|behind) "
    rf"(?P<it>{_NAME})|\b[Ww]e (?:also )?(?:created and maintain|develop and maintain|maintain|"
    rf"steward) (?P<that>{_NAME})"
)
_CLIENT = (
    rf"^(?P<it>{_NAME}) (?:(?:signs?|signed|chooses|chose|selects|selected|picks|picked|renews|"
    r"renewed|leases|leased|switches|switched|adopts|adopted)\b(?=.*(?:COMPANY))|"
    r"(?:joins|joined) (?:as )?(?:COMPANY)\b)"
)
_SHARED = re.compile(
    r"^(?:one|a single|1) (?P<it>platform|system|service|tool|codebase|app|site|network|"
    r"hub|team|product|standard|database)\b(?=.*\d)",
    re.IGNORECASE,
)
_HEADCOUNT = re.compile(
    r"\b(?:team|staff|company|workforce|organi[sz]ation|firm|we)\b[^.;]{0,40}?\b(?:grown|grew|"
    r"doubled|tripled|expanded|grow) (?:\w+ ){0,4}?to (?P<it>(?:(?:more than|over|nearly|almost|"
    r"about) )?\d[\d,]* (?:people|employees|colleagues|engineers|team members|members of staff|"
    r"staff|experts))\b"
)
_YEARS = re.compile(
    r"\b(?:an?|our|the|its) (?:new |ambitious )?(?P<it>(?:two|three|four|five|six|seven|eight|ten|"
    r"\d{1,2})-year,? (?:[$€£]\s?\d[\d.,]* (?:million|billion) )?(?:initiative|program|programme|"
    r"commitment|fund|grant|project|campaign|plan|strategy|roadmap|partnership|contract))\b"
)
_POST = (
    r"(?:[A-Z][\w&.-]*,? (?:of |and |for )?){0,4}(?:VP|Officer|President|Director|Manager|"
    r"Lead|Engineer|Developer|Designer|Coordinator|Analyst|Architect|Specialist|Scientist|CTO|CFO|"
    r"COO|CEO|Chair|Head of (?:[A-Z]\w+ ?){1,3})"
)
_VACANCY = re.compile(
    r"\b(?:open (?:position|role)s?|opening|vacancy|looking|searching|search|recruiting|hiring|"
    r"seeking)(?: for)? (?:an?|the|our (?:next|new)|its (?:next|new)) (?:new )?"
    rf"(?P<it>{_POST})\b"
)
_ALLOTTED = re.compile(
    r"(?P<it>[$€£]\s?\d[\d.,]*(?: (?:million|billion))? for (?:an? |the )?"
    rf"(?:{_WORD} ){{1,7}}{_WORD})"
)
_ADDED = re.compile(
    r"\bwill (?:add|create|provide|bring|offer|house) (?P<it>(?:more than |up to |over |"
    r"an additional |another )?\d[\d,.]* (?:new |additional |more )?"
    r"(?:(?!of|in|to|for|and|by|per)[a-z-]+ ){0,2}(?!of|in|to|for|and|by|per)[a-z-]+s)\b"
)
_PLAN_NUMBER = re.compile(r"\b\d[\d.,]*(?:%|\b)|\b(?:double|triple|halve)\b")
_SPEAKS = re.compile(r"\b(?:[Ww]e|[Oo]ur|us)\b")
_ENDS = re.compile(
    r"(?<! at) (?:which|who|whose|where|when|while|because|since|so|as|if|unless|until|but|though|"
    r"although|whether|before|after|once|in order|concerning|about|regarding|including|through|"
    r"thanks to|(?:by|with|for) \w+ing|and (?:we|our|to|is|are|was|were|has|have|it|they|that|"
    r"this|also|then|will|plan|\w+ed|\w+s (?:the|a|an|our)))\b.*$"
)
"""Where a phrase ends before something that is only added."""
_RELATIVE = re.compile(r"\b(?:that|which|who|to)\b")
"""Inside such a clause the phrase must not end early."""
_HANGING = listed(
    "a an the of and or to in on at for with by from as is are be our your their its this that "
    "these those into than about over under between within without through more most very per"
)
_VAGUE = re.compile(
    r"\b(?:it|itself|this|these|those|them|him|her|his|he|she|there|such|things?|so|same|others?|"
    r"today|tomorrow|yesterday|soon|me|my|I|you|your|yours|everything|everyone|what|which|how)\b|"
    r"n[’']t\b|[“”\"‘«»?|@{}<>•…\[\]#*`+]|https?:|www\."
)
_SLOGAN = re.compile(
    r"\b(?:future|world|better|best|great|next generation|next-generation|solutions?|success|"
    r"excellence|innovation|journey|dreams?|passion\w*|cutting-edge|leading|culture|trust|"
    r"relationships?|mindset|real|important|amazing|meaningful)\b",
    re.IGNORECASE,
)
"""What any firm says that it builds."""
_EARLIER = re.compile(
    r"\b(?:(?:have|has) (?:since|now|already) been|since then|has since|have since|was (?:later )?"
    r"(?:fixed|solved|resolved)|exercise for another|for another (?:day|time|post))\b",
    re.IGNORECASE,
)

Sort = tuple[str, str]
"""A sort of sentence, and the run of words that a question holds of it."""


def overtaken(following: str) -> bool:
    """Tell whether the sentences that follow say that it was settled, or was left alone."""
    return bool(_EARLIER.search(following))


def named_post(name: str) -> str:
    """Return the position that a headline names and nothing else; empty where it is no position."""
    return name if re.fullmatch(_POST, name) else ""


class Turns:
    """Finds telling sentences of one company."""

    def __init__(self, acting: str, ours: str) -> None:
        """Compile the patterns: `acting` is "we" and the company's names, `ours` its names."""
        self._now = re.compile(_NOW.replace("COMPANY", acting))
        self._first_time = re.compile(_FIRST_TIME.replace("COMPANY", acting))
        self._gain = re.compile(_GAIN.replace("COMPANY", acting))
        self._client = re.compile(_CLIENT.replace("COMPANY", ours))
        self._speaks = re.compile(rf"{_SPEAKS.pattern}|{ours}")

    def of_sentence(self, text: str) -> Iterator[Sort]:
        """Yield what a sentence tells; its brackets and its full stop are gone."""
        for sort, pattern in (
            ("underway", _UNDERWAY),
            ("now", self._now),
            ("firsttime", self._first_time),
            ("report", _REPORT),
            ("brought", _BROUGHT),
            ("response", _RESPONSE),
            ("counterpart", _COUNTERPART),
            ("headcount", _HEADCOUNT),
            ("years", _YEARS),
            ("allotted", _ALLOTTED),
            ("added", _ADDED),
            ("vacancy", _VACANCY),
            ("upkeep", _UPKEEP),
        ):
            for match in pattern.finditer(text):
                found = match["it"] or match["that"]
                # What goes on behind the most that a question holds would be cut in its middle.
                goes_on = sort in _OPEN and re.match(r"[ /-]\w", text[match.end() :])
                if goes_on and not _ENDS.search(f" {found}"):
                    continue
                words = _clean(found)
                if sort == "firsttime" and not is_done(f"you {words}"):
                    continue
                if words and not (sort == "now" and _SLOGAN.search(words)):
                    yield sort, words
        for match in _HEARD.finditer(text):
            words = second_person(match["it"])
            if len(words.split()) <= _LONGEST + 1 and not _VAGUE.search(match["it"]):
                yield "heard", words
        for match in _QUOTA.finditer(text):
            time = match["what"] in ("time", "hours", "week")
            yield ("quota" if time else "pledge"), f"“{match['it']}”"
        if re.search(_CHANGED, text):
            for match in _FROMTO.finditer(text):
                # "From six to two in a hundred" would lose its measure.
                if not _PER.match(text, match.end()):
                    yield "fromto", match["it"]
        yield from self._gains(text)
        yield from self._cited(text)

    def of_headline(self, text: str) -> Iterator[Sort]:
        """Yield what a headline tells of who came, and of what is shared."""
        match = self._client.search(text)
        if match and not self._speaks.match(match["it"]):
            yield "client", match["it"]
        match = _SHARED.search(text)
        if match:
            yield "shared", f"one {match['it'].lower()}"

    def _gains(self, text: str) -> Iterator[Sort]:
        for match in self._gain.finditer(text):
            what = second_person(match["what"])
            if not _VAGUE.search(match["what"]):
                yield "gain", f"{_GERUND[match['verb']]} {what} by {match['much']}"
        for match in _BETTER.finditer(text):
            what = match["what"].strip()
            # What can be done, or helps others, was not done by them.
            if _MAY.search(text[: match.start()][-24:]) or not _SPEAKS.search(text):
                continue
            bare = what.startswith("the ") and len(what.split()) <= 2
            if what and not bare and not _VAGUE.search(what) and not _SLOGAN.search(what):
                yield "better", f"made {second_person(what)} {match['how']}"

    def _cited(self, text: str) -> Iterator[Sort]:
        if _MARKS.search(text) or _ONLY.search(text):
            return
        sorts = (("unsolved", _UNSOLVED), ("lack", _LACK), ("contrast", _CONTRAST))
        for said in (text, *_JOINED.split(text)[1:]):
            fits = len(said.split()) <= _LONGEST and len(said) <= _CHARACTERS
            if not fits or not _SPEAKS.search(said):
                continue
            for sort, pattern in sorts:
                if pattern.search(said):
                    yield sort, f"“{said}”"
                    return


def has_figure(plan: str) -> bool:
    """Tell whether a plan names how much, or by when: then it is a target."""
    return bool(_PLAN_NUMBER.search(plan))


def _clean(words: str) -> str:
    """Return the phrase, cut where something is only added; empty where it does not stand alone."""
    whole = words.strip(" .,’'")
    told = _ENDS.sub("", f" {words}").strip(" .,’'")
    if told != whole and _RELATIVE.search(told):
        return ""
    parts = told.split()
    while parts and parts[-1].lower() in _HANGING:
        parts.pop()
    told = " ".join(parts)
    return second_person(told) if told and not _VAGUE.search(told) else ""
