"""Pieces of our own about invented candidates in pairs of real states, and elections to go with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from detente.claims import Contest, Contestant, claims_of_documents
from detente.records import Claim, Document

PIECES = Path(__file__).parent / "pieces"
CONTESTS = (
    Contest(
        "per-2026", date(2026, 6, 5),
        (Contestant("per-2026/quispe", ("Elena Quispe",), ("Green",), is_incumbent=False),
         Contestant("per-2026/salas", ("Jorge Salas",), ("National",), is_incumbent=True)),
    ),
    Contest(
        "pol-2031", date(2031, 9, 14),
        (Contestant("pol-2031/nowak", ("Anna Nowak",), ("Centre",), is_incumbent=True),
         Contestant("pol-2031/zielak", ("Piotr Zielak",), ("Homeland",), is_incumbent=False)),
    ),
    Contest(
        "kor-2027", date(2027, 3, 9),
        (Contestant("kor-2027/han", ("Han Min-jae",), ("Conservative",), is_incumbent=False),
         Contestant("kor-2027/seo", ("Seo Yuna",), ("Ruling",), is_incumbent=True)),
    ),
    Contest(
        "ken-2028", date(2028, 8, 8),
        (Contestant("ken-2028/wanjiru", ("Grace Wanjiru",), ("Alliance",), is_incumbent=True),
         Contestant("ken-2028/kiprono", ("Daniel Kiprono",), ("Harvest",), is_incumbent=False)),
    ),
)  # fmt: skip
DAYS = {"river": date(2026, 5, 20), "rail": date(2031, 9, 10), "strait": date(2027, 3, 3), "lake": date(2028, 7, 28)}


@cache
def claims_of_piece(name: str) -> tuple[Claim, ...]:
    text = (PIECES / f"{name}.txt").read_text(encoding="utf-8")
    document = Document(name, text, DAYS[name])
    return tuple(next(claims_of_documents([document], contests=CONTESTS))[1])


def claims_of(text: str, on: date | None = None, contests: Sequence[Contest] = CONTESTS) -> list[Claim]:
    return next(claims_of_documents([Document("d", text, on)], contests=contests))[1]
