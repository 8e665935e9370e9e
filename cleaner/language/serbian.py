"""Serbian in Latin letters beside Croatian and Bosnian. In: a text of one of them. Out: which side its vowels take.

The old vowel yat became `e` in Serbian (`vreme`, `mesto`) and `ije`, `je` in Croatian and Bosnian (`vrijeme`, `mjesto`): the one
mark of them that nearly every sentence bears. The stems were written for this project.
"""

from __future__ import annotations

import re

_EKAVIAN = re.compile(
    r"\b(?:vreme|mest[oaiu]|gde|pre\b|posle\b|uvek|ovde|nedelj|reč|del[oau]\b|delov|svet[aueo]?\b|svetsk|lep|vredn|zahtev|primer|"
    r"primen|retk|sled|čovek|dec[aeiou]\b|mlek|pobed|zvezd|bel[aeio]|vest[i]?\b|uspe[hšo]|napred|bezbed|reš[aei]|smešt|izmen|promen|"
    r"cel[aeiou]\b|ceo\b|mer[aeiou]\b|tel[oau]\b|sever|razume|video|videl|vide[ot]|želel|hteo|htel|poset|savet|oseć|obavešt|sed[eim]|"
    r"mesec|seć|beg|umet|trebalo|volel|živel|izvešt|sprečav|ozled|povred|takođe\b|hiljad|očev|de[vč][oe]|nede|pre[dt]?hodn)"
)
_IJEKAVIAN = re.compile(
    r"vrijeme|mjest|gdje|prije|poslije|uvijek|ovdje|nedjelj|riječ|dijel|svijet|svjet|lijep|vrijed|zahtjev|primjer|primjen|"
    r"rijet|slijed|sljed|čovjek|djec|mlijek|pobjed|zvijezd|bijel|vijest|uspj|naprijed|rješ|riješ|smješt|smjest|izmjen|izmijen|promjen|"
    r"cijel|mjer|tijel|sjever|razumj|vidje|vidjel|žel[j]el|htje|htjel|posjet|savjet|osje[ćt]|obavijest|obavješt|sjed|mjesec|sjeć|"
    r"bježa|umjet|umjest|voljel|živje|izvje|izvije|sprječ|ozlije|povrije|dvije|djel|vjer|dje[vč]|tjed|ocijen|cjel|prijed|donije|odnije"
)


def serbian_side(text: str) -> int:
    """Return how many stems more a text has in the Serbian form than in the Croatian and Bosnian one.

    >>> serbian_side("Posle svega, vreme je za reč sveta."), serbian_side("Prije svega, vrijeme je za riječ svijeta.")
    (4, -4)
    """
    text = text.lower()
    return len(_EKAVIAN.findall(text)) - len(_IJEKAVIAN.findall(text))
