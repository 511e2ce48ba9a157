"""What people call a refusal, an honest "I don't know", a courtesy and boilerplate.

Phrases of both languages, each on a line of its own. They are looked for with case ignored; a
straight and a curly apostrophe are alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from genchi.text import Piece, sentences

_NOT = r"(?:n't| not)"
_UNABLE = "(?:am|'m|are|'re) (?:not able|unable) to"
_CANNOT = rf"(?:can't|can ?not|could{_NOT}|won't|will not|{_UNABLE})"
_CLEARLY = "(?:explicitly |directly |specifically |clearly )?"
_SAY = (
    "(?:mention|stat|specif|provide|sa[iy]|cover|contain|list|give|include|describe|explain"
    "|address|indicat)(?:ed?|ied|y|n|d)?"
)
_GIVEN = (
    r"(?:the |our |my |your |these |any )?(?:\w+ ){0,2}(?:passages?|documents?|pages?|context"
    r"|sources?|texts?|articles?|information|data|knowledge base)"
)
_GIVEN_ZH = "(?:资料|文档|文件|文中|段落|页面|上下文|原文|信息|内容|说明|材料|规定|知识库)"
_SAID_ZH = "(?:提到|提及|写明?|说明|注明|给出|涉及|记载|包含|列出|规定|找到|查到)"
_CANNOT_ZH = "(?:无法|不能|没办法|没法|不便|不可以|不会)"

_NOT_KNOWN = (
    rf"\b(?:I|we) (?:really )?do{_NOT} know\b",
    rf"\b(?:I|we) (?:do{_NOT} have|have no) (?:\w+ ){{0,2}}(?:information|details|data)\b",
    rf"\b(?:I|we) ?{_CANNOT} (?:find|locate|see|tell|say|determine|confirm|verify)\b",
    rf"\b(?:I|we) ?{_CANNOT} answer (?:this|that|it|the question) (?:from|based|with)\b",
    rf"\b(?:do|does|did|is|are|was|were){_NOT} {_CLEARLY}{_SAY}\b",
    rf"\b(?:is|are){_NOT} (?:available |found )?(?:on|in) {_GIVEN}\b",
    r"\bno (?:\w+ ){0,2}(?:information|mention|details?) (?:\w+ ){0,4}(?:about|on|of|in|for)\b",
    rf"\b{_GIVEN} (?:gives?|has|have|says?|contains?) (?:no|nothing)\b",
    r"\b(?:unable|impossible|not possible) to (?:answer|determine|tell|say|provide)\b",
    r"\b(?:unclear|unknown|insufficient|not enough) (?:information|from|based)\b",
    rf"{_GIVEN_ZH}(?:里|中|上)?(?:并?没有|并?未|无)",
    rf"(?:没有?|未)(?:明确|具体|直接|单独|曾)?{_SAID_ZH}",
    "(?:我|我们)(?:暂时|目前|也)?不(?:太)?(?:知道|清楚|了解|确定)",
    "(?:我|我们)(?:暂时|目前|也)?(?:无法|不能|没法)(?:确认|确定|判断|查到|得知|核实)",
    "找不到|查不到|无从得知|没有相关(?:信息|资料|内容|说明)",
    "无法从[^。！？\n]{0,20}(?:得知|回答|判断|确定)",
)

_HELP = (
    r"(?:help(?: you)?(?: with| on|[.!,]|$)|assist|comply|fulfil"
    r"|answer (?:that|this|your|such|any|questions?)|recommend|discuss|engage in|participate in"
    r"|do (?:that|this)\b|create|generate|produce|write|continue with|support (?:that|this)"
    r"|accommodate|respond to|(?:provide|give|offer|share)(?: you)?(?: with)? (?:\w+ )?"
    r"(?:advice|guidance|help|assistance|opinions?|recommendations?|instructions|information"
    r"|that|this|it)\b)"
)
_REFUSALS = (
    rf"\b(?:I|we) ?(?:really |simply |just |also )?{_CANNOT} (?:really |be able to )?{_HELP}",
    r"\bI (?:must|have to|need to) (?:respectfully |politely )?(?:decline|refuse)\b",
    r"\b(?:against|violates?) (?:my|our|the) (?:\w+ )?(?:guidelines|policy|policies)\b",
    r"\b(?:beyond|outside) (?:my|the) (?:scope of my )?(?:capabilities|abilities|scope)\b",
    rf"\bI do{_NOT} feel comfortable\b",
    (
        r"(?:我|抱歉|对不起|很遗憾|问题)[^。！？\n]{0,12}?(?:暂时|目前|现在|恐怕)?"
        rf"{_CANNOT_ZH}(?:直接)?(?:为您|帮您|给您|向您|为你|帮你)?"
        "(?:回答|解答|回复|协助|帮助|帮忙|处理|满足|讨论|参与|转接|完成|生成|评论|给出建议"
        "|提供(?:帮助|建议|协助|此类|这类|相关|该|任何|这些|答案|服务))"
    ),
    "帮不(?:上忙|了(?:您|你|这个|忙))|爱莫能助|拒绝(?:回答|提供)",
)

_COURTESIES = (
    r"\b(?:I'll|I'd be|I (?:can|could|will|understand|hope)|we understand|let (?:me|us) know)\b",
    r"\b(?:tell|send|give) (?:me|us)\b|\bplease (?:let|send|tell|contact|share|provide|reach)\b",
    r"\b(?:thanks?|sorry|apologi[sz]e|welcome|hello|happy to|glad to|feel free|hesitate)\b",
    "请(?:您|你|把|将|告诉|告知|提供|联系|问|稍|先|放心|随时|以)|转给|转接|麻烦您",
    "感谢|谢谢|抱歉|对不起|您好|你好|希望|理解您|久等|欢迎|帮您|为您(?:处理|查询)|祝您",
)

_AN_AI = (
    r"(?:an? )?(?:AI|artificial intelligence|(?:large )?language model)(?:[ -](?:powered|based))?"
)
_BOILERPLATE = (
    rf"\bas {_AN_AI}(?: (?:language )?model| assistant| system| chatbot)?\b",
    rf"\bI(?:'m| am) (?:just |only |merely )?{_AN_AI}(?: (?:language )?model| assistant)?\b",
    r"\bmy (?:training data|knowledge cut-?off|last (?:knowledge )?update)\b",
    (
        r"\b(?:based on|according to|from) (?:the |this )?(?:given|provided|supplied|above) "
        r"(?:\w+ )?(?:passages?|context|information|documents?|texts?|sources?|data|articles?)\b"
    ),
    (
        r"\b(?:based on|according to|from) the (?:passages?|context|documents?|information) "
        r"(?:that (?:was|were) )?(?:provided|given|supplied|above)\b"
    ),
    r"\bI hope this (?:helps|answers)\b",
    r"\b(?:certainly|sure|of course|absolutely)[!,] here(?:'s| is| are)\b",
    "作为(?:一个|一名|一款)?(?:人工智能|AI|大?语言模型|智能助手|大模型)(?:语言模型|助手|模型|助理)?",
    "我(?:只)?是(?:一个|一名|一款)?(?:人工智能|AI|大?语言模型)(?:语言模型|助手|模型|助理)?",
    (
        "(?:根据|基于|依据|按照)(?:您|你|以上|上述|上面)?(?:所)?(?:提供|给出|给定|检索到)的?"
        "(?:相关|背景|参考)?(?:资料|信息|上下文|文档|内容|段落|文本|材料)"
    ),
    "根据(?:以上|上述|上面的?)(?:资料|信息|上下文|文档|段落|文本|材料)",
    "希望(?:以上|这些|这个|我的)?(?:信息|回答|内容|解答|答案)?(?:能|可以)?对[您你]有(?:所)?帮助",
    "我的(?:训练数据|知识截止)",
)


def not_known_phrases(text: str) -> list[Piece]:
    """Where a text says that the answer is not known, or not in what was given.

    >>> [p.text for p in not_known_phrases("Our pages don’t mention Japan. 文档里没有写。")]
    ['don’t mention', '文档里没有']
    """
    return _pieces(_any_of(_NOT_KNOWN), text)


def refusals(text: str) -> list[Piece]:
    """The sentences that decline to help. One that says the answer is not known is none.

    >>> [p.text for p in refusals("Sorry. I can't help with that. I can't find it in the pages.")]
    ["I can't help with that."]
    """
    if not _any_of(_REFUSALS).search(_straight(text)):
        return []
    found = [part for part in sentences(text) if _any_of(_REFUSALS).search(_straight(part.text))]
    return [part for part in found if not not_known_phrases(part.text)]


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence greets, thanks, asks or offers, and so states nothing.

    >>> is_courtesy("请把订单号发给我。"), is_courtesy("Shall I check?"), is_courtesy("It is open.")
    (True, True, False)
    """
    asks = sentence.rstrip("\"'”’)）]】 ").endswith(("?", "？"))
    return asks or bool(_any_of(_COURTESIES).search(_straight(sentence)))


def boilerplate(text: str, extra: Sequence[str] = ()) -> list[Piece]:
    """Where a text says nothing but that a machine wrote it.

    >>> [p.text for p in boilerplate("As an AI language model, I like it. 根据提供的资料，可以。")]
    ['As an AI language model', '根据提供的资料']
    """
    return _pieces(_any_of((*_BOILERPLATE, *map(re.escape, extra))), text)


def _pieces(pattern: re.Pattern[str], text: str) -> list[Piece]:
    found = pattern.finditer(_straight(text))
    return [Piece(m.start(), m.end(), text[m.start() : m.end()]) for m in found]


def _straight(text: str) -> str:
    return text.replace("’", "'")


@cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)
