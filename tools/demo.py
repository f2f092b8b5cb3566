"""``make demo``: a hub with starter and sample content in a temporary folder, and a paired kiosk.

With a screen the kiosk opens in a window and stays until it is closed. Without one it is rendered offscreen: a visitor
and a child come by real touches, and ``demo-output/index.html`` tells of it in pictures of the screens and of the staff
pages; at a terminal the hub then stays until a key is pressed, ten minutes at most.
"""

import json
import os
import secrets
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from hub.services.activities import templates
from shared.activity import activity_json
from shared.assets import asset
from tests.processes import HubProcess, environment, pair, run, serving, succeed
from tests.staff_desk import StaffDesk
from tools.demo_story import Story
from tools.holding import HOLD_S, hold

OUTPUT = Path("demo-output")
STAFF_NAME = "demo"
LIBRARY, COLOUR = "Holmlia bibliotek", "#1d4e89"
ENTRANCE, CHILDREN = "Ved inngangen", "Barneavdelingen"
"""Where the kiosks stand: the one that visitors touch, and the one that the samples come from."""
INTERRUPTED = 130
"""What a shell calls the end of a program that Ctrl-C ended."""


def say(text: str) -> None:
    """Tell the person at the terminal what happens."""
    sys.stdout.write(f"demo: {text}\n")
    sys.stdout.flush()


def has_screen() -> bool:
    """Tell whether a window would be seen."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def add_activities(hub: HubProcess, folder: Path) -> None:
    """Add an activity of each shape within the next two weeks, all open for sign-up."""
    for template in templates.listed():
        closes_before = template.closes_days_before or 0
        first_day = template.day_after(date.today() + timedelta(days=closes_before))
        made = activity_json(templates.activity(template, slug=template.id, first_day=first_day))
        file = folder / f"{template.id}.json"
        file.write_text(json.dumps({**made, "place": "Storsalen"}, ensure_ascii=False), "utf-8")
        succeed("hub", "add-activity", str(file), "--data", str(hub.data))


def add_samples(hub: HubProcess, desk: StaffDesk, folder: Path) -> None:
    """Let a second kiosk deliver the sample answers, and let staff publish some of them."""
    samples = json.loads(asset("starter", "samples.json").read_text("utf-8"))
    samples += json.loads(asset("starter", "sign-ups.json").read_text("utf-8"))
    notices = json.loads(asset("starter", "notices.json").read_text("utf-8"))
    said = [{"prompt": "ideas", "language": n["language"], "answer": {"text": n["text"]}} for n in notices]
    lines, kiosk = folder / "samples.jsonl", folder / "sample-kiosk"
    lines.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [*said, *samples]), "utf-8")
    pair(kiosk, hub, name=CHILDREN)
    succeed("kiosk", "sync", "--data", str(kiosk))
    printed = succeed("kiosk", "fill", str(lines), "--data", str(kiosk))
    succeed("kiosk", "sync", "--data", str(kiosk))
    thanked = [json.loads(line)["id"] for line in printed.splitlines()]
    for submission_id, notice in zip(thanked, notices, strict=False):
        desk.publish(submission_id, status=notice["status"], replies=notice["reply"])


@contextmanager
def furnished(folder: Path, password: str) -> Iterator[tuple[HubProcess, Path, StaffDesk]]:
    """Yield a hub with sample content, the folder of a kiosk paired with it, and somebody who is signed in there."""
    kiosk = folder / "kiosk"
    (folder / "hub").mkdir()
    (folder / "hub" / "hub.toml").write_text(f'name = "{LIBRARY}"\n', "utf-8")
    with serving(folder / "hub") as hub, StaffDesk(hub, STAFF_NAME, password) as desk:
        desk.settle(LIBRARY, colour=COLOUR, sound=True)
        add_activities(hub, folder)
        add_samples(hub, desk, folder)
        pair(kiosk, hub, name=ENTRANCE)
        succeed("kiosk", "sync", "--data", str(kiosk))
        yield hub, kiosk, desk


def main() -> int:
    """Run the demo; return the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="samskap-demo-"))
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    try:
        with furnished(folder, password) as (hub, kiosk, desk):
            sign_in = f"staff pages: {hub.staff_url}   name: {STAFF_NAME}   password: {password}"
            code = 0
            if has_screen():
                say(sign_in)
                say("the kiosk opens in a window; close it to end the demo")
                os.environ.update(environment())
                code = run_window(kiosk)
            else:
                visit_offscreen(hub, kiosk, desk, password)
                stay(sign_in)
        say("the hub has ended")
        return code
    except KeyboardInterrupt:
        say("ended")
        return INTERRUPTED
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_window(kiosk: Path) -> int:
    """Open the kiosk and wait until it is closed."""
    return run("kiosk", "run", "--data", str(kiosk), "--size", "1280x800", "--windowed", timeout=None).returncode


def visit_offscreen(hub: HubProcess, kiosk: Path, desk: StaffDesk, password: str) -> None:
    """Let a visitor and a child come by touches, and leave their story in pictures."""
    say("no screen here: a visitor and a child come offscreen")
    from tools.demo_visit import DemoVisit

    OUTPUT.mkdir(exist_ok=True)
    for old in OUTPUT.glob("*.png"):
        old.unlink()
    story = Story(OUTPUT)
    DemoVisit(hub, kiosk, desk, story).make(STAFF_NAME, password)
    say(f"{len(story.names)} pictures, and what happens in them: {story.write()}")


def stay(sign_in: str) -> None:
    """Let the hub go on while somebody at a terminal looks around; elsewhere do not wait, and say no sign-in."""
    stays = f"they stay open for {HOLD_S / 60:.0f} minutes, with no kiosk to show what is published there"
    hold(f"demo: {sign_in}\ndemo: {stays}; press a key to end the demo", HOLD_S)


if __name__ == "__main__":
    sys.exit(main())
