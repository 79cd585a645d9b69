//! English.

use wire::error::{Code, Fault};

use super::{Words, say};

pub(super) fn code(code: Code) -> Words {
    match code {
        Code::MalformedJson => say(
            "Malformed JSON",
            "The body is not valid JSON, or is nested too deeply.",
        ),
        Code::UnknownParameter => say(
            "Unknown parameter",
            "The address has a parameter that this operation does not know.",
        ),
        Code::InvalidParameter => say(
            "Invalid parameter",
            "A parameter of the address has a value that cannot be used.",
        ),
        Code::CursorInvalid => say(
            "Stale page",
            "This page marker belongs to another list or is damaged. Start from the first page.",
        ),
        Code::NotSignedIn => say("Not signed in", "Sign in to continue."),
        Code::WrongCredentials => say(
            "Wrong e-mail or password",
            "The e-mail or the password is wrong.",
        ),
        Code::SessionEnded => say("The session has ended", "Sign in again."),
        Code::NotAllowed => say("Not allowed", "Your role does not allow this."),
        Code::WrongOrigin => say(
            "Wrong origin",
            "This request must come from Perezvon's own pages.",
        ),
        Code::NotFound => say(
            "Not found",
            "There is no such thing, or it is outside your reach.",
        ),
        Code::MethodNotAllowed => say(
            "Method not allowed",
            "This address does not answer this method.",
        ),
        Code::TaskAlreadyDone => say(
            "Already done",
            "The task was already completed: {by}, {result}.",
        ),
        Code::TaskCancelled => say(
            "The task was cancelled",
            "The task was cancelled: {by} {reason}.",
        ),
        Code::NextTaskStarted => say(
            "The next task was started",
            "Somebody has already worked on the next task, so this can no longer be taken back.",
        ),
        Code::UndoExpired => say(
            "Too late to take back",
            "The time in which this could be undone is over.",
        ),
        Code::InUse => say(
            "In use",
            "It is still used elsewhere: {by}. Remove those uses first.",
        ),
        Code::Taken => say("Already taken", "There is already one with this name."),
        Code::AlreadySetUp => say(
            "Already set up",
            "The organisation was set up before. Sign in instead.",
        ),
        Code::NotSetUp => say(
            "Not set up yet",
            "The organisation is not set up yet. Use the link that the server printed when it started.",
        ),
        Code::NotPublishable => say(
            "Cannot be published",
            "The draft has errors. Correct them and publish again.",
        ),
        Code::WrongState => say(
            "Not possible now",
            "This is not possible in its present state: {state}.",
        ),
        Code::ComparisonRunning => say(
            "Versions are being compared",
            "Two versions of this process are being compared. End the comparison first.",
        ),
        Code::ChainRunning => say(
            "A chain is running",
            "The client already has a running chain of this process.",
        ),
        Code::AlreadyMerged => say(
            "Merged already",
            "This card was merged into another one: {by}, {at}. Open that card.",
        ),
        Code::MergedSince => say(
            "Another merge first",
            "The card took part in a later merge. Undo that one first.",
        ),
        Code::OpenTasks => say(
            "Open tasks",
            "The employee has open tasks or clients: {count}. Say who takes them over.",
        ),
        Code::Conflict => say(
            "Changed at the same moment",
            "Somebody changed it at the same moment. Try again.",
        ),
        Code::StillRunning => say(
            "Still running",
            "The same request is being answered right now. Wait a moment.",
        ),
        Code::LinkInvalid => say(
            "The link does not work",
            "The link was used, has expired or never existed. Ask for a new one.",
        ),
        Code::VersionMismatch => say(
            "Changed meanwhile",
            "Somebody changed it after you opened it. Load it again and repeat your change.",
        ),
        Code::TooLarge => say(
            "Too large",
            "The request is larger than the server accepts.",
        ),
        Code::FileTooLarge => say(
            "The file is too large",
            "A file may have at most {max_mib} MiB. Make it smaller, or ask whoever runs the server to allow more.",
        ),
        Code::UnsupportedMediaType => say("Not JSON", "The body must be sent as application/json."),
        Code::ValidationFailed => say(
            "Please check the fields",
            "Some fields need your attention.",
        ),
        Code::ResultNotAllowed => say(
            "This result does not fit",
            "This task cannot end with this result.",
        ),
        Code::IdempotencyKeyReused => say(
            "The key was used before",
            "This Idempotency-Key was already used for another request.",
        ),
        Code::IdempotencyKeyRequired => say(
            "A key is needed",
            "This request needs an Idempotency-Key header.",
        ),
        Code::VersionRequired => say(
            "The version is missing",
            "Say in If-Match which version you have seen.",
        ),
        Code::TooManyRequests => say(
            "Too many attempts",
            "Too many attempts. Wait a little and try again.",
        ),
        Code::Internal => say(
            "An error on our side",
            "Something went wrong on the server. The request changed nothing.",
        ),
        Code::Busy => say(
            "The server is busy",
            "The server is busy. Try again in a moment.",
        ),
        Code::NotReady => say(
            "Not ready",
            "The server is starting or its database does not answer.",
        ),
    }
}

pub(super) fn fault(fault: Fault) -> &'static str {
    match fault {
        Fault::Required => "Fill this in.",
        Fault::UnknownField => "There is no such field here.",
        Fault::UnknownParameter => "There is no such parameter.",
        Fault::WrongType => "The value is of the wrong kind; expected {wanted}.",
        Fault::TooSmall => "Not less than {min}.",
        Fault::TooBig => "Not more than {max}.",
        Fault::TooLong => "At most {max} long.",
        Fault::TooShort => "At least {min} long.",
        Fault::InPast => "Choose a moment in the future.",
        Fault::NotInDictionary => "Choose a value from the list.",
        Fault::EmptyFile => "The file is empty: choose one that has something in it.",
        Fault::Archived => "This one is archived and can no longer be chosen.",
        Fault::NotFound => "Not found.",
        Fault::WrongId => "This is not an id of the right kind; expected {wanted}.",
        Fault::Malformed => "Check how this is written.",
        Fault::WrongCurrency => "Use the organisation's currency {wanted}.",
        Fault::Taken => "This is already taken.",
        Fault::NotAllowed => "This cannot be set here.",
        Fault::NotHttps => "Give an address that begins with https://.",
        Fault::WeakPassword => {
            "Choose a password that is harder to guess: not a common one, and without your name or the club's."
        }
        Fault::ControlCharacters => "Remove the invisible characters.",
        Fault::Graph => "Correct this place in the process.",
        Fault::WrongOperator => "This field is asked otherwise: {allowed}.",
        Fault::WrongCount => "The number of values wanted here: {wanted}.",
        Fault::TooMany => "Not more than {max} of them.",
        Fault::TooDeep => "Not more than {max} groups within each other.",
        Fault::SegmentCircle => {
            "The segment depends on itself. Take it out here, or change its conditions."
        }
        Fault::SegmentUnusable => {
            "The conditions of this segment do not work now: a field is gone, or you may not see it. Open the segment in the settings, or choose another one."
        }
        Fault::Overlaps => {
            "The client already has this discount {days}. Change that one or choose other days."
        }
        Fault::TooEarly => "Not before the first day: {min}.",
        Fault::File => "Correct this line of the file.",
    }
}
