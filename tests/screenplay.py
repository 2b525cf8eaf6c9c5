"""The walk whose screens are kept: a newcomer registers, an office decides, proposals are answered or not, roles are given.

Each scene keeps its screens under names whose first word is the subject.
"""

from dataclasses import dataclass
from typing import Any

import pytest
from structlog.testing import capture_logs

from handlers import callbacks as to
from handlers import menu
from models import atlas, sectors
from tests import scenes_search
from tests.walking import Stage, Walker

FOOD = str(sectors.by_code("food").id)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


@dataclass(frozen=True)
class Part:
    """The newcomer's lines, and whom they meet: a counterpart abroad and the office of their own region."""

    newcomer: str
    region: str
    typed_region: str
    unknown_region: str
    counterpart: str
    office: str
    searched: str
    elsewhere: str
    nowhere: str
    details: dict[str, str]
    wrong: dict[str, str]
    business: str
    title: str
    summary: str
    mended: str
    why: str
    proposal: str
    note: str


PARTS = {
    "uk": Part(
        newcomer="newcomer",
        region="UA-32",
        typed_region="київ",
        unknown_region="Мордор",
        counterpart="mark",
        office="office",
        searched="honey",
        elsewhere="sawmills",
        nowhere="піролізна олія",
        details={
            "partner_role": "Мережа крамниць, яка бере від 200 кг на місяць і сама розмитнює.",
            "title_en": "Creamed honey with berries",
            "number": "37193071",
            "phone": "+380671112233",
            "email": "natalia@vulyk.example",
            "keywords": "крем-мед, ягоди, подарунки",
        },
        wrong={"number": "37193070", "phone": "067 111 22 33", "email": "natalia(at)vulyk"},
        business="Вулик Наталії",
        title="Крем-мед із ягодами",
        summary="Крем-мед із чорницею та малиною у банках по 250 г, до 800 кг на місяць, з аналізами.",
        mended="Крем-мед із чорницею та малиною у банках по 250 г: до 800 кг на місяць, аналізи лабораторії 2026 року.",
        why="Ви шукаєте монофлорний мед для 300 кав'ярень, а ми фасуємо гречаний і липовий.",
        proposal="Надіслати зразки у червні, далі 2 т на місяць; телефонуйте +380 67 111 22 33.",
        note="Скільки саме аналізів і за який рік?",
    ),
    "en": Part(
        newcomer="newcomer_en",
        region="US-WA",
        typed_region="washing",
        unknown_region="Atlantis",
        counterpart="olena",
        office="office_wa",
        searched="honey",
        elsewhere="sawmills",
        nowhere="pyrolysis oil",
        details={
            "partner_role": "A mill that grinds to our recipe and ships a container every two months.",
            "number": "601234567",
            "phone": "+12065550177",
            "email": "grace@evergreen.example",
            "keywords": "rye flour, organic, bakery",
        },
        wrong={"number": "12-3456789", "phone": "206 555 0177", "email": "grace(at)evergreen"},
        business="Evergreen Bakers",
        title="Honey and rye flour for bakeries",
        summary="We look for honey and organic rye flour for forty bakeries on the coast, 5 t a month, with papers.",
        mended="We look for honey and organic rye flour for forty bakeries on the coast: 5 t a month, analyses of 2026.",
        why="You sell single-flower honey in bulk, and forty of our bakeries ask for just that.",
        proposal="Samples in June, then 2 t a month through the port of Tacoma; call +1 206 555 0177.",
        note="Which grades of flour, and from when on?",
    ),
}


async def walk(stage: Stage, patch: pytest.MonkeyPatch) -> None:
    """All scenes, in an order in which each finds what it needs."""
    part, people = PARTS[stage.language], stage.people
    newcomer, counterpart, office = people[part.newcomer], people[part.counterpart], people[part.office]
    await entrance(newcomer, part)
    await looking_around(newcomer, part, counterpart_region(part))
    await searching(newcomer, part)
    await registering(newcomer, part)
    await details(newcomer, part)
    await sending(newcomer)
    await first_proposal(newcomer, part)
    await returned_and_corrected(newcomer, office, part)
    await approved(newcomer, office)
    await desk(people["office"], people["iryna"])
    await declined(newcomer, counterpart, part)
    await exchanged(people["olena"], people["mark"])
    await own_listing(people["olena"], people["office"], part)
    await unanswered(stage, people["olena"], people["mark"], people["office_wa"], part)
    await across_no_agreement(stage, people["mikko"], part)
    await roles(people["administrator"], people["mark"], part)
    await scenes_search.sharing(newcomer, part.searched)
    await scenes_search.saved_searches(stage, newcomer, part.searched, part.nowhere, counterpart_region(part))
    await faults(stage, newcomer, patch)


def counterpart_region(part: Part) -> str:
    """A twin of the newcomer's region."""
    return "US-WA" if part.region == "UA-32" else "UA-32"


async def entrance(newcomer: Walker, part: Part) -> None:
    await newcomer.opens()
    newcomer.keeps("entrance_greeting")
    await newcomer.types(part.unknown_region)
    newcomer.keeps("entrance_unknown_region")
    await newcomer.taps(to.Countries)
    newcomer.keeps("entrance_countries")
    country = atlas.region(atlas.by_code(part.region).country).id
    await newcomer.leafs_to(to.Countries, to.Units, parent=country)
    await newcomer.taps(to.Units, parent=country)
    newcomer.keeps("entrance_regions")
    await newcomer.types(part.typed_region)
    newcomer.keeps("entrance_which_region")
    await newcomer.taps(to.Settle, region=atlas.by_code(part.region).id)
    newcomer.keeps("entrance_consent")
    await newcomer.taps(to.Consent)
    newcomer.keeps("home_new")


async def looking_around(newcomer: Walker, part: Part, twin: str) -> None:
    await newcomer.taps(to.Inbox)
    newcomer.keeps("inbox_empty")
    await newcomer.taps(to.Search)
    newcomer.keeps("search_how_to")
    await newcomer.taps(to.Twins)
    newcomer.keeps("twins")
    await newcomer.taps(to.Twin, region=atlas.by_code(twin).id)
    newcomer.keeps("twin_region")
    await newcomer.taps(to.TwinListings, sector=0)
    newcomer.keeps("twin_listings")
    await newcomer.opens()
    await newcomer.taps(to.Office)
    newcomer.keeps("office_card")
    await newcomer.opens()
    await newcomer.taps(to.Settings)
    newcomer.keeps("settings")
    await newcomer.taps(to.Languages)
    newcomer.keeps("language")
    await newcomer.types("/help")
    newcomer.keeps("help")
    await newcomer.types("/id")
    newcomer.keeps("id")


async def searching(newcomer: Walker, part: Part) -> None:
    await newcomer.types(part.searched)
    newcomer.keeps("search_results")
    await newcomer.taps(to.Listing)
    newcomer.keeps("card_without_business")
    await newcomer.taps(to.Propose)
    newcomer.keeps("propose_without_business")
    await newcomer.types(part.elsewhere)
    newcomer.keeps("search_elsewhere")
    await newcomer.taps(to.Widen)
    newcomer.keeps("search_wide")
    await newcomer.taps(to.Listing)
    newcomer.keeps("card_without_agreement")
    await newcomer.types(part.nowhere)
    newcomer.keeps("search_nothing")
    await newcomer.types("!!!")
    newcomer.keeps("search_no_word")
    await newcomer.sends_photo(PIXEL)
    newcomer.keeps("unreadable")


async def registering(newcomer: Walker, part: Part) -> None:
    await newcomer.opens()
    await newcomer.taps(to.Register)
    newcomer.keeps("register_1_name")
    await newcomer.types(part.business)
    newcomer.keeps("register_2_type")
    await newcomer.taps(to.FormPick, value="business_offer" if part.region == "UA-32" else "business_request")
    newcomer.keeps("register_3_title")
    await newcomer.sends_photo(PIXEL)
    newcomer.keeps("refused_photo")
    await newcomer.types(part.title)
    newcomer.keeps("register_4_summary")
    await newcomer.types(part.summary * 8)
    newcomer.keeps("refused_too_long")
    await newcomer.taps(to.FormLeave)
    newcomer.keeps("form_left")
    await newcomer.taps(to.FormDrop)
    newcomer.keeps("form_throw_away")
    await newcomer.opens()
    newcomer.keeps("home_unfinished")
    await newcomer.taps(to.FormResume)
    await newcomer.types(part.summary)
    newcomer.keeps("register_5_sector")
    await newcomer.taps(to.FormPick, value=FOOD)
    newcomer.keeps("register_5_sector_chosen")
    await newcomer.taps(to.FormDone)
    newcomer.keeps("register_6_cooperation")
    await newcomer.taps(to.FormPick, value="distribution")
    await newcomer.taps(to.FormDone)
    newcomer.keeps("register_preview")


async def details(newcomer: Walker, part: Part) -> None:
    """Every optional question: answered where the part has a line for it (after a wrong one, if there is any), else skipped."""
    await newcomer.taps(to.FormDetails)
    while asked := newcomer.asked():
        newcomer.keeps(f"detail_{asked}")
        if asked in part.wrong:
            await newcomer.types(part.wrong[asked])
            newcomer.keeps(f"refused_{asked}")
        if asked in part.details:
            await newcomer.types(part.details[asked])
        else:
            await newcomer.taps(to.FormSkip)
    newcomer.keeps("register_preview_full")
    await newcomer.taps(to.FormChange)
    newcomer.keeps("form_which_answer")
    await newcomer.taps(to.FormGo, field="title")
    newcomer.keeps("form_change_title")
    await newcomer.taps(to.FormKeep)


async def sending(newcomer: Walker) -> None:
    await newcomer.taps(to.FormSubmit)
    newcomer.keeps("sent_to_office")
    await newcomer.taps(to.MyBusiness)
    newcomer.keeps("my_business_under_review")
    await newcomer.taps(to.MyOpportunity)
    newcomer.keeps("my_opportunity_under_review")
    await newcomer.taps(to.Home)
    newcomer.keeps("home_under_review")


async def writes(person: Walker, part: Part, *, keep: bool = False) -> None:
    """The three answers of a proposal, from its first question to the preview."""
    if keep:
        person.keeps("propose_1_why")
        await person.types("?")
        person.keeps("refused_too_short")
    await person.types(part.why)
    if keep:
        person.keeps("propose_2_proposal")
    await person.types(part.proposal)
    if keep:
        person.keeps("propose_3_cooperation")
    await person.taps(to.FormPick, value="supply")


async def first_proposal(newcomer: Walker, part: Part) -> None:
    """Written before the approval, with a telephone number in it: kept, and hidden."""
    await newcomer.types(part.searched)
    await newcomer.taps(to.Listing)
    await newcomer.taps(to.Propose)
    await writes(newcomer, part, keep=True)
    newcomer.keeps("propose_preview_unapproved")
    await newcomer.taps(to.FormSubmit)
    newcomer.keeps("proposal_kept")
    await newcomer.taps(to.Interest)
    newcomer.keeps("proposal_held")
    await newcomer.taps(to.Inbox)
    newcomer.keeps("inbox_held")


async def returned_and_corrected(newcomer: Walker, office: Walker, part: Part) -> None:
    await office.turns_to(to.Item)
    office.keeps("notice_item_waiting")
    await office.taps(to.Item)
    office.keeps("office_item")
    await office.taps(to.SendBack, reject=False)
    office.keeps("return_1_reasons")
    await office.taps(to.FormPick, value="too_vague")
    office.keeps("return_1_reasons_chosen")
    await office.taps(to.FormDone)
    office.keeps("return_preview")
    await office.taps(to.FormDetails)
    office.keeps("return_note")
    await office.types(part.note)
    await office.taps(to.FormSubmit)
    office.keeps("office_returned")
    await newcomer.turns_to(to.Correct)
    newcomer.keeps("notice_returned")
    await newcomer.opens()
    await newcomer.taps(to.MyBusiness)
    await newcomer.taps(to.MyOpportunity)
    newcomer.keeps("my_opportunity_returned")
    await newcomer.taps(to.Correct)
    newcomer.keeps("correct_summary")
    await newcomer.types(part.mended)
    newcomer.keeps("correct_preview")
    await newcomer.taps(to.FormSubmit)


async def approved(newcomer: Walker, office: Walker) -> None:
    await office.turns_to(to.Item)
    await office.taps(to.Item)
    newcomer.person.looks()
    await office.taps(to.Approve)
    office.keeps("office_what_checked")
    await office.taps(to.Checked, what="rp")
    office.keeps("office_checked")
    await newcomer.turns_to(to.Listing)
    newcomer.keeps("notice_approved")
    await newcomer.turns_to(to.Interest)
    newcomer.keeps("notice_released")


async def desk(head: Walker, author: Walker) -> None:
    """An offer with an address in its text: a second look, an approval taken back, a rejection."""
    await head.opens()
    head.keeps("home_office")
    await head.taps(to.Queue)
    head.keeps("office_item_findings")
    await head.taps(to.SecondLook)
    head.keeps("office_second_look")
    await head.taps(to.Approve)
    head.keeps("office_what_checked_no_number")
    await head.taps(to.Undo)
    head.keeps("office_taken_back")
    await author.turns_to(to.Home)
    author.keeps("notice_reopened")
    await head.taps(to.SendBack, reject=True)
    head.keeps("reject_1_reasons")
    await head.taps(to.FormPick, value="direct_sale_only")
    await head.taps(to.FormDone)
    head.keeps("reject_preview")
    await head.taps(to.FormSubmit)
    head.keeps("office_nothing_waits")
    await author.turns_to(to.Office)
    author.keeps("notice_rejected")
    await author.opens()
    author.keeps("home_rejected")
    await author.taps(to.MyBusiness)
    author.keeps("my_business_rejected")


async def declined(newcomer: Walker, counterpart: Walker, part: Part) -> None:
    await counterpart.turns_to(to.Exchange)
    counterpart.keeps("notice_received")
    await counterpart.taps(to.Decline)
    counterpart.keeps("decline_reasons")
    await counterpart.taps(to.DeclineFor, reason="terms")
    counterpart.keeps("proposal_declined_by_me")
    await newcomer.turns_to(to.Search)
    newcomer.keeps("notice_declined")
    await newcomer.types(part.searched)
    await newcomer.taps(to.Listing)
    newcomer.keeps("card")
    await newcomer.taps(to.Propose)
    newcomer.keeps("propose_declined_lately")


async def exchanged(receiver: Walker, sender: Walker) -> None:
    """What the demonstration begins with: a proposal waits."""
    await receiver.opens()
    receiver.keeps("home_waiting")
    await receiver.taps(to.Inbox)
    receiver.keeps("inbox_waiting")
    await receiver.taps(to.Interest)
    receiver.keeps("proposal_received")
    await receiver.taps(to.Exchange)
    receiver.keeps("exchange_preview")
    await receiver.taps(to.Shares)
    receiver.keeps("exchange_shares")
    await receiver.taps(to.Share, contact="phone")
    receiver.keeps("exchange_shares_no_phone")
    await receiver.taps(to.Exchange)
    await receiver.taps(to.ExchangeSure)
    receiver.keeps("contacts_of_sender")
    await sender.turns_to(to.Inbox)
    sender.keeps("notice_accepted")
    await sender.taps(to.Inbox)
    sender.keeps("inbox_full")


async def own_listing(author: Walker, office: Walker, part: Part) -> None:
    await author.opens()
    author.keeps("home_business")
    await author.taps(to.MyBusiness)
    author.keeps("my_business")
    await author.taps(to.EditBusiness)
    author.keeps("my_business_change")
    await author.taps(to.FormSubmit)
    author.keeps("my_business_unchanged")
    await author.taps(to.FormChange, page=0)
    await author.taps(to.FormChange, page=1)
    await author.taps(to.FormGo, field="capacity")
    await author.taps(to.FormPick, value="partial")
    await author.taps(to.FormSubmit)
    author.keeps("my_business_saved")
    await author.taps(to.MyBusiness)
    await author.taps(to.MyOpportunity)
    author.keeps("my_opportunity")
    await author.taps(to.Listing)
    author.keeps("card_own")
    await author.taps(to.MyOpportunity)
    await author.taps(to.EditOpportunity)
    author.keeps("my_opportunity_change")
    await author.taps(to.FormChange)
    await author.taps(to.FormGo, field="summary")
    await author.types(part.mended)
    await author.taps(to.FormSubmit)
    author.keeps("my_opportunity_change_sent")
    await office.turns_to(to.Item)
    await office.taps(to.Item)
    office.keeps("office_item_change")


async def unanswered(stage: Stage, sender: Walker, receiver: Walker, office: Walker, part: Part) -> None:
    """Fourteen days without an answer: reminders, the office is told, it expires."""
    await sender.types(part.searched)
    await sender.taps(to.Listing, opportunity=2)
    await sender.taps(to.Propose)
    await writes(sender, part)
    sender.keeps("propose_preview")
    await sender.taps(to.FormSubmit)
    sender.keeps("proposal_sent")
    await sender.taps(to.Interest)
    sender.keeps("proposal_sent_waits")
    await sender.taps(to.Shares)
    sender.keeps("proposal_shares")
    await sender.taps(to.Interest)
    await sender.taps(to.Withdraw)
    sender.keeps("withdraw")
    await sender.types(part.searched)
    await sender.taps(to.Listing, opportunity=2)
    await sender.taps(to.Propose)
    sender.keeps("propose_asked_already")
    await receiver.opens()
    await stage.later(days=2)
    await receiver.turns_to(to.Snooze)
    receiver.keeps("notice_reminder")
    await receiver.taps(to.Snooze)
    receiver.keeps("proposal_snoozed")
    await stage.later(days=5)
    await office.turns_to(to.Queue)
    office.keeps("notice_overdue")
    await sender.opens()
    await receiver.opens()
    await stage.later(days=7)
    await receiver.turns_to(to.Exchange)
    receiver.keeps("notice_expired")
    await sender.turns_to(to.Search)
    sender.keeps("notice_unanswered")
    await receiver.looks_back_to(to.Snooze)
    await receiver.taps(to.Snooze)
    receiver.keeps("old_button")


async def across_no_agreement(stage: Stage, stranger: Walker, part: Part) -> None:
    await stranger.opens()
    await stranger.types(part.searched)
    await stranger.taps(to.Widen)
    stranger.keeps("search_wide_results")
    await stranger.taps(to.Listing, opportunity=1)
    await stranger.taps(to.Propose)
    await writes(stranger, part)
    stranger.keeps("propose_preview_no_agreement")
    await stranger.taps(to.FormSubmit)
    await stranger.taps(to.Interest)
    await stranger.taps(to.Withdraw, sure=False)
    await stranger.taps(to.Withdraw, sure=True)
    stranger.keeps("proposal_withdrawn")
    lonely = stage.newcomer("Ada Byron")
    await lonely.opens()
    await lonely.types("FI-18")
    await lonely.taps(to.Settle)
    lonely.keeps("entrance_consent_no_agreement")
    await lonely.taps(to.Consent)
    await lonely.taps(to.Twins)
    lonely.keeps("twins_none")
    await lonely.taps(to.Office)
    lonely.keeps("office_card_administrators")


async def roles(administrator: Walker, chosen: Walker, part: Part) -> None:
    await administrator.opens()
    administrator.keeps("home_administrator")
    await administrator.taps(to.Administration)
    administrator.keeps("administration")
    await administrator.taps(to.GrantRole)
    administrator.keeps("grant_1_who")
    await administrator.types("+380671112233")
    administrator.keeps("refused_who")
    await administrator.types("@mark_cascade")
    administrator.keeps("grant_2_role")
    await administrator.taps(to.FormPick, value="observer")
    administrator.keeps("grant_3_region")
    await administrator.types(part.unknown_region)
    administrator.keeps("refused_region")
    await administrator.types("UA-32")
    administrator.keeps("grant_preview")
    await administrator.taps(to.FormSubmit)
    administrator.keeps("grant_given")
    await chosen.turns_to(to.Home)
    chosen.keeps("notice_role")
    await administrator.taps(to.Roles)
    administrator.keeps("roles")
    await administrator.taps(to.RevokeRole)
    administrator.keeps("role_take_away")


async def faults(stage: Stage, person: Walker, patch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("meant")

    await person.opens()
    await person.taps(to.Settings)
    with patch.context() as broken_for_now, capture_logs():
        broken_for_now.setattr(menu, "language_screen", broken)
        broken_for_now.setattr("bot.intake.secrets.token_hex", lambda _: "580042")
        await person.taps(to.Languages)
    person.keeps("fault")
