"""What tools an agent called, and how."""

from __future__ import annotations

from genchi.checks.library import tools
from genchi.records import Subject, ToolCall

ENGLISH = Subject(
    "Done.",
    tool_calls=(
        ToolCall("1", "lookup", {"name": "Ms Li", "order": 1}),
        ToolCall("2", "mail", {"subject": "Refund", "to": ["a", "b"]}),
        ToolCall("3", "lookup", {"order": 1.0, "name": "ms li"}),
    ),
)
CHINESE = Subject("好的。", tool_calls=(ToolCall("1", "退款", '{"订单": '),))


def test_calls_are_counted() -> None:
    assert tools.tool_called("lookup", times=2)(ENGLISH).passed
    assert not tools.tool_called("mail", times=2)(ENGLISH)
    assert tools.tool_not_called("mail")(ENGLISH).reason == 'call 2 is "mail"'
    assert tools.tool_called("退款")(CHINESE).passed


def test_arguments_match_in_part_and_true_is_not_one() -> None:
    assert tools.tool_called_with("lookup", order=1.0, name="MS LI")(ENGLISH).passed
    assert not tools.tool_called_with("lookup", order=True)(ENGLISH)
    assert tools.tool_called_with("mail", subject="refund", to=["a", "b"])(ENGLISH).passed
    assert not tools.tool_called_with("mail", to=["a"])(ENGLISH)
    assert "which is no object" in tools.tool_called_with("退款", 订单=1)(CHINESE).reason


def test_the_order_counts_and_other_calls_may_stand_between() -> None:
    assert tools.tools_called_in_order("lookup", "lookup")(ENGLISH).passed
    assert not tools.tools_called_in_order("mail", "mail")(ENGLISH)
    assert not tools.tools_called_in_order("退款", "查询")(CHINESE)


def test_other_and_repeated_calls_are_named() -> None:
    assert not tools.only_tools("lookup")(ENGLISH)
    assert tools.only_tools("退款")(CHINESE).passed
    assert not tools.no_repeated_tool_call(ENGLISH)
    assert tools.no_repeated_tool_call(2)(ENGLISH).passed
