"""Backups: where they go, how the last ones went, one more now, and how one is put back."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

from fastapi.responses import HTMLResponse, Response

from hub.jobs import backing_up
from hub.model import Right
from hub.services.backups import drives, places, standing
from hub.services.backups.drives import Drive
from hub.services.backups.patience import LOOK_S, PATIENCE, WRITE_S
from hub.services.backups.standing import Standing
from hub.web.house import help_texts, long_work, work_pages
from hub.web.house.history_wording import MOVED
from hub.web.page import quicker, wording
from hub.web.page.access import At, Field, StaffRoutes, Stands
from hub.web.page.desk import Desk
from hub.web.page.page_data import PageData
from shared.errors import BackupError, FolderGone, NoBackupFolder, Stale, WorkBusy

pages = StaffRoutes(prefix="/backup")
OTHER = "other"


class Listed(NamedTuple):
    """A backup in the list: its file's name, when it was made, "" where that cannot be read, and how large it is."""

    name: str
    made_at: str
    size: str


class Offered(NamedTuple):
    """A drive that can be chosen, and how much room it has."""

    drive: Drive
    free: str


@dataclass(frozen=True, kw_only=True)
class BackupPage(PageData):
    """All about backups."""

    template = "house/backup.html"
    help = help_texts.BACKUP
    stands_at = "/backup"

    stands: Standing
    late: bool
    why: str
    """Why the last try did not work, a message id, or "": one that has worked since is none."""
    same_disk: bool
    drives: Sequence[Offered]
    typed: str
    errors: dict[str, str]
    saved: bool
    problem: str
    job: work_pages.Shown
    backups: Sequence[Listed]
    gone: str
    """Why it cannot be said what lies in the folder, a message id, or ""."""


@pages.get("", right=Right.SETTINGS)
def show_backup(desk: At, done: str = "") -> HTMLResponse:
    """Where backups go, and how the last ones went."""
    return _page(desk, saved=done == "saved")


CHOSEN = Stands(standing.SUBJECT, ("choose-backup-folder", "leave-off-backups"))


@pages.post("", right=Right.SETTINGS, stands=CHOSEN)
def choose_folder(desk: At, drive: Field = "", folder: Field = "") -> Response:
    """Let backups go to a drive that is plugged in, or to the folder that was typed."""
    typed = folder if drive in ("", OTHER) else drive
    try:
        data = desk.hub.config.data
        proved = PATIENCE.ask(lambda: standing.proved(desk.store, desk.hub.keys, data, typed, **desk.by), WRITE_S)
        with desk.unchanged():  # nobody else can write meanwhile, and a drive may be slow
            standing.choose(desk.store, proved, **desk.by)
    except Stale as error:
        desk.refuse(quicker.saved(desk.speech, error, MOVED))
        return _page(desk, HTTPStatus.CONFLICT, typed=typed)
    except BackupError as error:
        return _page(desk, HTTPStatus.UNPROCESSABLE_ENTITY, typed=typed, errors={"folder": desk.tr(error.says)})
    return desk.go("/backup", done="saved")


@pages.post("/none", right=Right.SETTINGS, stands=CHOSEN._replace(shows=show_backup))
def choose_none(desk: At) -> Response:
    """Make no more backups."""
    with desk.unchanged():
        standing.leave_off(desk.store, **desk.by)
    desk.hub.work.pass_over(backing_up.BACK_UP)
    return desk.go("/backup")


@pages.post("/begin", right=Right.SETTINGS)
def begin(desk: At) -> Response:
    """Make a backup now, in the background."""
    try:
        backing_up.begin(desk.hub.work, desk.store, desk.hub.keys, desk.hub.config.data, **desk.by)
    except (NoBackupFolder, WorkBusy) as error:
        return _page(desk, HTTPStatus.CONFLICT, problem=desk.tr(error.says))
    return desk.go("/backup")


@pages.post("/cancel", right=Right.SETTINGS)
def cancel(desk: At) -> Response:
    """Ask for an end of the backup that is being made."""
    desk.hub.work.cancel(backing_up.BACK_UP, by=desk.by["by"])
    return desk.go("/backup")


def _page(
    desk: Desk, status: int = 200, *, typed: str = "", errors: dict[str, str] | None = None, saved: bool = False,
    problem: str = "",
) -> HTMLResponse:  # fmt: skip
    stands, data = standing.read(desk.store), desk.hub.config.data
    backups, gone = _listed(desk, stands.folder)
    same_disk, found = _looked_round(stands.folder, data)
    page = BackupPage(
        stands=stands,
        late=stands.is_late(desk.now),
        why=wording.reason(stands.code),
        same_disk=same_disk,
        drives=[Offered(one, desk.speech.size(one.free)) for one in found],
        typed=typed or str(stands.folder or ""),
        errors=errors or {},
        saved=saved,
        problem=problem,
        job=work_pages.shown(desk, long_work.JOBS[backing_up.BACK_UP.name]),
        backups=backups,
        gone=gone,
    )
    return desk.show(page, status)


def _looked_round(folder: Path | None, data: Path) -> tuple[bool, list[Drive]]:
    """Return whether the folder lies on the hub's own disk, and which drives are plugged in, as far as they answer."""
    try:
        return PATIENCE.ask(
            lambda: (folder is not None and places.is_same_disk(folder, data), drives.plugged_in()), LOOK_S
        )
    except FolderGone:
        return False, []


def _listed(desk: Desk, folder: Path | None) -> tuple[list[Listed], str]:
    """Return the backups in the folder, the newest first, and why none can be seen."""
    if folder is None:
        return [], ""
    try:
        found = PATIENCE.ask(lambda: places.kept(folder, desk.hub.keys.hub_id), LOOK_S)
    except FolderGone as error:
        return [], error.says
    return [Listed(one.path.name, one.made_at, desk.speech.size(one.size)) for one in found[: places.KEEP]], ""
