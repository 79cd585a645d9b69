//! Files of clients: tables, cards for address books, Outlook's columns.

use domain::access::Permission;
use domain::exports::{Column, Contact, whole_card};
use domain::fields::Subject;
use domain::filters::Field;
use domain::language::Language;
use domain::name::PersonName;
use store::clients::{ClientFilter, ClientListed, ClientSort};
use store::{PageRequest, Tx};
use wire::exports::ClientExport;

use super::plan::{Asking, Batch, Plan, Rows, Source, heading, named};
use super::table::{self, Cell};
use crate::clients::{convert, filters as sieves};
use crate::http::ApiError;
use crate::tasks::convert::{Reader, words};

struct Clients {
    /// Of a table; otherwise the file has columns of its own.
    columns: Option<Vec<Column>>,
    filter: ClientFilter,
    sort: ClientSort,
    language: Language,
}

/// # Errors
/// 422 with every fault and its place.
pub fn plan(tx: &mut Tx<'_>, body: ClientExport, language: Language) -> Result<Plan, ApiError> {
    let has_columns = body.format.has_columns();
    // An address book without numbers and addresses is of no use.
    if !has_columns {
        tx.demand(Permission::ClientContacts)?;
    }
    let sort = convert::sort_at(body.sort.as_deref(), "/sort")?;
    let asking = Asking {
        of: Subject::Client,
        format: body.format,
        filter: body.filter.unwrap_or_default(),
        q: body.q,
        archived: body.archived.unwrap_or_default(),
        columns: body.columns,
        separator: body.separator,
        bom: body.bom,
    };
    let filter = ClientFilter {
        words: words(asking.q.as_deref()),
        sieve: sieves::read(tx, &asking.filter, "/filter")?,
        archived: asking.archived,
        ids: body.ids.clone(),
        besides: Some(Permission::ClientExport),
    };
    let own = tx.own_fields(Subject::Client)?;
    let columns = match named(tx, &asking)? {
        Some(fields) => fields.into_iter().map(Column::Listed).collect(),
        None => {
            let mut columns = whole_card();
            let own = own.present.iter();
            columns.extend(own.map(|def| Column::Listed(Field::Own(def.id, def.kind))));
            // What is seen in part cannot be taken in again.
            let seen = tx.sees_contacts();
            columns.retain(|column| seen || !column.is_contact());
            columns
        }
    };
    let headings = columns.iter().map(|column| match column {
        Column::Listed(field @ Field::Own(..)) => heading(&own, *field, language),
        column => column.heading(language).to_owned(),
    });
    let headings = headings.collect();
    let source = Clients {
        columns: has_columns.then_some(columns),
        filter,
        sort,
        language,
    };
    let mut plan = Plan::of(tx, asking, headings, language, Box::new(source))?;
    plan.log.ids = body
        .ids
        .map(|ids| ids.iter().map(ToString::to_string).collect());
    Ok(plan)
}

impl Source for Clients {
    fn batch(&self, tx: &mut Tx<'_>, page: &PageRequest) -> Result<Batch, ApiError> {
        let page = tx.clients(&self.filter, self.sort, page)?;
        let rows = match &self.columns {
            Some(columns) => Rows::Table(self.table(tx, columns, &page.items)?),
            None => Rows::Contacts(contacts(tx, page.items)?),
        };
        Ok(Batch {
            rows,
            next: page.next_cursor,
        })
    }
}

impl Clients {
    fn table(
        &self,
        tx: &mut Tx<'_>,
        shown: &[Column],
        listed: &[ClientListed],
    ) -> Result<Vec<Vec<Cell>>, ApiError> {
        let reader = Reader::of(tx, self.language)?;
        let zones = convert::zones(tx)?;
        let currency = tx.organisation()?.currency;
        let fields: Vec<Field> = shown
            .iter()
            .filter_map(|column| match column {
                Column::Listed(field) => Some(*field),
                _ => None,
            })
            .collect();
        let today = crate::discounts::today(tx)?;
        let columns = tx.client_columns(listed, &fields, today)?;
        let reached = |column: &Column| matches!(column, Column::Messenger(_));
        let addresses = match shown.iter().any(reached) {
            true => tx.client_addresses(listed)?,
            false => vec![Default::default(); listed.len()],
        };
        let about = table::About {
            reader: &reader,
            zones: &zones,
            currency: &currency,
        };
        let rows = listed.iter().zip(columns.iter().zip(&addresses));
        Ok(rows
            .map(|(listed, (columns, addresses))| {
                let of = table::Row {
                    listed,
                    columns,
                    addresses,
                };
                let cells = shown.iter();
                cells.map(|column| about.cell(*column, &of)).collect()
            })
            .collect())
    }
}

fn contacts(tx: &mut Tx<'_>, listed: Vec<ClientListed>) -> Result<Vec<Contact>, ApiError> {
    let order = tx.name_order()?;
    let today = crate::discounts::today(tx)?;
    let columns = tx.client_columns(&listed, &[Field::Email, Field::Tag], today)?;
    let addresses = tx.client_addresses(&listed)?;
    let rows = listed.into_iter().zip(columns.into_iter().zip(addresses));
    Ok(rows
        .map(|(listed, (columns, addresses))| {
            let row = listed.row;
            let name = PersonName {
                surname: row.surname,
                given: row.given,
                patronymic: row.patronymic,
            };
            Contact {
                uid: row.id.to_string(),
                full_name: name.full(order),
                surname: name.surname.unwrap_or_default(),
                given: name.given.unwrap_or_default(),
                patronymic: name.patronymic.unwrap_or_default(),
                phones: addresses.phones,
                emails: columns.emails,
                messengers: addresses.messengers,
                birth_date: row.birth_date,
                tags: columns.tags,
                note: row.note.unwrap_or_default(),
            }
        })
        .collect())
}
