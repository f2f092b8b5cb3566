"""The commands about backups, beside a hub that serves real kiosks, and after its disk is gone."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hub.bootstrap import open_store
from hub.keys import open_keys
from hub.services.backups import lists, standing
from hub.services.review import review
from shared.errors import BackupDamaged, BadPhrase, HubHere, NoBackupFolder, WrongWords
from shared.seal import to_phrase
from tests.hub_builders import KARI, By, a_hub_store, an_arrival
from tests.processes import HubProcess, environment, pair, run, serving, succeed


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[HubProcess]:
    with serving(tmp_path / "hub", discovery=False) as started:
        yield started


def give(kiosk: Path, *texts: str) -> list[str]:
    """Let visitors write these at the kiosk, and let it sync; return their ids."""
    file = kiosk.with_name("lines.jsonl")
    lines = [{"language": "nb", "prompt": "ideas", "answer": {"text": text, "cards": []}} for text in texts]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    printed = succeed("kiosk", "fill", "--without-codes", str(file), "--data", str(kiosk))
    succeed("kiosk", "sync", "--data", str(kiosk))
    return [json.loads(line)["id"] for line in printed.splitlines()]


def back_up(hub: HubProcess, folder: Path) -> Path:
    said = succeed("hub", "backup", "--data", str(hub.data), "-o", str(folder))
    return Path(said.partition(": ")[0])


def test_hub_whose_disk_is_gone_serves_again_and_its_kiosk_brings_back_what_came_since(
    hub: HubProcess, tmp_path: Path
) -> None:
    kiosk, stick = tmp_path / "kiosk", tmp_path / "stick"
    pair(kiosk, hub)
    succeed("kiosk", "sync", "--data", str(kiosk))
    before = give(kiosk, "en benk", "en lampe")
    words = succeed("hub", "recovery-phrase", "--data", str(hub.data), "--language", "nn")
    file = back_up(hub, stick)
    after = give(kiosk, "et teppe", "en stol")
    now = datetime.now(UTC)
    with closing(open_store(hub.data)) as store:
        for one in (before[0], after[0]):
            review.erase(store, one, by=KARI, now=now)
        lists.put(store, open_keys(hub.data), hub.data, stick, now=now)
    hub.kill()
    shutil.rmtree(hub.data)

    said = succeed("hub", "restore-backup", str(file), "--data", str(tmp_path / "new"), stdin=words)

    assert str(tmp_path / "new") in said
    hub.data = tmp_path / "new"
    hub.start()
    for _ in range(2):
        succeed("kiosk", "sync", "--data", str(kiosk))
    assert {one["id"] for one in hub.submissions()} == {before[1], after[1]}


def test_what_went_wrong_is_a_sentence_and_nothing_is_left_behind(hub: HubProcess, tmp_path: Path) -> None:
    stick, new = tmp_path / "stick", tmp_path / "new"
    words = succeed("hub", "recovery-phrase", "--data", str(hub.data))
    file = back_up(hub, stick)
    cut = stick / "cut.backup"
    cut.write_bytes(file.read_bytes()[:-1])
    others = " ".join(to_phrase(bytes(16), "nb"))

    for path, data, said, error in [
        (file, hub.data, words, HubHere),
        (file, new, others, WrongWords),
        (file, new, "en to tre", BadPhrase),
        (cut, new, words, BackupDamaged),
    ]:
        done = run("hub", "restore-backup", str(path), "--data", str(data), stdin=said)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(f"{error.says} ({error.code}: ")
    assert not new.exists()

    done = run("hub", "backup", "--data", str(hub.data))
    assert (done.returncode, done.stderr) == (1, f"{NoBackupFolder.says} (no-backup-folder: say one: -o FOLDER)\n")


def test_command_that_is_killed_in_the_middle_harms_nothing(hub: HubProcess, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    words = succeed("hub", "recovery-phrase", "--data", str(hub.data))
    first = back_up(hub, stick)
    command = [sys.executable, "-m", "hub", "backup", "--data", str(hub.data), "-o", str(stick)]
    killed = 0
    for _ in range(3):
        with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL) as making:
            while making.poll() is None and not list(stick.glob("*.part")):
                pass
            making.send_signal(signal.SIGKILL)
        killed += making.returncode == -signal.SIGKILL
    assert killed

    last = back_up(hub, stick)

    assert not list(stick.glob("*.part"))
    for n, file in enumerate((first, last)):
        succeed("hub", "restore-backup", str(file), "--data", str(tmp_path / f"new{n}"), stdin=words)
        succeed("hub", "verify", "--data", str(tmp_path / f"new{n}"))


def test_hub_that_serves_makes_its_first_backup_by_itself(tmp_path: Path) -> None:
    data, stick = tmp_path / "hub", tmp_path / "stick"
    stick.mkdir()
    a_hub_store(data).close()
    keys, by = open_keys(data), By(by=KARI, now=datetime.now(UTC))
    (data / "hub-copy.db").write_text("left of a hub that was killed")
    with closing(open_store(data)) as store:
        given = an_arrival()
        store.submissions.add([given])
        standing.choose(store, standing.proved(store, keys, data, str(stick), **by), **by)

    with serving(data, discovery=False) as hub:
        assert hub.process
        while not list(stick.glob("*.backup")) and hub.process.poll() is None:
            pass
        assert hub.stop() == 0

    (file,) = stick.glob("*.backup")
    assert not (data / "hub-copy.db").exists()
    words = succeed("hub", "recovery-phrase", "--data", str(data))
    succeed("hub", "restore-backup", str(file), "--data", str(tmp_path / "new"), stdin=words)
    printed = succeed("hub", "submissions", "--data", str(tmp_path / "new"), "--json")
    assert [json.loads(line)["id"] for line in printed.splitlines()] == [given.submission.id]
