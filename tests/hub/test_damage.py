"""A database that a disk has damaged: it is seen, said in words, served as far as it goes, and never touched."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.bootstrap import open_hub, open_store
from hub.chores import chores
from hub.commands import main
from hub.config import HubConfig
from hub.model import Role
from hub.running import Hub
from hub.services.house import people, staff
from hub.services.keeping import scrub
from hub.services.keeping.scrub import Scrub
from hub.services.review import review
from hub.store.base import Store
from hub.web.staff_app import create_staff_app
from shared.errors import StoreDamaged
from shared.notice import Status
from shared.seal import UnsealKey
from tests.fakes import NOON
from tests.hub.web.conftest import BASE
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store
from tests.processes import run

TORN = b"\x5a" * 4_096
WORDS = b"flere krakker ved vinduet"


def flip(database: Path, words: bytes) -> None:
    """Let one bit of these words be another one, wherever they stand in the file."""
    content = bytearray(database.read_bytes())
    at = content.find(words)
    assert at > 0
    while at >= 0:
        content[at] ^= 1
        at = content.find(words, at + 1)
    database.write_bytes(content)


def tear(database: Path, table: str) -> None:
    """Let the first page of a table be full of something else."""
    with closing(sqlite3.connect(database)) as connection:
        (page,) = connection.execute("select rootpage from sqlite_master where name = ?", [table]).fetchone()
        (size,) = connection.execute("pragma page_size").fetchone()
    content = bytearray(database.read_bytes())
    assert size == len(TORN)
    content[(page - 1) * size : page * size] = TORN
    database.write_bytes(content)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a hub with an opened answer, one that cannot be opened, and many others."""
    data = tmp_path / "hub"
    with open_hub(HubConfig(data)):
        pass
    with closing(a_hub_store(data)) as store:
        kiosk = DeliveringKiosk(store)
        given = kiosk.give({"text": WORDS.decode(), "cards": []})
        review.publish(store, given, by=KARI, now=NOON, status=Status.HEARD, replies={})
        kiosk.give(key=UnsealKey(bytes(range(3, 19))))
        for _ in range(5):
            kiosk.deliver(*[kiosk.make() for _ in range(100)])
        store.scour()
    return data


def spoil_opened(data: Path) -> None:
    flip(data / "hub.db", WORDS)


def spoil_sealed(data: Path) -> None:
    with closing(open_store(data)) as store:
        (sealed,) = (one.submission.sealed for one in store.submissions.unopened())
    flip(data / "hub.db", sealed[20:60].encode())


def signed_in(hub: Hub) -> TestClient:
    """Return the browser of somebody who is signed in and reads English."""
    people.add(hub.store, "Kari", "fire gule elger", roles=set(Role), now=hub.now())
    token = staff.sign_in(hub.store, "Kari", "fire gule elger", address="x", now=hub.now())
    client = TestClient(create_staff_app(hub), BASE, headers={"accept-language": "en"})
    client.cookies.set("samskap-8080", token, domain="127.0.0.1")
    return client


def looked_through(store: Store) -> Scrub:
    """Return a scrub that has looked at everything, tables and records, whatever it found."""
    found = Scrub(store)
    for _ in range(3):
        try:
            found.look()
        except StoreDamaged:
            continue
    return found


def test_sound_database_is_called_sound(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_store(data)) as store:
        assert scrub.verify(store) == scrub.Verdict([], 502, [])
        looked_through(store).look()

    assert main(["verify", "--data", str(data)]) == 0
    assert capsys.readouterr().out == "Everything is as it was put there. Submissions: 502\n"


def test_backup_in_a_folder_of_its_own_is_looked_at_as_operating_md_says(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    alone = tmp_path / "try"
    alone.mkdir()
    with closing(sqlite3.connect(data / "hub.db")) as hub:
        hub.execute("VACUUM INTO ?", (str(alone / "hub.db"),))

    assert main(["verify", "--data", str(alone)]) == 0
    tear(alone / "hub.db", "mail_tries")
    assert main(["verify", "--data", str(alone)]) == 1

    said = capsys.readouterr()
    assert said.out == "Everything is as it was put there. Submissions: 502\n"
    assert "(store-damaged)" in said.err


@pytest.mark.parametrize("spoil", [spoil_opened, spoil_sealed])
def test_one_bit_of_an_answer_is_found_by_its_hash(
    data: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(data)

    with closing(open_store(data)) as store:
        verdict = scrub.verify(store)
        assert (verdict.faults, len(verdict.damaged)) == ([], 1)
        with pytest.raises(StoreDamaged):
            looked_through(store).look()
    before = (data / "hub.db").read_bytes()
    assert main(["verify", "--data", str(data)]) == 1

    said = capsys.readouterr().err
    assert said.startswith(f"damaged: submission {verdict.damaged[0]}\n{StoreDamaged.says} (store-damaged)")
    assert "docs/operating.md" in said
    assert (data / "hub.db").read_bytes() == before


def test_table_that_does_not_fit_together_is_seen_when_the_hub_starts(data: Path) -> None:
    tear(data / "hub.db", "mail_tries")

    with open_hub(HubConfig(data, discovery=False)) as hub:
        seen = next(chore for chore in chores.chores(hub, 1) if chore.fence.task == "scrub")
        with seen.fence:
            seen.work()
        page = signed_in(hub)

        assert seen.fence.trouble is not None
        shown = page.get("/kiosks")

    assert shown.status_code == 200
    assert "Not all that this hub keeps is as it was put there." in shown.text
    assert "put the newest backup in its place: kiosks bring back the last 30 days" in shown.text


def test_page_that_meets_damage_says_what_to_do_and_others_go_on(data: Path) -> None:
    tear(data / "hub.db", "notices")

    with open_hub(HubConfig(data, discovery=False)) as hub:
        page = signed_in(hub)
        board, inbox = page.get("/board"), page.get("/inbox")

    assert (board.status_code, inbox.status_code) == (503, 200)
    assert "put the newest backup in its place" in board.text
    assert "store-damaged" in board.text


def test_hub_that_cannot_start_for_damage_says_what_to_do_and_leaves_the_file(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tear(data / "hub.db", "counters")

    done = run("hub", "serve", "--data", str(data), "--staff-port", "0", "--sync-port", "0", "--no-discovery")

    assert done.returncode == 1
    assert "(store-damaged: " in done.stderr
    assert "docs/operating.md" in done.stderr
    assert TORN in (data / "hub.db").read_bytes()


def test_look_that_takes_too_long_is_broken_off(data: Path) -> None:
    with closing(open_store(data)) as store:
        assert store.soundness.faults(None, -1.0) is None
        assert store.soundness.faults("submissions", 60.0) == []


def test_looking_waits_for_no_writer_and_keeps_none_waiting(data: Path) -> None:
    with closing(open_store(data)) as store, closing(open_store(data)) as other, store.atomic():
        store.revisions.take()

        assert scrub.verify(other).is_sound
        assert other.soundness.look(0, 100) == (100, 100, [])
