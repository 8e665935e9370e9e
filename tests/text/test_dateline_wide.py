"""The cheap tests of lines in Chinese, Japanese and Korean hide no dateline, no day and no wire. Over made lines."""

from __future__ import annotations

import re
from random import Random

import pytest

from cleaner.rules import datelines
from cleaner.rules.agencies import fold_agency, load_agencies
from cleaner.rules.datelines import desks, known_cities, may_be_source
from cleaner.text import dateline_gate, dates
from cleaner.text.dateline_shape import read_head
from cleaner.text.dateline_wide import may_begin_wide
from cleaner.text.dates import day_at
from cleaner.text.months import month_numbers

FIRST = "北京 ロンドン カニエ・ウェスト 서울 뉴욕_시 서울_정부 政府表示 記者 18 2018".split()
BEHIND = ["，", "。", "：", "·", "、", "\n", " ", "", "“", '"', "…", "?", " (", "（", "(", "，，", " / ", "-", " - ", " – ", "々", "."]
NEXT = [
    *load_agencies(), *desks(), *"3月6日 6日 12 7.5 820,000 2018年 6/3 corr._AP AP-dpa AP/dpa Nancy_Pelosi 政府 個 人 が".split(),
    "3 March", "6 Mar 2018", "Reuters, 6 March", "10.com", "एक मार्च",
]  # fmt: skip
ENDS = [")", "）", ") ", "）- ", ") - ", " - ", "——", "：", ": ", "。", "，", " ", "", " (", "\n", "।", "-"]


def made_lines(count: int, seed: int) -> list[str]:
    chance = Random(seed)
    found = []
    for _ in range(count):
        parts = [chance.choice(FIRST).replace("_", " ")]
        for _ in range(chance.randint(1, 3)):
            few = NEXT[-24:] if chance.random() < 0.6 else NEXT
            parts += [chance.choice(BEHIND), chance.choice(few).replace("_", " "), chance.choice(ENDS) if chance.random() < 0.6 else ""]
        found.append("".join(parts) + chance.choice(["政府が発表した", "政府宣布了。", " The government", "정부가"]))
    return found


def test_no_dateline_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = [line for line in made_lines(30_000, 1) if line[0] >= "\u3041" and not may_begin_wide(line)]
    assert len(closed) > 500
    monkeypatch.setattr(dateline_gate, "may_begin_wide", lambda window: True)
    for line in closed:
        assert read_head(line, 0, "zh", first=False) is None, line


def test_no_day_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [line[place:] for line in made_lines(10_000, 2) for place, letter in enumerate(line) if letter.isdigit()]
    counts = [line for line in lines if dates._COUNT.match(line)]
    assert len(counts) > 500
    monkeypatch.setattr(dates, "_COUNT", re.compile("(?!)"))
    assert not any(day_at(line, 0, language) for line in counts for language in ("", "zh", "hi", "mn"))


def test_no_wire_is_hidden() -> None:
    assert all(may_be_source(name + mark) for name in load_agencies() if name[0].isalnum() for mark in "：， 、")
    letters = [chr(code) for code in range(0x3041, 0xD7A4) if datelines._FOLDED.fullmatch(chr(code))]
    assert fold_agency("".join(letters)) == "".join(letters)


def test_no_city_and_no_month_is_written_in_these_scripts() -> None:
    assert not [word for word in (*known_cities(), *month_numbers()) if any("\u3041" <= letter <= "\ud7a3" for letter in word)]
    assert [word for word in desks() if any("\u3041" <= letter <= "\ud7a3" for letter in word)] == ["通讯"]
