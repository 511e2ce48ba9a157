"""A prompt file is read as it is written, and what is wrong in it is one sentence with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from genchi.errors import OutsideError, UsageError
from genchi.prompts import Example, folder, read, read_text

REFUND = """---
model: small                     # an alias
parameters: { temperature: 0, max_tokens: 400, stop: ["。"] }
inputs:
  question: string
  passages: { type: array, items: { type: string }, why: "retrieved, best first" }
  tone: { type: string, default: 友好 }
output:
  answer: string
  days: { type: integer, minimum: 0 }
examples: { file: refund.examples.jsonl, n: 1, by: question }
checks: [not_empty, "max_words(120)"]
owner: support
why: |
  Two sentences, because longer answers were not read.
---
# system
你是客服。{{ tone }}

## 规则
# 不是小节
- 七天

```markdown
# user
```

# examples
{{ question }}

# user
{% for passage in passages %}
<passage>{{ passage }}</passage>
{% endfor %}
{{ question }}
\\# user

# assistant
{
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "support").mkdir()
    (tmp_path / "support" / "refund.md").write_text(REFUND, encoding="utf-8")
    (tmp_path / "support" / "refund.examples.jsonl").write_text(
        '{"inputs": {"question": "几天？"}, "output": {"answer": "七天", "days": 7}}\n\n'
        '{"inputs": {"question": "运费？"}, "reference": "商家付", "label": "运费"}\n',
        encoding="utf-8",
    )
    return tmp_path


def test_everything_a_file_says_is_in_the_prompt(project: Path) -> None:
    prompt = folder(project).get("support/refund")
    assert (prompt.name, prompt.model, prompt.owner) == ("support/refund", "small", "support")
    assert prompt.parameters == {"temperature": 0, "max_tokens": 400, "stop": ["。"]}
    assert [(i.name, i.type, i.required) for i in prompt.inputs] == [
        ("question", "string", True),
        ("passages", "array", True),
        ("tone", "string", False),
    ]
    assert prompt.inputs[1].why == "retrieved, best first"
    assert prompt.output is not None
    assert prompt.output.schema is not None
    assert prompt.output.schema["required"] == ["answer", "days"]
    assert prompt.checks == ("not_empty", "max_words(120)")
    assert prompt.why == "Two sentences, because longer answers were not read."
    assert prompt.examples is not None
    assert prompt.examples.all[1] == Example("商家付", {"question": "运费？"}, {"label": "运费"})


def test_only_the_four_headings_begin_a_section_and_none_within_a_code_fence(project: Path) -> None:
    sections = folder(project).get("support/refund").sections
    assert [s.role for s in sections] == ["system", "examples", "user", "assistant"]
    assert "# 不是小节" in sections[0].text
    assert "```markdown\n# user\n```" in sections[0].text
    assert sections[2].text.endswith("\n# user")
    assert REFUND.split("\n")[sections[2].line - 1].startswith("{% for")


def test_a_file_without_headings_is_what_the_user_says() -> None:
    prompt = read_text("\n\nSay hello.\n", name="hello")
    assert [(s.role, s.text, s.line) for s in prompt.sections] == [("user", "Say hello.", 3)]


def test_names_have_folders_and_a_wrong_one_names_the_nearest(project: Path) -> None:
    (project / "README.md").write_text("about", encoding="utf-8")
    (project / ".draft.md").write_text("{{ x }}", encoding="utf-8")
    prompts = folder(project)
    assert prompts.names == ("support/refund",)
    with pytest.raises(UsageError, match="did you mean 'support/refund'"):
        prompts.get("support/refunds")
    with pytest.raises(UsageError, match="it has none"):
        folder(project / "nowhere").get("../../etc/passwd")


def test_a_file_that_is_not_there_is_the_worlds_failure(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="cannot be read"):
        read(tmp_path / "gone.md")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("---\nmodle: x\n---\nhi", 2, "did you mean 'model'"),
        ("---\nmodel: a\nmodel: b\n---\nhi", 3, "'model' stands twice"),
        ("---\ninputs:\n  a: string\n  a: number\n---\nhi", 4, "'a' stands twice"),
        ("---\ninputs: {q: text}\n---\nhi", 2, "'text' is no type: choose one of string"),
        ("---\ninputs: {q: {type: string, why: a, b}}\n---\nhi", 2, "stands in quotes"),
        ("---\ninputs: {on: string}\n---\nhi", 2, "put it in quotes"),
        ("---\ninputs: {a-b: string}\n---\nhi", 2, "cannot be called 'a-b'"),
        ("---\ninputs: {n: {type: integer, default: x}}\n---\n{{ n }}", 2, "default of 'n'"),
        ("---\nx: [\n---\nhi", 2, "no YAML"),
        ("---\nowner: &a b\nwhy: *a\n---\nhi", 3, "is an alias"),
        ("---\nwhy: !!python/object:os.system x\n---\nhi", 2, "no YAML"),
        ("---\nmodel: x\nhi", 1, "no end"),
        ("---\nparameters: {temprature: 1}\n---\nhi", 2, "they are tool_choice, max_tokens"),
        ("---\nparameters: {temperature: hot}\n---\nhi", 2, "Expected `float"),
        ("---\nparameters: {schema: {}}\n---\nhi", 2, "under `output`"),
        ("---\noutput: Answer\n---\nhi", 2, "package.module:Class"),
        ("---\noutput: {answer: text}\n---\nhi", 2, "field 'answer'"),
        ("---\nchecks: not_empty\n---\nhi", 2, "list of texts"),
        ("---\nexamples: {file: a.jsonl, chose: x}\n---\nhi", 2, "no 'chose'"),
        ("---\nexamples: ../a.jsonl\n---\nhi", 2, "do not lie beside"),
        ("# user\nhi\n\n# examples\n", 5, "has no examples"),
        ("hi\n# user\nx", 1, "before the first section"),
        ("# user\nhi\n# system\nx", 3, "the first section"),
        ("# user\n\n# assistant\nx", 1, "is empty"),
        ("---\nmodel: x\n---\n\n", 4, "no message"),
        ("# user\na\n\n{{ b }}", 4, "'b' is no input (inputs: none)"),
        ("# user\na\n{% include 'x' %}", 3, "reads another template"),
        ("# user\na\n\n{% for %}", 4, "cannot be read"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_line(text: str, line: int, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_text(text, name="wrong", beside=lambda name: b"")
    message = str(caught.value)
    assert message.startswith(f"wrong.md:{line}: ")
    assert says in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "not an object"),
        ('{"inputs": {}}', "`output`"),
        ('{"output": 1, "reference": 1}', "one of the two"),
        ('{"output": 1, "inputs": 3}', "object"),
    ],
)
def test_a_wrong_example_names_the_line_of_its_own_file(line: str, says: str) -> None:
    text = "---\nexamples: e.jsonl\n---\n# user\nhi"
    data = ('{"output": 1}\n' + line + "\n").encode()
    with pytest.raises(UsageError, match=r"^e\.jsonl:2: ") as caught:
        read_text(text, name="wrong", beside=lambda name: data)
    assert says in str(caught.value)


def test_an_output_is_fields_a_schema_or_a_class() -> None:
    def output(text: str) -> tuple[object, object]:
        found = read_text(f"---\noutput: {text}\n---\nhi", name="a").output
        assert found is not None
        return found.schema, found.reference

    assert output("shop.answers:Refund") == (None, "shop.answers:Refund")
    assert output("{type: array, items: {type: string}}")[0] == {
        "type": "array",
        "items": {"type": "string"},
    }
    fields = output("{type: string, answer: string}")[0]
    assert isinstance(fields, dict)
    assert fields["required"] == ["type", "answer"]
