"""The title of an article below what a site has left above it: the line that says what the body says.

In: lines that stand above a body, and the body. Out: which of them is the title, or that none is for certain. Menus, teasers and names of
sections share few words with the article; its title shares most of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cleaner.patterns import compiled
from cleaner.rules.phrases import fold
from cleaner.text.line_shape import open_end, width_within

_LETTERS = 5
"""Words that begin with so many letters alike are taken for forms of one word; shorter ones than `_SHORT` say nothing."""
_SHORT = 4
_UNSPACED = compiled("[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
"""Scripts without spaces, and Korean, whose words carry their endings: two letters stand for a word."""
_MARKS = " \t\u00a0\u3000.,:;!?()[]{}<>\"'`|/\\*_~#&+=-–—…“”„«»‹›‘’‚¿¡•·।۔،؛؟。！？、，：；（）「」『』《》【】"
_BEFORE_WORDS = "\n-'\"“„«‘("
_TITLE, _NEVER_LAST = (12, 170), frozenset(("", *":：,،、-–—|/)]>"))
_QUOTES = "\"'“„«»‘’‚¿¡「『《($€£"
_OF_MENUS = compiled(r"[|·•>»].*[|·•>»]|https?:|www\.|@|\d:\d\d")
_LEAD, _BODY = 1000, 3000
"""So many characters of the body say what it is about; what stands further down says less, up to the second bound nothing."""
_FURTHER = 0.7
_MISS, _STEP, _MOST = 0.5, 0.15, 4
"""A word that the body lacks, and a line further up, speak against a title; more than so many words add nothing."""
_SHARE, _LEAST = 0.45, 1.5
"""By a sweep over 450 news pages in 20 languages: of 306 titles named with these values 267 were as in the gold, and most of the others
were another headline of the page. With a least score of 1.2 it is 281 of 325, with 1.8 it is 251 of 286."""
_NEAR_BEST = 0.85
"""Of two that say as much the upper one is the title, the lower one its standfirst or a caption."""
_REACH = 25
"""So many lines above the body at most stands the title."""
_MENU_LONG, _MENU_SHARE = 50, 0.75
"""A line above a title that is no longer, without the end of a sentence, is left of a site, as is any with the marks of menus. Of few lines
all must be; of more than three such a share."""
_SENTENCE = 40
_ENDS = frozenset(".!?…|।॥؟。！？۔")


def stems(text: str) -> list[str]:
    """Return what stands for the words of a text, each once, as it is looked for in another one: behind a blank.

    >>> stems("The rivers of the two valleys rose"), stems("洪水が村")
    ([' river', ' valle', ' rose'], ['洪水', '水が', 'が村'])
    """
    words = [piece if piece.isalnum() else piece.strip(_MARKS) for piece in text.lower().split()]
    if _UNSPACED.search(text) is None:
        found = [" " + word[:_LETTERS] for word in words if len(word) >= _SHORT or word.isdigit()]
    else:
        found = [word[place : place + 2] for word in words for place in range(len(word) - 1)]
    return list(dict.fromkeys(found))


def may_be_title(text: str) -> bool:
    """Whether a line, without outer white space, has the shape of a title: neither short nor long, no full stop, no row of menus."""
    return (
        text[-1:] not in _NEVER_LAST
        and (text[0].isalnum() or text[0] in _QUOTES)
        and open_end(text)
        and width_within(text, *_TITLE)
        and not _OF_MENUS.search(text)
    )


def rank_titles(above: Sequence[str], body: str) -> Mapping[int, float]:
    """Return how much speaks for each of the lines above a body that may be its title, by their places; the last one stands next to it.

    >>> body = "The river rose above its banks and reached three villages. Villages down the river had been warned of floods."
    >>> list(rank_titles(["World news today", "River floods three villages", "Advertise with us"], body))
    [1]
    """
    scores: dict[int, float] = {}
    lead = further = ""
    last = len(above) - 1
    for place in range(max(0, last + 1 - _REACH), last + 1):
        text = above[place]
        if not may_be_title(text) or len(words := stems(text)) < 2:
            continue
        lead = lead or body[:_LEAD].lower()
        missed = [word for word in words if word not in lead]
        said = float(len(words) - len(missed))
        score = _score(said, len(words), last - place)
        if score < _LEAST and _score(said + _FURTHER * len(missed), len(words), last - place) >= _LEAST:
            further = further or _said(body[_LEAD:_BODY])
            said += _FURTHER * sum([word in further for word in missed])
            score = _score(said, len(words), last - place)
        if score >= _LEAST:
            scores[place] = score
    return scores


def _score(said: float, words: int, up: int) -> float:
    """Return how much speaks for a line with so many words, `said` of them by the body, so many lines further `up`."""
    return min(said, _MOST) - _MISS * min(words - said, _MOST) - _STEP * up if said >= _SHARE * words else 0.0


def _said(text: str) -> str:
    """Return a text in which a blank stands before each word."""
    text = f" {text.lower()}"
    for mark in _BEFORE_WORDS:
        text = text.replace(mark, " ")
    return text


def best_title(above: Sequence[str], scores: Mapping[int, float]) -> int | None:
    """Return the place of the title, None where no line may be one; a line that holds the title and more is none: `News > Title`.

    >>> best_title(["Sport", "Ferry sinks", "A ferry has sunk"], {1: 2.0, 2: 2.2}), best_title([], {})
    (1, None)
    """
    best = max(scores.values(), default=0.0)
    near = sorted(place for place, score in scores.items() if score >= _NEAR_BEST * best)
    if len(near) == 1:
        return near[0]
    said = {place: fold(above[place]) for place in near}
    return next((place for place in near if not any(said[other] in said[place] for other in near if other > place)), None)


def is_left_of_site(lines: Sequence[str], title: str, scores: Mapping[int, float]) -> bool:
    """Whether the lines above a title are what a site has left there: none that may be the title itself, none that is a sentence.

    >>> is_left_of_site(["Home", "World news"], "Ferry sinks", {}), is_left_of_site(["It was too late!"], "Ferry sinks", {})
    (True, False)
    """
    if not lines:
        return True
    folded = fold(title)
    if any(folded not in fold(lines[place]) for place in scores if place < len(lines)):
        return False
    if any(len(line) >= _SENTENCE and not open_end(line) for line in lines):
        return False
    if _is_phrase(lines[-1]) and folded not in fold(lines[-1]):
        return False
    menus = [_is_menu(line) for line in lines]
    return all(menus) or len(lines) > 3 and sum(menus) >= _MENU_SHARE * len(lines)


def _is_menu(line: str) -> bool:
    return _OF_MENUS.search(line) is not None or line[-1] not in _ENDS and width_within(line, 0, _MENU_LONG)


def _is_phrase(line: str) -> bool:
    """Whether a line is mostly of small words, as a title is and the name of a section is not."""
    words = line.split()
    most = len(words) > 2 and 2 * sum(map(str.islower, words)) >= len(words)
    return most and not words[0].islower() and words[0][0].isalnum() and line[-1] not in _NEVER_LAST and not _OF_MENUS.search(line)
