"""Handlebars, as dotprompt has it, to our templates and back.

What has a counterpart: variables, `#if`, `#unless`, `#each`, `else`, comments, and the helpers
`role`, `json`, `section`, `ifEquals` and `unlessEquals`. Everything else is noted.
"""

from __future__ import annotations

import re

from genchi.errors import UsageError
from genchi.prompts.convert.drafts import Draft, Turn, literal, short
from genchi.prompts.tags import Tag, tags

_TAG = re.compile(r"\\\{\{.*?\}\}|\{\{!--.*?--\}\}|\{\{\{.*?\}\}\}|\{\{.*?\}\}", re.DOTALL)
_ROLE = re.compile(r"role\s+[\"'](\w+)[\"']")
_ROLES = {"model": "assistant", "assistant": "assistant", "system": "system", "user": "user"}
_PATH = r"@?[^\W\d]\w*(?:\.\w+)*|this(?:\.\w+)*|\.\./[\w./]+|\."
_EACH = re.compile(rf"each\s+({_PATH})(?:\s+as\s+\|\s*(\w+)(?:\s+\w+)?\s*\|)?")
_EQUAL = re.compile(rf"(if|unless)Equals\s+({_PATH})\s+({_PATH}|\"[^\"]*\"|'[^']*'|-?\d+)")


def from_handlebars(text: str, draft: Draft) -> list[Turn]:
    """The turns of a template: what stands before the first `{{role}}` is what the user says."""
    role, turns, out, place = "user", [], "", 0
    stack: list[tuple[str, str]] = []
    for match in _TAG.finditer(text):
        out += literal(text[place : match.start()])
        place = match.end()
        if match.group().startswith("\\"):
            out += literal(match.group()[1:])
            continue
        inside = match.group().strip("{}").strip("~").strip()
        named = _ROLE.fullmatch(inside)
        if named:
            turns.append((role, out))
            role, out = _ROLES.get(named[1], "user"), ""
        else:
            out += _trimming(match.group(), _from_tag(inside, stack, draft))
    if stack:
        word = short(stack[-1][0])
        raise UsageError(f"{{{{#{word}}}}} has no end: close it with {{{{/{word}}}}}")
    turns.append((role, out + literal(text[place:])))
    return turns


def _trimming(theirs: str, ours: str) -> str:
    """Our tag with the signs of `{{~ … ~}}`, which drop the white space on their side."""
    inside = theirs.strip("{}")
    if ours and inside.startswith("~"):
        ours = f"{ours[:2]}-{ours[2:]}"
    if ours and inside.endswith("~"):
        ours = f"{ours[:-2]}-{ours[-2:]}"
    return ours


def _from_tag(inside: str, stack: list[tuple[str, str]], draft: Draft) -> str:
    word, _, rest = inside.partition(" ")
    item = next((name for kind, name in reversed(stack) if kind == "each"), "")
    if inside.startswith("!"):
        return f"{{# {inside.strip('!-').strip()} #}}"
    if inside.startswith("/"):
        kind = stack.pop()[0] if stack else "if"
        return "{% endfor %}" if kind == "each" else "{% endif %}"
    if inside in ("else", "^"):
        return "{% else %}"
    if word == "else" and rest.startswith("if "):
        return f"{{% elif {_path(rest[3:].strip(), item)} %}}"
    if inside.startswith("#"):
        return _opened(inside[1:].strip(), item, stack, draft)
    if word == "json":
        return f"{{{{ {_path(rest.split()[0], item)}|tojson }}}}"
    if re.fullmatch(_PATH, inside) and inside not in ("history",):
        return f"{{{{ {_path(inside, item)} }}}}"
    draft.lose("a tag with no counterpart", f"{{{{{inside}}}}}")
    return ""


def _opened(inside: str, item: str, stack: list[tuple[str, str]], draft: Draft) -> str:
    word, _, rest = inside.partition(" ")
    if each := _EACH.fullmatch(inside):
        name = each[2] or ("item" if not item else f"{item}_item")
        stack.append(("each", name))
        return f"{{% for {name} in {_path(each[1], item)} %}}"
    if equal := _EQUAL.fullmatch(inside):
        stack.append((f"{equal[1]}Equals", ""))
        sign = "==" if equal[1] == "if" else "!="
        return f"{{% if {_path(equal[2], item)} {sign} {_path(equal[3], item)} %}}"
    if word in ("if", "unless") and re.fullmatch(_PATH, rest.strip()):
        stack.append((word, ""))
        no = "not " if word == "unless" else ""
        return f"{{% if {no}{_path(rest.strip(), item)} %}}"
    stack.append((word, ""))
    draft.lose("a block with no counterpart, read as always", f"{{{{#{inside}}}}}")
    return "{% if true %}"


def _path(path: str, item: str) -> str:
    if path in ("this", "."):
        return item or path
    if path.startswith("this."):
        return f"{item}.{path[5:]}" if item else path[5:]
    if path.startswith("@"):
        known = {"@index": "loop.index0", "@first": "loop.first", "@last": "loop.last"}
        return known.get(path, path.removeprefix("@root."))
    if path.startswith("../"):
        return path.replace("../", "")
    if path[0] in "\"'-0123456789" or not item:
        return path
    return path if path.partition(".")[0] == item else f"{item}.{path}"


def to_handlebars(template: str, arrays: set[str], lost: list[str]) -> str:
    """Our template in Handlebars. `arrays` are variables that are to be written as JSON."""
    out, place = "", 0
    stack: list[tuple[str, str]] = []
    for tag in tags(template):
        out += template[place : tag.start]
        place = tag.end
        out += _to_tag(tag, arrays, stack, lost)
    return out + template[place:]


def _to_tag(tag: Tag, arrays: set[str], stack: list[tuple[str, str]], lost: list[str]) -> str:
    inside = tag.inside
    if tag.kind == "comment":
        return f"{{{{! {tag.text[2:-2].strip('-').strip()} }}}}"
    if tag.kind == "expression":
        found = _to_expression(inside, arrays, [item for kind, item in stack if kind == "each"])
    else:
        found = _to_block(inside, stack)
    if found is None:
        lost.append(f"{tag.text} stays as text: Handlebars has no counterpart")
        return tag.text
    return found


def _to_expression(inside: str, arrays: set[str], items: list[str]) -> str | None:
    name = inside.removesuffix("|tojson").strip()
    if text := re.fullmatch(r"'([^']*)'|\"([^\"]*)\"", inside):
        return re.sub(r"\{\{", r"\\{{", text[1] or text[2] or "")
    if inside in ("loop.index0", "loop.first", "loop.last"):
        return f"{{{{@{inside.removeprefix('loop.').removesuffix('0')}}}}}"
    if not re.fullmatch(r"[^\W\d]\w*(\.\w+)*", name):
        return None
    path = _inside_out(name, items)
    return f"{{{{json {path}}}}}" if name != inside or name in arrays else f"{{{{{path}}}}}"


def _to_block(inside: str, stack: list[tuple[str, str]]) -> str | None:
    items = [item for kind, item in stack if kind == "each"]
    if loop := re.fullmatch(r"for\s+(\w+)\s+in\s+([\w.]+)", inside):
        path = _inside_out(loop[2], items)
        stack.append(("each", loop[1]))
        return f"{{{{#each {path} as |{loop[1]}|}}}}"
    if condition := re.fullmatch(r"(if|elif)\s+(not\s+)?([\w.]+)", inside):
        path = _inside_out(condition[3], items)
        if condition[1] == "elif":
            return None if condition[2] else f"{{{{else if {path}}}}}"
        stack.append(("unless" if condition[2] else "if", ""))
        return f"{{{{#{stack[-1][0]} {path}}}}}"
    if equal := re.fullmatch(r"if\s+([\w.]+)\s*(==|!=)\s*(\"[^\"]*\"|'[^']*'|\d+|[\w.]+)", inside):
        stack.append(("ifEquals" if equal[2] == "==" else "unlessEquals", ""))
        return f"{{{{#{stack[-1][0]} {_inside_out(equal[1], items)} {equal[3]}}}}}"
    if inside == "else":
        return "{{else}}"
    if inside in ("endif", "endfor") and stack:
        return f"{{{{/{stack.pop()[0]}}}}}"
    return None


def _inside_out(name: str, items: list[str]) -> str:
    """A path as seen from within loops: the variables of the prompt lie at the root."""
    return name if not items or name.partition(".")[0] in items else f"@root.{name}"
