"""The rules of the lint: why each is worth a look, and what to do, in English and Chinese.

All of it is advice. The oddest prompt may be the best one, and only an evaluation can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from genchi.settings import Language


class Advice(NamedTuple):
    """One rule in one language."""

    why: str
    do: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the lint; `is_error` is one that stops the prompt from being used at all."""

    en: Advice
    zh: Advice
    is_error: bool = False

    def advice(self, language: Language) -> Advice:
        """Why and what to do, in a language."""
        return self.zh if language == "zh" else self.en


RULES: dict[str, Rule] = {
    "unusable": Rule(
        Advice("the file cannot be used as it is", "mend the line"),
        Advice("此文件目前无法使用", "修正这一行"),
        is_error=True,
    ),
    "unused-input": Rule(
        Advice("callers must hand in what no section reads", "use it in a section or take it out"),
        Advice("调用方必须提供，但没有任何小节用到", "在小节中使用，或删去"),
    ),
    "misspelt-heading": Rule(
        Advice("this heading is text, not a section", "write it in small letters: `# user`"),
        Advice("这个标题只是正文，不会开始新的小节", "用小写书写：`# user`"),
    ),
    "many-tasks": Rule(
        Advice(
            "one prompt does many tasks: each is hard to test, and a change for one moves the rest",
            "split it into a prompt for each task, and pass results on",
        ),
        Advice(
            "一个提示词承担多项任务：难以单独测试，改一处会影响其他",
            "按任务拆成多个提示词，依次传递结果",
        ),
    ),
    "oversized": Rule(
        Advice(
            "instructions this long are followed less evenly, and each call pays for them",
            "keep what evaluation cases need; move the rest to examples or another prompt",
        ),
        Advice(
            "过长的说明更难被完整遵守，每次调用都要付费",
            "只留评测用例需要的内容，其余移到示例或另一个提示词",
        ),
    ),
    "brittle-phrase": Rule(
        Advice(
            "a phrase that may work by luck with one model and says nothing about the task",
            "say what a good answer has, or show it in an example",
        ),
        Advice(
            "这类话术可能只对某个模型碰巧有效，与任务无关", "写清好的回答应具备什么，或用示例说明"
        ),
    ),
    "vague-phrase": Rule(
        Advice("nobody can check whether this was followed", "name a number, a list or a case"),
        Advice("无法检验是否做到", "给出数字、清单或具体情形"),
    ),
    "shouting": Rule(
        Advice(
            "capitals and exclamation marks make newer models overdo one rule",
            "say it once in plain words, with the reason",
        ),
        Advice("连续的感叹号和大写会让较新的模型过度执行某一条", "用平常的话说一次，并说明原因"),
    ),
    "contradiction": Rule(
        Advice(
            "two instructions cannot both be followed, so the model chooses",
            "keep one, or say when each holds",
        ),
        Advice("两条指令无法同时满足，模型只能自行取舍", "只留一条，或写明各自适用的情形"),
    ),
    "only-negative": Rule(
        Advice(
            "most of this says what not to do, and not what to do instead",
            "write what to do in its place",
        ),
        Advice("大多在说不要做什么，没有说该做什么", "改写成应当怎么做"),
    ),
    "long-after-question": Rule(
        Advice(
            "models read a question best after the long text that it is about",
            "move the long input above the question",
        ),
        Advice("问题放在长文本之后，模型更容易答好", "把长文本移到问题之前"),
    ),
    "long-in-middle": Rule(
        Advice(
            "instructions on both sides of a long text: those in the middle of it all get lost",
            "put the long input first or last, and the instructions together",
        ),
        Advice(
            "长文本夹在两段说明之间，中间的内容容易被忽略", "把长文本放在最前或最后，说明放在一起"
        ),
    ),
    "late-prefix": Rule(
        Advice(
            "a provider's cache keeps what is the same at the beginning, and little of this is",
            "move what never changes above the first variable",
        ),
        Advice(
            "服务商只缓存开头不变的部分，而这里不变的开头很短", "把不变的内容移到第一个变量之前"
        ),
    ),
    "repeated-sentence": Rule(
        Advice("it says nearly the same twice", "keep one of the two"),
        Advice("几乎相同的话出现了两次", "保留一处"),
    ),
    "example-is-default": Rule(
        Advice(
            "an example asks what a call with defaults asks: the answer is in the prompt",
            "take the example out, or choose another default",
        ),
        Advice("示例的问题与默认值相同，答案已写在提示词里", "删去该示例，或换一个默认值"),
    ),
    "examples-disagree": Rule(
        Advice("two examples answer the same input differently", "keep the right one"),
        Advice("两个示例对同一输入给出不同答案", "保留正确的一个"),
    ),
}
