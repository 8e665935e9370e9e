"""Whether a line can name its writer: the cheap tests that nearly all lines at the top and the end of a text fail.

In: a line without outer white space. Out: yes or no. A yes is no promise; a no hides no author line.
"""

from __future__ import annotations

from functools import cache

from cleaner.patterns import compiled
from cleaner.rules.bylines import first_words, nameless_lines

_WORD = compiled(r"[\s()（）【】〔\[\]:：.=]*([^\s:：/／|=＝՝፦៖]*)")
"""The first word behind brackets."""
_BEHIND_WORD = ".,;-–—)]）】"
AGENCIES_ALONE = frozenset(("Reuters", "dpa", "Associated Press", "The Associated Press"))
"""Agencies in small letters that sign a line of their own."""
_HAN_FIRST = frozenset("本新中人央特实见首高记記通撰文作采編")
"""The first characters of reporters and of their papers in Chinese and Japanese."""
_HAN_ROLE = compiled("[记記]者|通讯员|文|作者|采写|編集委員")
_HAN_ROLE_ENDS = 12
"""A role stands behind a bracket, a paper and a rank, of up to six characters together."""
_KOREAN_ROLE = compiled("기자|특파원|통신원|PD")
_GLUED = r"(?<=[a-zß-öø-ÿа-яё].)"
"""Behind a capital: a small letter stands before it."""
_CAPITAL = "A-ZÀ-ÖØ-ÞА-ЯЁ"
_SIGNS = (
    (50, compiled(rf"[,|•·({_CAPITAL}](?:(?<=[,|•·(])|{_GLUED})")),
    (70, compiled(rf"[{_CAPITAL}]{_GLUED}")),
)
"""What a line at the top that is no longer than so many characters shows where a role stands behind a name or is glued to it."""
_DIGIT = compiled(r"\d")
_UP_TO_TIME = compiled(r"[^\d|•·,–—/]*")
_BEHIND_TIME = compiled(r"[|•·,–—/]([^\d|•·,–—/]*)$")
_LONGEST_BESIDE_TIME = 100
_MOST_WORDS = 4
_LONGEST_AGENCY = 50
_LONGEST_SENTENCE = 60
_ENDS = ".!?।。۔…"


def may_name_writer(text: str, language: str, top: bool) -> bool:
    """Whether a line of a document of an `own_language` can name its writer; `top`: it stands above the body.

    >>> may_name_writer("By Jane Doe", "en", False), may_name_writer("(文/张三)", "und", False)
    (True, True)
    >>> may_name_writer("Jane Doe, Reporter", "en", True), may_name_writer("Jane Doe, Reporter", "en", False)
    (True, False)
    >>> may_name_writer("River floods three villages", "en", True)
    False
    """
    size = len(text)
    if size > _LONGEST_SENTENCE and text[-1] in _ENDS:
        return False
    begins = text[:3].casefold()[:3]  # most lines begin with three letters, and not with those of a by-word
    if begins >= "\u2e80" and begins[0].isalpha() and begins[0] not in _first_letters(language):
        if _has_role(text, begins[0]):
            return True
    elif (begins in _beginnings(language) or begins >= "\u2e80" or not begins.isalpha()) and _may_begin(text, language):
        return True
    if not top or size > _LONGEST_BESIDE_TIME:
        return False
    for longest, sign in _SIGNS:
        if size <= longest:
            if sign.search(text) or size <= _LONGEST_AGENCY and (text.isupper() or text in AGENCIES_ALONE):
                return True
            break
    return _DIGIT.search(text) is not None and may_stand_beside_time(text)


def may_stand_beside_time(text: str) -> bool:
    """Whether two to four words that may be a name stand before the first digit or mark of a line, or behind its last mark.

    >>> may_stand_beside_time("Jane Doe 4 May 2024, 14:41"), may_stand_beside_time("4. Mai 2024 um 15:46 Uhr / Max Muster")
    (True, True)
    >>> may_stand_beside_time("The toll of the tsunami rises to 832"), may_stand_beside_time("Cup 2018: all is well")
    (False, False)
    """
    words = _UP_TO_TIME.match(text).group().split()  # type: ignore[union-attr]
    count = next((place for place, word in enumerate(words) if word[0] == "-"), len(words))
    if 2 <= count <= _MOST_WORDS and (not words[count - 1].islower() or "\u10d0" <= words[count - 1][0] <= "\u10ff"):
        return True  # Georgian has small letters alone
    behind = _BEHIND_TIME.search(text)
    return behind is not None and 2 <= len(behind.group(1).split()) <= _MOST_WORDS


def _may_begin(text: str, language: str) -> bool:
    """Whether a by-word, a desk or a reporter can stand first, behind brackets too; in scripts without spaces names go on behind them."""
    word = _first_word(text.casefold())
    if word < "\u2e80":
        return word in _words(language)
    beginnings = _beginnings(language)
    if word[:3] in beginnings or word[:2] in beginnings or word[:1] in beginnings:
        return True
    return _has_role(text, word[0])


def _has_role(text: str, first: str) -> bool:
    """Whether a line whose first letter is `first` names a role where the patterns of reporters in these scripts have it."""
    if "가" <= first <= "힣":
        return _KOREAN_ROLE.search(text) is not None
    return first in _HAN_FIRST and _HAN_ROLE.search(text, 0, _HAN_ROLE_ENDS) is not None


def _first_word(text: str) -> str:
    return _WORD.match(text).group(1).rstrip(_BEHIND_WORD)  # type: ignore[union-attr]


@cache
def _words(language: str) -> frozenset[str]:
    """The first words, casefolded, of all by-words, labels, words for editors and nameless desks."""
    return frozenset(map(_first_word, (*first_words(language), *nameless_lines())))


@cache
def _beginnings(language: str) -> frozenset[str]:
    """The first three letters of these words; a desk has a space among them where its first word has two letters."""
    return frozenset(word[:3] for word in (*_words(language), *nameless_lines()))


@cache
def _first_letters(language: str) -> frozenset[str]:
    """The first letters of these words."""
    return frozenset(word[:1] for word in _beginnings(language))
