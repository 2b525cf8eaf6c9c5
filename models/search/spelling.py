"""Mending a misspelt query: a word known to nothing is taken for the nearest one of the vocabulary or of the listings."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import vocabulary, words
from models.base import insert_for
from models.search.asking import AskedUnit, languages
from models.search.table import Slip

LETTERS_MIN = 4
"""A shorter word has too many neighbours."""

_kept: set[str] = set()
_KEPT_MAX = 200_000


async def mended(session: AsyncSession, units: Sequence[AskedUnit], spoken: str) -> str:
    """The query with its unknown words replaced by the nearest known ones; empty when there is nothing to mend."""
    unknown = {unit.words[0]: words.fold(unit.words[0]) for unit in units if _may_be_misspelt(unit, spoken)}
    if not unknown:
        return ""
    known = await _known(session, unknown.values(), spoken)
    nearest = {word: await _nearest(session, folded, spoken) for word, folded in unknown.items() if folded not in known}
    if not any(nearest.values()):
        return ""
    return " ".join(nearest.get(word) or word for unit in units for word in unit.words)


async def learn(session: AsyncSession, found: Iterable[str]) -> None:
    """Keep a listing's words that the vocabulary does not have."""
    new = {word for word in found if len(word) >= LETTERS_MIN and word.isalpha() and not words.is_chinese(word)} - _kept
    if not new:
        return
    kept = set(await session.scalars(select(Slip.word).where(Slip.word.in_(new))))
    if len(_kept) > _KEPT_MAX:
        _kept.clear()
    # Only what is committed is remembered here: this transaction may yet be rolled back.
    _kept.update(kept)
    rows = [{"form": form, "word": word} for word in sorted(new - kept) for form in sorted(_forms(word))]
    if rows:
        await session.execute(insert_for(session, Slip.metadata.tables[Slip.__tablename__]).on_conflict_do_nothing(), rows)


def _may_be_misspelt(unit: AskedUnit, spoken: str) -> bool:
    word = unit.words[0]
    if unit.concepts or len(word) < LETTERS_MIN or not word.isalpha() or words.is_chinese(word):
        return False
    return not any(words.is_known(word, code) for code in languages(word, spoken))


async def _known(session: AsyncSession, found: Iterable[str], spoken: str) -> set[str]:
    """Those that a listing has, in this form or another that has the same keys."""
    keys = {word: {word, *(key for code in languages(word, spoken) for key in words.read(word, code).keys)} for word in found}
    rows = set(await session.scalars(select(Slip.word).where(Slip.word.in_({key for those in keys.values() for key in those}))))
    return {word for word, those in keys.items() if those & rows}


async def _nearest(session: AsyncSession, word: str, spoken: str) -> str:
    """One slip away: with the same first letter and of the same length where there is a choice; of the vocabulary before the listings'."""
    rows = await session.scalars(select(Slip.word).where(Slip.form.in_(_forms(word))))
    near = {near for near in rows if near != word and near in vocabulary.slips_of(word)}
    in_vocabulary = vocabulary.close(word, languages(word, spoken)) or vocabulary.close(word, words.LATIN)
    candidates = [(near, 0) for near in in_vocabulary] + [(near, 1) for near in near]
    return min(candidates, key=lambda c: (c[0][0] != word[0], abs(len(c[0]) - len(word)), c[1], c[0]), default=("", 0))[0]


def _forms(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
