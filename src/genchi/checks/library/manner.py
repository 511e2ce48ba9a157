"""How an answer speaks: in the user's language, without refusing, swearing or reciting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from genchi.checks.checking import check
from genchi.checks.library.findings import verdict_on
from genchi.checks.library.phrases import boilerplate, not_known_phrases, refusals
from genchi.checks.library.places import evidence
from genchi.checks.library.sources import question_text
from genchi.errors import OutsideError, UsageError
from genchi.records import Subject, Verdict
from genchi.text import Piece, count_words, language, script

# Languages that have a script of their own, so that no model is needed to tell them.
_BY_SCRIPT = ("zh", "ja", "ko", "ru", "ar", "he", "th", "hi", "el", "hy", "ka", "bn", "ta")
FEWEST_WORDS = 8
"""Under so many words, two texts in Latin letters are not told apart."""
ENOUGH = 300
"""So many characters tell a language; the rest costs only time."""


@check(needs=("inputs",))
def same_language_as_input(subject: Subject, question: str = "") -> Verdict:
    """The output is in the language of the question.

    Names and quotations in another language are allowed. Two languages in Latin letters are told
    apart only in longer texts, and only with `genchi[lab]`. An output or a question without
    letters is skipped. A task of translation needs `in_language` instead.

    - `question`: the name of the input that is the question; without it the one called question,
      query, input, message, user, prompt or text, or else all of them.

    >>> same_language_as_input(Subject("Sorry, no.", inputs={"question": "能退吗？"})).reason
    'the question is in zh, the output is not'
    """
    asked = question_text(subject, question)
    if script(asked) == "none" or script(subject.output) == "none":
        return Verdict("skip", "there are no letters to tell a language by")
    wanted, found = _by_script(asked), _by_script(subject.output)
    if wanted == found == "latin":
        wanted, found = _latin(asked, subject.output)
    if wanted == found:
        return Verdict("pass", f"both are in {_called(found)}")
    if _called(wanted) == _called(found):
        return Verdict("pass", "both are in Latin letters")
    said = f"the question is in {_called(wanted)}, the output "
    return Verdict("fail", said + ("is not" if found == "latin" else f"is in {_called(found)}"))


@check
def no_refusal(subject: Subject) -> Verdict:
    """The output does not decline to help.

    Found are phrases such as "I can't help with that", "I must decline", 我无法回答 and 帮不上忙.
    An honest "I can't find this in our pages" is no refusal: `says_not_known` finds it. Nor is
    a no that answers the question ("Items cannot be added to an order").

    >>> no_refusal(Subject("I'm sorry, I can't recommend a size for you.")).outcome
    'fail'
    >>> no_refusal(Subject("I can't find that in our help pages.")).outcome
    'pass'
    """
    return verdict_on(refusals(subject.output), "it declines to help")


@check
def says_not_known(subject: Subject) -> Verdict:
    """The output says that it does not know, or that its sources do not say.

    For questions that the sources do not answer. Found are phrases such as "isn't mentioned",
    "I don't know", "we have no information", 文档没有提到 and 我无法确认.

    >>> says_not_known(Subject("帮助文档没有提到日本。")).outcome
    'pass'
    """
    found = not_known_phrases(subject.output)
    if not found:
        return Verdict("fail", "nothing in it says that the answer is not known")
    where = evidence([(piece.start, piece.end) for piece in found], "says it is not known")
    return Verdict("pass", evidence=where)


@check
def no_boilerplate(subject: Subject, extra: Sequence[str] = ()) -> Verdict:
    """The output has no phrases that say only that a machine wrote it.

    Such as "As an AI language model", "Based on the provided context", "I hope this helps",
    作为一个人工智能, 根据提供的资料.

    - `extra`: further phrases of your own.

    >>> no_boilerplate(Subject("作为一个AI语言模型，我无法转接。")).reason
    'boilerplate: "作为一个AI语言模型"'
    """
    if isinstance(extra, str):
        raise UsageError(f"extra is a list of phrases, not {extra!r}")
    return verdict_on(boilerplate(subject.output, extra), "boilerplate")


@check
def no_profanity(
    subject: Subject, extra: Sequence[str] = (), *, allow: Sequence[str] = ()
) -> Verdict:
    """The output has no swear words and no slurs.

    A short list of strong English and Chinese words, with letters starred out as well (f*ck).
    English is compared by whole words, so Scunthorpe is a town. Mild words such as "damn" and 牛逼
    are not on the list, and a text may offend without any of them.

    - `extra`: further words, compared the same way;
    - `allow`: words of the list to let pass.

    >>> no_profanity(Subject("Welcome to Scunthorpe, you bastard.")).reason
    'profanity: "bastard"'
    """
    if isinstance(extra, str) or isinstance(allow, str):
        raise UsageError("extra and allow are lists of words, not one text")
    allowed = {word.lower() for word in allow}
    found = [
        Piece(match.start(), match.end(), match.group())
        for match in _profanity(tuple(extra)).finditer(subject.output)
        if match.group().lower() not in allowed
    ]
    return verdict_on(found, "profanity")


def _by_script(text: str) -> str:
    """A language with a script of its own, "latin", or another script."""
    found = language(text, among=_BY_SCRIPT)
    return script(text) if found == "und" else found


def _latin(asked: str, output: str) -> tuple[str, str]:
    if min(count_words(asked), count_words(output)) < FEWEST_WORDS:
        return "latin", "latin"
    try:
        # Capitals mislead the model of languages.
        return language(asked[:ENOUGH].casefold()), language(output[:ENOUGH].casefold())
    except OutsideError:
        return "latin", "latin"


def _called(name: str) -> str:
    return "Latin letters" if name == "latin" else name


_PROFANE = (
    r"f[u*@]+(?:c|\*)k(?:s|ed|er|ers|ing|in)?|motherf[u*]+ckers?|motherfuck(?:er|ers|ing)|f\*{2,3}k?(?:ing|ed)?"
    r"|(?:bull|horse)?sh[i*!]ts?|shitty|shitting|bitch(?:es|y|ing)?|b\*tch(?:es)?|ass?holes?|a\*{2}holes?"
    r"|bastards?|c[u*]nts?|dickheads?|wankers?|twats?|pricks?|sluts?|whores?|jackass(?:es)?|dumbass(?:es)?"
    r"|faggots?|retard(?:s|ed)?|n[i*]gg(?:er|a)s?|chinks?|kikes?|spics?|trann(?:y|ies)"
)
_PROFANE_ZH = (
    # The look-arounds keep 妈妈的, 操作, 节日你 and the like out.
    "(?<!妈)他妈的|(?<![妈他])妈的[，。！!]|你妈(?:的[，。！!]|逼|比的|死了)|[操艹肏草日](?:你|他)(?:妈|娘|大爷|祖宗)"
    "|草泥马|我操(?!作|心|控|场|持|练|纵|办|劳|守|行|盘)|卧槽|[傻煞沙][逼屄]|傻[BbＢ]|妈[逼屄]|装逼|逼样"
    "|狗娘养的|狗杂种|王八蛋|婊子|贱人|贱货|臭娘们|滚你妈的?|去你妈的?|去死吧|干你娘|脑残|智障东西|混账东西"
)


@lru_cache(maxsize=64)
def _profanity(extra: tuple[str, ...]) -> re.Pattern[str]:
    chinese = [re.escape(word) for word in extra if re.search(r"[一-鿿]", word)]
    other = [re.escape(word) for word in extra if not re.search(r"[一-鿿]", word)]
    whole = "|".join([_PROFANE, *other])
    inside = "|".join([_PROFANE_ZH, *chinese])
    # A hyphen or apostrophe joins names: Chink-a-pin is none of them.
    return re.compile(
        rf"(?<![A-Za-z0-9_@/.-])(?:{whole})(?![A-Za-z0-9_@-])|{inside}", re.IGNORECASE
    )
