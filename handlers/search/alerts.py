"""Saved searches in words: saving one, the list, how soon to be told, and the news themselves."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _, full_day, ngettext
from handlers.notices import words_for
from handlers.screen import Button, Screen, pairs, show, turns
from handlers.search.results import A_PAGE, named, news_list, results
from handlers.words import word
from models import alerts, search
from models.alerts import Pace, Refusal, SavedSearch
from models.database import Database, Session
from models.deliveries import Delivery, Kind
from models.members import Member

router = Router(name=__name__)

PACES = {"i": Pace.INSTANTLY, "d": Pace.DAILY, "w": Pace.WEEKLY}
"""By the letter that stands in buttons."""
_SIGNS = {Pace.INSTANTLY: "⚡", Pace.DAILY: "🌅", Pace.WEEKLY: "📅"}


@router.callback_query(callbacks.SaveSearch.filter())
async def save(query: CallbackQuery, callback_data: callbacks.SaveSearch, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        made = await search.own_run(session, member.id, callback_data.run)
        saved = await alerts.keep(session, member, made, now=now) if made else None
        if isinstance(saved, SavedSearch):
            screen, toast = saved_screen(saved, member, _("✅ <b>Saved.</b>")), None
        else:
            screen, toast = await saved_list(session, member, 0), refusal(saved)
    await show(query, screen, toast)


@router.callback_query(callbacks.SavedSearches.filter())
async def listed(query: CallbackQuery, callback_data: callbacks.SavedSearches, member: Member, database: Database) -> None:
    async with database.read() as session:
        screen = await saved_list(session, member, callback_data.page)
    await show(query, screen)


@router.callback_query(callbacks.SavedSearch.filter())
async def opened(query: CallbackQuery, callback_data: callbacks.SavedSearch, member: Member, database: Database) -> None:
    async with database.read() as session:
        saved = await alerts.own(session, member.id, callback_data.saved)
        screen = saved_screen(saved, member) if saved else await saved_list(session, member, 0)
    await show(query, screen, None if saved else refusal(None))


@router.callback_query(callbacks.SetPace.filter())
async def set_pace(query: CallbackQuery, callback_data: callbacks.SetPace, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        pace = PACES.get(callback_data.pace)
        saved = await alerts.set_pace(session, member.id, callback_data.saved, pace, now=now) if pace else None
        screen = saved_screen(saved, member) if saved else await saved_list(session, member, 0)
    await show(query, screen, None if saved else refusal(None))


@router.callback_query(callbacks.RunSaved.filter())
async def run(query: CallbackQuery, callback_data: callbacks.RunSaved, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        saved = await alerts.own(session, member.id, callback_data.saved)
        made = await alerts.run(session, member, saved, now=now) if saved else None
        screen = await results(session, member, made, 0, now) if made else await saved_list(session, member, 0)
    toast = _("No agreement with this region is in force.") if saved else refusal(None)
    await show(query, screen, None if made else toast)


@router.callback_query(callbacks.ForgetSearch.filter())
async def forget(query: CallbackQuery, callback_data: callbacks.ForgetSearch, member: Member, database: Database) -> None:
    toast = None
    async with database.write() as session:
        saved = await alerts.own(session, member.id, callback_data.saved)
        if saved and not callback_data.sure:
            screen = sure(saved)
        else:
            gone = await alerts.forget(session, member.id, callback_data.saved)
            screen, toast = await saved_list(session, member, 0), _("Deleted. No more news of it.") if gone else refusal(None)
    await show(query, screen, toast)


@truth.tells(callbacks.SaveSearch, callbacks.SavedSearches)
async def now_saved(session: Session, member: Member, _data: object, _now: datetime) -> Screen:
    return await saved_list(session, member, 0)


_OfSaved = callbacks.SavedSearch | callbacks.SetPace | callbacks.RunSaved | callbacks.ForgetSearch


@truth.tells(callbacks.SavedSearch, callbacks.SetPace, callbacks.RunSaved, callbacks.ForgetSearch)
async def now_one(session: Session, member: Member, data: _OfSaved, _now: datetime) -> Screen:
    saved = await alerts.own(session, member.id, data.saved)
    return saved_screen(saved, member) if saved else await saved_list(session, member, 0)


@words_for(Kind.SEARCH_NEWS)
async def news(session: Session, delivery: Delivery, member: Member, now: datetime) -> Screen | None:
    made = await search.own_run(session, member.id, delivery.subject)
    if made is None or not await search.standing(session, made):
        return None
    return await news_list(session, member, made, 0, now)


def saved_screen(saved: SavedSearch, member: Member, said: str = "") -> Screen:
    """One saved search: what it looks for, how soon it tells, and the way to change that."""
    about = [f"🔔 {named(saved)}", _("Saved {day}.").format(day=full_day(saved.saved_at, member.timezone))]
    explained = {
        Pace.INSTANTLY: _(
            "I tell you as soon as something new is published, between 8:00 and 20:00. "
            "One such message a day: what comes after it waits for the next morning."
        ),
        Pace.DAILY: _("I tell you at 8:00 in the morning, on days that brought something new."),
        Pace.WEEKLY: _("I tell you on Monday at 8:00, in weeks that brought something new."),
    }
    often = _("At most four such messages a week, all your searches together. Nothing to do now.")
    choices = [
        Button(("✔ " if saved.pace is pace else "") + f"{_SIGNS[pace]} {word(pace)}", callbacks.SetPace(saved=saved.id, pace=letter))
        for letter, pace in PACES.items()
    ]
    rows = [
        *pairs(choices),
        [Button("🔎 " + _("Search now"), callbacks.RunSaved(saved=saved.id), style="primary")],
        [Button("🗑 " + _("Delete"), callbacks.ForgetSearch(saved=saved.id))],
        [Button("⬅ " + _("Saved searches"), callbacks.SavedSearches()), _home()],
    ]
    parts = [said, "\n".join(about), f"{explained[saved.pace]} {often}"]
    return Screen("\n\n".join(part for part in parts if part), rows)


async def saved_list(session: Session, member: Member, page: int) -> Screen:
    """What a member is told of, the first saved first."""
    kept = await alerts.of_member(session, member.id)
    heading = f"🔔 <b>{_('Saved searches')}</b>"
    if not kept:
        text = _("You have none yet. Search for something, and press “Tell me of new ones” below what was found, or where nothing was.")
        return Screen(f"{heading}\n\n{text}", [[Button("🔎 " + _("Search"), callbacks.Search()), _home()]])
    page = min(page, (len(kept) - 1) // A_PAGE)
    shown = list(enumerate(kept, 1))[page * A_PAGE : (page + 1) * A_PAGE]
    lines = [f"<b>{number}</b> · {named(saved)}\n{_SIGNS[saved.pace]} {word(saved.pace)}" for number, saved in shown]
    room = ngettext("{n} more fits.", "{n} more fit.", alerts.SAVED_MAX - len(kept)) if len(kept) < alerts.SAVED_MAX else _("No more fit.")
    rows = [
        [Button(str(number), callbacks.SavedSearch(saved=saved.id)) for number, saved in shown],
        turns(len(kept), page, A_PAGE, lambda p: callbacks.SavedSearches(page=p)),
        [Button("🔎 " + _("Search"), callbacks.Search()), _home()],
    ]
    text = "\n\n".join([f"{heading} · {len(kept)}", *lines, _("Press a number to change or delete one.") + " " + room])
    return Screen(text, rows)


def sure(saved: SavedSearch) -> Screen:
    text = _("Delete this saved search? You hear no more news of it.") + f"\n\n🔔 {named(saved)}"
    rows = [
        [Button("🗑 " + _("Delete"), callbacks.ForgetSearch(saved=saved.id, sure=True), style="danger")],
        [Button("⬅ " + _("Back"), callbacks.SavedSearch(saved=saved.id)), _home()],
    ]
    return Screen(text, rows)


def refusal(answer: Refusal | None) -> str:
    """In at most 200 characters."""
    match answer:
        case Refusal.TOO_MANY:
            return _("You have ten saved searches, and no more fit. Delete one first.")
        case Refusal.NO_WORDS:
            return _("There is no word in it that I could watch for. Search for something else.")
        case None:
            return _("This search is not kept any more. Here is what you have saved.")


def _home() -> Button:
    return Button("🏠 " + _("Home"), callbacks.Home())
