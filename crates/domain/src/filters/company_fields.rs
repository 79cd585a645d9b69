//! The fields of a company.

use serde::Serialize;

use super::asked::{Asked, branch};
use super::sieve::{Choice, FilterFault};
use super::{ColumnType, Operator};
use crate::fields::{FieldType, Subject};
use crate::ids::FieldId;
use crate::search::folded;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum CompanyField {
    Name,
    Phone,
    /// Who speaks for it; shown only.
    Contact,
    TaxId,
    Responsible,
    Created,
    LegalName,
    Email,
    Address,
    Site,
    Tag,
    Branch,
    /// How many people there are; shown only, because everybody sees as many as he may.
    People,
    Note,
    /// One of the club's own.
    Own(FieldId, FieldType),
}

impl Asked for CompanyField {
    const SUBJECT: Subject = Subject::Company;
    const BUILT_IN: &'static [Self] = &[
        Self::Name,
        Self::Phone,
        Self::Contact,
        Self::TaxId,
        Self::Responsible,
        Self::Created,
        Self::LegalName,
        Self::Email,
        Self::Address,
        Self::Site,
        Self::Tag,
        Self::Branch,
        Self::People,
        Self::Note,
    ];

    fn own(id: FieldId, kind: FieldType) -> Self {
        Self::Own(id, kind)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Contact => "contact",
            Self::TaxId => "tax_id",
            Self::Responsible => "responsible",
            Self::Created => "created_at",
            Self::LegalName => "legal_name",
            Self::Email => "email",
            Self::Address => "address",
            Self::Site => "site",
            Self::Tag => "tag",
            Self::Branch => "branch",
            Self::People => "people",
            Self::Note => "note",
            Self::Own(..) => "fields",
        }
    }

    fn column(self) -> ColumnType {
        match self {
            Self::Name
            | Self::Contact
            | Self::TaxId
            | Self::LegalName
            | Self::Address
            | Self::Site => ColumnType::Text,
            Self::Phone => ColumnType::Phone,
            Self::Email => ColumnType::Email,
            Self::Responsible => ColumnType::Employee,
            Self::Created => ColumnType::DateTime,
            Self::Tag | Self::Branch => ColumnType::Choice,
            Self::People => ColumnType::Integer,
            Self::Note => ColumnType::LongText,
            Self::Own(_, kind) => kind.into(),
        }
    }

    fn operators(self) -> &'static [Operator] {
        use Operator::{Begins, Between, From, Has, Is, Lacks, Not, To};
        match self {
            Self::Contact | Self::People => &[],
            Self::Name => &[Has, Lacks, Begins, Is, Not],
            Self::Branch => &[Is, Not],
            Self::Created => &[Is, From, To, Between],
            field => field.column().operators(),
        }
    }

    fn sort(self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::Created => Some("-created_at"),
            _ => None,
        }
    }

    fn is_column(self) -> bool {
        true
    }

    fn labels(self) -> [&'static str; 3] {
        match self {
            Self::Name => ["Название", "Name", "Nume"],
            Self::Phone => ["Телефон", "Phone", "Telefon"],
            Self::Contact => ["Контакт", "Contact", "Contact"],
            Self::TaxId => ["ИНН", "Tax number", "Cod fiscal"],
            Self::Responsible => ["Ответственный", "Responsible", "Responsabil"],
            Self::Created => ["Добавлена", "Added", "Adăugată"],
            Self::LegalName => ["Юр. название", "Legal name", "Denumire juridică"],
            Self::Email => ["E-mail", "E-mail", "E-mail"],
            Self::Address => ["Адрес", "Address", "Adresă"],
            Self::Site => ["Сайт", "Website", "Site"],
            Self::Tag => ["Теги", "Tags", "Etichete"],
            Self::Branch => ["Филиал", "Branch", "Filială"],
            Self::People => ["Людей", "People", "Persoane"],
            Self::Note => ["Заметка", "Note", "Notă"],
            Self::Own(..) => ["", "", ""],
        }
    }

    fn choice(self, value: &str) -> Option<Result<Choice, FilterFault>> {
        Some(match self {
            Self::Branch => branch(value),
            Self::Tag => match folded(value) {
                key if key.is_empty() => Err(FilterFault::Malformed),
                key => Ok(Choice::Word(key)),
            },
            _ => return None,
        })
    }
}
