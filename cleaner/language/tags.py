"""Languages by their scripts: which script one language owns, which languages are written in which. Pure tables."""

from __future__ import annotations

from collections.abc import Mapping

from cleaner.patterns import compiled

OWNED: Mapping[str, str] = {
    "Jpan": "ja", "Kore": "ko", "Hans": "zh-Hans", "Hani": "zh-Hans", "Grek": "el", "Armn": "hy", "Geor": "ka", "Thai": "th",
    "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Sinh": "si", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Gujr": "gu",
    "Guru": "pa", "Orya": "or", "Thaa": "dv", "Nkoo": "nqo", "Cher": "chr", "Cans": "iu", "Mong": "mn-Mong", "Tfng": "shi",
    "Olck": "sat", "Mtei": "mni", "Syrc": "syr", "Yiii": "ii", "Vaii": "vai", "Adlm": "ff-Adlm", "Java": "jv-Java", "Bali": "ban",
    "Cakm": "ccp", "Rohg": "rhg", "Copt": "cop", "Goth": "got",
}  # fmt: skip
"""Script -> the language that living texts in it are in, nearly always. Ancient Greek and others are not told apart."""

SCRIPT_OF: Mapping[str, str] = {
    **dict.fromkeys("be bg mk ru uk sr-Cyrl kk ky mn tg tt ba".split(), "Cyrl"),
    **dict.fromkeys("ar arz ary fa ur ps ug ckb sd".split(), "Arab"),
    **dict.fromkeys("hi mr ne sa gom".split(), "Deva"),
    **dict.fromkeys("bn as".split(), "Beng"),
    **dict.fromkeys("am ti".split(), "Ethi"),
    **dict.fromkeys("dz bo".split(), "Tibt"),
    **{tag: script for script, tag in OWNED.items()},
    "he": "Hebr", "grc": "Grek",
}  # fmt: skip
"""Language -> its script; what is missing here is Latin. Uzbek, Kazakh and others with two scripts are candidates in both."""

ALSO: Mapping[str, tuple[str, ...]] = {"Cyrl": ("uz",), "Hebr": (), "Arab": (), "Deva": ()}
"""Languages that are candidates in a second script."""


CANTONESE = compiled(
    "[嘅咗喺嚟冇唔佢哋咁啲嗰畀咩喎冚瞓攞嘢睇俾晒噉搵諗嗌嚿攰嘥乜啱]|[但就都亦]係|係好|呢[個件啲次間度]|屋企|[而依宜]家|仲[會有要係未]|同埋|點[解樣算]|亦都|先至|定係|即係|[琴尋聽]日|頭先|邊[個度]|好多|幾多|今次|呢[間位場隻條份種樣項名支類座套兩幾啲架張]|[食飲睇打做講玩行搵進接]緊|話佢|返[嚟工學去到]|得閒|有冇|啱啱|唔"
)
"""Characters and words of written Cantonese that Mandarin does not use."""

CANTONESE_SHARE = 0.01
"""Share of such characters from which a text in ideographs is Cantonese: 4 to 12 % in Cantonese, below 0.2 % in Mandarin."""


NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "gsw": ("de", "lb"), "ti": ("am",), "bo": ("dz",), "ss": ("zu", "xh"), "nd": ("zu", "xh"), "tn": ("st",), "nso": ("st",),
    "sd": ("ur", "ps", "ar", "fa", "ckb", "ug"), "shi": ("ar",),
}  # fmt: skip
"""Language that the profiles do not tell apart -> those that they take it for; its words decide."""

NEAR = frozenset(["bs", "hr", "sr-Latn", "id", "ms"])
"""Languages of the profiles that are written so alike that words count as much as for those without a profile."""

UNLIKE_THEIR_WORDS = frozenset(["ss", "nd", "ny", "bem", "ve", "bo", "ti", "tn", "nso", "st"])
"""Languages without a profile, of which a sentence may hold no frequent word. Marks inside words decide."""

MERGED: Mapping[str, str] = {"arz": "ar", "ary": "ar", "nso": ""}
"""Columns of the model that count for another language, or for none (`nso`: its profile answers Sotho too)."""


def candidates(script: str, tags: tuple[str, ...]) -> tuple[int, ...]:
    """Return the places in `tags` of the languages that are written in `script`.

    >>> candidates("Cyrl", ("de", "ru", "uz"))
    (1, 2)
    """
    also = ALSO.get(script, ())
    return tuple(i for i, tag in enumerate(tags) if SCRIPT_OF.get(tag, "Latn") == script or tag in also)
