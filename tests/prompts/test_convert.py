"""Prompts of other tools come in and go out again; what cannot be carried over is listed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from genchi.errors import UsageError
from genchi.prompts import Prompt, read_text
from genchi.prompts.convert import KINDS, Converted, Kind, guessed, read, write

PROMPTY_2 = """---
name: refund-desk
description: Answers questions about refunds
metadata:
  authors: [ann, 李雷]
  tags: [shop]
model:
  id: gpt-4o-mini
  apiType: chat
  connection: {kind: key, endpoint: "https://example.com"}
  options: {temperature: 0.2, maxOutputTokens: 300, topP: 0.9, stopSequences: ["END"]}
inputs:
  - {name: question, kind: string, example: 怎么退款？, description: what the customer asks}
  - {name: tone, kind: string, default: friendly}
  - {name: orders, kind: array}
outputs:
  answer: {kind: string, description: two sentences}
tools:
  - {name: lookup, kind: function}
template: {format: jinja2, parser: prompty}
---
system:
You answer in a {{ tone }} way.

# Orders
{% for order in orders %}- {{ order.id }}
{% endfor %}

user:
{{ question }}

assistant:
{
"""

PROMPTY_1 = """---
name: Basic
authors: [ann]
model:
  api: chat
  configuration: {type: azure_openai, azure_deployment: gpt-35-turbo}
  parameters: {max_tokens: 128, temperature: 0, response_format: {type: json_object}}
inputs:
  firstName: {type: string}
sample: {firstName: Ann, count: 3}
---
Before any role.
user:
Hello {{firstName}}, {{count}}
"""

DOTPROMPT = """---
model: googleai/gemini-2.5-flash
config: {temperature: 0.4, topK: 20, maxOutputTokens: 400, stopSequences: [STOP]}
input:
  schema:
    question: string, what the customer asks
    passages(array, best first): string
    language?: string
    plan(enum): [FREE, PAID]
    customer:
      name: string
  default: {plan: FREE}
output:
  format: json
  schema:
    answer: string, two sentences
    urgent?: boolean
tools: [orders]
metadata: {owner: support, team: 7}
---
{{! who speaks }}
{{role "system"}}
You answer{{#if language}} in {{language}}{{else}} in English{{/if}}.
{{#unless customer.name}}Ask for a name.{{/unless}}
{{role "user"}}
{{#each passages}}[{{@index}}] {{this}} for {{@root.customer.name}}
{{/each}}{{#ifEquals plan "PAID"}}Paying.{{/ifEquals}}
{{json customer}} {{history}}
{{question}}
"""

CHAT: dict[str, Any] = {
    "lc": 1,
    "type": "constructor",
    "id": ["langchain", "prompts", "chat", "ChatPromptTemplate"],
    "kwargs": {
        "input_variables": ["question", "history"],
        "partial_variables": {"tone": "friendly"},
        "messages": [
            {
                "lc": 1,
                "type": "constructor",
                "id": ["langchain", "prompts", "chat", "SystemMessagePromptTemplate"],
                "kwargs": {
                    "prompt": {
                        "lc": 1,
                        "type": "constructor",
                        "id": ["langchain", "prompts", "prompt", "PromptTemplate"],
                        "kwargs": {
                            "input_variables": ["tone"],
                            "template": 'Be {tone}. Answer as {{"answer": 1}}. {{% 退款 %}}',
                            "template_format": "f-string",
                        },
                    }
                },
            },
            {
                "lc": 1,
                "type": "constructor",
                "id": ["langchain", "prompts", "chat", "MessagesPlaceholder"],
                "kwargs": {"variable_name": "history", "optional": True},
            },
            {
                "lc": 1,
                "type": "constructor",
                "id": ["langchain", "prompts", "chat", "HumanMessagePromptTemplate"],
                "kwargs": {
                    "prompt": {
                        "_type": "prompt",
                        "input_variables": ["question"],
                        "template": "{{#items}}<{{.}}>{{/items}}{{question}}",
                        "template_format": "mustache",
                    }
                },
            },
        ],
    },
}

FEW_SHOT = {
    "_type": "few_shot",
    "input_variables": ["word"],
    "prefix": "Give the opposite.",
    "example_prompt": {
        "_type": "prompt",
        "input_variables": ["input", "output"],
        "template": "Word: {input}\nOpposite: {output}",
    },
    "examples": [{"input": "高", "output": "矮"}, {"input": "{x}", "output": "{{y}}"}],
    "suffix": "Word: {word:>10}\nOpposite:",
}

LANGFUSE = {
    "name": "support/refund",
    "type": "chat",
    "prompt": [
        {"role": "system", "content": "You are {{ tone }}. {% not a tag %}"},
        {"type": "placeholder", "name": "history"},
        {"role": "user", "content": "问题：{{question}}"},
    ],
    "config": {"model": "gpt-4o", "temperature": 0.5, "max_tokens": 90, "languages": ["en", "zh"]},
    "labels": ["production"],
    "version": 3,
    "commitMessage": "shorter",
}

OPENAI = {
    "prompt": {
        "id": "pmpt_68a",
        "object": "prompt",
        "version": "2",
        "name": "weather",
        "model": "gpt-4.1",
        "messages": [
            {
                "role": "developer",
                "content": [{"type": "input_text", "text": "Speak of {{city}}."}],
            },
            {"role": "user", "content": "How is it?"},
            {"role": "user", "content": [{"type": "input_image", "image_url": "x"}]},
        ],
        "variables": {"city": "San Francisco"},
        "temperature": 1,
        "max_output_tokens": 200,
        "reasoning": {"effort": "low"},
        "text": {"format": {"type": "json_schema", "name": "w", "schema": {"type": "object"}}},
        "tools": [{"type": "web_search"}],
    }
}

LANGGPT = """# Role: 诗人

## Profile
- Author: 李雷
- Language: 中文
- Description: 诗人擅长写诗。{{不是变量}}

## Rules
1. 内容健康。

## Workflow
1. 让用户以 "形式：[], 主题：[]" 的方式指定主题。

## Initialization
作为角色 <Role>，严格遵守 <Rules>，友好地欢迎用户。
"""

FILES: dict[Kind, str] = {
    "prompty": PROMPTY_2,
    "dotprompt": DOTPROMPT,
    "langchain": json.dumps(CHAT, ensure_ascii=False),
    "langgpt": LANGGPT,
    "langfuse": json.dumps(LANGFUSE),
    "openai": json.dumps(OPENAI),
}
VALUES: dict[Kind, dict[str, Any]] = {
    "prompty": {"question": "几天？", "orders": [{"id": 7}, {"id": 8}]},
    "dotprompt": {
        "question": "几天？",
        "passages": ["甲", "乙"],
        "language": "中文",
        "plan": "PAID",
        "customer": {"name": "Ann"},
    },
    "langchain": {"question": "几天？", "items": ["a", "b"]},
    "langgpt": {"message": "写一首"},
    "langfuse": {"tone": "友好", "question": "几天？"},
    "openai": {},
}


def made(found: Converted, name: str = "p") -> Prompt:
    return read_text(found.prompt_text, name=name)


def said(prompt: Prompt, values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(m.role, m.text) for m in prompt.messages(values)]


def test_prompty_of_today_is_read_with_its_types_and_options() -> None:
    found = read(PROMPTY_2, "prompty")
    prompt = made(found)
    assert (found.name, prompt.model, prompt.owner) == ("refund-desk", "gpt-4o-mini", "ann, 李雷")
    assert prompt.parameters == {
        "temperature": 0.2, "max_tokens": 300, "top_p": 0.9, "stop": ["END"],
    }  # fmt: skip
    assert [(i.name, i.type, i.required) for i in prompt.inputs] == [
        ("question", "string", True), ("tone", "string", False), ("orders", "array", True),
    ]  # fmt: skip
    assert prompt.inputs[0].why == "what the customer asks"
    assert said(prompt, VALUES["prompty"]) == [
        ("system", "You answer in a friendly way.\n\n# Orders\n- 7\n- 8\n"),
        ("user", "几天？"),
        ("assistant", "{"),
    ]
    lost = " ".join(found.lost)
    for what in ("tools", "metadata.tags", "model.apiType", "model.connection"):
        assert what in lost


def test_prompty_of_yesterday_is_read_too() -> None:
    found = read(PROMPTY_1, "prompty")
    prompt = made(found)
    assert prompt.model == "gpt-35-turbo"
    assert prompt.parameters == {
        "max_tokens": 128, "temperature": 0, "extra": {"response_format": {"type": "json_object"}},
    }  # fmt: skip
    assert said(prompt, {"firstName": "Bo", "count": 2}) == [
        ("system", "Before any role."), ("user", "Hello Bo, 2"),
    ]  # fmt: skip
    assert prompt.inputs[1].schema == {"type": "integer", "examples": [3]}


def test_dotprompt_is_read_with_handlebars_and_picoschema() -> None:
    found = read(DOTPROMPT, "dotprompt")
    prompt = made(found)
    assert prompt.parameters["extra"] == {"topK": 20}
    assert prompt.owner == "support"
    assert prompt.output is not None
    assert prompt.output.schema is not None
    assert prompt.output.schema["required"] == ["answer"]
    assert said(prompt, VALUES["dotprompt"]) == [
        ("system", "You answer in 中文.\n"),
        ("user", '[0] 甲 for Ann\n[1] 乙 for Ann\nPaying.\n{"name":"Ann"} \n几天？'),
    ]
    plain = said(prompt, {**VALUES["dotprompt"], "language": "", "plan": "FREE", "customer":
                          {"name": ""}})  # fmt: skip
    assert plain[0][1] == "You answer in English.\nAsk for a name."
    lost = " ".join(found.lost)
    for what in ("tools", "metadata.team", "{{history}}"):
        assert what in lost


def test_langchain_is_read_in_each_of_its_shapes() -> None:
    found = read(FILES["langchain"], "langchain")
    assert said(made(found), VALUES["langchain"]) == [
        ("system", 'Be friendly. Answer as {"answer": 1}. {% 退款 %}'),
        ("user", "<a><b>几天？"),
    ]
    assert "a place for messages: history" in found.lost
    shown = read(json.dumps(FEW_SHOT), "langchain")
    texts = ["Give the opposite.", "Word: 高\nOpposite: 矮", "Word: {x}\nOpposite: {{y}}"]
    wanted = "\n\n".join([*texts, "Word: 热\nOpposite:"])
    assert said(made(shown), {"word": "热"}) == [("user", wanted)]
    assert "how {word} is formatted: :>10" in shown.lost
    single = read(
        '{"_type": "prompt", "template": "Hi {who}", "input_variables": ["who"]}', "langchain"
    )
    assert said(made(single), {"who": "Ann"}) == [("user", "Hi Ann")]


def test_langfuse_is_read_with_its_config() -> None:
    found = read(FILES["langfuse"], "langfuse")
    prompt = made(found)
    assert (found.name, prompt.model, prompt.why) == ("support/refund", "gpt-4o", "shorter")
    assert prompt.parameters == {"temperature": 0.5, "max_tokens": 90}
    assert said(prompt, VALUES["langfuse"]) == [
        ("system", "You are 友好. {% not a tag %}"), ("user", "问题：几天？"),
    ]  # fmt: skip
    assert set(found.lost) == {
        "a place for messages: history", 'config.languages: ["en","zh"]', 'labels: ["production"]',
        "version: 3",
    }  # fmt: skip


def test_a_prompt_stored_at_openai_is_read_with_its_variables() -> None:
    found = read(FILES["openai"], "openai")
    prompt = made(found)
    assert prompt.parameters == {"reasoning_effort": "low", "temperature": 1, "max_tokens": 200}
    assert said(prompt, {}) == [("system", "Speak of San Francisco."), ("user", "How is it?")]
    lost = " ".join(found.lost)
    for what in ("id: pmpt_68a", "tools", "no text"):
        assert what in lost


def test_a_role_of_langgpt_is_said_by_the_system() -> None:
    found = read(LANGGPT, "langgpt")
    assert (found.name, made(found).owner) == ("诗人", "李雷")
    assert said(made(found), VALUES["langgpt"]) == [
        ("system", LANGGPT.strip()), ("user", "写一首"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_in_and_out_and_in_again_says_the_same(kind: Kind) -> None:
    first = made(read(FILES[kind], kind), name="support/p")
    out = write(first, kind)
    again = made(read(out.text, kind))
    assert said(again, VALUES[kind]) == said(first, VALUES[kind])
    for name in ("model", "parameters", "owner", "why", "output"):
        before, after = getattr(first, name), getattr(again, name)
        noted = any(note.startswith(name) for note in out.lost)
        assert after == before or noted, (name, before, after)


@pytest.mark.parametrize("kind", KINDS)
def test_what_goes_out_to_each_kind_says_the_same_or_is_listed(kind: Kind) -> None:
    data = '{"inputs": {"q": "{{ 1 }}"}, "output": "一"}\n{"inputs": {"q": "2"}, "output": "二"}\n'
    text = """---
model: small
parameters: {temperature: 0, seed: 7, extra: {top_k: 3}}
inputs:
  q: {type: string, why: asked}
  items: {type: array, default: []}
output: {answer: string}
examples: {file: e.jsonl, n: 1}
checks: [not_empty]
owner: ann
why: 短一些
---
# system
规则 {"a": 1}

# user
{% section "items" %}
{% for item in items %}
- {{ item }}
{% endfor %}
{% endsection %}
{{ q }}

# assistant
{
"""
    prompt = read_text(text, name="p", beside=lambda name: data.encode())
    out = write(prompt, kind)
    noted = " ".join(out.lost)
    assert "checks" in noted
    if kind in ("prompty", "dotprompt", "langchain"):
        again = said(made(read(out.text, kind)), {"q": "{{ q }}", "items": ["x"]})
        wanted = said(prompt, {"q": "{{ q }}", "items": ["x"]})
        assert [role for role, _ in again] == [role for role, _ in wanted]
        assert [text.split() for _, text in again] == [text.split() for _, text in wanted]
    else:
        assert "{% for item in items %} stays as text" in noted
    for what, there in (
        ("model", "small"),
        ("owner", "ann"),
        ("why", "短一些"),
        ("answer", "answer"),
    ):
        assert there in out.text or what in noted or "output" in noted, what


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", ["", "{", "[]", "{}", "---\n- a\n---\n"])
def test_a_file_that_is_none_of_its_kind_is_one_sentence(kind: Kind, wrong: str) -> None:
    if (kind, wrong[:1]) in {
        ("prompty", "{"),
        ("dotprompt", "{"),
        ("prompty", "["),
        ("dotprompt", "["),
    }:
        assert wrong in read(wrong, kind).prompt_text.replace("'", "")
        return  # a body without front matter is a prompt of these
    with pytest.raises(UsageError) as caught:
        read(wrong, kind)
    assert "\n" not in str(caught.value)


def test_an_unclosed_block_and_an_unknown_kind_are_one_sentence() -> None:
    with pytest.raises(UsageError, match="#if"):
        read("{{#if x}}a", "dotprompt")
    with pytest.raises(UsageError, match="double a brace"):
        read('{"_type": "prompt", "template": "a } b"}', "langchain")
    with pytest.raises(UsageError, match="choose one of prompty, dotprompt"):
        read("", "jinja")  # type: ignore[arg-type]


def test_the_kind_of_a_file_is_guessed_by_its_name_and_what_is_in_it() -> None:
    names: dict[Kind, str] = {"prompty": "a.prompty", "dotprompt": "a.prompt", "langgpt": "a.md"}
    for kind, text in FILES.items():
        assert guessed(names.get(kind, "a.json"), text) == kind
    assert guessed("a.txt", "hi") is None
    assert guessed("a.json", "[]") is None
