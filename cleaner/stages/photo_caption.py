"""Captions and credits of pictures that stand in lines of their own.

In: a document. Out: edits that cut such lines, and the columns `captions` and `photo_credits`, of the same length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import ClassVar, NamedTuple

from cleaner.document import Document, LineCut, cut_lines
from cleaner.edit import Edit
from cleaner.rules import load_rules, rules_for
from cleaner.rules.find import Match
from cleaner.rules.photo_credits import read_credit
from cleaner.stage import NOTHING, Stage, StageResult, option


class _Found(NamedTuple):
    rule: str
    caption: str
    credit: str


_STOPS = ".!?…。！？।॥۔։།។။።:;,\"”»“'’‘」』"
_STRONG = (
    "photo by", "photos by", "photograph by", "photographs by", "picture by", "image by", "photo courtesy", "photograph courtesy",
    "image courtesy", "photos courtesy", "photo via", "image via", "image source", "photo source", "photography by", "photo -", "photo |", "file photo", "file -", "file –", "file —",
    "files -", "file picture", "nuotr.", "copyright", "©", "fot. ", "arkivbild", "arkivfoto", "genrebild", "archivbild", "archiv -",
    "foto von", "foto de ", "foto di ", "photo de ",
)  # fmt: skip
"""What makes a line worth a look that closes with a full stop, or stands alone without a mark, besides a label with its colon."""
_SELLERS = frozenset({"getty images", "getty", "istock", "shutterstock", "unsplash", "alamy", "imago", "adobe stock", "depositphotos", "pixabay"})
"""Who sells pictures and stands alone in a line."""
_STEMS = ("hoto", "HOTO", "mage ", "icture ", "©", "opyright", "OPYRIGHT", "ile p", "FILE", "uotr.", "ot. ", "rkiv", "rchivbild", "ARCHIV", "enrebild", "oto ")
"""A part of each of `_STRONG`, so that most lines are done with after a few searches."""
_HEAD, _FOOT = 12, 72
"""The parts of a line in which a strong word tells of a credit."""
_LONE_LABELS = 5
"""So many labels of a language, the commonest first, are looked for in lines that show no other sign; each costs time in every text."""
_INSIDE = r"(?:[/／＝=丨|©ⓒ–—•]|[.!?…][\"”»)]?\s?[A-ZÀ-ÞĀ-ſΑ-ΩА-Я(]|[。！？।])"
_INSIDE_AT = re.compile(_INSIDE)
_CLOSING = ")）】摄攝\\]"
_WHITE = "[ \t\u00a0\u2009\u202f\u3000]"
_GLUED = re.compile(r"(?<=[a-zß-öø-ÿ])[A-ZÀ-Þ][^\WA-ZÀ-Þ]+\Z")
_MARKS = ":：﹕=＝/／丨|"
_MARK = re.compile(rf"[{_MARKS}]")
_TOKEN = re.compile(r"[^\s()\[\]（）【】.,:;!?。！？।/|–—\"“”«»▲]*\Z")
_STRIPPED = " \t|–—•·-,，;:(（[【©▲△"
_CLOSED = re.compile(r"[.!?…。！？।۔][\"”“»’')\]）」]{0,2}\s*$")
_BODY_CHARACTERS = 80
_CAPTION_LINE = 200
_MOST_WORDS = 6
_LABEL_ALONE = re.compile(r"[(（\[]?\s*(?:image|photo|picture|foto|bild|fotó|фото|credit|image credit|photo credit|kuva|fot)\s?[:：]", re.IGNORECASE)


@dataclass(frozen=True)
class PhotoCaption(Stage):
    """Captions and photo credits: `The mayor opens the bridge. REUTERS/Anna Hill`, `(Foto: Jens Albers/dpa)`, `（新华社记者 张三 摄）`.

    Lines of their own are cut; the caption goes to `captions`, who took or sold the picture to `photo_credits`, as
    written but without the label. Where a line has only one of both the other is empty, so the two columns stay in step.
    Signs are photo labels of sixty languages, agencies, names with a slash, brackets and the sign of copyright at the end.

    Left alone: captions that are sentences without a credit, since nothing tells them from the body; sentences about
    pictures; datelines, bylines and the sign-off of an agency at the end of an article.

    >>> from cleaner.document import Document
    >>> text = "It rained.\\n\\nA wet street in Bonn. (Foto: Max Roe/dpa)\\n\\nThen it snowed."
    >>> PhotoCaption().process(Document("a", text)).fields
    {'captions': ['A wet street in Bonn.'], 'photo_credits': ['Max Roe/dpa']}
    """

    name: ClassVar[str] = "photo_caption"
    reads: ClassVar[tuple[str, ...]] = ("text",)
    writes: ClassVar[tuple[str, ...]] = ("captions", "photo_credits")

    max_characters: int = option(420, "Longer lines are left alone.", minimum=20, maximum=2000)
    rules: tuple[str, ...] = option((), "Rule files of your own, tried besides those of the package.")

    @property
    def screen(self) -> str | None:
        if self.rules:
            return None
        words = "|".join(re.sub(r"([.+*?()|])", r"\\\1", word) for word in (*_STRONG, *sorted(_SELLERS)))
        labels = "|".join(sorted(_vocabulary().lone))
        return rf"(?i:(?:{labels})\.?{_WHITE}?[:：﹕]|{words})|(?m:{_INSIDE}[^\n]*[^\n\s{_STOPS}]\s*$|[{_CLOSING}]\s*$)"

    def process(self, document: Document) -> StageResult:
        lines = document.lines
        content = document.content_lines
        limit = self.max_characters
        short = _worth_a_look(document, limit + 40)
        near = _with_keywords(document, short) if short else []
        if not short and not self.rules:
            return NOTHING
        found: dict[int, _Found] = {}
        parts: list[tuple[int, Edit, _Found]] = []
        matches = []
        if near or self.rules:
            rules = rules_for(self.name, document.language, document.script, self.rules)
            matches = rules.find(document, None if self.rules else near)
        for match in matches:
            if match.rule.unit in ("line", "paragraph"):
                if match.end - match.start <= limit:
                    found[match.line] = _of_match(match, document)
                    found |= {i: _Found(match.rule.id, "", "") for i in range(match.line + 1, match.last_line + 1)}
            else:
                parts.append((match.line, Edit(match.start, match.end, "", match.rule.id), _of_match(match, document)))
        _add_credits(document, short, found, limit)
        _add_split(document, found)
        _add_line_above(document, found)
        found = {i: found[i] for i in sorted(found)}
        if len(found) == len(content):
            return NOTHING
        edits = cut_lines(document, {i: LineCut(caption.rule) for i, caption in found.items()})
        kept = [(line, edit, caption) for line, edit, caption in parts if line not in found]
        edits = sorted([*edits, *(edit for _, edit, _ in kept)])
        captions = sorted([*found.items(), *((line, caption) for line, _, caption in kept)], key=lambda pair: pair[0])
        pairs = list(dict.fromkeys((c.caption, c.credit) for _, c in captions if c.caption or c.credit))
        if not edits:
            return NOTHING
        if not pairs:
            return StageResult(edits)
        return StageResult(edits, {"captions": [a for a, _ in pairs], "photo_credits": [b for _, b in pairs]})


def _of_match(match: Match, document: Document) -> _Found:
    """Divide what a rule found into caption and credit by the names of its groups."""
    text = document.text[match.start : match.end]
    if "caption" not in match.groups and "credit" not in match.groups:
        return _Found(match.rule.id, text, "")
    caption = match.groups.get("caption") or ""
    credit = match.groups.get("credit")
    if credit is None and "credit" in match.rule.regex.groupindex or ("credit" not in match.rule.regex.groupindex and caption != text):
        credit = text[len(caption) :]
    if caption and not credit and (closing := read_credit(text)):
        caption, credit = closing.caption, closing.credit
    credit = _bare(credit or "")
    if not caption and "/" not in credit and len(credit.split()) > _MOST_WORDS:
        caption, credit = credit, ""  # a label that announces a caption rather than a name
    return _Found(match.rule.id, _trim(caption), credit)


def _bare(credit: str) -> str:
    """A credit without its brackets and without a label before the name."""
    credit = credit.strip(" \t.。()（）[]【】|©ⓒ＝=/–—,")
    label = re.match(r"(?i:bild|foto|photo|image|fotó|фото|photo credit|picture|credit|copyright|quelle|source)\s?[:：]\s{0,2}|(?i:photo by|copyright)\s", credit)
    credit = credit[label.end() :] if label and label.end() < len(credit) else credit
    return credit + ")" if credit.count("(") > credit.count(")") else credit


def _trim(caption: str) -> str:
    caption = caption.strip().rstrip(_STRIPPED).strip()
    return caption


def _add_credits(document: Document, ends: list[int], found: dict[int, _Found], limit: int) -> None:
    """Add lines that close with a credit, from the last to the first: what stands below the body is a sign-off."""
    below = False
    wanted = set(ends)
    for i in reversed(document.content_lines):
        text = document.lines[i].text.strip()
        if i in found:
            continue
        if i in wanted and len(text) <= limit and (credit := read_credit(text)) and (below or not credit.signoff):
            found[i] = _Found(credit.rule, _trim(credit.caption), _bare(credit.credit))
        elif len(text) >= _BODY_CHARACTERS and _CLOSED.search(text):
            below = True


def _add_split(document: Document, found: dict[int, _Found]) -> None:
    """Add credits that a page has torn into lines: a caption with an open bracket, a label, a name."""
    content, lines = document.content_lines, document.lines
    for place in range(len(content) - 1):
        i, following = content[place], content[place + 1]
        label = _LABEL_ALONE.fullmatch(lines[i].text.strip()) if len(lines[i].text) <= 40 else None
        if not label or i in found:
            continue
        name = lines[following].text.strip()
        if following in found:
            if found[following].caption:
                continue
        elif not 2 <= len(name) <= 60 or not (name[0].isupper() or name[0] == "©") or _CLOSED.search(name.rstrip(")")):
            continue
        caption = ""
        found[i] = _Found("und.photo_caption.split", "", "")
        if place:
            above = content[place - 1]
            text = lines[above].text.strip()
            if above not in found and text.endswith(("(", "（", "[")) and len(text) <= 330:
                caption = _trim(text)
                found[above] = _Found("und.photo_caption.split", "", "")
        known = found.get(following)
        found[following] = _Found(known.rule if known else "und.photo_caption.split", caption, _bare(known.credit if known else name))


def _add_line_above(document: Document, found: dict[int, _Found]) -> None:
    """Add the line above a credit where both are a paragraph of two lines in a text that parts its paragraphs by blank lines."""
    if not found or len(document.paragraphs) < 3:
        return
    for paragraph in document.paragraphs:
        if paragraph.last_line - paragraph.first_line != 2:
            continue
        above, line = paragraph.first_line, paragraph.first_line + 1
        credit = found.get(line)
        text = document.lines[above].text.strip()
        if credit and not credit.caption and above not in found and len(text) <= _CAPTION_LINE and credit.credit:
            found[above] = _Found("und.photo_caption.line_above_credit", "", "")
            found[line] = credit._replace(caption=text)


def _worth_a_look(document: Document, longest: int) -> list[int]:
    """Return the lines that may hold a caption: short, and open at their end or with a word that is strong enough."""
    lone = _vocabulary().lone
    found = []
    for i in document.content_lines:
        text = document.lines[i].text
        if len(text) > longest:
            continue
        bare = text.rstrip()
        last = bare[-1]
        if last not in _STOPS and (last in ")）】摄攝]" or _INSIDE_AT.search(bare, 0, len(bare) - 1)):
            found.append(i)
        elif ":" in bare and _has_label(bare, lone) or "：" in bare and _has_label(bare, lone):
            found.append(i)
        elif len(bare) < 16 and bare.lower() in _SELLERS:
            found.append(i)
        else:
            ends = bare if len(bare) <= _HEAD + _FOOT else f"{bare[:_HEAD]}\n{bare[-_FOOT:]}"
            for stem in _STEMS:
                if stem in ends:
                    line = ends.lower()
                    if any(word in line for word in _STRONG):
                        found.append(i)
                    break
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
    lone |= {"写真", "图", "圖", "사진"}
    return _Vocabulary(frozenset(labels), frozenset(lone), tuple(sorted(others)))


def _with_keywords(document: Document, lines: list[int]) -> list[int]:
    """Return the lines in which a label with its mark, or another keyword, stands."""
    labels, _, others = _vocabulary()
    found = []
    for i in lines:
        text = document.lines[i].text
        if _has_label(text, labels):
            found.append(i)
        else:
            line = text.lower()
            for word in others:
                if word in line:
                    found.append(i)
                    break
    return found
