//! Words, numbers, dates, money and phones in the reader's language.
//!
//! A text is a function of [`t`]: `t::shell::search()`, `t::day::tasks(14)`. The functions are generated from
//! `frontend/locales/<language>/<slice>.toml`; the build fails when a language lacks a key, a parameter or a plural form.
//! The program carries no words; those of one language are installed once, at the start.

mod catalogue;
mod plural;

pub use catalogue::{Language, install, language};

/// The texts, one module a slice.
pub mod t {
    #![allow(
        clippy::must_use_candidate,
        reason = "generated: a text nobody uses is harmless"
    )]
    include!(concat!(env!("OUT_DIR"), "/texts.rs"));
}
