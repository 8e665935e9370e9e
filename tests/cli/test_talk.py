"""What a run says on standard error."""

from __future__ import annotations

import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.cli.talk import JsonTalk, LineTalk


def hide(text: str) -> str:
    return text.replace('se"cret', "${env:X}")


@given(st.text(), st.text())
def test_fault_46_one_event_is_one_json_line(message: str, value: str) -> None:
    stream = io.StringIO()
    JsonTalk(stream).event("info", "x", message, {"file": value})
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert entry["message"] == message
    assert entry["file"] == value


@given(st.text(st.sampled_from("a\n\r\x1b\x9b\u2028\u202e[]/b\x00\t")))
def test_fault_46_one_event_is_one_plain_line(message: str) -> None:
    stream = io.StringIO()
    LineTalk(stream).event("warning", "x", message, {})
    (line,) = stream.getvalue().splitlines()
    assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", line)


def test_fault_44_values_from_the_environment_are_hidden() -> None:
    stream = io.StringIO()
    JsonTalk(stream, hide).event("error", "x", 'no se"cret', {"path": 's3://se"cret/x', "all": [{"a": 'se"cret'}]})
    LineTalk(stream, hide).event("error", "x", 'no se"cret', {})
    assert "cret" not in stream.getvalue().replace("${env:X}", "")


def test_progress_is_told_now_and_then() -> None:
    for interval, lines in ((0.0, 2), (1000.0, 0)):
        stream = io.StringIO()
        talk = LineTalk(stream, interval=interval)
        talk.progress(5, 10, 3)
        talk.progress(10, 10, 6)
        assert len(stream.getvalue().splitlines()) == lines
    stream = io.StringIO()
    JsonTalk(stream, interval=0.0).progress(5, 10, 3)
    assert json.loads(stream.getvalue())["rows"] == 3
