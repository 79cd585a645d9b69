//! What stands in the columns of a list of companies, in the reader's language.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::chains::Filled;
use domain::filters::CompanyField;
use domain::ids::{BranchId, FieldId};
use domain::time::Zone;
use store::Tx;
use store::companies::{CompanyListed, CompanyPerson};

use crate::clients::cells::{answer, moment};
use crate::http::ApiError;
use crate::tasks::convert::Reader;

/// What holds for all rows.
pub struct About<'a> {
    pub reader: &'a Reader,
    pub zones: &'a BTreeMap<BranchId, Arc<Zone>>,
    /// Names.
    branches: BTreeMap<BranchId, String>,
}

/// Answers to the club's own fields.
pub type Answers = BTreeMap<FieldId, Filled>;

impl<'a> About<'a> {
    pub fn of(
        tx: &mut Tx<'_>,
        reader: &'a Reader,
        zones: &'a BTreeMap<BranchId, Arc<Zone>>,
    ) -> Result<Self, ApiError> {
        let branches = tx.branches()?;
        let branches = branches.iter().map(|one| (one.id, one.name.clone()));
        Ok(Self {
            reader,
            zones,
            branches: branches.collect(),
        })
    }

    /// Whatever has a page to itself is read in one statement for all rows.
    pub fn answers(
        tx: &mut Tx<'_>,
        listed: &[CompanyListed],
        columns: &[CompanyField],
    ) -> Result<Vec<Answers>, ApiError> {
        let own = columns.iter().filter_map(|field| match field {
            CompanyField::Own(id, _) => Some(*id),
            _ => None,
        });
        let own: Vec<FieldId> = own.collect();
        Ok(tx.company_answers(listed, &own)?)
    }

    pub fn zone<'z>(&'z self, listed: &CompanyListed, utc: &'z Zone) -> &'z Zone {
        let known = self.zones.get(&listed.row.branch_id);
        known.map_or(utc, |zone| zone)
    }

    /// What one company has in one column. Empty for nothing.
    pub fn cell(&self, field: CompanyField, listed: &CompanyListed, answers: &Answers) -> String {
        let (row, reader) = (&listed.row, self.reader);
        let utc = Zone::utc();
        let zone = self.zone(listed, &utc);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        match field {
            CompanyField::Name => row.name.clone(),
            CompanyField::LegalName => text(&row.legal_name),
            CompanyField::TaxId => text(&row.tax_id),
            CompanyField::Address => text(&row.address),
            CompanyField::Site => text(&row.site),
            CompanyField::Note => text(&row.note),
            CompanyField::Phone => {
                let phones = row.phones.0.iter();
                let phones = phones.map(|phone| reader.phone(phone.display.clone()));
                phones.collect::<Vec<_>>().join(", ")
            }
            CompanyField::Email => {
                let emails = row.emails.0.iter();
                let emails = emails.map(|email| reader.email(email.address.clone()));
                emails.collect::<Vec<_>>().join(", ")
            }
            CompanyField::Tag => row.tags.0.join(", "),
            CompanyField::Responsible => text(&listed.responsible_name),
            CompanyField::Branch => {
                let name = self.branches.get(&row.branch_id);
                name.cloned().unwrap_or_default()
            }
            CompanyField::Contact => listed
                .people
                .first()
                .map_or_else(String::new, |person| named(person, reader)),
            CompanyField::People => match listed.people.len() {
                0 => String::new(),
                count => count.to_string(),
            },
            CompanyField::Created => moment(row.created_at, zone, reader.language),
            CompanyField::Own(id, kind) => answer(answers.get(&id), kind, reader, zone),
        }
    }
}

/// "Мария Гончаренко (директор)".
fn named(person: &CompanyPerson, reader: &Reader) -> String {
    let name = reader.name(&person.client);
    match &person.row.role {
        Some(role) => format!("{name} ({role})"),
        None => name,
    }
}
