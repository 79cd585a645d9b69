//! Files of clients and of companies that leave the house: what stands in them, whoever writes them.
//!
//! A table has the columns of a list, or those of a **whole card** ([`whole_card`]), which [imports](crate::imports) take in again as
//! the same people. Cards for address books ([`vcard`]) and the table that Outlook reads ([`outlook`]) have columns of their own.

pub mod outlook;
pub mod vcard;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::clients::Messenger;
use crate::filters::{Asked as _, CompanyField, Field};
use crate::language::Language;
use crate::words::words;

words! {
    /// What kind of file it becomes.
    ExportFormat {
        /// Values with a separator, RFC 4180.
        Csv = "csv",
        /// A workbook of spreadsheets.
        Xlsx = "xlsx",
        /// Cards for address books and phones, version 4.0.
        Vcard = "vcard",
        /// CSV with the columns that Outlook and Google Contacts take in.
        Outlook = "outlook",
    }
}

impl ExportFormat {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv | Self::Outlook => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Vcard => "text/vcard; charset=utf-8",
        }
    }

    /// What the file's name ends with.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv | Self::Outlook => "csv",
            Self::Xlsx => "xlsx",
            Self::Vcard => "vcf",
        }
    }

    /// Whether it has columns to choose; the others have those that their readers know.
    pub const fn has_columns(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }
}

/// A column of a table that leaves the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Surname,
    Given,
    Patronymic,
    Messenger(Messenger),
    /// One that lists have, too.
    Listed(Field),
}

impl Column {
    /// Whether it says how a person can be reached.
    pub fn is_contact(self) -> bool {
        use crate::fields::FieldType;
        match self {
            Self::Messenger(_) => true,
            Self::Listed(Field::Phone | Field::Email) => true,
            Self::Listed(Field::Own(_, kind)) => {
                matches!(kind, FieldType::Phone | FieldType::Email)
            }
            Self::Surname | Self::Given | Self::Patronymic | Self::Listed(_) => false,
        }
    }

    /// Its heading; one of the club's own is headed by its name. Imports know each of them.
    pub fn heading(self, language: Language) -> &'static str {
        let [ru, en, ro] = match self {
            Self::Surname => ["Фамилия", "Surname", "Nume de familie"],
            Self::Given => ["Имя", "Given name", "Prenume"],
            Self::Patronymic => ["Отчество", "Patronymic", "Patronimic"],
            Self::Messenger(Messenger::Telegram) => ["Telegram"; 3],
            Self::Messenger(Messenger::Whatsapp) => ["WhatsApp"; 3],
            Self::Messenger(Messenger::Viber) => ["Viber"; 3],
            Self::Messenger(Messenger::Instagram) => ["Instagram"; 3],
            Self::Messenger(Messenger::Vk) => ["VK"; 3],
            Self::Messenger(Messenger::Other) => ["Мессенджер", "Messenger", "Messenger"],
            // In a file the name is the whole name.
            Self::Listed(Field::Name) => ["ФИО", "Full name", "Nume complet"],
            Self::Listed(field) => return field.label(language),
        };
        match language {
            Language::Ru => ru,
            Language::En => en,
            Language::Ro => ro,
        }
    }
}

/// The columns of a whole card, without the club's own fields: everything that a file can bring back.
pub fn whole_card() -> Vec<Column> {
    let mut columns = vec![
        Column::Surname,
        Column::Given,
        Column::Patronymic,
        Column::Listed(Field::Phone),
        Column::Listed(Field::Email),
    ];
    columns.extend(Messenger::ALL.iter().map(|it| Column::Messenger(*it)));
    let rest = [
        Field::BirthDate,
        Field::Stage,
        Field::Source,
        Field::Tag,
        Field::Responsible,
        Field::Branch,
        Field::Note,
    ];
    columns.extend(rest.map(Column::Listed));
    columns
}

/// The columns of a table of companies when none are named, without the club's own fields: all that stands on their cards.
pub const COMPANY_COLUMNS: [CompanyField; 14] = [
    CompanyField::Name,
    CompanyField::LegalName,
    CompanyField::TaxId,
    CompanyField::Phone,
    CompanyField::Email,
    CompanyField::Address,
    CompanyField::Site,
    CompanyField::Contact,
    CompanyField::People,
    CompanyField::Tag,
    CompanyField::Responsible,
    CompanyField::Branch,
    CompanyField::Note,
    CompanyField::Created,
];

/// Somebody as an address book keeps him.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// What stays the same when the file is taken in again.
    pub uid: String,
    /// In the organisation's order.
    pub full_name: String,
    pub surname: String,
    pub given: String,
    pub patronymic: String,
    /// E.164.
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    pub messengers: Vec<(Messenger, String)>,
    pub birth_date: Option<NaiveDate>,
    pub tags: Vec<String>,
    pub note: String,
}
