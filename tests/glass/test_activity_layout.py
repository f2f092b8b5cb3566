"""The screens of activities in every size, text scale and language; and with as much text as an activity may have."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.visit.views import LookingUp
from shared.activity import MAX_DATES, MAX_DESCRIPTION, MAX_LINE, MAX_TITLE, ActivityText, Occasion, check_activity
from shared.errors import DiskFull
from shared.submission import utc
from tests.fakes import NOON
from tests.glass.activities import a_kiosk_with_activities, just_over, starter_activities, tell_activities
from tests.glass.driver import Driver
from tests.glass.kiosks import a_kiosk
from tests.glass.layout import (
    AT_EVERY_SCALE,
    EVERY_LOOK,
    IN_EVERY_SIZE,
    SMALLEST,
    Steps,
    faults,
    walk,
    worst_in_every_language,
)
from tests.glass.longest import LongestApp, longest_activities, longest_prompts, with_widest_slips
from tests.glass.test_long_texts import filled

STEPS: Steps = {
    "home": lambda glass: glass.tap("language-nb"),
    "what's on": lambda glass: glass.app.visit.open_activities(),
    "what's on today": lambda glass: glass.tap("today"),
    "full": lambda glass: (glass.tap("all"), glass.app.visit.read_activity("democracy-soup")),
    "series": lambda glass: (glass.tap("back"), glass.app.visit.read_activity("baby-cafe")),
    "drop in": lambda glass: (glass.tap("back"), glass.app.visit.read_activity("talk-cafe")),
    "workshop": lambda glass: (glass.tap("back"), glass.app.visit.read_activity("children-workshop")),
    "persons": lambda glass: glass.tap("sign-up"),
    "persons, family": lambda glass: [glass.reach(f"more-{age}") for age in ("adult", "child", "toddler")],
    "too many": lambda glass: glass.reach("more-child"),
    "names": lambda glass: glass.tap("main"),
    "names, none": lambda glass: glass.tap("main"),
    "contact": lambda glass: (glass.type("Ada"), [glass.tap("main") for _ in range(4)]),
    "contact, none": lambda glass: glass.tap("main"),
    "needs": lambda glass: (glass.app.visit.write("contact", "ada.lovelace@example.org"), glass.tap("main")),
    "needs, open": lambda glass: glass.page.form.open_keyboard("food"),
    "organisation": lambda glass: (glass.tap("back"), glass.tap("main"), glass.tap("role-voluntary")),
    "organisation, open": lambda glass: glass.page.form.open_keyboard("organisation"),
    "note": lambda glass: (glass.tap("back"), glass.tap("main")),
    "sign-up review": lambda glass: (glass.type("Vi kommer litt sent."), glass.tap("main")),
    "on the list": lambda glass: glass.tap("send"),
    "seat": lambda glass: sign_up(glass, "idea-meeting", 2),
    "looked up": lambda glass: look_up(glass),
    "changing": lambda glass: glass.tap("change-sign-up"),
    "fewer": lambda glass: glass.tap("less-persons"),
    "nobody": lambda glass: glass.tap("nobody"),
    "not saved": lambda glass: glass.app.visit._show(replace(glass.app.visit.view, problem=DiskFull("full"))),
    "changed": lambda glass: glass.tap("send"),
    "exit, home": lambda glass: (tell_over(glass), glass.tap("back")),
    "exit": lambda glass: glass.reach("prompt-exit-democracy-soup"),
    "exit thanks": lambda glass: [glass.tap("said-yes") for _ in range(3)],
    "exit, more": lambda glass: glass.tap("more"),
    "exit thanks again": lambda glass: (glass.type("Mer suppe"), glass.tap("send")),
}


def sign_up(glass: Driver, slug: str, adults: int) -> None:
    """Sign up by touch, with one name."""
    glass.app.visit.go_home()
    glass.app.visit.open_activities()
    glass.app.visit.read_activity(slug)
    glass.frames(4)
    glass.tap("sign-up")
    for _ in range(adults - 1):
        glass.tap("more-adult")
    glass.tap("main")
    glass.type("Kari")
    while glass.screen == "AskScreen":
        glass.tap("main")
    glass.tap("send")


def look_up(glass: Driver) -> None:
    """Look up the sign-up that was just thanked for."""
    code = glass.app.visit.view.slip.code
    glass.app.visit._show(LookingUp())
    glass.frames(2)
    glass.type(code)
    glass.tap("main")


def tell_over(glass: Driver) -> None:
    """The soup is nearly over."""
    tell_activities(glass.app.kiosk, [just_over(one) for one in starter_activities() if one.slug == "democracy-soup"])


@IN_EVERY_SIZE
def test_every_screen_of_activities_fits_in_the_longest_language(size: tuple[int, int], tmp_path: Path) -> None:
    kiosk = a_kiosk(tmp_path / "kiosk", news={"prompts": longest_prompts()})
    tell_activities(kiosk, longest_activities())

    with Driver.of(with_widest_slips(kiosk), size=size, app=LongestApp) as glass:
        assert walk(glass, STEPS, lambda number: AT_EVERY_SCALE) == {}


def test_every_screen_of_activities_fits_in_every_language(tmp_path: Path) -> None:
    with Driver.of(with_widest_slips(a_kiosk_with_activities(tmp_path / "kiosk")), size=SMALLEST) as glass:
        assert walk(glass, STEPS, worst_in_every_language) == {}


@pytest.mark.layouts
@IN_EVERY_SIZE
def test_every_screen_of_activities_fits_in_every_language_at_every_text_scale(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with Driver.of(with_widest_slips(a_kiosk_with_activities(tmp_path / "kiosk")), size=size) as glass:
        assert walk(glass, STEPS, lambda number: EVERY_LOOK) == {}


@IN_EVERY_SIZE
def test_the_longest_texts_of_an_activity_are_shown_whole(size: tuple[int, int], tmp_path: Path) -> None:
    line = filled(MAX_LINE)
    text = ActivityText(filled(MAX_TITLE), ("Vi lager mat sammen. " * 60)[:MAX_DESCRIPTION], line)
    start = NOON + timedelta(days=1)
    dates = [
        Occasion(utc(at), utc(at + timedelta(hours=2))) for at in (start + timedelta(days=n) for n in range(MAX_DATES))
    ]
    workshop = starter_activities()[-1]
    fields = [replace(asked, reasons={"nb": line}) for asked in workshop.fields]
    long = replace(workshop, texts={"nb": text}, place=line, host=line, dates=dates, fields=fields)
    check_activity(long)
    kiosk = a_kiosk(tmp_path / "kiosk")
    tell_activities(kiosk, [long])

    found: dict[str, list[str]] = {}
    with Driver.of(with_widest_slips(kiosk), size=size) as glass:
        for name in ("language-nb", "whats-on", "activity-children-workshop", "sign-up"):
            glass.reach(name)
            for scale in (1.0, 1.6):
                glass.app.text_scale = scale
                glass.frames(4)
                if wrong := faults(glass):
                    found[f"{glass.screen} after {name}, {scale}"] = wrong

    assert found == {}
