"""Scenes of missions: an office writes one and publishes it, people apply, one is chosen, one waits, time brings the rest."""

from dataclasses import dataclass
from datetime import timedelta

from handlers import callbacks as to
from tests.walking import BEGIN, Stage, Walker


@dataclass(frozen=True)
class Lines:
    goal: str
    searched: str
    title: str
    about: str
    city: str
    contact: str
    venue: str
    note: str


LINES = {
    "uk": Lines(
        goal="Зустріти виробників меду, які мають аналізи й можуть відвантажувати щомісяця.",
        searched="мед",
        title="Мед України: закрита дегустація",
        about="Півдня для двох сторін: дегустація десяти сортів, аналізи на столі, розмова про обсяги й ціни.",
        city="Бровари",
        contact="Тарас Гнатюк, +380 44 200 00 00",
        venue="вул. Медова, 7, другий поверх",
        note="Торік приїздили до Такоми, добре підготувалися.",
    ),
    "en": Lines(
        goal="Meet honey makers who have analyses and can ship every month.",
        searched="honey",
        title="Honey of Ukraine: a closed tasting",
        about="Half a day for two sides: ten sorts to taste, analyses on the table, talk about volumes and prices.",
        city="Brovary",
        contact="Taras Hnatiuk, +380 44 200 00 00",
        venue="7 Medova Street, second floor",
        note="Came to Tacoma last year, well prepared.",
    ),
}
TRIP, FORUM, TASTING = 1, 2, 3
"""The demonstration's missions, and the one that is written here."""


async def beginning(stage: Stage) -> None:
    """All that happens within an evening."""
    lines, people = LINES[stage.language], stage.people
    mark, olena, office = people["mark"], people["olena"], people["office"]
    await looking(mark)
    await applying(mark, lines)
    await own_application(olena)
    await choosing(office, olena, lines)
    await writing(office, lines)
    await publishing(office)


async def ending(stage: Stage) -> None:
    """What the next weeks bring."""
    lines, people = LINES[stage.language], stage.people
    mark, olena, office = people["mark"], people["olena"], people["office"]
    await waiting(stage, mark, olena, office, lines)
    await deadline(stage, office)
    await moved_and_cancelled(office, olena)
    await eve(stage, mark)


async def looking(mark: Walker) -> None:
    await mark.opens()
    await mark.taps(to.Missions)
    mark.keeps("missions_list")
    await mark.taps(to.Missions, every=True)
    mark.keeps("missions_all")
    await mark.taps(to.Mission, mission=TRIP)
    mark.keeps("mission_card_trip")
    await mark.taps(to.Missions)
    await mark.taps(to.Mission, mission=FORUM)
    mark.keeps("mission_card_guarded")


async def applies(person: Walker, lines: Lines) -> None:
    await person.taps(to.ApplyFor)
    await person.types(lines.goal)
    await person.taps(to.FormPick, value="0")
    await person.taps(to.FormDone)
    await person.taps(to.FormDone)
    await person.taps(to.FormPick, value="n")
    await person.taps(to.FormSubmit)


async def applying(mark: Walker, lines: Lines) -> None:
    await mark.taps(to.ApplyFor)
    mark.keeps("apply_1_goal")
    await mark.types(lines.goal)
    mark.keeps("apply_2_partners")
    await mark.types("zzzqqq")
    mark.keeps("apply_2_partners_none")
    await mark.types(lines.searched)
    mark.keeps("apply_2_partners_found")
    await mark.taps(to.FormPick, value="1")
    await mark.taps(to.FormDone)
    mark.keeps("apply_3_languages")
    await mark.taps(to.FormDone)
    mark.keeps("apply_4_interpreter")
    await mark.taps(to.FormPick, value="y")
    mark.keeps("apply_preview")
    await mark.taps(to.FormSubmit)
    mark.keeps("application_seat")
    await mark.taps(to.Mission)
    mark.keeps("mission_card_of_participant")


async def own_application(olena: Walker) -> None:
    await olena.opens()
    await olena.taps(to.Missions)
    olena.keeps("missions_list_applied")
    await olena.taps(to.Mission, mission=TRIP)
    await olena.taps(to.MyApplication)
    olena.keeps("application_applied")
    await olena.taps(to.LeaveMission)
    olena.keeps("application_withdraw")
    await olena.taps(to.MyApplication)


async def choosing(office: Walker, olena: Walker, lines: Lines) -> None:
    await office.opens()
    await office.taps(to.Missions)
    office.keeps("missions_list_office")
    await office.taps(to.KeptMissions)
    office.keeps("missions_kept")
    await office.taps(to.Mission, mission=TRIP)
    office.keeps("mission_card_organiser")
    await office.taps(to.Applicants)
    office.keeps("applicants")
    await office.taps(to.Applicants, chosen="-1")
    office.keeps("applicants_ticked")
    await office.taps(to.DecideOn, decision="d")
    office.keeps("applicants_decline_reasons")
    await office.taps(to.Applicants)
    await office.taps(to.Applicant)
    office.keeps("applicant")
    await office.taps(to.ApplicantNote)
    office.keeps("applicant_note")
    await office.types(lines.note)
    await office.taps(to.FormSubmit)
    office.keeps("applicant_noted")
    olena.person.looks()
    await office.taps(to.DecideOn, decision="c")
    office.keeps("applicants_confirmed")
    await olena.turns_to(to.IAmComing)
    olena.keeps("notice_seat_confirmed")


async def writing(office: Walker, lines: Lines) -> None:
    await office.opens()
    await office.taps(to.Missions)
    await office.taps(to.NewMission)
    office.keeps("mission_1_kind")
    await office.taps(to.FormPick, value="conference")
    office.keeps("mission_2_direction")
    await office.taps(to.FormPick, value="inward")
    office.keeps("mission_3_title")
    await office.types(lines.title)
    office.keeps("mission_4_about")
    await office.types(lines.about)
    await office.types(lines.city)
    office.keeps("mission_6_begins")
    await office.types("07/10/2026")
    office.keeps("mission_refused_slashes")
    await office.types("10.07.2026 12:00")
    office.keeps("mission_7_ends")
    await office.types("11:00")
    office.keeps("mission_refused_end")
    await office.types("16:00")
    await office.taps(to.FormPick, field="sectors", value="1")
    await office.taps(to.FormDone)
    office.keeps("mission_9_seats")
    await office.types("1")
    office.keeps("mission_10_minimum")
    await office.types("1")
    office.keeps("mission_11_until")
    await office.types("08.07.2026")
    office.keeps("mission_12_selection")
    await office.taps(to.FormPick, value="first_come")
    await office.taps(to.FormPick, value="uk")
    await office.taps(to.FormPick, value="en")
    await office.taps(to.FormDone)
    office.keeps("mission_14_contact")
    await office.types(lines.contact)
    office.keeps("mission_preview")
    await office.taps(to.FormDetails)
    for _ in range(9):
        asked = office.asked()
        if asked is None:
            break
        if asked not in ("title_en", "about_en"):
            office.keeps(f"mission_detail_{asked}")
        if asked == "venue":
            await office.types(lines.venue)
        elif asked == "cost":
            await office.types("250")
            office.keeps("mission_refused_cost")
            await office.types("250 USD")
        else:
            await office.taps(to.FormSkip)
    await office.taps(to.FormSubmit)
    office.keeps("mission_draft")


async def publishing(office: Walker) -> None:
    await office.taps(to.PublishMission)
    office.keeps("mission_publish")
    await office.taps(to.PublishMission, sure=True)
    office.keeps("mission_published")


async def waiting(stage: Stage, mark: Walker, olena: Walker, office: Walker, lines: Lines) -> None:
    """One seat, two who want it."""
    await mark.opens(f"m_{TASTING}")
    await applies(mark, lines)
    await olena.opens(f"m_{TASTING}")
    await applies(olena, lines)
    olena.keeps("application_waits")
    await mark.taps(to.LeaveMission)
    mark.keeps("application_release")
    olena.person.looks()
    await mark.taps(to.LeaveMission, sure=True)
    mark.keeps("application_released")
    await olena.turns_to(to.TakeSeat)
    olena.keeps("notice_seat_offered")
    await office.turns_to(to.Applicants)
    office.keeps("notice_seat_released")
    olena.person.looks()
    await stage.later(hours=25)
    await olena.turns_to(to.WaitAgain)
    olena.keeps("notice_offer_lapsed")
    await olena.taps(to.TakeSeat)
    olena.keeps("application_taken_after_all")


async def deadline(stage: Stage, office: Walker) -> None:
    """Of five that the trip needs one has applied."""
    await stage.later(hours=12)
    await office.looks_back_to(to.GoOnMission, mission=TRIP)
    office.keeps("notice_too_few")
    await office.taps(to.ExtendMission)
    office.keeps("mission_extend")
    await office.taps(to.ExtendMission, days=3)
    office.keeps("mission_extended")


async def moved_and_cancelled(office: Walker, olena: Walker) -> None:
    await office.taps(to.EditMission, field="begins")
    office.keeps("mission_other_dates")
    await office.types("29.06.2026 10:00")
    await office.taps(to.FormSubmit)
    office.keeps("mission_dates_disagree")
    await office.taps(to.FormChange)
    await office.leafs_to(to.FormChange, to.FormGo, field="ends")
    await office.taps(to.FormGo, field="ends")
    olena.person.looks()
    await office.types("30.06.2026 17:00")
    await office.taps(to.FormSubmit)
    office.keeps("mission_changed")
    await olena.turns_to(to.IAmComing)
    olena.keeps("notice_dates_changed")
    await office.taps(to.CancelMission)
    office.keeps("mission_cancel")
    olena.person.looks()
    await office.taps(to.CancelMission, sure=True)
    office.keeps("mission_cancelled")
    await olena.turns_to(to.Missions)
    olena.keeps("notice_mission_cancelled")


async def eve(stage: Stage, mark: Walker) -> None:
    """The forum at home: a week before, then the day before, with the venue."""
    begins = BEGIN + timedelta(days=45)
    since = stage.now()
    mark.person.looks()
    await stage.later(seconds=(begins - timedelta(days=6) - since).total_seconds())
    await mark.turns_to(to.IAmComing)
    mark.keeps("notice_in_a_week")
    await mark.taps(to.IAmComing)
    mark.keeps("application_coming")
    mark.person.looks()
    await stage.later(days=4)
    mark.person.looks()
    await stage.later(days=1, hours=2)
    await mark.turns_to(to.LeaveMission)
    mark.keeps("notice_venue")
