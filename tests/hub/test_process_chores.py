"""A hub whose background tasks fail goes on serving, and says what is wrong without anybody's words."""

from contextlib import closing
from pathlib import Path

import httpx2

from hub.bootstrap import open_store
from hub.keys import open_keys
from hub.services.house.timekeeping import Timekeeper
from shared.protocol import PREFIX
from tests.hub_builders import KARI, a_hub_store, an_arrival
from tests.live import trusting
from tests.processes import HubProcess, serving


def serves(hub: HubProcess) -> bool:
    """Ask it on both sides."""
    context = trusting(open_keys(hub.data).certificate)
    hello = httpx2.get(f"https://{hub.sync_address}{PREFIX}/hello", verify=context, trust_env=False)
    staff = httpx2.get(hub.staff_url, follow_redirects=True, trust_env=False)
    return (hello.status_code, staff.status_code) == (200, 200)


def something_over(folder: Path) -> str:
    """Make a hub with an answer that is past its date; return its id."""
    with closing(a_hub_store(folder)) as store:
        over = an_arrival(delete_at="2020-01-01T00:00:00.000Z")
        store.submissions.add([over])
        Timekeeper(store).confirm(by=KARI)
        store.high_water.raise_to(store.revisions.newest())
    open_keys(folder)
    return over.submission.id


def lead_nowhere(log: Path) -> None:
    """Let nobody write there, not even root."""
    log.unlink()
    log.symlink_to(log.parent / "gone" / log.name)


def test_hub_that_cannot_write_its_erasures_goes_on_serving_and_erases_nothing(tmp_path: Path) -> None:
    over = something_over(tmp_path)
    lead_nowhere(tmp_path / "erasures.log")

    with serving(tmp_path, discovery=False) as hub:
        assert hub.says("purge did not work: StoreBroken, store-broken")
        assert serves(hub)
        assert hub.stop() == 0

    with closing(open_store(tmp_path)) as store:
        assert store.submissions.read(over) is not None


def test_hub_that_cannot_write_down_who_is_shut_out_goes_on_serving_and_deletes_what_is_over(tmp_path: Path) -> None:
    over = something_over(tmp_path)
    lead_nowhere(tmp_path / "shut-outs.log")

    with serving(tmp_path, discovery=False) as hub:
        assert hub.says("trust did not work: StoreBroken, store-broken")
        assert serves(hub)
        assert hub.stop() == 0

    with closing(open_store(tmp_path)) as store:
        assert store.submissions.read(over) is None


def test_hub_whose_address_is_not_here_yet_goes_on_serving(tmp_path: Path) -> None:
    with HubProcess(tmp_path, SAMSKAP_HUB_INTERFACES="eth77") as hub:
        hub.start()
        assert hub.says("announcing did not work: NoNetwork, no-network")
        assert serves(hub)
        assert hub.stop() == 0
