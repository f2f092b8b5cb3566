"""The commands about activities, as other programs call them."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_hub, open_store
from hub.commands import main
from hub.config import HubConfig
from hub.model import LeaseAccount
from hub.services.activities import activities, calendar
from shared.errors import NotACalendar, NotJson
from shared.notice import SignUpState
from tests.builders import an_activity
from tests.fakes import NOON
from tests.hub_builders import KARI, a_hub_store
from tests.processes import run
from tests.seating import a_detail, a_sign_up, an_evening

SOUP = {
    "slug": "soup",
    "title": {"nb": "Suppe på øya"},
    "starts_at": "2027-01-12T17:00:00.000Z",
    "ends_at": "2027-01-12T19:00:00.000Z",
    "seats": 20,
    "waiting_list": True,
    "opens_at": "2026-12-01T08:00:00.000Z",
    "closes_at": "2027-01-11T17:00:00.000Z",
    "audience": "adults",
    "fields": ["name", "contact", "persons"],
}


def a_hub(folder: Path) -> Path:
    """The folder of a hub that was started once."""
    with open_hub(HubConfig(folder)):
        return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return a_hub(tmp_path / "hub")


def lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    """What a command prints when it succeeds, one object a line."""
    assert main(arguments) == 0
    return [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]


def written(folder: Path, content: object) -> str:
    """Write a file; return its path."""
    path = folder / "activity.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return str(path)


def test_time_of_another_shape_is_kept_in_the_one_shape_and_listed_in_its_place(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {**SOUP, "slug": "odd", "starts_at": "20270113T170000Z", "ends_at": "20270113T190000Z"}
    for one in (odd, SOUP):
        lines(capsys, "add-activity", written(tmp_path, one), "--data", str(data))

    listed = lines(capsys, "activities", "--json", "--data", str(data))

    starts = [(one["slug"], one["starts_at"]) for one in listed]
    assert starts == [("soup", SOUP["starts_at"]), ("odd", "2027-01-13T17:00:00.000Z")]


def test_activity_is_added_and_changed_by_its_slug(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (first,) = lines(capsys, "add-activity", written(tmp_path, SOUP), "--data", str(data))
    (second,) = lines(capsys, "add-activity", written(tmp_path, {**SOUP, "seats": None}), "--data", str(data))

    assert first == {
        "id": first["id"], "slug": "soup", "title": SOUP["title"], "starts_at": SOUP["starts_at"], "seats": 20,
        "confirmed": 0, "waiting": 0, "leased": {},
    }  # fmt: skip
    assert second == {**first, "seats": None}
    assert lines(capsys, "activities", "--data", str(data), "--json") == [second]
    with closing(open_store(data)) as store:
        assert activities.read(store, "soup").revision == 2


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ([SOUP], "activity.json is not one activity in { }"),
        ({**SOUP, "seats": 0}, "seats"),
        ({name: SOUP[name] for name in SOUP if name != "title"}, "title"),
        ({**SOUP, "ends_at": SOUP["starts_at"]}, "ends_at"),
    ],
)
def test_activity_that_is_not_complete_is_refused_in_plain_words(
    data: Path, tmp_path: Path, content: object, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add-activity", written(tmp_path, content), "--data", str(data)]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert "invalid-activity" in said.err
    assert word in said.err


def test_files_of_another_kind_are_called_that(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, '{"slug": "soup",}')

    assert main(["add-activity", file, "--data", str(data)]) == 1
    assert main(["import-calendar", file, "--data", str(data)]) == 1

    broken, no_calendar = capsys.readouterr().err.splitlines()
    assert broken.startswith(f"{NotJson.says} (not-json: {file}: ")
    assert "line 1 column 1" in broken
    assert no_calendar == f"{NotACalendar.says} (not-a-calendar: {file})"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_activity_saved_by_notepad_or_powershell_is_read(data: Path, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "soup.json"
    file.write_bytes(json.dumps(SOUP, ensure_ascii=False).encode(encoding))

    assert run("hub", "add-activity", str(file), "--data", str(data)).returncode == 0
    assert run("hub", "add-activity", "-", "--data", str(data), stdin="\ufeff" + json.dumps(SOUP)).returncode == 0


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"seats": 3, "most_persons": 4}, "sign-up-too-large"),
        ({"starts_at": "2020-01-12T17:00:00.000Z", "ends_at": "2020-01-12T19:00:00.000Z"}, "activity-over"),
    ],
)
def test_activity_nobody_could_come_to_is_refused_in_plain_words(
    data: Path, tmp_path: Path, changed: dict[str, Any], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = {**SOUP, "opens_at": None, "closes_at": None, **changed}

    assert main(["add-activity", written(tmp_path, given), "--data", str(data)]) == 1

    assert code in capsys.readouterr().err
    assert lines(capsys, "activities", "--data", str(data), "--json") == []


def test_activity_that_does_not_say_takes_no_party_larger_than_its_seats(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines(capsys, "add-activity", written(tmp_path, {**SOUP, "seats": 3}), "--data", str(data))

    with closing(open_store(data)) as store:
        assert activities.read(store, "soup").most_persons == 3


def test_activity_is_read_from_stdin(data: Path) -> None:
    done = run("hub", "add-activity", "-", "--data", str(data), stdin=json.dumps(SOUP))

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["slug"] == "soup"


def test_activities_tell_how_full_they_are_and_where_seats_are_out(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(a_hub_store(data)) as store:
        for activity in (an_evening("tea", 2, seats=None), an_activity(), an_evening("gone")):
            activities.save(store, activity, by=KARI, now=NOON)
        store.activities.withdraw("gone", changed=99)
        store.leases.save(LeaseAccount("soup", "k1", granted=6, returned=1, arrived=2))
        store.sign_ups.add(
            [a_sign_up("s1", 1, persons=3, seated=3), a_sign_up("s2", 2, state=SignUpState.WAITING, seated=0)], []
        )

    soup, tea = lines(capsys, "activities", "--data", str(data), "--json")

    assert (soup["slug"], soup["seats"], soup["confirmed"], soup["waiting"]) == ("soup", 20, 3, 1)
    assert soup["leased"] == {"k1": 3}
    assert (tea["slug"], tea["seats"], tea["leased"]) == ("tea", None, {})
    assert main(["activities", "--data", str(data)]) == 0
    assert "soup: 3 of 20 seats, 3 on kiosks, 1 waiting" in capsys.readouterr().out


def test_sign_ups_are_numbers_and_states_and_only_who_waits_has_a_place(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(a_hub_store(data)) as store:
        activities.save(store, an_activity(), by=KARI, now=NOON)
        waiting = [
            a_sign_up(f"w{n}", n, persons=n, state=SignUpState.WAITING, seated=0, received_at=f"{n}") for n in (2, 3)
        ]
        seated = a_sign_up("s1", 1)
        store.sign_ups.add([*waiting, seated], [a_detail("s1", value="kari@example.org")])

    found = lines(capsys, "signups", "--data", str(data), "--json")

    assert found[0] == {
        "id": "s1", "activity": "soup", "kiosk": "k1", "state": "confirmed", "place": None, "persons": 1,
        "made_at": seated.made_at, "received_at": seated.received_at,
    }  # fmt: skip
    assert [(one["id"], one["state"], one["place"], one["persons"]) for one in found[1:]] == [
        ("w2", "waiting", 1, 2), ("w3", "waiting", 2, 3),
    ]  # fmt: skip
    assert main(["signups", "--data", str(data)]) == 0
    assert "kari" not in capsys.readouterr().out


def test_calendar_of_one_hub_is_taken_in_by_another_without_loss(data: Path, tmp_path: Path) -> None:
    other = a_hub(tmp_path / "other")
    assert run("hub", "add-activity", "-", "--data", str(data), stdin=json.dumps(SOUP)).returncode == 0
    hidden = {**SOUP, "slug": "hidden", "listed": False}
    assert run("hub", "add-activity", "-", "--data", str(data), stdin=json.dumps(hidden)).returncode == 0
    printed = run("hub", "calendar", "--data", str(data))
    file = tmp_path / "soup.ics"
    file.write_text(printed.stdout, "utf-8")

    taken = run("hub", "import-calendar", str(file), "--data", str(other))

    assert (taken.returncode, taken.stderr) == (0, "")
    assert [json.loads(line)["slug"] for line in taken.stdout.splitlines()] == ["soup"]
    with closing(open_store(data)) as here, closing(open_store(other)) as there:
        assert activities.read(there, "soup") == activities.read(here, "soup")
    alone = run("hub", "calendar", "--data", str(data), "--activity", "hidden").stdout
    assert [one.slug for one in calendar.from_ical(alone.encode()).activities] == ["hidden"]


def test_import_changes_what_is_here_only_with_yes_and_says_what(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines(capsys, "add-activity", written(tmp_path, {**SOUP, "seats": 10}), "--data", str(data))
    with closing(open_store(data)) as store:
        here = activities.read(store, "soup")
    file = tmp_path / "soup.ics"
    file.write_bytes(calendar.to_ical([replace(here, seats=1_000)], library="Her", now=NOON + timedelta(days=1_000)))

    assert main(["import-calendar", str(file), "--data", str(data)]) == 1
    said = capsys.readouterr()
    with closing(open_store(data)) as store:
        assert activities.read(store, "soup") == here
    assert main(["import-calendar", str(file), "--yes", "--data", str(data)]) == 0
    with closing(open_store(data)) as store:
        assert activities.read(store, "soup").seats == 1_000

    assert said.out == ""
    assert said.err == "Not changed without --yes: soup: Seats: 10 -> 1000\n"


def test_event_that_cannot_be_taken_in_is_left_out_with_the_reason(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20990101T110000Z", "END:VEVENT", "BEGIN:VEVENT",
             "UID:2", "SUMMARY:Te", "DTSTART:20990101T110000Z", "END:VEVENT", "END:VCALENDAR"]  # fmt: skip
    file = tmp_path / "some.ics"
    file.write_bytes("\r\n".join(lines).encode())

    assert main(["import-calendar", str(file), "--data", str(data)]) == 1

    said = capsys.readouterr()
    assert "invalid-activity: title" in said.err
    assert json.loads(said.out)["title"] == {"nb": "Te"}


@pytest.mark.parametrize(
    ("lines", "ends", "said"),
    [
        (["RDATE;VALUE=TIME:083000"], 1, "Te: One of its dates cannot be read (RDATE 08:30:00)."),
        (["END:VEVENT", "Sendt fra min iPhone", "BEGIN:VEVENT", "UID:2", "DTSTART:20200101T110000Z"], 1, "Sendt fra"),
        (["CLASS:PRIVATE"], 1, "A private event: It is private in that calendar."),
        (
            ["END:VEVENT", "BEGIN:VEVENT", "UID:2", "DTSTART:20200101T110000Z"],
            0,
            "Not taken, because they are over already: 1",
        ),
    ],
)
def test_import_ends_with_1_and_says_why_when_something_was_left_out(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: list[str], ends: int, said: str
) -> None:
    event = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "SUMMARY:Te", "DTSTART:20990101T110000Z"]
    file = tmp_path / "some.ics"
    file.write_bytes("\r\n".join([*event, *lines, "END:VEVENT", "END:VCALENDAR"]).encode())

    assert main(["import-calendar", str(file), "--data", str(data)]) == ends

    assert said in capsys.readouterr().err


def test_leaflet_is_written_as_a_pdf(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines(capsys, "add-activity", written(tmp_path, SOUP), "--data", str(data))

    assert main(["leaflet", "--data", str(data), "--language", "da", "-o", str(tmp_path / "on.pdf")]) == 0
    (data / "hub.toml").write_text('staff_names = ["localhost:8080", "library.example"]')
    assert main(["leaflet", "--data", str(data), "--language", "da", "-o", str(tmp_path / "feed.pdf")]) == 0

    assert (tmp_path / "on.pdf").read_bytes().startswith(b"%PDF-")
    assert len((tmp_path / "feed.pdf").read_bytes()) > len((tmp_path / "on.pdf").read_bytes()) + 1_000  # one code more
