"""The commands that need no network: fill, status, set-pin, and what sync and pair say without a hub."""

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands import fetch, run_command
from kiosk.staff_round.pin import Pin
from kiosk.store import KioskStore
from shared.activity import Occasion
from shared.clock import Clock
from shared.errors import InvalidConfig
from shared.kinds import kind_of
from shared.languages import LANGUAGES
from shared.notice import ReceiptState
from shared.protocol import Lease
from shared.slip import Slip, new_slip, read_slip, stretched
from shared.sole import sole
from shared.submission import Submission
from tests.builders import (
    ANSWERS,
    HUB_KEY,
    SETTINGS,
    a_news,
    a_pairing,
    a_receipt,
    a_sealed,
    a_store,
    an_activity,
    payload_of,
    save,
)
from tests.fakes import FrozenClock
from tests.listening import a_certificate


def a_line(kind: str = "idea", **over: Any) -> str:
    return json.dumps({"prompt": kind, "language": "nb", "answer": ANSWERS[kind], **over}, ensure_ascii=False)


def filled(folder: Path, *lines: str) -> int:
    source = folder.parent / "lines.jsonl"
    source.write_bytes("".join(f"{line}\n" for line in lines).encode())
    return run_command(["fill", str(source), "--data", str(folder)])


def test_fill_thanks_each_line_and_what_it_printed_is_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kiosk"
    a_store(folder).close()

    code = filled(folder, *(a_line(kind) for kind in SETTINGS))

    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    saved = KioskStore.open(folder).waiting().submissions
    assert code == 0
    assert printed == [{"id": s.id, "receipt_code": slip_in(s).code} for s in saved]
    assert [kind_of(s.kind).unpack(payload_of(s)) for s in saved] == list(ANSWERS.values())


def test_fill_without_codes_gives_nobody_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kiosk"
    a_store(folder).close()
    source = tmp_path / "lines.jsonl"
    source.write_text(a_line() + "\n")

    assert run_command(["fill", "--without-codes", str(source), "--data", str(folder)]) == 0

    (saved,) = KioskStore.open(folder).waiting().submissions
    assert json.loads(capsys.readouterr().out) == {"id": saved.id}
    opened = HUB_KEY.unseal(saved.sealed_bytes, submission_id=saved.id, kind=saved.kind)
    assert read_slip(opened) is None


def slip_in(submission: Submission) -> Slip:
    """The slip that was sealed with it."""
    opened = HUB_KEY.unseal(submission.sealed_bytes, submission_id=submission.id, kind=submission.kind)
    slip = read_slip(opened)
    assert slip is not None
    return slip


def test_fill_reports_bad_lines_by_number_and_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kiosk"
    a_store(folder).close()

    code = filled(
        folder,
        a_line(),
        "{",
        "",
        '["prompt"]',
        a_line(language="tlh"),
        a_line(language=["nb"]),
        a_line(prompt="gone"),
        a_line(prompt=["idea"]),
        a_line(answer=[]),
        a_line(answer={"text": " "}),
        a_line(answer={"text": "x" * 2_001}),
        a_line(answer={"text": "hei", "name": "Kari"}),
        a_line("poll"),
    )

    out, err = capsys.readouterr()
    said = [line.split(":")[0] for line in err.splitlines()]
    assert code == 1
    assert len(out.splitlines()) == 2
    assert said == [f"line {number}" for number in (2, *range(4, 13))]
    assert "[not-json: Expecting property name" in err
    assert "[invalid-input: missing: prompt, language, answer]" in err
    assert f"[invalid-input: unknown language (wanted: {', '.join(LANGUAGES)})]" in err
    assert "[invalid-answer: unknown fields: name]" in err
    assert "Kari" not in err


def test_fill_stops_when_nothing_can_be_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kiosk"
    a_store(folder).close()
    (folder / "pairing.json").unlink()

    code = filled(folder, a_line(), a_line())

    assert code == 1
    assert [line.partition("[")[2] for line in capsys.readouterr().err.splitlines()] == [
        "not-paired: no hub, so no key to seal to]"
    ]


def test_status_prints_the_books_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "kiosk"
    a_store(folder).close()
    filled(folder, a_line())
    capsys.readouterr()

    code = run_command(["status", "--data", str(folder), "--json"])

    figures = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (figures["created"], figures["waiting"], figures["on_hub"]) == (1, 1, 0)
    assert figures.keys() >= {"set_aside", "erased", "last_sync_at", "skew_s", "free_bytes", "salvages"}


def test_status_of_a_new_kiosk_is_printed_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["status", "--data", str(tmp_path / "new")]) == 0
    assert "waiting: 0" in capsys.readouterr().out.splitlines()


def a_sign_up(persons: int = 1, **over: Any) -> str:
    people = [{"name": "Kari", "age": "adult"}] * persons
    answer = {"activity": "soup", "persons": people, "contact": "kari@example.org", "fields": {}}
    return json.dumps({"prompt": "signup", "language": "nb", "answer": {**answer, **over}})


def a_folder_with_soup(tmp_path: Path, granted: int = 2) -> Path:
    store = a_store(tmp_path / "kiosk", Clock())
    soup = an_activity(dates=[Occasion("2199-01-01T17:00:00.000Z", "2199-01-01T19:00:00.000Z")])
    lease = Lease("soup", granted, granted, 24 * 3600)
    store.take_receipt(a_receipt(store.now(), leases=[lease], news=a_news(activities=[soup])))
    store.close()
    return tmp_path / "kiosk"


def test_fill_signs_up_and_prints_what_the_visitor_was_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder_with_soup(tmp_path)

    code = filled(folder, a_sign_up(2), a_sign_up(1, split=False))

    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    saved = KioskStore.open(folder).waiting()
    assert code == 0
    assert [(one["id"], one["state"]) for one in printed] == [
        (saved.submissions[0].id, "confirmed"),
        (saved.submissions[1].id, "requested"),
    ]
    assert saved.promised == [printed[0]["id"]]
    assert [one["receipt_code"] for one in printed] == [slip_in(one).code for one in saved.submissions]


def test_fill_tells_what_is_wrong_with_a_sign_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder_with_soup(tmp_path)

    code = filled(
        folder,
        a_sign_up(activity="gone"),
        a_sign_up(activity=["soup"]),
        a_sign_up(0),
        a_sign_up(fields={"shoe size": "43"}),
        a_sign_up(contact="x" * 121),
        a_sign_up(),
    )

    out, err = capsys.readouterr()
    codes = [line.partition("[")[2].partition(":")[0].rstrip("]") for line in err.splitlines()]
    assert code == 1
    assert len(out.splitlines()) == 1
    assert codes == ["unknown-activity", "invalid-answer", "answer-empty", "invalid-answer", "answer-too-long"]
    assert "Kari" not in err


def test_look_up_prints_what_a_visitor_sees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder_with_soup(tmp_path)
    filled(folder, a_sign_up(2), a_line())
    printed = [json.loads(line)["receipt_code"] for line in capsys.readouterr().out.splitlines()]
    word = ReceiptState("ABCDEFGH", "waiting", {"nb": "Vi ringer", "en": "We call"}, "soup", 3, 0, 7)
    sealed = a_sealed(word, Slip(word.code, 0, stretched(word.code, "hub1")))
    KioskStore.open(folder).take_receipt(a_receipt(news=replace(a_news(), receipts=[sealed])))

    codes = [run_command(["look-up", code, "--data", str(folder), "--json"]) for code in (*printed, "abcd-efgh")]

    seen = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert codes == [0, 0, 0]
    assert seen == [
        {"state": "confirmed", "place": None, "reply": None, "activity": "soup", "persons": 2},
        {"state": "waiting", "place": None, "reply": None, "activity": None, "persons": None},
        {"state": "waiting", "place": 1, "reply": "Vi ringer", "activity": "soup", "persons": 3},
    ]


def test_look_up_of_an_unknown_code_says_so_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run_command(["look-up", "ZZZZZZZZ", "--data", str(tmp_path / "kiosk"), "--json"])

    assert code == 1
    assert capsys.readouterr() == ("", "Nothing was found. Check each letter and try again. [not-found]\n")


def test_look_up_without_json_prints_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder_with_soup(tmp_path)
    filled(folder, a_sign_up(2))
    code = json.loads(capsys.readouterr().out)["receipt_code"]

    assert run_command(["look-up", code, "--data", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == ["state: confirmed", "activity: soup", "persons: 2"]


def test_set_pin_reads_standard_input_as_powershell_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("\ufeff271828\n"))

    assert run_command(["set-pin", "--data", str(tmp_path)]) == 0
    Pin(KioskStore.open(tmp_path), FrozenClock().monotonic).check("271828")


def test_sync_before_pairing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["sync", "--data", str(tmp_path)]) == 1
    assert "not-paired" in capsys.readouterr().err


def test_wrong_setting_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "kiosk.toml").write_text("theme = 'pink'")

    assert run_command(["status", "--data", str(tmp_path)]) == 1
    said = "[invalid-config: theme: pink (wanted: light, contrast, dark)]"
    assert capsys.readouterr().err == f"{InvalidConfig.says} {said}\n"


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere.invalid:8443", "not an address"])
def test_pair_without_a_hub_there_ends_with_3(tmp_path: Path, address: str) -> None:
    assert run_command(["pair", "--data", str(tmp_path), "--hub", address, "--code", "K7QM-2XHT-9FRB"]) == 3


def test_first_sync_that_fails_says_that_the_pairing_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub = a_certificate(tmp_path)
    pairing = a_pairing(address="127.0.0.1:1", certificate=hub.pem, certificate_sha256=hub.sha256)

    fetch(a_store(tmp_path / "kiosk"), Clock(), pairing)

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("The pairing holds, questions come with the next sync. ")
    assert "[hub-unreachable" in said.err


def test_pair_with_half_a_code_does_not_even_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["pair", "--data", str(tmp_path), "--hub", "127.0.0.1:1", "--code", "K7QM"]) == 1
    assert "wrong-code" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["fill", "status", "look-up"])
def test_commands_without_a_network_load_neither_kivy_nor_a_network_library(tmp_path: Path, command: str) -> None:
    store = a_store(tmp_path / "kiosk")
    slip = new_slip("hub1")
    save(store, slip=slip)
    store.close()
    source = tmp_path / "lines.jsonl"
    source.write_text(a_line() + "\n")
    given = {"fill": [str(source)], "look-up": [slip.code]}.get(command, [])
    arguments = [command, *given, "--data", str(tmp_path / "kiosk")]
    program = (
        "import sys; from kiosk.commands import run_command; code = run_command(sys.argv[1:]); "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'kivy', 'httpx2', 'zeroconf', 'cattrs'})); "
        "sys.exit(code)"
    )

    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True)

    assert (done.returncode, done.stderr, done.stdout.splitlines()[-1]) == (0, "", "[]")


@pytest.mark.parametrize("size", ["1280", "1280x", "0x800", "1280 x 800", "²x³", "wide"])
def test_size_that_is_none_is_said_with_one_that_is(capsys: pytest.CaptureFixture[str], size: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(["run", "--data", "/nowhere", "--size", size])

    assert ended.value.code == 2
    assert f"argument --size: {size} is no size; one is written as 1280x800" in capsys.readouterr().err


def test_file_that_is_not_there_is_said_with_a_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = str(tmp_path / "none.jsonl")
    a_store(tmp_path / "kiosk").close()

    assert run_command(["fill", missing, "--data", str(tmp_path / "kiosk")]) == 1
    assert f"[machine-error: {missing}: No such file or directory]" in capsys.readouterr().err


def test_second_run_of_a_folder_is_refused_and_the_other_commands_work_beside_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder_with_soup(tmp_path)

    with sole(folder / "kiosk.lock"):
        second = run_command(["run", "--data", str(folder)])
        said = capsys.readouterr().err
        shown = run_command(["status", "--data", str(folder)])
        gave = filled(folder, a_sign_up(2))

    assert (second, "[already-running" in said) == (1, True)
    assert (shown, gave) == (0, 0)


def test_run_without_a_screen_says_so(tmp_path: Path) -> None:
    around = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    command = [sys.executable, "-m", "kiosk", "run", "--data", str(tmp_path)]

    done = subprocess.run(command, env=around | {"SDL_VIDEODRIVER": "x11"}, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (1, "")
    assert "There is no screen to draw on. [no-screen: " in done.stderr


def test_help_is_there_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("run", "pair", "fill", "look-up", "sync", "status", "set-pin"):
        with pytest.raises(SystemExit) as ended:
            run_command([command, "--help"])
        assert ended.value.code == 0
        assert "--data DIR" in capsys.readouterr().out
