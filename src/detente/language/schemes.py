"""Turn trees in the scheme of spaCy's published English pipelines (ClearNLP labels) into Universal Dependencies.

The rules of the coder read Universal Dependencies. `en_core_web_*` label otherwise and hang prepositions and copulas the other
way round: "imposed -prep-> on -pobj-> Ukraine" becomes "imposed -obl-> Ukraine -case-> on". The conversion is by rule, from the
label definitions (Choi & Palmer 2012, "Guidelines for the CLEAR Style Constituent to Dependency Conversion"), and cannot tell
what the source does not: names stay `compound` instead of `flat`.
"""

from __future__ import annotations

from collections.abc import Sequence

_RENAMED = {
    "ROOT": "root",
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "npadvmod": "obl:unmarked",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "advmod",  # one without an object
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_PREPOSITIONS = {"prep", "agent", "dative"}
_NOMINAL = {"NOUN", "PROPN", "PRON", "NUM", "SYM"}


def is_clear_style(labels: Sequence[str]) -> bool:
    """Tell whether a parser's labels are of the ClearNLP kind."""
    return "dobj" in labels and "obj" not in labels


def to_universal(
    lemmas: Sequence[str], tags: Sequence[str], *, upos: Sequence[str], deps: Sequence[str], heads: Sequence[int]
) -> tuple[list[str], list[int]]:
    """Return the relations and heads of one sentence in Universal Dependencies.

    Parameters
    ----------
    lemmas, tags, upos, deps : sequence of str, one a token
        `deps` in ClearNLP labels.
    heads : sequence of int
        Index of the head, -1 for the root.

    Returns
    -------
    deps, heads : lists of the same length
        A tree over the same tokens.
    """
    tree = _Tree(list(deps), list(heads))
    for i, dep in enumerate(deps):
        if dep == "aux" and tags[i] == "TO":
            tree.deps[i] = "mark"
    _turn_prepositions(tree, upos)
    _turn_copulas(tree, lemmas, deps)
    _flatten_coordination(tree)
    return [_RENAMED.get(dep, dep) for dep in tree.deps], tree.heads


class _Tree:
    def __init__(self, deps: list[str], heads: list[int]) -> None:
        self.deps, self.heads = deps, heads

    def children(self, index: int) -> list[int]:
        return [i for i, head in enumerate(self.heads) if head == index]

    def promote(self, child: int, *, dep_of_old_head: str) -> None:
        """Put a child in its head's place and hang the head, and what else hung there, below it."""
        old = self.heads[child]
        for sibling in self.children(old):
            self.heads[sibling] = child
        self.heads[child], self.deps[child] = self.heads[old], self.deps[old]
        self.heads[old], self.deps[old] = child, dep_of_old_head


def _turn_prepositions(tree: _Tree, upos: Sequence[str]) -> None:
    # From the leaves up: "out of the talks" (prep, prep, pobj) ends with both prepositions on the noun.
    for i in sorted(range(len(tree.deps)), key=lambda index: -_depth(tree, index)):
        dep, head = tree.deps[i], tree.heads[i]
        if dep not in _PREPOSITIONS and not (dep == "conj" and upos[i] == "ADP"):
            continue
        objects = [child for child in tree.children(i) if tree.deps[child] in {"pobj", "pcomp"}]
        if not objects:
            continue
        child = objects[0]
        is_clause = tree.deps[child] == "pcomp"
        tree.promote(child, dep_of_old_head="mark" if is_clause else "case")
        if head < 0 or dep == "conj":
            continue
        is_of_noun = upos[head] in _NOMINAL
        if tree.deps[head] in _PREPOSITIONS:
            tree.deps[child] = "pobj"  # now the object of the preposition above, whose turn comes
        elif is_clause:
            tree.deps[child] = "acl" if is_of_noun else "advcl"
        else:
            tree.deps[child] = "obl:agent" if dep == "agent" else "nmod" if is_of_noun else "obl"


def _turn_copulas(tree: _Tree, lemmas: Sequence[str], original: Sequence[str]) -> None:
    for i, dep in enumerate(original):
        head = tree.heads[i]
        if dep not in {"attr", "acomp"} or head < 0 or lemmas[head] != "be" or tree.deps[i] != dep:
            continue
        if any(tree.deps[sibling] == "expl" for sibling in tree.children(head)):
            tree.deps[i] = "nsubj"  # "there is a deal"
        elif not any(tree.deps[sibling] == "cop" for sibling in tree.children(head)):
            tree.promote(i, dep_of_old_head="cop")


def _flatten_coordination(tree: _Tree) -> None:
    """Hang every member of a coordination on the first, and each conjunction on the member after it."""
    for i in range(len(tree.deps)):
        if tree.deps[i] == "conj":
            first = tree.heads[i]
            while first >= 0 and tree.deps[first] == "conj" and tree.heads[first] >= 0:
                first = tree.heads[first]
            tree.heads[i] = first
    for i, dep in enumerate(tree.deps):
        if dep == "cc":
            head = tree.heads[i]
            first = tree.heads[head] if head >= 0 and tree.deps[head] == "conj" else head
            later = [c for c in tree.children(first) if tree.deps[c] == "conj" and c > i]
            if later:
                tree.heads[i] = later[0]


def _depth(tree: _Tree, index: int) -> int:
    depth = 0
    while tree.heads[index] >= 0:
        index, depth = tree.heads[index], depth + 1
    return depth
