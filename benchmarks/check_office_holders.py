"""Compare our dates of heads of state and government with an independent list of leaders.

The list (not part of the repository) holds three stacked sources: Archigos 4.1 (to 2015), REIGN (to March 2021) and the US
presidents of unitedstates/congress-legislators. Archigos and REIGN name the *effective* leader: Putin in 2008-12, Deng until
1997, whoever ruled from behind the office. Those differences are explained below; every other one of more than DAYS is printed.

    python benchmarks/check_office_holders.py [--data FOLDER]    # FOLDER/relations/leaders.csv; skips where it is absent
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from datetime import date
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "bench"
TABLE = Path(__file__).parents[1] / "src" / "detente" / "data" / "actors" / "office_holders.csv"
SINCE = date(1989, 1, 1)
DAYS = 3

# Differences looked at one by one, by (country, leader as listed, edge): why the two lists differ.
EXPLAINED = {
    ("USA", "William Clinton", "end"): "their list has one row per term; ours joins terms that follow each other",
    ("USA", "William Clinton", "start"): "as above",
    ("USA", "George Bush", "end"): "as above",
    ("USA", "George Bush", "start"): "as above",
    ("USA", "Barack Obama", "end"): "as above",
    ("USA", "Barack Obama", "start"): "as above",
    ("CHN", "Deng Xiaoping", "end"): "effective leader until his death; he left his last office on 9 November 1989",
    ("CHN", "Jiang Zemin", "start"): "effective leader after Deng; General Secretary from 24 June 1989",
    ("RUS", "Yeltsin", "start"): "effective leader from the coup of August 1991; sworn in on 10 July 1991",
    ("DEU", "Kohl", "start"): "their row for unified Germany; Chancellor since 1 October 1982",
    (
        "UKR",
        "Kravchuk",
        "start",
    ): "chairman of the Supreme Council before he was president; ours has that as an office of its own",
    ("GEO", "Ioseliani", "start"): "the Military Council of January to March 1992 is not in our table",
    ("GEO", "Ioseliani", "end"): "as above",
    ("GEO", "Bakhtadze", "start"): "effective leader from the change of constitution; prime minister since 20 June 2018",
    ("GEO", "Gakharia", "end"): "he resigned on 18 February 2021; their end is the successor's start",
    ("POL", "Borusewicz", "start"): "acting head of state for some hours of 8 July 2010; left out",
    ("POL", "Borusewicz", "end"): "as above",
    ("JPN", "Mikio Aoki", "start"): "acted for Obuchi in a coma, 2 to 5 April 2000; left out",
    ("JPN", "Mikio Aoki", "end"): "as above",
    ("ITA", "Mita", "end"): "the De Mita government ended when Andreotti's took the oath, 22 July 1989",
    (
        "TUR",
        "Ozal",
        "end",
    ): "elected president on 31 October 1989, sworn in on 9 November; ours ends the prime ministry on the first",
    (
        "ZAF",
        "Botha",
        "end",
    ): "Heunis acted for him from 19 January to 15 March 1989; ours keeps Botha in office, with Heunis as acting",
    ("ZAF", "Botha", "start"): "as above",
    (
        "IRN",
        "Khamenei",
        "end",
    ): "their presidency ends when Rafsanjani was endorsed; he took the oath on 17 August 1989 by the same list",
    ("IRQ", "Tommy Ray Franks", "start"): "military occupation; ours begins with the Coalition Provisional Authority",
    ("IRQ", "Tommy Ray Franks", "end"): "as above",
    ("IRQ", "Jay Garner", "start"): "as above",
    ("IRQ", "Jay Garner", "end"): "as above",
    (
        "ISR",
        "Ariel Sharon",
        "end",
    ): "incapacitated on 4 January 2006; in office until 14 April, Olmert acting meanwhile (ours has both)",
    ("SYR", "Bashar al-Assad", "start"): "effective leader from 11 June 2000; president from 17 July, Khaddam acting meanwhile",
    ("SAU", "Fahd", "end"): "effective leader until Abdullah's regency of 1996; king until 1 August 2005",
    ("SAU", "Abdullah ibn Abdilaziz", "start"): "regent from 1996; king from 1 August 2005",
    ("SAU", "Abdullah", "start"): "as above",
    ("AFG", "Burhanuddin Rabbani", "end"): "lost Kabul on 27 September 1996; recognised as president until 22 December 2001",
    ("AFG", "Najibullah", "end"): "resigned on 16 April 1992 (so Archigos); REIGN ends the row with the successor's start",
    ("BRA", "Mello", "end"): "suspended on 2 October 1992, resigned on 29 December; Franco acting meanwhile (ours has both)",
    (
        "KOR",
        "Park Geun Hye",
        "end",
    ): "suspended on 9 December 2016, removed on 10 March 2017; Hwang acting meanwhile (ours has both)",
    ("PAK", "Zardari", "end"): "effective leader until Sharif's oath; president until 8 September 2013",
    ("VEN", "Andres Perez", "end"): "suspended on 21 May 1993, removed on 31 August; Lepage, then Velásquez acted",
    ("VEN", "Velasquez", "start"): "as above",
    ("VEN", "Hugo Chavez", "end"): "year mistyped in Archigos 4.1: he died on 5 March 2013 (so REIGN)",
    ("VEN", "Maduro", "start"): "as above",
}

# Their spellings that share no word with ours.
SPELLED = {
    "Sarnay": "Sarney",
    "Mitterand": "Mitterrand",
    "Kuznyatsu": "Kuznetsov",
    "Burdjanadze": "Burjanadze",
    "deKlerk": "Klerk",
    "Mojadidi": "Mojaddedi",
}


def words(name: str) -> set[str]:
    """Split a name into plain lower-case words of three letters or more."""
    plain = (
        unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l").replace("Ł", "L"))
        .encode("ascii", "ignore")
        .decode()
    )
    return {w for w in re.split(r"[^a-z]+", plain.lower().replace("al-", "").replace("'", "")) if len(w) > 2}


def read_ours() -> list[dict[str, str]]:
    """Return the rows of heads of state and government, and of effective leaders under other titles."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    chosen = (
        "Chairman of the Central Military Commission",
        "General Secretary of the Communist Party",
        "General Secretary of the Communist Party of the Soviet Union",
    )
    return [r for r in rows if r["office_kind"] in ("head_of_state", "head_of_government") or r["office"] in chosen]


def differ(theirs: date, ours: list[date]) -> int:
    """Return the days between a date and the nearest of ours."""
    return min((abs((theirs - o).days) for o in ours), default=99999)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=SHARED)
    path = Path(parser.parse_args().data) / "relations" / "leaders.csv"
    if not path.exists():
        print(f"skipped: {path} is not there; give the folder with --data")
        return 0
    ours = read_ours()
    countries = {r["country"] for r in ours}
    with path.open(encoding="utf-8", newline="") as lines:
        theirs = [r for r in csv.DictReader(lines) if r["iso3"] in countries and (r["end"] or "9999") >= SINCE.isoformat()]
    compared = agreed = explained = 0
    open_questions = []
    for row in theirs:
        leader = SPELLED.get(row["leader"], row["leader"])
        mine = [r for r in ours if r["country"] == row["iso3"] and words(leader) & words(f"{r['name']} {r['other_names']}")]
        checks = [("start", row["start"], row["start"] >= SINCE.isoformat())]
        last_day = row["end_precision"].startswith("day") and row["end"] not in ("2015-12-31", "")
        checks.append(("end", row["end"], last_day and not row["end"] > "2025-10-31"))
        for edge, value, wanted in checks:
            if not wanted or len(value) < 10:
                continue
            compared += 1
            # A term of theirs may be several of ours (acting, then elected): any of our edges may match.
            days = [date.fromisoformat(r[edge]) for r in mine if r[edge]]
            if (gap := differ(date.fromisoformat(value), days)) <= DAYS:
                agreed += 1
            elif (row["iso3"], row["leader"], edge) in EXPLAINED:
                explained += 1
            else:
                found = ", ".join(f"{r['name']} {r['office']} {r['start']}..{r['end']}" for r in mine) or "nobody of that name"
                open_questions.append(
                    f"{row['iso3']} {row['leader']}: {edge} {value} ({row['source'][:14]}), ours {gap} days off: {found}"
                )
    print(f"{compared} dates compared: {agreed} within {DAYS} days, {explained} explained, {len(open_questions)} open")
    for line in open_questions:
        print("  " + line)
    return 1 if open_questions else 0


if __name__ == "__main__":
    sys.exit(main())
