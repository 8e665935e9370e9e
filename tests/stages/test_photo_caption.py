"""What case files cannot say of `photo_caption`: its rules, its columns, hostile texts, rule files of a user."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Pipeline
from cleaner.document import Document
from cleaner.explain import explain
from cleaner.rules import load_rules
from cleaner.rules.fragments import expand
from cleaner.rules.photo_lines import _vocabulary, caption_screens, holds_label, worth_a_look
from cleaner.rules.screened import literal, screened
from cleaner.stages.photo_caption import PhotoCaption
from cleaner.testing import check_rules

BODY = "The council voted on Tuesday to keep the old bridge open until the spring of next year."
LANGUAGES = (
    "en de fr es pt it nl sv da no fi pl cs sk hu ro bg sr hr sl el tr ru uk be lt lv et ar fa ur he hi bn ta te zh ja ko vi th id sw "
    "ha am ca sq mk ka hy"
).split()


def test_every_rule_holds_on_its_examples() -> None:
    check_rules("photo_caption")


def test_no_look_alike_of_any_language_is_cut() -> None:
    stage = PhotoCaption()
    for rule in load_rules("photo_caption"):
        for example in rule.lookalikes:
            result = stage.process(Document("a", f"{BODY}\n\n{example}\n\n{BODY}", {"language": rule.tag}))
            assert not result.edits, f"{rule.id}: {result.edits}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_rules_of_its_own(language: str) -> None:
    assert [rule for rule in load_rules("photo_caption") if rule.tag == language]


def test_the_marked_examples_reach_the_columns_in_step() -> None:
    stage = PhotoCaption()
    for rule in load_rules("photo_caption"):
        for example in rule.marked:
            lines = example.replace("⟦", "").replace("⟧", "").strip().split("\n")
            text = "\n\n".join([BODY, *lines, BODY])
            result = stage.process(Document("a", text, {"language": rule.tag}))
            assert result.edits, f"{rule.id}: {example!r} is not cut"
            captions, credits = result.fields["captions"], result.fields["photo_credits"]
            assert len(captions) == len(credits) == 1
            assert captions[0] or credits[0]
            assert not re.match(r"[(（\[]", credits[0])


def test_the_rules_of_the_code_can_be_explained() -> None:
    text = f"{BODY}\n\nThe mayor opens the bridge in May. REUTERS/Anna Hill\n\n{BODY}"
    (edit,) = PhotoCaption().process(Document("a", text)).edits
    assert edit.rule in explain(edit.rule)


def test_a_rule_file_of_the_user_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(
        '[[rule]]\nid = "en.photo_caption.house_style"\nsummary = "Our own captions."\nunit = "line"\nkeywords = ["Pix>"]\n'
        "pattern = '''Pix> (?P<caption>[^\\n]+) by (?P<credit>\\w+)'''\nexamples = [\"⟦Pix> A bridge by Anna⟧\", \"Pix\", \"A bridge.\"]\n"
    )
    check_rules(file)
    text = f"{BODY}\n\nPix> A bridge. by Anna\n\n{BODY}"
    assert not PhotoCaption().process(Document("a", text)).edits
    result = PhotoCaption(rules=(str(file),)).process(Document("a", text, {"language": "en"}))
    assert result.fields == {"captions": ["A bridge."], "photo_credits": ["Anna"]}
    assert PhotoCaption(rules=(str(file),)).screen is None


def test_two_stages_of_a_pipeline_extend_the_columns() -> None:
    text = f"{BODY}\n\nA bridge. (Photo: Anna Hill)\n\n{BODY}"
    cleaned = Pipeline.from_names("photo_caption").clean(text)
    assert cleaned.fields["captions"] == ["A bridge."]
    assert cleaned.text == f"{BODY}\n\n{BODY}"


def test_a_name_behind_a_full_stop_is_looked_for_in_the_same_line() -> None:
    spaces = [character for character in map(chr, range(0x3001)) if character.isspace() and character != "\n"]
    texts = [f"A wet street.{space}Max Roe" for space in spaces]
    assert all(worth_a_look(Document("a", text), 40) for text in texts)
    hits = screened(pa.array([*texts, "It rained.\nA wet street in Bonn"], pa.large_string()), caption_screens()).to_pylist()
    assert hits == [True] * len(texts) + [False]


_LONE = sorted(_vocabulary().lone)
_LABEL = rf"(?i:(?:{'|'.join(map(literal, _LONE))})\.?[ \t\x{{a0}}\x{{2009}}\x{{202f}}\x{{3000}}]?[:：﹕՝፦៖])"
"""What `holds_label` looks for, as RE2 writes it."""
_PARTS = st.one_of(
    st.sampled_from([spelled for label in _LONE for spelled in (label, label.upper(), label.title(), label[1:], label[:-1])]),
    st.sampled_from([*":：﹕՝፦៖", ":\n", *".. \t\u00a0\u2009\u202f\u3000\n", "\u212a", "ſ", "İ", "ı", "ς"]),
    st.text(max_size=3),
)


def labelled(texts: list[str]) -> list[bool]:
    """Return in which texts the pattern stands."""
    found: list[bool] = screened(pa.array(texts, pa.large_string()), _LABEL).to_pylist()
    return found


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(st.lists(_PARTS, max_size=7).map("".join), max_size=20))
def test_a_label_before_a_colon_is_seen_where_a_pattern_finds_it(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    assert list(map(holds_label, texts)) == labelled(texts)


def test_every_label_before_a_colon_is_seen_where_a_pattern_finds_it() -> None:
    spelled = {case(label) for label in _LONE for case in (str, str.upper, str.title, str.casefold)}
    behind = [dot + space + colon for dot in ("", ".", "..") for space in ("", " ", "\u3000", "  ") for colon in ":：﹕՝፦៖;"]
    texts = [f"A x{label}{end} b" for label in spelled for end in behind]
    assert list(map(holds_label, texts)) == labelled(texts)


@pytest.mark.parametrize(
    "piece",
    [
        "Foto: ", "(Foto: ", "a/b ", "A. ", "Reuters/", "© ", "= 사진=", "（摄", "Photo by A ", "x | ", "nuotr. ",
        "Copyright ", "(Getty Images) ",
    ],
)
def test_hostile_texts_take_time_in_step_with_their_length(piece: str) -> None:
    stage = PhotoCaption()

    def seconds(repeats: int) -> float:
        line = (piece * 420)[:419] + "x"
        text = "\n".join([BODY, *[line] * repeats, (piece * 60 * repeats), BODY])
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            stage.process(Document("a", text))
            best = min(best, time.process_time() - began)
        return best

    seconds(1)
    short, long = seconds(20), seconds(80)
    assert long < 0.02 or long / short < 8, f"{piece!r}: four times the text took {long / short:.1f} times as long"


def test_pieces_of_patterns_are_checked() -> None:
    with pytest.raises(KeyError):
        expand("{{no_such_piece}}")
