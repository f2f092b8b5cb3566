"""What a browser keeps for the staff pages: who is signed in, who was before, the language, and the shortcut keys."""

from fastapi import Request
from fastapi.responses import Response

from hub.web.page.guard import is_over_tls

LANGUAGE_COOKIE, KEYS_COOKIE = "samskap-language", "samskap-keys"
YEAR_S = 365 * 24 * 3600


def session_cookie(request: Request) -> str:
    """Return the cookie's name. Cookies know no ports, so two hubs on one machine must not share a name.

    Over TLS the browser sends it over nothing else: ``__Host-`` wants Secure, this very name, and the whole site.
    """
    if _is_over_tls(request):
        return "__Host-samskap"
    return f"samskap-{(request.scope.get('server') or ('', 0))[1]}"


def known_cookie(request: Request) -> str:
    """Return the name of the cookie by which a browser shows who has signed in there before."""
    return f"{session_cookie(request)}-known"


def keep(request: Request, response: Response, name: str, value: str) -> None:
    """Let the browser keep this for a year."""
    secure = _is_over_tls(request)
    response.set_cookie(name, value, max_age=YEAR_S, httponly=True, samesite="strict", secure=secure)


def _is_over_tls(request: Request) -> bool:
    return is_over_tls(request, request.app.state.hub.config.staff_names)
