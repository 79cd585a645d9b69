//! Words of imports in the reader's language.

use domain::clients::Messenger;
use wire::error::Fault;
use wire::imports::{
    Column, ColumnTarget, Confidence, Encoding, ImportState, ImportSummary, ListSubject, Plan,
    Plans, RowFault, Separator,
};

use super::subject;
use crate::i18n::t;
use crate::ui::{Radio, Tone};

pub fn state(state: ImportState) -> (&'static str, Tone) {
    match state {
        ImportState::Draft => (t::imports::state_draft(), Tone::Plain),
        ImportState::Checking => (t::imports::state_checking(), Tone::Info),
        ImportState::Checked => (t::imports::state_checked(), Tone::Info),
        ImportState::Running => (t::imports::state_running(), Tone::Info),
        ImportState::Done => (t::imports::state_done(), Tone::Ok),
        ImportState::Undoing => (t::imports::state_undoing(), Tone::Info),
        ImportState::Undone => (t::imports::state_undone(), Tone::Plain),
    }
}

/// The step at which an import goes on.
pub fn step(state: ImportState) -> &'static str {
    match state {
        ImportState::Draft => "columns",
        ImportState::Checking | ImportState::Checked => "check",
        _ => "run",
    }
}

pub fn outcome(import: &ImportSummary) -> String {
    let words = match import.state {
        ImportState::Done => subject::done(import.subject, &import.fates),
        ImportState::Undone => subject::undone(import.subject, &import.fates),
        _ => String::new(),
    };
    match words.is_empty() {
        true => t::imports::rows_count(i64::from(import.rows)),
        false => words,
    }
}

/// What a column is called; where the file does not say it, as a spreadsheet does.
pub fn column(column: &Column, place: usize) -> String {
    let name = column.name.clone();
    name.unwrap_or_else(|| t::imports::column(letters(place)))
}

/// Why a cell cannot be taken: in the words of its column, where they say more than those for any field.
pub fn reason(fault: &RowFault, column: Option<&Column>) -> String {
    let target = column.and_then(|column| column.target.as_ref());
    let words = match (fault.code, target) {
        (Fault::Malformed, Some(ColumnTarget::Phone)) => t::imports::bad_phone(),
        (Fault::Malformed, Some(ColumnTarget::BirthDate)) => t::imports::bad_date(),
        _ => return fault.message.clone(),
    };
    words.to_owned()
}

/// Of one row.
pub fn one(plan: Plan, of: ListSubject) -> &'static str {
    match (plan, of) {
        (Plan::New, ListSubject::Companies) => return t::imports::one_new_company(),
        (Plan::Skipped, ListSubject::Companies) => return t::imports::one_skipped_company(),
        _ => {}
    }
    match plan {
        Plan::Faulty => t::imports::one_faulty(),
        Plan::Conflict => t::imports::one_conflict(),
        Plan::Double => t::imports::one_double(),
        Plan::New => t::imports::one_new(),
        Plan::Change => t::imports::one_change(),
        Plan::Unchanged => t::imports::p_unchanged(),
        Plan::Skipped => t::imports::one_skipped(),
    }
}

pub fn tone(plan: Plan) -> Tone {
    match plan {
        Plan::Faulty | Plan::Conflict | Plan::Double => Tone::Warn,
        Plan::New => Tone::Ok,
        Plan::Change => Tone::Info,
        Plan::Unchanged | Plan::Skipped => Tone::Plain,
    }
}

/// The rows that one looks at first.
pub fn first(plans: &Plans) -> Plan {
    let mut all = PLANS.into_iter();
    all.find(|plan| count(plans, *plan) > 0)
        .unwrap_or(Plan::New)
}

pub fn plan(plan: Plan) -> &'static str {
    match plan {
        Plan::Faulty => t::imports::p_faulty(),
        Plan::Conflict => t::imports::p_conflict(),
        Plan::Double => t::imports::p_double(),
        Plan::New => t::imports::p_new(),
        Plan::Change => t::imports::p_change(),
        Plan::Unchanged => t::imports::p_unchanged(),
        Plan::Skipped => t::imports::p_skipped(),
    }
}

/// Those that ask for somebody first.
pub const PLANS: [Plan; 7] = [
    Plan::Faulty,
    Plan::Conflict,
    Plan::Double,
    Plan::New,
    Plan::Change,
    Plan::Unchanged,
    Plan::Skipped,
];

pub fn count(plans: &Plans, plan: Plan) -> u32 {
    let mut plans = *plans;
    *plans.of(plan)
}

/// Rows that are not taken.
pub fn left(plans: &Plans) -> u32 {
    plans.faulty + plans.conflict + plans.double + plans.skipped
}

pub fn encodings() -> Vec<Radio> {
    let name = |encoding: &Encoding| match encoding {
        Encoding::Utf8 => "UTF-8",
        Encoding::Utf16Le => "UTF-16",
        Encoding::Utf16Be => "UTF-16 BE",
        Encoding::Windows1251 => "Windows-1251",
        Encoding::Windows1250 => "Windows-1250",
        Encoding::Ibm866 => "DOS (866)",
    };
    Encoding::ALL
        .iter()
        .map(|encoding| Radio::new(encoding.to_string(), name(encoding)))
        .collect()
}

pub fn separators() -> Vec<Radio> {
    let name = |separator: &Separator| match separator {
        Separator::Comma => t::imports::comma(),
        Separator::Semicolon => t::imports::semicolon(),
        Separator::Tab => t::imports::tab(),
        Separator::Pipe => t::imports::pipe(),
    };
    Separator::ALL
        .iter()
        .map(|separator| Radio::new(separator.to_string(), name(separator)))
        .collect()
}

pub fn confidence(confidence: Confidence) -> (&'static str, Tone) {
    match confidence {
        Confidence::Sure => (t::imports::sure(), Tone::Ok),
        Confidence::Likely => (t::imports::likely(), Tone::Info),
        Confidence::Weak => (t::imports::weak(), Tone::Warn),
    }
}

pub fn target(target: &ColumnTarget, of: ListSubject) -> String {
    let word = match target {
        ColumnTarget::Name if of == ListSubject::Companies => t::companies::name(),
        ColumnTarget::LegalName => t::companies::legal_name(),
        ColumnTarget::TaxId => t::companies::tax_id(),
        ColumnTarget::Address => t::companies::address(),
        ColumnTarget::Site => t::companies::site(),
        ColumnTarget::Name => t::imports::t_name(),
        ColumnTarget::Surname => t::imports::t_surname(),
        ColumnTarget::Given => t::imports::t_given(),
        ColumnTarget::Patronymic => t::imports::t_patronymic(),
        ColumnTarget::Phone => t::imports::t_phone(),
        ColumnTarget::Email => t::imports::t_email(),
        ColumnTarget::Messenger(Messenger::Telegram) => "Telegram",
        ColumnTarget::Messenger(Messenger::Whatsapp) => "WhatsApp",
        ColumnTarget::Messenger(Messenger::Viber) => "Viber",
        ColumnTarget::Messenger(Messenger::Instagram) => "Instagram",
        ColumnTarget::Messenger(Messenger::Vk) => "VK",
        ColumnTarget::Messenger(Messenger::Other) => t::imports::t_messenger(),
        ColumnTarget::BirthDate => t::imports::t_birth_date(),
        ColumnTarget::Stage => t::imports::t_stage(),
        ColumnTarget::Source => t::imports::t_source(),
        ColumnTarget::Tags => t::imports::t_tags(),
        ColumnTarget::Note => t::imports::t_note(),
        ColumnTarget::Responsible => t::imports::t_responsible(),
        ColumnTarget::Branch => t::imports::t_branch(),
        ColumnTarget::Field(key) => return t::imports::own_fields(key),
    };
    word.to_owned()
}

/// How a spreadsheet names a column.
pub fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        name.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    name.iter().rev().collect()
}
