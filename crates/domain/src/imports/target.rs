//! What a column is taken as.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ListSubject;
use crate::clients::Messenger;
use crate::fields::is_key;

/// What a column is taken as: a word, or `fields.` and the key of one of the club's own fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnTarget {
    /// A full name in one cell, of a person or a company.
    Name,
    Surname,
    Given,
    Patronymic,
    /// One or several numbers.
    Phone,
    Email,
    Messenger(Messenger),
    BirthDate,
    Stage,
    /// A value of the dictionary of sources.
    Source,
    /// One or several tags.
    Tags,
    Note,
    Responsible,
    Branch,
    /// Of a company, as its papers name it.
    LegalName,
    TaxId,
    Address,
    Site,
    Field(String),
}

/// The targets that have a word of their own, and the word.
const WORDS: &[(ColumnTarget, &str)] = &[
    (ColumnTarget::Name, "name"),
    (ColumnTarget::Surname, "surname"),
    (ColumnTarget::Given, "given"),
    (ColumnTarget::Patronymic, "patronymic"),
    (ColumnTarget::Phone, "phone"),
    (ColumnTarget::Email, "email"),
    (ColumnTarget::Messenger(Messenger::Telegram), "telegram"),
    (ColumnTarget::Messenger(Messenger::Whatsapp), "whatsapp"),
    (ColumnTarget::Messenger(Messenger::Viber), "viber"),
    (ColumnTarget::Messenger(Messenger::Instagram), "instagram"),
    (ColumnTarget::Messenger(Messenger::Vk), "vk"),
    (ColumnTarget::Messenger(Messenger::Other), "messenger"),
    (ColumnTarget::BirthDate, "birth_date"),
    (ColumnTarget::Stage, "stage"),
    (ColumnTarget::Source, "source"),
    (ColumnTarget::Tags, "tags"),
    (ColumnTarget::Note, "note"),
    (ColumnTarget::Responsible, "responsible"),
    (ColumnTarget::Branch, "branch"),
    (ColumnTarget::LegalName, "legal_name"),
    (ColumnTarget::TaxId, "tax_id"),
    (ColumnTarget::Address, "address"),
    (ColumnTarget::Site, "site"),
];

/// What people have, in the order of a card.
const OF_CLIENTS: &[ColumnTarget] = &[
    ColumnTarget::Name,
    ColumnTarget::Surname,
    ColumnTarget::Given,
    ColumnTarget::Patronymic,
    ColumnTarget::Phone,
    ColumnTarget::Email,
    ColumnTarget::Messenger(Messenger::Telegram),
    ColumnTarget::Messenger(Messenger::Whatsapp),
    ColumnTarget::Messenger(Messenger::Viber),
    ColumnTarget::Messenger(Messenger::Instagram),
    ColumnTarget::Messenger(Messenger::Vk),
    ColumnTarget::Messenger(Messenger::Other),
    ColumnTarget::BirthDate,
    ColumnTarget::Stage,
    ColumnTarget::Source,
    ColumnTarget::Tags,
    ColumnTarget::Note,
    ColumnTarget::Responsible,
    ColumnTarget::Branch,
];

/// The same of companies.
const OF_COMPANIES: &[ColumnTarget] = &[
    ColumnTarget::Name,
    ColumnTarget::LegalName,
    ColumnTarget::TaxId,
    ColumnTarget::Phone,
    ColumnTarget::Email,
    ColumnTarget::Address,
    ColumnTarget::Site,
    ColumnTarget::Tags,
    ColumnTarget::Note,
    ColumnTarget::Responsible,
    ColumnTarget::Branch,
];

impl ColumnTarget {
    /// Those that a card has without the club's own fields, in the order of a card.
    pub fn of(subject: ListSubject) -> &'static [Self] {
        match subject {
            ListSubject::Clients => OF_CLIENTS,
            ListSubject::Companies => OF_COMPANIES,
        }
    }

    /// Whether such cards have it; which fields a club has it says itself.
    pub fn is_of(&self, subject: ListSubject) -> bool {
        matches!(self, Self::Field(_)) || Self::of(subject).contains(self)
    }

    /// Whether a column of it says what a card is called.
    pub fn is_name(&self) -> bool {
        matches!(self, Self::Name | Self::Surname | Self::Given)
    }

    /// Whether several columns may say it: their values are put together.
    pub fn may_repeat(&self) -> bool {
        matches!(
            self,
            Self::Phone | Self::Email | Self::Messenger(_) | Self::Tags | Self::Note
        )
    }
}

impl fmt::Display for ColumnTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(key) => write!(f, "fields.{key}"),
            other => {
                let word = WORDS.iter().find(|(target, _)| target == other);
                f.write_str(word.map_or("", |(_, word)| word))
            }
        }
    }
}

/// A word that no target has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadTarget;

impl fmt::Display for BadTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no field of a card")
    }
}

impl std::error::Error for BadTarget {}

impl FromStr for ColumnTarget {
    type Err = BadTarget;

    fn from_str(text: &str) -> Result<Self, BadTarget> {
        if let Some(key) = text.strip_prefix("fields.") {
            return match is_key(key) {
                true => Ok(Self::Field(key.to_owned())),
                false => Err(BadTarget),
            };
        }
        let known = WORDS.iter().find(|(_, word)| *word == text);
        known.map(|(target, _)| target.clone()).ok_or(BadTarget)
    }
}

impl Serialize for ColumnTarget {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ColumnTarget {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for ColumnTarget {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        let words: Vec<&str> = WORDS.iter().map(|(_, word)| *word).collect();
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some(format!(
                "^({}|fields\\.[a-z][a-z0-9_]{{0,39}})$",
                words.join("|")
            )))
            .examples(["phone", "fields.level"])
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for ColumnTarget {}
