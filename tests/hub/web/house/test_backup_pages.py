"""Backups in the pages: the folder chosen, one made now, what lies there, and what went wrong."""

import shutil
import threading
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from hub.jobs.backing_up import BACK_UP
from hub.jobs.work import Ending, Portions
from hub.model import OwnHand, Role
from hub.services.backups import places, standing
from hub.services.house import history
from shared.errors import FolderGone, FolderInside, FolderMissing, FolderUnfit, NoBackupFolder
from tests.hub.web.conftest import OpenClient
from tests.hub.web.house.test_work_pages import wait
from tests.hub.web.library import Library


@pytest.fixture
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is not the hub's."""
    return tmp_path_factory.mktemp("stick")


def page(staff: TestClient) -> str:
    return unescape(staff.get("/backup").text)


def choose(staff: TestClient, folder: object, drive: str = "") -> tuple[int, str]:
    answer = staff.post("/backup", data={"folder": str(folder), "drive": drive})
    return answer.status_code, unescape(answer.text)


def test_library_chooses_a_folder_and_makes_its_first_backup(staff: TestClient, library: Library, stick: Path) -> None:
    assert "Back up now" not in page(staff)
    assert choose(staff, stick / "Samskap")[0] == 303
    chosen = page(staff)
    assert str(stick / "Samskap") in chosen
    assert "None lies there yet." in chosen

    assert staff.post("/backup/begin").headers["location"] == "/backup"
    wait(BACK_UP)

    made = page(staff)
    (file,) = (stick / "Samskap").glob("*.backup")
    assert file.name in made
    assert "read back when it was made" in made
    assert "could be read back: 0." in made
    moves = [line.move for line in history.every(library.store)]
    assert {"choose-backup-folder", "begin-work", "begin-backup", "back-up", "done-work"} <= set(moves)


@pytest.mark.parametrize("drive", ["", "other", "the drive"])
def test_drive_counts_before_what_is_typed(staff: TestClient, library: Library, stick: Path, drive: str) -> None:
    for name in ("typed", "drive"):
        (stick / name).mkdir()
    chosen = str(stick / "drive") if drive == "the drive" else drive

    choose(staff, stick / "typed", chosen)

    assert standing.read(library.store).folder == stick / ("drive" if drive == "the drive" else "typed")


def test_folder_that_cannot_be_is_explained_and_nothing_is_chosen(
    staff: TestClient, library: Library, stick: Path
) -> None:
    for typed, error in [
        ("stick", FolderUnfit),
        (stick / "not" / "there", FolderMissing),
        (library.hub.config.data / "backups", FolderInside),
    ]:
        status, said = choose(staff, typed)
        assert status == 422
        assert error.says in said
        assert f'value="{typed}"' in said
    assert standing.read(library.store).folder is None


def test_folder_on_the_hubs_own_disk_is_taken_with_a_warning(staff: TestClient, library: Library) -> None:
    beside = library.hub.config.data.parent / "beside"

    assert choose(staff, beside)[0] == 303

    assert "on the hub's own disk" in page(staff)


def test_backup_without_a_folder_says_so(staff: TestClient) -> None:
    answer = staff.post("/backup/begin")

    assert answer.status_code == 409
    assert NoBackupFolder.says in unescape(answer.text)


def test_drive_that_is_pulled_is_told_with_its_reason_and_the_former_stay(
    staff: TestClient, library: Library, stick: Path
) -> None:
    choose(staff, stick)
    shutil.move(stick, stick.with_name("drawer"))

    staff.post("/backup/begin")
    wait(BACK_UP)

    said = page(staff)
    assert "It did not work" in said
    assert FolderGone.says in said
    stand = library.hub.work.stand(BACK_UP)
    assert stand is not None
    assert (stand.ending, stand.code) == (Ending.FAILED, "folder-gone")

    shutil.move(stick.with_name("drawer"), stick)
    staff.post("/backup/begin")
    wait(BACK_UP)
    assert "It did not work" not in page(staff)


def test_reason_is_told_by_a_hub_that_was_started_anew_too(staff: TestClient, library: Library, stick: Path) -> None:
    choose(staff, stick)
    standing.note_failed(library.store, FolderGone(), now=library.clock())

    said = page(staff)

    assert "The last backup did not work." in said
    assert FolderGone.says in said


def test_two_days_without_a_backup_are_told_to_those_who_see_to_it(
    staff: TestClient, open_client: OpenClient, library: Library, stick: Path
) -> None:
    choose(staff, stick)
    assert "No backup has worked for two days." not in page(staff)

    library.clock.go(days=2, hours=1)
    staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")

    assert "No backup has worked for two days." in page(staff)
    assert "No backup has worked for two days." in staff.get("/today").text
    ola = open_client()
    ola.cookies.set("samskap-8080", library.begin_session(library.add_staff("Ola", Role.REVIEWER).name))
    assert "No backup" not in ola.get("/today").text, "it is not hers to see to"


def test_reason_stands_on_today_with_when_the_last_one_was_made(
    staff: TestClient, library: Library, stick: Path
) -> None:
    choose(staff, stick)
    standing.note_made(library.store, stick / "x.backup", 9, now=library.clock())
    library.clock.go(days=2, hours=1)
    standing.note_failed(library.store, FolderGone(), now=library.clock())
    staff.cookies.set("samskap-8080", library.begin_session(), domain="127.0.0.1")

    today = unescape(staff.get("/today").text)

    assert FolderGone.says in today
    assert "The last one was made" in today
    assert 'href="/backup"' in today


def test_trouble_of_the_last_one_goes_when_nobody_wants_backups(
    staff: TestClient, library: Library, stick: Path
) -> None:
    choose(staff, stick)
    shutil.rmtree(stick)
    staff.post("/backup/begin")
    wait(BACK_UP)
    assert [one.task for one in library.hub.fences.troubles()] == ["backup"]

    staff.post("/backup/none")

    assert library.hub.fences.troubles() == []


def test_file_that_is_no_backup_is_told_in_the_list(staff: TestClient, library: Library, stick: Path) -> None:
    choose(staff, stick)
    (stick / f"samskap-{library.hub.keys.hub_id}-00009-2026-12-01.backup").write_bytes(b"scribble")

    assert "It cannot be read." in page(staff)


def test_no_more_backups_are_made_when_nobody_wants_them(staff: TestClient, library: Library, stick: Path) -> None:
    choose(staff, stick)
    kept = sorted(stick.iterdir())

    staff.post("/backup/none")

    assert standing.read(library.store).folder is None
    assert sorted(stick.iterdir()) == kept
    assert "leave-off-backups" in [line.move for line in history.every(library.store)]


def test_backup_is_cancelled_and_leaves_nothing(staff: TestClient, library: Library, stick: Path) -> None:
    choose(staff, stick)

    staff.post("/backup/begin")
    assert staff.post("/backup/cancel").headers["location"] == "/backup"
    wait(BACK_UP)

    stand = library.hub.work.stand(BACK_UP)
    assert stand is not None
    made = places.kept(stick, library.hub.keys.hub_id)
    assert len(made) == (stand.ending is Ending.DONE), "it may have been faster"
    assert not list(stick.glob("*.part"))


def test_backup_that_the_hub_began_is_told_as_such(staff: TestClient, library: Library, stick: Path) -> None:
    choose(staff, stick)
    held = threading.Event()

    def portions() -> Portions:
        yield 1, 3
        assert held.wait(20)
        return None

    library.hub.work.start(BACK_UP, portions, by=standing.WHO, now=library.clock())
    going = page(staff), unescape(staff.get("/background").text)
    library.hub.work.cancel(BACK_UP, by=OwnHand("Ola"))
    held.set()
    wait(BACK_UP)

    assert all("It began by itself" in one for one in going)
    assert 'action="/backup/cancel"' in going[0]


def test_only_those_who_keep_the_library_safe_see_it(open_client: OpenClient, library: Library) -> None:
    ola = open_client()
    ola.cookies.set("samskap-8080", library.begin_session(library.add_staff("Ola", Role.REVIEWER).name))

    assert ola.get("/backup").status_code == 403
    for path in ("", "/begin", "/cancel", "/none"):
        assert ola.post(f"/backup{path}").status_code == 403
