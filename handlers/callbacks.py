"""Every button's data: a wire format of at most 64 bytes.

Buttons live for months, so a prefix ends in a version digit and a form that was once sent is never changed: a change gets the next
digit, and the old class stays (as an alias of what it means now). Data carries integer ids and short codes only (`:` would be refused).
"""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

Id = Annotated[int, Field(ge=0, lt=2**31)]
"""What both databases can look for; anything else in a button was not written by us."""

Letter = Annotated[str, Field(max_length=1)]
Ids = Annotated[str, Field(max_length=34)]
"""Five ids in base 36 at most, parted by full stops."""

# start, menu, account


class Home(CallbackData, prefix="ho1"):
    pass


class Help(CallbackData, prefix="he1"):
    pass


class Settings(CallbackData, prefix="se1"):
    pass


class Languages(CallbackData, prefix="ls1"):
    pass


class Speak(CallbackData, prefix="la1"):
    language: str


class Countries(CallbackData, prefix="rc1"):
    page: Id = 0


class Units(CallbackData, prefix="ru1"):
    """Regions of one country, or what lies in one region."""

    parent: Id
    page: Id = 0


class Settle(CallbackData, prefix="rs1"):
    region: Id


class Consent(CallbackData, prefix="co1"):
    version: Id


# forms


class FormPick(CallbackData, prefix="fp1"):
    draft: Id
    field: str
    value: str


class FormPage(CallbackData, prefix="fg1"):
    draft: Id
    field: str
    page: Id


class FormDone(CallbackData, prefix="fd1"):
    """Enough chosen of several."""

    draft: Id
    field: str


class FormBack(CallbackData, prefix="fb1"):
    draft: Id
    field: str


class FormSkip(CallbackData, prefix="fs1"):
    draft: Id
    field: str


class FormKeep(CallbackData, prefix="fk1"):
    draft: Id
    field: str


class FormGo(CallbackData, prefix="fo1"):
    """Change one answer; afterwards the preview."""

    draft: Id
    field: str


class FormChange(CallbackData, prefix="fc1"):
    """Which answer to change?"""

    draft: Id
    page: Id = 0


class FormDetails(CallbackData, prefix="ft1"):
    """Walk what is optional and not answered yet."""

    draft: Id


class FormPreview(CallbackData, prefix="fv1"):
    draft: Id


class FormSubmit(CallbackData, prefix="fu1"):
    draft: Id


class FormLeave(CallbackData, prefix="fl1"):
    draft: Id


class FormResume(CallbackData, prefix="fr1"):
    draft: Id


class FormDrop(CallbackData, prefix="fx1"):
    draft: Id
    sure: bool = False


# businesses and opportunities


class Register(CallbackData, prefix="re1"):
    pass


class MyBusiness(CallbackData, prefix="mb1"):
    pass


class EditBusiness(CallbackData, prefix="eb1"):
    business: Id


class NewOpportunity(CallbackData, prefix="no1"):
    pass


class MyOpportunity(CallbackData, prefix="mo1"):
    opportunity: Id


class EditOpportunity(CallbackData, prefix="eo1"):
    opportunity: Id


class CloseOpportunity(CallbackData, prefix="cl1"):
    opportunity: Id
    sure: bool = False


class Correct(CallbackData, prefix="cr1"):
    """Open the very field that an office's reason is about."""

    item: Id
    reason: str


class ActFor(CallbackData, prefix="af1"):
    business: Id


# search and regions


class Search(CallbackData, prefix="sh1"):
    """How to search; what is typed is the search."""


class Page(CallbackData, prefix="sp1"):
    run: Id
    page: Id


class Listing(CallbackData, prefix="li1"):
    opportunity: Id
    run: Id = 0


class Widen(CallbackData, prefix="sw1"):
    """From my twins to all regions; `on` False: back."""

    run: Id
    on: bool = True


class Verbatim(CallbackData, prefix="sv1"):
    """Search for exactly what was typed, though it looks misspelt."""

    run: Id


class Filters(CallbackData, prefix="sf1"):
    """What a list may be narrowed by; `kind` is a field of `models.search.Filters`, empty: all kinds."""

    run: Id
    kind: str = ""


class Tick(CallbackData, prefix="st1"):
    """Put a filter on or off: `at` is its place among the choices of its kind; -1 takes all filters off."""

    run: Id
    kind: str
    at: int


class Favour(CallbackData, prefix="sg1"):
    """Keep a listing for later, or not any more."""

    opportunity: Id
    run: Id = 0
    on: bool = True


class NotForMe(CallbackData, prefix="sm1"):
    opportunity: Id
    run: Id = 0
    on: bool = True


class Favourites(CallbackData, prefix="sz1"):
    page: Id = 0


class SaveSearch(CallbackData, prefix="us1"):
    """Be told of what is new to this search."""

    run: Id


class SavedSearches(CallbackData, prefix="ul1"):
    page: Id = 0


class SavedSearch(CallbackData, prefix="uv1"):
    saved: Id


class SetPace(CallbackData, prefix="up1"):
    """How soon: i instantly, d daily, w weekly."""

    saved: Id
    pace: str


class RunSaved(CallbackData, prefix="ur1"):
    saved: Id


class ForgetSearch(CallbackData, prefix="ux1"):
    saved: Id
    sure: bool = False


class ShareListing(CallbackData, prefix="uc1"):
    opportunity: Id
    run: Id = 0


class ListingCode(CallbackData, prefix="uq1"):
    """A listing's link as a picture that phones read."""

    opportunity: Id
    run: Id = 0


class SearchIndex(CallbackData, prefix="ui1"):
    """How far a re-index is, for administrators."""


class Twins(CallbackData, prefix="tw1"):
    page: Id = 0


class Twin(CallbackData, prefix="tr1"):
    """One twin region: what it makes and seeks."""

    region: Id
    page: Id = 0


class TwinListings(CallbackData, prefix="tl1"):
    region: Id
    sector: Id = 0


# interests


class Propose(CallbackData, prefix="pr1"):
    opportunity: Id


class Inbox(CallbackData, prefix="in1"):
    page: Id = 0


class Interest(CallbackData, prefix="it1"):
    interest: Id


class Exchange(CallbackData, prefix="ex1"):
    """Show what the other will see; nothing is exchanged yet."""

    interest: Id


class ExchangeSure(CallbackData, prefix="ey1"):
    interest: Id


class Shares(CallbackData, prefix="sa1"):
    interest: Id


class Share(CallbackData, prefix="sb1"):
    interest: Id
    contact: str


class Decline(CallbackData, prefix="de1"):
    interest: Id


class DeclineFor(CallbackData, prefix="df1"):
    interest: Id
    reason: str


class Snooze(CallbackData, prefix="sn1"):
    interest: Id


class Withdraw(CallbackData, prefix="wi1"):
    interest: Id
    sure: bool = False


# the office and administration


class Office(CallbackData, prefix="of1"):
    pass


class Queue(CallbackData, prefix="qu1"):
    """The oldest item after `after` (0: the oldest of all)."""

    after: Id = 0


class Item(CallbackData, prefix="qi1"):
    item: Id


class Approve(CallbackData, prefix="ap1"):
    item: Id


class Checked(CallbackData, prefix="ck1"):
    """What was checked: t text only, r number in the register, p the person acts for it (together: rp)."""

    item: Id
    what: str


class SendBack(CallbackData, prefix="sk1"):
    """Return (`reject` false) or reject: opens the reasons."""

    item: Id
    reject: bool


class SecondLook(CallbackData, prefix="sl1"):
    item: Id


class Undo(CallbackData, prefix="un1"):
    item: Id


# announcements, as their readers see them


class AnnouncementTap(CallbackData, prefix="wr1"):
    """The button under an announcement that leads to its mission; counted."""

    announcement: Id


class Quiet(CallbackData, prefix="wq1"):
    """Whoever wants fewer announcements chooses for how long; `here`: on this message, which is no announcement."""

    here: bool = False


class QuietFor(CallbackData, prefix="wu1"):
    """0 days: hear of them again."""

    days: Id


# administration


class Administration(CallbackData, prefix="ad1"):
    pass


class GrantRole(CallbackData, prefix="gr1"):
    pass


class Roles(CallbackData, prefix="ro1"):
    page: Id = 0


class RevokeRole(CallbackData, prefix="rv1"):
    grant: Id
    sure: bool = False


# missions


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


# what surrounds missions


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


# announcements, as those who write, approve and watch them see them


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
