//! What is exported: how the file is written, and where its rows come from, batch by batch.

use chrono::NaiveDate;
use domain::exports::{Contact, ExportFormat};
use domain::fields::Subject;
use domain::filters::{Asked, Filter};
use domain::imports::Separator;
use domain::language::Language;
use store::exports::ExportLog;
use store::own_fields::FieldLists;
use store::{PageRequest, Tx};
use wire::error::{Fault, FieldError};

use super::table::Cell;
use crate::clients::{cells, filters as sieves};
use crate::http::ApiError;

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
    source: Box<dyn Source>,
}

/// A list that is read to its end. Who comes or goes meanwhile neither doubles nor hides another: it goes on where it was left.
pub trait Source: Send + Sync {
    fn batch(&self, tx: &mut Tx<'_>, page: &PageRequest) -> Result<Batch, ApiError>;
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

/// What is asked of a file, whatever is in it.
pub struct Asking {
    pub of: Subject,
    pub format: ExportFormat,
    pub filter: Filter,
    pub q: Option<String>,
    pub archived: bool,
    pub columns: Option<Vec<String>>,
    pub separator: Option<Separator>,
    pub bom: bool,
}

impl Plan {
    pub fn of(
        tx: &mut Tx<'_>,
        asking: Asking,
        headings: Vec<String>,
        language: Language,
        source: Box<dyn Source>,
    ) -> Result<Self, ApiError> {
        let now = tx.now();
        Ok(Self {
            format: asking.format,
            separator: asking.separator.unwrap_or(Separator::Comma),
            bom: asking.bom,
            headings,
            language,
            today: sieves::club_zone(tx)?.day(now),
            log: ExportLog {
                of: asking.of,
                format: asking.format,
                filter: domain::filters::write(&asking.filter),
                q: asking.q,
                archived: asking.archived,
                columns: asking.columns,
                ids: None,
            },
            source,
        })
    }

    /// The next rows.
    pub fn batch(&self, tx: &mut Tx<'_>, cursor: Option<String>) -> Result<Batch, ApiError> {
        let page = PageRequest {
            limit: Some(BATCH),
            cursor,
            include_total: false,
        };
        self.source.batch(tx, &page)
    }
}

/// The columns that are named in `/columns`; `None` when none are, which leaves the usual ones.
///
/// # Errors
/// 422 for a file that has columns of its own, and with every unknown one.
pub fn named<F: Asked>(tx: &mut Tx<'_>, asking: &Asking) -> Result<Option<Vec<F>>, ApiError> {
    let fault = match &asking.columns {
        None => return Ok(None),
        Some(_) if !asking.format.has_columns() => Fault::NotAllowed,
        Some(keys) if keys.is_empty() => Fault::Required,
        Some(keys) => {
            let at = |place, fault| FieldError::at(format!("/columns/{place}"), fault);
            let fields = cells::columns(tx, keys, at)?;
            return fields.map(Some).map_err(ApiError::fields);
        }
    };
    let fault = FieldError::at("/columns", fault);
    Err(ApiError::fields(vec![fault]))
}

/// The club's own fields are headed by what they are called now.
pub fn heading<F: Asked>(own: &FieldLists, field: F, language: Language) -> String {
    match own
        .present
        .iter()
        .find(|def| F::own(def.id, def.kind) == field)
    {
        Some(def) => def.label.clone(),
        None => field.label(language).to_owned(),
    }
}
