//! Discounts in words.

use domain::discounts::{Gives, GrantState, Term, percent};
use domain::language::Language;
use wire::discounts::DiscountGrant;

use crate::clubtime;
use crate::i18n::{self, t};

/// `−20 %`, `−500 ₽`; nothing for a benefit without a figure.
pub fn gives(gives: &Gives) -> Option<String> {
    match gives {
        Gives::Percent { basis_points } => Some(match i18n::language() {
            Language::En => format!("−{}%", percent(*basis_points, '.')),
            Language::Ru | Language::Ro => format!("−{}\u{a0}%", percent(*basis_points, ',')),
        }),
        Gives::Sum { sum } => Some(format!("−{}", i18n::money(sum.amount, &sum.currency))),
        Gives::Benefit {} => None,
    }
}

/// For how long: what counts says its last day, everything else both.
pub fn term(grant: &DiscountGrant) -> Option<String> {
    let zone = clubtime::home_zone();
    let telling = clubtime::telling(&zone);
    let (from, until) = (grant.valid_from, grant.valid_until);
    match grant.state.is_valid() {
        true => until.map(|until| telling.until_day(until)),
        false => Some(telling.term(&Term { from, until })),
    }
}

/// What is worth a mark beside the name.
pub fn state(state: GrantState) -> Option<&'static str> {
    match state {
        GrantState::Future => Some(t::discounts::future()),
        GrantState::Ending => Some(t::discounts::ending()),
        GrantState::Withdrawn => Some(t::discounts::withdrawn_mark()),
        GrantState::Valid | GrantState::Over => None,
    }
}
