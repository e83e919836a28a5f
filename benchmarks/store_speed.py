"""Time the store: adding 100,000 made-up events of 20,000 documents, adding them again, and reading them.

python benchmarks/store_speed.py [EVENTS]
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from detente.records import Actor, Document, Event, Trigger
from detente.store import Store

EVENTS_PER_DOCUMENT = 5
TEXT = "Norway imposed sanctions on Peru and said that talks would begin again in May. " * 25  # 2,000 characters
CODES = ("NOR", "PER", "CHL", "SWE", "FIN", "ISL")


def make_batch(events: int) -> Iterator[tuple[Document, list[Event]]]:
    for i in range(events // EVENTS_PER_DOCUMENT):
        day = date(2000, 1, 1) + timedelta(i % 8000)
        document = Document(
            f"document-{i}", f"{i} {TEXT}", day, "A headline of the usual length", f"https://example.org/{i}", "Example"
        )
        coded = []
        for k in range(EVENTS_PER_DOCUMENT):
            source, target = CODES[(i + k) % 6], CODES[(i + 2 * k + 1) % 6]
            coded.append(
                Event(
                    f"{i:012x}{k:04x}", document.id, 80 * k, 80 * k + 78,
                    Trigger(80 * k + 7, 80 * k + 24, "imposed sanctions"), day,
                    "document", Actor(source, "Norway", None, "Norway", 80 * k, 80 * k + 6),
                    Actor(target, "Peru", "GOV", "Peru", 80 * k + 28, 80 * k + 32), "SANCTION", None, None, "163",
                    "material_conflict", -8.0, "happened", False, 1, None, "impose.1 > on",
                )
            )  # fmt: skip
        yield document, coded


def main() -> None:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "speed.duckdb")
        batch = list(make_batch(events))

        def timed(what: str, start: float) -> None:
            print(f"{what:<40}{time.perf_counter() - start:8.2f} s")

        with Store.open(path) as store:
            start = time.perf_counter()
            store.add_documents_with_events(batch)
            timed(f"add {events:,} events", start)
            start = time.perf_counter()
            store.add_documents_with_events(batch)
            timed("add the same again", start)
        print(f"{'file':<40}{path.stat().st_size / 1e6:8.1f} MB")
        start = time.perf_counter()
        store = Store.open(path, read_only=True)
        timed("open", start)
        with store:
            start = time.perf_counter()
            found = store.events()
            timed(f"all {len(found):,} events as records", start)
            start = time.perf_counter()
            columns = store.event_columns(("NOR", "PER"), until=date(2015, 1, 1))
            timed(f"{len(columns['id']):,} events of a pair as columns", start)
            start = time.perf_counter()
            store.sentence_of(found[len(found) // 2])
            timed("one sentence", start)
    print(f"{'peak memory':<40}{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")


if __name__ == "__main__":
    main()
