"""What the scorer looks at in a candidate: names of features, each on or off."""

from __future__ import annotations

from detente.claims.candidates import Candidate
from detente.claims.cues import families
from detente.claims.page import Page

_MODALS = {"will": "will", "would": "would", "can": "can", "could": "can", "may": "may", "might": "may", "should": "should",
           "must": "should", "do": "do", "does": "do", "did": "do", "have": "have", "has": "have", "had": "have", "’ll": "will",
           "'ll": "will", "'d": "would", "’d": "would"}  # fmt: skip
_PERSONS = {"i": "I", "we": "I", "you": "you", "he": "he", "she": "he", "they": "they", "it": "it", "who": "who",
            "which": "which", "that": "which", "this": "it", "there": "it"}  # fmt: skip
_BEHIND = frozenset({"commas-end", "commas-mid", "ccomp-before", "parenthesis"})
_MARKS = frozenset(
    {"that", "whether", "if", "how", "what", "why", "who", "to", "when", "where", "of", "for", "by", "about", "as", "it"}
)


def features(page: Page, n: int, c: Candidate) -> list[str]:
    """Return the names of the features that hold of a candidate in sentence `n`."""
    s = page.sentences[n]
    h = c.head
    upos = "VERB" if s.tags[h][:2] == "VB" or c.frame == "onward" else s.upos[h]
    lemma, frame = s.lemmas[h].lower(), c.frame
    kind = frame.split("-")[0]
    own = families(lemma, upos)
    particle = next((s.words[k].lower() for k in s.children_with(h, "compound:prt")), "")
    if particle:
        lemma = f"{lemma}_{particle}"
    who = _who(page, n, c)
    found = [
        "1", f"L={lemma}", f"F={frame}", f"U={upos}", f"LF={lemma}|{frame}", f"LK={lemma}|{kind}", f"how={c.how}",
        f"F.how={frame}|{c.how}", f"who={who}", f"F.who={frame}|{who}", f"L.who={lemma}|{who}", f"tag={s.tags[h]}",
        f"dep={s.deps[h]}", f"F.dep={frame}|{s.deps[h]}",
    ]  # fmt: skip
    for family in own or ("none",):
        found += (f"fam={family}", f"fam.F={family}|{frame}", f"fam.who={family}|{who}", f"fam.dep={family}|{s.deps[h]}")
    auxiliary = sorted({_MODALS.get(s.words[k].lower(), "be") for k in s.children_with(h, "aux", "cop")})
    negated = any(s.lemmas[k].lower() in ("not", "never", "n't") for k in s.children_with(h, "advmod"))
    found += (f"aux={'+'.join(auxiliary)}", f"fam.aux={own[0] if own else 'none'}|{'+'.join(auxiliary)}")
    if negated:
        found += ("not", f"not|{own[0] if own else 'none'}")
    if s.words[-1] == "?":
        found.append("question")
    head = s.heads[h]
    if head >= 0:
        found += (f"up={s.lemmas[head].lower()}", f"up.dep={s.upos[head]}|{s.deps[h]}")
    mark = page.in_quote(n, h)
    # Who forgot the closing mark may have written the cue behind the words.
    in_quote = mark >= 0 and (page.quotes[mark].closed or frame not in _BEHIND)
    if in_quote:
        found += ("quoted", f"quoted|{who}", f"quoted|{frame}")
    content = c.content
    if content:
        length = len(content)
        size = (
            "1"
            if length == 1
            else "2"
            if length == 2
            else "4"
            if length <= 4
            else "8"
            if length <= 8
            else "16"
            if length <= 16
            else "long"
        )
        share = sum(page.in_quote(n, i) >= 0 for i in content) / length if page.quoted[n] and not in_quote else 0.0
        marks = "all" if share > 0.8 else "some" if share > 0 else "no"
        first = s.words[content[0]].lower()
        first = first if first in _MARKS else s.tags[content[0]]
        verbal = any(s.tags[i] in ("VBD", "VBZ", "VBP", "MD") for i in content)
        found += (
            f"size={size}", f"F.size={frame}|{size}", f"marks={marks}", f"F.marks={frame}|{marks}", f"first={first}",
            f"F.first={frame}|{first}", f"L.first={lemma}|{first}", f"verbal={verbal}", f"F.verbal={frame}|{verbal}",
        )  # fmt: skip
        if kind in ("obj", "noun", "prep", "passive"):
            top = next((i for i in content if s.heads[i] == h), content[0])
            found += (
                f"O={s.lemmas[top].lower()}",
                f"Ou={s.upos[top]}|{frame}",
                f"fam.Ou={own[0] if own else 'none'}|{s.upos[top]}",
            )
    if n == 0:
        found += ("title", f"title|{frame}")
    return found


def _who(page: Page, n: int, c: Candidate) -> str:
    """Return what kind of word names the source: a person's name, a pronoun, a noun, nothing."""
    s = page.sentences[n]
    if not c.source:
        return "none"
    inside = set(c.source)
    top = next((i for i in c.source if s.heads[i] not in inside), c.source[0])
    word = s.words[top].lower()
    if s.upos[top] == "PRON":
        return _PERSONS.get(word, "pron")
    if s.upos[top] == "PROPN":
        return "name"
    if s.upos[top] == "NOUN":
        return "nouns" if s.tags[top] == "NNS" else "noun"
    return s.upos[top]
