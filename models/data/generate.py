"""Makes regions.csv from CLDR's subdivision names. Run by hand, never at run time.

    npm pack cldr && tar xzf cldr-*.tgz
    python models/data/generate.py package/3rdparty/cldr/common

Names: CLDR, tidied by the rules below, then region_overrides.csv (an empty cell keeps CLDR's name). Countries: Babel's territories, then
the same overrides. Cities: cities.csv. Ids are kept from the regions.csv that is there; what is new gets the next free number.
"""

import csv
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from babel import Locale

LANGUAGES = ("uk", "en", "it", "tr", "pl", "fi", "zh")
COLUMNS = ("id", "code", "kind", "parent", "letters", *LANGUAGES, "timezone")
HERE = Path(__file__).parent
FIRST_ID = {"country": 1, "unit": 1000, "city": 5000}

# Ukraine and the first twins' countries, then by code.
COUNTRIES = "UA US IT TR PL FI CN AL AM AR AT BE BG BR CA CY CZ DE DK EG ES FR GB GE GR HR HU IL IN JE JP LT MD NO RO SK"

# ISO's changes that CLDR has not followed (Norway of 2024), Hungarian counties without the 23 cities that lie in them, and no places
# without businesses: Clipperton, the Southern Territories, the Outlying Islands, Jan Mayen.
UNITS = {
    "NO": "03 11 15 18 21 31 32 33 34 39 40 42 46 50 55 56",
    "HU": "BA BE BK BU BZ CS FE GS HB HE JN KE NO PE SO SZ TO VA VE ZA",
}
LEFT_OUT = {"FR-CP", "FR-TF", "US-UM"}
# Second-level units that have an agreement of their own.
BELOW = {
    "FR-53": "FR-PDL",
    "GB-ANS": "GB-SCT",
    "GB-BKM": "GB-ENG",
    "GB-EDH": "GB-SCT",
    "GB-HRT": "GB-ENG",
    "GB-KEN": "GB-ENG",
    "GB-LIN": "GB-ENG",
    "GB-LIV": "GB-ENG",
    "GB-SFK": "GB-ENG",
    "LT-44": "LT-SA",
}
# Units that CLDR names as territories of their own.
AS_TERRITORY = {"FI-01": "AX"} | {f"FR-{code}": code for code in ("BL", "MF", "NC", "PF", "PM", "WF")}
AS_TERRITORY |= {f"US-{code}": code for code in ("AS", "GU", "MP", "PR", "VI")}

# Unique among Ukraine's units, the United States' (postal codes) and the countries.
UKRAINE_LETTERS = {
    "UA-05": "VN", "UA-07": "VO", "UA-09": "LH", "UA-12": "DP", "UA-14": "DN", "UA-18": "ZH", "UA-21": "ZK", "UA-23": "ZP", "UA-26": "IF",
    "UA-30": "KI", "UA-32": "KV", "UA-35": "KR", "UA-40": "SE", "UA-43": "CR", "UA-46": "LV", "UA-48": "MK", "UA-51": "OD", "UA-53": "PT",
    "UA-56": "RV", "UA-59": "SM", "UA-61": "TP", "UA-63": "KH", "UA-65": "KE", "UA-68": "KM", "UA-71": "CK", "UA-74": "CH", "UA-77": "CV",
}  # fmt: skip
# A country whose code is an American state's postal code takes other letters.
COUNTRY_LETTERS = {"AL": "SH", "AR": "AG", "CA": "KA", "DE": "DT", "IL": "IS", "IN": "BH", "MD": "ML"}

ZONES = {
    "UA": "Europe/Kyiv", "US": "America/New_York", "IT": "Europe/Rome", "TR": "Europe/Istanbul", "PL": "Europe/Warsaw",
    "FI": "Europe/Helsinki", "CN": "Asia/Shanghai", "AL": "Europe/Tirane", "AM": "Asia/Yerevan", "AR": "America/Argentina/Buenos_Aires",
    "AT": "Europe/Vienna", "BE": "Europe/Brussels", "BG": "Europe/Sofia", "BR": "America/Sao_Paulo", "CA": "America/Toronto",
    "CY": "Asia/Nicosia", "CZ": "Europe/Prague", "DE": "Europe/Berlin", "DK": "Europe/Copenhagen", "EG": "Africa/Cairo",
    "ES": "Europe/Madrid", "FR": "Europe/Paris", "GB": "Europe/London", "GE": "Asia/Tbilisi", "GR": "Europe/Athens", "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest", "IL": "Asia/Jerusalem", "IN": "Asia/Kolkata", "JE": "Europe/Jersey", "JP": "Asia/Tokyo",
    "LT": "Europe/Vilnius", "MD": "Europe/Chisinau", "NO": "Europe/Oslo", "RO": "Europe/Bucharest", "SK": "Europe/Bratislava",
}  # fmt: skip
# zone -> units of a country that do not keep its capital's time; a unit with two zones has its own capital's.
OTHER_ZONES = {
    "US": {
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO MT NM UT WY",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Phoenix": "AZ",
        "America/Boise": "ID",
        "America/Juneau": "AK",
        "America/Detroit": "MI",
        "America/Indiana/Indianapolis": "IN",
        "Pacific/Honolulu": "HI",
        "Pacific/Pago_Pago": "AS",
        "Pacific/Guam": "GU",
        "Pacific/Saipan": "MP",
        "America/Puerto_Rico": "PR",
        "America/St_Thomas": "VI",
    },
    "CA": {
        "America/Edmonton": "AB NT",
        "America/Vancouver": "BC",
        "America/Winnipeg": "MB",
        "America/Moncton": "NB",
        "America/St_Johns": "NL",
        "America/Halifax": "NS PE",
        "America/Iqaluit": "NU",
        "America/Regina": "SK",
        "America/Whitehorse": "YT",
    },
    "BR": {
        "America/Rio_Branco": "AC",
        "America/Manaus": "AM",
        "America/Boa_Vista": "RR",
        "America/Porto_Velho": "RO",
        "America/Cuiaba": "MT",
        "America/Campo_Grande": "MS",
        "America/Belem": "AP PA",
        "America/Araguaina": "TO",
        "America/Fortaleza": "CE MA PB PI RN",
        "America/Recife": "PE",
        "America/Maceio": "AL SE",
        "America/Bahia": "BA",
    },
    "AR": {
        "America/Argentina/Cordoba": "E G H N P S W X",
        "America/Argentina/Salta": "A L Q R",
        "America/Argentina/Jujuy": "Y",
        "America/Argentina/Tucuman": "T",
        "America/Argentina/Catamarca": "K U",
        "America/Argentina/La_Rioja": "F",
        "America/Argentina/San_Juan": "J",
        "America/Argentina/Mendoza": "M",
        "America/Argentina/San_Luis": "D",
        "America/Argentina/Rio_Gallegos": "Z",
        "America/Argentina/Ushuaia": "V",
    },
    "CN": {"Asia/Hong_Kong": "HK", "Asia/Macau": "MO", "Asia/Taipei": "TW"},
    "CY": {"Asia/Famagusta": "04"},
    "ES": {"Atlantic/Canary": "CN", "Africa/Ceuta": "CE ML"},
    "FI": {"Europe/Mariehamn": "01"},
    "FR": {
        "America/Guadeloupe": "971",
        "America/Martinique": "972",
        "America/Cayenne": "973",
        "Indian/Reunion": "974",
        "Indian/Mayotte": "976",
        "America/St_Barthelemy": "BL",
        "America/Marigot": "MF",
        "Pacific/Noumea": "NC",
        "Pacific/Tahiti": "PF",
        "America/Miquelon": "PM",
        "Pacific/Wallis": "WF",
    },
    "NO": {"Arctic/Longyearbyen": "21"},
}

# Words for the kind of unit that CLDR sets before or after some names of a country and not others.
TIDY = {
    "en": re.compile(r"\s(?:County|Province|District|Prefecture)$"),
    "it": re.compile(r"^(?:provincia|prefettura|distretto|governatorato|regione)\s(?:di\s|del\s|della\s)?(?=\w)", re.IGNORECASE),
    "tr": re.compile(r"\s(?:ili|İli|eyaleti|Eyaleti|kazası|Bölgesi|İdari Bölgesi|Prefektörlüğü|Prefecture|County|District|Distict)$"),
    "pl": re.compile(r"^(?:Prowincja|Prefektura|Okręg|obwód|Obwód|Dystrykt|Komitat|Region)\s(?=[A-ZŁŚŻŠČŽĐ])"),
    "uk": re.compile(r"^(?:Префектура|префектура|периферія)\s"),
}
TIDIED = "AL AM AR BG CY EG GR HU JP RO TR"
MARKS = re.compile(r"[²³]|\s*\((?:іл|il|prowincja|muhafaza|губернаторство|地區|bölge)\)$")


def main(cldr: Path) -> None:
    names = {language: _subdivision_names(cldr, language) for language in LANGUAGES}
    overrides = {row["code"]: row for row in _read("region_overrides.csv")}
    known = {row["code"]: int(row["id"]) for row in _read("regions.csv")}
    rows = [*_countries(), *_units(cldr, names), *_read("cities.csv")]
    for row in rows:
        for language in LANGUAGES:
            row[language] = overrides.get(row["code"], {}).get(language) or row.get(language) or ""
        row["letters"] = _letters(row["code"])
    unknown = overrides.keys() - {row["code"] for row in rows}
    if unknown:
        sys.exit(f"Overrides of nothing: {sorted(unknown)}")
    _number(rows, known)
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: int(row["id"])))
    for row in rows:
        missing = [column for column in COLUMNS if not row[column] and column != "parent"]
        if missing:
            print(row["code"], "lacks", *missing)


def _countries() -> Iterator[dict[str, str]]:
    for code in COUNTRIES.split():
        names = {language: _territory(code, language) for language in LANGUAGES}
        yield {"code": code, "kind": "country", "parent": "", "timezone": ZONES[code], **names}


def _units(cldr: Path, names: dict[str, dict[str, str]]) -> Iterator[dict[str, str]]:
    groups = ET.parse(cldr / "supplemental" / "subdivisions.xml").iter("subgroup")
    listed = {
        group.attrib["type"]: [f"{unit[:2].upper()}-{unit[2:].upper()}" for unit in group.attrib["contains"].split()] for group in groups
    }
    for country in COUNTRIES.split():
        below = [code for code in BELOW if code[:2] == country]
        units = [f"{country}-{unit}" for unit in UNITS[country].split()] if country in UNITS else listed.get(country, [])
        for code in sorted({*units, *below} - LEFT_OUT):
            row = {"code": code, "kind": "unit", "parent": BELOW.get(code, country), "timezone": _zone(code)}
            yield row | {language: _name(code, language, names[language]) for language in LANGUAGES}


def _name(code: str, language: str, names: dict[str, str]) -> str:
    if code in AS_TERRITORY:
        return _territory(AS_TERRITORY[code], language)
    name = MARKS.sub("", names.get(code.replace("-", "").lower(), "")).replace("ʼ", "’").replace("'", "’")
    if language in TIDY and code[:2] in TIDIED.split():
        name = TIDY[language].sub("", name)
    if language == "uk":
        name = name.replace("ґ", "г").replace("Ґ", "Г")
    return name[:1].upper() + name[1:]


def _territory(code: str, language: str) -> str:
    return str(Locale(language).territories[code]).replace("ʼ", "’").replace("'", "’")


def _zone(code: str) -> str:
    country, unit = code.split("-")
    for zone, units in OTHER_ZONES.get(country, {}).items():
        if unit in units.split():
            return zone
    return ZONES[country]


def _letters(code: str) -> str:
    unit = code.partition(":")[0]
    if unit[:3] == "US-":
        return unit[3:]
    return UKRAINE_LETTERS.get(unit) or COUNTRY_LETTERS.get(code[:2], code[:2])


def _number(rows: list[dict[str, str]], known: dict[str, int]) -> None:
    next_free = {kind: max([first - 1, *(known[row["code"]] for row in rows if row["kind"] == kind and row["code"] in known)]) + 1
                 for kind, first in FIRST_ID.items()}  # fmt: skip
    for row in rows:
        if row["code"] not in known:
            known[row["code"]] = next_free[row["kind"]]
            next_free[row["kind"]] += 1
        row["id"] = str(known[row["code"]])


def _subdivision_names(cldr: Path, language: str) -> dict[str, str]:
    tree = ET.parse(cldr / "subdivisions" / f"{language}.xml")
    return {element.attrib["type"]: element.text or "" for element in tree.iter("subdivision")}


def _read(name: str) -> list[dict[str, str]]:
    path = HERE / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
