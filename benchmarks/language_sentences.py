"""Sentences of another source and kind than news: the messages of programs, translated by people, of a Linux system.

    python benchmarks/language_sentences.py /usr/share/locale > messages.tsv
    python benchmarks/language.py messages.tsv

In: a folder of compiled gettext catalogues, `<locale>/LC_MESSAGES/*.mo`. Out: lines of `language<TAB>text`, at most 60 a
language, seeded. Messages that are short, untranslated, or hold names of options, files or formats are left out, as are locales
in a script that their language does not have today. They belong to their authors: measure with them, copy none.
"""

from __future__ import annotations

import gettext
import random
import re
import sys
from collections import defaultdict
from pathlib import Path

MOST = 60
"""Messages of a language."""

_NO_PROSE = re.compile(r"[%<>{}\\=_|$`\x04]|--|/\w|\w\.\w|http|@\w|GNU|[A-Z]{3}")
_LENGTHS = range(50, 221)
_TAGS = {
    "sr@latin": "sr-Latn", "sr@Latn": "sr-Latn", "sr": "sr-Cyrl", "zh_CN": "zh-Hans", "zh_TW": "zh-Hant", "zh_HK": "zh-Hant", "no": "nb",
    "tl": "fil", "kmr": "ku", "uz@Latn": "uz", "uz@cyrillic": "uz", "ca@valencia": "ca",
}  # fmt: skip
_LEFT_OUT = re.compile(r"en(@|_)|sr@ije|be@latin|tt(@|$|_)|az_IR|ks(_|$)")


def messages(folder: Path) -> dict[str, list[str]]:
    """Return the messages of each language."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for path in sorted(folder.glob("*/LC_MESSAGES/*.mo")):
        locale = path.parts[-3]
        if _LEFT_OUT.match(locale):
            continue
        tag = _TAGS.get(locale, locale.split("_")[0].split("@")[0])
        try:
            with path.open("rb") as file:
                catalog = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        except (OSError, LookupError, ValueError):
            continue
        for source, text in catalog.items():
            text = " ".join(text.split())
            dense = len(text) > 20 and ord(text[0]) > 0x2E80
            if text and text != source and (len(text) in _LENGTHS or dense) and not _NO_PROSE.search(text):
                found[tag][text] = None
    return {tag: list(texts) for tag, texts in sorted(found.items())}


def main() -> int:
    """Print the lines."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    for tag, texts in messages(Path(sys.argv[1])).items():
        random.Random(tag).shuffle(texts)
        for text in texts[:MOST]:
            print(f"{tag}\t{text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
