//! A row of a file of companies beside the company that is there.

use domain::access::Permission;
use domain::ids::CompanyId;
use domain::imports::{ColumnTarget, Matched, Plan};
use store::Tx;
use store::companies::CompanyData;
use wire::companies::CompanyPatch;

use super::{Change, Deed, Lists, answers, takes};
use crate::companies;
use crate::http::ApiError;
use crate::imports::known::Known;
use crate::imports::row::Typed;

pub(super) fn new(tx: &mut Tx<'_>, typed: &Typed) -> Result<(Plan, Deed), ApiError> {
    let data = companies::checked_new(tx, &typed.card.company())?;
    Ok((Plan::New, Deed::MakeCompany(Box::new(data))))
}

pub(super) fn change(
    tx: &mut Tx<'_>,
    known: &Known,
    id: CompanyId,
    typed: &Typed,
) -> Result<(Plan, Deed), ApiError> {
    if known.rules.existing == Matched::Skip {
        tx.company_for(Permission::ClientRead, id)?;
        return Ok((Plan::Unchanged, Deed::Nothing));
    }
    let card = tx.company_for(Permission::ClientEdit, id)?;
    let before = tx.company_data(&card)?;
    let patch = patch(known, typed, &before);
    let mut after = companies::checked_patch(tx, &before, &patch)?;
    if known.rules.existing == Matched::Overwrite {
        Lists {
            phones: (&before.phones, &mut after.phones),
            emails: (&before.emails, &mut after.emails),
            tags: (&before.tags, &mut after.tags),
        }
        .add()?;
    }
    match after == before {
        true => Ok((Plan::Unchanged, Deed::Nothing)),
        false => Ok((
            Plan::Change,
            Deed::ChangeCompany(Box::new(Change {
                card,
                before,
                after,
            })),
        )),
    }
}

/// What the row changes on a company: what is empty there, or everything that it says.
fn patch(known: &Known, typed: &Typed, before: &CompanyData) -> CompanyPatch {
    let takes = |is_empty: bool| takes(known, is_empty);
    let line = |said: &Option<String>, is: &Option<String>| {
        said.clone().filter(|_| takes(is.is_none())).map(Some)
    };
    let card = &typed.card;
    let overwrites = known.rules.existing == Matched::Overwrite;
    let said = |target: &ColumnTarget| typed.said.contains(target);
    CompanyPatch {
        // A company always has a name and a branch: there is nothing to fill in.
        name: card.name.clone().filter(|_| overwrites),
        branch_id: card
            .branch_id
            .filter(|_| overwrites && said(&ColumnTarget::Branch)),
        legal_name: line(&card.legal_name, &before.legal_name),
        tax_id: line(&card.tax_id, &before.tax_id),
        address: line(&card.address, &before.address),
        site: line(&card.site, &before.site),
        note: line(&card.note, &before.note),
        responsible_id: (said(&ColumnTarget::Responsible)
            && card.responsible_id.is_some()
            && takes(before.responsible_id.is_none()))
        .then_some(card.responsible_id),
        phones: (!card.phones.is_empty() && takes(before.phones.is_empty()))
            .then(|| card.phones.clone()),
        emails: (!card.emails.is_empty() && takes(before.emails.is_empty()))
            .then(|| card.emails.clone()),
        tags: (said(&ColumnTarget::Tags) && takes(before.tags.is_empty()))
            .then(|| card.tags.clone()),
        fields: answers(known, typed, &before.answers),
    }
}
