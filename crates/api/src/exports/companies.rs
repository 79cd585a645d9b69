//! Files of companies: tables.

use domain::access::Permission;
use domain::exports::COMPANY_COLUMNS;
use domain::fields::Subject;
use domain::filters::{Asked as _, CompanyField};
use domain::language::Language;
use store::companies::{CompanyFilter, CompanySort};
use store::{PageRequest, Tx};
use wire::error::{Fault, FieldError};
use wire::exports::CompanyExport;

use super::plan::{Asking, Batch, Plan, Rows, Source, heading, named};
use super::table::{self, Cell};
use crate::clients::{convert, filters as sieves};
use crate::companies::cells::About;
use crate::companies::sort_at;
use crate::http::ApiError;
use crate::tasks::convert::{Reader, words};

struct Companies {
    columns: Vec<CompanyField>,
    filter: CompanyFilter,
    sort: CompanySort,
    language: Language,
}

/// # Errors
/// 422 with every fault and its place.
pub fn plan(tx: &mut Tx<'_>, body: CompanyExport, language: Language) -> Result<Plan, ApiError> {
    if !body.format.has_columns() {
        let fault = FieldError::at("/format", Fault::NotAllowed);
        return Err(ApiError::fields(vec![fault]));
    }
    let sort = sort_at(body.sort.as_deref(), "/sort")?;
    let asking = Asking {
        of: Subject::Company,
        format: body.format,
        filter: body.filter.unwrap_or_default(),
        q: body.q,
        archived: body.archived.unwrap_or_default(),
        columns: body.columns,
        separator: body.separator,
        bom: body.bom,
    };
    let filter = CompanyFilter {
        words: words(asking.q.as_deref()),
        sieve: sieves::read(tx, &asking.filter, "/filter")?,
        archived: asking.archived,
        ids: body.ids.clone(),
        besides: Some(Permission::ClientExport),
    };
    let own = tx.own_fields(Subject::Company)?;
    let columns = named(tx, &asking)?.unwrap_or_else(|| {
        let own = own.present.iter();
        let own = own.map(|def| CompanyField::own(def.id, def.kind));
        COMPANY_COLUMNS.into_iter().chain(own).collect()
    });
    let headings = columns.iter();
    let headings = headings.map(|field| heading(&own, *field, language));
    let headings = headings.collect();
    let source = Companies {
        columns,
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

impl Source for Companies {
    fn batch(&self, tx: &mut Tx<'_>, page: &PageRequest) -> Result<Batch, ApiError> {
        let page = tx.companies(&self.filter, self.sort, page)?;
        let (reader, zones) = (Reader::of(tx, self.language)?, convert::zones(tx)?);
        let about = About::of(tx, &reader, &zones)?;
        let currency = tx.organisation()?.currency;
        let answered = table::About {
            reader: &reader,
            zones: &zones,
            currency: &currency,
        };
        let answers = About::answers(tx, &page.items, &self.columns)?;
        let utc = domain::time::Zone::utc();
        let rows = page.items.iter().zip(&answers).map(|(listed, answers)| {
            let zone = about.zone(listed, &utc);
            let cell = |field: &CompanyField| match field {
                CompanyField::Created => Cell::Moment(zone.wall(listed.row.created_at)),
                CompanyField::People => Cell::Number(listed.people.len() as f64),
                CompanyField::Own(id, _) => {
                    answers.get(id).map_or(Cell::Text(String::new()), |filled| {
                        answered.answer(filled, zone)
                    })
                }
                // A phone is copied into other programs: its spaces are plain ones.
                CompanyField::Phone => {
                    Cell::Text(about.cell(*field, listed, answers).replace('\u{a0}', " "))
                }
                field => Cell::Text(about.cell(*field, listed, answers)),
            };
            self.columns.iter().map(cell).collect()
        });
        Ok(Batch {
            rows: Rows::Table(rows.collect()),
            next: page.next_cursor,
        })
    }
}
