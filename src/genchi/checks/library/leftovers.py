"""What should have been taken out before an answer was sent: placeholders, and its own prompt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from genchi.checks.checking import check
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.sources import blanked, source_text, texts_in
from genchi.records import Json, Subject, Verdict
from genchi.text import Piece, count_words, longest_copied_run

# What the keys of inputs, messages and metadata say of a text that is an instruction.
_INSTRUCTIVE = ("system", "instruction", "prompt")
_NOT_INSTRUCTIVE = ("version", "tokens", "user", "cost", "name", "id", "hash")


@check
def no_placeholder(subject: Subject) -> Verdict:
    """The output has no text that was to be replaced.

    Such as "[insert date]", "[Your Name]", "{{customer}}", "<your e-mail>", "TODO", "TBD",
    "lorem ipsum", "XXX", 【请填写…】, 某某公司, XX公司. Let pass are code, and what also
    stands in the passages or the inputs.

    >>> no_placeholder(Subject("Dear [Customer Name], your refund of XXX is on its way.")).reason
    'a placeholder: "[Customer Name]", "XXX"'
    """
    code = [Piece(m.start(), m.end(), "") for m in _code().finditer(subject.output)]
    prose = blanked(subject.output, code)
    found = [Piece(m.start(), m.end(), m.group()) for m in _placeholder().finditer(prose)]
    source = source_text(subject) if found else ""
    return verdict_on([piece for piece in found if piece.text not in source], "a placeholder")


@check
def no_prompt_leak(subject: Subject, max_words: int = 20) -> Verdict:
    """The output does not recite the instructions it was given.

    Found are long runs copied from an instruction (an input, a message or metadata whose name has
    "system", "prompt" or "instruction" in it), and phrases of instructions: "You are a helpful
    assistant", "Answer only from the passages below", "SYSTEM:", 你是一个…助手, <|im_start|>.

    - `max_words`: the longest run that may be copied from an instruction, in words and Chinese
      characters.

    >>> no_prompt_leak(Subject("SYSTEM: You are the Larkfield helper. Points are lost.")).reason
    'it recites its prompt: "SYSTEM:", "You are the Larkfield helper"'
    """
    found = [Piece(m.start(), m.end(), m.group()) for m in _instruction().finditer(subject.output)]
    for text in {*_instructions(subject.inputs), *_instructions(subject.metadata)}:
        run = longest_copied_run(subject.output, text)
        if count_words(run.text) > max_words:
            found.append(run)
    return verdict_on(sorted(found, key=lambda piece: piece.start), "it recites its prompt")


def _instructions(value: Json | Mapping[str, Json]) -> Iterator[str]:
    """The texts that are called instructions, and messages whose role is one that instructs."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _instructions(item)
    if not isinstance(value, Mapping):
        return
    if value.get("role") in ("system", "developer"):
        yield from texts_in({key: item for key, item in value.items() if key != "role"})
        return
    for key, item in value.items():
        name = key.lower()
        named = any(word in name for word in _INSTRUCTIVE)
        if named and not any(word in name for word in _NOT_INSTRUCTIVE):
            yield from texts_in(item)
        else:
            yield from _instructions(item)


@cache
def _code() -> re.Pattern[str]:
    return re.compile(r"```.*?(?:```|\Z)|`[^`\n]{1,500}`", re.DOTALL)


@cache
def _placeholder() -> re.Pattern[str]:
    whose = (
        r"(?:(?:company|customer|client|user|first|last|full|product|store|brand|recipient|sender)"
        r"(?:'s)?[ _-])"
    )
    what = (
        r"(?:name|date|time|address|number|amount|price|link|url|e-?mail|phone|title|company|city"
        r"|country|order (?:id|number)|product|department|position|signature)"
    )
    verb = r"(?:insert|enter|add|fill in|specify|provide|replace|put|include|your|the name of)"
    verb_zh = "(?:填写|填入|插入|输入|补充|替换)"
    what_zh = "(?:姓名|名称|日期|电话|地址|邮箱|金额|订单号)"
    return re.compile(
        rf"\[(?i:{verb}\b[^\[\]\n]{{0,60}}|{whose}?{what})\](?!\()"
        r"|<(?i:your|insert|enter|the name of)[ _-][^<>\n]{1,40}>"
        r"|\{\{[^{}\n]{0,60}\}\}|(?<![\\\w{}])\{[A-Za-z][A-Za-z_]{2,40}\}|\$\{[^{}\n]{0,60}\}"
        r"|(?<![A-Za-z0-9_-])(?:TODO|TBD|TBC|FIXME|XXX)(?![A-Za-z0-9_-])|(?i:lorem ipsum)"
        rf"|[【\[](?:请?(?:在此)?{verb_zh}|此处|待(?:补充|填写|定))[^【】\[\]\n]{{0,40}}[】\]]"
        rf"|[（(]此处(?:应|可)?{verb_zh}[^（）()\n]{{0,40}}[）)]"
        rf"|[【\[](?:您的|你的|客户|用户|公司|产品)?{what_zh}[】\]]"
        r"|(?:X{2,3}|x{2,3}|×{2,3}|某某)(?:公司|先生|女士|大学|银行|医院|地址|电话|元|年|月|日)"
    )


@cache
def _instruction() -> re.Pattern[str]:
    role = r"(?:assistant|helper|chat ?bot|bot|agent|language model|expert|AI)"
    role_zh = "(?:助手|助理|客服|机器人|专家|智能体|人工智能)"
    only = "(?:answer|respond|reply) (?:only|strictly|solely) (?:from|based on|with|using)"
    passages = r"(?: \w+){0,3} (?:passages?|context|documents?|sources?|information)"
    secret = "(?:do not|never) (?:reveal|disclose|mention) (?:these|this|your)"
    only_zh = "(?:只|仅)(?:能|可以)?(?:根据|依据|使用)(?:以下|下面|下列|上述)"
    return re.compile(
        r"^[^\S\n]{0,20}(?:SYSTEM|System(?: prompt| message)?|系统(?:提示词?|消息|指令)?)\s?[:：]"
        r"|<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\|>"
        r"|\[/?INST\]|<</?SYS>>|^### (?:Instruction|System|Response)s?:?"
        rf"|(?i:\byou are (?:an?|the) (?:[\w'’-]+ ){{0,5}}{role}\b)"
        r"(?=[.,;:\n]| (?:for|that|who|of|at)\b|$)"
        rf"|(?i:\b{only}{passages})"
        r"|(?i:\bmy (?:system prompt|(?:initial|original|hidden) (?:instructions|prompt))\b)"
        rf"|(?i:\b{secret} (?:instructions|prompt|rules)\b)"
        rf"|[你您](?:现在)?是(?:一个|一名|一位|一款)[^。！？\n]{{0,20}}{role_zh}"
        rf"|{only_zh}[^。！？\n]{{0,8}}(?:回答|作答)|我的(?:系统)?提示词(?:是|如下|：)",
        re.MULTILINE,
    )
