"""What staff read when the disk is full: why, that nothing was changed, and what to do."""

from fastapi.testclient import TestClient

from shared.languages import LANGUAGES
from tests.full_disk import full, room_for
from tests.hub.web.library import ENTRANCE, Library

IDEA = {"text": "flere krakker", "cards": []}


def test_erasing_on_a_full_disk_says_why_and_leaves_everything(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", IDEA)

    with room_for(60):
        answer = staff.post(f"/inbox/{given}/erase")

    assert answer.status_code == 507
    assert "The disk of the hub&#39;s computer is full. Nothing was changed." in answer.text
    assert "disk-full" in answer.text
    assert "flere krakker" in staff.get(f"/inbox/{given}").text
    assert staff.post(f"/inbox/{given}/erase").headers["location"] == "/inbox?done=erase"


def test_shutting_out_on_a_full_disk_says_why_and_can_be_done_once_there_is_room(
    library: Library, staff: TestClient
) -> None:
    with room_for(60):
        answer = staff.post(f"/kiosks/{ENTRANCE}/revoke")
    page = staff.get("/kiosks").text

    assert answer.status_code == 507
    assert "The disk of the hub&#39;s computer is full. Nothing was changed." in answer.text
    assert "Kiosks that are shut out" not in page
    assert staff.post(f"/kiosks/{ENTRANCE}/revoke").headers["location"] == "/kiosks?done=revoked"


def test_deciding_on_a_full_disk_says_why_on_a_page(library: Library, staff: TestClient) -> None:
    given = library.give("ideas", IDEA)
    replies = {f"reply-{language}": "x" * 2_000 for language in LANGUAGES}

    with full(library.store):
        answers = [staff.post(f"/inbox/{given}/answer", data=replies) for _ in range(3)]
        page = staff.get(f"/inbox/{given}")

    assert {answer.status_code for answer in answers} == {507}
    assert all("The disk of the hub&#39;s computer is full." in answer.text for answer in answers)
    assert "flere krakker" in page.text
