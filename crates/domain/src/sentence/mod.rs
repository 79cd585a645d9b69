//! Decisions in words: the next step, its reasons, a place in the queue, "why is this here?", what is wrong with an answer.
//!
//! Server and SPA say the same sentence from the same data, in Russian, English and Romanian. Texts avoid the past tense with a
//! gender and never guess one from a name. Numbers keep to their units by a space that does not break.

mod also;
mod answer;
mod brief;
mod condition;
mod date;
mod difference;
mod discount;
mod fault;
mod next;
mod plural;
mod problem;
mod reason;
mod rule;
mod verdict;
mod why;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;

use crate::language::Language;
use crate::time::Zone;

pub use difference::{Compared, Glossary};
pub use fault::{fault, kept, rejection};
pub use plural::{Plural, plural};
pub use problem::problem;
pub use rule::Names;
pub use verdict::verdict;
pub use why::{Origin, WhyFacts};

/// A space that does not break.
const NBSP: char = '\u{A0}';

/// To whom something is told: his language, the branch's wall clock, and which day it is there.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    pub language: Language,
    pub zone: &'a Zone,
    pub today: NaiveDate,
}

impl Telling<'_> {
    /// One of three texts.
    fn say<T>(self, ru: T, en: T, ro: T) -> T {
        say(self.language, ru, en, ro)
    }

    /// Something staff named, in the language's quotation marks.
    fn quoted(self, name: &str) -> String {
        self.say(
            format!("«{name}»"),
            format!("“{name}”"),
            format!("„{name}”"),
        )
    }
}

fn say<T>(language: Language, ru: T, en: T, ro: T) -> T {
    match language {
        Language::Ru => ru,
        Language::En => en,
        Language::Ro => ro,
    }
}

/// The first letter in capitals.
fn sentence_case(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
