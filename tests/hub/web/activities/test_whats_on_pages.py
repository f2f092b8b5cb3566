"""Activities: the list, making, changing, repeating and calling them off."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from fastapi.testclient import TestClient

from hub.bus import NEWS
from hub.services.activities import activities, sign_ups, templates
from hub.services.restoring import recount
from hub.web.activities.activity_dates import short, span
from hub.web.activities.activity_form import blank, filled
from hub.web.page.times import dated
from shared.activity import Activity, Occasion
from shared.languages import LANGUAGES
from shared.notice import SignUpState
from shared.submission import utc
from tests.fakes import NOON
from tests.hub.web.happenings import SLUG, an_activity, hold, kari, write_in
from tests.hub.web.library import ENTRANCE, Library


def fields_of(activity: Activity, **over: str) -> dict[str, str]:
    """What a browser sends of the form of an activity."""
    form = filled(activity)
    rows = {f"dates-{n}-{part}": value for n, row in enumerate(form.rows) for part, value in row.items()}
    return {name: value for name, value in form.values.items() if value} | rows | {"act": "save"} | over


def test_list_has_the_next_first_and_says_how_full_each_is(library: Library, staff: TestClient) -> None:
    hold(library, "later", in_days=20, seats=None)
    hold(library, "sooner", in_days=2, seats=3)
    hold(library, "past", in_days=-3)
    write_in(library, "Ola", "Per", slug="sooner")
    write_in(library, "Kari", "Nils", slug="sooner")

    page = staff.get("/activities").text

    assert page.index('id="sooner"') < page.index('id="later"')
    assert 'id="past"' not in page
    assert ["2 of 3 seats taken" in page, "1 sign-up waits" in page, "Drop in" in page] == [True] * 3
    assert 'id="past"' in staff.get("/activities?over=1").text


def test_shape_renamed_in_one_language_alone_is_asked_about_once(library: Library, staff: TestClient) -> None:
    day = library.clock().date() + timedelta(days=9)
    shape = templates.activity(templates.read("baby-cafe"), slug="baby-cafe", first_day=day)
    typed = fields_of(shape, **{"title-nb": "Trilletreff"})

    asked = staff.post("/activities/new", data=typed)
    none = activities.seats_coming(library.store, library.clock())
    made = staff.post("/activities/new", data=typed | {"act": "save-as-it-is"})

    still = "ready-made ones: Norwegian Nynorsk, Swedish, Danish, English."
    assert (asked.status_code, still in unescape(asked.text), none) == (200, True, [])
    assert made.headers["location"] == "/activity/trilletreff?done=made"


def test_correcting_what_is_over_does_not_say_that_kiosks_show_it(library: Library, staff: TestClient) -> None:
    past = hold(library, "past", in_days=-3)

    said = staff.get(staff.post("/activity/past/edit", data=fields_of(past)).headers["location"]).text

    assert "Saved. The kiosks do not show it: its last day is over." in said


def test_what_is_over_is_listed_a_page_at_a_time_the_latest_first(library: Library, staff: TestClient) -> None:
    slugs = [f"past-{n:02}" for n in range(1, 60)]
    for n, slug in enumerate(slugs, 1):
        hold(library, slug, in_days=-n)

    first = staff.get("/activities?over=1").text
    (older,) = re.findall(r'href="(/activities\?over=1&amp;before=[^"]+)" rel="next"', first)
    second = staff.get(unescape(older)).text

    assert re.findall(r'<li id="([^"]+)"', first) + re.findall(r'<li id="([^"]+)"', second) == slugs
    assert 'rel="next"' not in second
    assert "Over <b>59</b>" in first


def test_list_says_how_many_must_be_told_of_each(library: Library, staff: TestClient) -> None:
    for slug in ("sooner", "later"):
        hold(library, slug)
    for one in (write_in(library, "Ola", slug="sooner"), write_in(library, "Kari", slug="sooner")):
        sign_ups.cancel(library.store, one.id, by=kari(library), now=library.clock())

    page = staff.get("/activities").text

    assert re.findall(r'href="/activity/(\w+)/tell">.*?(\d) to tell', page) == [("sooner", "2")]


def test_library_that_plans_nothing_is_told_how_to_begin(staff: TestClient) -> None:
    assert "Nothing is planned" in staff.get("/activities").text


def test_new_activity_begins_from_a_template_or_empty(staff: TestClient) -> None:
    shapes = ("idea-meeting", "democracy-soup", "baby-cafe", "talk-cafe", "children-workshop", "empty")
    chooser = staff.get("/activities/new").text

    assert all(f'href="/activities/new?template={shape}"' in chooser for shape in shapes)
    assert [staff.get(f"/activities/new?template={shape}").status_code for shape in shapes] == [200] * 6
    assert staff.get("/activities/new?template=nothing").status_code == 404


def test_activity_is_made_with_all_its_fields_and_who_makes_it_looks_after_it(
    library: Library, staff: TestClient
) -> None:
    wanted = an_activity(
        library,
        minimum=3,
        host="Frivilligsentralen",
        audience="families",
        tags={"of": "Naboer", "by": "Naboer", "for": "Alle"},
        exit_kiosks=[ENTRANCE],
        waiting_list=False,
        most_persons=4,
    )
    library.bus.said.clear()

    answer = staff.post("/activities/new", data=fields_of(wanted))

    made = activities.read(library.store, "demokratisuppe")
    kept = filled(wanted).rows
    assert answer.headers["location"] == "/activity/demokratisuppe?done=made"
    assert replace(made, id=wanted.id, slug=SLUG, dates=wanted.dates) == replace(wanted, revision=1)
    assert filled(made).rows[0]["day"] == kept[0]["day"]
    assert activities.may_see_contacts(library.store, made.slug, kari(library))
    assert library.bus.said == [NEWS]


def test_each_date_by_itself_makes_a_series_of_activities(library: Library, staff: TestClient) -> None:
    staff.post("/activities/new", data=fields_of(an_activity(library, dates=3), series="each"))

    made = activities.listed(library.store)
    assert [len(one.dates) for one in made] == [1, 1, 1]
    assert len({one.slug for one in made}) == 3
    assert len({one.series for one in made}) == 1
    assert all(activities.may_see_contacts(library.store, one.slug, kari(library)) for one in made)


def test_one_sign_up_for_all_dates_makes_one_activity(library: Library, staff: TestClient) -> None:
    staff.post("/activities/new", data=fields_of(an_activity(library, dates=3)))

    (made,) = activities.listed(library.store)
    assert len(made.dates) == 3


def test_changed_activity_is_the_next_revision(library: Library, staff: TestClient) -> None:
    before = hold(library)

    answer = staff.post(f"/activity/{SLUG}/edit", data=fields_of(before, place="Salen"))

    after = activities.read(library.store, SLUG)
    assert answer.status_code == 303
    assert after == replace(before, place="Salen", revision=2)


def test_dates_are_rearranged_without_saving_and_nothing_typed_is_lost(library: Library, staff: TestClient) -> None:
    typed = fields_of(an_activity(library), act="weekly", times="2") | {"title-da": "Demokrati<suppe>"}

    page = unescape(staff.post("/activities/new", data=typed).text)

    assert 'name="dates-2-day"' in page
    assert 'name="dates-3-day"' not in page
    assert ">\nDemokrati<suppe></textarea>" in page
    assert activities.listed(library.store) == []


def test_mistake_is_marked_and_nothing_is_lost(library: Library, staff: TestClient) -> None:
    typed = fields_of(an_activity(library), seats="0") | {"reason-food-nb": "Så alle kan spise."}

    answer = staff.post("/activities/new", data=typed)

    page = unescape(answer.text)
    assert answer.status_code == 422
    assert 'id="seats-wrong"' in page
    assert ">\nSå alle kan spise.</textarea>" in page
    assert activities.listed(library.store) == []


def test_seats_that_are_taken_cannot_be_taken_away(library: Library, staff: TestClient) -> None:
    before = hold(library)
    write_in(library, "Ola", "Per", "Kari")

    answer = staff.post(f"/activity/{SLUG}/edit", data=fields_of(before, seats="2", most_persons="2"))

    assert answer.status_code == 422
    assert "These seats are taken" in answer.text
    assert activities.read(library.store, SLUG) == before


def test_copy_has_everything_but_the_day_and_the_sign_ups(library: Library, staff: TestClient) -> None:
    hold(library)

    page = staff.get(f"/activities/new?copy={SLUG}").text

    assert ">\nDemokratisuppe</textarea>" in page
    assert 'name="dates-0-day" type="date" value=""' in page
    assert 'action="/activities/new"' in page


@pytest.mark.parametrize("title", ["New", "Import", "مرحبا"])
def test_new_activity_gets_a_short_name_of_its_own(library: Library, staff: TestClient, title: str) -> None:
    for _ in range(2):
        staff.post("/activities/new", data=fields_of(an_activity(library)) | {"title-nb": title})

    slugs = [one.slug for one in activities.listed(library.store)]
    assert len(set(slugs)) == 2
    assert [staff.get(f"/activity/{slug}").status_code for slug in slugs] == [200, 200]


def test_called_off_activity_cancels_every_sign_up_and_asks_to_tell_them(library: Library, staff: TestClient) -> None:
    hold(library)
    one = write_in(library, "Ola")

    refused = staff.post(f"/activity/{SLUG}/call-off", data={"reason": " "})
    answer = staff.post(f"/activity/{SLUG}/call-off", data={"reason": "Kokken er syk"})

    assert refused.status_code == 422
    assert 'id="reason-wrong"' in refused.text
    assert answer.headers["location"] == f"/activity/{SLUG}?done=called-off"
    assert activities.read(library.store, SLUG).cancelled
    assert [told.id for told in sign_ups.to_tell(library.store, SLUG)] == [one.id]
    assert sign_ups.listed(library.store, SLUG)[0].sign_up.state == SignUpState.CANCELLED
    page = staff.get(f"/activity/{SLUG}").text
    assert "Kokken er syk" in page
    assert "Write somebody in" not in page


def test_withdrawn_activity_is_gone_from_the_list(library: Library, staff: TestClient) -> None:
    hold(library)

    answer = staff.post(f"/activity/{SLUG}/withdraw")

    assert answer.headers["location"] == "/activities?done=withdrawn"
    assert activities.listed(library.store) == []


def test_activity_people_count_on_is_not_taken_away(library: Library, staff: TestClient) -> None:
    hold(library)
    write_in(library, "Ola")

    assert staff.post(f"/activity/{SLUG}/withdraw").status_code == 409
    assert "Take it away" not in staff.get(f"/activity/{SLUG}").text


def test_hub_put_back_from_a_backup_says_whom_it_waits_for_and_goes_on_with_a_reason(
    library: Library, staff: TestClient
) -> None:
    hold(library)
    library.call(ENTRANCE)
    with library.store.atomic():
        recount.begin(library.store, library.clock())

    pages = [staff.get(path).text for path in ("/activities", f"/activity/{SLUG}")]
    unreasoned = staff.post("/activities/recount", data={"kiosk": ENTRANCE, "reason": "", "back": "/activities"})
    answer = staff.post("/activities/recount", data={"kiosk": ENTRANCE, "reason": "Mistet på bussen"})

    assert all("seats are being counted" in page and "Inngang" in page for page in pages)
    assert "Write why." in staff.get(unreasoned.headers["location"]).text
    assert answer.headers["location"] == "/activities?done=went-on"
    assert ENTRANCE not in [kiosk.id for kiosk in recount.waiting_for(library.store)]


def test_unknown_activity_is_not_found(staff: TestClient) -> None:
    paths = ["", "/edit", "/add", "/tell", "/door", "/call-off", "/sign-ups/1"]

    assert [staff.get(f"/activity/nothing{path}").status_code for path in paths] == [404] * len(paths)


def test_form_offers_reasons_in_every_language(staff: TestClient) -> None:
    page = staff.get("/activities/new?template=empty").text

    assert all(f'name="reason-contact-{code}"' in page for code in LANGUAGES)
    assert blank().values["keep-food"] == "1"


def test_activity_says_whether_sign_up_is_open(library: Library, staff: TestClient) -> None:
    hold(library)
    hold(library, "closed", closes_at=utc(library.clock() - timedelta(hours=1)))

    assert "Sign-up is open" in staff.get(f"/activity/{SLUG}").text
    assert "Sign-up is closed" in staff.get("/activity/closed").text


def test_english_says_the_day_before_the_month(library: Library) -> None:
    first = Occasion("2026-12-01T09:00:00.000Z", "2026-12-01T10:00:00.000Z")

    assert short(replace(an_activity(library), dates=[first]), "en", NOON) == "Tue 1 Dec 10:00"
    assert span(first, "Europe/Oslo", "en", NOON) == "Tuesday, 1 December 10:00–11:00"
    assert dated(first.starts_at, "Europe/Oslo", "en") == "1 December 2026 10:00"
