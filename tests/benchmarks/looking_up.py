"""A code looked up at a kiosk without a network, at the real cost of the slow function: among 10,000 codes, and 10."""

import statistics
import tempfile
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from kiosk.store import KioskStore
from kiosk.visit.lookup import LookUp
from shared.clock import Clock
from shared.notice import ReceiptState
from shared.slip import Slip, new_slip, stretched
from tests.benchmarks.figures import Figure, seconds
from tests.builders import a_news, a_pairing, a_receipt, a_sealed, quick_root

MANY, FEW, AT_ONCE = 10_000, 10, 500
TIMES = 15
REPLY = {"nb": "Kjære du, dette tar vi med oss. " * 8, "en": "Dear you, we take this along. " * 8}


def measure() -> list[Figure]:
    """Fill two kiosks, then look the same code up at both, in turn."""
    pairing = a_pairing()
    slip = new_slip(pairing.hub_id)
    with tempfile.TemporaryDirectory() as folder:
        with (
            closing(_told(Path(folder, "many"), slip, MANY)) as many,
            closing(_told(Path(folder, "few"), slip, FEW)) as few,
        ):
            taken: dict[int, list[float]] = {MANY: [], FEW: []}
            for _ in range(TIMES):
                for count, store in ((MANY, many), (FEW, few)):
                    find = partial(LookUp(store, Clock().monotonic).find, slip.code, "nb")
                    taken[count].append(seconds(find))
        slow = statistics.median(seconds(lambda: stretched(slip.code, pairing.hub_id)) for _ in range(TIMES))
    median = {count: statistics.median(times) for count, times in taken.items()}
    how = f"among {MANY:,} codes, each with a reply; the slow function alone takes {slow:.3f} s"
    alike = f"{1000 * median[MANY]:.1f} ms among {MANY:,} codes, {1000 * median[FEW]:.1f} ms among {FEW}"
    return [
        Figure("a code looked up without a network", median[MANY], 1, how, unit="s"),
        Figure("… however many codes there are", median[MANY] / median[FEW], 1.2, alike),
    ]


def _told(folder: Path, wanted: Slip, count: int) -> KioskStore:
    """Return the store of a kiosk that was told of so many codes, the wanted one among them."""
    store = KioskStore.open(folder)
    store.keep_pairing(a_pairing())
    told = ReceiptState(wanted.code, "published", REPLY)
    entries = [a_sealed(told, wanted)]
    for _ in range(count - 1):
        other = new_slip("hub1", quick_root)
        entries.append(a_sealed(ReceiptState(other.code, "published", REPLY), other))
    for start in range(0, count, AT_ONCE):
        news = replace(a_news(cursor=start + 1), receipts=entries[start : start + AT_ONCE])
        store.take_receipt(a_receipt(news=news))
    return store
