"""Where listings in each language come from."""

from models import atlas

_CODES = {
    "uk": "UA-32 UA-18 UA-46 UA-51 UA-74 UA-23",
    "en": "US-WA US-IN US-MN US-PA US-CA",
    "it": "IT-52 IT-25 IT-45 IT-34",
    "tr": "TR-34 TR-35 TR-06 TR-16",
    "pl": "PL-12 PL-14 PL-30 PL-02",
    "fi": "FI-11 FI-18 FI-19 FI-06",
    "zh": "CN-ZJ CN-GD CN-JS CN-SH",
}
PLACES = {language: [atlas.by_code(code).id for code in codes.split()] for language, codes in _CODES.items()}
