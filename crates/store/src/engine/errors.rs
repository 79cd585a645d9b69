//! What can go wrong in the database, in the words of the product.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};
use domain::access::Permission;

/// Why a unit of work failed. Nothing of it was stored.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row, or not within the actor's reach: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// The row is visible, the action is not allowed.
    #[error("not allowed: {0}")]
    Forbidden(Permission),
    /// A guard of the database refused: somebody else was first, or a name is taken.
    #[error("guard {0:?} refused")]
    Conflict(Guard),
    /// The row is at another version than the one that was seen.
    #[error("the row is at version {current}")]
    VersionMismatch { current: i64 },
    /// Still referenced that often; `by` names those that have names.
    #[error("in use {count} times, by {by:?}")]
    InUse { count: u64, by: Vec<String> },
    /// Lost a race between transactions more often than the engine retries; the same request may succeed now.
    #[error("lost a race with another transaction")]
    Raced,
    /// The writer's queue or the pool is full, or the wait was too long.
    #[error("too busy")]
    Busy,
    /// A cursor that was not made here, or for another filter or sort.
    #[error("invalid cursor")]
    CursorInvalid,
    /// The database cannot be reached, or gave up; the same request may succeed later.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// The database holds what the code never writes.
    #[error("corrupt data: {0}")]
    Corrupt(String),
    /// The database cannot be used as it is: wrong URL, newer schema, unfit server.
    #[error("{0}")]
    Setup(String),
    /// The closure panicked; its changes were undone.
    #[error("a unit of work panicked: {0}")]
    Panicked(String),
    #[error("database: {0}")]
    Db(Error),
}

/// What a closure of [`crate::Db::write`] may fail with: the caller's own error, as long as the engine can see a
/// [`StoreError`] inside it and so decide whether to run the closure again.
pub trait UnitError: From<StoreError> + Send + 'static {
    fn store_error(&self) -> Option<&StoreError>;
}

impl UnitError for StoreError {
    fn store_error(&self) -> Option<&StoreError> {
        Some(self)
    }
}

macro_rules! guards {
    ($($(#[$doc:meta])* $guard:ident = $name:literal, $columns:literal;)+) => {
        /// Constraints that decide a race or a rule, by one name for both databases.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Guard {
            $($(#[$doc])* $guard,)+
            /// Something is referenced that does not exist, or still is.
            Reference,
            /// A CHECK: the code let something through that it should not have.
            Rule,
            /// Another unique constraint.
            Other,
        }

        /// PostgreSQL names the index, SQLite the columns.
        const GUARDS: &[(Guard, &str, &str)] = &[$((Guard::$guard, $name, $columns)),+];
    };
}

guards! {
    /// One open task per chain.
    OneOpenTask = "tasks_one_open", "tasks.chain_id";
    /// One successor per task.
    Predecessor = "tasks_predecessor", "tasks.predecessor_id";
    /// One completion per task that was not taken back.
    CompletedOnce = "completions_once", "completions.task_id";
    /// One running chain per client and process.
    ChainRunning = "chains_running", "chains.client_id, chains.process_id";
    /// One chain takes over from another.
    StartedFrom = "chains_started_from", "chains.started_from";
    IdempotencyKey = "idempotency_keys_pkey", "idempotency_keys.employee_id, idempotency_keys.key";
    JobKey = "jobs_key", "jobs.key";
    BranchName = "branches_name", "branches.sort_key";
    RoleName = "roles_name", "roles.sort_key";
    RoleBuiltIn = "roles_built_in", "roles.built_in";
    EmployeeEmail = "employees_email", "employees.email_key";
    DictionaryName = "dictionaries_name", "dictionaries.sort_key";
    DiscountName = "discounts_name", "discounts.sort_key";
    ValueName = "dictionary_values_name", "dictionary_values.dictionary_id, dictionary_values.sort_key";
    ResultName = "results_name", "results.sort_key";
    FieldKey = "result_fields_key", "result_fields.result_id, result_fields.key";
    TemplateName = "templates_name", "templates.sort_key";
    ProcessName = "processes_name", "processes.sort_key";
    /// One draft or published version per process; SQLite does not tell which.
    ProcessVersion = "process_versions_draft", "process_versions.process_id";
    ProcessPublished = "process_versions_published", "process_versions.process_id";
    VersionNumber = "process_versions_number", "process_versions.process_id, process_versions.number";
    /// One transfer of a process at a time.
    TransferAtWork = "transfers_at_work", "transfers.process_id";
    /// One comparison of a process at a time, and nothing published over it.
    ComparisonRunning = "comparisons_running", "comparisons.process_id";
    /// A card is put into one other card at most.
    Merged = "merges_other", "merges.other_id";
    /// One look for duplicates at a time.
    LookRunning = "duplicate_looks_running", "index 'duplicate_looks_running'";
    HookName = "hooks_name", "hooks.sort_key";
    SegmentName = "segments_name", "segments.sort_key";
    MappingName = "import_mappings_name", "import_mappings.sort_key";
    /// The set-up happened already.
    Organisation = "organisation_pkey", "organisation.id";
}

impl Guard {
    fn of(kind: &DatabaseErrorKind, info: &dyn DatabaseErrorInformation) -> Self {
        match kind {
            DatabaseErrorKind::ForeignKeyViolation | DatabaseErrorKind::RestrictViolation => {
                Self::Reference
            }
            DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => Self::Rule,
            _ => {
                let columns = info.message().strip_prefix("UNIQUE constraint failed: ");
                let known = GUARDS.iter().find(|(_, name, sqlite)| match columns {
                    Some(columns) => columns == *sqlite,
                    None => info.constraint_name() == Some(name),
                });
                known.map_or(Self::Other, |(guard, _, _)| *guard)
            }
        }
    }
}

/// How messages begin that mean "later": time limits, a full disk, a lock held by another program.
const LATER: &[&str] = &[
    "canceling statement due to",
    "database is locked",
    "disk I/O error",
    "database or disk is full",
];

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::DeserializationError(cause) => Self::Corrupt(cause.to_string()),
            Error::DatabaseError(kind, info) => match kind {
                DatabaseErrorKind::UniqueViolation
                | DatabaseErrorKind::ForeignKeyViolation
                | DatabaseErrorKind::RestrictViolation => {
                    Self::Conflict(Guard::of(&kind, info.as_ref()))
                }
                DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => {
                    tracing::error!(
                        message = info.message(),
                        "a rule of the schema refused a row"
                    );
                    Self::Conflict(Guard::Rule)
                }
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand => {
                    Self::Unavailable(info.message().to_owned())
                }
                DatabaseErrorKind::SerializationFailure => Self::Raced,
                _ => match info.message() {
                    message if message.starts_with("deadlock detected") => Self::Raced,
                    message if LATER.iter().any(|words| message.starts_with(words)) => {
                        Self::Unavailable(message.to_owned())
                    }
                    _ => Self::Db(Error::DatabaseError(kind, info)),
                },
            },
            Error::BrokenTransactionManager => Self::Unavailable("the transaction is lost".into()),
            other => Self::Db(other),
        }
    }
}

/// What the engine does with a failed unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remedy {
    /// The answer stands.
    Answer,
    /// Lost a race between transactions: run again.
    Retry,
    /// A guard refused on PostgreSQL, where another transaction may have won just now: run once more, so that the
    /// loser reads what the winner wrote.
    LookAgain,
    /// The connection may be gone.
    Reconnect,
}

impl StoreError {
    pub(crate) fn remedy(&self) -> Remedy {
        match self {
            Self::Raced => Remedy::Retry,
            Self::Conflict(Guard::Rule) => Remedy::Answer,
            Self::Conflict(_) | Self::VersionMismatch { .. } => Remedy::LookAgain,
            Self::Unavailable(_) => Remedy::Reconnect,
            _ => Remedy::Answer,
        }
    }
}

/// Only what nothing refers to can go: refuses with the number of references and the names of what holds them.
pub(crate) fn expect_unused(
    count: u64,
    by: impl IntoIterator<Item = String>,
) -> Result<(), StoreError> {
    match count {
        0 => Ok(()),
        count => Err(StoreError::InUse {
            count,
            by: by.into_iter().collect(),
        }),
    }
}

/// `If-Match`: the row must still be at the version that the caller has seen.
pub fn expect_version(current: i64, seen: i64) -> Result<(), StoreError> {
    match current == seen {
        true => Ok(()),
        false => Err(StoreError::VersionMismatch { current }),
    }
}

/// An update `WHERE version = read` changed one row, or somebody was faster since it was read in this transaction.
pub fn expect_one(changed: usize, read: i64) -> Result<(), StoreError> {
    match changed {
        0 => Err(StoreError::VersionMismatch { current: read + 1 }),
        _ => Ok(()),
    }
}
