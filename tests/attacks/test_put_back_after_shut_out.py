"""A stolen kiosk is shut out; then the hub's database is put back from a backup that was made before."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub
from hub.config import HubConfig
from hub.model import Role
from hub.services.house import people, prompts
from hub.services.house.kiosks import hash_of
from hub.web.staff_app import create_staff_app
from hub.web.sync.sync_app import create_sync_app
from kiosk.hub_link.wire import to_bytes
from shared.protocol import PREFIX
from shared.submission import utc
from tests.attacks.day import words_of
from tests.builders import a_prompt
from tests.hub_builders import KARI, DeliveringKiosk

NAME, PASSWORD = "Kari", "fire gule elger danser"


class House:
    """A library whose hub can be put back: of its kiosks ``k1`` is stolen, and ``new`` too, paired after the backup."""

    def __init__(self, folder: Path) -> None:
        self.data, self.backup = folder / "hub", folder / "backup.db"
        self._running = ExitStack()
        self._start()
        people.add(self.hub.store, NAME, PASSWORD, roles=set(Role), now=self.hub.now())
        self.kiosks = {one: self._pair(one) for one in ("k1", "k2", "k3")}
        with closing(sqlite3.connect(self.data / "hub.db")) as database, closing(sqlite3.connect(self.backup)) as copy:
            database.backup(copy)
        self.kiosks["new"] = self._pair("new")
        prompts.save(self.hub.store, a_prompt("poll", revision=1), by=KARI, now=self.hub.now())
        self.call("k2")
        page = self.signed_in()
        for stolen in ("k1", "new"):
            assert page.post(f"/kiosks/{stolen}/revoke").status_code == 303

    def _start(self) -> None:
        self.hub = self._running.enter_context(open_hub(HubConfig(self.data)))
        self._http = self._running.enter_context(TestClient(create_sync_app(self.hub)))

    def _pair(self, name: str) -> DeliveringKiosk:
        return DeliveringKiosk(self.hub.store, name, now=self.hub.now())

    def stop(self) -> None:
        """Stop the hub."""
        self._running.close()

    def put_back(self) -> None:
        """Put the backup in place of the database, with all that lies beside it where it is, and start the hub."""
        self.stop()
        for file in self.data.glob("hub.db*"):
            file.unlink()
        shutil.copy(self.backup, self.data / "hub.db")
        self._start()

    def restart(self) -> None:
        """Stop the hub and start it."""
        self.stop()
        self._start()

    def signed_in(self) -> TestClient:
        """Return a browser in which Kari is signed in."""
        app, headers = create_staff_app(self.hub), {"accept-language": "en", "sec-fetch-site": "same-origin"}
        page = TestClient(app, "http://127.0.0.1:8080", headers=headers, follow_redirects=False)
        assert page.post("/sign-in", data={"name": NAME, "password": PASSWORD}).status_code == 303
        return page

    def call(self, name: str) -> tuple[int, str]:
        """Let a kiosk deliver an answer with its token; return the status, and the code of a refusal."""
        kiosk = self.kiosks[name]
        answer: httpx2.Response = self._http.post(
            f"{PREFIX}/deliveries",
            content=to_bytes(kiosk.delivery(kiosk.make())),
            headers={"Authorization": f"Bearer {kiosk.token}"},
        )
        return answer.status_code, answer.json().get("code", "")

    def calls(self) -> dict[str, tuple[int, str]]:
        """Let each kiosk call."""
        return {name: self.call(name) for name in self.kiosks}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.stop()


AFTERWARDS = {"k1": (401, "kiosk-revoked"), "k2": (200, ""), "k3": (200, ""), "new": (401, "not-allowed")}
LINE = "It was shut out again: the database did not know of it"


def test_token_that_was_shut_out_after_the_backup_gets_nobody_in_and_the_others_go_on(house: House) -> None:
    before = house.calls()

    house.put_back()

    assert before == AFTERWARDS | {"new": (401, "kiosk-revoked")}
    assert house.calls() == AFTERWARDS
    assert {one.submission.kiosk for one in house.hub.store.submissions.every()} == {"k2", "k3"}


def test_staff_read_that_the_hub_shut_it_out_again_and_why(house: House) -> None:
    house.put_back()

    page = words_of(house.signed_in().get("/kiosks").text)

    inside, _, out = page.partition("Kiosks that are shut out")
    assert "Kiosk k1" not in inside
    assert "Kiosk k1" in out
    assert "So this hub has shut it out again by itself." in out
    assert f"{LINE} today" in out, "no person did it"
    assert "Is one of these kiosks lost or stolen?" not in page


def test_it_stays_out_after_the_next_start_and_the_next_backup(house: House) -> None:
    for _ in range(2):
        house.put_back()
        house.call("k2")

    assert house.calls() == AFTERWARDS
    moves = [line.move for line in house.hub.store.history.about("kiosk k1")]
    assert moves == ["revoke-again"]


def test_tablet_that_is_found_again_is_paired_again_and_stays_in(house: House) -> None:
    house.put_back()
    tablet = house.kiosks["k1"]
    stolen, tablet.token = tablet.token, "another token"
    house.hub.store.kiosks.pair("k1", "Inngang", hash_of(tablet.token), now=utc(house.hub.now()))
    house.restart()

    assert house.call("k1") == (200, "")
    tablet.token = stolen
    assert house.call("k1") == (401, "not-allowed")


def test_staff_are_asked_to_look_where_the_list_is_lost_and_the_hub_serves(house: House) -> None:
    (house.data / "shut-outs.log").unlink()
    house.put_back()
    page = house.signed_in()

    asked = page.get("/kiosks").text
    assert house.call("k1") == (200, ""), "nobody can know"
    assert "Is one of these kiosks lost or stolen?" in asked
    assert 'class="count alarm"' in page.get("/board").text

    page.post("/kiosks/k1/revoke")
    done = page.post("/kiosks/looked-through", follow_redirects=True).text

    assert house.call("k1") == (401, "kiosk-revoked")
    assert "Good. The kiosks below are trusted." in done
    assert "Is one of these kiosks lost or stolen?" not in done
    assert [line.staff for line in house.hub.store.history.about("kiosks")] == [NAME]
