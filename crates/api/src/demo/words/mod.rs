//! What people in the demo club say and what its things are called, per language.

mod english;
mod russian;

use domain::results::Outcome;

use super::people::Culture;

/// Everything of a demo club that is written in its language.
#[derive(Debug)]
pub struct Words {
    pub club: &'static str,
    pub currency: &'static str,
    pub phone_country: &'static str,
    pub branches: &'static [BranchWords],
    pub staff: &'static [StaffWords],
    pub tags: &'static [&'static str],
    /// Name, basis points (none: a benefit without a figure), and what document it asks for.
    pub discounts: &'static [(&'static str, u32, Option<&'static str>)],
    /// A document that was shown.
    pub document: &'static str,
    pub client_notes: &'static [&'static str],
    pub talk: Talk,
}

#[derive(Debug)]
pub struct BranchWords {
    pub name: &'static str,
    /// IANA name; the three clubs are in three zones.
    pub zone: &'static str,
    pub address: &'static str,
    pub phone: &'static str,
    /// Names of its clients, each with its weight.
    pub cultures: &'static [(u32, Culture)],
    /// Of a hundred clients.
    pub share: u32,
    /// Wall time of opening and closing, Monday first; Saturday and Sunday are shorter.
    pub workdays: (&'static str, &'static str),
    pub weekends: (&'static str, &'static str),
    /// Days of the year (`MM-DD`) on which it is closed.
    pub holidays: &'static [(&'static str, &'static str)],
}

#[derive(Debug)]
pub struct StaffWords {
    pub name: &'static str,
    pub email: &'static str,
    pub role: domain::access::BuiltInRole,
    /// Places in [`Words::branches`].
    pub branches: &'static [usize],
}

/// Remarks and answers, by what a result means.
#[derive(Debug)]
pub struct Talk {
    pub goal: &'static [&'static str],
    pub progress: &'static [&'static str],
    pub postponed: &'static [&'static str],
    pub no_contact: &'static [&'static str],
    pub refusal: &'static [&'static str],
    pub invalid: &'static [&'static str],
    /// Reasons given for moving a task to another day.
    pub postponing: &'static [&'static str],
}

impl Talk {
    pub fn of(&self, outcome: Outcome) -> &'static [&'static str] {
        match outcome {
            Outcome::Goal => self.goal,
            Outcome::Progress => self.progress,
            Outcome::Postponed => self.postponed,
            Outcome::NoContact => self.no_contact,
            Outcome::Refusal => self.refusal,
            Outcome::Invalid => self.invalid,
        }
    }
}

/// The demo club in Russian, or in English for every other language.
pub fn of(language: domain::language::Language) -> &'static Words {
    match language {
        domain::language::Language::Ru => &russian::WORDS,
        domain::language::Language::En | domain::language::Language::Ro => &english::WORDS,
    }
}
