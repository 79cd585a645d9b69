//! Companies as the reader sees them.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::ids::BranchId;
use domain::time::Zone;
use store::companies::{CompanyCard, CompanyListed, CompanyPerson as Person, CompanyRow as Row};
use store::{StoreError, Tx};
use wire::clients::PersonName;
use wire::companies::{Company, CompanyContact, CompanyPerson, CompanyRow, SameCompany};

use crate::clients::convert::{answer, next_contact, shown_email, shown_phone, zones};
use crate::http::ApiError;
use crate::tasks::convert::Reader;

/// A held company as it is answered.
pub fn card(tx: &mut Tx<'_>, row: Row, reader: &Reader) -> Result<Company, ApiError> {
    let zones = zones(tx)?;
    let card = tx.company_card(row)?;
    Ok(company(card, reader, &zones))
}

fn company(card: CompanyCard, reader: &Reader, zones: &BTreeMap<BranchId, Arc<Zone>>) -> Company {
    let row = card.row;
    let utc = Zone::utc();
    let zone = zones.get(&row.branch_id).map_or(&utc, |zone| zone);
    let answers = card.answers.into_iter();
    let people = card.people.into_iter();
    let phones = row.phones.0.into_iter();
    let emails = row.emails.0.into_iter();
    Company {
        id: row.id,
        name: row.name,
        legal_name: row.legal_name,
        tax_id: row.tax_id,
        phones: phones.map(|phone| shown_phone(phone, reader)).collect(),
        emails: emails.map(|email| shown_email(email, reader)).collect(),
        contacts_hidden: !reader.contacts,
        address: row.address,
        site: row.site,
        note: row.note,
        tags: row.tags.0,
        responsible: row
            .responsible_id
            .zip(card.responsible_name)
            .map(|(id, name)| PersonName { id, name }),
        branch_id: row.branch_id,
        fields: answers.map(|filled| answer(filled, reader, zone)).collect(),
        people: people.map(|one| person(one, reader, zones)).collect(),
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
        archived_at: row.archived_at,
    }
}

fn person(person: Person, reader: &Reader, zones: &BTreeMap<BranchId, Arc<Zone>>) -> CompanyPerson {
    let utc = Zone::utc();
    let zone = zones.get(&person.branch_id).map_or(&utc, |zone| zone);
    let phone = person.client.phone.as_ref();
    CompanyPerson {
        id: person.row.id,
        client_id: person.row.client_id,
        name: reader.name(&person.client),
        phone: phone.map(|(_, display)| reader.phone(display.clone())),
        role: person.row.role,
        main: person.row.main,
        next: person.next.map(|next| next_contact(next, zone)),
    }
}

pub fn listed(listed: CompanyListed, reader: &Reader, cells: Vec<String>) -> CompanyRow {
    let row = listed.row;
    let contact = listed.people.first().map(|person| CompanyContact {
        client_id: person.row.client_id,
        name: reader.name(&person.client),
        role: person.row.role.clone(),
    });
    let phone = row.phones.0.into_iter().next();
    CompanyRow {
        id: row.id,
        name: row.name,
        tax_id: row.tax_id,
        phone: phone.map(|phone| shown_phone(phone, reader)),
        branch_id: row.branch_id,
        responsible: row
            .responsible_id
            .zip(listed.responsible_name)
            .map(|(id, name)| PersonName { id, name }),
        contact,
        people: u32::try_from(listed.people.len()).unwrap_or(u32::MAX),
        created_at: row.created_at,
        archived_at: row.archived_at,
        cells,
    }
}

/// Others with the name or the number of this one.
pub fn same(tx: &mut Tx<'_>, row: &Row) -> Result<Vec<SameCompany>, StoreError> {
    let others = tx.same_companies(row)?.into_iter();
    Ok(others
        .map(|other| SameCompany {
            company_id: other.id,
            name: other.name,
            tax_id: other.tax_id,
        })
        .collect())
}
