"""The scenes of announcements: an office writes, the other office agrees, an administrator approves, both are watched to the end."""

from dataclasses import dataclass

from handlers import callbacks as to
from models import atlas, sectors
from tests.walking import Stage, Walker

FOOD = sectors.by_code("food").id
KYIV, WASHINGTON = atlas.by_code("UA-32").id, atlas.by_code("US-WA").id


@dataclass(frozen=True)
class Lines:
    own: str
    other: str
    title: str
    text: str
    text_other: str
    mended: str
    when: str
    reason: str
    note: str
    label: str
    second_title: str
    channel: str


LINES = {
    "uk": Lines(
        own="uk",
        other="en",
        title="Ліс для Сіетла",
        text="<b>Бізнес-місія до Сіетла</b>\n\nШтат Вашингтон шукає пиломатеріали. Дати: 12-16 жовтня.",
        text_other="<b>Timber mission to Seattle</b>\n\nWashington looks for sawn timber. Dates: 12-16 October.",
        mended="<b>Бізнес-місія до Сіетла</b>\n\nНові дати: 19-23 жовтня.",
        when="25.06.2026 10:30",
        reason="Пункт пропуску зачиняють сьогодні ввечері.",
        note="У двох мовах різні дати.",
        label="Подати заявку",
        second_title="Дайджест на понеділок",
        channel="Новини Київської області",
    ),
    "en": Lines(
        own="en",
        other="uk",
        title="Timber to Seattle",
        text="<b>Timber mission to Seattle</b>\n\nWashington looks for sawn timber. Dates: 12-16 October.",
        text_other="<b>Бізнес-місія до Сіетла</b>\n\nШтат Вашингтон шукає пиломатеріали. Дати: 12-16 жовтня.",
        mended="<b>Timber mission to Seattle</b>\n\nNew dates: 19-23 October.",
        when="25 June 2026 10:30",
        reason="The border crossing closes tonight.",
        note="The dates differ in the two languages.",
        label="Apply",
        second_title="Monday digest",
        channel="Kyiv Oblast News",
    ),
}


async def announcing(stage: Stage, author: Walker, second: Walker, abroad: Walker) -> None:
    """All scenes; the author's office has one person, so an administrator is the second."""
    lines = LINES[stage.language]
    await beginning(author, abroad, lines)
    await writing(author, lines)
    await aiming(author, lines)
    await pressing(author, lines)
    await timing(author, lines)
    await handing_in(author)
    await returned(author, second, lines)
    await agreed(author, second, abroad)
    await sent(stage, author)
    await changed(stage, author, second, abroad, lines)
    await over(stage, author, lines)
    await series(author, lines)
    await chats(stage, author, lines)
    # The scenes that follow begin at the same hour of the day as these did.
    await stage.later(hours=21, minutes=59, seconds=58)


async def beginning(author: Walker, abroad: Walker, lines: Lines) -> None:
    await abroad.types("/announcements")
    abroad.keeps("announcements_none")
    await author.types("/announcements")
    await author.taps(to.NewAnnouncement)
    author.keeps("announcement_1_title")
    await author.types(lines.title)
    author.keeps("announcement_begin")
    await author.taps(to.FormSubmit)
    author.keeps("announcement_draft_empty")


async def writing(author: Walker, lines: Lines) -> None:
    await author.taps(to.AnnouncementTexts)
    author.keeps("announcement_texts_none")
    await author.taps(to.AnnouncementText, language=lines.own)
    author.keeps("announcement_text_asked")
    await author.shares_location(50.45, 30.52)
    author.keeps("announcement_text_refused")
    await author.types(lines.text, html=True)
    author.keeps("announcement_text_kept")
    await author.taps(to.AnnouncementText, language=lines.other)
    await author.types(lines.text_other, html=True)
    await author.taps(to.DropText)
    author.keeps("announcement_text_take_out")
    await author.taps(to.AnnouncementText)
    await author.taps(to.AnnouncementTexts)
    author.keeps("announcement_texts")
    await author.taps(to.Announcement)
    author.keeps("announcement_draft_written")


async def aiming(author: Walker, lines: Lines) -> None:
    await author.taps(to.Audience)
    author.keeps("announcement_recipients")
    await author.taps(to.AudienceKind, kind="sectors")
    author.keeps("announcement_sectors")
    await author.taps(to.AudienceTick, kind="sectors", value=FOOD)
    author.keeps("announcement_sectors_chosen")
    await author.taps(to.AudienceTick, kind="sectors", value=FOOD)
    await author.taps(to.Audience)
    await author.taps(to.AudienceKind, kind="roles")
    author.keeps("announcement_roles")
    await author.taps(to.Audience)
    await author.taps(to.AudienceKind, kind="twinnings")
    author.keeps("announcement_agreements")
    await author.taps(to.Audience)
    await author.taps(to.AudienceKind, kind="chats")
    author.keeps("announcement_chats_none")
    await author.taps(to.Audience)
    await author.taps(to.AudienceKind, kind="regions")
    author.keeps("announcement_regions")
    await author.taps(to.AudienceTick, kind="regions", value=KYIV)
    await author.taps(to.AudienceRegion)
    author.keeps("announcement_region_by_name")
    await author.types("Brandenburg")
    author.keeps("announcement_region_preview")
    await author.taps(to.FormSubmit)
    author.keeps("announcement_region_refused")
    await author.taps(to.AudienceTick, kind="regions", value=WASHINGTON)
    author.keeps("announcement_regions_chosen")
    await author.taps(to.Audience)
    author.keeps("announcement_recipients_abroad")
    await author.taps(to.Announcement)


async def pressing(author: Walker, lines: Lines) -> None:
    await author.taps(to.AnnouncementButton)
    author.keeps("announcement_button")
    await author.taps(to.AnnouncementMissions)
    author.keeps("announcement_missions")
    await author.taps(to.AnnouncementButton)
    await author.taps(to.AnnouncementLink)
    author.keeps("announcement_link_asked")
    await author.types("seattle")
    author.keeps("announcement_link_refused")
    await author.types("https://seattle.example/timber")
    author.keeps("announcement_link_preview")
    await author.taps(to.FormSubmit)
    author.keeps("announcement_button_link")
    await author.taps(to.Announcement)
    await author.taps(to.AnnouncementTexts)
    await author.taps(to.AnnouncementText, language=lines.own)
    await author.taps(to.AnnouncementLabel)
    author.keeps("announcement_label_asked")
    await author.types(lines.label)
    author.keeps("announcement_label_preview")
    await author.taps(to.FormSubmit)


async def timing(author: Walker, lines: Lines) -> None:
    await author.taps(to.AnnouncementTime)
    author.keeps("announcement_time")
    await author.taps(to.AnnouncementMoment)
    author.keeps("announcement_moment_asked")
    await author.types("6/7")
    author.keeps("announcement_moment_refused")
    await author.types(lines.when)
    author.keeps("announcement_moment_preview")
    await author.taps(to.FormSubmit)
    author.keeps("announcement_time_chosen")
    await author.taps(to.AnnouncementZones)
    author.keeps("announcement_zones")
    await author.taps(to.AnnouncementTime)
    await author.taps(to.AnnouncementUrgent)
    author.keeps("announcement_urgent_asked")
    await author.types(lines.reason)
    author.keeps("announcement_urgent_preview")
    await author.taps(to.FormSubmit)
    author.keeps("announcement_time_urgent")
    await author.taps(to.AnnouncementUrgent)
    await author.taps(to.AnnouncementRhythms)
    author.keeps("announcement_rhythms")
    await author.taps(to.AnnouncementTime)
    await author.taps(to.AnnouncementAt, when="now")
    await author.taps(to.Announcement)
    author.keeps("announcement_draft")


async def handing_in(author: Walker) -> None:
    await author.taps(to.TryAnnouncement)
    await author.turns_to(to.SubmitAnnouncement)
    author.keeps("announcement_tested")
    await author.taps(to.SubmitAnnouncement)
    author.keeps("announcement_handed_in")


async def returned(author: Walker, second: Walker, lines: Lines) -> None:
    await second.looks_back_to(to.ApproveAnnouncement)
    second.keeps("notice_announcement_waiting")
    await second.taps(to.ReturnAnnouncement)
    second.keeps("announcement_return_asked")
    await second.types(lines.note)
    second.keeps("announcement_return_preview")
    await second.taps(to.FormSubmit)
    second.keeps("announcement_returned")
    await author.turns_to(to.Announcement)
    author.keeps("notice_announcement_returned")
    await author.taps(to.Announcement)
    author.keeps("announcement_draft_returned")
    await author.taps(to.SubmitAnnouncement)


async def agreed(author: Walker, second: Walker, abroad: Walker) -> None:
    await second.turns_to(to.ApproveAnnouncement)
    await second.taps(to.ApproveAnnouncement)
    second.keeps("announcement_approved")
    await author.turns_to(to.TakeBackAnnouncement)
    author.keeps("notice_announcement_approved")
    await abroad.looks_back_to(to.ConsentToAnnouncement)
    abroad.keeps("notice_announcement_consent")
    await abroad.taps(to.RefuseAnnouncement)
    abroad.keeps("announcement_refuse_asked")
    await abroad.opens()
    abroad.keeps("home_announcement_waits")
    await abroad.taps(to.Announcements)
    abroad.keeps("announcements_waiting")
    await abroad.taps(to.Announcement)
    await abroad.taps(to.ConsentToAnnouncement)
    abroad.keeps("announcement_agreed")


async def sent(stage: Stage, author: Walker) -> None:
    """It is evening in Kyiv and early in Olympia: some have it, the others wait for their morning."""
    await author.opens()
    await stage.later(seconds=1)
    await author.looks_back_to(to.Announcements)
    await author.taps(to.Announcements)
    author.keeps("announcements")
    await author.taps(to.Announcement, announcement=2)
    author.keeps("announcement_progress")
    await author.taps(to.PauseAnnouncement)
    author.keeps("announcement_paused")
    await author.taps(to.StopAnnouncement)
    author.keeps("announcement_stop")
    await author.taps(to.Announcement)


async def changed(stage: Stage, author: Walker, second: Walker, abroad: Walker, lines: Lines) -> None:
    await author.taps(to.AnnouncementTexts)
    author.keeps("announcement_texts_running")
    await author.taps(to.AnnouncementText, language=lines.own)
    await author.types(lines.mended, html=True)
    await author.taps(to.Announcement)
    author.keeps("announcement_changed")
    await author.taps(to.TryAnnouncement)
    await author.turns_to(to.SubmitAnnouncement)
    await author.taps(to.SubmitAnnouncement)
    author.keeps("announcement_handed_in_anew")
    await second.turns_to(to.ApproveAnnouncement)
    second.keeps("notice_announcement_changed")
    await second.taps(to.ApproveAnnouncement)
    await abroad.looks_back_to(to.ConsentToAnnouncement)
    await abroad.taps(to.ConsentToAnnouncement)
    await author.turns_to(to.Announcement)
    author.keeps("notice_announcement_goes_on")
    await author.taps(to.Announcement)
    author.keeps("announcement_goes_on")
    await stage.later(hours=2)
    await stage.later(seconds=1)


async def over(stage: Stage, author: Walker, lines: Lines) -> None:
    await author.looks_back_to(to.DeliveryPicture)
    author.keeps("notice_announcement_sent")
    await author.taps(to.CopyAnnouncement)
    author.keeps("announcement_copied")
    await author.taps(to.StopAnnouncement)
    author.keeps("announcement_throw_away")
    await author.taps(to.StopAnnouncement, sure=True)
    author.keeps("announcement_thrown_away")


async def series(author: Walker, lines: Lines) -> None:
    await author.taps(to.NewAnnouncement)
    await author.types(lines.second_title)
    await author.taps(to.FormSubmit)
    await author.taps(to.AnnouncementTime)
    await author.taps(to.AnnouncementRhythms)
    await author.taps(to.AnnouncementRhythm, kind="w", day=0)
    author.keeps("announcement_time_weekly")
    await author.taps(to.AnnouncementRhythms)
    await author.taps(to.AnnouncementDigest)
    author.keeps("announcement_time_digest")
    await author.taps(to.Announcement)
    await author.taps(to.RenameAnnouncement)
    author.keeps("announcement_rename")
    await author.opens()


async def chats(stage: Stage, author: Walker, lines: Lines) -> None:
    channel = stage.telegram.group(lines.channel, author.person, kind="channel", bot=None)
    stage.telegram.throws_out(author.person, channel, "administrator")
    await stage.rest()
    await author.types("/announcements")
    await author.taps(to.OfficeChats)
    author.keeps("office_chats")
    await author.taps(to.OfficeChat)
    author.keeps("office_chat")
    await author.taps(to.ForgetChat)
    author.keeps("office_chat_forget")
    await author.opens()
