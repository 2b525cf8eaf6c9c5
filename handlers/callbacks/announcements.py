"""Buttons: announcements, as their readers see them, and as those who write, approve and watch them do."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks.values import Id


class AnnouncementTap(CallbackData, prefix="wr1"):
    """The button under an announcement that leads to its mission; counted."""

    announcement: Id


class Quiet(CallbackData, prefix="wq1"):
    """Whoever wants fewer announcements chooses for how long; `here`: on this message, which is no announcement."""

    here: bool = False


class QuietFor(CallbackData, prefix="wu1"):
    """0 days: hear of them again."""

    days: Id


class Announcements(CallbackData, prefix="wli1"):
    page: Id = 0


class NewAnnouncement(CallbackData, prefix="wnw1"):
    pass


class Announcement(CallbackData, prefix="wan1"):
    """As it stands: the draft of its author, what a second person decides on, the progress, the report."""

    announcement: Id


class AnnouncementTexts(CallbackData, prefix="wtx1"):
    announcement: Id


class AnnouncementText(CallbackData, prefix="wtl1"):
    """One language: what is written, and what is sent next replaces it."""

    announcement: Id
    language: str


class DropText(CallbackData, prefix="wtd1"):
    announcement: Id
    language: str
    sure: bool = False


class PreviewAnnouncement(CallbackData, prefix="wpv1"):
    """A copy as readers get it; without a language: of every one."""

    announcement: Id
    language: str = ""


class TryAnnouncement(CallbackData, prefix="wte1"):
    """A test to oneself, in every language."""

    announcement: Id


class AnnouncementLabel(CallbackData, prefix="wlb1"):
    """What stands on its button in one language."""

    announcement: Id
    language: str


class AnnouncementButton(CallbackData, prefix="wbt1"):
    announcement: Id


class AnnouncementLink(CallbackData, prefix="wbl1"):
    announcement: Id


class AnnouncementMissions(CallbackData, prefix="wbm1"):
    announcement: Id
    page: Id = 0


class AnnouncementMission(CallbackData, prefix="wbn1"):
    """Its button leads to this mission; 0: it has none."""

    announcement: Id
    mission: Id


class Audience(CallbackData, prefix="wau1"):
    announcement: Id


class AudienceKind(CallbackData, prefix="wak1"):
    """Choices of one kind, with ticks; `kind` is a field of `models.announcements.Audience`."""

    announcement: Id
    kind: str
    page: Id = 0


class AudienceTick(CallbackData, prefix="wat1"):
    announcement: Id
    kind: str
    value: Id
    page: Id = 0


class AudienceRegion(CallbackData, prefix="war1"):
    """A region by its name."""

    announcement: Id


class AnnouncementTime(CallbackData, prefix="wti1"):
    announcement: Id


class AnnouncementAt(CallbackData, prefix="wta1"):
    """`now`: when it is approved; `morning`: tomorrow at nine."""

    announcement: Id
    when: str


class AnnouncementMoment(CallbackData, prefix="wtm1"):
    """A typed day and hour."""

    announcement: Id


class AnnouncementZones(CallbackData, prefix="wtz1"):
    announcement: Id


class AnnouncementZone(CallbackData, prefix="wzs1"):
    """On the clocks of this region."""

    announcement: Id
    region: Id


class AnnouncementUrgent(CallbackData, prefix="wur1"):
    announcement: Id
    on: bool = True


class AnnouncementRhythms(CallbackData, prefix="wrp1"):
    announcement: Id


class AnnouncementRhythm(CallbackData, prefix="wrs1"):
    """`w` and the day of the week (0 is Monday), `m` and the day of the month, `n`: only once."""

    announcement: Id
    kind: str
    day: Id = 0


class AnnouncementDigest(CallbackData, prefix="wdg1"):
    announcement: Id
    on: bool = True


class SubmitAnnouncement(CallbackData, prefix="wsu1"):
    announcement: Id


class TakeBackAnnouncement(CallbackData, prefix="wtb1"):
    announcement: Id


class CopyAnnouncement(CallbackData, prefix="wcp1"):
    announcement: Id


class RenameAnnouncement(CallbackData, prefix="wrn1"):
    announcement: Id


class ApproveAnnouncement(CallbackData, prefix="wap1"):
    """The very text that was looked at."""

    announcement: Id
    revision: Id


class ReturnAnnouncement(CallbackData, prefix="wgb1"):
    announcement: Id


class ConsentToAnnouncement(CallbackData, prefix="wco1"):
    """An office lets another one's announcement reach its people."""

    announcement: Id
    region: Id
    revision: Id


class RefuseAnnouncement(CallbackData, prefix="wcr1"):
    announcement: Id
    region: Id


class PauseAnnouncement(CallbackData, prefix="wps1"):
    announcement: Id


class ResumeAnnouncement(CallbackData, prefix="wgo1"):
    announcement: Id


class StopAnnouncement(CallbackData, prefix="wst1"):
    announcement: Id
    sure: bool = False


class LeaveProgress(CallbackData, prefix="wle1"):
    """From the message that shows the progress, which then shows something else."""

    announcement: Id
    home: bool = False


class DeliveryPicture(CallbackData, prefix="wpi1"):
    announcement: Id


class OfficeChats(CallbackData, prefix="wch1"):
    """Channels and groups into which an office put the bot."""

    page: Id = 0


class OfficeChat(CallbackData, prefix="woc1"):
    chat: Id


class ChatSpeaks(CallbackData, prefix="wcl1"):
    chat: Id
    language: str


class ForgetChat(CallbackData, prefix="wcf1"):
    chat: Id
    sure: bool = False
