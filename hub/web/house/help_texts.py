"""What the pages of the house are for: kiosks, questions, people, settings, and one's own."""

from hub.web.page.help import Help
from shared.languages import N_

TODAY = Help(
    N_("What waits for you, and what is on today."),
    (
        N_("Take first what waits."),
        N_("Open the door of an activity that begins."),
        N_("Go through the first day, if the library is new."),
    ),
    "every-day",
)
FIRST_QUESTIONS = Help(
    N_("A new library has four questions ready."),
    (
        N_("Keep those that suit you."),
        N_("Close those that do not."),
        N_("Write your own later."),
    ),
    "questions",
)
PROMPTS = Help(
    N_("All that the kiosks ask, in their order."),
    (
        N_("Make a new question."),
        N_("Change the order: the first begins the round."),
        N_("Open one to rewrite or close it."),
    ),
    "questions",
)
NEW_PROMPT = Help(
    N_("A question begins with how it is answered."),
    (
        N_("Choose words, faces, a choice, or a drawing."),
        N_("Ask about one thing you can act on."),
        N_("Do not ask who somebody is: children use it."),
    ),
    "questions",
)
PROMPT = Help(
    N_("One question: its words, its days, and how long answers are kept."),
    (
        N_("Write it in the languages you can, and see how it looks."),
        N_("Choose the last day. Answers stay."),
        N_("Promise a short time, and save."),
    ),
    "questions",
)
KIOSKS = Help(
    N_("How each kiosk is, and what it needs of you."),
    (
        N_("Read what is wrong, and do what it says."),
        N_("Add a kiosk."),
        N_("Shut out a kiosk that is lost or stolen."),
    ),
    "kiosks",
)
ADD_KIOSK = Help(
    N_("Here a tablet and this hub come to know each other."),
    (
        N_("Give it a name, and say where it stands."),
        N_("Type the code on the tablet within ten minutes."),
        N_("Wait until it says how many questions have come."),
    ),
    "kiosks",
)
REVOKE_KIOSK = Help(
    N_("A kiosk that is shut out is refused at once."),
    (
        N_("Look whether it is the right one."),
        N_("Shut it out."),
        N_("Clear up afterwards what came from it."),
    ),
    "kiosks",
)
CAME = Help(
    N_("What came from a kiosk after you last knew where it was."),
    (
        N_("Choose from when."),
        N_("Set the answers aside. They can be put back."),
        N_("Cancel the sign-ups. That cannot be undone."),
    ),
    "kiosks",
)
SETTINGS = Help(
    N_("What holds for the whole library and all its kiosks."),
    (
        N_("Give the library its name, colour and logo."),
        N_("Choose the language of the kiosks when nobody uses them."),
        N_("Print the recovery words, and lock the paper away."),
    ),
    "library",
)
BACKUP = Help(
    N_("Where backups go, and how the last ones went."),
    (
        N_("Choose a drive or a folder that is not on the hub's own disk."),
        N_("Make one now, and see that it could be read back."),
        N_("Keep the recovery words on paper: nothing else opens a backup."),
    ),
    "backup",
)
PHRASE = Help(
    N_("With these words another computer can open what visitors wrote."),
    (
        N_("Print them, once."),
        N_("Lock the paper away, not beside the hub."),
        N_("Show them to nobody, and photograph nothing."),
    ),
    "library",
)
HISTORY = Help(
    N_("Who did what and when. What visitors said is not in it."),
    (
        N_("Choose a person, an act, or days."),
        N_("See whether a line was changed afterwards."),
        N_("Print it, if somebody asks."),
    ),
    "history",
)
PEOPLE = Help(
    N_("Who works with this hub, and what each may do."),
    (
        N_("Invite a colleague."),
        N_("Open a person to change the roles."),
        N_("Shut out whoever leaves, the same day."),
    ),
    "people",
)
INVITE = Help(
    N_("A colleague gets a name, one or several roles, and a code."),
    (
        N_("Write the name as you say it."),
        N_("Choose no more roles than the work needs."),
        N_("Give them the code yourself."),
    ),
    "people",
)
INVITED = Help(
    N_("The code with which a colleague chooses a password."),
    (
        N_("Show it, or print it."),
        N_("Give it to nobody else."),
        N_("Make a new one, if it is lost."),
    ),
    "people",
)
PERSON = Help(
    N_("One colleague: roles, signing in, and leaving."),
    (
        N_("Change what the person is here."),
        N_("Give a new code to whoever forgot the password."),
        N_("Shut the person out: at once and everywhere."),
    ),
    "people",
)
ME = Help(
    N_("What is yours alone: language, password, telephone."),
    (
        N_("Choose your language."),
        N_("Change your password."),
        N_("See where you are signed in, and end what you do not know."),
    ),
    "signing-in",
)
PASSWORD = Help(
    N_("Here you choose another password."),
    (
        N_("Type the old one."),
        N_("Choose four ordinary words."),
        N_("Use it nowhere else."),
    ),
    "signing-in",
)
SECOND_KEY = Help(
    N_("Your telephone keeps others out who have seen your password."),
    (
        N_("Point the camera of your app at the picture."),
        N_("Print the recovery codes, and keep the paper to yourself."),
        N_("Ask an admin, if both are gone."),
    ),
    "any-desk",
)
HELD = Help(
    N_("What you were writing was kept while you signed in."),
    (
        N_("Read what you wrote."),
        N_("Send it now."),
        N_("Let it go, if it is not needed."),
    ),
    "signing-in",
)
GUIDE = Help(
    N_("All you need to know of Samskap, in your language."),
    (
        N_("Read the chapter about every day first."),
        N_("Look up what to do, when something happens."),
        N_("Print it, and put it where all of you find it."),
    ),
    "every-day",
)
WORK = Help(
    N_("Work that takes long, and goes on without you."),
    (
        N_("Begin what you need, such as a report to print."),
        N_("Leave the page, and come back when you like."),
        N_("Cancel what you have no time for now."),
    ),
    "library",
)
