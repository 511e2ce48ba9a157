"""Words that give an instruction away: the lists behind the rules about wording.

Each pattern is written for English and for Chinese. A list finds what is on it and nothing else.
"""

from __future__ import annotations

import re

from genchi.text.scripts import HAN


def _any(english: str, chinese: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{english})(?!\w)|(?:{chinese})", re.IGNORECASE)


BRITTLE = _any(
    r"i(?:'ll| will) (?:tip|pay) you|tip of \$?\d+|take a deep breath"
    r"|my (?:career|job|life) depends"
    r"|(?:world'?s|the) (?:best|greatest|most \w+) \w+ in the world|world[- ]class"
    r"|(?:do not|don't|never) hallucinate"
    r"|as an ai(?: language)? model|you will be (?:fined|punished)"
    r"|let'?s think step by step|best practices|state[- ]of[- ]the[- ]art",
    r"不要(?:产生)?幻觉|给你小费|深呼吸|世界(?:上)?(?:最好|最强|顶级|顶尖)的"
    r"|作为一个(?:AI|人工智能)"
    r"|否则(?:你)?(?:将|会)(?:被)?(?:惩罚|关机|下线)|一步一步(?:地)?(?:思考|想)|拥有\d+年经验",
)
"""Tricks, pleas and praise."""

VAGUE = _any(
    r"(?:if|when|where|as) (?:appropriate|needed|necessary|possible)|etc\.?|and so on|try to"
    r"|be (?:smart|careful|good|creative|natural)|high[- ]quality|reasonable length|not too long"
    r"|use (?:your )?common sense",
    r"适当(?:地|的)?|视情况|尽量|尽可能|等等|高质量(?:的)?|合理的长度|不要太长|酌情|自行判断",
)
"""What nobody can check."""

SHOUT = re.compile(r"[!！]{2,}|(?:\b[A-Z]{4,}\b\W+){2,}\b[A-Z]{4,}\b")

NEGATIVE = re.compile(
    r"(?<!\w)(?:do not|don['’]t|never|avoid|must not|should not|may not|no longer)\s+"
    r"(?P<en>[^.;!?\n]+)"
    rf"|(?:不要|不得|不能|不可(?:以)?|禁止|切勿|请勿|严禁|绝不|避免|别)(?P<zh>[{HAN}A-Za-z0-9]+)",
    re.IGNORECASE,
)
"""An instruction not to do something, and what."""

POSITIVE = re.compile(
    r"(?<!\w)(?:always|must|be sure to|make sure to|remember to|you should)\s+"
    r"(?!not\b)(?P<en>[^.;!?\n]+)"
    rf"|(?:必须|务必|总是|一定要|始终|应当|应该)(?P<zh>[{HAN}A-Za-z0-9]+)",
    re.IGNORECASE,
)
"""An instruction to do something, and what."""

IMPERATIVE = re.compile(
    r"^(?:[-*•]|\d+[.)])?\s*(?:please |then |also |and )?(?P<en>[A-Za-z]+\b[^.;!?\n]*)"
    rf"|^(?:[-*•]|\d+[.、)])?\s*(?:请|再|并|要|可以)(?P<zh>[{HAN}A-Za-z0-9]+)",
    re.IGNORECASE,
)
"""A sentence that may be an order from its first word on."""

CONDITION = _any(
    r"if|when|whenever|unless|except|once|after|before|until",
    r"如果|若|除非|当|时[,，]|除了|之前|之后",
)
"""A sentence that holds in some cases only: another that says the opposite may hold in the rest."""

_NOT_BEFORE = re.compile(
    r"(?:\b(?:not|never|avoid|without|no|neither)|n['’]t)\s+(?:\w+\s+){0,2}$"
    r"|[不别勿无][^，。；]{0,3}$",
    re.IGNORECASE,
)


def said_in(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a sentence says it, and not that it must not be.

    >>> said_in(BRIEF, "Be concise."), said_in(BRIEF, "Do not be concise.")
    (True, False)
    """
    return any(not _NOT_BEFORE.search(text[: m.start()]) for m in pattern.finditer(text))


BRIEF = _any(
    r"concise(?:ly)?|brief(?:ly)?|short answers?|one sentence|a single sentence|in a few words",
    r"简洁|简短|简明|一句话|言简意赅|精简",
)
LONG = _any(
    r"in (?:full |great |more )?detail|detailed|thorough(?:ly)?|comprehensive(?:ly)?"
    r"|exhaustive(?:ly)?"
    r"|at length|elaborate",
    r"详细|详尽|全面|充分展开|长篇",
)
ONLY_DATA = _any(
    r"(?:only|just|nothing but) (?:\w+ ){0,3}(?:json|xml|yaml|the label|the number)"
    r"|(?:json|xml|yaml) only|no (?:other|extra|additional) text",
    r"(?:只|仅)(?:能|需|可)?(?:输出|返回|回答|给出)(?:一个)?(?:JSON|XML|YAML|标签|数字)"
    r"|不要(?:输出|有)?(?:任何)?其他(?:内容|文字)",
)
EXPLAIN = _any(
    r"explain (?:your|the|why|how)|show your (?:reasoning|work)|give (?:your |the )?reasons?"
    r"|think (?:step by step|out loud)|justify",
    r"解释(?:你的|原因|理由|一下)|说明(?:理由|原因)|给出(?:理由|推理|思路)|展示(?:推理|思考)",
)
ONLY_SOURCES = _any(
    r"only (?:use|from|on|with) (?:\w+ ){0,3}(?:passages?|context|documents?|sources?)"
    r"|use only (?:\w+ ){0,3}(?:passages?|context|documents?|sources?)",
    r"(?:只|仅)(?:能|可)?(?:根据|依据|使用)(?:[^，。]{0,6})(?:资料|文档|上下文|段落|材料)",
)
OWN_KNOWLEDGE = _any(
    r"your (?:own |general |background |world )?knowledge|what you (?:already )?know",
    r"(?:你|自己)的(?:知识|常识)|已有知识|通用知识",
)
ALWAYS_ANSWER = _any(
    r"always (?:give an |provide an )?answer|never refuse"
    r"|never say (?:that )?you (?:do not|don't) know",
    r"(?:必须|总是|一定要)(?:给出)?(?:回答|答案|作答)|(?:绝不|不要|不得)(?:拒绝|说不知道)",
)
MAY_ABSTAIN = _any(
    r"say (?:that )?you (?:do not|don't|cannot|can't) (?:know|answer|tell)|refuse|decline"
    r"|answer [\"'“]?(?:unknown|i don't know)",
    r"(?:回答|说|回复)[“\"「]?(?:不知道|无法回答|不清楚)|拒绝(?:回答)?",
)
FORMAL = _any(r"formal(?:ly)?|professional tone", r"正式|书面语|专业的语气")
CASUAL = _any(
    r"casual(?:ly)?|informal(?:ly)?|chatty|slang|colloquial", r"口语化|随意|俏皮|网络用语"
)
IN_ENGLISH = _any(
    r"(?:answer|reply|respond|write)(?: only)? in english",
    r"(?:用|使用)英[文语](?:回答|回复|输出|作答)",
)
IN_CHINESE = _any(
    r"(?:answer|reply|respond|write)(?: only)? in chinese",
    r"(?:用|使用)(?:简体)?中文(?:回答|回复|输出|作答)",
)
NO_MARKUP = _any(
    r"plain text(?: only)?|no markdown|without (?:any )?(?:markdown|formatting)",
    r"纯文本|不(?:要)?使用\s?Markdown",
)
MARKUP = _any(
    r"(?:use|in|with) (?:markdown|bullet points|headings|bold|tables?)"
    r"|as (?:a )?bullet(?:ed)? (?:points|list)",
    r"(?:使用|用|以)\s?(?:Markdown|列表|标题|加粗|表格)",
)

OPPOSITES: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "short and detailed": (BRIEF, LONG),
    "data alone and an explanation": (ONLY_DATA, EXPLAIN),
    "sources alone and own knowledge": (ONLY_SOURCES, OWN_KNOWLEDGE),
    "always answer and refuse": (ALWAYS_ANSWER, MAY_ABSTAIN),
    "formal and casual": (FORMAL, CASUAL),
    "English and Chinese": (IN_ENGLISH, IN_CHINESE),
    "plain text and markup": (NO_MARKUP, MARKUP),
}
"""Pairs of which a model can follow one."""

TASKS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"^(?:{en})(?:s|es)?\b|^(?:{zh})", re.IGNORECASE)
    for name, en, zh in [
        ("summarise", "summari[sz]e|condense", "总结|概括|摘要"),
        ("translate", "translate", "翻译"),
        ("classify", "classify|categori[sz]e|label|tag", "分类|归类|打标签"),
        ("extract", "extract|find all|pull out", "提取|抽取|找出"),
        ("rewrite", "rewrite|rephrase|correct|proofread|polish", "改写|润色|纠正|校对"),
        ("answer", "answer|reply|respond", "回答|答复|回复"),
        ("write", "write|draft|compose|generate|create", "撰写|生成|起草|编写|写一"),
        ("compare", "compare|rank|sort|prioriti[sz]e", "比较|对比|排序"),
        ("judge", "score|rate|grade|evaluate|assess|judge", "打分|评分|评价|评估"),
        ("plan", "plan|schedule|decide|route", "规划|计划|安排|决定"),
        ("detect", "detect|check whether|verify|identify", "检测|检查|核实|识别"),
        ("compute", "calculate|compute|count|estimate", "计算|统计|估算"),
    ]
}
"""What a sentence may ask for with its first word."""

BEFORE_TASK = re.compile(
    r"^(?:[-*•#]+|\d+[.)、])?\s*(?:(?:first|second|third|next|then|finally|also|please|and"
    r"|your task is to"
    r"|you (?:must|should|will))[,:]?\s+)*(?:(?:首先|其次|然后|接着|最后|同时|请你?|再|并"
    r"|你(?:需要|要|应)|对[^，。]{1,8}进行)[，,：]?)*",
    re.IGNORECASE,
)
"""What may stand before the word that names the task."""

LONG_INPUTS = re.compile(
    r"passages?|context|documents?|docs|sources?|articles?|text|transcript|history|chunks"
    r"|资料|文档|上下文|材料|文章|正文|历史",
    re.IGNORECASE,
)
QUESTIONS = re.compile(r"questions?|query|queries|ask|问题|提问|查询", re.IGNORECASE)
