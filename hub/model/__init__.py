"""The nouns only the hub knows. Plain frozen data; times are ISO 8601 UTC text."""

from hub.model.activities import ActivityCare, Attendance, Detail, LeaseAccount, MailTry, SeatFigures, SignUp, Tell
from hub.model.kiosks import DoorKeys, Lineage, OpenCode, PairedKiosk
from hub.model.people import AuditLine, Role, Staff
from hub.model.restoring import Recount, Said, Told
from hub.model.submissions import Arrival, Filed, Move, State, StoredSubmission, Voice

__all__ = [
    "ActivityCare",
    "Arrival",
    "Attendance",
    "AuditLine",
    "Detail",
    "DoorKeys",
    "Filed",
    "LeaseAccount",
    "Lineage",
    "MailTry",
    "Move",
    "OpenCode",
    "PairedKiosk",
    "Recount",
    "Role",
    "Said",
    "SeatFigures",
    "SignUp",
    "Staff",
    "State",
    "StoredSubmission",
    "Tell",
    "Told",
    "Voice",
]
