"""Every error Samskap raises on purpose, in one tree.

    SamskapError
    ├── InvalidInput            somebody gave us something we cannot take
    │   ├── BadName
    │   ├── BadPlace
    │   ├── FileTooLarge
    │   ├── BadLogo             LogoMissing, LogoUnreadable, LogoIsSvg, LogoTooDetailed, LogoMisshapen, LogoBlank
    │   ├── InvalidAnswer       AnswerEmpty, AnswerTooLong, AnswerTooBig, UnknownChoice, TooManyChoices,
    │   │                       PartyTooLarge, NotReachable
    │   ├── InvalidPrompt
    │   ├── InvalidActivity     SignUpTooLarge, ActivityOver, NotACalendar
    │   ├── NotText
    │   ├── NotJson
    │   ├── InvalidConfig
    │   ├── UnknownKind
    │   ├── UnknownPrompt
    │   └── UnknownActivity
    ├── ProtocolError
    │   ├── BadMessage          MessageTooLarge, MessageTooSlow, UnknownEncoding
    │   └── VersionMismatch
    ├── SealError               CannotUnseal, BadPhrase
    ├── LinkError               HubUnreachable, HubTimedOut, HubFull, NotAHub, WrongHub, NotPaired, KioskRevoked,
    │   │                       NoNetwork
    │   └── HubRefused          BatchRefused
    ├── PairingError            PairingClosed, WrongCode
    ├── StoreError              DiskFull, StoreBusy, FileUnreadable, FileLost, PairingChanged,
    │   │                       RecordDamaged, RecordConflict
    │   └── StoreBroken         StoreDamaged
    ├── ReviewError             IllegalMove, NotFound, Stale, ClockImpossible, Held, NoHoldEnd, WorkBusy
    │   └── NoAnswerText        NoBecause
    ├── SeatError               SeatsTaken, NoRoom, SlugTaken, NoReason
    ├── BackupError             NoBackupFolder, FolderUnfit, FolderMissing, FolderInside, FolderGone, BackupFull,
    │                           BackupUnsound, NotABackup, BackupTooNew, BackupDamaged, WrongWords, HubHere
    ├── AmbiguousPair
    ├── MailError               MailRefused, MailUnsent
    ├── AccessError             SignInFailed, WrongSecond, WrongPin, TooManyTries, SignInBusy, NotAllowed,
    │                           NameTaken, InvitationOver, LastAdmin, NoRole
    │   ├── WeakPassword        GuessablePassword, PasswordsDiffer
    │   └── WeakPin             GuessablePin
    └── MachineError            CannotListen, NotInstalled, NoHubHere, AlreadyRunning, NoScreen, NoSound,
                                NoTemporaryRoom, ScreenTooSmall, CertificateUnfit, CertificateOver,
                                CertificateEnding

Each class has a stable ``code`` (wire, docs, logs) and ``says``: the text for people, a message id in
the catalogues. The exception's own message is for logs and never holds a visitor's words.
"""

from shared.errors.access import (
    AccessError,
    GuessablePassword,
    GuessablePin,
    InvitationOver,
    LastAdmin,
    NameTaken,
    NoRole,
    NotAllowed,
    PasswordsDiffer,
    SignInBusy,
    SignInFailed,
    TooManyTries,
    WeakPassword,
    WeakPin,
    WrongPin,
    WrongSecond,
)
from shared.errors.backup import (
    BackupDamaged,
    BackupError,
    BackupFull,
    BackupTooNew,
    BackupUnsound,
    FolderGone,
    FolderInside,
    FolderMissing,
    FolderUnfit,
    HubHere,
    NoBackupFolder,
    NotABackup,
    WrongWords,
)
from shared.errors.base import SamskapError
from shared.errors.input import (
    ActivityOver,
    AmbiguousPair,
    AnswerEmpty,
    AnswerTooBig,
    AnswerTooLong,
    BadName,
    BadPlace,
    InvalidActivity,
    InvalidAnswer,
    InvalidConfig,
    InvalidInput,
    InvalidPrompt,
    NotACalendar,
    NotJson,
    NotReachable,
    NotText,
    PartyTooLarge,
    SignUpTooLarge,
    TooManyChoices,
    UnknownActivity,
    UnknownChoice,
    UnknownKind,
    UnknownPrompt,
)
from shared.errors.link import (
    BatchRefused,
    HubFull,
    HubRefused,
    HubTimedOut,
    HubUnreachable,
    KioskRevoked,
    LinkError,
    NoNetwork,
    NotAHub,
    NotPaired,
    PairingClosed,
    PairingError,
    WrongCode,
    WrongHub,
)
from shared.errors.machine import (
    AlreadyRunning,
    CannotListen,
    CertificateEnding,
    CertificateOver,
    CertificateUnfit,
    MachineError,
    NoHubHere,
    NoScreen,
    NoSound,
    NoTemporaryRoom,
    NotInstalled,
    ScreenTooSmall,
)
from shared.errors.message import (
    BadMessage,
    BadPhrase,
    CannotUnseal,
    MessageTooLarge,
    MessageTooSlow,
    ProtocolError,
    SealError,
    UnknownEncoding,
    VersionMismatch,
)
from shared.errors.pictures import (
    BadLogo,
    FileTooLarge,
    LogoBlank,
    LogoIsSvg,
    LogoMisshapen,
    LogoMissing,
    LogoTooDetailed,
    LogoUnreadable,
)
from shared.errors.staff import (
    ClockImpossible,
    Held,
    IllegalMove,
    MailError,
    MailRefused,
    MailUnsent,
    NoAnswerText,
    NoBecause,
    NoHoldEnd,
    NoReason,
    NoRoom,
    NotFound,
    ReviewError,
    SeatError,
    SeatsTaken,
    SlugTaken,
    Stale,
    WorkBusy,
)
from shared.errors.store import (
    DiskFull,
    FileLost,
    FileUnreadable,
    PairingChanged,
    RecordConflict,
    RecordDamaged,
    StoreBroken,
    StoreBusy,
    StoreDamaged,
    StoreError,
)

__all__ = [
    "AccessError",
    "ActivityOver",
    "AlreadyRunning",
    "AmbiguousPair",
    "AnswerEmpty",
    "AnswerTooBig",
    "AnswerTooLong",
    "BackupDamaged",
    "BackupError",
    "BackupFull",
    "BackupTooNew",
    "BackupUnsound",
    "BadLogo",
    "BadMessage",
    "BadName",
    "BadPhrase",
    "BadPlace",
    "BatchRefused",
    "CannotListen",
    "CannotUnseal",
    "CertificateEnding",
    "CertificateOver",
    "CertificateUnfit",
    "ClockImpossible",
    "DiskFull",
    "FileLost",
    "FileTooLarge",
    "FileUnreadable",
    "FolderGone",
    "FolderInside",
    "FolderMissing",
    "FolderUnfit",
    "GuessablePassword",
    "GuessablePin",
    "Held",
    "HubFull",
    "HubHere",
    "HubRefused",
    "HubTimedOut",
    "HubUnreachable",
    "IllegalMove",
    "InvalidActivity",
    "InvalidAnswer",
    "InvalidConfig",
    "InvalidInput",
    "InvalidPrompt",
    "InvitationOver",
    "KioskRevoked",
    "LastAdmin",
    "LinkError",
    "LogoBlank",
    "LogoIsSvg",
    "LogoMisshapen",
    "LogoMissing",
    "LogoTooDetailed",
    "LogoUnreadable",
    "MachineError",
    "MailError",
    "MailRefused",
    "MailUnsent",
    "MessageTooLarge",
    "MessageTooSlow",
    "NameTaken",
    "NoAnswerText",
    "NoBackupFolder",
    "NoBecause",
    "NoHoldEnd",
    "NoHubHere",
    "NoNetwork",
    "NoReason",
    "NoRole",
    "NoRoom",
    "NoScreen",
    "NoSound",
    "NoTemporaryRoom",
    "NotABackup",
    "NotACalendar",
    "NotAHub",
    "NotAllowed",
    "NotFound",
    "NotInstalled",
    "NotJson",
    "NotPaired",
    "NotReachable",
    "NotText",
    "PairingChanged",
    "PairingClosed",
    "PairingError",
    "PartyTooLarge",
    "PasswordsDiffer",
    "ProtocolError",
    "RecordConflict",
    "RecordDamaged",
    "ReviewError",
    "SamskapError",
    "ScreenTooSmall",
    "SealError",
    "SeatError",
    "SeatsTaken",
    "SignInBusy",
    "SignInFailed",
    "SignUpTooLarge",
    "SlugTaken",
    "Stale",
    "StoreBroken",
    "StoreBusy",
    "StoreDamaged",
    "StoreError",
    "TooManyChoices",
    "TooManyTries",
    "UnknownActivity",
    "UnknownChoice",
    "UnknownEncoding",
    "UnknownKind",
    "UnknownPrompt",
    "VersionMismatch",
    "WeakPassword",
    "WeakPin",
    "WorkBusy",
    "WrongCode",
    "WrongHub",
    "WrongPin",
    "WrongSecond",
    "WrongWords",
]
