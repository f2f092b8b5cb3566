"""Where kiosks stand: said with the code, changed later, read by whoever looks for the tablet."""

import pytest
from fastapi.testclient import TestClient

from hub.services.house import kiosks
from shared.errors import BadPlace
from tests.hub.web.library import ENTRANCE, Library


@pytest.mark.parametrize(("place", "status"), [("2. etasje <b>", 303), ("", 303), ("x" * 81, 422), ("a\nb", 422)])
def test_kiosk_gets_a_place_fit_for_a_list(library: Library, staff: TestClient, place: str, status: int) -> None:
    answer = staff.post(f"/kiosks/{ENTRANCE}/place", data={"place": place})

    assert answer.status_code == status
    assert kiosks.read(library.store, ENTRANCE).place == (place if status == 303 else "")


def test_place_is_read_wherever_staff_look_for_the_tablet(library: Library, staff: TestClient) -> None:
    answer = library.give("ideas", {"text": "en suppe"})
    staff.post(f"/kiosks/{ENTRANCE}/place", data={"place": "ved <returen>"})

    pages = ("/kiosks", f"/kiosks/{ENTRANCE}/revoke", f"/inbox/{answer}", "/history")
    silent = [path for path in pages if "ved &lt;returen&gt;" not in staff.get(path).text]
    said = "Said where it stands: ved &lt;returen&gt;" in staff.get("/kiosks").text
    staff.post(f"/kiosks/{ENTRANCE}/revoke")
    afterwards = ("/kiosks", f"/kiosks/{ENTRANCE}/came")
    silent += [path for path in afterwards if "ved &lt;returen&gt;" not in staff.get(path).text]

    assert (silent, said) == ([], True)


def test_page_of_the_code_says_where_the_kiosk_will_stand_and_keeps_what_was_typed(staff: TestClient) -> None:
    refused = staff.post("/kiosks/add", data={"name": "", "place": "ved returen"})
    staff.post("/kiosks/add", data={"name": "Inngang 3", "place": "ved returen"})

    page = staff.get("/kiosks/add").text

    assert refused.status_code == 422
    assert 'name="place" type="text" value="ved returen"' in refused.text
    assert "It will be called Inngang 3 here. It will stand here: ved returen." in page
    wrong = staff.post("/kiosks/add", data={"name": "Inngang 3", "place": "x" * 81})
    assert BadPlace.says in wrong.text
