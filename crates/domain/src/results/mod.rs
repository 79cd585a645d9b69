//! Results: how a piece of work can end. A result is reusable by many templates.

use serde::{Deserialize, Serialize};

use crate::fields::FieldDef;
use crate::ids::ResultId;
use crate::words::words;

words! {
    /// What a result means for the way to the goal.
    Outcome {
        Goal = "goal",
        Progress = "progress",
        Postponed = "postponed",
        NoContact = "no_contact",
        Refusal = "refusal",
        Invalid = "invalid",
    }
}

words! {
    /// How an outcome is shown: the colour of its dot, always beside its name.
    Tone {
        Positive = "positive",
        Waiting = "waiting",
        NoContact = "no_contact",
        Negative = "negative",
        Neutral = "neutral",
    }
}

impl Outcome {
    pub const fn tone(self) -> Tone {
        match self {
            Self::Goal | Self::Progress => Tone::Positive,
            Self::Postponed => Tone::Waiting,
            Self::NoContact => Tone::NoContact,
            Self::Refusal => Tone::Negative,
            Self::Invalid => Tone::Neutral,
        }
    }
}

/// A result with its fields, as the engine needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResultDef {
    pub id: ResultId,
    pub name: String,
    pub outcome: Outcome,
    /// Somebody was talked to.
    pub reached_human: bool,
    /// The person asked not to be contacted again: the card is marked.
    pub do_not_contact: bool,
    /// Saved by its hotkey alone.
    pub instant: bool,
    /// In the order in which they are asked.
    pub fields: Vec<FieldDef>,
}
