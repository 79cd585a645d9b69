//! What is exported, and its rows batch by batch.

use chrono::NaiveDate;
use domain::access::Permission;
use domain::exports::{Column, Contact, ExportFormat, whole_card};
use domain::filters::{self, Field};
use domain::imports::Separator;
use domain::language::Language;
use domain::name::PersonName;
use store::clients::{ClientFilter, ClientListed, ClientSort};
use store::exports::ExportLog;
use store::{PageRequest, Tx};
use wire::error::{Fault, FieldError};
use wire::exports::ClientExport;

use super::table::{self, Cell};
use crate::clients::{cells, convert, filters as sieves};
use crate::http::ApiError;
use crate::tasks::convert::{Reader, words};

/// Rows that are read at once, in a snapshot of their own: nobody who writes waits for a long file.
const BATCH: u32 = 200;

pub struct Plan {
    pub format: ExportFormat,
    pub separator: Separator,
    pub bom: bool,
    pub headings: Vec<String>,
    pub language: Language,
    pub today: NaiveDate,
    pub log: ExportLog,
    columns: Vec<Column>,
    filter: ClientFilter,
    sort: ClientSort,
}

pub struct Batch {
    pub rows: Rows,
    /// Where the next one begins.
    pub next: Option<String>,
}

pub enum Rows {
    Table(Vec<Vec<Cell>>),
    Contacts(Vec<Contact>),
}

impl Rows {
    pub fn len(&self) -> usize {
        match self {
            Self::Table(rows) => rows.len(),
            Self::Contacts(contacts) => contacts.len(),
        }
    }
}

impl Plan {
    /// # Errors
    /// 422 with every fault and its place.
    pub fn of(tx: &mut Tx<'_>, body: ClientExport, language: Language) -> Result<Self, ApiError> {
        // An address book without numbers and addresses is of no use.
        if !body.format.has_columns() {
            tx.demand(Permission::ClientContacts)?;
        }
        let sort = convert::sort_at(body.sort.as_deref(), "/sort")?;
        let asked = body.filter.unwrap_or_default();
        let line = filters::write(&asked);
        let filter = ClientFilter {
            words: words(body.q.as_deref()),
            sieve: sieves::read(tx, &asked, "/filter")?,
            archived: body.archived.unwrap_or_default(),
            ids: body.ids.clone(),
            besides: Some(Permission::ClientExport),
        };
        let columns = match &body.columns {
            Some(_) if !body.format.has_columns() => {
                let fault = FieldError::at("/columns", Fault::NotAllowed);
                return Err(ApiError::fields(vec![fault]));
            }
            Some(keys) if keys.is_empty() => {
                let fault = FieldError::at("/columns", Fault::Required);
                return Err(ApiError::fields(vec![fault]));
            }
            Some(keys) => {
                let at = |place, fault| FieldError::at(format!("/columns/{place}"), fault);
                let fields = cells::columns(tx, keys, at)?.map_err(ApiError::fields)?;
                fields.into_iter().map(Column::Listed).collect()
            }
            None => {
                let mut columns = whole_card();
                let own = tx.client_fields()?;
                let own = own.present.iter();
                columns.extend(own.map(|def| Column::Listed(Field::Own(def.id, def.kind))));
                // What is seen in part cannot be taken in again.
                let seen = tx.sees_contacts();
                columns.retain(|column| seen || !column.is_contact());
                columns
            }
        };
        let headings = headings(tx, &columns, language)?;
        let now = tx.now();
        Ok(Self {
            format: body.format,
            separator: body.separator.unwrap_or(Separator::Comma),
            bom: body.bom,
            headings,
            language,
            today: sieves::club_zone(tx)?.day(now),
            log: ExportLog {
                format: body.format,
                filter: line,
                q: body.q,
                archived: filter.archived,
                columns: body.columns,
                ids: body.ids,
            },
            columns,
            filter,
            sort,
        })
    }

    /// The next rows. A list is read on where it was left, so who comes or goes meanwhile neither doubles nor hides another.
    pub fn batch(&self, tx: &mut Tx<'_>, cursor: Option<String>) -> Result<Batch, ApiError> {
        let request = PageRequest {
            limit: Some(BATCH),
            cursor,
            include_total: false,
        };
        let page = tx.clients(&self.filter, self.sort, &request)?;
        let rows = match self.format.has_columns() {
            true => Rows::Table(self.table(tx, &page.items)?),
            false => Rows::Contacts(self.contacts(tx, page.items)?),
        };
        Ok(Batch {
            rows,
            next: page.next_cursor,
        })
    }

    fn table(&self, tx: &mut Tx<'_>, listed: &[ClientListed]) -> Result<Vec<Vec<Cell>>, ApiError> {
        let reader = Reader::of(tx, self.language)?;
        let zones = convert::zones(tx)?;
        let currency = tx.organisation()?.currency;
        let fields: Vec<Field> = self
            .columns
            .iter()
            .filter_map(|column| match column {
                Column::Listed(field) => Some(*field),
                _ => None,
            })
            .collect();
        let columns = tx.client_columns(listed, &fields)?;
        let reached = |column: &Column| matches!(column, Column::Messenger(_));
        let addresses = match self.columns.iter().any(reached) {
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
                let cells = self.columns.iter();
                cells.map(|column| about.cell(*column, &of)).collect()
            })
            .collect())
    }

    fn contacts(
        &self,
        tx: &mut Tx<'_>,
        listed: Vec<ClientListed>,
    ) -> Result<Vec<Contact>, ApiError> {
        let order = tx.name_order()?;
        let columns = tx.client_columns(&listed, &[Field::Email, Field::Tag])?;
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
}

/// The club's own fields are headed by what they are called now.
fn headings(
    tx: &mut Tx<'_>,
    columns: &[Column],
    language: Language,
) -> Result<Vec<String>, ApiError> {
    let own = tx.client_fields()?;
    let headings = columns.iter().map(|column| match column {
        Column::Listed(Field::Own(id, _)) => {
            let label = own.get(*id).map(|def| def.label.clone());
            label.unwrap_or_default()
        }
        column => column.heading(language).to_owned(),
    });
    Ok(headings.collect())
}
