"""Contacts inside free text: found for the office's checks, masked until contacts are exchanged.

Numbers of ordinary texts are told from telephone numbers by their form: years, dates, sums in thousands, standards and customs codes.
"""

import re
import unicodedata
from collections.abc import Iterator

MASK = "···"

_AT, _DOT = r"(?:@|\(at\)|\[at\])", r"(?:\.|\(dot\)|\[dot\])"
_EMAIL = re.compile(rf"[\w.+-]+[ ]?{_AT}[ ]?(?:[\w-]+[ ]?{_DOT}[ ]?)+[^\W\d_]{{2,24}}", re.IGNORECASE)
# "honey.It is" is a missing space, "honey.it" an address: endings that are words too count in lower case only.
_ENDING = (
    r"(?:(?i:com|net|org|info|biz|ua|укр|eu|gov|edu|shop|store|online|site|pl|tr|cn|de|fr|uk|ru|ro|cz|sk|lt|lv|ee|gr|bg|hu|ca|tv|app)"
    r"|it|us|me|fi|io|co|at|be|in|no|se|es|ch|ai|cc|ly)"
)
_LINK = re.compile(
    rf"(?:(?i:https?|tg)://|(?i:www)\.)\S+|(?<![\w@.-])(?:[\w-]+(?:\.|\(dot\)|\[dot\]))+{_ENDING}(?![\w-])(?:[/?#]\S*)?",
)
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z][A-Za-z0-9_]{3,31}\b")
_NAMED_HANDLE = re.compile(
    r"(?:telegram|телеграм\w?|viber|вайбер|whats ?app|ватсап|skype|скайп|wechat|微信|line|signal)\b"
    r"[\s:=-]{1,4}(?P<name>[A-Za-z][\w.]*[\d_][\w.]*)",
    re.IGNORECASE,
)

_SPACE = "[ \u00a0\u2009\u202f]"
_DASH = "[-\u2010-\u2014]"
_JOINT = r"-)_·•\t\u00a0\u2009\u202f\u2010-\u2014"
_BREAK = rf"(?:{_SPACE}|{_DASH}|[()\t·•_]|\.(?!{_SPACE}))"
_NUMBER = re.compile(rf"(?<!\w)(?:\+{_SPACE}?|\()*\d(?:(?:{_BREAK}{{1,3}}|/)?\d){{5,}}")
# A number that no further digits belong to; a comma or a full stop before a space ends it.
_ALONE = rf"(?<![\d+(])(?<!\d[{_JOINT} .,])(?<!\) )", rf"(?!{_SPACE}?[{_JOINT}/]?{_SPACE}?\d)(?![.,]\d)"

_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]{_YEAR}|{_YEAR}-\d\d-\d\d)"
_SUM = rf"[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}}(?!\d))+|[1-9]\d{{0,2}}(?:[.,']\d{{3}}(?!\d))+|[1-9]\d{{0,5}}"
_CURRENCY = r"EUR|USD|UAH|PLN|TRY|CNY|GBP|CHF|грн|євро|дол|zł|лір|€|\$|₴|£|₺|¥|元|欧元"
_UNIT = (
    rf"(?:{_CURRENCY}|"
    r"kg|кг|kW|кВт|MW|МВт|Wh|m2|m²|м²|м2|m3|м3|m³|м³|ha|га|l\b|л\b|t\b|т\b|tons?|tonnes?|тон\w*|"
    r"pcs|шт|units?|pieces|bottles|пляшок|од\b|euros?|dollars?|people|осіб|%)"
)
_ORDINARY = (
    re.compile(rf"{_ALONE[0]}{_YEAR}(?:{_SPACE}?(?:{_DASH}|[/,]|{_SPACE}){_SPACE}?(?:{_YEAR}|\d\d(?!\d)))+{_ALONE[1]}"),
    re.compile(rf"{_ALONE[0]}(?:\d{{1,2}}\.\d{{1,2}}|{_DATE}){_SPACE}?{_DASH}{_SPACE}?{_DATE}{_ALONE[1]}"),
    re.compile(rf"{_ALONE[0]}{_DATE}{_ALONE[1]}"),
    re.compile(rf"{_ALONE[0]}0[.,]\d+{_ALONE[1]}"),
    re.compile(
        r"(?<!\w)(?:DIN|ISO|EN|IEC|ASTM|ДСТУ|DSTU|ГОСТ|GOST|HS|"
        r"УКТ ?ЗЕД|UKTZED|TARIC|GTIP|КВЕД|KVED|NACE|ATECO|EAN|GTIN|UPC|ЄДРПОУ|EDRPOU|РНОКПП|"
        r"VAT|P\.? ?IVA|NIP|REGON|KRS|VKN|UBI)\b[\s:.#№-]{0,3}\d[\d .:-]{0,14}\d"
    ),
)
_SUMS = re.compile(
    rf"(?P<before>(?:{_CURRENCY}){_SPACE}?)?{_ALONE[0]}(?P<sum>(?:{_SUM})(?:{_SPACE}?{_DASH}{_SPACE}?(?:{_SUM}))?)"
    rf"(?:[.,]\d{{1,2}})?{_ALONE[1]}(?P<after>{_SPACE}?{_UNIT})?"
)
_CALL = re.compile(
    r"(?:(?<![^\W_])(?:tel|phone|call|mob|cell|whats ?app|viber|signal|тел|моб|дзвон|номер|вайбер|ватсап|cep|puh)"
    r"|电话|手机)[\w.:№\s]{0,12}$",
    re.IGNORECASE,
)
_PAIRS = re.compile(r"[1-9]\d(?:\D+\d\d)+")
_LOCAL = re.compile(rf"\d{{3}}{_DASH}\d\d{_DASH}\d\d")


def find(text: str) -> list[str]:
    """Phone numbers, e-mail addresses, Telegram names and links, in the order of the text.

    >>> find("Write to olena@example.com or +380 67 123 45 67")
    ['olena@example.com', '+380 67 123 45 67']
    """
    return [text[start:end] for start, end in _spans(text)]


def links(text: str) -> list[str]:
    return [match.group() for match in _LINK.finditer(_EMAIL.sub(" ", text))]


def mask(text: str) -> str:
    """The text with every contact replaced by dots.

    >>> mask("Call +380 67 123 45 67 about 20 t")
    'Call ··· about 20 t'
    """
    spans = _spans(text)
    while spans:
        for start, end in reversed(spans):
            text = text[:start] + MASK + text[end:]
        # What stood between two contacts may read as one now.
        spans = _spans(text)
    return text


def _spans(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for span in _all(text):
        if not any(start < span[1] and span[0] < end for start, end in found):
            found.append(span)
    return sorted(found)


def _all(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_EMAIL, _LINK, _HANDLE):
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span("name") for match in _NAMED_HANDLE.finditer(text))
    rest = _without_ordinary(text)
    for match in _NUMBER.finditer(rest):
        if _is_phone(match.group(), rest[: match.start()]):
            yield match.span()


def _without_ordinary(text: str) -> str:
    """The text, as long as before, without the numbers that are none of anybody's telephone."""
    for pattern in _ORDINARY:
        text = pattern.sub(lambda match: "□" * len(match.group()), text)
    return _SUMS.sub(lambda match: "□" * len(match.group()) if _is_sum(match) else match.group(), text)


def _is_sum(match: re.Match[str]) -> bool:
    if match["before"] or match["after"]:
        return True
    if _CALL.search(match.string[: match.start("sum")][-24:]):
        return False
    # "501 234 567" may be a Polish telephone, "12 500 250" and "500 000 000" are sums.
    return all(len(_digits(part)) in (*range(9), 10) or part.endswith("000") for part in re.split(_DASH, match["sum"]))


def _is_phone(number: str, before: str) -> bool:
    digits = _digits(number)
    if number.startswith("+") or digits.startswith("00"):
        return len(digits) >= 7
    if _CALL.search(before[-24:]) or _LOCAL.fullmatch(number):
        return True
    if number.count("/") > 1 or _PAIRS.fullmatch(number):
        return False  # measures, sizes
    return len(digits) >= 9


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
