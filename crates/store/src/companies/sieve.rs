//! A sieve of companies as a condition in SQL.

use diesel::dsl::not;
use diesel::prelude::*;
use domain::companies::tax_key;
use domain::filters::{CompanyField, Leaf, Sieve, Test};
use domain::ids::{BranchId, EmployeeId};

use crate::access::Condition;
use crate::engine::among::among;
use crate::engine::columns::bind;
use crate::engine::constant::NOTHING;
use crate::engine::folding::{a_line, anywhere, begins_a_line, folded_lines};
use crate::filters::{self, any, chain, choices, ids, moments, tree, words};
use crate::schema::{companies, company_values};

type OfCompanies = Condition<companies::table>;

pub(super) fn condition(sieve: &Sieve<CompanyField>) -> OfCompanies {
    tree(sieve, true, &|leaf, _| question(leaf))
}

/// A test of a list of texts that is stored as a document.
macro_rules! listed {
    ($test:expr, $column:expr) => {{
        let lines = folded_lines($column).assume_not_null();
        let there = folded_lines($column).is_not_null();
        let has = |like: String| there.and(lines.like(like).escape('\\'));
        let lacks = |like: String| {
            folded_lines($column)
                .is_null()
                .or(lines.not_like(like).escape('\\'))
        };
        match $test {
            Test::Filled => Box::new(there) as OfCompanies,
            Test::Empty => Box::new(folded_lines($column).is_null()),
            Test::Has(part) => Box::new(has(anywhere(part))),
            Test::Lacks(part) => Box::new(lacks(anywhere(part))),
            Test::Begins(part) => Box::new(has(begins_a_line(part))),
            Test::Equals(whole) => Box::new(has(a_line(whole))),
            Test::Differs(whole) => Box::new(lacks(a_line(whole))),
            Test::OneOf(_) | Test::NoneOf(_) => {
                let one = words($test).map(|word| Box::new(has(a_line(word))) as OfCompanies);
                chain($test, any(one))
            }
            _ => Box::new(NOTHING),
        }
    }};
}

fn question(leaf: &Leaf<CompanyField>) -> OfCompanies {
    let test = &leaf.test;
    match leaf.field {
        CompanyField::Name => filters::column!(test, companies::name.nullable()),
        CompanyField::LegalName => filters::column!(test, companies::legal_name),
        CompanyField::TaxId => {
            let test = &by_key(test);
            filters::column!(test, companies::tax_key)
        }
        CompanyField::Address => filters::column!(test, companies::address),
        CompanyField::Site => filters::column!(test, companies::site),
        CompanyField::Note => filters::column!(test, companies::note),
        CompanyField::Phone => {
            let test = &of_digits(test);
            listed!(test, companies::phones)
        }
        CompanyField::Email => listed!(test, companies::emails),
        CompanyField::Tag => listed!(test, companies::tags),
        CompanyField::Responsible => {
            filters::references!(test, companies::responsible_id, EmployeeId)
        }
        CompanyField::Branch => {
            let branches = ids(choices(test), BranchId::from_i64);
            chain(test, Box::new(companies::branch_id.eq_any(among(branches))))
        }
        CompanyField::Created => match test {
            Test::Moments { from, until } => {
                let (from, until) = moments(*from, *until);
                let created = companies::created_at;
                Box::new(created.ge(bind(from)).and(created.lt(bind(until))))
            }
            _ => Box::new(NOTHING),
        },
        CompanyField::Own(id, kind) => {
            filters::answered!(test, id, kind, company_values.company_id of companies)
        }
        CompanyField::Contact | CompanyField::People => Box::new(NOTHING),
    }
}

/// Tax numbers are compared without what stands between their digits.
fn by_key(test: &Test) -> Test {
    let key = |text: &String| tax_key(text).map_or_else(|| text.clone(), |key| key.to_lowercase());
    match test {
        Test::Has(text) => Test::Has(key(text)),
        Test::Lacks(text) => Test::Lacks(key(text)),
        Test::Begins(text) => Test::Begins(key(text)),
        Test::Equals(text) => Test::Equals(key(text)),
        Test::Differs(text) => Test::Differs(key(text)),
        test => test.clone(),
    }
}

/// Numbers stand there as E.164.
fn of_digits(test: &Test) -> Test {
    match test {
        Test::Begins(digits) => Test::Begins(format!("+{digits}")),
        test => test.clone(),
    }
}
