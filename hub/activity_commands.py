"""The commands about activities: what there is, who comes, and calendars in and out."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from hub import config
from hub.bootstrap import open_hub, open_store
from hub.model import OwnHand
from hub.running import Hub
from hub.services.activities import activities, calendar, calendar_import, seats, sign_ups
from hub.services.activities.calendar_import import Change
from hub.services.activities.calendars.differences import differences
from hub.services.activities.calendars.left_out import LeftOut
from hub.services.activities.sign_ups import Listed
from hub.services.house import settings
from hub.services.house.timekeeping import Timekeeper
from hub.store.base import Store
from shared.activity import Activity, activity_from_json
from shared.errors import InvalidActivity, NoHubHere, NotACalendar, NotJson
from shared.languages import DEFAULT_LANGUAGE, LANGUAGES, Translate, translator
from shared.written import MARK, read_text

WHO = OwnHand("command")
"""Who saved an activity, in the audit."""

Run = Callable[[argparse.Namespace], int]
AddCommand = Callable[[str, Run, str], argparse.ArgumentParser]


def add_to(command: AddCommand) -> None:
    """Add the commands about activities to the others."""
    listing = command("activities", _activities, "Print every activity and how full it is.")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    adding = command("add-activity", _add_activity, "Add an activity, or the next revision of it.")
    adding.add_argument("file", metavar="FILE", help="its JSON; - for standard input")
    coming = command("signups", _sign_ups, "Print every sign-up: numbers and states, never who.")
    coming.add_argument("--json", action="store_true", help="one JSON object a line")
    feeding = command("calendar", _calendar, "Print the activities that are listed as iCalendar.")
    feeding.add_argument("--activity", metavar="SLUG", help="this one alone, listed or not")
    taking = command(
        "import-calendar", _import_calendar, "Take in the activities of a calendar file that are not over."
    )
    taking.add_argument("file", type=Path, metavar="FILE.ics", help="iCalendar, of Samskap or of another program")
    taking.add_argument("--yes", action="store_true", help="change what is here already, too")
    printing = command("leaflet", _leaflet, "Write what's on as a PDF to print.")
    printing.add_argument("--language", choices=LANGUAGES, default=DEFAULT_LANGUAGE, help="in which language")
    printing.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.pdf", help="where to write it")


def _activities(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        for activity in activities.listed(store):
            line = _as_json(store, activity)
            print(json.dumps(line) if told.json else _in_words(activity, line))
    return 0


def _add_activity(told: argparse.Namespace) -> int:
    text = sys.stdin.read().removeprefix(MARK) if told.file == "-" else read_text(Path(told.file))
    name = "standard input" if told.file == "-" else told.file
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as exc:
        raise NotJson(f"{name}: {exc}") from exc
    if not isinstance(given, dict):
        raise InvalidActivity(f"{name} is not one activity in {{ }}")
    with existing_hub(told.data) as hub:
        given.setdefault("zone", settings.read(hub.store).zone)
        saved = activities.offer(hub.store, activity_from_json(given), by=WHO, now=hub.now())
        print(json.dumps(_as_json(hub.store, saved)))
    return 0


def _sign_ups(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        slugs = dict.fromkeys(one.activity for one in store.sign_ups.every())
        for one in (one for slug in slugs for one in sign_ups.listed(store, slug)):
            line = _sign_up_json(one)
            print(json.dumps(line) if told.json else _in_a_row(line))
    return 0


def _calendar(told: argparse.Namespace) -> int:
    with closing(existing(told.data)) as store:
        listed = [one for one in activities.listed(store) if one.listed]
        chosen = listed if told.activity is None else [activities.read(store, told.activity)]
        library = settings.read(store)
        content = calendar.to_ical(
            chosen, library=library.name, now=Timekeeper(store).now(), language=library.default_language
        )
    sys.stdout.buffer.write(content)
    return 0


def _import_calendar(told: argparse.Namespace) -> int:
    content, tr = told.file.read_bytes(), translator("en")
    with existing_hub(told.data) as hub:
        try:
            taken = calendar_import.take(hub.store, content, by=WHO, now=hub.now(), agreed=None if told.yes else "")
        except NotACalendar as exc:
            raise NotACalendar(str(told.file)) from exc
        for activity in taken.activities:
            print(json.dumps(_as_json(hub.store, activity)))
        for change in taken.waiting:
            print(_would_change(change, hub.now()), file=sys.stderr)
    for left in taken.left:
        print(_left_out(left, tr), file=sys.stderr)
    if taken.over:
        print(f"Not taken, because they are over already: {len(taken.over)}", file=sys.stderr)
    return 1 if taken.left or taken.waiting else 0


def _would_change(change: Change, now: datetime) -> str:
    """Return in words what a file would make of an activity that is here."""
    told = [
        f"{what}: {was} -> {becomes}" if was else f"{what}: {becomes}"
        for what, was, becomes in differences(change.before, change.after, language="en", now=now)
    ]
    told += ["it was withdrawn, and would come back"] if change.withdrawn else []
    told += ["the file is older than what is here"] if change.older else []
    told += [f"sign-ups: {change.sign_ups}"] if change.sign_ups else []
    return f"Not changed without --yes: {change.before.slug}: {'. '.join(told)}"


def _left_out(left: LeftOut, tr: Translate) -> str:
    error = f" ({left.error})" if left.error else ""
    return f"{left.name(tr)}: {left.why(tr)}{error}" if left.title else left.why(tr)


def _leaflet(told: argparse.Namespace) -> int:
    from hub.services.activities import leaflet
    from hub.services.house import logo

    with existing_hub(told.data) as hub:
        now, feed = hub.now(), leaflet.feed(hub.config.bases)
        coming = [one for one in activities.listed(hub.store) if one.listed and not one.is_over(now)]
        shown = logo.picture(hub.store)
        content = leaflet.pdf(coming, settings.read(hub.store), language=told.language, now=now, feed=feed, logo=shown)
    told.output.write_bytes(content)
    print(f"Written: {told.output}")
    return 0


def _as_json(store: Store, activity: Activity) -> dict[str, Any]:
    seating = seats.overview(store, activity)
    return {
        "id": activity.id,
        "slug": activity.slug,
        "title": {language: text.title for language, text in activity.texts.items()},
        "starts_at": activity.starts_at,
        "seats": seating.seats,
        "confirmed": seating.confirmed,
        "waiting": seating.waiting,
        "leased": seating.leased,
    }


def _in_words(activity: Activity, line: dict[str, Any]) -> str:
    if line["seats"] is None:
        full = "drop in"
    else:
        leased = sum(line["leased"].values())
        full = f"{line['confirmed']} of {line['seats']} seats, {leased} on kiosks, {line['waiting']} waiting"
    return f"{activity.starts_at}  {activity.slug}: {full}"


def _in_a_row(line: dict[str, Any]) -> str:
    return "  ".join("-" if said is None else str(said) for said in line.values())


def _sign_up_json(one: Listed) -> dict[str, Any]:
    sign_up = one.sign_up
    return {
        "id": sign_up.id,
        "activity": sign_up.activity,
        "kiosk": sign_up.kiosk,
        "state": sign_up.state.value,
        "place": one.place,
        "persons": sign_up.persons,
        "made_at": sign_up.made_at,
        "received_at": sign_up.received_at,
    }


def existing(data: Path) -> Store:
    """Open the store of a hub that is there. Raises NoHubHere, StoreError."""
    must_exist(data)
    return open_store(data)


@contextmanager
def existing_hub(data: Path) -> Iterator[Hub]:
    """Open a hub that is there: a mistyped folder makes no new library. Raises NoHubHere, InvalidConfig, StoreError."""
    must_exist(data)
    with open_hub(config.load(data)) as hub:
        yield hub


def must_exist(data: Path) -> None:
    """Look for what every hub has in its folder; one that lost its database says so itself. Raises NoHubHere.

    Keys alone are no hub: a folder with backups has them too.
    """
    if not any((data / name).exists() for name in ("hub.db", "revision.mark")):
        raise NoHubHere(f"{data}; samskap-hub serve makes a new one")
