//! Making and changing companies.

use std::collections::BTreeSet;

use domain::access::Permission;
use domain::companies::{MAX_LINE, MAX_NAME, MAX_TAX_ID, site};
use domain::fields::Subject;
use domain::ids::BranchId;
use domain::language::Language;
use domain::tasks::Assignee;
use store::Tx;
use store::companies::{CompanyData, CompanyRow};
use store::own_fields::Answers;
use wire::companies::{CompanyPatch, CompanySaved, CreateCompany, NewCompany, UpdateCompany};
use wire::error::{Code, Fault};

use super::convert;
use crate::clients::save::{
    check_branch, check_responsible, emails, phones, tags, untouched, with_own,
};
use crate::http::{Answer, ApiError, Call, Check, Ctx};
use crate::own_fields::{self, Form};
use crate::tasks::convert::Reader;

pub async fn create(cx: Ctx, call: Call<CreateCompany>) -> Answer<CompanySaved> {
    let (body, language) = (call.body, cx.language());
    cx.write(move |tx| {
        let data = checked_new(tx, &body)?;
        let row = tx.create_company(&data)?;
        saved(tx, row, language)
    })
    .await
}

/// What is typed for a new company, checked.
///
/// # Errors
/// All faulty members at once; `not_allowed` where the actor may add none.
pub fn checked_new(tx: &mut Tx<'_>, new: &NewCompany) -> Result<CompanyData, ApiError> {
    let organisation = tx.organisation()?;
    let country = &organisation.phone_country;
    let actor = tx.actor()?.clone();
    let mut check = Check::new();
    let branch = new.branch_id.or(actor.branches.first().copied());
    let place = branch.unwrap_or(BranchId::from_i64(0));
    let responsible = new.responsible_id.unwrap_or(actor.employee);
    let typed = new.fields.iter();
    let typed = typed
        .map(|(key, raw)| (key.clone(), Some(raw.clone())))
        .collect();
    let data = CompanyData {
        name: check.line("/name", &new.name, MAX_NAME),
        legal_name: check.optional("/legal_name", new.legal_name.as_deref(), MAX_LINE),
        tax_id: check.optional("/tax_id", new.tax_id.as_deref(), MAX_TAX_ID),
        phones: phones(&mut check, &new.phones, country),
        emails: emails(&mut check, &new.emails),
        address: check.optional("/address", new.address.as_deref(), MAX_LINE),
        site: checked_site(&mut check, new.site.as_deref()),
        note: check.text("/note", new.note.as_deref()),
        tags: tags(&mut check, &new.tags),
        responsible_id: Some(responsible),
        branch_id: place,
        answers: own_fields::answered(
            tx,
            &mut check,
            Subject::Company,
            &typed,
            Form::Whole,
            &Answers::new(),
            (&organisation, place),
        )?,
    };
    if branch.is_none() {
        check.fault("/branch_id", Fault::Required);
    } else {
        check_branch(tx, &mut check, data.branch_id)?;
        if new.responsible_id.is_some() {
            check_responsible(tx, &mut check, data.responsible_id, data.branch_id)?;
        }
    }
    check.done()?;
    may_stand(tx, Permission::ClientCreate, &data)?;
    Ok(data)
}

pub async fn update(cx: Ctx, call: Call<UpdateCompany>) -> Answer<CompanySaved> {
    let ((id,), seen, patch) = (call.path, call.seen, call.body);
    let language = cx.language();
    cx.write(move |tx| {
        tx.hold_company(id)?;
        let row = tx.company_for(Permission::ClientEdit, id)?;
        let seen = seen_company(tx, &row, seen, &patch)?;
        let before = tx.company_data(&row)?;
        let (row, _) = changed(tx, row, seen, &before, &patch)?;
        saved(tx, row, language)
    })
    .await
}

/// Changes a held company in the unit of its caller; answers what it has become.
pub fn changed(
    tx: &mut Tx<'_>,
    row: CompanyRow,
    seen: i64,
    before: &CompanyData,
    patch: &CompanyPatch,
) -> Result<(CompanyRow, CompanyData), ApiError> {
    let data = checked_patch(tx, before, patch)?;
    let row = tx.update_company(row, seen, &data)?;
    Ok((row, data))
}

/// The version to change, when what is changed is still as it was seen: as with a client's card, members collide and not cards.
fn seen_company(
    tx: &mut Tx<'_>,
    row: &CompanyRow,
    seen: i64,
    patch: &CompanyPatch,
) -> Result<i64, ApiError> {
    if seen == row.version {
        return Ok(seen);
    }
    let changed = tx.company_changed_since(row, seen)?;
    untouched(&members(patch), changed, seen, row.version)
}

/// What a patch changes, in the words of the timeline.
fn members(patch: &CompanyPatch) -> BTreeSet<String> {
    let named = [
        ("name", patch.name.is_some()),
        ("legal_name", patch.legal_name.is_some()),
        ("tax_id", patch.tax_id.is_some()),
        ("phones", patch.phones.is_some()),
        ("emails", patch.emails.is_some()),
        ("address", patch.address.is_some()),
        ("site", patch.site.is_some()),
        ("responsible", patch.responsible_id.is_some()),
        ("branch", patch.branch_id.is_some()),
        ("tags", patch.tags.is_some()),
        ("note", patch.note.is_some()),
    ];
    with_own(named, patch.fields.as_ref())
}

/// A company with a patch on it, checked.
///
/// # Errors
/// All faulty members at once; `not_allowed` where the actor may not put it.
pub fn checked_patch(
    tx: &mut Tx<'_>,
    before: &CompanyData,
    patch: &CompanyPatch,
) -> Result<CompanyData, ApiError> {
    // Who sees contacts in part would write back what he does not see.
    let own_contacts = match &patch.fields {
        Some(typed) => own_fields::are_contacts(tx, Subject::Company, typed)?,
        None => false,
    };
    if patch.phones.is_some() || patch.emails.is_some() || own_contacts {
        tx.demand(Permission::ClientContacts)?;
    }
    let organisation = tx.organisation()?;
    let mut check = Check::new();
    let mut data = before.clone();
    if let Some(name) = &patch.name {
        data.name = check.line("/name", name, MAX_NAME);
    }
    let mut line =
        |pointer: &str, typed: &Option<Option<String>>, known: &mut Option<String>, most| {
            if let Some(typed) = typed {
                *known = check.optional(pointer, typed.as_deref(), most);
            }
        };
    line(
        "/legal_name",
        &patch.legal_name,
        &mut data.legal_name,
        MAX_LINE,
    );
    line("/tax_id", &patch.tax_id, &mut data.tax_id, MAX_TAX_ID);
    line("/address", &patch.address, &mut data.address, MAX_LINE);
    if let Some(typed) = &patch.site {
        data.site = checked_site(&mut check, typed.as_deref());
    }
    if let Some(note) = &patch.note {
        data.note = check.text("/note", note.as_deref());
    }
    if let Some(list) = &patch.phones {
        data.phones = phones(&mut check, list, &organisation.phone_country);
    }
    if let Some(list) = &patch.emails {
        data.emails = emails(&mut check, list);
    }
    if let Some(list) = &patch.tags {
        data.tags = tags(&mut check, list);
    }
    data.responsible_id = patch.responsible_id.unwrap_or(data.responsible_id);
    data.branch_id = patch.branch_id.unwrap_or(data.branch_id);
    if let Some(typed) = &patch.fields {
        data.answers = own_fields::answered(
            tx,
            &mut check,
            Subject::Company,
            typed,
            Form::Named,
            &before.answers,
            (&organisation, data.branch_id),
        )?;
    }
    if data.branch_id != before.branch_id {
        check_branch(tx, &mut check, data.branch_id)?;
    }
    if data.responsible_id != before.responsible_id {
        check_responsible(tx, &mut check, data.responsible_id, data.branch_id)?;
    }
    check.done()?;
    if data.branch_id != before.branch_id {
        may_stand(tx, Permission::ClientEdit, &data)?;
    }
    Ok(data)
}

/// Whether the actor may put a company there.
fn may_stand(tx: &Tx<'_>, permission: Permission, data: &CompanyData) -> Result<(), ApiError> {
    let owner = data.responsible_id.unwrap_or(tx.actor()?.employee);
    match tx.may_give_work(permission, data.branch_id, Assignee::Employee(owner)) {
        true => Ok(()),
        false => Err(ApiError::new(Code::NotAllowed).with("permission", permission)),
    }
}

fn checked_site(check: &mut Check, typed: Option<&str>) -> Option<String> {
    let typed = check.optional("/site", typed, MAX_LINE)?;
    let opened = site(&typed).filter(|opened| opened.chars().count() <= MAX_LINE);
    if opened.is_none() {
        check.fault("/site", Fault::Malformed);
    }
    opened
}

/// The company as it is answered, with others that may be the same.
fn saved(tx: &mut Tx<'_>, row: CompanyRow, language: Language) -> Result<CompanySaved, ApiError> {
    let reader = Reader::of(tx, language)?;
    let same = convert::same(tx, &row)?;
    Ok(CompanySaved {
        company: convert::card(tx, row, &reader)?,
        same,
    })
}
