"""The examples in docs/wire are the protocol: both sides read them, write them again, and the proofs in them hold."""

import base64
import hashlib
import json
import re
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest
from pydantic import TypeAdapter

from hub.web.sync.sync_app import STATUS
from kiosk.hub_link.wire import from_bytes, refuse, to_bytes
from shared import protocol
from shared.errors import NotAHub, SamskapError
from shared.kinds import kind_of
from shared.slip import pair_words
from tests.contracts.examples import SPEC, WIRE, example, message, slip
from tools import protocol_page
from tools.wire_messages import MESSAGES, PARTS


@pytest.mark.parametrize("name", MESSAGES)
def test_kiosk_reads_each_example_and_writes_it_again(name: str) -> None:
    assert json.loads(to_bytes(message(name))) == example(name)


@pytest.mark.parametrize("name", MESSAGES)
def test_hub_reads_each_example_and_writes_it_again(name: str) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(MESSAGES[name])

    read = adapter.validate_json((WIRE / f"{name}.json").read_bytes())

    assert read == message(name)
    assert adapter.dump_python(read, mode="json") == example(name)


@pytest.mark.parametrize("name", MESSAGES)
def test_both_sides_pass_over_fields_of_a_later_version(name: str) -> None:
    later = {**example(name), "from_a_later_version": {"anything": [1]}}
    adapter: TypeAdapter[Any] = TypeAdapter(MESSAGES[name])

    assert from_bytes(json.dumps(later).encode(), MESSAGES[name]) == message(name)
    assert adapter.validate_python(later) == message(name)


def test_fields_that_may_be_left_out_stand_in_the_spec() -> None:
    told = re.findall(r"^  - (\w+): (.+?)\.$", section("Reading and writing messages"), re.MULTILINE)
    with_default = {
        one.__name__: [field.name for field in fields(one) if not protocol_page.is_needed(field)]
        for one in dict.fromkeys([*MESSAGES.values(), *PARTS])
    }

    assert {name: re.findall(r"`(\w+)`", named) for name, named in told} == {
        name: named for name, named in with_default.items() if named
    }


@pytest.mark.parametrize("name", MESSAGES)
def test_example_shows_every_field(name: str) -> None:
    assert list(example(name)) == [field.name for field in fields(MESSAGES[name])]


def test_every_file_of_the_wire_is_an_example_the_spec_shows() -> None:
    files = {path.stem for path in WIRE.glob("*.json")}

    assert files == {*MESSAGES, "given", "error", "kinds", "seal", "slip", "words"}
    assert [name for name in sorted(files) if f"wire/{name}.json" not in SPEC] == []


def section(name: str) -> str:
    """Return the spec's section about a message or a part of one."""
    found = re.search(rf"^#+ {name}\n(.*?)(?=^#)", SPEC + "\n#", re.MULTILINE | re.DOTALL)
    assert found, f"docs/sync-protocol.md has no section {name}"
    return found[1]


@pytest.mark.parametrize("message_type", [*dict.fromkeys(MESSAGES.values()), *PARTS], ids=lambda one: str(one.__name__))
def test_every_field_stands_in_the_table_of_its_message(message_type: type[Any]) -> None:
    told = re.findall(r"^\| `(\w+)` \|", section(message_type.__name__), re.MULTILINE)

    assert told == [field.name for field in fields(message_type)]


def test_spec_tells_of_every_message_there_is() -> None:
    messages = {one for one in vars(protocol).values() if isinstance(one, type) and is_dataclass(one)}

    assert messages <= {*MESSAGES.values(), *PARTS}


def descendants(error: type[SamskapError]) -> list[type[SamskapError]]:
    """Return an error and every class below it."""
    return [error, *(one for child in error.__subclasses__() for one in descendants(child))]


TOLD = [(int(s), code) for s, code in re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \|", SPEC, re.MULTILINE)]
"""Status and code as the spec has them."""


def test_every_status_of_the_hub_stands_in_the_spec_with_its_code() -> None:
    by_code = {error.code: error for error in descendants(SamskapError)}
    by_hand = [(404, "not-found"), (405, "not-allowed"), (507, "hub-full")]

    for told, code in [row for row in TOLD if row not in by_hand]:
        assert told == next(status for error, status in STATUS if issubclass(by_code[code], error)), code
    assert {status for error, status in STATUS if error is not SamskapError} <= {status for status, _ in TOLD}


@pytest.mark.parametrize(("status", "code"), TOLD)
def test_kiosk_knows_every_status_of_the_spec(status: int, code: str) -> None:
    with pytest.raises(SamskapError) as refused:
        refuse(status, json.dumps({"code": code}).encode())

    assert (refused.type is NotAHub) is (status in {404, 405})


def test_no_message_holds_a_type_the_spec_does_not_know() -> None:
    known = {*PARTS, str, int, float, bool, type(None), Any}
    held: set[Any] = set()
    waiting: list[Any] = [hint for one in (*MESSAGES.values(), *PARTS) for hint in get_type_hints(one).values()]
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        held |= set() if get_args(hint) else {hint}

    assert held <= known


@pytest.mark.parametrize(
    "name", [name for name, value in vars(protocol).items() if name.isupper() and isinstance(value, int)]
)
def test_every_limit_stands_in_the_spec_with_its_value(name: str) -> None:
    value = getattr(protocol, name)

    assert re.search(rf"`{name}` *\| *{value:,}\b".replace(",", "[, ]?"), SPEC)


def test_tables_of_kinds_and_worked_examples_are_those_of_the_code() -> None:
    stale = [path.name for path, content in protocol_page.made().items() if path.read_text("utf-8") != content]

    assert stale == [], "run python -m tools.protocol_page"


@pytest.mark.parametrize("name", protocol_page.examples())
def test_worked_example_of_a_kind_holds(name: str) -> None:
    worked, kind = example("kinds")[name], kind_of(name)

    assert hashlib.sha256(worked["hashed"].encode()).hexdigest() == worked["prompt_hash"]
    assert json.loads(worked["hashed"])["settings"] == worked["settings"]
    assert kind.check(kind.unpack(base64.b64decode(worked["to_seal"])), worked["settings"]) == worked["answer"]


def test_word_pair_of_the_spec_is_that_of_its_number() -> None:
    number, *pairs = re.findall(r"`(\d+)` is \*(\w+) (\w+)\* in nb and \*(\w+) (\w+)\* in en", SPEC)[0]

    assert int(number) == slip("idea").pair
    assert tuple(pairs) == (*pair_words(int(number), "nb"), *pair_words(int(number), "en"))
