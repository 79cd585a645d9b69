use diesel::prelude::*;
use domain::fields::Subject;
use domain::ids::{ClientId, CompanyId};
use domain::timeline::EntryKind;

use super::differences::differences;
use super::rows::{CompanyData, CompanyRow};
use crate::audit::state;
use crate::engine::columns::{Json, bind};
use crate::engine::conn::each_backend;
use crate::engine::errors::{StoreError, expect_version};
use crate::engine::unit::Tx;
use crate::engine::update::save_row;
use crate::outbox::Audience;
use crate::own_fields::answers::{self as own, Owner as _};
use crate::schema::{companies, company_tokens};
use crate::timeline::{self, About, Changed, Said};

/// What a company is made with and saved with.
macro_rules! written {
    ($row:ident) => {{
        use companies::dsl;
        (
            dsl::name.eq($row.name.clone()),
            dsl::sort_key.eq($row.sort_key.clone()),
            dsl::legal_name.eq($row.legal_name.clone()),
            dsl::tax_id.eq($row.tax_id.clone()),
            dsl::tax_key.eq($row.tax_key.clone()),
            dsl::phones.eq($row.phones.clone()),
            dsl::emails.eq($row.emails.clone()),
            dsl::address.eq($row.address.clone()),
            dsl::site.eq($row.site.clone()),
            dsl::note.eq($row.note.clone()),
            dsl::tags.eq($row.tags.clone()),
            dsl::responsible_id.eq($row.responsible_id.map(bind)),
            dsl::branch_id.eq(bind($row.branch_id)),
        )
    }};
}
impl Tx<'_> {
    /// Adds a company. Who may add it where is the caller's question, asked before.
    pub fn create_company(&mut self, data: &CompanyData) -> Result<CompanyRow, StoreError> {
        let now = self.now();
        let mut row = CompanyRow {
            id: self.new_id(),
            name: String::new(),
            sort_key: String::new(),
            legal_name: None,
            tax_id: None,
            tax_key: None,
            phones: Json(Vec::new()),
            emails: Json(Vec::new()),
            address: None,
            site: None,
            note: None,
            tags: Json(Vec::new()),
            responsible_id: None,
            branch_id: data.branch_id,
            created_by: self.who().employee(),
            version: 1,
            created_at: now,
            updated_at: now,
            archived_at: None,
        };
        data.put_on(&mut row);
        {
            use companies::dsl;
            diesel::insert_into(companies::table)
                .values((
                    dsl::id.eq(bind(row.id)),
                    written!(row),
                    dsl::created_by.eq(row.created_by.map(bind)),
                    dsl::version.eq(row.version),
                    dsl::created_at.eq(bind(row.created_at)),
                    dsl::updated_at.eq(bind(row.updated_at)),
                ))
                .execute(self.conn())?;
        }
        row.id.write(self, &data.answers)?;
        let fields = self.own_fields(Subject::Company)?;
        write_tokens(self, row.id, &data.tokens(&fields))?;
        tell(self, EntryKind::CompanyCreated, &row, None, Said::default())?;
        self.audit("company.created", row.id, None, state(data))?;
        self.emit("company.created", row.id, row.version, audience(&row))?;
        Ok(row)
    }

    /// Changes a held company that was seen at version `seen`. A change that changes nothing keeps the version.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn update_company(
        &mut self,
        mut row: CompanyRow,
        seen: i64,
        data: &CompanyData,
    ) -> Result<CompanyRow, StoreError> {
        expect_version(row.version, seen)?;
        let before = self.company_data(&row)?;
        if before == *data {
            return Ok(row);
        }
        data.put_on(&mut row);
        save(self, &mut row)?;
        if before.answers != data.answers {
            own::replace(self, row.id, &data.answers)?;
        }
        let fields = self.own_fields(Subject::Company)?;
        let tokens = data.tokens(&fields);
        if before.tokens(&fields) != tokens {
            write_tokens(self, row.id, &tokens)?;
        }
        let said = differences(self, &before, data)?;
        tell(self, EntryKind::CompanyChanged, &row, None, said)?;
        self.audit("company.updated", row.id, state(&before), state(data))?;
        self.emit("company.updated", row.id, row.version, audience(&row))?;
        Ok(row)
    }

    /// What a change of a company would say in its timeline.
    pub fn would_change_company(
        &mut self,
        before: &CompanyData,
        after: &CompanyData,
    ) -> Result<Said, StoreError> {
        differences(self, before, after)
    }

    /// Archives a held company that was seen at version `seen`.
    ///
    /// # Errors
    /// [`StoreError::VersionMismatch`].
    pub fn archive_company(&mut self, mut row: CompanyRow, seen: i64) -> Result<(), StoreError> {
        expect_version(row.version, seen)?;
        if row.archived_at.is_some() {
            return Ok(());
        }
        row.archived_at = Some(self.now());
        self.company_put_away(&mut row)?;
        self.audit("company.archived", row.id, None, None)?;
        self.emit("company.archived", row.id, row.version, audience(&row))
    }

    /// Takes a held company out of the archive.
    pub fn restore_company(&mut self, mut row: CompanyRow) -> Result<CompanyRow, StoreError> {
        if row.archived_at.is_none() {
            return Ok(row);
        }
        row.archived_at = None;
        self.company_put_away(&mut row)?;
        self.audit("company.restored", row.id, None, None)?;
        self.emit("company.restored", row.id, row.version, audience(&row))?;
        Ok(row)
    }

    /// On its card something else is shown now.
    pub(crate) fn company_shown_anew(&mut self, id: CompanyId) -> Result<(), StoreError> {
        let mut row: CompanyRow = companies::table
            .filter(companies::id.eq(bind(id)))
            .first(self.conn())?;
        save(self, &mut row)?;
        self.emit("company.updated", id, row.version, audience(&row))
    }

    fn company_put_away(&mut self, row: &mut CompanyRow) -> Result<(), StoreError> {
        save(self, row)?;
        let said = Said {
            changes: vec![Changed {
                member: "archived_at".to_owned(),
                before: None,
                after: row.archived_at.map(|at| at.to_string()),
            }],
            ..Said::default()
        };
        tell(self, EntryKind::CompanyChanged, row, None, said)
    }
}

/// Writes an entry of a company's timeline, with the version that it has now. Where it names a person, whoever reads it must see him.
pub(super) fn tell(
    tx: &mut Tx<'_>,
    kind: EntryKind,
    row: &CompanyRow,
    person: Option<ClientId>,
    said: Said,
) -> Result<(), StoreError> {
    let about = About {
        client: person,
        company: Some(row.id),
        ..About::default()
    };
    let said = Said {
        version: Some(row.version),
        ..said
    };
    let by = tx.who().employee();
    timeline::tell(tx, kind, about, by, said)?;
    Ok(())
}

pub(super) fn audience(row: &CompanyRow) -> Audience {
    Audience::branch(row.branch_id).and(row.responsible_id)
}

/// Stores a changed company one version on.
pub(super) fn save(tx: &mut Tx<'_>, row: &mut CompanyRow) -> Result<(), StoreError> {
    save_row!(
        tx,
        companies,
        row,
        (
            written!(row),
            dsl::archived_at.eq(row.archived_at.map(bind)),
        )
    )
}

fn write_tokens(tx: &mut Tx<'_>, id: CompanyId, tokens: &[String]) -> Result<(), StoreError> {
    diesel::delete(company_tokens::table.filter(company_tokens::company_id.eq(bind(id))))
        .execute(tx.conn())?;
    let rows: Vec<_> = tokens
        .iter()
        .map(|token| {
            (
                company_tokens::token.eq(token),
                company_tokens::company_id.eq(bind(id)),
            )
        })
        .collect();
    each_backend!(tx.conn(), |c| diesel::insert_into(company_tokens::table)
        .values(&rows)
        .execute(c))?;
    Ok(())
}
