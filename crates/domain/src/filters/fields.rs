//! The fields of a client that can be asked about, each with its type and what may be asked.

use serde::Serialize;

use super::Operator;
use super::asked::{Asked, branch};
use super::sieve::{Choice, FilterFault, Test, id};
use crate::chains::ChainState;
use crate::clients::{Channel, Stage};
use crate::collation::sort_key;
use crate::fields::{FieldType, Subject, is_key};
use crate::ids::{FieldId, ProcessId, ResultId, VersionId};
use crate::language::Language;
use crate::time::Timestamp;
use crate::words::words;

words! {
    /// What a column holds: one of the types of fields, or a choice among given words and things.
    ColumnType {
        Text = "text",
        LongText = "long_text",
        Integer = "integer",
        Decimal = "decimal",
        Money = "money",
        Boolean = "boolean",
        Date = "date",
        Time = "time",
        DateTime = "date_time",
        Dictionary = "dictionary",
        DictionaryMulti = "dictionary_multi",
        Employee = "employee",
        Client = "client",
        Phone = "phone",
        Email = "email",
        Url = "url",
        Choice = "choice",
    }
}

impl From<FieldType> for ColumnType {
    fn from(kind: FieldType) -> Self {
        match kind {
            FieldType::Text => Self::Text,
            FieldType::LongText => Self::LongText,
            FieldType::Integer => Self::Integer,
            FieldType::Decimal => Self::Decimal,
            FieldType::Money => Self::Money,
            FieldType::Boolean => Self::Boolean,
            FieldType::Date => Self::Date,
            FieldType::Time => Self::Time,
            FieldType::DateTime => Self::DateTime,
            FieldType::Dictionary => Self::Dictionary,
            FieldType::DictionaryMulti => Self::DictionaryMulti,
            FieldType::Employee => Self::Employee,
            FieldType::Client => Self::Client,
            FieldType::Phone => Self::Phone,
            FieldType::Email => Self::Email,
            FieldType::Url => Self::Url,
        }
    }
}

impl ColumnType {
    /// What may be asked of a field of this type that may be empty.
    pub fn operators(self) -> &'static [Operator] {
        use Operator::{Begins, Between, Empty, Filled, From, Has, Is, Lacks, Not, To};
        match self {
            Self::Text | Self::LongText | Self::Email | Self::Url => {
                &[Has, Lacks, Begins, Is, Not, Filled, Empty]
            }
            Self::Phone => &[Has, Lacks, Begins, Filled, Empty],
            Self::Integer | Self::Decimal | Self::Money => &[Is, From, To, Between, Filled, Empty],
            Self::Boolean => &[Is, Filled, Empty],
            Self::Date | Self::Time | Self::DateTime => &[Is, From, To, Between, Filled, Empty],
            Self::Dictionary
            | Self::DictionaryMulti
            | Self::Employee
            | Self::Client
            | Self::Choice => &[Is, Not, Filled, Empty],
        }
    }
}

/// A field of a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Field {
    Name,
    Phone,
    Email,
    Stage,
    NextStep,
    LastContact,
    Responsible,
    Branch,
    Source,
    Tag,
    BirthDate,
    Birthday,
    Created,
    LastResult,
    Process,
    Version,
    Step,
    /// The step at which a sleeping chain wakes up.
    WakesAt,
    Chain,
    DoNotContact,
    /// Discounts that the client has today.
    Discount,
    /// The last day of one of them.
    DiscountEnds,
    Note,
    /// A set of clients under a name.
    Segment,
    /// One of the club's own.
    Own(FieldId, FieldType),
}

impl Asked for Field {
    const SUBJECT: Subject = Subject::Client;
    const DISCOUNTS: &'static [Self] = &[Self::Discount, Self::DiscountEnds];
    const BUILT_IN: &'static [Self] = &[
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Stage,
        Self::NextStep,
        Self::LastContact,
        Self::Responsible,
        Self::Branch,
        Self::Source,
        Self::Tag,
        Self::BirthDate,
        Self::Birthday,
        Self::Created,
        Self::LastResult,
        Self::Process,
        Self::Version,
        Self::Step,
        Self::WakesAt,
        Self::Chain,
        Self::DoNotContact,
        Self::Discount,
        Self::DiscountEnds,
        Self::Note,
        Self::Segment,
    ];
    const SEGMENT: Option<Self> = Some(Self::Segment);

    fn own(id: FieldId, kind: FieldType) -> Self {
        Self::Own(id, kind)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Stage => "stage",
            Self::NextStep => "next_step",
            Self::LastContact => "last_contact_at",
            Self::Responsible => "responsible",
            Self::Branch => "branch",
            Self::Source => "source",
            Self::Tag => "tag",
            Self::BirthDate => "birth_date",
            Self::Birthday => "birthday",
            Self::Created => "created_at",
            Self::LastResult => "last_result",
            Self::Process => "process",
            Self::Version => "version",
            Self::Step => "step",
            Self::WakesAt => "wakes_at",
            Self::Chain => "chain",
            Self::DoNotContact => "do_not_contact",
            Self::Discount => "discount",
            Self::DiscountEnds => "discount_ends",
            Self::Note => "note",
            Self::Segment => "segment",
            Self::Own(..) => "fields",
        }
    }

    fn column(self) -> ColumnType {
        match self {
            Self::Name => ColumnType::Text,
            Self::Phone => ColumnType::Phone,
            Self::Email => ColumnType::Email,
            Self::NextStep | Self::LastContact | Self::Created => ColumnType::DateTime,
            Self::Responsible => ColumnType::Employee,
            Self::Source => ColumnType::Dictionary,
            Self::BirthDate | Self::Birthday | Self::DiscountEnds => ColumnType::Date,
            Self::Note => ColumnType::LongText,
            Self::Stage
            | Self::Branch
            | Self::Tag
            | Self::LastResult
            | Self::Process
            | Self::Version
            | Self::Step
            | Self::WakesAt
            | Self::Chain
            | Self::DoNotContact
            | Self::Discount
            | Self::Segment => ColumnType::Choice,
            Self::Own(_, kind) => kind.into(),
        }
    }

    fn operators(self) -> &'static [Operator] {
        use Operator::{
            Begins, Between, Empty, Filled, From, Has, Is, Lacks, Not, Overdue, To, Within,
        };
        match self {
            Self::Name => &[Has, Lacks, Begins],
            Self::Stage
            | Self::Branch
            | Self::Version
            | Self::Step
            | Self::WakesAt
            | Self::Chain
            | Self::Segment => &[Is, Not],
            Self::NextStep => &[Empty, Filled, Overdue, Is, From, To, Between],
            Self::Birthday | Self::DiscountEnds => &[Within],
            Self::Created => &[Is, From, To, Between],
            field => field.column().operators(),
        }
    }

    fn sort(self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::NextStep => Some("next_due"),
            Self::LastContact => Some("-last_contact_at"),
            Self::Created => Some("-created_at"),
            _ => None,
        }
    }

    fn is_column(self) -> bool {
        !matches!(
            self,
            Self::Birthday
                | Self::DiscountEnds
                | Self::Version
                | Self::Step
                | Self::WakesAt
                | Self::Segment
        )
    }

    fn labels(self) -> [&'static str; 3] {
        match self {
            Self::Name => ["Имя", "Name", "Nume"],
            Self::Phone => ["Телефон", "Phone", "Telefon"],
            Self::Email => ["E-mail", "E-mail", "E-mail"],
            Self::Stage => ["Статус", "Stage", "Stadiu"],
            Self::NextStep => ["Следующий шаг", "Next step", "Pasul următor"],
            Self::LastContact => ["Последний контакт", "Last contact", "Ultimul contact"],
            Self::Responsible => ["Ответственный", "Responsible", "Responsabil"],
            Self::Branch => ["Филиал", "Branch", "Filială"],
            Self::Source => ["Источник", "Source", "Sursă"],
            Self::Tag => ["Теги", "Tags", "Etichete"],
            Self::BirthDate => ["Дата рождения", "Birth date", "Data nașterii"],
            Self::Birthday => ["День рождения", "Birthday", "Ziua de naștere"],
            Self::Created => ["Добавлен", "Added", "Adăugat"],
            Self::LastResult => ["Последний результат", "Last result", "Ultimul rezultat"],
            Self::Process => ["Процесс", "Process", "Proces"],
            Self::Version => ["Версия процесса", "Process version", "Versiunea procesului"],
            Self::Step => ["Шаг процесса", "Process step", "Pasul procesului"],
            Self::WakesAt => ["Спит до шага", "Sleeps before", "Doarme până la"],
            Self::Chain => ["Ход процесса", "Process state", "Starea procesului"],
            Self::DoNotContact => ["Не беспокоить", "Do not contact", "Nu contacta"],
            Self::Discount => ["Скидки и льготы", "Discounts", "Reduceri"],
            Self::DiscountEnds => ["Скидка кончается", "Discount ends", "Reducerea expiră"],
            Self::Note => ["Заметка", "Note", "Notă"],
            Self::Segment => ["Сегмент", "Segment", "Segment"],
            Self::Own(..) => ["", "", ""],
        }
    }

    fn choice(self, value: &str) -> Option<Result<Choice, FilterFault>> {
        let word = |known: bool| match known {
            true => Ok(Choice::Word(value.to_owned())),
            false => Err(FilterFault::Malformed),
        };
        Some(match self {
            Self::Stage => word(Stage::parse(value).is_some()),
            Self::Chain => word(ChainState::parse(value).is_some()),
            Self::DoNotContact => word(Channel::parse(value).is_some()),
            Self::Tag => match sort_key(value) {
                key if key.is_empty() => Err(FilterFault::Malformed),
                key => Ok(Choice::Word(key)),
            },
            Self::Step | Self::WakesAt => step(value),
            Self::Branch => branch(value),
            Self::LastResult => id::<ResultId>(value, "res", ResultId::as_i64),
            Self::Process => id::<ProcessId>(value, "prc", ProcessId::as_i64),
            Self::Version => id::<VersionId>(value, "ver", VersionId::as_i64),
            _ => return None,
        })
    }

    /// The day of a next step is kept as the midnight that ends it.
    fn moments(self, from: Option<Timestamp>, until: Option<Timestamp>) -> Test {
        match self {
            Self::NextStep => Test::Steps { after: from, until },
            _ => Test::Moments { from, until },
        }
    }
}

/// `prc_…/call`, or `call` of any process.
fn step(value: &str) -> Result<Choice, FilterFault> {
    let (process, step) = match value.split_once('/') {
        Some((process, step)) => {
            let process = process.parse::<ProcessId>();
            (
                Some(process.map_err(|_| FilterFault::WrongId { wanted: "prc" })?),
                step,
            )
        }
        None => (None, value),
    };
    match is_key(step) {
        true => Ok(Choice::Step(process, step.to_owned())),
        false => Err(FilterFault::Malformed),
    }
}

/// What a word that filters choose among is called; `None` for a word of another field.
pub fn word_label(field: Field, word: &str, language: Language) -> Option<&'static str> {
    let [ru, en, ro] = match field {
        Field::Stage => match Stage::parse(word)? {
            Stage::Lead => ["Лид", "Lead", "Lead"],
            Stage::Client => ["Клиент", "Client", "Client"],
            Stage::Former => ["Бывший", "Former", "Fost"],
        },
        Field::Chain => match ChainState::parse(word)? {
            ChainState::Active => ["Идёт", "Running", "În curs"],
            ChainState::Sleeping => ["Спит", "Asleep", "Doarme"],
            ChainState::Goal => ["Цель достигнута", "Goal reached", "Obiectiv atins"],
            ChainState::Refused => ["Отказ", "Refused", "Refuz"],
            ChainState::Ended => ["Завершён", "Ended", "Încheiat"],
            ChainState::Cancelled => ["Остановлен", "Cancelled", "Oprit"],
        },
        Field::DoNotContact => match Channel::parse(word)? {
            Channel::Call => ["Звонки", "Calls", "Apeluri"],
            Channel::Sms => ["SMS", "SMS", "SMS"],
            Channel::Email => ["E-mail", "E-mail", "E-mail"],
            Channel::Messenger => ["Мессенджеры", "Messengers", "Mesagerie"],
        },
        _ => return None,
    };
    Some(match language {
        Language::Ru => ru,
        Language::En => en,
        Language::Ro => ro,
    })
}

/// How filters and columns name one of the club's own fields.
pub fn own_key(key: &str) -> String {
    format!("fields.{key}")
}
