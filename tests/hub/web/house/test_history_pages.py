"""The page of the history: readable, chosen by the address, and red where somebody was at the file."""

import re
import sqlite3
from contextlib import closing

import pytest
from fastapi.testclient import TestClient

from hub.marks import Marks
from hub.model import Role
from hub.services.house import people, second
from hub.services.review import review
from hub.store.sqlite import FILE
from tests.hub.web.happenings import CONTACT, hold, kari, write_in
from tests.hub.web.library import NAME, Library
from tests.telephone import give_telephone


def rows(page: str) -> list[str]:
    """Return the lines of the page as text."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in body.split("</tr>") if row.strip()]


def test_history_tells_who_did_what_in_words(staff: TestClient, library: Library) -> None:
    given = library.give("ideas", {"text": "hemmelige ord"})
    review.keep(library.store, given, by=kari(library), now=library.clock())
    staff.post("/kiosks/add", data={"name": "Bokbussen"})
    people.invite(library.store, "Ola", roles=[Role.REVIEWER], by=kari(library), now=library.clock())

    page = staff.get("/history").text

    said = "\n".join(rows(page))
    assert f"{NAME} Kept An answer" in said
    assert f"{NAME} Pairing code made Bokbussen Kiosks" in said
    assert f"{NAME} Invited Reviewer Ola" in said
    assert f'href="/inbox/{given}"' in page
    assert "hemmelige" not in page
    assert "No line was changed." in page


def test_what_is_chosen_stands_in_the_address(staff: TestClient, library: Library) -> None:
    one, two = (library.give("ideas", {"text": f"nummer {n}"}) for n in (1, 2))
    for given in (one, two):
        review.keep(library.store, given, by=kari(library), now=library.clock())
    review.set_aside(library.store, two, by=kari(library), now=library.clock())

    def shown(**chosen: str) -> int:
        return len(rows(staff.get("/history", params=chosen).text))

    today = library.clock().date().isoformat()
    assert shown(what="keep") == 2
    assert shown(about=two) == 2
    assert shown(who=NAME) == 3
    assert shown(who="Ola") == 0
    assert shown(since=today, until=today, what="keep") == 2
    assert shown(until="2020-01-01") == 0
    assert shown(since="x", until="9999-99-99", what="nothing") >= 3
    assert "Nothing fits" in staff.get("/history", params={"who": "Ola"}).text


def test_older_lines_are_a_page_further(staff: TestClient, library: Library) -> None:
    for n in range(60):
        review.keep(
            library.store, library.give("ideas", {"text": f"nummer {n}"}), by=kari(library), now=library.clock()
        )

    first = staff.get("/history", params={"what": "keep"}).text
    further = re.search(r'href="(/history\?[^"]*before=\d+)"', first)

    assert further is not None
    assert (len(rows(first)), len(rows(staff.get(further[1].replace("&amp;", "&")).text))) == (50, 10)


def test_line_that_was_changed_in_the_file_turns_the_page_red(staff: TestClient, library: Library) -> None:
    review.keep(library.store, library.give("ideas", {"text": "en"}), by=kari(library), now=library.clock())
    with closing(sqlite3.connect(library.hub.config.data / FILE)) as file, file:
        file.execute("update audit set staff = 'Ola' where move = 'keep'")

    page = staff.get("/history").text

    assert "This history is not as it was written" in page
    assert 'class="broken"' in page


@pytest.mark.parametrize("path", ["/settings/phrase"])
def test_recovery_words_are_shown_with_a_line(staff: TestClient, library: Library, path: str) -> None:
    staff.post(path, data={"password": "fire gule elger danser"})

    assert "Recovery words shown" in staff.get("/history").text


def test_looking_at_contacts_leaves_a_line_without_them(staff: TestClient, library: Library) -> None:
    hold(library)
    one = write_in(library, "Ola Hemmelig")
    staff.post("/activity/suppe/take-on")
    assert CONTACT in staff.post(f"/activity/suppe/sign-ups/{one.id}/wrote").text

    page = staff.get("/history", params={"what": "read-contact"}).text

    assert rows(page) == [row for row in rows(page) if "Contact looked at" in row]
    assert len(rows(page)) == 1
    assert CONTACT not in page
    assert "Hemmelig" not in page


def test_what_becomes_of_ones_own_keys_is_told_in_words(staff: TestClient, library: Library) -> None:
    person = library.store.people.find(NAME)
    assert person is not None
    give_telephone(library.hub, person.staff)
    _, codes = give_telephone(library.hub, person.staff)
    marks = Marks(library.hub.keys.unseal_key.secrets)
    second.prove(library.store, person.staff, marks, codes[0], addresses=("192.0.2.7",), now=library.clock())
    second.renew_recovery(library.store, person.staff, now=library.clock())
    second.remove(library.store, person.staff, now=library.clock())

    page = staff.get("/history").text

    words = ("Second factor set up", "Another telephone as second factor", "Signed in with a recovery code")
    assert [one for one in (*words, "New recovery codes", "Second factor taken away") if one not in page] == []
