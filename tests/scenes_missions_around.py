"""Scenes around missions: link and calendar, the entrance, how it was, figures, the pool. They follow the scenes of missions:
the forum begins tomorrow, and Mark has a seat.
"""

from dataclasses import dataclass
from datetime import timedelta

from handlers import callbacks as to
from models import missions
from models.missions import ApplicationState
from tests.scenes_missions import FORUM, TRIP
from tests.walking import Stage, Walker


@dataclass(frozen=True)
class Lines:
    comment: str
    title: str
    newer: str
    about: str
    city: str
    contact: str


LINES = {
    "uk": Lines(
        comment="Варто було їхати; бракувало часу на розмови з технологами.",
        title="Пасіки та пекарні: зустріч у Броварах",
        newer="Пасіки й пекарні: велика зустріч у Броварах",
        about="День для двох сторін: пасічники показують врожай, пекарі розповідають, що купують.",
        city="Бровари",
        contact="Тарас Гнатюк, +380 44 200 00 00",
    ),
    "en": Lines(
        comment="Worth the journey; more time for talks with the technologists would help.",
        title="Apiaries and bakeries: a meeting in Brovary",
        newer="Apiaries and bakeries: the great meeting in Brovary",
        about="A day for two sides: beekeepers show the harvest, bakers tell what they buy.",
        city="Brovary",
        contact="Taras Hnatiuk, +380 44 200 00 00",
    ),
}
MEETING = 4
"""The mission that is written here."""


async def walk(stage: Stage) -> None:
    lines, people = LINES[stage.language], stage.people
    mark, olena, office = people["mark"], people["olena"], people["office"]
    await sharing(olena)
    await calendar_files(mark, olena)
    await code(stage, mark, olena, office)
    await entrance(stage, office)
    await after_the_end(stage, mark, office)
    await feedback(stage, mark, lines)
    await figures(office)
    await ready(olena)
    await first_to_hear(stage, olena, office, lines)
    await newer_files(stage, olena, office, lines)
    await leaving(olena)


async def sharing(olena: Walker) -> None:
    await olena.opens(f"m_{FORUM}")
    await olena.taps(to.ShareMission)
    olena.keeps("mission_share_guarded")
    await olena.taps(to.MissionQr)
    await olena.turns_to(to.Mission)
    olena.keeps("mission_qr")


async def calendar_files(mark: Walker, olena: Walker) -> None:
    """Who has a seat gets the hours on the last day; others whole days; and what a cancelled one leaves."""
    await olena.opens(f"m_{FORUM}")
    await olena.taps(to.MissionCalendar)
    await olena.turns_to(to.Mission)
    olena.keeps("mission_calendar_guarded")
    await olena.opens(f"m_{TRIP}")
    await olena.taps(to.MissionCalendar)
    await olena.turns_to(to.Mission)
    olena.keeps("mission_calendar_cancelled")
    await mark.opens(f"m_{FORUM}")
    await mark.taps(to.MissionCalendar)
    await mark.turns_to(to.Mission)
    mark.keeps("mission_calendar")


async def code(stage: Stage, mark: Walker, olena: Walker, office: Walker) -> None:
    await mark.opens(f"m_{FORUM}")
    await mark.taps(to.MyApplication)
    await mark.taps(to.MyTicket)
    await mark.turns_to(to.MyApplication)
    mark.keeps("ticket_to_show")
    scanned = f"ci_{await token(stage)}"
    await mark.opens(scanned)
    mark.keeps("ticket_own")
    await olena.opens(scanned)
    olena.keeps("ticket_of_somebody")
    await office.opens(scanned)
    office.keeps("ticket_too_early")
    await stage.later(hours=15)
    await office.opens(scanned)
    office.keeps("ticket_scanned")
    await office.taps(to.CheckIn)
    office.keeps("ticket_checked_in")
    await office.taps(to.CheckInUndone)
    office.keeps("ticket_taken_back")


async def token(stage: Stage) -> str:
    async with stage.application.database.read() as session:
        (application,) = await missions.applications(session, FORUM, [ApplicationState.CONFIRMED])
    return application.checkin_token


async def entrance(stage: Stage, office: Walker) -> None:
    await office.taps(to.Door)
    office.keeps("entrance_list")
    await office.taps(to.DoorMark)
    office.keeps("entrance_list_marked")
    await office.taps(to.DoorMark)
    await office.taps(to.AllCame)
    office.keeps("entrance_everybody")
    office.person.looks()
    await stage.later(hours=7)
    await office.turns_to(to.AllCame)
    office.keeps("notice_mission_over")


async def after_the_end(stage: Stage, mark: Walker, office: Walker) -> None:
    await office.taps(to.AllCame)
    mark.person.looks()
    await office.taps(to.AllCame, sure=True)
    office.keeps("entrance_list_after")
    await stage.later(hours=1)
    await mark.turns_to(to.FeedbackAnswer)
    mark.keeps("notice_feedback")


async def feedback(stage: Stage, mark: Walker, lines: Lines) -> None:
    await mark.taps(to.FeedbackAnswer, value="very")
    mark.keeps("feedback_2_contacts")
    mark.person.looks()
    await stage.later(days=4)
    await mark.turns_to(to.FeedbackAnswer)
    mark.keeps("notice_feedback_again")
    await mark.taps(to.FeedbackAnswer, value="3")
    mark.keeps("feedback_3_follow_up")
    await mark.taps(to.FeedbackAnswer, value="talks")
    mark.keeps("feedback_4_again")
    await mark.taps(to.FeedbackAnswer, value="1")
    mark.keeps("feedback_thanks")
    await mark.taps(to.FeedbackComment)
    mark.keeps("feedback_comment")
    await mark.types(lines.comment)
    mark.keeps("feedback_comment_preview")
    await mark.taps(to.FormSubmit)
    mark.keeps("feedback_thanks_for_words")


async def figures(office: Walker) -> None:
    await office.opens(f"m_{FORUM}")
    office.keeps("mission_card_over")
    await office.taps(to.MissionFigures)
    office.keeps("mission_figures")
    await office.taps(to.MissionOpinions)
    office.keeps("mission_opinions")
    await office.taps(to.MissionFigures)
    await office.taps(to.MissionPicture)
    await office.turns_to(to.MissionFigures)
    office.keeps("mission_picture")
    await office.opens(f"m_{FORUM}")
    await office.taps(to.MissionFigures)
    await office.taps(to.Participants)
    await office.turns_to(to.MissionFigures)
    office.keeps("mission_table")


async def ready(olena: Walker) -> None:
    await olena.opens()
    await olena.taps(to.Missions)
    await olena.taps(to.ReadyForMissions)
    olena.keeps("pool_none")
    await olena.taps(to.SayReady)
    olena.keeps("pool_1_sectors")
    await olena.taps(to.FormPick, value="1")
    await olena.taps(to.FormDone)
    olena.keeps("pool_2_regions")
    await olena.taps(to.FormPick, value="0")
    await olena.taps(to.FormDone)
    olena.keeps("pool_3_notice")
    await olena.taps(to.FormPick, value="7")
    olena.keeps("pool_preview")
    await olena.taps(to.FormSubmit)
    olena.keeps("pool_ready")


async def writes(stage: Stage, office: Walker, lines: Lines) -> None:
    """Required answers only."""
    begins = (stage.now() + timedelta(days=40)).replace(hour=11, minute=0)
    await office.opens()
    await office.taps(to.Missions)
    await office.taps(to.NewMission)
    await office.taps(to.FormPick, value="conference")
    await office.taps(to.FormPick, value="inward")
    for text in (lines.title, lines.about, lines.city, f"{begins:%d.%m.%Y %H:%M}", "18:00"):
        await office.types(text)
    await office.taps(to.FormPick, field="sectors", value="1")
    await office.taps(to.FormDone)
    for text in ("40", "5", f"{begins - timedelta(days=7):%d.%m.%Y}"):
        await office.types(text)
    await office.taps(to.FormPick, value="organiser")
    await office.taps(to.FormPick, value="uk")
    await office.taps(to.FormDone)
    await office.types(lines.contact)
    await office.taps(to.FormSubmit)


async def first_to_hear(stage: Stage, olena: Walker, office: Walker, lines: Lines) -> None:
    await writes(stage, office, lines)
    await office.taps(to.PublishMission)
    olena.person.looks()
    await office.taps(to.PublishMission, sure=True)
    office.keeps("mission_published_to_the_pool")
    await stage.later(seconds=2)
    await olena.turns_to(to.ReadyForMissions)
    olena.keeps("notice_pool")


async def newer_files(stage: Stage, olena: Walker, office: Walker, lines: Lines) -> None:
    await olena.taps(to.Mission)
    await olena.taps(to.MissionCalendar)
    await office.taps(to.EditMission, field="")
    await office.taps(to.FormChange)
    await office.taps(to.FormGo, field="title")
    await office.types(lines.newer)
    olena.person.looks()
    await office.taps(to.FormSubmit)
    await stage.rest()
    await olena.turns_to(to.MissionCalendar)
    olena.keeps("notice_calendar")
    await office.taps(to.CancelMission)
    olena.person.looks()
    await office.taps(to.CancelMission, sure=True)
    await olena.turns_to(to.MissionCalendar)
    olena.keeps("notice_calendar_cancelled")


async def leaving(olena: Walker) -> None:
    await olena.opens()
    await olena.taps(to.Missions)
    await olena.taps(to.ReadyForMissions)
    await olena.taps(to.LeavePool)
    olena.keeps("pool_leave")
    await olena.taps(to.LeavePool, sure=True)
    olena.keeps("pool_left")
