"""What the pages about activities are for."""

from hub.web.page.help import Help
from shared.languages import N_

ACTIVITIES = Help(
    N_("All that comes, and how full it is."),
    (
        N_("Make a new activity."),
        N_("Open one to see who comes."),
        N_("Tell people who are waiting to hear from you."),
    ),
    "activities",
)
NEW_ACTIVITY = Help(
    N_("A new activity begins from a shape, so that little is left to fill in."),
    (
        N_("Choose the shape that is most like it."),
        N_("Change everything afterwards."),
        N_("Take many at once from a calendar file."),
    ),
    "activities",
)
EDIT_ACTIVITY = Help(
    N_("What people read about the activity, and what they are asked."),
    (
        N_("Write it in the languages you can."),
        N_("Say when, where, and how many seats."),
        N_("Ask only for what you need to know."),
    ),
    "activities",
)
ACTIVITY = Help(
    N_("One activity: when, how full, and who comes."),
    (
        N_("Write in somebody who phones."),
        N_("Print the list, or tick people off at the door."),
        N_("Give free seats to those who wait."),
    ),
    "activities",
)
CALL_OFF = Help(
    N_("Here an activity is cancelled, and everybody is to be told."),
    (
        N_("Write the reason: everybody reads it."),
        N_("See how many have signed up."),
        N_("Tell them afterwards, from the list."),
    ),
    "activities",
)
ADD_SIGN_UP = Help(
    N_("Here you sign somebody up who phones or stands before you."),
    (
        N_("Say how many they are."),
        N_("Fill in only what they tell you."),
        N_("Give them the code: with it they can see and cancel."),
    ),
    "activities",
)
SIGN_UP = Help(
    N_("One sign-up, and what can be done with it."),
    (
        N_("Let fewer come, or move them."),
        N_("Show contact and answers, if you look after the activity."),
        N_("Cancel it, or erase it for good."),
    ),
    "activities",
)
TO_TELL = Help(
    N_("Those for whom something has changed, and who do not know it yet."),
    (
        N_("Call or write to them."),
        N_("Tick off whoever has been told."),
        N_("Ask a colleague where you do not see the contact."),
    ),
    "activities",
)
ATTENDANCE = Help(
    N_("Here you count those who come, at the door."),
    (
        N_("Tick whoever has signed up."),
        N_("Count the others without a name."),
        N_("Print the list, if there is no network there."),
    ),
    "activities",
)
LEAFLET = Help(
    N_("What comes, on paper and in other people's calendars."),
    (
        N_("Print the leaflet in a language."),
        N_("Give others the address of your calendar."),
        N_("Take activities from a calendar file."),
    ),
    "activities",
)
IMPORT = Help(
    N_("Here you take activities from a calendar somebody else keeps."),
    (
        N_("Choose the file."),
        N_("Read what it would change, before you say yes."),
        N_("Open each new one and see that it is right."),
    ),
    "activities",
)
