"""Business missions: seats, applications, the waiting list, what time brings.

A mission: draft -> published -> over
           draft, published -> cancelled
An application: applied -> shortlisted -> confirmed | waitlisted | declined (the organiser decides)
                confirmed | waitlisted (first come)
                waitlisted -> offered a place for 24 hours -> confirmed | passed over (it stays on the list, and asks again itself)
                any of these -> withdrawn -> (applied for anew)
                confirmed -> attended | no_show
Invariants: confirmed applications and open offers together never exceed the seats, in any number of processes (the mission's row is
locked before its applications are looked at); nobody passes somebody who waits; the venue and exact hours of a mission in Ukraine
leave this package for confirmed participants only, 24 hours before.
"""

from models.missions.table import (
    Application,
    ApplicationState,
    DeclineReason,
    Direction,
    Feedback,
    FileKind,
    FollowUp,
    Mission,
    MissionKind,
    MissionState,
    Readiness,
    Selection,
    Usefulness,
)

__all__ = [
    "Application",
    "ApplicationState",
    "DeclineReason",
    "Direction",
    "Feedback",
    "FileKind",
    "FollowUp",
    "Mission",
    "MissionKind",
    "MissionState",
    "Readiness",
    "Selection",
    "Usefulness",
]
