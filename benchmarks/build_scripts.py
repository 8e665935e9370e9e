"""Write `cleaner/text/scripts.npz`, the table of Unicode scripts, from the `regex` package (Apache-2.0; development only).

    python benchmarks/build_scripts.py

Unicode data: Script, and Script_Extensions for characters whose Script is Common or Inherited but whose extensions name
one script alone (Han, Hiragana and Katakana count as one family here). Deterministic: the same `regex`, the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import regex

CODES = (
    "Latn Grek Cyrl Armn Hebr Arab Syrc Thaa Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Thai Laoo Tibt Mymr Geor "
    "Hang Ethi Cher Cans Ogam Runr Khmr Mong Hira Kana Bopo Hani Yiii Goth Tglg Copt Tfng Bali Java Sund Cham Tale Talu Lana "
    "Lepc Olck Vaii Mtei Adlm Bugi Batk Limb Saur Sylo Phag Lisu Bamu Rjng Kali Cakm Hmng Hmnp Rohg Nand Wcho Glag Xsux Egyp"
).split()


def main() -> None:
    """Build the table and print its size."""
    everything = "".join(chr(c) if not 0xD800 <= c < 0xE000 else " " for c in range(sys.maxunicode + 1))
    table = np.zeros(sys.maxunicode + 1, np.uint8)
    extensions = np.zeros(sys.maxunicode + 1, np.uint8)
    for number, code in enumerate(CODES, 1):
        own = [m.start() for m in regex.finditer(rf"\p{{sc={code}}}", everything)]
        table[own] = number
        also = [m.start() for m in regex.finditer(rf"(?V1)[\p{{scx={code}}}&&[\p{{sc=Zyyy}}\p{{sc=Zinh}}]]", everything)]
        extensions[also] += 1
        if code not in ("Hira",):
            table[[c for c in also if table[c] == 0]] = number
    shared = [m.start() for m in regex.finditer(r"[\p{sc=Zyyy}\p{sc=Zinh}]", everything)]
    for c in shared:
        if extensions[c] > 1 and c != 0x30FC:  # the long vowel mark is kana wherever it stands
            table[c] = 0
        elif c == 0x30FC:
            table[c] = CODES.index("Kana") + 1
    starts = np.flatnonzero(np.diff(table, prepend=255).astype(bool)).astype(np.uint32)
    path = Path(__file__).parents[1] / "cleaner" / "text" / "scripts.npz"
    np.savez_compressed(path, starts=starts, scripts=table[starts], codes=np.array(["Zyyy", *CODES]))
    print(f"{path.name}: {len(starts)} ranges, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
