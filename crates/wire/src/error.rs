//! Refusals: one shape, RFC 9457 `application/problem+json`, and one catalogue of codes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:literal;)+) => {
        /// What went wrong, for programs. The contract; titles and messages are for people and are translated.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        // By hand: utoipa does not see a `rename` whose word comes out of a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for Code {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($word),+]))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for Code {}

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The HTTP status a problem with this code is answered with.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }
        }
    };
}

codes! {
    /// The body is not JSON, or deeper than 32 levels.
    MalformedJson = "malformed_json", 400;
    UnknownParameter = "unknown_parameter", 400;
    InvalidParameter = "invalid_parameter", 400;
    /// Forged, or of another filter or sort.
    CursorInvalid = "cursor_invalid", 400;
    /// No token, or a bad or expired one.
    NotSignedIn = "not_signed_in", 401;
    /// Wrong e-mail or password, the same answer for both.
    WrongCredentials = "wrong_credentials", 401;
    /// The refresh cookie is missing, old or was used twice.
    SessionEnded = "session_ended", 401;
    /// The role does not allow the action; `params.permission`.
    NotAllowed = "not_allowed", 403;
    /// The request does not come from our own pages.
    WrongOrigin = "wrong_origin", 403;
    /// Unknown, or outside the caller's scope.
    NotFound = "not_found", 404;
    MethodNotAllowed = "method_not_allowed", 405;
    /// `params.by`, `params.result`, `params.at`.
    TaskAlreadyDone = "task_already_done", 409;
    /// `params.by`, `params.reason`.
    TaskCancelled = "task_cancelled", 409;
    /// The next task was worked on already.
    NextTaskStarted = "next_task_started", 409;
    /// The time in which it could be undone is over.
    UndoExpired = "undo_expired", 409;
    /// Still referenced; `params.count`, and in `params.by` the names of what refers to it.
    InUse = "in_use", 409;
    /// The name or key is taken in this list.
    Taken = "taken", 409;
    /// The set-up was done already.
    AlreadySetUp = "already_set_up", 409;
    /// Not set up yet.
    NotSetUp = "not_set_up", 409;
    /// The draft has errors; `errors` lists them with pointers into the graph.
    NotPublishable = "not_publishable", 409;
    /// A change that the state does not allow; `params.state`.
    WrongState = "wrong_state", 409;
    /// Two versions of the process are being compared: that ends first.
    ComparisonRunning = "comparison_running", 409;
    /// The client already has a running chain of this process; `params.chain_id`.
    ChainRunning = "chain_running", 409;
    /// The card was put into another one; `params.by`, `params.at`, `params.into`.
    AlreadyMerged = "already_merged", 409;
    /// The card took part in a later merge, which is undone first; `params.merge_id`.
    MergedSince = "merged_since", 409;
    /// An employee with open tasks cannot leave without a hand-over; `params.count`.
    OpenTasks = "open_tasks", 409;
    /// Somebody else changed it in the same moment; repeat the request.
    Conflict = "conflict", 409;
    /// The same request is being answered right now.
    StillRunning = "still_running", 409;
    /// The link was used, has expired or never existed.
    LinkInvalid = "link_invalid", 410;
    VersionMismatch = "version_mismatch", 412;
    TooLarge = "too_large", 413;
    /// A file is larger than the server takes; `params.max` in bytes, `params.max_mib` in mebibytes.
    FileTooLarge = "file_too_large", 413;
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// See `errors`.
    ValidationFailed = "validation_failed", 422;
    /// `params.allowed`.
    ResultNotAllowed = "result_not_allowed", 422;
    IdempotencyKeyReused = "idempotency_key_reused", 422;
    IdempotencyKeyRequired = "idempotency_key_required", 422;
    /// `If-Match` is missing.
    VersionRequired = "version_required", 428;
    /// `Retry-After` says when.
    TooManyRequests = "too_many_requests", 429;
    Internal = "internal", 500;
    /// Pool or writer queue is full; `Retry-After` says when.
    Busy = "busy", 503;
    NotReady = "not_ready", 503;
}

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)+) => {
        /// What is wrong with one field or parameter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Fault { $($(#[$doc])* #[serde(rename = $word)] $name),+ }

        // By hand: utoipa does not see a `rename` whose word comes out of a macro.
        #[cfg(feature = "openapi")]
        impl utoipa::PartialSchema for Fault {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($word),+]))
                    .into()
            }
        }

        #[cfg(feature = "openapi")]
        impl utoipa::ToSchema for Fault {}

        impl Fault {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }
        }
    };
}

faults! {
    Required = "required";
    UnknownField = "unknown_field";
    UnknownParameter = "unknown_parameter";
    WrongType = "wrong_type";
    /// `params.min`.
    TooSmall = "too_small";
    /// `params.max`.
    TooBig = "too_big";
    /// `params.max`.
    TooLong = "too_long";
    /// `params.min`.
    TooShort = "too_short";
    InPast = "in_past";
    NotInDictionary = "not_in_dictionary";
    Archived = "archived";
    NotFound = "not_found";
    /// An id of another kind; `params.wanted`.
    WrongId = "wrong_id";
    Malformed = "malformed";
    WrongCurrency = "wrong_currency";
    Taken = "taken";
    NotAllowed = "not_allowed";
    /// Not an address that begins with https.
    NotHttps = "not_https";
    /// A password that is common or contains the person's or club's name.
    WeakPassword = "weak_password";
    ControlCharacters = "control_characters";
    /// A file without a single byte.
    EmptyFile = "empty_file";
    /// A problem of a process's graph; `params.problem`.
    Graph = "graph";
    /// A field that is not asked so; `params.allowed`.
    WrongOperator = "wrong_operator";
    /// Another number of values; `params.wanted`.
    WrongCount = "wrong_count";
    /// More than there may be; `params.max`.
    TooMany = "too_many";
    /// Groups within groups, deeper than `params.max`.
    TooDeep = "too_deep";
    /// A segment that asks about the segment it is asked by.
    SegmentCircle = "segment_circle";
    /// A segment whose own filter asks what cannot be asked any more, or not by the caller.
    SegmentUnusable = "segment_unusable";
    /// The client has this discount on some of these days already; `params.days`.
    Overlaps = "overlaps";
    /// A last day before the first; `params.min`.
    TooEarly = "too_early";
    /// A line of a file; `params.line`, `params.column`, `params.path`, `params.problem`.
    File = "file";
}

/// One faulty field (`pointer`, RFC 6901) or query parameter (`parameter`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    pub pointer: Option<String>,
    pub parameter: Option<String>,
    pub code: Fault,
    /// In the reader's language: what is wrong and what to do.
    pub message: String,
    pub params: BTreeMap<String, String>,
}

impl FieldError {
    /// Without its message: the server's catalogue adds it in the reader's language.
    pub fn at(pointer: impl Into<String>, code: Fault) -> Self {
        Self {
            pointer: Some(pointer.into()),
            parameter: None,
            code,
            message: String::new(),
            params: BTreeMap::new(),
        }
    }

    pub fn parameter(name: impl Into<String>, code: Fault) -> Self {
        Self {
            pointer: None,
            parameter: Some(name.into()),
            code,
            message: String::new(),
            params: BTreeMap::new(),
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// A refusal as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/problems/<code>`: a page of the API's own documentation.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub code: Code,
    pub detail: String,
    /// Path of the request.
    pub instance: String,
    pub request_id: String,
    /// Facts about the refusal, named in the code's description.
    pub params: BTreeMap<String, String>,
    /// All faulty fields, never only the first.
    pub errors: Vec<FieldError>,
}
