"""Made-up entries for the tests of the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from detente.ledger.entry import Deed, Entry, make_entry

SCENARIOS = [(), ("usa-2020/trump",), ("usa-2020/biden",), ("usa-2020/biden", "usa-2020/trump")]


def entry(**changes: Any) -> Entry:
    """Return an entry: a better relation of Norway and Peru within 2020, said on 1 January, at 75 %."""
    values: dict[str, Any] = {
        "kind": "question", "speaker": "Ana Ruiz", "text": "Norway and Peru will draw nearer.", "made": date(2020, 1, 1),
        "until": date(2020, 12, 31), "until_basis": "stated", "pair": ("PER", "NOR"), "direction": "improve", "deed": None,
        "scenario": (), "condition": None, "prob": 0.75, "low": None, "high": None, "phrase": "likely", "vow": False,
    }  # fmt: skip
    return make_entry(**(values | changes))


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Draw an entry of any shape that a reader of claims or questions can give."""
    kind = draw(st.sampled_from(["point", "interval", "none"]))
    low, high = sorted((draw(st.integers(0, 10)) / 10, draw(st.integers(0, 10)) / 10))
    asked = draw(st.sampled_from(["improve", "unchanged", "worsen", "deed", None]))
    return entry(
        speaker=draw(st.sampled_from(["Ana Ruiz", "Bo Lind", "the ministry"])),
        text=draw(st.sampled_from(["one", "two", "three", "four"])),
        made=draw(st.dates(date(2019, 1, 1), date(2020, 6, 1))),
        until=draw(st.dates(date(2020, 6, 2), date(2022, 1, 1))),
        direction=None if asked in ("deed", None) else asked,
        deed=Deed("NOR", "PER", "SANCTION") if asked == "deed" else None,
        scenario=draw(st.sampled_from(SCENARIOS)),
        prob=low if kind == "point" else None,
        low=low if kind == "interval" else None,
        high=high if kind == "interval" else None,
        vow=draw(st.booleans()),
        group=draw(st.sampled_from(["", "", "g"])),
    )
