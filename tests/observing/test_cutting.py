"""Large payloads are cut to what can be shown, and nothing that readers rely on is missing."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from genchi.exporting import payload_json
from genchi.observing.cutting import MOST_NOTES, cut_payload
from genchi.records import Message, OtherPart, Passage, Payload, Text, ToolCall

FUZZ = settings(max_examples=100, derandomize=True, deadline=None, database=None)


def a_payload(**fields: Any) -> dict[str, Any]:
    return payload_json(Payload(**fields))


def nodes_in(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(nodes_in, value.values()))
    return 1 + sum(map(nodes_in, value)) if isinstance(value, list | tuple) else 1


def test_what_fits_is_left_as_it_is() -> None:
    whole = a_payload(inputs={"问": ["退款", {"a": None}]}, output={"答": 4}, metadata={"n": 1.5})
    assert cut_payload(whole, 100, 100) == (whole, [])


def test_texts_are_cut_by_code_points() -> None:
    shown, cuts = cut_payload(a_payload(output="退😀款" * 10, inputs={"q": "x" * 31}), 30, 100)
    assert (shown["output"], len(shown["inputs"]["q"])) == ("退😀款" * 10, 30)
    assert [(cut.path, cut.characters) for cut in cuts] == [("inputs.q", 1)]


def test_beyond_a_number_of_values_the_rest_is_left_out_and_told() -> None:
    items = [{"n": n} for n in range(1000)]
    shown, cuts = cut_payload(a_payload(output={"items": items, "after": "退款"}), 100, 50)
    kept = shown["output"]["items"]
    assert 20 <= len(kept) <= 25
    assert kept == items[: len(kept)]
    assert cuts[0].path == "output.items"
    assert cuts[0].characters == len(json.dumps(items[len(kept) :], separators=(",", ":")))
    assert "after" not in shown["output"]
    assert (cuts[1].path, cuts[1].characters) == ("output", len('{"after":"退款"}'))


def test_a_message_that_is_shown_has_its_role_and_its_parts() -> None:
    messages = tuple(
        Message("user", (Text("x" * n), ToolCall("c", "查", {str(k): k for k in range(9)})))
        for n in range(200)
    )
    passages = tuple(Passage("p" * 50, f"{n}", metadata={"a": [1, 2]}) for n in range(200))
    whole = a_payload(messages=messages, output_messages=messages, passages=passages)
    for nodes in (1, 2, 3, 5, 8, 13, 50, 200, 1000):
        shown, cuts = cut_payload(whole, 20, nodes)
        assert cuts
        assert shown.keys() == whole.keys()
        for message in (*shown["messages"], *shown["output_messages"]):
            assert message["role"] == "user"
            for part in message["parts"]:
                assert part["type"] in ("text", "tool_call")
        for passage in shown["passages"]:
            assert passage.keys() == whole["passages"][0].keys()
        assert nodes_in(shown) < nodes + 60


def test_the_places_that_are_told_are_bounded() -> None:
    shown, cuts = cut_payload(
        a_payload(inputs={str(n): "long text" for n in range(5_000)}), 4, 10_000
    )
    assert len(cuts) == MOST_NOTES
    assert len(shown["inputs"]) == 5_000


def test_a_long_name_does_not_make_a_long_path() -> None:
    shown, cuts = cut_payload(a_payload(inputs={"n" * 9_000: "x" * 50}), 10, 100)
    assert list(shown["inputs"]) == ["n" * 10]
    assert all(len(cut.path) < 100 for cut in cuts)


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=20), inner),
    max_leaves=30,
)


@FUZZ
@given(values, st.integers(1, 30), st.integers(1, 40))
def test_whatever_a_payload_holds_it_is_cut_to_its_measure(
    value: Any, most: int, nodes: int
) -> None:
    whole = a_payload(
        output=value,
        messages=(Message("tool", (OtherPart({"type": "x", "content": value}),)),),
        metadata={"v": value},
    )
    shown, cuts = cut_payload(whole, most, nodes)
    assert shown.keys() == whole.keys()
    assert nodes_in(shown) <= nodes + 30
    assert bool(cuts) == (shown != whole)
