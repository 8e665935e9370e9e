"""ISO 639-3 codes, as corpora use them, as the tags that the engine answers. Pure.

Individual languages of a macrolanguage that the engine does not tell apart map to the macrolanguage: Standard, Hassaniya and
other Arabic to `ar`, Persian and Dari to `fa`, Pulaar to `ff`, Kurmanji to `ku`, Mandarin to `zh`. Bokmål and Nynorsk, Bosnian,
Croatian and Serbian, Malay and Indonesian stay apart.
"""

from __future__ import annotations

_TAGS = dict(
    pair.split(":")
    for pair in (
        "wln:wa "
        "afr:af amh:am ara:ar arb:ar arz:ar ary:ar mey:ar asm:as aze:az azj:az bak:ba bel:be ben:bn bod:bo bos:bs bul:bg cat:ca "
        "ces:cs cym:cy dan:da deu:de div:dv dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa pes:fa prs:fa fij:fj "
        "fin:fi fra:fr fry:fy fuc:ff ful:ff gla:gd gle:ga glg:gl grn:gn guj:gu hat:ht hau:ha heb:he hin:hi hrv:hr hun:hu hye:hy "
        "ibo:ig ind:id isl:is ita:it jav:jv jpn:ja kan:kn kat:ka kaz:kk khm:km kik:ki kin:rw kir:ky kmr:ku kur:ku kor:ko lao:lo "
        "lat:la lav:lv lvs:lv lin:ln lit:lt ltz:lb lug:lg mal:ml mar:mr mkd:mk mlg:mg plt:mg mlt:mt mon:mn khk:mn mri:mi msa:ms "
        "zsm:ms mya:my nde:nd nep:ne npi:ne nld:nl nno:nn nob:nb nor:nb nya:ny oci:oc ori:or ory:or orm:om gaz:om pan:pa pol:pl "
        "por:pt pus:ps pbt:ps que:qu ron:ro rus:ru san:sa sin:si slk:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es "
        "sqi:sq als:sq ssw:ss swa:sw swh:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tgl:fil tha:th tir:ti ton:to tsn:tn tuk:tk "
        "tur:tr uig:ug ukr:uk urd:ur uzb:uz uzn:uz ven:ve vie:vi vol:vo wol:wo xho:xh yor:yo zul:zu zho:zh-Hans cmn:zh-Hans"
    ).split()
)  # fmt: skip

_REGIONS = {
    "zho-TW": "zh-Hant",
    "zho-CN": "zh-Hans",
    "zho-HK": "zh-Hant",
    "srp-Latn": "sr-Latn",
    "srp-Cyrl": "sr-Cyrl",
    "srp": "sr-Cyrl",
}


def tag_of(code: str) -> str:
    """Return the tag for an ISO 639-3 code with or without a region or script; what is a tag already stays.

    >>> tag_of("deu"), tag_of("eng-GB"), tag_of("zho-TW"), tag_of("srp-Latn"), tag_of("prs"), tag_of("ckb-Arab"), tag_of("de")
    ('de', 'en', 'zh-Hant', 'sr-Latn', 'fa', 'ckb', 'de')
    """
    if code in _REGIONS:
        return _REGIONS[code]
    base, _, _ = code.partition("-")
    if base in _TAGS:
        return _TAGS[base]
    return base if len(base) == 3 else code
