//! The one error of the API, and the one place where the store's and the domain's refusals become it.

use std::collections::BTreeMap;
use std::fmt::Display;

use domain::chains::Rejection;
use domain::fields::{FaultKind, FieldFault};
use store::{Guard, StoreError, UnitError};
use wire::error::{Code, Fault, FieldError};

/// Why a handler gave no reply.
#[derive(Debug)]
pub enum ApiError {
    Refused(Box<Refusal>),
    /// As it came from the store, so that the store can see whether running again may help.
    Store(StoreError),
    /// Not a refusal: the same request was answered before, and this is that answer.
    Replayed(Box<Replay>),
}

/// A refusal before it is put into the reader's language.
#[derive(Debug)]
pub struct Refusal {
    pub code: Code,
    pub params: BTreeMap<String, String>,
    /// All faulty fields, without their messages.
    pub errors: Vec<FieldError>,
    /// Seconds.
    pub retry_after: Option<u32>,
    /// For the log, never for the answer.
    pub cause: Option<String>,
}

/// An answer that was saved with its effect.
#[derive(Debug, Clone)]
pub struct Replay {
    pub status: u16,
    pub body: String,
}

impl ApiError {
    pub fn new(code: Code) -> Self {
        Self::Refused(Box::new(Refusal {
            code,
            params: BTreeMap::new(),
            errors: Vec::new(),
            retry_after: None,
            cause: None,
        }))
    }

    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// Whether it says that something does not exist, for a caller that says it in other words.
    pub fn is_not_found(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.code == Code::NotFound,
            Self::Store(StoreError::NotFound) => true,
            Self::Store(_) | Self::Replayed(_) => false,
        }
    }

    /// 422 with these faulty fields.
    pub fn fields(errors: Vec<FieldError>) -> Self {
        Self::new(Code::ValidationFailed).and(|refusal| refusal.errors = errors)
    }

    /// The same refusal with these faulty fields.
    #[must_use]
    pub fn listing(self, errors: Vec<FieldError>) -> Self {
        self.and(|refusal| refusal.errors = errors)
    }

    /// The faulty fields that it names.
    pub fn into_faults(self) -> Vec<FieldError> {
        self.outcome()
            .err()
            .map_or(Vec::new(), |refusal| refusal.errors)
    }

    /// 422 with one faulty field.
    pub fn field(pointer: &str, fault: Fault) -> Self {
        Self::fields(vec![FieldError::at(pointer, fault)])
    }

    /// 400 with these faulty parameters.
    pub fn parameters(errors: Vec<FieldError>) -> Self {
        let code = match errors.iter().any(|e| e.code == Fault::UnknownParameter) {
            true => Code::UnknownParameter,
            false => Code::InvalidParameter,
        };
        Self::new(code).and(|refusal| refusal.errors = errors)
    }

    /// Something that must not happen; the cause goes to the log only.
    pub fn internal(cause: impl Display) -> Self {
        Self::new(Code::Internal).because(cause)
    }

    /// A fact about the refusal, as the code's description names it.
    #[must_use]
    pub fn with(self, name: &str, value: impl Display) -> Self {
        self.and(|refusal| {
            refusal.params.insert(name.to_owned(), value.to_string());
        })
    }

    #[must_use]
    pub fn retry_after(self, seconds: u32) -> Self {
        self.and(|refusal| refusal.retry_after = Some(seconds))
    }

    /// What the log should know.
    #[must_use]
    pub fn because(self, cause: impl Display) -> Self {
        self.and(|refusal| refusal.cause = Some(cause.to_string()))
    }

    /// What is answered: a refusal, or an earlier answer.
    pub fn outcome(self) -> Result<Replay, Refusal> {
        match self {
            Self::Replayed(replay) => Ok(*replay),
            Self::Refused(refusal) => Err(*refusal),
            Self::Store(error) => Err(of_store(error)),
        }
    }

    fn and(self, change: impl FnOnce(&mut Refusal)) -> Self {
        match self.outcome() {
            Ok(replay) => Self::Replayed(Box::new(replay)),
            Err(mut refusal) => {
                change(&mut refusal);
                Self::Refused(Box::new(refusal))
            }
        }
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl UnitError for ApiError {
    fn store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Store(error) => Some(error),
            _ => None,
        }
    }
}

/// The one place where the store's refusals become codes.
fn of_store(error: StoreError) -> Refusal {
    let refused = |error: ApiError| match error {
        ApiError::Refused(refusal) => *refusal,
        _ => unreachable!("made as a refusal two lines above"),
    };
    refused(match error {
        StoreError::NotFound => ApiError::new(Code::NotFound),
        StoreError::Forbidden(permission) => {
            ApiError::new(Code::NotAllowed).with("permission", permission)
        }
        StoreError::VersionMismatch { current } => {
            ApiError::new(Code::VersionMismatch).with("current_version", current)
        }
        StoreError::InUse { count, by } => in_use(count, &by),
        StoreError::CursorInvalid => ApiError::new(Code::CursorInvalid)
            .and(|r| r.errors = vec![FieldError::parameter("cursor", Fault::Malformed)]),
        StoreError::Conflict(guard) => of_guard(guard),
        StoreError::Raced => ApiError::new(Code::Conflict),
        StoreError::Busy => ApiError::new(Code::Busy).retry_after(1),
        StoreError::Unavailable(cause) => ApiError::new(Code::Busy).retry_after(2).because(cause),
        StoreError::Corrupt(_)
        | StoreError::Setup(_)
        | StoreError::Panicked(_)
        | StoreError::Db(_) => ApiError::internal(error),
    })
}

/// Names the first of those that use it; where they have no names, says how many they are.
fn in_use(count: u64, by: &[String]) -> ApiError {
    const NAMED: usize = 5;
    let mut users = by
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match by.len() {
        0 => users = count.to_string(),
        all if all > NAMED => users += " …",
        _ => {}
    }
    ApiError::new(Code::InUse)
        .with("count", count)
        .with("by", users)
}

fn of_guard(guard: Guard) -> ApiError {
    let taken = |pointer| {
        ApiError::new(Code::Taken).and(|r| r.errors = vec![FieldError::at(pointer, Fault::Taken)])
    };
    match guard {
        Guard::BranchName
        | Guard::RoleName
        | Guard::DictionaryName
        | Guard::DiscountName
        | Guard::ValueName
        | Guard::ResultName
        | Guard::TemplateName
        | Guard::ProcessName
        | Guard::HookName
        | Guard::SegmentName
        | Guard::MappingName => taken("/name"),
        Guard::EmployeeEmail => taken("/email"),
        Guard::FieldKey => taken("/fields"),
        Guard::ChainRunning => ApiError::new(Code::ChainRunning),
        Guard::TransferAtWork => ApiError::new(Code::WrongState).with("state", "transfer_at_work"),
        Guard::ComparisonRunning => ApiError::new(Code::ComparisonRunning),
        Guard::Organisation => ApiError::new(Code::AlreadySetUp),
        Guard::IdempotencyKey => ApiError::new(Code::StillRunning).retry_after(1),
        other => ApiError::new(Code::Conflict).because(format!("guard {other:?}")),
    }
}

impl From<Code> for ApiError {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<Rejection> for ApiError {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NotOpen => Self::new(Code::WrongState),
            Rejection::ResultNotAllowed { allowed } => {
                let ids: Vec<String> = allowed.iter().map(ToString::to_string).collect();
                Self::new(Code::ResultNotAllowed).with("allowed", ids.join(","))
            }
            Rejection::Fields(faults) => Self::fields(faults.into_iter().map(answer).collect()),
            Rejection::Comment(why) => Self::fields(vec![fault("/comment", why)]),
            Rejection::DueNotAdjustable => Self::field("/next/due", Fault::NotAllowed),
            Rejection::DueInPast => Self::field("/next/due", Fault::InPast),
            Rejection::DueRequired => Self::field("/next/due", Fault::Required),
            Rejection::AssigneeNotAdjustable => Self::field("/next/assignee_id", Fault::NotAllowed),
            Rejection::AssigneeUnknown => Self::field("/next/assignee_id", Fault::NotFound),
            Rejection::NoContinuation => {
                Self::internal("a published version has no continuation for this step and result")
            }
            Rejection::TooManySteps => {
                Self::new(Code::WrongState).with("state", "too_many_steps_a_day")
            }
        }
    }
}

/// A faulty answer to a field, of a completion or of a card.
pub fn answer(answer: FieldFault) -> FieldError {
    fault(&format!("/fields/{}", answer.key), answer.why)
}

fn fault(pointer: &str, why: FaultKind) -> FieldError {
    let at = |code| FieldError::at(pointer, code);
    match why {
        FaultKind::Required => at(Fault::Required),
        FaultKind::Unknown => at(Fault::UnknownField),
        FaultKind::WrongType { wanted } => at(Fault::WrongType).with("wanted", wanted),
        FaultKind::TooSmall { min } => at(Fault::TooSmall).with("min", min),
        FaultKind::TooBig { max } => at(Fault::TooBig).with("max", max),
        FaultKind::TooLong { max } | FaultKind::TooMany { max } => {
            at(Fault::TooLong).with("max", max)
        }
        FaultKind::Characters => at(Fault::ControlCharacters),
        FaultKind::InPast => at(Fault::InPast),
        FaultKind::NotInDictionary => at(Fault::NotInDictionary),
        FaultKind::Archived => at(Fault::Archived),
        FaultKind::NotFound => at(Fault::NotFound),
        FaultKind::Malformed => at(Fault::Malformed),
        FaultKind::WrongCurrency { wanted } => at(Fault::WrongCurrency).with("wanted", wanted),
    }
}
