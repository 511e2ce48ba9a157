"""Whether an agent called the right tools, with the right arguments, in the right order.

What counts is what the model asked for; whether the tool then worked is another question.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from genchi.checks.checking import check
from genchi.checks.library.counts import check_limits
from genchi.checks.library.places import quoted
from genchi.errors import UsageError
from genchi.records import Json, Subject, ToolCall, Verdict, output_text
from genchi.text import normalise


@check
def tool_called(subject: Subject, tool: str, *, times: int | None = None) -> Verdict:
    """The tool was called, so many times where that is asked for.

    - `tool`: its name;
    - `times`: exactly how often; without it, once or more.

    >>> tool_called("refund")(Subject("Done.", tool_calls=(ToolCall("1", "refund"),))).outcome
    'pass'
    >>> tool_called("查询订单", times=1)(Subject("好的。")).reason
    '"查询订单" was not called, but once is asked for: no tool was called'
    """
    check_limits(times or 0, None)
    count = sum(call.name == _name(tool) for call in subject.tool_calls)
    if count == times or (times is None and count):
        return Verdict("pass", f"{quoted(tool)} was {_called(count)}")
    wanted = "" if times is None else f", but {_times(times)} is asked for"
    others = "" if count else f": {_those_called(subject)}"
    return Verdict("fail", f"{quoted(tool)} was {_called(count)}{wanted}{others}")


@check
def tool_not_called(subject: Subject, *tools: str) -> Verdict:
    """None of the tools was called.

    - `tools`: their names.

    >>> calls = (ToolCall("1", "lookup"), ToolCall("2", "delete_account"))
    >>> tool_not_called("delete_account")(Subject("Done.", tool_calls=calls)).reason
    'call 2 is "delete_account"'
    >>> tool_not_called("删除账户")(Subject("好的。")).outcome
    'pass'
    """
    refused = _names(tools, "tool_not_called")
    found = [(number, call) for number, call in _numbered(subject) if call.name in refused]
    if not found:
        return Verdict("pass", f"no call of {_listed(tools)}")
    return Verdict("fail", _pointed(found))


@check
def tool_called_with(subject: Subject, /, tool: str, **arguments: Json) -> Verdict:
    """The tool was called at least once with these arguments; it may have been given others too.

    Text is compared without regard to case, width and white space; 1 is 1.0, but "1" is not 1, and
    true is not 1. Of an object, the named keys count; a list must be the whole list.

    - `tool`: its name;
    - `arguments`: what it must have been given. An argument that is itself called `tool` cannot
      be named.

    >>> calls = (ToolCall("1", "refund", {"order": 7, "city": "Hangzhou"}),)
    >>> tool_called_with("refund", order=7, city="HANGZHOU")(Subject("", tool_calls=calls)).outcome
    'pass'
    >>> calls = (ToolCall("1", "退款", {"订单": 8}),)
    >>> tool_called_with("退款", 订单=7)(Subject("", tool_calls=calls)).reason
    'no call of "退款" fits; the nearest, call 1, has 订单 = 8, not 7'
    """
    found = [(number, call) for number, call in _numbered(subject) if call.name == _name(tool)]
    if not found:
        return Verdict("fail", f"{quoted(tool)} was not called: {_those_called(subject)}")
    differing = [(number, _differing(call, arguments)) for number, call in found]
    number, nearest = min(differing, key=lambda pair: len(pair[1]))
    if not nearest:
        return Verdict("pass", f"call {number} is {quoted(tool)} with these arguments")
    has = "; ".join(nearest)
    return Verdict("fail", f"no call of {quoted(tool)} fits; the nearest, call {number}, {has}")


@check
def tools_called_in_order(subject: Subject, *tools: str) -> Verdict:
    """The tools were called one after the other; other calls may stand between.

    - `tools`: their names, first to last; a name that stands twice must be called twice.

    >>> calls = (ToolCall("1", "refund"), ToolCall("2", "lookup"))
    >>> tools_called_in_order("lookup", "refund")(Subject("", tool_calls=calls)).reason
    '"refund" was not called after "lookup": "refund", "lookup" were called'
    >>> calls = (ToolCall("1", "查询"), ToolCall("2", "退款"))
    >>> tools_called_in_order("查询", "退款")(Subject("好的。", tool_calls=calls)).outcome
    'pass'
    """
    _names(tools, "tools_called_in_order")
    left = iter(call.name for call in subject.tool_calls)
    for place, tool in enumerate(tools):
        if tool not in left:  # what is looked through is used up: the next is looked for after it
            after = f" after {quoted(tools[place - 1])}" if place else ""
            reason = f"{quoted(tool)} was not called{after}: {_those_called(subject)}"
            return Verdict("fail", reason)
    return Verdict("pass", f"{_listed(tools)} were called in this order")


@check
def only_tools(subject: Subject, *tools: str) -> Verdict:
    """No other tools were called than these; none at all is right too.

    - `tools`: the names that are allowed.

    >>> only_tools("lookup")(Subject("", tool_calls=(ToolCall("1", "send_mail"),))).reason
    'call 1 is "send_mail"; allowed are "lookup"'
    >>> only_tools("查询")(Subject("", tool_calls=(ToolCall("1", "查询"),))).outcome
    'pass'
    """
    allowed = _names(tools, "only_tools")
    found = [(number, call) for number, call in _numbered(subject) if call.name not in allowed]
    if not found:
        return Verdict("pass", _those_called(subject))
    return Verdict("fail", f"{_pointed(found)}; allowed are {_listed(tools)}")


@check
def no_repeated_tool_call(subject: Subject, most: int = 1) -> Verdict:
    """No tool was called more often than allowed with the same arguments.

    - `most`: how often the same call may be made.

    >>> calls = (ToolCall("1", "search", {"q": "refund"}), ToolCall("2", "search", {"q": "Refund"}))
    >>> no_repeated_tool_call(Subject("", tool_calls=calls)).reason
    '"search" was called 2 times with {"q":"refund"}, but at most once is allowed'
    >>> calls = (ToolCall("1", "搜索", {"词": "退款"}), ToolCall("2", "搜索", {"词": "退货"}))
    >>> no_repeated_tool_call(Subject("", tool_calls=calls)).outcome
    'pass'
    """
    check_limits(1, most)
    counts = Counter((call.name, repr(_folded(call.arguments))) for call in subject.tool_calls)
    for call in subject.tool_calls:
        count = counts[call.name, repr(_folded(call.arguments))]
        if count > most:
            given = _shown(call.arguments)
            reason = f"{quoted(call.name)} was called {count} times with {given}"
            return Verdict("fail", f"{reason}, but at most {_times(most)} is allowed")
    return Verdict("pass", f"no call was made more than {_times(most)}")


def _numbered(subject: Subject) -> list[tuple[int, ToolCall]]:
    return list(enumerate(subject.tool_calls, 1))


def _name(tool: str) -> str:
    if not isinstance(tool, str) or not tool:
        raise UsageError(f"the name of a tool is a text, not {tool!r}")
    return tool


def _names(tools: tuple[str, ...], name: str) -> set[str]:
    if not tools:
        raise UsageError(f'{name} needs at least one name: {name}("refund")')
    return {_name(tool) for tool in tools}


def _differing(call: ToolCall, wanted: Mapping[str, Json]) -> list[str]:
    """What of the wanted arguments the call lacks or has otherwise, in words."""
    if not wanted:
        return []
    if not isinstance(call.arguments, Mapping):
        return [f"has {_shown(call.arguments)} for arguments, which is no object"] * len(wanted)
    said = []
    for key, value in wanted.items():
        if key not in call.arguments:
            said.append(f"has no {key}")
        elif not _fits(value, call.arguments[key]):
            said.append(f"has {key} = {_shown(call.arguments[key])}, not {_shown(value)}")
    return said


def _fits(wanted: Json, given: Json) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(given, Mapping) and all(
            key in given and _fits(value, given[key]) for key, value in wanted.items()
        )
    if isinstance(wanted, list | tuple):
        alike = isinstance(given, list | tuple) and len(given) == len(wanted)
        return alike and all(map(_fits, wanted, given))
    return bool(_folded(wanted) == _folded(given))


def _folded(value: Json) -> Json:
    """One form for values that count as equal: 1 and 1.0, texts but for case; not true and 1."""
    if isinstance(value, bool):
        return ("bool", value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return normalise(value)
    if isinstance(value, Mapping):
        return sorted((str(key), _folded(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return [_folded(item) for item in value]
    return value


def _pointed(found: list[tuple[int, ToolCall]]) -> str:
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return ", ".join(f"call {number} is {quoted(call.name)}" for number, call in found[:5]) + more


def _those_called(subject: Subject) -> str:
    names = [call.name for call in subject.tool_calls]
    if not names:
        return "no tool was called"
    more = f" and {len(names) - 10} more" if len(names) > 10 else ""
    return f"{_listed(tuple(names[:10]))}{more} {'was' if len(names) == 1 else 'were'} called"


def _listed(tools: tuple[str, ...]) -> str:
    return ", ".join(map(quoted, tools))


def _shown(value: Json) -> str:
    text = "null" if value is None else output_text(value)
    return text if len(text) <= 80 else text[:79] + "…"


def _called(count: int) -> str:
    return f"called {_times(count)}" if count else "not called"


def _times(count: int) -> str:
    return {0: "never", 1: "once"}.get(count, f"{count} times")
