"""Every change leaves a line of history, and no line has a word of a visitor's."""

import ast
from functools import cache
from pathlib import Path

import hub
from hub.services.house import history
from hub.services.review import review, worries
from shared.notice import Status
from tests.hub.web.happenings import hold, kari, sign_up_at_kiosk, write_in
from tests.hub.web.library import Library
from tests.hub_builders import By

SOURCE = Path(hub.__file__).parent
DOORS = {"changing", "erasing", "shutting_out"}
SILENT = {
    ("activities.py", "retire"): "kiosks forget what is long over: nothing of it is another than before",
    ("calendar_import.py", "_take"): "each activity that is saved has its own line",
    ("calendar_import.py", "_tried"): "each activity that is saved has its own line",
    ("changing.py", "erasing"): "it is the door itself",
    ("changing.py", "shutting_out"): "it is the door itself",
    ("pairing.py", "_count_wrong"): "a wrong code changes nothing but the tries that are left",
    ("people.py", "save_language"): "in which language somebody reads is their own business",
    ("recount.py", "begin"): "the hub asks its kiosks: nobody has decided anything",
    ("recount.py", "begin_if_put_back"): "the hub asks its kiosks: nobody has decided anything",
    ("intake.py", "receive"): "what arrives stands in the inbox with its time and its kiosk",
}
"""Which changes leave no line, and why."""


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def calls(node: ast.AST) -> list[ast.Call]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Call)]


@cache
def functions() -> list[tuple[str, ast.FunctionDef]]:
    trees = [(path.name, ast.parse(path.read_text("utf-8"))) for path in sorted(SOURCE.rglob("*.py"))]
    return [(name, one) for name, tree in trees for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]


def writing() -> set[str]:
    """Names of functions that write a line: by themselves, or by handing the change on to one that does."""
    found, before = {"note"}, set[str]()
    hands = {}
    for _, one in functions():
        handed = [call for call in calls(one) if any("chang" in ast.unparse(arg) for arg in call.args)]
        hands[one] = {called(call) for call in handed} | {"note"} & {called(call) for call in calls(one)}
    while found != before:
        before = set(found)
        found |= {one.name for one, names in hands.items() if names & found}
    return found


def test_every_change_of_anything_leaves_a_line() -> None:
    lines, silent = writing(), set[tuple[str, str]]()
    for name, one in functions():
        for part in ast.walk(one):
            doors = [item.context_expr for item in part.items] if isinstance(part, ast.With) else []
            if any(isinstance(door, ast.Call) and called(door) in DOORS for door in doors):
                assert isinstance(part, ast.With)
                if not any(called(call) in lines for said in part.body for call in calls(said)):
                    silent.add((name, one.name))

    assert silent == set(SILENT)


def test_no_line_has_a_word_of_a_visitors(library: Library) -> None:
    library.add_staff()
    canary, by = "kvekkfisk", By(by=kari(library), now=library.clock())
    ideas = [library.give("ideas", {"text": f"{canary} {n}"}) for n in range(4)]
    library.give("visit", {"rating": 1, "reasons": [], "comment": canary})
    activity = hold(library)
    sign_up_at_kiosk(library, activity, canary)
    write_in(library, canary, contact=f"{canary}@example.org")
    review.publish(library.store, ideas[0], status=Status.HEARD, replies={}, text=f"{canary} kort", **by)
    review.answer(library.store, ideas[1], replies={"nb": f"Takk for {canary}"}, **by)
    review.erase(library.store, ideas[2], **by)
    worries.mark(library.store, ideas[3], **by)
    worries.erase(library.store, ideas[3], reason="sak 1", **by)

    lines = list(history.every(library.store))

    assert len(lines) >= 8
    assert [line for line in lines if canary in f"{line.staff} {line.move} {line.subject} {line.detail}"] == []
