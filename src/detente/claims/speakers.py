"""Who says it: from the words beside the cue to a speaker.

Names are given in full, surnames lead back to full names, pronouns and "the former adviser" to whom they mean, a statement
without a source of its own to who spoke before. Who is not named stays unnamed: nobody is guessed where the text names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.actors import Found
from detente.claims.names import Mention, People, Person, split_role
from detente.claims.page import Page
from detente.claims.statements import Statement
from detente.claims.words import word_set
from detente.records import Speaker

_SINGULAR = frozenset({"he", "she"})
_WHOSE = {"his": "he", "him": "he", "her": "she", "hers": "she", "their": "they", "its": "it"}
_FIRST = frozenset({"i", "we", "me", "us", "my"})
_RELATIVE = frozenset({"who", "whom", "which", "that"})
_DEFINITE = frozenset({"the", "that", "this", "his", "her", "their"})
_LOOK_BACK = 6  # sentences in which whom a pronoun means is sought
_AGENTS = ("er", "or", "ist", "ian", "man", "woman", "person", "ant", "eer")
UNNAMED = Speaker(None, None, None, None, "unnamed", "name")
_SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")


@dataclass(slots=True)
class Resolver:
    """Resolves the speakers of one page, statement by statement in the order of the text.

    `author` is the document's author; `spoken[n]` the speaker of the statement that covers sentence `n`, as far as resolved.
    """

    page: Page
    people: People
    found: Sequence[Found]
    author: str | None
    spoken: dict[int, Speaker] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)

    def resolve(self, x: Statement, quoted_by: Speaker | None) -> Speaker:
        """Return the speaker of a statement; `quoted_by` speaks the quotation or statement it stands in."""
        speaker = self._of_source(x, quoted_by)
        top = quoted_by is None
        for n in [x.sentence, *x.sentences] if top else ():
            if speaker.kind != "author" and (n not in self.spoken or speaker.kind == "person"):
                self.spoken[n] = speaker
        return speaker

    # ------------------------------------------------------------------ the words beside the cue

    def _of_source(self, x: Statement, quoted_by: Speaker | None) -> Speaker:
        c, n = x.candidate, x.sentence
        s = self.page.sentences[n]
        if not c.source:
            return self._without_source(x)
        inside = set(c.source)
        top = next((i for i in c.source if s.heads[i] not in inside and s.upos[i] != "PUNCT"), c.source[0])
        start, end = c.source[0], c.source[-1] + 1
        written = self.page.text[s.starts[start] : s.ends[end - 1]]
        word = s.low[top]
        if (s.upos[top] == "PRON" and not s.tags[top].startswith("NNP")) or word in _SINGULAR:
            if word in _RELATIVE and len(c.source) > 1:
                top = next((i for i in c.source if s.upos[i] in ("PROPN", "NOUN")), top)
            else:
                return self._pronoun(x, word, written, quoted_by)
        mention = self._mention(n, start, end, top)
        if mention is not None:
            person = mention.person
            self.persons[person.name] = person
            return Speaker(person.name, written, person.role, person.affiliation, "person", "name")
        return self._noun(x, top, start, end, written)

    def _mention(self, n: int, start: int, end: int, top: int) -> Mention | None:
        """Return who is named in the source, where the name is its head or stands beside it ("senior fellow Ana Ruiz")."""
        s = self.page.sentences[n]
        best = None
        role = s.bases[top] in word_set("person") | word_set("role")
        for m in self.people.mentions[n]:
            if (role or s.upos[top] == "NUM") and m.end == end and m.start > top and s.words[m.start - 1] == ",":
                return m  # "his rival from the ruling party, Ana Ruiz"
            if m.start >= end or m.end <= start:
                continue
            if m.start <= top < m.end:
                return m
            if s.tags[top] in ("NN", "NNP") and s.upos[m.start] != "PART" and best is None:
                first = m.start
                heads = {s.heads[k] for k in range(m.start, m.end)} - set(range(m.start, m.end))
                linked = top in heads and any(
                    s.deps[k] in ("appos", "flat", "nmod:desc", "compound") for k in range(m.start, m.end) if s.heads[k] == top
                )
                possessive = m.end < len(s) and s.words[m.end] in ("'s", "’s", "'", "’")
                if linked and not possessive and (first > top or s.deps[first] in ("appos", "flat", "nmod:desc")):
                    best = m
        return best

    def _noun(self, x: Statement, top: int, start: int, end: int, written: str) -> Speaker:
        s = self.page.sentences[x.sentence]
        lemma = s.bases[top]
        actor = next((f for f in self.found if f.start <= s.starts[top] < f.end), None) if s.upos[top] == "PROPN" else None
        name = " ".join(written.split())
        name = re.sub(r" (?:who|which|that|whom)$", "", name)
        for article in ("the ", "The ", "a ", "A ", "an ", "An "):
            name = name.removeprefix(article)
        if s.tags[top] in ("NNS", "NNPS") or any(s.deps[k] == "conj" for k in s.children(top)):
            if actor is not None and actor.identity.kind in ("state", "body"):
                return Speaker(name, written, None, None, "institution", "name")
            return Speaker(name, written, None, None, "collective", "name")
        if s.upos[top] in ("ADJ", "NUM", "DET"):
            return Speaker(name, written, None, None, "collective", "name")
        is_role = _is_occupation(lemma) and (s.upos[top] != "PROPN" or s.low[start] in _DEFINITE)
        if (
            lemma in word_set("body")
            or (s.upos[top] == "PROPN" and not is_role)
            or (actor is not None and actor.identity.kind != "person")
        ):
            return Speaker(name, written, None, None, "institution", "name")
        if is_role:
            role, affiliation = split_role(name)
            if s.low[start] in _DEFINITE and (person := self._by_role(x, lemma)):
                return Speaker(
                    person.name, written, person.role or role, person.affiliation or affiliation, "person", "appositive"
                )
            return Speaker(None, written, role, affiliation, "unnamed", "name")
        if lemma in ("source", "person", "someone", "anyone", "insider"):
            return Speaker(None, written, None, None, "unnamed", "name")
        return Speaker(name, written, None, None, "institution", "name")

    def _by_role(self, x: Statement, lemma: str) -> Person | None:
        """Return whom "the senator" means: the person last named, up to here, whose role has that word."""
        place = self.page.sentences[x.sentence].start
        for n in range(x.sentence, -1, -1):
            for m in reversed(self.people.mentions[n]):
                if self.page.sentences[n].starts[m.start] > place:
                    continue
                role = (m.person.role or "").lower()
                if lemma in role.replace("-", " ").split() or _does(m.person.deed, lemma):
                    return m.person
        return None

    # ------------------------------------------------------------------ pronouns

    def _pronoun(self, x: Statement, word: str, written: str, quoted_by: Speaker | None) -> Speaker:
        if word in _FIRST:
            if quoted_by is not None:
                return Speaker(quoted_by.name, written, quoted_by.role, quoted_by.affiliation, quoted_by.kind, "pronoun")
            return Speaker(self.author, written, None, None, "author", "pronoun")
        word = _WHOSE.get(word, word)
        if word in _SINGULAR:
            if quoted_by is not None and (own := self._subject_above(x, word)) is not None:
                return _of_person(own, written, "pronoun")
            return _rewritten(self._antecedent(x, word), written)
        if word in ("they", "it"):
            kinds = ("collective", "institution") if word == "they" else ("institution",)
            for n in range(x.sentence, max(-1, x.sentence - _LOOK_BACK), -1):
                before = self.spoken.get(n)
                if before is not None and before.kind in kinds:
                    return _rewritten(before, written)
            return Speaker(None, written, None, None, "collective" if word == "they" else "unnamed", "pronoun")
        return Speaker(None, written, None, None, "unnamed", "pronoun")

    def _subject_above(self, x: Statement, word: str) -> Person | None:
        """Return the person who is subject of a clause above in the same sentence ("Ruiz said he thought")."""
        s = self.page.sentences[x.sentence]
        i, seen = x.candidate.head, 0
        while s.heads[i] >= 0 and seen < 8:
            i, seen = s.heads[i], seen + 1
            for k in s.children(i):
                if s.deps[k] in _SUBJECTS and (m := self._at(x.sentence, k)) is not None and m.person.may_be(word):
                    return m.person
        return None

    def _at(self, n: int, i: int) -> Mention | None:
        return next((m for m in self.people.mentions[n] if m.start <= i < m.end), None)

    def _antecedent(self, x: Statement, word: str) -> Speaker:
        """Return whom "he" or "she" beside a cue means: who spoke or acted last, outside what is said here."""
        n = x.sentence
        s = self.page.sentences[n]
        first = x.candidate.source[0]
        outside = [
            m for m in self.people.mentions[n]
            if m.start < first and not any(a <= s.starts[m.start] < b for a, b in x.spans) and m.person.may_be(word)
        ]  # fmt: skip
        subjects = [m for m in outside if s.deps[m.head(s)] in _SUBJECTS]
        if subjects:
            return _of_person(subjects[-1].person, s.words[first], "pronoun")
        for k in range(n - 1, max(-1, n - 1 - _LOOK_BACK), -1):
            speaker = self.spoken.get(k)
            if speaker is not None and speaker.kind == "person" and self._may_be(speaker, word):
                return speaker
            before = self.page.sentences[k]
            if (role := self._unnamed_subject(k)) is not None:
                return Speaker(None, None, role, None, "unnamed", "pronoun")
            mentions = [m for m in self.people.mentions[k] if self.page.in_quote(k, m.start) < 0 and m.person.may_be(word)]
            tops = {id(m): m.head(before) for m in mentions}
            subjects = [m for m in mentions if before.deps[tops[id(m)]] in _SUBJECTS]
            above = [before.heads[tops[id(m)]] for m in subjects]
            main = [m for m, v in zip(subjects, above, strict=True) if before.heads[v] < 0 or before.deps[v] == "conj"]
            if subjects:
                return _of_person((main or subjects)[0].person, "", "pronoun")
            if mentions and not any(before.low[i] == word for i in range(len(before))):
                return _of_person(mentions[0].person, "", "pronoun")
        if outside:
            return _of_person(outside[-1].person, "", "pronoun")
        return Speaker(None, None, None, None, "unnamed", "pronoun")

    def _unnamed_subject(self, n: int) -> str | None:
        """Return what the subject of a sentence is where it is one person without a name: "The captain has heard it."."""
        s = self.page.sentences[n]
        for k in s.children(s.root):
            if s.deps[k] in _SUBJECTS and s.tags[k] == "NN" and _is_occupation(s.bases[k]):
                named = any(m.start < max(s.subtree(k)) + 1 and m.end > min(s.subtree(k)) for m in self.people.mentions[n])
                return None if named or self.page.in_quote(n, k) >= 0 else s.low[k]
        return None

    def _may_be(self, speaker: Speaker, word: str) -> bool:
        person = self.persons.get(speaker.name or "")
        return person is None or person.may_be(word)

    # ------------------------------------------------------------------ no source

    def _without_source(self, x: Statement) -> Speaker:
        c = x.candidate
        if c.how == "passive" or c.frame in ("raising", "amod", "passive") or not x.quotes:
            return Speaker(self.author, None, None, None, "author", "name") if c.frame == "raising" else UNNAMED
        for n in range(x.sentence, max(-1, x.sentence - _LOOK_BACK), -1):
            if (speaker := self.spoken.get(n)) is not None:
                return Speaker(speaker.name, None, speaker.role, speaker.affiliation, speaker.kind, "carried")
        return UNNAMED


def _is_occupation(lemma: str) -> bool:
    """Tell whether a noun says what someone is: one of the lists, or formed like "teacher", "economist", "fisherman"."""
    listed = lemma in word_set("person") or lemma in word_set("role") or lemma in word_set("title")
    return listed or (lemma.endswith(_AGENTS) and len(lemma) > 5 and lemma not in word_set("body"))


def _does(deed: str, lemma: str) -> bool:
    """Tell whether a noun names who does something: "negotiator" and "negotiate", "teacher" and "teach"."""
    stem = deed.removesuffix("e")
    return len(stem) > 3 and lemma in (f"{stem}or", f"{stem}er")


def _of_person(person: Person, written: str, how: str) -> Speaker:
    return Speaker(person.name, written or None, person.role, person.affiliation, "person", how)  # type: ignore[arg-type]


def _rewritten(speaker: Speaker, written: str) -> Speaker:
    return Speaker(speaker.name, written, speaker.role, speaker.affiliation, speaker.kind, "pronoun")
