//! Why a call gave no reply.

use wire::error::{Code, FieldError, Problem};

use crate::request::RawAnswer;

#[derive(Debug, Clone, thiserror::Error)]
pub enum Failure {
    /// The server refused.
    #[error("{} ({})", .problem.detail, .problem.code.as_str())]
    Refused {
        problem: Box<Problem>,
        /// Seconds to wait, when the server says so.
        retry_after: Option<u32>,
    },
    /// No answer came: the network, or a server that is not there. The request may or may not have arrived.
    #[error("no answer: {0}")]
    Unreachable(String),
    /// An answer that is not the API's.
    #[error("an answer with status {status} that cannot be read: {why}")]
    Unreadable { status: u16, why: String },
    #[error("the thing has not changed")]
    NotModified,
    #[error("the request cannot be written: {0}")]
    Unsendable(String),
}

impl Failure {
    pub(crate) fn of_answer(answer: &RawAnswer) -> Self {
        let retry_after = answer
            .headers
            .get("retry-after")
            .and_then(|text| text.parse().ok());
        match crate::read::<Problem>(&answer.body) {
            Ok(problem) => Self::Refused {
                problem: Box::new(problem),
                retry_after,
            },
            Err(error) => Self::Unreadable {
                status: answer.status,
                why: error.to_string(),
            },
        }
    }

    /// The server's problem, if it gave one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Refused { problem, .. } => Some(problem),
            _ => None,
        }
    }

    pub fn code(&self) -> Option<Code> {
        self.problem().map(|problem| problem.code)
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { problem, .. } => Some(problem.status),
            Self::Unreadable { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Faulty fields; empty when that was not the reason.
    pub fn field_errors(&self) -> &[FieldError] {
        self.problem().map_or(&[], |problem| &problem.errors)
    }

    /// Whether the same request may be repeated by itself: it never reached the server, or the server asks for patience.
    pub fn may_repeat(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Refused { problem, .. } => {
                matches!(problem.status, 429 | 500 | 502 | 503 | 504)
                    || problem.code == Code::StillRunning
            }
            Self::Unreadable { status, .. } => *status >= 500,
            Self::NotModified | Self::Unsendable(_) => false,
        }
    }
}
