"""The hub as a process: it says where it is, ends in order, and loses nothing it has acknowledged when it is killed."""

import json
import re
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from hub.bootstrap import open_store
from hub.keys import KeyRing, open_keys
from hub.services.house import history, prompts
from kiosk.hub_link.wire import from_bytes, to_bytes
from shared.activity import Occasion, activity_json
from shared.errors import AlreadyRunning, CannotListen, SamskapError
from shared.protocol import PREFIX, Receipt
from shared.submission import Submission, utc
from tests.builders import an_activity
from tests.hub_builders import DeliveringKiosk, a_submission
from tests.live import trusting
from tests.processes import HubProcess, free_port, run, serving, succeed

PATH = f"{PREFIX}/deliveries"


class Caller:
    """A paired kiosk of a hub process, with a real seal and real TLS."""

    def __init__(self, hub: HubProcess) -> None:
        self.hub = hub
        with closing(open_store(hub.data)) as store:
            self.kiosk = DeliveringKiosk(store)
            self.prompt = prompts.listed(store)[0]
        keys = open_keys(hub.data)
        self.ring: KeyRing = keys.unseal_key
        self.context = trusting(keys.certificate)

    def make(self) -> Submission:
        self.kiosk.seq += 1
        return a_submission(
            {"text": f"idé {self.kiosk.seq}", "cards": []},
            prompt=self.prompt,
            key=self.ring.keys[0],
            seq=self.kiosk.seq,
        )

    def body(self, *submissions: Submission) -> bytes:
        return to_bytes(self.kiosk.delivery(*submissions))

    def client(self) -> httpx2.Client:
        return httpx2.Client(
            verify=self.context,
            base_url=f"https://{self.hub.sync_address}",
            headers={"Authorization": f"Bearer {self.kiosk.token}"},
            trust_env=False,
            timeout=30,
        )


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with serving(tmp_path / "hub", discovery=False) as started:
        yield started


def test_first_start_says_where_staff_go_and_how_they_get_in(hub: HubProcess) -> None:
    said = "".join(hub.said)

    assert f"http://127.0.0.1:{hub.staff_port}" in said
    assert "add-staff" in said
    link = re.search(rf"{hub.staff_url}/set-up\?code=[-0-9A-Z]{{14}}", said)
    assert link
    assert 'name="password"' in httpx2.get(link[0], trust_env=False).text
    assert 'name="password"' not in httpx2.get(hub.staff_url, follow_redirects=True, trust_env=False).text


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_signal_finishes_the_request_in_flight_closes_streams_and_ends_with_0(
    hub: HubProcess, sign: signal.Signals
) -> None:
    caller = Caller(hub)
    given = caller.make()
    body = caller.body(given)
    assert hub.process
    nudged = threading.Event()
    ended = threading.Event()

    def listen() -> None:
        with caller.client() as http, http.stream("GET", f"{PREFIX}/nudges") as answer:
            for _ in answer.iter_lines():
                nudged.set()
        ended.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert nudged.wait(30)

    def halves() -> Iterator[bytes]:
        yield body[:100]
        assert hub.process
        hub.process.send_signal(sign)
        # The stream ends when the hub has begun to stop: only then does the rest of this request go out.
        assert ended.wait(30)
        yield body[100:]

    with caller.client() as http:
        receipt = from_bytes(http.post(PATH, content=halves()).content, Receipt)

    listener.join(30)
    assert receipt.accepted == [given.id]
    assert hub.process.wait(30) == 0
    assert [line["id"] for line in hub.submissions()] == [given.id]
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", hub.sync_port), 5)


def test_killed_in_the_middle_of_long_work_the_hub_says_so_and_keeps_nothing_of_it(hub: HubProcess) -> None:
    hub.kill()
    with closing(open_store(hub.data)) as store:
        store.settings.save({"work_gather": f'{{"by": "Kari", "at": "{utc(datetime.now(UTC))}"}}'})
    half = hub.data / "made" / "new-x" / "answers.csv"
    half.parent.mkdir(parents=True)
    half.write_text("hemmelig")

    hub.start()

    assert not half.exists()
    with closing(open_store(hub.data)) as store:
        lines = [(line.move, line.subject) for line in history.every(store)]
    assert ("interrupted-work", "work gather") in lines


def test_killed_in_the_middle_of_intake_loses_nothing_acknowledged(hub: HubProcess) -> None:
    caller = Caller(hub)
    acknowledged: list[str] = []
    made: list[str] = []
    enough = threading.Semaphore(0)

    def deliver() -> None:
        try:
            with caller.client() as http:
                while True:
                    batch = [caller.make() for _ in range(20)]
                    made.extend(one.id for one in batch)
                    acknowledged.extend(
                        from_bytes(http.post(PATH, content=caller.body(*batch)).content, Receipt).accepted
                    )
                    enough.release()
        except (httpx2.HTTPError, SamskapError):
            return

    deliverer = threading.Thread(target=deliver)
    deliverer.start()
    for _ in range(5):
        assert enough.acquire(timeout=30)
    hub.kill()
    deliverer.join(30)

    hub.start()

    stored = [line["id"] for line in hub.submissions()]
    assert len(stored) == len(set(stored))
    assert set(acknowledged) <= set(stored) <= set(made)
    assert len(acknowledged) >= 100


def test_killed_hub_starts_again_with_the_same_name_and_certificate(hub: HubProcess) -> None:
    caller = Caller(hub)
    with caller.client() as http:
        before = http.get(f"{PREFIX}/hello").json()
    hub.kill()

    hub.start()

    with caller.client() as http:
        assert http.get(f"{PREFIX}/hello").json() == before


def tomorrow() -> Occasion:
    """A date that is to come by the clock of this computer, which a process reads."""
    starts = datetime.now(UTC) + timedelta(days=1)
    return Occasion(utc(starts), utc(starts + timedelta(hours=2)))


def test_activity_added_by_a_command_nudges_kiosks(hub: HubProcess, tmp_path: Path) -> None:
    caller = Caller(hub)
    file = tmp_path / "soup.json"
    file.write_text(json.dumps(activity_json(an_activity(dates=[tomorrow()]))), "utf-8")
    nudged = threading.Semaphore(0)

    def listen() -> None:
        with caller.client() as http, http.stream("GET", f"{PREFIX}/nudges") as answer:
            for line in answer.iter_lines():
                if line.startswith("event"):
                    nudged.release()

    listener = threading.Thread(target=listen)
    listener.start()
    assert nudged.acquire(timeout=30)

    succeed("hub", "add-activity", str(file), "--data", str(hub.data))

    assert nudged.acquire(timeout=30)
    assert hub.stop() == 0
    listener.join(30)


def test_staff_are_served_beside_560_callers_that_say_nothing(hub: HubProcess) -> None:
    with ExitStack() as stack:
        for _ in range(560):
            stack.enter_context(socket.create_connection(("127.0.0.1", hub.staff_port)))

        page = httpx2.get(f"{hub.staff_url}/", follow_redirects=True, trust_env=False, timeout=60)

    assert page.status_code == 200


def test_taken_port_is_said_with_its_setting_and_leaves_no_new_library(hub: HubProcess, tmp_path: Path) -> None:
    other = tmp_path / "other"
    staff, sync = f"127.0.0.1:{hub.staff_port}", hub.sync_address
    says = CannotListen.says

    def serve(staff_port: int, sync_host: str, sync_port: int) -> tuple[int, str]:
        ports = ["--staff-port", str(staff_port), "--sync-host", sync_host, "--sync-port", str(sync_port)]
        done = run("hub", "serve", "--data", str(other), *ports, "--no-discovery")
        return done.returncode, done.stderr

    assert serve(hub.staff_port, "127.0.0.1", free_port()) == (
        1,
        f"{says} (cannot-listen: {staff}: Address already in use; set by staff_port)\n",
    )
    assert serve(free_port(), "127.0.0.1", hub.sync_port) == (
        1,
        f"{says} (cannot-listen: {sync}: Address already in use; set by sync_host, sync_port)\n",
    )
    assert "(cannot-listen: 192.0.2.77:1234: " in serve(free_port(), "192.0.2.77", 1234)[1]
    assert not other.exists()


def test_second_hub_on_a_folder_is_refused_whatever_its_ports_until_the_first_has_ended(hub: HubProcess) -> None:
    ports = ["--staff-port", str(free_port()), "--sync-host", "127.0.0.1", "--sync-port", str(free_port())]

    second = run("hub", "serve", "--data", str(hub.data), *ports, "--no-discovery", timeout=60)

    lock = hub.data / "serving.lock"
    assert (second.returncode, second.stdout, second.stderr) == (
        1,
        "",
        f"{AlreadyRunning.says} (already-running: another process holds {lock})\n",
    )
    hub.kill()
    hub.start()
    assert hub.stop() == 0


def test_second_hub_with_the_same_ports_hears_that_the_first_is_running(hub: HubProcess) -> None:
    ports = ["--staff-port", str(hub.staff_port), "--sync-port", str(hub.sync_port)]

    second = run("hub", "serve", "--data", str(hub.data), *ports, "--no-discovery", timeout=60)

    assert (second.returncode, second.stdout, "(already-running: " in second.stderr) == (1, "", True)


def test_commands_work_beside_a_serving_hub(hub: HubProcess) -> None:
    caller = Caller(hub)
    given = caller.make()

    with caller.client() as http:
        assert http.post(PATH, content=caller.body(given)).status_code == 200
        code = hub.pairing_code()
        opened: dict[str, Any] = http.post(f"{PREFIX}/pairing/opening", json={"kiosk_nonce": "a" * 64}).json()

    assert [line["answer"] for line in hub.submissions()] == [{"text": "idé 1", "cards": []}]
    assert len(code) == 14
    assert set(opened) == {"hub_nonce", "hub_id", "name"}
