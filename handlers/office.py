"""My office: who answers for my region, how to reach them, what they promise."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import callbacks, truth
from handlers.i18n import _
from handlers.screen import Button, Screen, escape, show
from handlers.words import region_and_country, region_name
from models import addresses, businesses, members, regions, rights
from models.addresses import PhoneProblem
from models.database import Database, Session
from models.members import Member
from models.regions import Desk, Office, Responsible
from models.rights import Right

router = Router(name=__name__)


@router.callback_query(callbacks.Office.filter())
async def my_office(query: CallbackQuery, member: Member, database: Database, now: datetime) -> None:
    async with database.read() as session:
        screen = await office_card(session, member, now)
    await show(query, screen)


@truth.tells(callbacks.Office)
async def now_office(session: Session, member: Member, _data: object, now: datetime) -> Screen | None:
    return await office_card(session, member, now) if member.region_id else None


async def office_card(session: Session, member: Member, now: datetime) -> Screen:
    """The office that answers for the business this member acts for, else for the member's own region."""
    region_id = (await businesses.get(session, member.business_id)).region_id if member.business_id else member.region_id
    assert region_id is not None
    responsible = await regions.responsible(session, region_id, today=now.date())
    office = await regions.office(session, responsible.region_id) if responsible.region_id else None
    granted = await members.grants(session, member.telegram_id)
    parts = [
        f"🏛 <b>{_heading(responsible)}</b>\n{_whose(responsible, region_id)}",
        reached(office) if office else "",
        _("It checks registrations, listings and changes within two working days and tells you here."),
        _(
            "What you can ask: whether a partner is known, help with a text or its English version, "
            "to correct or erase your data, how to meet the twin region."
        ),
    ]
    rows = [
        [Button("🗂 " + _("Queue"), callbacks.Queue(), style="primary")] if rights.may(granted, Right.DECIDE) else [],
        [Button("📣 " + _("Announcements"), callbacks.Announcements())] if rights.may(granted, Right.ANNOUNCE) else [],
        [Button("🤝 " + _("My twins"), callbacks.Twins()), Button("🏠 " + _("Home"), callbacks.Home())],
    ]
    return Screen("\n\n".join(part for part in parts if part), rows)


def reached(office: Office) -> str:
    """Telephone and hours; says so when they are not known yet."""
    lines = []
    if office.phone:
        number = addresses.phone(office.phone)
        lines.append("📞 " + escape(office.phone if isinstance(number, PhoneProblem) else addresses.spaced(number)))
    if office.hours:
        lines.append(_("Hours: {hours} ({region} time)").format(hours=escape(office.hours), region=region_name(office.region_id)))
    return "\n".join(lines) or _("Its telephone is not recorded yet.")


def _heading(responsible: Responsible) -> str:
    if responsible.desk is Desk.ADMINISTRATORS:
        return _("The administrators of Pobratym")
    return _("Regional office: {region}").format(region=region_and_country(responsible.region_id))


def _whose(responsible: Responsible, region_id: int) -> str:
    name = region_name(region_id)
    match responsible.desk:
        case Desk.OWN if responsible.region_id == region_id:
            return _("Your region's own office.")
        case Desk.OWN:
            return _("Your region: {region}. It is served from there.").format(region=name)
        case Desk.TWIN:
            return _("Your region: {region}. It has no office here yet, so the twin region's office checks.").format(region=name)
        case _:
            return _("Your region: {region}. It has no office here yet, so the administrators check.").format(region=name)
