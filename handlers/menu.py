"""Home, help, language, leaving a form."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, form, truth
from handlers.i18n import ENDONYMS, _, current, full_day, languages, moment, ngettext, speaking
from handlers.screen import Button, Screen, Style, escape, pairs, show
from handlers.words import city, region_and_country, region_name, standing
from models import businesses, conversations, interests, members, moderation, opportunities, rights
from models.businesses import Business, PublicState
from models.conversations import Draft
from models.database import Database, Session
from models.members import Member
from models.moderation import ReviewItem
from models.opportunities import Opportunity
from models.rights import Right

router = Router(name=__name__)


@router.callback_query(callbacks.Home.filter())
async def go_home(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        screen = await truth.home(session, member, now)
    await show(query, screen)


@router.message(Command("help"))
async def help_asked(message: Message) -> None:
    await show(message, help_screen())


@router.callback_query(callbacks.Help.filter())
async def help_tapped(query: CallbackQuery) -> None:
    await show(query, help_screen())


@router.message(Command("language"))
async def language_asked(message: Message) -> None:
    await show(message, language_screen())


@router.callback_query(callbacks.Languages.filter())
async def language_tapped(query: CallbackQuery) -> None:
    await show(query, language_screen())


@router.callback_query(callbacks.Speak.filter())
async def speak(query: CallbackQuery, callback_data: callbacks.Speak, member: Member, database: Database, now: datetime) -> None:
    language = callback_data.language if callback_data.language in languages() else member.language
    async with database.write() as session:
        member = await members.speak(session, member.id, language)
        with speaking(language):
            screen = await truth.home(session, member, now)
    with speaking(language):
        await show(query, screen)


@router.message(Command("cancel"))
async def cancel(message: Message, member: Member, draft: Draft | None, database: Database, now: datetime) -> None:
    async with database.write() as session:
        await conversations.leave(session, member.id)
        if draft:
            left = form.forms[draft.form]
            screen, said = form.left(left, draft, form.context_of(member, draft)), None
        else:
            screen, said = await truth.home(session, member, now), _("No form is open.")
    await show(message, screen, said)


@router.callback_query(callbacks.Settings.filter())
async def settings_tapped(query: CallbackQuery, member: Member) -> None:
    await show(query, settings_screen(member))


@truth.tells(callbacks.Help)
async def now_help(_session: Session, _member: Member, _data: object, _now: datetime) -> Screen:
    return help_screen()


@truth.tells(callbacks.Settings, callbacks.Languages)
async def now_settings(_session: Session, member: Member, _data: object, _now: datetime) -> Screen:
    return settings_screen(member)


@truth.is_home
async def home(session: Session, member: Member, now: datetime) -> Screen:
    """What waits, who one is here, and where to go."""
    waiting = await interests.waiting_for(session, member.id)
    grants = await members.grants(session, member.telegram_id)
    desk = await moderation.queue(session, member, now=now) if rights.may(grants, Right.DECIDE) else None
    unfinished = _unfinished(member, await conversations.kept(session, member.id))
    parts = [
        await _what_waits(session, waiting, member, now),
        "🗂 " + ngettext("<b>{n} waits at your desk.</b>", "<b>{n} wait at your desk.</b>", len(desk)) if desk else "",
        await _who(session, member, now),
        _("Type what you look for, or choose:"),
    ]
    inbox = _("Inbox {n}").format(n=len(waiting)) if waiting else _("Inbox")
    rows = [
        *([_to_desk(desk, main=not unfinished)] if desk is not None else []),
        *unfinished,
        [Button("📥 " + inbox, callbacks.Inbox()), Button("🔎 " + _("Search"), callbacks.Search())],
        [
            await _own(session, member, main=not unfinished and desk is None),
            Button("🤝 " + _("My twins"), callbacks.Twins()),
        ],
        [Button("🏛 " + _("My office"), callbacks.Office()), Button("⚙️ " + _("Settings"), callbacks.Settings())],
    ]
    if rights.may(grants, Right.GRANT_OFFICE_ROLES):
        rows.append([Button("🛠 " + _("Administration"), callbacks.Administration())])
    return Screen("\n\n".join(part for part in parts if part), rows)


async def _what_waits(session: Session, waiting: list[interests.Interest], member: Member, now: datetime) -> str:
    if not waiting:
        return ""
    first = waiting[0]
    assert first.deadline is not None
    listing = await opportunities.in_versions(session, first.opportunity_version_id, now=now)
    business = await businesses.get(session, first.sender_business_id)
    sender = await businesses.public_version(session, business) or await businesses.newest_version(session, business.id)
    return "📥 <b>{count}</b> {sender}: <i>{title}</i>. {deadline}".format(
        count=ngettext("{n} waits for you.", "{n} wait for you.", len(waiting)),
        sender=escape(sender.name),
        title=escape(listing.version.title),
        deadline=_("Answer by {moment}.").format(moment=moment(first.deadline, member.timezone)),
    )


def _to_desk(desk: list[ReviewItem], *, main: bool) -> list[Button]:
    words = _("Queue {n}").format(n=len(desk)) if desk else _("Queue")
    return [Button("🗂 " + words, callbacks.Queue(), style="primary" if desk and main else None)]


async def _who(session: Session, member: Member, now: datetime) -> str:
    region = region_and_country(member.region_id) if member.region_id else ""
    if member.business_id is None:
        return f"<b>{escape(member.name)}</b> · {region}"
    business = await businesses.get(session, member.business_id)
    version = await businesses.newest_version(session, business.id)
    offers = await opportunities.of_business(session, business.id)
    lines = [f"<b>{escape(member.name)} · {escape(version.name)}</b> · {region_name(business.region_id)}"]
    if business.state is not PublicState.PUBLISHED:
        lines.append(standing(business, await moderation.newest(session, business.id), member))
    public = [o for o in offers if o.state is PublicState.PUBLISHED]
    if public:
        lines.append(_listings_line(public, member))
    return "\n".join(lines)


def _listings_line(public: list[Opportunity], member: Member) -> str:
    confirmed = max(o.confirmed_at for o in public if o.confirmed_at)
    count = ngettext("{n} listing is public", "{n} listings are public", len(public))
    return _("{count}, confirmed {day}").format(count=count, day=full_day(confirmed, member.timezone))


async def _own(session: Session, member: Member, *, main: bool) -> Button:
    mine: list[Business] = await businesses.represented(session, member.id)
    if mine:
        return Button("🏢 " + _("My business"), callbacks.MyBusiness())
    return Button("🏢 " + _("Register"), callbacks.Register(), style="primary" if main else None)


def _unfinished(member: Member, drafts: list[Draft]) -> list[list[Button]]:
    rows: list[list[Button]] = []
    for draft in drafts[:2]:
        known = form.forms.get(draft.form)
        if known:
            place = form.place(known, draft, form.context_of(member, draft))
            main: Style | None = None if rows else "primary"
            rows.append([Button("▶️ " + _("Go on: {place}").format(place=place), callbacks.FormResume(draft=draft.id), style=main)])
    return rows


def help_screen() -> Screen:
    text = _(
        "<b>How Pobratym works</b>\n\n"
        "1. <b>Register</b> your business and what you offer or seek: six answers. "
        "Your regional office checks them within two working days.\n"
        "2. <b>Search</b>: type a word, for example <i>honey</i>. You see listings of regions that have an agreement with yours.\n"
        "3. <b>Propose cooperation</b> from a listing. The other side has 14 days to answer; I remind them.\n"
        "4. <b>Exchange contacts</b>: only then do both see each other's.\n\n"
        "/inbox what waits for you\n/twins regions with an agreement\n/language choose the language\n"
        "/cancel leave a form, keep the answers\n/start home"
    )
    return Screen(text, [[Button("🏠 " + _("Home"), callbacks.Home()), Button("🏛 " + _("My office"), callbacks.Office())]])


def settings_screen(member: Member) -> Screen:
    region = region_and_country(member.region_id) if member.region_id else "—"
    text = _("<b>Settings</b>\n\nRegion: {region}\nLanguage: {language}\nTime zone: {zone}").format(
        region=region, language=ENDONYMS[member.language], zone=city(member.timezone)
    )
    rows = [
        [Button("🌐 " + _("Language"), callbacks.Languages()), Button("📍 " + _("Another region"), callbacks.Countries())],
        [Button("🔔 " + _("Saved searches"), callbacks.SavedSearches())],
        [Button("❓ " + _("Help"), callbacks.Help()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen(text, rows)


def language_screen() -> Screen:
    buttons = [Button(("✔ " if code == current() else "") + ENDONYMS[code], callbacks.Speak(language=code)) for code in languages()]
    return Screen(_("Which language shall I speak?"), [*pairs(buttons), [Button("🏠 " + _("Home"), callbacks.Home())]])
