"""Buttons: business missions and what surrounds them."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id, Ids, Letter


class Missions(CallbackData, prefix="va1"):
    """Coming missions; `every` False: those of my region and its twins, True: all."""

    page: Id = 0
    every: bool = False


class Mission(CallbackData, prefix="vb1"):
    mission: Id


class MissionProgramme(CallbackData, prefix="vc1"):
    mission: Id


class ApplyFor(CallbackData, prefix="vd1"):
    mission: Id


class MyApplication(CallbackData, prefix="ve1"):
    application: Id


class LeaveMission(CallbackData, prefix="vf1"):
    """Withdraw an application, or release a seat."""

    application: Id
    sure: bool = False


class TakeSeat(CallbackData, prefix="vg1"):
    application: Id


class WaitAgain(CallbackData, prefix="vh1"):
    """The last place on the waiting list, after an offer that lapsed."""

    application: Id


class IAmComing(CallbackData, prefix="vi1"):
    application: Id


class NewMission(CallbackData, prefix="vj1"):
    pass


class KeptMissions(CallbackData, prefix="vk1"):
    """Missions that one organises."""

    page: Id = 0


class EditMission(CallbackData, prefix="vl1"):
    """Change a mission; with `field` that question comes first."""

    mission: Id
    field: str = ""


class PublishMission(CallbackData, prefix="vm1"):
    mission: Id
    sure: bool = False


class CancelMission(CallbackData, prefix="vn1"):
    mission: Id
    sure: bool = False


class ExtendMission(CallbackData, prefix="vo1"):
    """Take applications for so many days more; 0: choose how many."""

    mission: Id
    days: Id = 0


class GoOnMission(CallbackData, prefix="vp1"):
    """It takes place though fewer have applied than were needed."""

    mission: Id


class Applicants(CallbackData, prefix="vq1"):
    """`show`: u(ndecided), c(onfirmed), w(aiting), o(thers), empty: all; `chosen`: applications that are ticked."""

    mission: Id
    show: Letter = ""
    page: Id = 0
    chosen: Ids = ""


class Applicant(CallbackData, prefix="vr1"):
    application: Id


class DecideOn(CallbackData, prefix="vs1"):
    """`decision`: c(onfirm), s(hortlist), w(aiting list), d(ecline: asks for the reason)."""

    mission: Id
    decision: Letter
    chosen: Ids


class DeclineWith(CallbackData, prefix="vt1"):
    """`why`: a reason's letter."""

    mission: Id
    why: Letter
    chosen: Ids


class ApplicantNote(CallbackData, prefix="vu1"):
    application: Id


class MissionCalendar(CallbackData, prefix="ya1"):
    """The calendar file, as the mission stands now."""

    mission: Id


class ShareMission(CallbackData, prefix="yb1"):
    mission: Id


class MissionQr(CallbackData, prefix="yc1"):
    mission: Id


class MyTicket(CallbackData, prefix="yd1"):
    """The participant's own code for the entrance."""

    application: Id


class Ticket(CallbackData, prefix="ye1"):
    """What a scanned code leads to."""

    token: str


class CheckIn(CallbackData, prefix="yf1"):
    application: Id


class CheckInUndone(CallbackData, prefix="yg1"):
    application: Id


class Door(CallbackData, prefix="yh1"):
    """Everybody with a seat, to mark who came."""

    mission: Id
    page: Id = 0


class DoorMark(CallbackData, prefix="yi1"):
    """Came, or not (again): a tap on the list."""

    application: Id
    page: Id = 0
    here: bool = True


class AllCame(CallbackData, prefix="yj1"):
    mission: Id
    sure: bool = False


class GiveFeedback(CallbackData, prefix="yk1"):
    application: Id


class FeedbackAnswer(CallbackData, prefix="yl1"):
    application: Id
    question: str
    value: str


class FeedbackComment(CallbackData, prefix="ym1"):
    application: Id


class ReadyForMissions(CallbackData, prefix="yn1"):
    """What one said about being ready, or what it is."""


class SayReady(CallbackData, prefix="yo1"):
    pass


class LeavePool(CallbackData, prefix="yp1"):
    sure: bool = False


class Participants(CallbackData, prefix="yq1"):
    """The table of everybody who applied."""

    mission: Id


class MissionFigures(CallbackData, prefix="yr1"):
    mission: Id


class MissionPicture(CallbackData, prefix="ys1"):
    mission: Id


class MissionOpinions(CallbackData, prefix="yt1"):
    mission: Id
    page: Id = 0
