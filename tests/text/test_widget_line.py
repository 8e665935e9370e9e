"""The cheap looks at a line's first and last characters hide nothing that the whole reading would find."""

from __future__ import annotations

from cleaner.rules.boilerplate import STAGE
from cleaner.rules.load import load_phrases
from cleaner.text import widget_line
from cleaner.text.widget_line import SHORT, read_line

SHAPES = ("{}", "12 {}", "{} (3)", "“{}", "» {}", "- {} -", "{}: 2 May 2019", "{} 2019", "¿{}?")


def test_a_short_line_is_read_by_its_beginning_as_it_is_read_whole() -> None:
    names = ("Facebook", "X", "Телеграм", "WhatsApp", "微信")
    phrases = [phrase for _, phrase in load_phrases(STAGE)]
    texts = [text for place, text in enumerate(phrases) if "{brand}" in text or place % 7 == 0]
    shapes = {shape.format(text.replace("{brand}", names[place % 5])) for place, text in enumerate(texts) for shape in SHAPES}
    shapes = {shape for shape in shapes if len(shape) <= SHORT}
    assert len(shapes) > 20_000
    differing = [shape for shape in sorted(shapes) if read_line(shape) != widget_line._short(shape)]
    assert differing == []
