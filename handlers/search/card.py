"""The card of a listing, as much of it as its reader may see."""

from collections import defaultdict
from datetime import datetime

from handlers import callbacks, links
from handlers.i18n import _, both, current, full_day, language_name
from handlers.screen import Button, Screen, escape
from handlers.search.results import no_agreement, page_of
from handlers.words import region_and_country, region_name, word
from models import favourites, search, sectors
from models.database import Session
from models.favourites import Verdict
from models.members import Member
from models.opportunities import Cooperation, Listing, OpportunityType
from models.regions import Twinning
from models.search import Reach

OFFERS = frozenset({OpportunityType.BUSINESS_OFFER, OpportunityType.TECHNOLOGY_OFFER})


async def listing_screen(
    session: Session, member: Member, data: callbacks.Listing | callbacks.Favour | callbacks.NotForMe, now: datetime
) -> Screen:
    """The card of a public listing; else a word about it, and a way on."""
    back = await _back(session, member, data)
    listing = await search.shown(session, data.opportunity, now=now)
    if listing is None:
        text = _("This listing is not public any more. Others may fit: type what you look for.")
        return Screen(text, [[Button("🔎 " + _("Search"), callbacks.Search()), back]])
    theirs = await search.reach(session, member, today=now.date())
    agreements = await search.agreements_on(session, theirs, listing.business.region_id)
    text = _full(listing, theirs, agreements, member) if theirs.names else _guarded(listing, theirs, agreements, member)
    marks = [] if listing.business.id in theirs.businesses else _marks(await favourites.verdict(session, member.id, data.opportunity), data)
    return Screen(text, [*_main_rows(listing, theirs), marks, [*_share(data), _reference(listing)], [back]])


def _marks(verdict: Verdict | None, data: callbacks.Listing | callbacks.Favour | callbacks.NotForMe) -> list[Button]:
    """Keep it or leave it out; what was chosen can be taken back."""
    where = {"opportunity": data.opportunity, "run": data.run}
    if verdict is Verdict.FAVOURITE:
        return [Button("⭐ " + _("Kept: take out"), callbacks.Favour(**where, on=False))]
    if verdict is Verdict.NOT_FOR_ME:
        return [Button("🙈 " + _("Left out: show again"), callbacks.NotForMe(**where, on=False))]
    return [Button("⭐ " + _("Keep"), callbacks.Favour(**where)), Button("🙈 " + _("Not for me"), callbacks.NotForMe(**where))]


async def _back(session: Session, member: Member, data: callbacks.Listing | callbacks.Favour | callbacks.NotForMe) -> Button:
    made = await search.own_run(session, member.id, data.run)
    if made is None:
        return Button("🏠 " + _("Home"), callbacks.Home())
    at = page_of(await search.standing(session, made), data.opportunity)
    return Button("⬅ " + _("Results"), callbacks.Page(run=made.id, page=at))


def _full(listing: Listing, theirs: Reach, agreements: list[Twinning], member: Member) -> str:
    business, version = listing.business, listing.version
    who = [f"🏢 {escape(listing.business_version.name)}", region_and_country(business.region_id)]
    if business.size:
        who.append(word(business.size))
    role = _labelled(_("Seeks") if version.type in OFFERS else _("Expects of the partner"), escape(version.partner_role or ""))
    speaks = both(language_name(code) for code in business.languages)
    middle = [
        _labelled(_label(version.type), _own_and_translated(version.summary, version.summary_en, version.language)),
        role,
        _labelled(_("Cooperation"), " · ".join(word(Cooperation(code)) for code in version.cooperation)),
        *_about_sectors(listing, agreements),
    ]
    foot = [_("Speaks: {languages}").format(languages=speaks) if speaks else "", *_common_foot(listing, theirs, member)]
    return _joined([_headline(listing), " · ".join(who)], middle, [*foot, *_verified(listing, member)])


def _guarded(listing: Listing, theirs: Reach, agreements: list[Twinning], member: Member) -> str:
    """For those without a published business: region, sector, title and summary."""
    version = listing.version
    middle = [
        _labelled(_label(version.type), _own_and_translated(version.summary, version.summary_en, version.language)),
        *_about_sectors(listing, agreements),
    ]
    closed = "🔒 " + _("The name and the rest of the card are shown to those who have a published business here.")
    head = [_headline(listing), "📍 " + region_and_country(listing.business.region_id)]
    return _joined(head, middle, _common_foot(listing, theirs, member), [closed])


def _joined(*blocks: list[str]) -> str:
    return "\n\n".join("\n".join(line for line in block if line) for block in blocks if any(block))


def _headline(listing: Listing) -> str:
    version = listing.version
    lines = [f"<b>{escape(version.title)}</b> · <code>{listing.opportunity.reference}</code>"]
    if version.title_en and version.language != current():
        lines.append(_translated(version.title_en))
    return "\n".join(lines)


def _label(kind: OpportunityType) -> str:
    if kind in OFFERS:
        return _("Offers")
    return _("Seeks") if kind in search.REQUESTS else word(kind)


def _labelled(label: str, text: str) -> str:
    return f"<b>{label}:</b> {text}" if text else ""


def _own_and_translated(own: str, english: str | None, language: str) -> str:
    return f"{escape(own)}\n{_translated(english)}" if english and language != current() else escape(own)


def _translated(text: str) -> str:
    return _("<i>{text}</i> (translation by the author)").format(text=escape(text))


def _about_sectors(listing: Listing, agreements: list[Twinning]) -> list[str]:
    mine = listing.business_version.sectors
    lines = [_labelled(_("Sectors"), _sectors(mine))]
    for agreement in agreements:
        common = [i for i in mine if sectors.sector(i).code in agreement.sectors]
        if common:
            between = f"{region_name(agreement.region_a)} – {region_name(agreement.region_b)}"
            lines.append(_labelled(_("Priority of the agreement"), f"{between}: {_sectors(common)}"))
    return lines


def _sectors(ids: list[int]) -> str:
    # Their names have commas and "and" of their own.
    return " · ".join(sectors.sector(i).name(current()) for i in ids)


def _common_foot(listing: Listing, theirs: Reach, member: Member) -> list[str]:
    version, opportunity = listing.version, listing.opportunity
    lines = []
    if version.language != current():
        lines.append("🌐 " + _("Text in: {language}").format(language=language_name(version.language)))
    if opportunity.confirmed_at:
        lines.append(_("Confirmed {day}.").format(day=full_day(opportunity.confirmed_at, member.timezone)))
    if not theirs.agrees(listing.business):
        lines.append(no_agreement())
    if not opportunity.open_for_interest:
        lines.append(_("Takes no new proposals now."))
    return lines


def _verified(listing: Listing, member: Member) -> list[str]:
    """What was checked, by whom and when; never an endorsement."""
    together: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for verification in listing.verifications:
        together[verification.office_region_id, full_day(verification.checked_at, member.timezone)].append(word(verification.check))
    lines = []
    for (office, day), checks in together.items():
        by = region_name(office) if office else _("administrators of Pobratym")
        said = _("{checks}. Checked by: {office}, {day} (no endorsement)").format(checks=", ".join(checks), office=by, day=day)
        lines.append("✓ " + said[0].upper() + said[1:])
    return lines


def _main_rows(listing: Listing, theirs: Reach) -> list[list[Button]]:
    opportunity = listing.opportunity
    if listing.business.id in theirs.businesses:
        return [[Button("🏢 " + _("My listing"), callbacks.MyOpportunity(opportunity=opportunity.id), style="primary")]]
    rows = []
    if opportunity.open_for_interest:
        rows.append([Button("✉️ " + _("Propose cooperation"), callbacks.Propose(opportunity=opportunity.id), style="primary")])
    if not theirs.businesses:
        rows.append([Button("🏢 " + _("Register"), callbacks.Register())])
    return rows


def _share(data: callbacks.Listing | callbacks.Favour | callbacks.NotForMe) -> list[Button]:
    """Nothing while the bot does not know its own name."""
    if links.listing_url(data.opportunity) is None:
        return []
    return [Button("📤 " + _("Share"), callbacks.ShareListing(opportunity=data.opportunity, run=data.run))]


def _reference(listing: Listing) -> Button:
    return Button("📋 " + listing.opportunity.reference, copy=listing.opportunity.reference)
