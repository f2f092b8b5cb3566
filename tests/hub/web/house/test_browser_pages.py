"""What somebody chooses for the browser they sit at."""

from fastapi.testclient import TestClient

from tests.hub.web.library import Library


def test_page_speaks_the_language_of_the_browser_or_the_chosen_one(client: TestClient, library: Library) -> None:
    library.add_staff()

    def spoken(wanted: str) -> str:
        page = client.get("/sign-in", headers={"accept-language": wanted}).text
        return page.split('<html lang="')[1][:2]

    assert [spoken(wanted) for wanted in ("sv-SE,sv;q=0.9", "no,en;q=0.5", "de,da;q=0.3", "fi", "x;q=y", "")] == [
        "sv", "nb", "da", "nb", "nb", "nb",
    ]  # fmt: skip
    client.post("/language", data={"language": "nn", "back": "/sign-in"})
    assert spoken("sv") == "nn"
    client.post("/language", data={"language": "tlh"})
    assert spoken("sv") == "nn"


def test_shortcut_keys_can_be_turned_off(staff: TestClient) -> None:
    before = staff.get("/inbox").text
    staff.post("/keys", data={"keys": "off", "back": "/inbox"})

    assert ("data-keys>" in before, "data-keys>" in staff.get("/inbox").text) == (True, False)
