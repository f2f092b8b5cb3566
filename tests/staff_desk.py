"""A member of staff at the real pages of a running hub, over HTTP as a browser without JavaScript would."""

import html
import re
from collections.abc import Mapping
from types import TracebackType
from urllib.parse import urlsplit

import httpx2

from tests.processes import HubProcess, succeed

NAME, PASSWORD = "Astrid", "fire gule elger danser"


class StaffDesk:
    """Signed in as a person who is added for this."""

    def __init__(self, hub: HubProcess, name: str = NAME, password: str = PASSWORD) -> None:
        succeed("hub", "add-staff", "--data", str(hub.data), name, stdin=password + "\n")
        headers = {"Origin": hub.staff_url, "Sec-Fetch-Site": "same-origin", "Accept-Language": "nb"}
        self._http = httpx2.Client(base_url=hub.staff_url, headers=headers, trust_env=False)
        self._post("/sign-in", {"name": name, "password": password})

    def __enter__(self) -> "StaffDesk":
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        self._http.close()

    def page(self, path: str) -> str:
        """Return a page."""
        answer = self._http.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        return answer.text

    def publish(self, submission_id: str, *, status: str, replies: Mapping[str, str]) -> None:
        """Put a submission on the board in the visitor's own words, with an answer in some languages."""
        form = self.page(f"/inbox/{submission_id}/publish")
        words = re.search(r'<textarea[^>]* name="text"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)
        own = {"text": html.unescape(words[1])} if words else {}
        said = {f"reply-{language}": text for language, text in replies.items()}
        self._post(f"/inbox/{submission_id}/publish", {"status": status, **own, **said})

    def settle(self, library: str, *, colour: str = "", sound: bool = False) -> None:
        """Save the settings: the library's name, its colour ("#rrggbb", "" for none), and whether thanks are heard."""
        chosen = {"library": library, "default_language": "nb", "colour": colour, "sound": "on" if sound else ""}
        self._post("/settings", chosen)

    def answer(self, submission_id: str, replies: Mapping[str, str]) -> None:
        """Answer somebody, on the board only where it stands there already."""
        said = {f"reply-{language}": text for language, text in replies.items()}
        self._post(f"/inbox/{submission_id}/answer", said)

    def take_on(self, activity: str) -> None:
        """Look after an activity, so that contacts are shown."""
        self._post(f"/activity/{activity}/take-on", {})

    def write_in(self, activity: str, *names: str, contact: str = "") -> str:
        """Write adults in as one sign-up; return its id."""
        rows = {f"person-{n}-name": name for n, name in enumerate(names)}
        rows |= {f"person-{n}-age": "adult" for n, _ in enumerate(names)}
        return self._post(f"/activity/{activity}/add", {**rows, "contact": contact, "act": "save"}).rpartition("/")[2]

    def cancel_sign_up(self, activity: str, id: str) -> None:
        """Take somebody off the list."""
        self._post(f"/activity/{activity}/sign-ups/{id}/cancel", {})

    def seat(self, activity: str, id: str, *, reason: str) -> None:
        """Give somebody a seat out of turn."""
        self._post(f"/activity/{activity}/sign-ups/{id}/seat", {"reason": reason})

    def contacts_to_tell(self, activity: str) -> str:
        """Return the list of people to tell with how to reach them; that it was looked at is noted."""
        answer = self._http.post(f"/activity/{activity}/tell")
        assert answer.status_code == 200, answer.status_code
        return answer.text

    def told(self, activity: str, id: str) -> None:
        """Note that somebody was told."""
        self._post(f"/activity/{activity}/tell/{id}", {})

    def choose_door(self, activity: str, kiosk: str) -> None:
        """Let this kiosk stand at the door; "" for none."""
        self._post(f"/activity/{activity}/door-kiosk", {"kiosk": kiosk})

    def recall(self, activity: str, kiosk: str) -> None:
        """Call back the seats a kiosk holds."""
        self._post(f"/activity/{activity}/seats/{kiosk}/recall", {})

    def free(self, activity: str, kiosk: str, *, reason: str) -> None:
        """Free the seats of a kiosk that is lost."""
        self._post(f"/activity/{activity}/seats/{kiosk}/free", {"reason": reason})

    def tick(self, activity: str, date: str, code: str, came: int) -> None:
        """Note at the door how many of a sign-up came."""
        self._post(f"/activity/{activity}/door/tick", {"date": date, "code": code, "came": str(came)})

    def _post(self, path: str, form: Mapping[str, str]) -> str:
        """Send a form that leads on to another page; return the path of that page."""
        answer = self._http.post(path, data=dict(form))
        assert answer.status_code == 303, f"{path}: {answer.status_code}"
        return urlsplit(answer.headers["location"]).path
