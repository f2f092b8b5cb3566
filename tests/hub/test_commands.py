"""The commands, as other programs call them."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hub.bootstrap import open_hub, open_store
from hub.commands import main
from hub.config import HubConfig
from hub.keys import open_keys
from hub.services.house import staff
from hub.services.review import review
from hub.services.sync import intake
from hub.store.sqlite import FILE
from shared.errors import InvalidConfig
from shared.languages import LANGUAGES
from shared.protocol import read_pairing_code
from shared.seal import UnsealKey, to_phrase
from tests.builders import ANSWERS, HUB_KEY
from tests.fakes import NOON
from tests.hub_builders import KARI, DeliveringKiosk, a_hub_store, an_arrival
from tests.processes import run

FIELDS = ["id", "kiosk", "seq", "prompt", "kind", "state", "language", "made_at", "received_at", "answer"]


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    """A folder that is not there."""
    return tmp_path / "hub"


@pytest.fixture
def data(nowhere: Path) -> Path:
    """The folder of a hub that was started once."""
    with open_hub(HubConfig(nowhere)):
        return nowhere


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command prints when it succeeds."""
    assert main(arguments) == 0
    return capsys.readouterr().out


def submissions(capsys: pytest.CaptureFixture[str], data: Path) -> list[dict[str, Any]]:
    lines = printed(capsys, "submissions", "--data", str(data), "--json")
    return [json.loads(line) for line in lines.split("\n") if line]


@pytest.mark.parametrize(("setting", "value"), [("interfaces", "127.1"), ("smtp_host", "smtp..host")])
def test_wrong_setting_is_named_and_there_is_no_traceback(data: Path, setting: str, value: str) -> None:
    variables: dict[str, Any] = {f"SAMSKAP_HUB_{setting.upper()}": value}

    done = run("hub", "pairing-code", "--data", str(data), **variables)

    assert done.returncode == 1
    assert done.stderr == f"{InvalidConfig.says} (invalid-config: {setting}: {value})\n"


def test_pairing_code_is_open_when_it_is_printed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = printed(capsys, "pairing-code", "--data", str(data), "--place", "ved inngangen").strip()

    assert read_pairing_code(code)
    with closing(open_store(data)) as store:
        opened = store.kiosks.code()
    assert opened is not None
    assert (opened[0].code, opened[0].place) == (code, "ved inngangen")


def test_new_folder_is_for_the_owner_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed(capsys, "pairing-code", "--data", str(data))

    assert data.stat().st_mode & 0o777 == 0o700


def test_mark_that_powershell_puts_before_a_password_is_no_part_of_it(data: Path) -> None:
    assert run("hub", "add-staff", "--data", str(data), "Kari", stdin="\ufefffire gule elger\n").returncode == 0

    with closing(open_store(data)) as store:
        assert staff.sign_in(store, "Kari", "fire gule elger", address="127.0.0.1", now=NOON)


def test_staff_are_added_with_the_password_from_stdin(data: Path) -> None:
    done = run("hub", "add-staff", "--data", str(data), "Åse Ødegård", stdin="fire gule elger\n")

    assert (done.returncode, done.stderr) == (0, "")
    with closing(open_store(data)) as store:
        assert staff.sign_in(store, "Åse Ødegård", "fire gule elger", address="x", now=NOON)


def test_first_person_is_everything_and_whoever_comes_later_what_is_said(data: Path) -> None:
    def add(name: str, *roles: str) -> tuple[int, str]:
        told = [part for role in roles for part in ("--role", role)]
        done = run("hub", "add-staff", "--data", str(data), name, *told, stdin="fire gule elger\n")
        return done.returncode, done.stderr

    assert add("Kari") == (0, "")
    assert add("Ola") == (1, "Choose at least one role. (no-role: Ola)\n")
    assert add("Ola", "reviewer", "activity-owner") == (0, "")
    assert add("Per", "boss")[0] == 2

    listed = run("hub", "staff", "--data", str(data), "--json").stdout.splitlines()
    everything = ["activity-owner", "admin", "facilitator", "reviewer", "safeguarding"]
    assert [json.loads(line) for line in listed] == [
        {"name": "Kari", "roles": everything, "shut_out_at": None, "invited": False},
        {"name": "Ola", "roles": ["activity-owner", "reviewer"], "shut_out_at": None, "invited": False},
    ]
    assert run("hub", "staff", "--data", str(data)).stdout.splitlines()[1] == "Ola: activity-owner, reviewer"


def test_history_is_printed_and_a_line_that_was_changed_is_found(data: Path) -> None:
    assert run("hub", "add-staff", "--data", str(data), "Kari", stdin="fire gule elger\n").returncode == 0
    assert run("hub", "recovery-phrase", "--data", str(data)).returncode == 0

    lines = [json.loads(line) for line in run("hub", "history", "--data", str(data), "--json").stdout.splitlines()]

    assert [(line["who"], line["what"], line["about"]) for line in lines[-2:]] == [
        ("command", "add", "staff 1"), ("command", "show-phrase", "phrase")
    ]  # fmt: skip
    assert [line["n"] for line in lines] == sorted(line["n"] for line in lines)
    assert run("hub", "history", "--data", str(data)).stdout.splitlines()[-1].endswith("command: show-phrase phrase")
    assert run("hub", "verify", "--data", str(data)).returncode == 0

    with closing(sqlite3.connect(data / FILE)) as file, file:
        file.execute("update audit set staff = 'Ola' where n = ?", [lines[-2]["n"]])
    done = run("hub", "verify", "--data", str(data))

    assert done.returncode == 1
    assert f"history: line {lines[-2]['n']} is not as it was written" in done.stderr


def test_weak_password_is_said_on_stderr(data: Path) -> None:
    done = run("hub", "add-staff", "--data", str(data), "Kari", stdin="kort\n")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "A password needs at least 12 characters. (weak-password: length)\n"


def test_password_that_is_easy_to_guess_is_said_on_stderr(data: Path) -> None:
    done = run("hub", "add-staff", "--data", str(data), "Kari", stdin="aaaaaaaaaaaa\n")

    assert (done.returncode, done.stdout) == (1, "")
    assert "(guessable-password: " in done.stderr


def test_submissions_are_one_object_a_line_with_the_answers_as_given(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = "æ 👩‍👩‍👧 مرحبا e\u0301 \u200b \u2028\u2029\x85 linje\nskift" + "x" * 1_900
    with closing(a_hub_store(data)) as store:
        kiosk = DeliveringKiosk(store)
        given = [kiosk.give(answer, kind=kind) for kind, answer in ANSWERS.items()]
        given += [kiosk.give({"text": odd, "cards": []}), kiosk.give(key=UnsealKey(bytes(16)))]
        review.keep(store, given[0], by=KARI, now=NOON)

    found = submissions(capsys, data)

    assert [list(line) for line in found] == [FIELDS] * len(given)
    assert [line["id"] for line in found] == given
    assert [line["seq"] for line in found] == list(range(1, len(given) + 1))
    assert [line["answer"] for line in found] == [*ANSWERS.values(), {"text": odd, "cards": []}, None]
    assert [line["state"] for line in found] == ["kept", *["new"] * (len(given) - 2), "set_aside"]
    assert found[0] | {"id": "", "answer": {}} == {
        "id": "",
        "kiosk": "k1",
        "seq": 1,
        "prompt": "idea",
        "kind": "idea",
        "state": "kept",
        "language": "nb",
        "made_at": "2026-11-22T12:00:00.000Z",
        "received_at": "2026-11-22T12:00:00.000Z",
        "answer": {},
    }


def test_half_a_character_is_printed_as_it_is_stored(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(a_hub_store(data)) as store:
        DeliveringKiosk(store).give(payload=b'{"text":"\\ud800"}')

    assert submissions(capsys, data)[0]["answer"] == {"text": "\ud800"}


def test_submissions_of_a_hub_that_serves_do_not_wait(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(a_hub_store(data)) as store:
        store.submissions.add([an_arrival()])
        with store.atomic():
            store.submissions.add([an_arrival()])

            assert len(submissions(capsys, data)) == 1


def test_submissions_stop_quietly_when_nobody_listens(data: Path) -> None:
    with closing(a_hub_store(data)) as store:
        store.submissions.add([an_arrival() for _ in range(5_000)])
    command = [sys.executable, "-m", "hub", "submissions", "--data", str(data), "--json"]

    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as printing:
        assert printing.stdout is not None
        assert printing.stderr is not None
        json.loads(printing.stdout.readline())
        printing.stdout.close()

        assert printing.stderr.read() == b""


def test_submissions_are_counted_without_json(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(a_hub_store(data)) as store:
        store.submissions.add([an_arrival()])

    assert printed(capsys, "submissions", "--data", str(data)) == "1 new, 0 kept, 0 published, 0 set_aside\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_recovery_phrase_is_the_key_in_words(data: Path, capsys: pytest.CaptureFixture[str], language: str) -> None:
    keys = open_keys(data)

    phrase = printed(capsys, "recovery-phrase", "--data", str(data), "--language", language)

    assert phrase.split() == to_phrase(keys.unseal_key.secret, language)


def test_restored_key_opens_what_was_set_aside(data: Path) -> None:
    with closing(a_hub_store(data)) as store:
        kiosk = DeliveringKiosk(store)
        old, lost = kiosk.make(), kiosk.make(key=UnsealKey(bytes(16)))
        new_key = open_keys(data).unseal_key
        intake.receive(kiosk.delivery(old, lost), kiosk=kiosk.paired, store=store, unseal_key=new_key, now=NOON)

    done = run("hub", "restore-key", "--data", str(data), stdin=" ".join(to_phrase(HUB_KEY.secret, "sv")) + "\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert "opened with it: 1" in done.stdout
    with closing(open_store(data)) as store:
        assert [stored.submission.id for stored in store.submissions.unopened()] == [lost.id]
        assert [line.move for line in store.history.about("phrase")] == ["restore-key"]
    assert open_keys(data).unseal_key.secret == HUB_KEY.secret


def test_wrong_phrase_changes_nothing(data: Path) -> None:
    before = open_keys(data).unseal_key.secret

    done = run("hub", "restore-key", "--data", str(data), stdin="ikke en frase\n")

    assert done.returncode == 1
    assert "bad-phrase" in done.stderr
    assert open_keys(data).unseal_key.secret == before


def commands_of(folder: Path) -> dict[str, list[str]]:
    """Every command but those that make a hub, with what it wants besides one."""
    soup = folder / "soup.json"
    soup.write_text("{}")
    return {
        **{name: [] for name in ("pairing-code", "submissions", "recovery-phrase", "restore-key", "verify", "backup")},
        **{name: [] for name in ("activities", "signups", "calendar", "staff", "history")},
        **{name: [str(soup)] for name in ("add-activity", "import-calendar")},
        "add-staff": ["Kari"],
        "go-on-without": ["keys"],
        "leaflet": ["-o", str(folder / "on.pdf")],
    }


@pytest.mark.parametrize("there", [False, True])
def test_folder_without_a_hub_is_said_and_nothing_is_made_in_it(
    nowhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    if there:
        nowhere.mkdir()
    commands = commands_of(tmp_path)
    helped = run("hub", "--help").stdout

    said = {}
    for command, more in commands.items():
        assert main([command, "--data", str(nowhere), *more]) == 1
        said[command] = capsys.readouterr().err

    assert set(re.findall(r"^    ([a-z][a-z-]+)\b", helped, re.MULTILINE)) == {*commands, "serve", "restore-backup"}
    assert set(said.values()) == {
        f"There is no hub here. Is it the right folder? (no-hub-here: {nowhere}; samskap-hub serve makes a new one)\n"
    }
    assert sorted(path.name for path in tmp_path.rglob("*")) == (["hub", "soup.json"] if there else ["soup.json"])


def test_folder_of_a_backup_is_no_hub_and_none_is_made_in_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hub-2026-11-29.db").write_bytes(b"a backup")
    (tmp_path / "keys").mkdir()

    assert main(["verify", "--data", str(tmp_path)]) == 1

    assert "no-hub-here" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hub-2026-11-29.db", "keys"]


def test_file_that_is_not_there_is_said_with_a_code(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(data / "none.ics")

    for command in ("import-calendar", "add-activity"):
        assert main([command, "--data", str(data), missing]) == 1
        assert f"(machine-error: {missing}: No such file or directory)" in capsys.readouterr().err


def test_broken_database_is_said_and_left_alone(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "hub.db").write_bytes(b"no database at all" * 1_000)

    assert main(["submissions", "--data", str(data)]) == 1

    assert "store-damaged" in capsys.readouterr().err
    assert (data / "hub.db").read_bytes() == b"no database at all" * 1_000


def test_setting_that_makes_no_sense_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "hub.toml").write_text("colour = 3\n")

    assert main(["pairing-code", "--data", str(data)]) == 1

    assert "colour" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["dance"], ["serve"], ["submissions", "--data"]])
def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
