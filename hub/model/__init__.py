"""The nouns only the hub knows. Plain frozen data; times are ISO 8601 UTC text."""

from hub.model.activities import ActivityCare, Attendance, Detail, LeaseAccount, MailTry, SeatFigures, SignUp, Tell
from hub.model.kiosks import DoorKeys, Lineage, OpenCode, PairedKiosk
from hub.model.people import HOLDERS, Account, Actor, AuditLine, Invitation, OwnHand, Right, Role, Session, Staff
from hub.model.restoring import Recount, Said, Told
from hub.model.submissions import Arrival, Filed, Move, State, StoredSubmission, Voice, Worry

__all__ = [
    "HOLDERS",
    "Account",
    "ActivityCare",
    "Actor",
    "Arrival",
    "Attendance",
    "AuditLine",
    "Detail",
    "DoorKeys",
    "Filed",
    "Invitation",
    "LeaseAccount",
    "Lineage",
    "MailTry",
    "Move",
    "OpenCode",
    "OwnHand",
    "PairedKiosk",
    "Recount",
    "Right",
    "Role",
    "Said",
    "SeatFigures",
    "Session",
    "SignUp",
    "Staff",
    "State",
    "StoredSubmission",
    "Tell",
    "Told",
    "Voice",
    "Worry",
]
