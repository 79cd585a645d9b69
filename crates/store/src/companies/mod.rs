//! Companies: organisations that a club works with, and who stands for them.
//!
//! A company is reached by the rights of clients: of its branch, or of whoever is responsible for it. Its people are reached as clients, each by himself; a link is
//! written with both in hand, because both cards say it. Phones and addresses are those of [`crate::clients`], kept as documents of the row. The version of a company rises with
//! everything its page shows; what people changed of it by hand stands in its timeline with the version it made.

mod differences;
mod list;
mod marks;
mod people;
mod read;
mod rows;
mod sieve;
mod write;

pub use list::{CompanyFilter, CompanyListed, CompanySort};
pub use marks::Marks;
pub use people::PersonData;
pub use read::CompanyCard;
pub use rows::{CompanyData, CompanyPerson, CompanyRow, PersonRow, PersonsCompany};
