"""Which lines may hold a photo caption at all: a cheap look that leaves one line in a hundred for the rules.

In: a document. Out: the indices of its lines that break off like a credit or hold a word of one, and the same as a pattern for whole
documents. Everything here only saves time; what a caption is, the rules say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from cleaner.document import Document
from cleaner.patterns import compiled
from cleaner.rules.archive_marks import last_words
from cleaner.rules.load import load_rules

_STOPS = ".!?…。！？।॥۔։།។။።:;,\"”»“'’‘」』"
_STRONG = (
    "photo by", "photos by", "photograph by", "photographs by", "picture by", "image by", "photo courtesy", "photograph courtesy",
    "image courtesy", "photos courtesy", "photo via", "image via", "image source", "photo source", "photography by",
    "photo -", "photo |", "file photo", "file -", "file –", "file —",
    "files -", "file picture", "nuotr.", "copyright", "©", "fot. ", "arkivbild", "arkivfoto", "genrebild", "archivbild", "archiv -",
    "representational", "representative image", "picha na", "foto von", "foto de ", "foto di ", "photo de ",
    "撮影・", "写真・", "写真提供・",
)  # fmt: skip
"""What makes a line worth a look that closes with a full stop, or stands alone without a mark, besides a label with its colon."""
_SELLERS = frozenset(
    {"getty images", "getty", "istock", "shutterstock", "unsplash", "alamy", "imago", "adobe stock", "depositphotos", "pixabay"}
)
"""Who sells pictures and stands alone in a line."""
_STEMS = (
    "hoto", "HOTO", "mage ", "icture ", "©", "opyright", "OPYRIGHT", "ile p", "FILE", "uotr.", "ot. ", "rkiv",
    "rchivbild", "ARCHIV", "enrebild",
    "oto ", "epresentati", "icha na", "影・", "真・", "供・",
)  # fmt: skip
"""A part of each of `_STRONG`, so that most lines are done with after a few searches."""
_HEAD, _FOOT = 12, 72
"""The parts of a line in which a strong word tells of a credit."""
_LONE_LABELS = 5
"""So many labels of a language, the commonest first, are looked for in lines without another sign; each costs time."""
_PARTS, _ENDS = "/／＝=丨|©ⓒＣ–—•。！？।", ".!?…"
_GAP = "[ \t\r\f\v\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
"""White space inside of a line: a full stop at its end and the next line are no caption and its credit."""
_NEXT = rf"[\"”»)]?{_GAP}?[A-ZÀ-ÞĀ-ſΑ-ΩА-Я(가-힣]"
_INSIDE = rf"(?:[{_PARTS}]|[{_ENDS}]{_NEXT}|\.dpa)"
"""What parts a credit from its caption."""
_INSIDE_AT = compiled(rf"[{_PARTS}{_ENDS}](?:(?<=[{_PARTS}])|(?<=[{_ENDS}]){_NEXT}|(?<=\.)dpa)")
"""The same for Python, which finds a pattern sooner that begins with one class of characters."""
_CLOSING = ")）】摄攝\\]"
_WHITE = frozenset(" \t\u00a0\u2009\u202f\u3000")
"""What may stand between a label and its colon."""
_ENDING = 3
"""So many last letters tell nearly all words from labels; of labels there are some of one letter and of two."""
_NEAR = 32
"""So far before a colon is looked: no label is so long."""
_GLUED = compiled(r"(?<=[a-zß-öø-ÿ])[A-ZÀ-Þ][^\WA-ZÀ-Þ]+\Z")
_MARKS = ":：﹕՝፦៖=＝/／丨|"
_MARK = compiled(rf"[{_MARKS}]")
_COLONS = ":：﹕՝፦៖"
_WIDE_COLONS = "：՝፦៖"
_COLON = compiled(f"[:{_WIDE_COLONS}]")
_TOKEN = compiled(r"[^\s()\[\]（）【】.,:;!?。！？।/|–—\"“”«»▲]*\Z")


def worth_a_look(document: Document, longest: int) -> list[int]:
    """Return the lines that may hold a caption: short, and open at their end or with a word that is strong enough."""
    lone = _vocabulary().lone
    wide = any(colon in document.text for colon in _WIDE_COLONS)
    found = []
    others = []
    for i in document.content_lines:
        text = document.line_texts[i]
        if len(text) > longest:
            continue
        bare = text.rstrip()
        last = bare[-1]
        if last not in _STOPS and (last in ")）】摄攝]" or _INSIDE_AT.search(bare, 0, len(bare) - 1)):
            found.append(i)
        elif (":" in bare or (wide and _COLON.search(bare))) and _has_label(bare, lone):
            found.append(i)
        elif len(bare) < 16 and bare.lower() in _SELLERS:
            found.append(i)
        else:
            others.append((i, bare if len(bare) <= _HEAD + _FOOT else f"{bare[:_HEAD]}\n{bare[-_FOOT:]}"))
    strong = _with_strong_words(others)
    return sorted([*found, *strong]) if strong else found


def _with_strong_words(lines: Sequence[tuple[int, str]]) -> list[int]:
    """Return those of lines, given with their ends, in which a strong word stands; one look at all of them tells of most stems."""
    together = "\n".join([ends for _, ends in lines])
    stems = [stem for stem in _STEMS if stem in together]
    if not stems:
        return []
    found = []
    for i, ends in lines:
        if any(stem in ends for stem in stems):
            line = ends.lower()
            if any(word in line for word in _STRONG):
                found.append(i)
    return found


def _has_label(text: str, labels: frozenset[str]) -> bool:
    """Whether a mark stands behind a word that labels end with."""
    for mark in _MARK.finditer(text):
        token = _TOKEN.search(text[max(0, mark.start() - 32) : mark.start()].rstrip().removesuffix(".")).group()  # type: ignore[union-attr]
        if token.lower() in labels or ((glued := _GLUED.search(token)) and glued.group().lower() in labels):
            return True
    return False


class _Vocabulary(NamedTuple):
    """`labels`: last words of all labels; `lone`: the commonest labels; `others`: keywords of rules without labels."""

    labels: frozenset[str]
    lone: frozenset[str]
    others: tuple[str, ...]


@cache
def _vocabulary() -> _Vocabulary:
    labels, lone, others = set(), set(), set()
    for rule in load_rules("photo_caption"):
        words = [keyword.lower() for keyword in rule.keywords]
        if any(piece in rule.pattern for piece in ("{{credit}}", "{{caseless}}", r"\s?[:：]\s{0,2}(?P<credit>")):  # a mark behind
            labels |= {_TOKEN.search(word).group() for word in words}  # type: ignore[union-attr]
            if rule.id.endswith(".label"):
                lone.update([word for word in words if " " not in word][:_LONE_LABELS])
        else:
            others.update(words)
            labels |= {_TOKEN.search(word[:-1].rstrip()).group() for word in words if word[-1] in _MARKS}  # type: ignore[union-attr]
    lone |= {"写真", "写真提供", "図", "图", "圖", "사진", "图片来源", "圖片來源", "照片來源", "图源", "图片", "圖片", "摄影", "供图"}
    lone |= last_words()
    return _Vocabulary(frozenset(labels), frozenset(lone), tuple(sorted(others)))


def with_keywords(document: Document, lines: list[int]) -> list[int]:
    """Return the lines in which a label with its mark, or another keyword, stands."""
    labels, _, others = _vocabulary()
    found = []
    for i in lines:
        text = document.line_texts[i]
        if _has_label(text, labels):
            found.append(i)
        else:
            line = text.lower()
            for word in others:
                if word in line:
                    found.append(i)
                    break
    return found


@cache
def caption_screens() -> tuple[str, Callable[[str], bool]]:
    """What tells of every text in which `worth_a_look` may return a line: an RE2 pattern of signs, and `holds_label`."""
    words = "|".join(re.sub(r"([.+*?()|])", r"\\\1", word) for word in (*_STRONG, *sorted(_SELLERS)))
    return rf"(?i:{words})|(?m:{_INSIDE}[^\n]*[^\n\s{_STOPS}]\s*$|[{_CLOSING}]\s*$)", holds_label


def holds_label(text: str) -> bool:
    """Whether one of the commonest labels stands before a colon, with a full stop and a space between at most.

    Why no pattern: colons are few, and to look before each costs half of what one search for all labels does.

    >>> holds_label("A bridge. FOTO.: dpa"), holds_label("He said: no.")
    (True, False)
    """
    ends, labels = _label_ends()
    for colon in _COLONS:
        if colon in text:
            for before in text.split(colon)[:-1]:
                near = before[-_NEAR:]
                near = (near[:-1] if near[-1:] in _WHITE else near).removesuffix(".").casefold()
                if (near[-_ENDING:] in ends or near[-2:] in ends or near[-1:] in ends) and near.endswith(labels):
                    return True
    return False


@cache
def _label_ends() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the last letters of the commonest labels and these labels, casefolded."""
    labels = tuple(sorted({label.casefold() for label in _vocabulary().lone}))
    return frozenset([label[-_ENDING:] for label in labels]), labels
