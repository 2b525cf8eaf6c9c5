"""A seeded generator of realistic listings in seven languages: for measuring the search, not for looking at.

Content words come from the trade vocabulary, the frequent ones more often (Zipf); the sentences around them are each language's own.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from models import words
from models.vocabulary import source

REGIONS = {"uk": "UA-32", "en": "US-WA", "it": "IT-52", "tr": "TR-34", "pl": "PL-12", "fi": "FI-11", "zh": "CN-ZJ"}
"""Where a listing in each language comes from."""

TITLES = {
    "uk": ("{a}: виробник шукає партнерів", "{a} гуртом", "{a} на експорт", "Пропонуємо: {a}", "{a} від виробника", "{a} та {b}"),
    "en": ("{a} from the maker", "{a} in bulk", "{a} for export", "We offer {a}", "{a} and {b}", "Partner wanted: {a}"),
    "it": ("{a} dal produttore", "{a} all'ingrosso", "{a} per l'esportazione", "Offriamo {a}", "{a} e {b}", "Cerchiamo partner: {a}"),
    "tr": ("Üreticiden {a}", "Toptan {a}", "İhracat için {a}", "{a} sunuyoruz", "{a} ve {b}", "Ortak aranıyor: {a}"),
    "pl": ("{a} od producenta", "{a} hurtowo", "{a} na eksport", "Oferujemy: {a}", "{a} i {b}", "Szukamy partnera: {a}"),
    "fi": ("{a} suoraan valmistajalta", "{a} tukussa", "{a} vientiin", "Tarjoamme: {a}", "{a} ja {b}", "Etsimme kumppania: {a}"),
    "zh": ("{a}生产商", "{a}批发", "{a}出口", "供应{a}", "{a}和{b}", "寻找合作伙伴:{a}"),
}
SUMMARIES = {
    "uk": (
        "Працюємо з {year} року, щомісяця до {n} тонн. Також: {c}. Шукаємо дистриб'ютора з власним складом.",
        "Маємо сертифікати та досвід постачання до ЄС. {c}, {d}. Відвантажуємо протягом {n} днів.",
        "Сімейне підприємство, {n} працівників. Готові до спільного виробництва: {c}.",
    ),
    "en": (
        "In business since {year}, up to {n} tonnes a month. Also {c}. We look for a distributor with a warehouse.",
        "Certified, with experience of deliveries to the EU. {c}, {d}. Shipped within {n} days.",
        "A family business of {n} people. Ready for joint production: {c}.",
    ),
    "it": (
        "Attivi dal {year}, fino a {n} tonnellate al mese. Anche {c}. Cerchiamo un distributore con magazzino.",
        "Certificati, con esperienza di forniture nell'UE. {c}, {d}. Spedizione entro {n} giorni.",
        "Azienda familiare di {n} persone. Pronti a produrre insieme: {c}.",
    ),
    "tr": (
        "{year} yılından beri, ayda {n} tona kadar. Ayrıca {c}. Deposu olan bir distribütör arıyoruz.",
        "Sertifikalıyız, AB'ye teslimat deneyimimiz var. {c}, {d}. {n} gün içinde sevk ediyoruz.",
        "{n} kişilik aile işletmesi. Ortak üretime hazırız: {c}.",
    ),
    "pl": (
        "Działamy od {year} roku, do {n} ton miesięcznie. Także {c}. Szukamy dystrybutora z magazynem.",
        "Mamy certyfikaty i doświadczenie w dostawach do UE. {c}, {d}. Wysyłka w ciągu {n} dni.",
        "Firma rodzinna, {n} osób. Gotowi do wspólnej produkcji: {c}.",
    ),
    "fi": (
        "Toiminut vuodesta {year}, enintään {n} tonnia kuukaudessa. Myös {c}. Etsimme jakelijaa, jolla on varasto.",
        "Sertifioitu, kokemusta toimituksista EU:hun. {c}, {d}. Lähetämme {n} päivässä.",
        "Perheyritys, {n} henkeä. Valmiita yhteistuotantoon: {c}.",
    ),
    "zh": (
        "成立于{year}年,每月可供{n}吨。另有{c}。寻找有仓库的经销商。",
        "已获认证,有向欧盟供货的经验。{c}、{d}。{n}天内发货。",
        "家族企业,{n}名员工。愿意合作生产:{c}。",
    ),
}
ZIPF = 0.8


@dataclass(frozen=True)
class Made:
    """A listing as the generator makes it."""

    language: str
    title: str
    summary: str
    division: str
    said: tuple[source.Concept, source.Concept]
    """One concept of the title and one of the summary."""


def listings(number: int, *, seed: int, without: frozenset[str] = frozenset(), language: str | None = None) -> Iterator[Made]:
    """So many listings, the same for the same seed; none speaks of a concept that has one of the terms `without` (in small letters)."""
    chance = random.Random(seed)
    concepts = [c for c in by_frequency() if without.isdisjoint(t.lower() for terms in c.terms.values() for t in terms)]
    weights = list(accumulate(1 / (rank + 10) ** ZIPF for rank in range(len(concepts))))
    for _ in range(number):
        spoken = language or chance.choice(words.LANGUAGES)
        chosen = chance.choices(concepts, cum_weights=weights, k=4)
        a, b, c, d = (chance.choice(concept.terms[spoken]) for concept in chosen)
        values = {"a": a, "b": b, "c": c, "d": d, "year": chance.randint(1991, 2025), "n": chance.randint(2, 90)}
        title = chance.choice(TITLES[spoken]).format(**values)
        summary = chance.choice(SUMMARIES[spoken]).format(**values)
        yield Made(spoken, title[:1].upper() + title[1:], summary, chosen[0].division or "46", (chosen[0], chosen[2]))


@cache
def by_frequency() -> Sequence[source.Concept]:
    """All concepts, those that listings speak of most often first."""
    found = source.read()
    random.Random(20).shuffle(found)
    return found
