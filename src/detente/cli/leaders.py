"""`detente leaders A B`: whose term was tougher toward the other state, and whether leader and officials speak alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.cli.options import common_options, open_pair, pair_arguments, plain, print_json, terminal

if TYPE_CHECKING:
    from detente.analyses import Coherence, Toughness

_OFFICES = {"president": "head_of_state", "government": "head_of_government"}


@click.command()
@pair_arguments
@click.option("--of", "of", metavar="STATE", help="Only the leaders of this one of the two.")
@click.option(
    "--compare",
    nargs=2,
    metavar="NAME NAME",
    help='Two leaders of one state; with a year where one had two terms: "Trump 2017".',
)
@click.option(
    "--office",
    type=click.Choice(list(_OFFICES)),
    help="Head of state or head of government; default: the office that leads the state.",
)
@common_options
def leaders(
    a: str,
    b: str,
    of: str | None,
    compare: tuple[str, str] | None,
    office: str | None,
    store: Path | None,
    as_of: date | None,
    as_json: bool,
) -> None:
    """Compare the terms of the leaders of A, and of B, by what their state said and did to the other.

    Each term stands against the one before it, or two leaders of your choice against each other. Below: whether a leader and
    the officials of the same government speak alike.

    \b
    Examples:
      detente leaders USA RUS
      detente leaders USA RUS --compare Obama "Trump 2017"
      detente leaders India Pakistan --of India --as-of 2019-05-01
    """
    from detente import words
    from detente.analyses.bundle import Refused, compare_terms
    from detente.plain import as_json as plain_json

    names: tuple[str, ...] = compare or ()
    kind: Any = _OFFICES.get(office or "")
    with open_pair(store, a, b) as pair:
        index = pair.index(as_of=as_of)
        refused: list[Refused] = []
        found, spoken = compare_terms(index, _states((a, b), of, names, kind), refused, leaders=names, office=kind)
    if not found and not spoken:
        from detente.errors import RefusalError

        raise RefusalError("T07", "; ".join(r.reason for r in refused), help=refused[0].help)
    if as_json:
        print_json(
            {
                "pair": list(pair.codes), "as_of": index.as_of.isoformat(), "toughness": [t.as_dict() for t in found],
                "coherence": [c.as_dict() for c in spoken],
                "refused": plain_json(refused),
            }
        )  # fmt: skip
        return
    for toughness in found:
        print_toughness(toughness)
    for coherence in spoken:
        print_coherence(coherence)
    console = terminal()
    for row in refused:
        console.print(plain(words.refused_sentence(row.reason, row.help)), style="dim")
    click.echo(f"next: detente shocks {' '.join(pair.codes)}", err=True)


def _states(both: tuple[str, str], of: str | None, names: tuple[str, ...], office: Any) -> list[str]:
    """Return whose leaders are meant: the state named, that of the two leaders named, or both."""
    from detente.actors import state
    from detente.errors import NotFoundError
    from detente.leaders import choose_term, leader_terms

    if of is not None:
        return [state(of).iso3]
    codes = [state(name).iso3 for name in both]
    if not names:
        return codes
    errors = []
    for code in codes:
        try:
            terms = leader_terms(code, office=office)
            for name in names:
                choose_term(terms, name)
            return [code]
        except NotFoundError as error:
            errors.append(error)
    # the more helpful of the two: a name that is known but means several terms
    raise next((e for e in errors if e.code == "T03"), errors[0])


def print_toughness(found: Toughness) -> None:
    """Print a table of terms and what each comes to against another."""
    from rich.table import Table

    from detente import words

    console = terminal()
    console.print(plain(words.toughness_title(found)), style="bold")
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("term", "words", "deeds", "together"):
        table.add_column(name, justify="left" if name == "term" else "right")
    shown = [term for term in found.terms if term.level_words or term.level_deeds]
    for term in shown:
        cells = words.term_cells(term)
        table.add_row(f"{term.label}\n{term.months:.0f} months", *("\n".join(map(plain, cell)) for cell in cells))
    console.print(table)
    if short := words.terms_refused(found):
        console.print(plain(short), style="dim")
    for contest in found.contests:
        if contest.quantity == "both" or len(found.contests) <= 3:
            console.print(plain(words.contest_sentence(contest)))
            for quote in contest.quotes:
                console.print(f"     {words.signed(quote.value, 2)}  {quote.date} {plain(quote.text)}", style="dim")
    console.print(plain(words.toughness_note()), style="dim")
    console.print(plain(words.CONTEST_RULE), style="dim")


def print_coherence(found: Coherence) -> None:
    """Print what leader and officials come to in each term that can be measured."""
    from detente import words

    console = terminal()
    console.print(plain(words.coherence_title(found)), style="bold")
    for term in found.measured:
        console.print(plain(words.coherence_sentence(term)))
        for quote in term.opposed:
            console.print(f"     {words.signed(quote.value, 1)}  {quote.date} {plain(quote.text)}", style="dim")
        if term.opposed:
            console.print("     (words of the leader; most officials near in time point the other way)", style="dim")
    if short := words.coherence_refused(found):
        console.print(plain(short), style="dim")
    console.print(plain(words.coherence_note(found)), style="dim")
