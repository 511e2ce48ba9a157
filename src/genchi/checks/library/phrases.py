"""What people call a refusal, an honest "I don't know" and boilerplate, in both languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from genchi.text import Piece, sentences


def not_known_phrases(text: str) -> list[Piece]:
    """Where a text says that the answer is not known, or not in what was given.

    >>> [p.text for p in not_known_phrases("Our pages don't mention Japan. 帮助文档里没有写。")]
    ["don't mention", '没有写']
    """
    return _pieces(_not_known(), text)


def refusals(text: str) -> list[Piece]:
    """The sentences that decline to help. One that says the answer is not known is none.

    >>> [p.text for p in refusals("Sorry. I can't help with that. I can't find it in the pages.")]
    ["I can't help with that."]
    """
    found = [part for part in sentences(text) if _refusal().search(part.text)]
    return [part for part in found if not _not_known().search(part.text)]


def is_courtesy(sentence: str) -> bool:
    """Whether a sentence greets, thanks, asks or offers, and so states nothing.

    >>> is_courtesy("请把订单号发给我。"), is_courtesy("Shall I check?"), is_courtesy("It is open.")
    (True, True, False)
    """
    return sentence.rstrip("\"'”’)）]】 ").endswith(("?", "？")) or bool(_courtesy().search(sentence))


def boilerplate(text: str, extra: Sequence[str] = ()) -> list[Piece]:
    """Where a text says nothing but that a machine wrote it.

    >>> [p.text for p in boilerplate("As an AI language model, I like it. 根据提供的资料，可以。")]
    ['As an AI language model', '根据提供的资料']
    """
    own = _pieces(re.compile("|".join(map(re.escape, extra)), re.IGNORECASE), text) if extra else []
    return sorted(_pieces(_boilerplate(), text) + own, key=lambda piece: piece.start)


def _pieces(pattern: re.Pattern[str], text: str) -> list[Piece]:
    return [Piece(m.start(), m.end(), m.group()) for m in pattern.finditer(text)]


_CANNOT = (
    r"(?:can(?:['’]t|not| not)|could(?:n['’]t| not)|won['’]t|will not|(?:am|['’]m|are|['’]re) (?:not able|unable) to"
    r"|(?:am|['’]m|are|['’]re) not (?:allowed|permitted) to)"
)
_GIVEN_EN = r"(?:the |our |my |your |these |any )?(?:\w+ ){0,2}(?:passages?|documents?|pages?|context|sources?|text|articles?|information|data|knowledge base)"
_GIVEN_ZH = "(?:资料|文档|文件|文中|段落|页面|上下文|原文|信息|内容|说明|材料|规定|知识库)"


@cache
def _not_known() -> re.Pattern[str]:
    english = (
        r"\b(?:I|we) (?:really )?(?:do(?:n['’]t| not) (?:know|have (?:any |enough |that |this |the )*"
        r"(?:information|details|data))|have no (?:information|details|data)"
        rf"|(?:{_CANNOT}) (?:find|locate|see|tell|say|determine|confirm|verify|answer (?:this|that|it|the question) (?:from|based|with)))\b"
        r"|\b(?:do(?:es)?n['’]t|do(?:es)? not|did(?:n['’]t| not)|(?:is|are)n['’]t|(?:is|are|was|were) not) "
        r"(?:explicitly |directly |specifically |clearly )?"
        r"(?:mention(?:ed)?|stat(?:e|ed)|specif(?:y|ied)|provide[ds]?|say|said|cover(?:ed)?|contain(?:ed)?"
        r"|list(?:ed)?|give[ns]?|include[ds]?|describe[ds]?|explain(?:ed)?|address(?:ed)?|indicate[ds]?)\b"
        rf"|\b(?:is|are)n['’]t (?:on|in) {_GIVEN_EN}\b|\b(?:is|are) not (?:on|in|available in|found in) {_GIVEN_EN}\b"
        rf"|\bno (?:\w+ ){{0,2}}(?:information|mention|details?|answer) (?:\w+ ){{0,4}}(?:about|on|of|in|regarding|for)\b"
        rf"|\b{_GIVEN_EN} (?:gives?|has|have|says?|contains?) (?:no|nothing)\b"
        r"|\b(?:un(?:able|clear|known)|impossible|not possible|insufficient|not enough) "
        r"(?:to (?:answer|determine|tell|say|provide)|information|from|based)\b"
    )
    chinese = (
        r"没有?(?:明确|具体|直接|单独)?(?:提到|提及|写|说明|注明|给出|涉及|记载|包含|列出|规定|找到|查到)"
        r"|未(?:明确|具体|曾)?(?:提到|提及|写明|说明|注明|给出|涉及|记载|包含|列出|规定|找到|查到)"
        rf"|{_GIVEN_ZH}(?:里|中|上)?(?:并?没有|并?未|无)"
        r"|(?:我|我们)(?:暂时|目前|也)?(?:不(?:太)?(?:知道|清楚|了解|确定)|(?:无法|不能|没法)(?:确认|确定|判断|查到|得知|核实))"
        r"|找不到|查不到|无从得知|无法从.{0,20}(?:得知|回答|判断|确定)|没有相关(?:信息|资料|内容|说明)"
    )
    return re.compile(f"{english}|{chinese}", re.IGNORECASE)


@cache
def _refusal() -> re.Pattern[str]:
    help_with = (
        r"(?:help(?: you)?(?: with| on|[.!,]|$)|assist|comply|fulfil|answer (?:that|this|your|such|any|questions?)"
        r"|(?:provide|give|offer|share)(?: you)?(?: with)? (?:\w+ )?(?:advice|guidance|help|assistance|opinions?"
        r"|recommendations?|instructions|information|that|this|it)\b|recommend|discuss|engage in|participate in"
        r"|do (?:that|this)\b|create|generate|produce|write|continue with|support (?:that|this)|accommodate|respond to)"
    )
    english = (
        rf"\b(?:I|we) (?:really |simply |just |also |currently )?{_CANNOT} (?:really |currently |directly |be able to )?{help_with}"
        rf"|\bI['’]m (?:sorry|afraid),? (?:but )?(?:I )?{_CANNOT} (?:be able to )?{help_with}"
        rf"|\b(?:I['’]m|I am) (?:sorry,? (?:but )?)?(?:unable|not able) to {help_with}"
        r"|\bI (?:must|have to|need to) (?:respectfully |politely )?(?:decline|refuse)\b"
        r"|\b(?:against|violates?) (?:my|our|the|\w+) (?:\w+ )?(?:guidelines|policy|policies|programming)\b"
        r"|\b(?:beyond|outside) (?:my|the) (?:scope of my |)(?:capabilities|abilities|scope)\b"
        r"|\bI (?:do not|don['’]t) feel comfortable\b"
    )
    cannot = "(?:暂时|目前|现在|恐怕|实在)?(?:无法|不能|没办法|没法|不便|不可以|不会)(?:直接)?(?:为您|帮您|给您|向您|为你|帮你|对此)?"
    chinese = (
        rf"(?:我|我们|本人|本助手|抱歉|对不起|很遗憾|问题)[^。！？\n]{{0,12}}{cannot}"
        r"(?:回答|解答|回复|协助|帮助|帮忙|处理|提供(?:帮助|建议|协助|此类|这类|相关|该|任何|这些|答案|服务)"
        r"|满足|讨论|参与|转接|完成|生成|评论|给出建议)"
        r"|帮不(?:上忙|了(?:您|你|这个|忙))|爱莫能助|拒绝(?:回答|提供)"
        r"|(?:违反|不符合).{0,10}(?:规定|政策|准则|法律)[^。！？\n]{0,10}(?:无法|不能)"
    )
    return re.compile(f"{english}|{chinese}", re.IGNORECASE)


@cache
def _courtesy() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:I['’]ll|I['’]d be|I (?:can|could|will|understand|hope)|we understand|let (?:me|us) know"
        r"|(?:tell|send|give) (?:me|us)|thank|thanks|sorry|apologi[sz]e|welcome|hello|happy to|glad to"
        r"|feel free|hesitate|please (?:let|send|tell|contact|share|provide|reach))\b"
        r"|请(?:您|你|把|将|告诉|告知|提供|联系|问|稍|先|放心|随时|以)|转给|转接|感谢|谢谢|抱歉|对不起|您好|你好"
        r"|希望|理解您|久等|欢迎|帮您|为您(?:处理|查询)|麻烦您|祝您",
        re.IGNORECASE,
    )


@cache
def _boilerplate() -> re.Pattern[str]:
    kind = r"(?:an? )?(?:AI|artificial intelligence|(?:large )?language model)(?:[ -](?:powered|based))?"
    english = (
        rf"\bas {kind}(?: (?:language )?model| assistant| system| chatbot)?\b"
        rf"|\bI(?:['’]m| am) (?:just |only |merely )?{kind}(?: (?:language )?model| assistant)?\b"
        r"|\bmy (?:training data|knowledge cut-?off|last (?:knowledge )?update)\b"
        r"|\b(?:based on|according to|from) (?:the |this )?(?:given|provided|supplied|above) "
        r"(?:\w+ )?(?:passages?|context|information|documents?|texts?|sources?|data|articles?)\b"
        r"|\b(?:based on|according to|from) the (?:passages?|context|documents?|information) (?:that (?:was|were) )?"
        r"(?:provided|given|supplied|above)\b"
        r"|\bI hope this (?:helps|answers)\b|\b(?:certainly|sure|of course|absolutely)[!,] here(?:['’]s| is| are)\b"
        r"|\bas requested, here\b|\bin conclusion, it is important to note\b"
    )
    chinese = (
        r"作为(?:一个|一名|一款)?(?:人工智能|AI|ＡＩ|大?语言模型|智能助手|大模型)(?:语言模型|助手|模型|助理)?"
        r"|我(?:只)?是(?:一个|一名|一款)?(?:人工智能|AI|大?语言模型)(?:语言模型|助手|模型|助理)?"
        r"|(?:根据|基于|依据|按照)(?:您|你|以上|上述|上面)?(?:所)?(?:提供|给出|给定|检索到)的?(?:的)?"
        r"(?:相关|背景|参考)?(?:资料|信息|上下文|文档|内容|段落|文本|材料)"
        r"|根据(?:以上|上述|上面的?)(?:资料|信息|上下文|文档|段落|文本|材料)"
        r"|希望(?:以上|这些|这个|我的)?(?:信息|回答|内容|解答|答案)?(?:能|可以)?(?:对您|对你)有(?:所)?帮助"
        r"|(?:我的)?(?:训练数据|知识截止)(?:日期)?"
    )
    return re.compile(f"{english}|{chinese}", re.IGNORECASE)
