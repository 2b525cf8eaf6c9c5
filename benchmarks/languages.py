"""Does somebody who types a word in one language find the listing that says it in another? `python -m benchmarks languages FILE.csv`

FILE has the columns id,uk,en,it,tr,pl,fi,zh (terms separated by `|`, empty where missing; optionally uk_listing ... zh_listing with the
listing's own sentence). Each concept is listed once in every language that has a term, in the region of that language, among ten times as
many other listings. It is looked for from every other language through the product's own search, with that region as the twin.

`--rows 100` takes a hundred concepts by chance, for trying something out; the figures to report are those of whole files.

`like` is `LIKE '%term%'` over title and summary, newest first; `plain` is the same index without concepts.
"""

import argparse
import asyncio
import csv
import json
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from benchmarks.listings import REGIONS, listings
from models import atlas, bulk, migrate, search, words
from models.bulk import Row
from models.database import Database
from models.search.asking import AskedUnit

T = TypeVar("T")
NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
NOISE = 10
"""Other listings for each one that is looked for."""
FRAMES = {
    "uk": (
        "Наше підприємство пропонує партнерам: {}",
        "Шукаємо покупців на {}",
        "Постачаємо {} у великих обсягах",
        "{}, власне виробництво",
    ),
    "en": ("Our company offers {} to partners", "Looking for buyers of {}", "We supply {} in large quantities", "{}, made by ourselves"),
    "it": (
        "La nostra azienda offre {} ai partner",
        "Cerchiamo acquirenti di {}",
        "Forniamo {} in grandi quantità",
        "{} di nostra produzione",
    ),
    "tr": ("Firmamız iş ortaklarına {} sunuyor", "{} için alıcı arıyoruz", "Büyük miktarda {} tedarik ediyoruz", "Kendi üretimimiz {}"),
    "pl": ("Nasza firma oferuje partnerom {}", "Szukamy nabywców: {}", "Dostarczamy {} w dużych ilościach", "{} własnej produkcji"),
    "fi": ("Yrityksemme tarjoaa kumppaneille: {}", "Etsimme ostajia: {}", "Toimitamme suuria määriä: {}", "{} omasta tuotannosta"),
    "zh": ("我们公司向合作伙伴提供{}", "寻找{}的买家", "大量供应{}", "自产{}"),
}


@dataclass
class Score:
    """Ranks of the right listing over many queries; 0 where it was not found."""

    ranks: list[int] = field(default_factory=list)

    def hit(self, at: int) -> float:
        return sum(0 < rank <= at for rank in self.ranks) / len(self.ranks) if self.ranks else 0.0

    @property
    def mrr(self) -> float:
        return sum(1 / rank for rank in self.ranks if rank) / len(self.ranks) if self.ranks else 0.0

    def summary(self) -> dict[str, float]:
        return {"hit1": round(self.hit(1), 3), "hit10": round(self.hit(10), 3), "mrr": round(self.mrr, 3)}


@dataclass(frozen=True)
class Plain(search.Query):
    """The same query without concepts."""

    @property
    def units(self) -> tuple[AskedUnit, ...]:
        return tuple(replace(unit, strong=(), weak=(), concepts=(), around=(), parts=()) for unit in super().units)


@dataclass(frozen=True)
class Sought:
    """A concept of the file: its terms, and the listing that says it in each language."""

    id: str
    terms: dict[str, list[str]]
    listings: dict[str, str]


def read(path: Path) -> list[Sought]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [
            Sought(
                row["id"],
                {code: [t.strip() for t in (row.get(code) or "").split("|") if t.strip()] for code in words.LANGUAGES},
                {code: row[f"{code}_listing"].strip() for code in words.LANGUAGES if (row.get(f"{code}_listing") or "").strip()},
            )
            for row in csv.DictReader(file)
        ]


def rows(sought: list[Sought], seed: int) -> Iterator[Row]:
    """Every concept in every language that has a term, then the others, shuffled together."""
    chance = random.Random(seed)
    terms = frozenset(term.lower() for concept in sought for those in concept.terms.values() for term in those)
    made = list(_sought_rows(sought, chance, terms))
    for code in words.LANGUAGES:
        wanted = NOISE * sum(row.language == code for row in made)
        others = listings(wanted, seed=seed, without=terms, language=code)
        made += [_row(f"noise {code} {n}", code, other.title, other.summary) for n, other in enumerate(others)]
    chance.shuffle(made)
    yield from made


def _sought_rows(sought: list[Sought], chance: random.Random, terms: frozenset[str]) -> Iterator[Row]:
    unrelated = {code: listings(10**9, seed=7, without=terms, language=code) for code in words.LANGUAGES}
    for concept in sought:
        for code in words.LANGUAGES:
            if not concept.terms[code]:
                continue
            said = concept.listings.get(code) or chance.choice(FRAMES[code]).format(chance.choice(concept.terms[code]))
            yield _row(f"{concept.id} {code}", code, said[:1].upper() + said[1:], next(unrelated[code]).summary)


def _row(row_id: str, code: str, title: str, summary: str) -> Row:
    return Row(row_id, atlas.by_code(REGIONS[code]).id, code, title[:120], f"{title} {summary}"[:500] if len(title) > 120 else summary, ())


async def measure(path: Path, *, url: str, seed: int, some: int | None = None) -> dict[str, dict[tuple[str, str], Score]]:
    sought = read(path)
    if some is not None and some < len(sought):
        sought = random.Random(seed).sample(sought, some)
    loaded = list(rows(sought, seed))
    database = Database(url)
    began = time.perf_counter()
    async for _ in bulk.load(database, loaded, now=NOW):
        pass
    print(f"{len(sought)} concepts, {len(loaded)} listings, indexed in {time.perf_counter() - began:.0f} s")
    async with database.read() as session:
        ids = {row_id: number for number, row_id in await session.execute(bulk.names())}
        texts = {
            code: [(r.id, f"{r.title}\n{r.summary}".lower()) for r in reversed(loaded) if r.language == code] for code in words.LANGUAGES
        }
        scores: dict[str, dict[tuple[str, str], Score]] = {name: defaultdict(Score) for name in ("ours", "plain", "like")}
        for concept in sought:
            for asked in words.LANGUAGES:
                for listed in words.LANGUAGES:
                    if not concept.terms[asked] or not concept.terms[listed]:
                        continue
                    # The first term of the other language, any of one's own: a synonym must be found too.
                    term = random.Random(f"{concept.id}{asked}{listed}").choice(concept.terms[asked])
                    right = f"{concept.id} {listed}"
                    regions = frozenset({atlas.by_code(REGIONS[listed]).id})
                    for name, kind in (("ours", search.Query), ("plain", Plain)):
                        results = await search.find(session, kind(text=term, language=asked, regions=regions), now=NOW)
                        scores[name][asked, listed].ranks.append(_rank(results.found, ids[right]))
                    scores["like"][asked, listed].ranks.append(_rank([i for i, text in texts[listed] if term.lower() in text], right))
    await database.close()
    return scores


def _rank(found: list[T], right: T) -> int:
    return found.index(right) + 1 if right in found else 0


def together(scores: dict[tuple[str, str], Score], *, same: bool) -> Score:
    return Score([rank for (asked, listed), score in scores.items() if (asked == listed) is same for rank in score.ranks])


def show(scores: dict[str, dict[tuple[str, str], Score]]) -> None:
    print("\nhit@1 / hit@10 / MRR: typed in the row's language, listed in the column's")
    print("     " + "".join(f"{code:^16}" for code in words.LANGUAGES))
    for asked in words.LANGUAGES:
        cells = [scores["ours"].get((asked, listed), Score()) for listed in words.LANGUAGES]
        print(f"{asked:4} " + "".join(f"{s.hit(1):.2f}/{s.hit(10):.2f}/{s.mrr:.2f}".center(16) if s.ranks else " " * 16 for s in cells))
    print()
    for name in scores:
        for same in (False, True):
            score = together(scores[name], same=same)
            kind = "same language" if same else "across"
            figures = f"hit@1 {score.hit(1):.3f}  hit@10 {score.hit(10):.3f}  MRR {score.mrr:.3f}"
            print(f"{name:6} {kind:14} {figures}  ({len(score.ranks)} queries)")
    ours = scores["ours"]
    line = {
        **together(ours, same=False).summary(),
        "same_language": together(ours, same=True).summary(),
        "like": together(scores["like"], same=False).summary(),
        "plain": together(scores["plain"], same=False).summary(),
    }
    print(json.dumps(line))


async def run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'languages.sqlite3'}"
        await asyncio.to_thread(migrate.upgrade, url)
        show(await measure(arguments.file, url=url, seed=arguments.seed, some=arguments.rows))
    return 0
