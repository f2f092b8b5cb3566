"""What `docs/sync-protocol.md` says about kinds and fields, made from `shared/`: so page and code cannot differ.

``python -m tools.protocol_page`` writes the tables between the marks of the page, and `docs/wire/kinds.json`,
`docs/wire/seal.json`, `docs/wire/slip.json` and `docs/wire/words.json`. The examples there are worked through: prompt,
hash, answer, the bytes to seal, and each step of one slip, one reply and one sealing. What is sealed in the other
examples ``python -m tools.wire_examples`` makes anew.
"""

import base64
import inspect
import json
import re
import sys
from dataclasses import MISSING, Field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from shared.activity import Activity, activity_from_json
from shared.kinds import KINDS, attendance, base, drawing, feedback, idea, kind_of, signup
from shared.kinds.exit import CHOICES
from shared.languages import LANGUAGES, word_list
from shared.prompt import Prompt, PromptText, prompt_from_json
from tools import seal_vector, slip_vector
from tools.kind_examples import ASKED, of_activity
from tools.wire_messages import MESSAGES, PARTS

DOCS = Path(__file__).parent.parent / "docs"
PAGE, WIRE = DOCS / "sync-protocol.md", DOCS / "wire"
BEGIN, END = "<!-- begin: {}, made by tools.protocol_page -->\n", "<!-- end: {} -->\n"


def main() -> int:
    """Write everything anew."""
    for path, content in made().items():
        path.write_text(content, "utf-8")
    return 0


def made() -> dict[Path, str]:
    """Return what each file should hold."""
    page = _filled(PAGE.read_text("utf-8"), "defaults", _defaults())
    page = _filled(page, "kinds", "\n" + "\n\n".join((_table_of_kinds(), _table_of_values(), _cards())) + "\n\n")
    words = {language: word_list(language) for language in LANGUAGES}
    return {
        PAGE: page,
        WIRE / "kinds.json": json.dumps(examples(), ensure_ascii=False, indent=2) + "\n",
        WIRE / "seal.json": json.dumps(sealing(), ensure_ascii=False, indent=2) + "\n",
        WIRE / "slip.json": json.dumps(slip("answered"), ensure_ascii=False, indent=2) + "\n",
        WIRE / "words.json": json.dumps(words, ensure_ascii=False, indent=0) + "\n",
    }


def _filled(page: str, name: str, content: str) -> str:
    """Return the page with this between the marks of that name."""
    before, begin, rest = page.partition(BEGIN.format(name))
    _, end, after = rest.partition(END.format(name))
    assert end, f"{PAGE.name} has no place for {name}"
    return before + begin + content + end + after


def _defaults() -> str:
    """Return which fields of each message may be left out."""
    told = {
        one.__name__: ", ".join(f"`{field.name}`" for field in fields(one) if not is_needed(field))
        for one in dict.fromkeys([*MESSAGES.values(), *PARTS])
    }
    return "".join(f"  - {name}: {named}.\n" for name, named in told.items() if named)


def is_needed(field: Field[Any]) -> bool:
    """Tell whether a field has no default."""
    return field.default is MISSING and field.default_factory is MISSING


def examples() -> dict[str, dict[str, Any]]:
    """Return for each kind a prompt, what of it is hashed, the hash, an answer, and what is sealed of it, in base64."""
    given = json.loads((WIRE / "given.json").read_text("utf-8"))
    ideas = json.loads((WIRE / "receipt.json").read_text("utf-8"))["news"]["prompts"][0]
    (soup,) = json.loads((WIRE / "receipt-sign-up.json").read_text("utf-8"))["news"]["activities"]
    shown = {kind: (_a_prompt(kind, example.settings), example.answer) for kind, example in ASKED.items()}
    shown["idea"] = prompt_from_json(ideas), given["answer"]
    shown |= _of(activity_from_json(soup), given["sign_up"])
    return {kind: _worked(prompt, answer) for kind, (prompt, answer) in shown.items()}


def sealing() -> dict[str, Any]:
    """Return one sealing worked through: of the answer and for the record of the example of a Delivery."""
    given = json.loads((WIRE / "given.json").read_text("utf-8"))
    (record,) = json.loads((WIRE / "delivery.json").read_text("utf-8"))["submissions"]
    return seal_vector.worked(
        bytes.fromhex(given["seal_secret"]),
        id=record["id"],
        kind=record["kind"],
        slip=bytes.fromhex(slip("idea")["slip"]),
        answer=kind_of(record["kind"]).pack(given["answer"]),
    )


@lru_cache(maxsize=4)
def slip(name: str) -> dict[str, Any]:
    """Return a slip of the examples worked through, and the reply of the example of a Receipt sealed to it."""
    given = json.loads((WIRE / "given.json").read_text("utf-8"))
    hub_id = json.loads((WIRE / "hello.json").read_text("utf-8"))["hub_id"]
    replies = json.dumps(given["replies"], ensure_ascii=False)
    return slip_vector.worked(**given["slips"][name], hub_id=hub_id, replies=replies)


def _of(activity: Activity, sign_up: dict[str, Any]) -> dict[str, tuple[Prompt, dict[str, Any]]]:
    """Return the prompts of an activity, with an answer to each."""
    date, coming = activity.dates[0].starts_at, slip("sign_up")
    answers = of_activity(activity.slug, date, code=coming["code"], door_code=coming["door_code"])
    answers["signup"] = sign_up
    kinds = {name: kind for name, kind in KINDS.items() if isinstance(kind, base.ActivityKind)}
    return {name: (kind.prompt_of(activity, date), answers[name]) for name, kind in kinds.items()}


def _a_prompt(kind: str, settings: dict[str, Any]) -> Prompt:
    return Prompt(kind, kind, 1, {"nb": PromptText("Si ifra", "Hva synes du?")}, settings)


def _worked(prompt: Prompt, answer: dict[str, Any]) -> dict[str, Any]:
    kind = kind_of(prompt.kind)
    checked = kind.check(answer, prompt.settings)
    return {
        "settings": prompt.settings,
        "hashed": prompt.content(),
        "prompt_hash": prompt.content_hash(),
        "answer": checked,
        "to_seal": base64.b64encode(kind.pack(checked)).decode("ascii"),
    }


def _table_of_kinds() -> str:
    rows = ["| Kind | Answer | Settings of its prompt |", "| --- | --- | --- |"]
    for name, kind in KINDS.items():
        rows.append(f"| `{name}` | {_said(type(kind))} | {_said(type(kind).check_settings)} |")
    return "\n".join(rows)


def _said(named: object) -> str:
    """Return a docstring on one line, as Markdown, without what it raises."""
    text = re.sub(r"\s+", " ", inspect.getdoc(named) or "").replace("``", "`")
    return re.sub(r"(\{.*\})", r"`\1`", text, count=1) if text.startswith("{") else re.sub(r" ?Raises .*", "", text)


def _table_of_values() -> str:
    rows = {
        "`text`, `comment`, `next_topic`": f"at most {base.MAX_TEXT:,} characters (Unicode code points)",
        "`cards`": f"at most {idea.MAX_CARDS} ids of the picture cards below, none twice",
        "`rating`": f"{feedback.RATINGS[0]} very bad to {feedback.RATINGS[-1]} very good",
        "a drawing": f"at most {drawing.MAX_STROKES:,} strokes, {drawing.MAX_POINTS:,} points, "
        f"{drawing.MAX_BYTES:,} bytes to seal",
        "`width`": f"0.1 to {drawing.MAX_WIDTH}, in thousandths of the paper's width; the paper is 4:3",
        "`points`": "`x` and `y` from 0 to 1, from the top left corner",
        "`age`": _one_of(signup.AGES),
        "`role`": _one_of(signup.ROLES),
        "`name`, `contact`, `note`, other fields": "at most "
        f"{signup.MAX_NAME}, {signup.MAX_CONTACT}, {signup.MAX_NOTE:,}, {signup.MAX_LINE} characters",
        "`learned`, `met`, `first_time`": _one_of(CHOICES),
        "`tally`": _one_of(attendance.BANDS),
    }
    return "\n".join(["| What | Values |", "| --- | --- |", *(f"| {name} | {told} |" for name, told in rows.items())])


def _one_of(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cards() -> str:
    return f"Picture cards: {_one_of(tuple(idea.picture_cards()))}."


if __name__ == "__main__":
    sys.exit(main())
