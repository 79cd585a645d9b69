//! Companies that rows meet, and the way back of those that rows made or changed.

use std::collections::BTreeSet;

use diesel::dsl::{count_star, exists};
use diesel::prelude::*;
use domain::access::Permission;
use domain::ids::CompanyId;
use domain::imports::{Called, CalledCompany};
use domain::search::name_tokens;
use domain::timeline::EntryKind;

use super::rows::RowRecord;
use super::undo::{Given, Gone, members, returned_answers};
use crate::access::companies_within;
use crate::companies::{CompanyData, CompanyRow};
use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::outbox::Audience;
use crate::schema::{companies, company_people, company_tokens, company_values, timeline};

impl Tx<'_> {
    /// Companies within reach, archived ones aside, that have this number, or a word of this name.
    pub fn companies_like(
        &mut self,
        name: &str,
        called: &CalledCompany,
    ) -> Result<Vec<(CompanyId, Called)>, StoreError> {
        let reach = self.reach(Permission::ClientRead);
        let known = || {
            companies::table
                .filter(companies_within(&reach))
                .filter(companies::archived_at.is_null())
                .order(companies::id)
                .select((companies::id, companies::name, companies::tax_id))
        };
        type Named = (CompanyId, String, Option<String>);
        let mut found: Vec<Named> = Vec::new();
        if let Some(tax) = &called.tax {
            found = known()
                .filter(companies::tax_key.is_not_null())
                .filter(companies::tax_key.assume_not_null().eq(tax))
                .load(self.conn())?;
        }
        // The rarest word of a name is mostly its longest.
        let words = name_tokens(&[name]).into_iter();
        if let Some(word) = words.max_by_key(|word| word.chars().count()) {
            let token = company_tokens::table
                .filter(company_tokens::company_id.eq(companies::id))
                .filter(company_tokens::token.eq(word));
            let named: Vec<Named> = known().filter(exists(token)).load(self.conn())?;
            found.extend(named);
        }
        let mut seen = BTreeSet::new();
        found.retain(|(id, _, _)| seen.insert(*id));
        let called = found.into_iter().map(|(id, name, tax)| {
            let called = CalledCompany::of(&name, tax.as_deref());
            (id, Called::Company(called))
        });
        Ok(called.collect())
    }

    /// Takes a company back that a row of an import made.
    pub fn take_back_imported_company(
        &mut self,
        id: CompanyId,
        row: &RowRecord,
    ) -> Result<Gone, StoreError> {
        self.hold_company(id)?;
        let Some(company) = held(self, id)? else {
            return Ok(Gone::Removed);
        };
        if Some(company.version) != row.card_version || was_worked_on(self, id)? {
            return Ok(Gone::Kept);
        }
        remove(self, &company)?;
        Ok(Gone::Removed)
    }

    /// Gives a company back what a row of an import changed on it, member by member, where nobody has changed it since.
    pub fn give_back_imported_company(
        &mut self,
        id: CompanyId,
        before: &CompanyData,
        after: &CompanyData,
    ) -> Result<Given, StoreError> {
        self.hold_company(id)?;
        let Some(company) = held(self, id)? else {
            return Ok(Given {
                kept: Vec::new(),
                returned: false,
            });
        };
        let now = self.company_data(&company)?;
        let (back, wanted) = returned(before, after, &now);
        // What stays is what the whole return would have changed besides.
        let kept = self.would_change_company(&back, &wanted)?.changes;
        let seen = company.version;
        self.update_company(company, seen, &back)?;
        Ok(Given {
            returned: kept.is_empty(),
            kept,
        })
    }
}

fn held(tx: &mut Tx<'_>, id: CompanyId) -> Result<Option<CompanyRow>, StoreError> {
    let company = companies::table.filter(companies::id.eq(bind(id)));
    Ok(company.first(tx.conn()).optional()?)
}

/// Whether anything stands by a company besides its making. Links with people raise its version, too; notes do not.
fn was_worked_on(tx: &mut Tx<'_>, id: CompanyId) -> Result<bool, StoreError> {
    let entries: i64 = timeline::table
        .filter(timeline::company_id.is_not_null())
        .filter(timeline::company_id.assume_not_null().eq(bind(id)))
        .filter(timeline::kind.ne(bind(EntryKind::CompanyCreated)))
        .select(count_star())
        .first(tx.conn())?;
    let people: i64 = company_people::table
        .filter(company_people::company_id.eq(bind(id)))
        .select(count_star())
        .first(tx.conn())?;
    Ok(entries + people > 0)
}

/// Removes a company that nothing stands by besides its making. The audit log keeps that it was there.
fn remove(tx: &mut Tx<'_>, company: &CompanyRow) -> Result<(), StoreError> {
    let id = company.id;
    diesel::delete(company_values::table.filter(company_values::company_id.eq(bind(id))))
        .execute(tx.conn())?;
    diesel::delete(company_tokens::table.filter(company_tokens::company_id.eq(bind(id))))
        .execute(tx.conn())?;
    diesel::delete(
        timeline::table
            .filter(timeline::company_id.is_not_null())
            .filter(timeline::company_id.assume_not_null().eq(bind(id))),
    )
    .execute(tx.conn())?;
    diesel::delete(companies::table.filter(companies::id.eq(bind(id)))).execute(tx.conn())?;
    tx.audit("company.removed", id, None, None)?;
    let audience = Audience::branch(company.branch_id).and(company.responsible_id);
    tx.emit("company.removed", id, company.version + 1, audience)
}

/// The company with every member as it was that is still as the import left it; and as it would be with all of them.
fn returned(
    before: &CompanyData,
    after: &CompanyData,
    now: &CompanyData,
) -> (CompanyData, CompanyData) {
    let (mut back, mut wanted) = (now.clone(), now.clone());
    members!(
        (before, after, now) => (back, wanted):
        name,
        legal_name,
        tax_id,
        phones,
        emails,
        address,
        site,
        note,
        tags,
        responsible_id,
        branch_id,
    );
    returned_answers(
        (&before.answers, &after.answers, &now.answers),
        (&mut back.answers, &mut wanted.answers),
    );
    (back, wanted)
}
