"""Actor codes of CAMEO ("USAGOV", "IGOUNO", "PSEREB") as state or body and sector.

A code is read in threes: a state (ISO 3166-1 alpha-3, or a former or Correlates-of-War code), then roles. Source of the
codes and their meaning: CAMEO codebook 1.1b3 (Schrodt 2012), chapter 3; sectors as PLOVER has them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from detente.errors import FormatError, NotFoundError

NO_ACTOR = frozenset({"---", "###", "+++", ""})  # null, discard and complexity codes: the name is no actor
# Primary and secondary role codes of CAMEO; those that PLOVER has no word for are put to the nearest that it has.
_KEPT = frozenset("GOV MIL REB OPP PTY COP JUD SPY LEG MED EDU BUS CRM CVL LAB NGO REL AGR DEV ENV HLH HRI REF SET".split())
_NEAREST = {
    **dict.fromkeys("INS SEP RAD UAF".split(), "REB"),  # insurgents, separatists, radicals, unidentified armed forces
    **dict.fromkeys("CHR CTH PRO ORT MOS MUS SUN SHI SFI BUD HIN JEW JAN SIK TAO CON".split(), "REL"),
    "NGM": "NGO", "MNC": "BUS", "ELI": "CVL",
}  # fmt: skip
_BODIES = {
    "UNO": "UN", "EEC": "EU", "EUR": "EU", "NAT": "NATO", "ASN": "ASEAN", "AFU": "AU", "OAU": "AU", "ARL": "Arab League",
    "OPC": "OPEC", "WBK": "World Bank", "IBR": "World Bank", "SCE": "OSCE", "OSC": "OSCE", "CEU": "COE", "IAE": "IAEA",
    "HCR": "UNHCR", "CRC": "ICRC", "IMF": "IMF", "WTO": "WTO", "ICC": "ICC", "ICJ": "ICJ", "GCC": "GCC",
    "OAS": "OAS", "CIS": "CIS", "WHO": "WHO", "FAO": "FAO", "ILO": "ILO", "ADB": "ADB",
}  # fmt: skip
_FORMER = {
    "JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE", "KSV": "XKX",
    "RKS": "XKX", "BUR": "MMR", "SUN": "RUS", "USR": "RUS", "DDR": "DEU", "GMY": "DEU", "DEN": "DNK",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What a code says: state or body (None: of no state), sector (None: the state as such), and the kind of actor."""

    code: str | None
    sector: str | None
    kind: str


def read_actor_code(text: str) -> ActorCode | None:
    """Read an actor code; None where it says that the name is no actor.

    Raises
    ------
    FormatError
        W11: several actors in one code, or the code begins with no state, body or role that we know.

    Examples
    --------
    >>> read_actor_code("PERREB")
    ActorCode(code='PER', sector='REB', kind='group')
    >>> read_actor_code("IGOUNO").code
    'UN'
    """
    text = text.strip().upper()
    if text in NO_ACTOR:
        return None
    if "/" in text:
        raise FormatError("W11", f'the code "{text}" names several actors', help="give each its own entry")
    first, rest = text[:3], text[3:]
    state = state_code(first)
    if state is not None:
        return ActorCode(state, read_sector(rest), "group" if rest else "state")
    if first in ("IGO", "INT") or (first in _BODIES and not rest):
        body = rest[:3] if first in ("IGO", "INT") else first
        return ActorCode(_BODIES.get(body, body) or None, "IGO", "body")
    if first in _KEPT or first in _NEAREST:
        return ActorCode(None, _NEAREST.get(first, first), "group")
    raise FormatError(
        "W11",
        f'the code "{text}" begins with no state, international body or role that we know',
        help="states are ISO 3166-1 alpha-3 (detente actors search NAME), bodies IGO…, roles GOV, MIL, REB …",
    )


def read_sector(roles: str) -> str | None:
    """Return the sector of role codes in threes: the first that PLOVER knows, else the first as it stands; None for none."""
    parts = [roles[k : k + 3].upper() for k in range(0, len(roles), 3)]
    known = [_NEAREST.get(part, part) for part in parts if part in _KEPT or part in _NEAREST]
    return next(iter([*known, *parts]), None)


@cache
def state_code(code: str) -> str | None:
    """Return the present ISO code of a three-letter code of a state, None where no state has it."""
    from detente.actors import state

    if len(code) != 3 or not code.isalpha():
        return None
    try:
        return state(_FORMER.get(code.upper(), code)).iso3
    except NotFoundError:
        return None
