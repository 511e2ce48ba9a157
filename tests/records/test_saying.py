"""What a span is found by: what is new in it, and nothing that is alike everywhere."""

from __future__ import annotations

from genchi.records import (
    Message,
    OtherPart,
    Passage,
    Payload,
    Reasoning,
    Text,
    ToolCall,
    ToolResult,
    said_in,
)


def message(role: str, *said: str) -> Message:
    return Message(role, tuple(Text(text) for text in said))


def test_everything_new_in_a_span_is_said_once_a_line_each() -> None:
    payload = Payload(
        inputs={"question": "能退款吗？", "limit": 3},
        output={"answer": "可以"},
        messages=(message("user", "能退款吗？"),),
        output_messages=(message("assistant", "可以退"),),
        passages=(Passage("七天内可以退款"),),
        reference="可以",
    )
    said = said_in(payload, "timed out").splitlines()
    assert said == [
        "能退款吗？",
        "3",
        '{"answer":"可以"}',
        "可以退",
        "七天内可以退款",
        "可以",
        "timed out",
    ]


def test_of_a_conversation_only_what_came_after_the_assistant_is_said() -> None:
    messages = (
        message("system", "be kind"),
        message("user", "first question"),
        message("assistant", "first answer"),
        message("user", "second question"),
    )
    assert said_in(Payload(messages=messages), None) == "second question"
    assert said_in(Payload(messages=messages[:2]), None) == "first question"
    assert said_in(Payload(messages=messages[:1]), None) == ""


def test_tools_are_found_by_their_names_arguments_and_results() -> None:
    payload = Payload(
        messages=(
            Message("assistant", (ToolCall("1", "find_order", {"id": "A-1"}),)),
            Message("tool", (ToolResult("1", {"状态": "已发货"}),)),
        ),
        output_messages=(
            Message("assistant", (Reasoning("hm"), ToolCall("2", "refund", "not json"))),
            Message("assistant", (ToolCall("3", "stop"),)),
        ),
    )
    assert said_in(payload, None).splitlines() == [
        "hm",
        "refund not json",
        "stop",
        '{"状态":"已发货"}',
    ]


def test_a_file_is_no_words_but_words_of_an_unknown_kind_are() -> None:
    parts = (
        OtherPart({"type": "blob", "content": "aGVsbG8="}),
        OtherPart({"type": "refusal", "text": "no"}),
        OtherPart({"type": "unknown", "content": "bare"}),
    )
    assert said_in(Payload(output_messages=(Message("assistant", parts),)), None) == "no\nbare"


def test_a_line_break_within_json_does_not_stick_to_the_next_word() -> None:
    said = said_in(Payload(output={"code": 'a\n\tb "c" \\n'}), None)
    assert said == '{"code":"a\n\tb "c" \\n"}'


def test_an_empty_span_says_nothing() -> None:
    assert said_in(Payload(), None) == ""
    assert said_in(Payload(inputs={"a": None, "b": ""}), "") == ""
