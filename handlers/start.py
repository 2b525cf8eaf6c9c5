"""From Start to the first useful screen: greeting, region, consent."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import BaseFilter, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers import callbacks, commands, links, regions, truth
from handlers.i18n import ENDONYMS, _, both, current, languages, ngettext
from handlers.screen import Button, Screen, escape, show
from handlers.words import region_and_country, region_name
from models import announcements, atlas, audit, conversations, members
from models import regions as register
from models.audit import Action
from models.database import Database, Session
from models.members import Member
from models.regions import TwinningStatus

router = Router(name=__name__)

NAMED_TWINS = 2


OPEN_TO_ALL = {
    kind.__prefix__ for kind in (callbacks.Countries, callbacks.Units, callbacks.Settle, callbacks.Consent, callbacks.Speak, callbacks.Help)
}
OPEN_COMMANDS = ("/help", "/language", "/id")


class Newcomer(BaseFilter):
    """Somebody who has not chosen a region and accepted the consent yet, at anything that needs both."""

    async def __call__(self, event: Message | CallbackQuery, member: Member) -> bool:
        if member.consented and member.region_id is not None:
            return False
        if isinstance(event, CallbackQuery):
            return (event.data or "").partition(":")[0] not in OPEN_TO_ALL
        return not (event.text or "").startswith(OPEN_COMMANDS)


@router.message(CommandStart())
async def start(message: Message, command: CommandObject, member: Member, database: Database, now: datetime) -> None:
    """Start, again at any time: home; a form that is open is kept."""
    target = links.read(command.args)
    async with database.write() as session:
        await conversations.leave(session, member.id)
        if target and not (member.consented and member.region_id):
            await members.comes_for(session, member.id, command.args)
        screen = await linked(session, member, command.args, now)
        grants = await members.grants(session, member.telegram_id)
    await show(message, screen)
    if grants and message.bot:
        await commands.publish_for(message.bot, member.telegram_id, grants)


@router.message(Newcomer())
async def typed_region(message: Message, member: Member, database: Database, now: datetime) -> None:
    """Before the consent, what is typed is the region's name."""
    found = atlas.find(message.text or "", current())
    if not found or member.region_id is not None:
        async with database.read() as session:
            screen = await truth.home(session, member, now)
        known = member.region_id is None and message.text
        said = (
            _("No region is known under “{text}”. Try a part of the name, in any language, or choose below.").format(text=message.text)
            if known
            else None
        )
        await show(message, screen, said)
        return
    rows = [[regions.button(region, lambda i: callbacks.Settle(region=i))] for region in found]
    rows.append([Button(_("Another country"), callbacks.Countries())])
    await show(message, Screen(_("Which one is it?") if len(found) > 1 else _("Is it this one?"), rows))


@router.callback_query(Newcomer())
async def not_yet(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await truth.home(session, member, now)
    await show(query, screen, _("First the region and your consent; then everything is open."))


@router.callback_query(callbacks.Countries.filter())
async def countries(query: CallbackQuery, callback_data: callbacks.Countries) -> None:
    await show(query, regions.countries(callback_data.page))


@router.callback_query(callbacks.Units.filter())
async def units(query: CallbackQuery, callback_data: callbacks.Units) -> None:
    parent = atlas.get(callback_data.parent)
    await show(query, regions.units(parent, callback_data.page) if parent and atlas.children(parent.id) else regions.countries(0))


@router.callback_query(callbacks.Settle.filter())
async def settle(query: CallbackQuery, callback_data: callbacks.Settle, member: Member, database: Database, now: datetime) -> None:
    if atlas.get(callback_data.region) is None:
        await show(query, regions.countries(0))
        return
    async with database.write() as session:
        moved = await members.settle(session, member.id, callback_data.region)
        screen = await truth.home(session, moved, now)
    await show(query, screen)


@router.callback_query(callbacks.Consent.filter())
async def consent(query: CallbackQuery, callback_data: callbacks.Consent, member: Member, database: Database, now: datetime) -> None:
    async with database.write() as session:
        if callback_data.version == members.CONSENT_VERSION and not member.consented:
            member = await members.consent(session, member.id, now=now)
            audit.record(session, Action.MEMBER_CONSENTED, member.id, actor=member.id, now=now, version=callback_data.version)
        came_for = await members.comes_for(session, member.id, None)
        screen = await linked(session, member, came_for, now)
    await show(query, screen)


async def linked(session: Session, member: Member, payload: str | None, now: datetime) -> Screen:
    """What a link points to, home without one; before the entrance is passed, the entrance."""
    target = links.read(payload)
    if target is None or await entrance(session, member, now):
        return await truth.home(session, member, now)
    if isinstance(target, callbacks.AnnouncementTap):
        # In a channel the button is a link: whoever comes by it has pressed it.
        await announcements.tap(session, member, target.announcement, now=now)
    return await truth.now_of(session, member, target.pack(), now)


@truth.is_entrance
async def entrance(session: Session, member: Member, now: datetime) -> Screen | None:
    """Greeting and consent, for those who have not passed them."""
    if member.region_id is None:
        return greeting()
    return None if member.consented else await region_screen(session, member, now)


def greeting() -> Screen:
    text = _(
        "<b>Pobratym</b> is a bot for businesses and institutions. "
        "Here they find partners in regions that have an agreement with their own. "
        "Regional offices check every listing.\n\nWhere does your business work? Choose, or type a part of the region's name."
    )
    kyiv_oblast, kyiv = atlas.by_code("UA-32"), atlas.by_code("UA-30")
    ukraine = atlas.region(kyiv.country)
    rows = [
        [Button(region.name(current()), callbacks.Settle(region=region.id)) for region in (kyiv_oblast, kyiv)],
        [Button(_("Another region of Ukraine"), callbacks.Units(parent=ukraine.id))],
        [Button(_("Another country"), callbacks.Countries())],
        other_languages(),
    ]
    return Screen(text, rows)


def other_languages() -> list[Button]:
    """The languages that this screen does not speak, two at most; the rest are in the settings."""
    return [Button("🌐 " + ENDONYMS[code], callbacks.Speak(language=code)) for code in languages() if code != current()][:2]


async def region_screen(session: Session, member: Member, now: datetime) -> Screen:
    """What the region has agreed, then one page about one's data."""
    assert member.region_id is not None
    signed = await register.twinnings(session, member.region_id, today=now.date(), status=TwinningStatus.SIGNED)
    mine = [member.region_id, *(ancestor.id for ancestor in atlas.ancestors(member.region_id))]
    names = [region_and_country(register.other_side(twinning, mine)) for twinning in signed]
    rest = len(names) - NAMED_TWINS
    agreed = both([*names[:NAMED_TWINS], ngettext("{n} more", "{n} more", rest)] if rest > 0 else names)
    if names:
        about = _("Agreements in force: {regions}.").format(regions=agreed)
    else:
        about = _("No agreement is in force yet; you can look at all regions, and write to them too.")
    text = f"<b>{escape(region_name(member.region_id))}.</b> {about}\n\n{consent_text(member)}"
    rows = [
        [Button("✅ " + _("I agree"), callbacks.Consent(version=members.CONSENT_VERSION), style="primary")],
        [Button(_("Another region"), callbacks.Units(parent=atlas.region(member.region_id).country)), *other_languages()[:1]],
    ]
    return Screen(text, rows)


def consent_text(_member: Member) -> str:
    """Version 1; a change of meaning needs a new `members.CONSENT_VERSION`."""
    return _(
        "<b>Your data, on one page</b>\n"
        "• Responsible for it: the regional office of your region; it checks what you register.\n"
        "• Everybody sees: region, sector, title and summary of a listing. "
        "Your business's name is seen by those who have a published business.\n"
        "• Your contacts are seen by nobody until you exchange them, and then only by the one you exchange with.\n"
        "• It is read in the twin region's country too and travels through Telegram. "
        "Authorities there may have to disclose records under their law.\n"
        "• It is kept while your business is registered; you can ask your office at any time to correct or erase it.\n\n"
        "Do you agree to this?"
    )
