"""What kind of claim a statement is: fact, assessment, forecast, commitment, threat, accusation, demand, question."""

from __future__ import annotations

from collections.abc import Sequence

from detente.claims.cues import families
from detente.language import Sentence
from detente.records import ClaimType

_ACCUSING = frozenset(
    "accuse blame allege charge denounce condemn decry castigate assail indict implicate accusation allegation".split()
)
_SAYING_SO = frozenset(
    "claim deny reject dispute dismiss refute question doubt disagree object oppose criticize criticise".split()
)
_JUDGING = frozenset("call describe label dub characterize characterise portray brand compare liken praise term".split())
_WARNING = frozenset({"warn", "warning", "caution"})
_HARM = frozenset(
    "punish retaliate respond attack destroy sanction crush pay bomb strike invade expel impose cut suspend withdraw close "
    "block regret suffer consequence price".split()
)
_OUGHT = frozenset({"must", "should", "ought", "shall"})
_JUDGMENT_TAGS = frozenset({"JJR", "JJS", "RBR", "RBS"})


def kind_of(
    s: Sentence, cue: int | None, content: Sequence[int], *, has_forecast: bool, vows: bool, asked: bool, frame: str = ""
) -> ClaimType:
    """Return the type of a statement in sentence `s` with the content tokens `content`.

    `has_forecast`: it predicts what others will do or what will come; `vows`: it says what the speaker will do; `asked`: it
    ends with a question mark.
    """
    words = {s.bases[i] for i in content}
    harm = bool(words & _HARM)
    if cue is not None:
        lemma = s.bases[cue]
        upos = "VERB" if s.tags[cue][:2] == "VB" else s.upos[cue]
        own = families(lemma, upos)
        if lemma in _ACCUSING:
            return "accusation"
        first = own[0] if own else ""
        if first == "vow":
            return "threat" if harm and words & {"punish", "retaliate", "price", "consequence", "destroy"} else "commitment"
        if first == "threaten":
            return "threat"
        if lemma == "warn" and vows:
            return "threat"
        if lemma in ("ask", "wonder", "question") and first in ("ask", "think", "accuse", "demand") and _is_asking(s, content):
            return "question"
        if (
            first == "demand"
            or ("demand" in own and frame.endswith("xcomp") and _is_infinitive(s, content))
            or (lemma == "call" and _is_call_for(s, cue))
        ):
            return "demand"
        if first == "intend" and _is_infinitive(s, content):
            return "commitment"
        if lemma in _JUDGING or lemma in _SAYING_SO or first in ("praise", "fear", "hope", "seem"):
            feels = first in ("fear", "hope") and lemma not in _WARNING
            return "forecast" if has_forecast and not feels else "assessment"
        if first == "accuse":
            return "accusation"
    if asked:
        return "question"
    certain = any(s.low[i] in ("will", "'ll", "’ll") for i in content)
    if has_forecast and certain and ({"pay", "price"} <= words or words & {"consequence", "retaliate"}):
        return "threat"
    if vows and not has_forecast:
        return "threat" if harm else "commitment"
    if has_forecast:
        return "forecast"
    if any(s.low[i] in _OUGHT or (s.bases[i] == "need" and s.upos[i] == "VERB") for i in content):
        return "demand"
    if cue is not None and families(s.bases[cue], "VERB")[:1] == ("think",):
        return "assessment"
    judging = any(s.tags[i] in _JUDGMENT_TAGS for i in content) or any(
        s.upos[i] == "ADJ" and s.children_with(i, "cop") for i in content
    )
    return "assessment" if judging else "fact"


def _is_infinitive(s: Sentence, content: Sequence[int]) -> bool:
    return any(s.tags[i] == "TO" for i in content[:12])


def _is_call_for(s: Sentence, cue: int) -> bool:
    return any(s.low[k] in ("for", "on") for c in s.children(cue) for k in (c, *s.children_with(c, "case", "mark")) if k > cue)


def _is_asking(s: Sentence, content: Sequence[int]) -> bool:
    first = s.low[content[0]] if content else ""
    return (
        first in ("whether", "if", "who", "what", "why", "how", "when", "where")
        or s.words[-1] == "?"
        or not _is_infinitive(s, content)
    )
