"""Event ontologies: CAMEO codes with their quad class, Goldstein value and PLOVER type, as one table.

Sources: code names and quad classes, CAMEO codebook 1.1b3 (Schrodt 2012); Goldstein values, CAMEO.SCALE 0.5b (after
Goldstein 1992); PLOVER types and modes, PLOVER codebook (Open Event Data Alliance, 2021). Where the two ontologies differ,
PLOVER names the type: 163 (impose embargo, boycott, sanctions) is SANCTION; 02 (appeal) is REQUEST; 01 (statement) is no
event.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from detente.errors import NotFoundError
from detente.records import Quad

PLOVER_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT",
    "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip

# Verbal = words, material = deeds. PROTEST and SANCTION are deeds in CAMEO (roots 14, 16).
MATERIAL_QUADS: frozenset[Quad] = frozenset({"material_coop", "material_conflict"})


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One row of the CAMEO table; `goldstein` on -10 (conflict) .. +10 (cooperation); `event` is None for mere statements."""

    code: str
    name: str
    root: str
    quad: Quad
    goldstein: float
    event: str | None
    mode: str | None
    context: str | None


@lru_cache(maxsize=1)
def cameo_table() -> dict[str, CameoCode]:
    """Return all CAMEO codes, keyed by code."""
    text = files("detente.data").joinpath("ontology/cameo.csv").read_text(encoding="utf-8")
    return {
        row["code"]: CameoCode(
            row["code"], row["name"], row["root"], row["quad"],  # type: ignore[arg-type]
            float(row["goldstein"]), row["event"] or None, row["mode"] or None, row["context"] or None,
        )
        for row in csv.DictReader(text.splitlines())
    }  # fmt: skip


@lru_cache(maxsize=1)
def plover_modes() -> dict[str, tuple[str, ...]]:
    """Return the modes of each PLOVER 2021 type, in the codebook's order; types without modes are left out."""
    text = files("detente.data").joinpath("ontology/plover.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(text.splitlines()):
        found[row["event"]] = (*found.get(row["event"], ()), row["mode"])
    return found


def cameo(code: str) -> CameoCode:
    """Return the row of one CAMEO code.

    Raises
    ------
    NotFoundError
        No such code; `near` holds the codes of the same root.

    Examples
    --------
    >>> cameo("163").event, cameo("163").goldstein
    ('SANCTION', -8.0)
    """
    table = cameo_table()
    try:
        return table[code]
    except KeyError:
        near = sorted(c for c in table if c[:2] == code[:2])[:8]
        raise NotFoundError(
            "C01", f'no CAMEO code is "{code}"', help="near: " + (", ".join(near) or "roots 01 to 20"), near=near
        ) from None
