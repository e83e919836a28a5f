"""The people a document names: full names, the surnames that stand for them later, what they are and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from detente.actors import Found
from detente.claims.frames import SUBJECTS
from detente.claims.page import Page
from detente.claims.sources import first_of
from detente.claims.words import word_set
from detente.language import Sentence

_PARTICLES = frozenset(
    {"de", "al", "el", "bin", "ibn", "van", "von", "der", "di", "da", "dos", "la", "le", "ben", "bint", "ul"}
)
_FEMALE = frozenset({"mrs.", "ms.", "mrs", "ms", "miss", "queen", "princess", "madam", "lady", "sister"})
_MALE = frozenset({"mr.", "mr", "king", "prince", "lord", "sir", "brother"})
_SHE, _HE = frozenset({"she", "her", "hers", "herself"}), frozenset({"he", "him", "his", "himself"})
_TITLES, _INSTITUTIONS, _ROLES = word_set("title"), word_set("institution"), word_set("role")
_PRONOUNS = _SHE | _HE
_GROUPS = ("ans", "ats", "ists", "ers", "ors", "ites", "ims", "ics", "als", "ens", "ives", "men", "ies", "ews", "ese", "ains")
"""How the names of groups end in the plural."""
_BREAKS = frozenset({"who", "which", "whose", "said", "says", "told", "wrote", "tweeted"})


@dataclass(slots=True)
class Person:
    """One person of a document; `she` and `he` count the pronouns that seem to mean the person.

    `deed` is what a clause beside the name says the person does or did: who "negotiated" can be called "the negotiator".
    """

    name: str
    surname: str
    first: int
    role: str | None = None
    affiliation: str | None = None
    deed: str = ""
    she: int = 0
    he: int = 0

    def may_be(self, pronoun: str) -> bool:
        """Tell whether "he" or "she" can mean this person by what the document shows; one weak sign shows nothing."""
        if pronoun in _SHE:
            return self.she + 1 >= self.he
        return self.he + 1 >= self.she if pronoun in _HE else True


@dataclass(slots=True)
class Mention:
    """Where a person is named: sentence and tokens, end exclusive."""

    person: Person
    sentence: int
    start: int
    end: int

    def head(self, s: Sentence) -> int:
        """Return the word of the name on which the others hang."""
        return next((i for i in range(self.start, self.end) if not self.start <= s.heads[i] < self.end), self.start)


@dataclass(slots=True)
class People:
    """The persons of a page and every mention of them by name."""

    persons: list[Person] = field(default_factory=list)
    mentions: list[list[Mention]] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page, found: Sequence[Found]) -> People:
        """Return the people of a page; `found` are the known actors in it, in order."""
        people = cls(mentions=[[] for _ in page.sentences])
        by_surname: dict[str, list[Person]] = {}
        runs: list[tuple[int, int, int, str | None]] = []
        known = _known_spans(page, found)
        for n, s in enumerate(page.sentences):
            for start, end, name in _name_runs(s, known.get(n, {})):
                runs.append((n, start, end, name))
        written = {
            word
            for n, start, end, _ in runs
            if len(words := _bare(page.sentences[n], start, end)) > 1
            for word in (words[0], words[-1])
        }
        covered = {(n, i) for n, start, end, _ in runs for i in range(start, end)}
        for n, s in enumerate(page.sentences):  # a surname that the tagger took for another word
            for i, word in enumerate(s.words):
                if word in written and s.tags[i].startswith("NN") and word[:1].isupper() and (n, i) not in covered:
                    runs.append((n, i, i + 1, None))
        runs.sort(key=lambda run: run[:3])
        strangers = _strangers(found)
        for k, (n, start, end, name) in enumerate(runs):  # full names first, wherever they stand
            words = _bare(page.sentences[n], start, end)
            if name in strangers and len(words) == 1:
                runs[k] = (n, start, end, name := words[0])
            if name is not None and len(words) == 1 and words[0] in written and words[0] in name.split():
                runs[k] = (n, start, end, None)  # the document's own bearer of the surname, not the best-known one
                continue
            if name is None and len(words) < 2 and not _is_introduced(page.sentences[n], start):
                continue
            full = name or " ".join(words)
            surname = full.split()[-1]
            same = [p for p in by_surname.get(surname, ()) if p.name == full or _is_shorter(full, p.name)]
            if same:
                if len(full) > len(same[0].name) and name is None:
                    same[0].name = full
                continue
            person = Person(full, surname, page.sentences[n].starts[start])
            for word in dict.fromkeys((surname, full.split()[0])):
                by_surname.setdefault(word, []).append(person)
            people.persons.append(person)
        for n, start, end, name in runs:
            words = _bare(page.sentences[n], start, end)
            options = by_surname.get((name or " ".join(words) or " ").split()[-1], []) if words else []
            full = name or " ".join(words)
            exact = [p for p in options if p.name == full or _is_shorter(full, p.name)] or (options if len(words) == 1 else [])
            if not exact:
                continue
            place = page.sentences[n].starts[start]
            person = max((p for p in exact if p.first <= place), key=lambda p: p.first, default=exact[0])
            people.mentions[n].append(Mention(person, n, start, end))
            _note_sex(page.sentences[n], start, person)
            _note_role(page.sentences[n], start, end, person)
        for n, mentions in enumerate(people.mentions):
            if len({id(m.person) for m in mentions}) == 1:
                _note_pronouns(page.sentences[n], mentions[0], page.quoted[n] or [-1] * len(page.sentences[n]))
        return people

    def without_namesakes(self, page: Page, found: Sequence[Found]) -> list[Found]:
        """Return the known actors without those whose surname the document's own persons bear."""
        own = {
            page.sentences[m.sentence].starts[i]: m.person.name
            for mentions in self.mentions for m in mentions for i in range(m.start, m.end)
        }  # fmt: skip
        return [f for f in found if f.identity.kind != "person" or own.get(f.start, f.identity.name) == f.identity.name]


def _strangers(found: Sequence[Found]) -> set[str]:
    """Return the known persons of whom a text gives the surname alone, and who are of none of the states it names.

    "Morales" in a text about Spain and Portugal is hardly the one who governed Guatemala.
    """
    states = {f.identity.code for f in found if f.identity.kind != "person" and f.identity.code}
    persons = [f for f in found if f.identity.kind == "person"]
    in_full = {f.identity.name for f in persons if " " in f.text}
    return {f.identity.name for f in persons if states and f.identity.code not in states} - in_full


def _known_spans(page: Page, found: Sequence[Found]) -> dict[int, dict[int, Found]]:
    """Return for each sentence the known actor at each token it covers."""
    table: dict[int, dict[int, Found]] = {}
    k = 0
    for n, s in enumerate(page.sentences):
        while k < len(found) and found[k].end <= s.start:
            k += 1
        m = k
        while m < len(found) and found[m].start < s.end:
            here = table.setdefault(n, {})
            for i, start in enumerate(s.starts):
                if found[m].start <= start < found[m].end:
                    here[i] = found[m]
            m += 1
    return table


def _name_runs(s: Sentence, known: dict[int, Found]) -> Iterator[tuple[int, int, str | None]]:
    """Yield where names of persons stand in a sentence; with the name in full where the actor is known."""
    i = 0
    while i < len(s):
        actor = known.get(i)
        if actor is not None:
            j = i
            while j < len(s) and known.get(j) is actor:
                j += 1
            if actor.identity.kind == "person":
                first = i
                while (
                    first > 0
                    and s.upos[first - 1] == "PROPN"
                    and s.words[first - 1][:1].isupper()
                    and s.words[first - 1].strip(".").lower() not in _TITLES
                    and known.get(first - 1) is None
                ):
                    first -= 1
                yield first, j, actor.identity.name if first == i else None
            i = j
            continue
        if s.upos[i] == "PROPN" and s.words[i][:1].isupper():
            j = i + 1
            while j < len(s) and (j not in known or _is_bare_person(known[j])) and _goes_on(s, j):
                j += 1
            if _is_person(s, i, j):
                yield i, j, None
            i = j
            continue
        i += 1


def _is_bare_person(actor: Found) -> bool:
    return actor.identity.kind == "person" and " " not in actor.text


def _goes_on(s: Sentence, j: int) -> bool:
    """Tell whether word `j` goes on with a name: another capital, "de", or what a hyphen joins ("Min-jae")."""
    word = s.words[j]
    if s.starts[j] == s.ends[j - 1] and (word == "-" or s.words[j - 1] == "-"):
        return True
    if s.upos[j] == "PROPN" and word[:1].isupper():
        return True
    return word.lower() in _PARTICLES and j + 1 < len(s) and s.upos[j + 1] == "PROPN"


def _is_person(s: Sentence, start: int, end: int) -> bool:
    words = s.words[start:end]
    if any(w.strip(".").lower() in _INSTITUTIONS for w in words):
        return False
    if s.tags[end - 1] == "NNPS" and (len(words) < 2 or words[-1].lower().endswith(_GROUPS)):
        return False  # "Democrats"; but "Inés Robles" is one person, whatever the tagger makes of the name
    if all(w.isupper() and len(w) > 1 for w in words) and len(words) == 1:
        return False  # an acronym
    if s.low[start - 1] in ("the", "in", "at") and start and len(words) == 1:
        return False
    return len(words) <= 5


def _bare(s: Sentence, start: int, end: int) -> list[str]:
    """Return the words of a name without titles before it."""
    words = list(s.words[start:end])
    if "-" in words:
        words = re.sub(r" ?- ?", "-", " ".join(words)).split()
    while len(words) > 1 and words[0].strip(".").lower() in _TITLES:
        words.pop(0)
    return words


def _is_introduced(s: Sentence, start: int) -> bool:
    """Tell whether a single name is introduced as one: "a plumber named Ivo", "who gave her name only as Amina"."""
    before = s.low[max(0, start - 4) : start]
    return bool(before) and (before[-1] in ("named", "called") or ("name" in before and before[-1] in ("as", "is", "was")))


def _is_shorter(name: str, full: str) -> bool:
    """Tell whether two full names are one person's: the same first and last word, or one the end of the other."""
    a, b = name.split(), full.split()
    shorter = min(len(a), len(b))
    return a[-1] == b[-1] and (a[0] == b[0] or a[-shorter:] == b[-shorter:])


def _note_sex(s: Sentence, start: int, person: Person) -> None:
    for k in (start - 1, start):
        if k >= 0 and (word := s.low[k]) in _FEMALE | _MALE:
            person.she += 5 * (word in _FEMALE)
            person.he += 5 * (word in _MALE)


def _note_pronouns(s: Sentence, mention: Mention, row: Sequence[int]) -> None:
    """Count the pronouns behind the one name of a sentence, where grammar lets them mean that person.

    "Ruiz disagrees with her" and "his rival, Ana Ruiz" speak of somebody else, and who is quoted seldom of himself as "he".
    `row` is the number of the quotation of each token (`Page.quoted`).
    """
    she = he = 0
    for i in range(mention.end, len(s)):
        word = s.low[i]
        if word not in _PRONOUNS or row[i] != row[mention.start]:
            continue
        if s.deps[i] in ("obj", "iobj", "obl") and not word.endswith("self"):
            continue
        weight = 1 if s.deps[i] in SUBJECTS and s.deps[s.heads[i]] == "ccomp" else 2  # "Ruiz said she …": often somebody else
        she, he = max(she, weight * (word in _SHE)), max(he, weight * (word in _HE))
    mention.person.she += she
    mention.person.he += he


def _note_role(s: Sentence, start: int, end: int, person: Person) -> None:
    """Keep what the text says a person is, and where, at the first place that says it: "Ana Ruiz, head of the Institute"."""
    if person.role is not None:
        return
    behind = _appositive(s, end)
    if behind:
        person.role, person.affiliation = split_role(" ".join(behind))
        if re.search(r"woman\b", person.role or ""):
            person.she += 5
        return
    before = _title(s, start)
    if before:
        person.role = before
        return
    top = next((i for i in range(start, end) if not start <= s.heads[i] < end), start)
    noun = s.heads[top]
    if s.deps[top] == "appos" and 0 <= noun < start and s.upos[noun] == "NOUN":  # "his deputy, Ana Ruiz"
        person.role, person.affiliation = split_role(" ".join(s.words[first_of(s, noun) : start]))
        return
    for clause in s.children_with(top, "acl:relcl"):
        if not any(s.low[k] == "who" for k in s.children(clause)):
            continue
        if s.children_with(clause, "cop"):  # "Ruiz, who is president"
            person.role = " ".join(s.words[i] for i in range(first_of(s, clause), clause + 1) if s.upos[i] not in _NO_ROLE)
        elif s.upos[clause] == "VERB":
            person.deed = s.bases[clause]


_NO_ROLE = frozenset({"PRON", "AUX", "ADV", "DET"})


def _appositive(s: Sentence, end: int) -> list[str]:
    """Return the words between the comma behind a name and the next break, where they say what the person is."""
    if end + 1 >= len(s) or s.words[end] != ",":
        return []
    out: list[int] = []
    for k in range(end + 1, min(len(s), end + 40)):
        word = s.low[k]
        if word in _BREAKS or (s.words[k] == "," and _ends_role(s, k)) or word in (".", ";", "—", "–", "”", '"'):
            break
        if s.tags[k] in ("VBD", "VBZ", "VBP", "MD") and s.upos[k] in ("VERB", "AUX"):
            return []
        out.append(k)
    nouns = [k for k in out if s.upos[k] == "NOUN" or s.low[k] in _ROLES]
    if not nouns or s.low[out[0]] in ("and", "but", "while", "in", "on", "at", "as", "to", "for", "if"):
        return []
    if s.upos[out[0]] not in ("DET", "ADJ", "NOUN", "PROPN", "ADV", "NUM", "VERB", "PRON"):
        return []
    return [s.words[k] for k in out]


def _ends_role(s: Sentence, k: int) -> bool:
    """Tell whether a comma ends what is said of a person, rather than joining more of it ("professor, author and …")."""
    return not (k + 1 < len(s) and s.low[k + 1] in ("and", "formerly", "former"))


def _title(s: Sentence, start: int) -> str | None:
    """Return the words before a name that say what its bearer is: "Foreign Minister", "Brookings analyst"."""
    first = start
    while first > 0 and s.upos[first - 1] in ("PROPN", "NOUN", "ADJ") and s.words[first - 1] != "-":
        first -= 1
    words = s.words[first:start]
    inside: list[str] = []
    for k in range(start, len(s)):  # titles that stand in the run itself
        if s.words[k].strip(".").lower() not in _TITLES:
            break
        inside.append(s.words[k])
    titled = [*words, *inside]
    if titled and (titled[-1].strip(".").lower() in _TITLES or titled[-1].lower() in _ROLES):
        text = " ".join(titled)
        return None if text.lower().strip(".") in ("mr", "mrs", "ms", "miss", "dr") else text
    return None


_WHERE = re.compile(r"\s(?:at|of|with|for|from)\s(?:the\s|an?\s)?(?=(?:\S+\s){0,6}?[A-Z])")
_ARTICLE = re.compile(r"^(?:an?|the|his|her|their|its|also|currently|now|formerly)\s", re.IGNORECASE)


def split_role(text: str) -> tuple[str | None, str | None]:
    """Part what someone is from where: "a senior fellow at the Baltic Institute".

    Examples
    --------
    >>> split_role("the director of the Carnegie Moscow Center")
    ('director', 'Carnegie Moscow Center')
    """
    text = re.sub(r" (?=['’]s\b|,|-)|(?<=-) ", "", text)
    plain = _ARTICLE.sub("", text.strip(" ,"))
    matches = list(_WHERE.finditer(plain))
    at = next((m for m in matches if m.group().strip().startswith("at")), None) or (matches[0] if matches else None)
    if at is None:
        return plain or None, None
    where = re.split(r",? and (?:an? |the )?(?:former|formerly)|, |\bwho\b", plain[at.end() :])[0].strip()
    return plain[: at.start()].strip() or None, where or None
