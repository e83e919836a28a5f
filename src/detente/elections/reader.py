"""Turn the tables of one election file into records, and name what is wrong by place and value."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from detente.elections.fields import Fields
from detente.elections.joint import SUM_TOLERANCE, independence, joint_tables
from detente.records import Chamber, Election, Holder, Outcome, PublishedProb, Push

_REQUIRED = ("id", "country", "name", "date", "inauguration", "offices", "incumbent", "outcomes", "sources")
_OPTIONAL = ("opens", "came", "came_source", "remainder", "published", "chambers", "joint", "independent")
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


class Reader(Fields):
    """Turns one file's tables into records."""

    def holders(self, value: Any, at: str, offices: tuple[str, ...]) -> dict[str, Holder]:
        """Read who holds which office."""
        found = {}
        for office, row in self.table(value, at).items():
            if office not in offices:
                raise self.fail("E06", f'{at} names the office "{office}"', f"offices of this file: {', '.join(offices)}")
            here = f"{office} of {at}"
            row = self.table(row, here)
            self.keys(row, here, ("party",), ("person", "partners"))
            person = self.text(row, "person", here) if "person" in row else None
            found[office] = Holder(self.text(row, "party", here), person, partners=self.partners(row, here))
        return found

    def partners(self, row: Mapping[str, Any], at: str) -> tuple[str, ...]:
        """Read the parties that govern with a holder."""
        return self.texts(row["partners"], f"partners of {at}") if "partners" in row else ()

    def incumbents(self, value: Any, offices: tuple[str, ...], vote: date) -> dict[str, tuple[Holder, ...]]:
        """Read who held each office up to the vote: one row, or a list of rows, earliest first, each with its first day."""
        found = {}
        for office, given in self.table(value, "incumbent").items():
            if office not in offices:
                raise self.fail("E06", f'incumbent names the office "{office}"', f"offices of this file: {', '.join(offices)}")
            holders = []
            here = f"{office} of incumbent"
            for row in self.rows(given if isinstance(given, list) and given else [given], here):
                self.keys(self.table(row, here), here, ("party", "since"), ("person", "partners"))
                person = self.text(row, "person", here) if "person" in row else None
                party, since = self.text(row, "party", here), self.day(row, "since", here)
                holders.append(Holder(party, person, since, self.partners(row, here)))
            days = [h.since for h in holders if h.since]
            if any(b <= a for a, b in pairwise(days)) or days[-1] > vote:
                named = ", ".join(d.isoformat() for d in days)
                raise self.fail("E05", f"{here}: since {named}", f"earliest first, none after the vote of {vote.isoformat()}")
            found[office] = tuple(holders)
        if offices[0] not in found:
            raise self.fail(
                "E03", f"incumbent does not name {offices[0]}", "say who holds the first office, the one that leads"
            )
        return found

    def published(self, value: Any, at: str, ids: tuple[str, ...], vote: date) -> dict[str, list[PublishedProb]]:
        """Read sets of probabilities, one row a date: every outcome named, sum one, none after the vote."""
        probs: dict[str, list[PublishedProb]] = {i: [] for i in ids}
        seen = set()
        for block in self.rows(value, at):
            self.keys(block, f"a block of {at}", ("source", "sets"), ("note",))
            source = self.text(block, "source", f"a block of {at}")
            for row in self.rows(block["sets"], f"sets of {source}"):
                if "date" not in row:
                    raise self.fail("E03", f"a set of {source} has no date")
                day = self.day(row, "date", f"a set of {source}")
                here = f"{source}, {day.isoformat()}"
                self.check_outcomes([k for k in row if k != "date"], ids, here)
                values = {i: self.prob(row[i], f"{i} of {here}") for i in ids}
                total = math.fsum(values.values())
                if abs(total - 1) > SUM_TOLERANCE:
                    raise self.fail(
                        "E04",
                        f"{here}: probabilities sum to {total:.3f}, not 1",
                        f"tolerance is {SUM_TOLERANCE}; prices that sum to more must be divided by their sum first",
                    )
                if day > vote:
                    raise self.fail("E05", f"{here} is after the vote of {vote.isoformat()}", "use figures from before it")
                if (day, source) in seen:
                    raise self.fail("E04", f"{here} stands in the file twice")
                seen.add((day, source))
                for i in ids:
                    probs[i].append(PublishedProb(day, values[i], source))
        return probs

    def check_outcomes(self, named: list[str], ids: tuple[str, ...], at: str) -> None:
        """Refuse a set that does not name every outcome, or another."""
        for name in named:
            if name not in ids:
                raise self.fail("E06", f'{at} names the outcome "{name}"', f"outcomes of this file: {', '.join(ids)}")
        missing = [i for i in ids if i not in named]
        if missing:
            raise self.fail("E04", f"{at} has no probability for {', '.join(missing)}", "a set names every outcome")

    def push(self, row: Mapping[str, Any], at: str) -> Push | None:
        """Read what a chamber is expected to do on its own."""
        if "push" not in row:
            return None
        here = f"push of {at}"
        table = self.table(row["push"], here)
        self.keys(table, here, ("mean", "sd", "source"))
        mean, sd = self.number(table, "mean", here, -10, 10), self.number(table, "sd", here, 0, 10)
        return Push(mean, sd, self.text(table, "source", here))

    def outcomes(
        self, table: Mapping[str, Any], at: str, offices: tuple[str, ...], vote: date, *, may: tuple[str, ...] = ()
    ) -> tuple[Outcome, ...]:
        """Read the ways a vote can end, with their published probabilities."""
        rows = self.rows(table["outcomes"], f"outcomes of {at}")
        for row in rows:
            self.keys(row, f"outcome {row.get('id', '?')!r} of {at}", ("id", "label", "holders"), may)
            if not isinstance(row["id"], str) or not _ID.fullmatch(row["id"]):
                raise self.fail("E03", f"outcome id {row['id']!r} of {at}", "use small letters, figures and hyphens: trump")
        ids = tuple(row["id"] for row in rows)
        if len(ids) < 2 or len(set(ids)) < len(ids):
            raise self.fail("E03", f"{at} has the outcomes {list(ids)}", "at least two, each with its own id")
        probs = self.published(table.get("published", []), f"published of {at}", ids, vote)
        return tuple(
            Outcome(
                row["id"],
                self.text(row, "label", f"outcome {row['id']}"),
                self.holders(row["holders"], f"outcome {row['id']}", offices),
                tuple(probs[row["id"]]),
                self.push(row, f"outcome {row['id']} of {at}"),
            )
            for row in rows
        )

    def came(self, table: Mapping[str, Any], at: str, outcomes: tuple[Outcome, ...]) -> str | None:
        """Read which outcome came; None while it is open."""
        if "came" not in table:
            return None
        ids = [o.id for o in outcomes]
        if table["came"] not in ids:
            raise self.fail("E06", f"came of {at} is {table['came']!r}", f"outcomes: {', '.join(ids)}; leave it out while open")
        return str(table["came"])

    def chambers(self, value: Any, offices: tuple[str, ...], vote: date) -> tuple[Chamber, ...]:
        """Read the chambers that are decided in the same vote."""
        found = []
        for office, table in self.table(value, "chambers").items():
            if office not in offices:
                raise self.fail("E06", f'chambers names the office "{office}"', f"offices: {', '.join(offices)}")
            table = self.table(table, f"chambers.{office}")
            self.keys(table, f"chambers.{office}", ("outcomes",), ("published", "came", "seated"))
            outcomes = self.outcomes(table, f"chambers.{office}", offices, vote, may=("push",))
            for outcome in outcomes:
                if office not in outcome.holders:
                    raise self.fail("E03", f"outcome {outcome.id} of chambers.{office} does not say who controls the {office}")
            seated = self.day(table, "seated", f"chambers.{office}") if "seated" in table else None
            if seated and seated <= vote:
                raise self.fail("E05", f"chambers.{office} is seated {seated.isoformat()}, not after the vote")
            if office == offices[0]:
                raise self.fail(
                    "E06", f"chambers names {office}, the office that leads", "its outcomes stand under [[outcomes]]"
                )
            found.append(Chamber(office, outcomes, self.came(table, f"chambers.{office}", outcomes), seated))
        return tuple(found)

    def election(self, data: dict[str, Any]) -> Election:
        """Read the whole file."""
        self.keys(data, "the file", _REQUIRED, _OPTIONAL)
        name = self.text(data, "id", "the file")
        if not _ID.fullmatch(name):
            raise self.fail("E03", f'id is "{name}"', "use small letters, figures and hyphens: usa-2020")
        country = self.text(data, "country", "the file")
        if not re.fullmatch("[A-Z]{3}", country):
            raise self.fail("E03", f'country is "{country}"', "use the ISO 3166-1 alpha-3 code: USA, PAK, IND")
        vote, inauguration = self.day(data, "date", "the file"), self.day(data, "inauguration", "the file")
        opens = self.day(data, "opens", "the file") if "opens" in data else None
        if inauguration <= vote:
            raise self.fail("E05", f"inauguration {inauguration.isoformat()} is not after the vote of {vote.isoformat()}")
        if opens and opens > vote:
            raise self.fail("E05", f"voting opens {opens.isoformat()}, after its last day {vote.isoformat()}")
        offices = self.texts(data["offices"], "offices")
        outcomes = self.outcomes(data, "the file", offices, vote)
        incumbents = self.incumbents(data["incumbent"], offices, vote)
        for outcome in outcomes:
            if offices[0] not in outcome.holders:
                raise self.fail("E03", f"outcome {outcome.id} does not say who holds the office of {offices[0]}, which leads")
        chambers = self.chambers(data["chambers"], offices, vote) if "chambers" in data else ()
        came = self.came(data, "the file", outcomes)
        if came and "came_source" not in data:
            raise self.fail("E03", "came has no came_source", "name the record of the official result")
        return Election(
            id=name,
            country=country,
            name=self.text(data, "name", "the file"),
            date=vote,
            inauguration=inauguration,
            offices=offices,
            incumbent={office: holders[-1] for office, holders in incumbents.items()},
            incumbents=incumbents,
            outcomes=outcomes,
            came=came,
            sources=self.texts(data["sources"], "sources"),
            opens=opens,
            came_source=self.text(data, "came_source", "the file") if "came_source" in data else "",
            remainder=self.text(data, "remainder", "the file") if "remainder" in data else "",
            chambers=chambers,
            joint=joint_tables(self, data.get("joint", []), offices[0], outcomes, chambers, vote),
            independent=independence(self, data, offices[0], chambers),
        )
