//! What people changed on a company's card, in words.

use domain::fields::Subject;

use super::rows::CompanyData;
use crate::clients::{email_words, phone_words};
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers::{Shown, said};
use crate::timeline::Said;

/// Changed members, with values as people read them.
pub(super) fn differences(
    tx: &mut Tx<'_>,
    before: &CompanyData,
    after: &CompanyData,
) -> Result<Said, StoreError> {
    let responsible = [before.responsible_id, after.responsible_id];
    let people = names::employees(tx, responsible.into_iter().flatten())?;
    let branches = names::branches(tx, [before.branch_id, after.branch_id])?;
    let shown = |data: &CompanyData| -> Shown {
        let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join(", "));
        let responsible = data.responsible_id;
        vec![
            ("name", Some(data.name.clone())),
            ("legal_name", data.legal_name.clone()),
            ("tax_id", data.tax_id.clone()),
            (
                "phones",
                list(data.phones.iter().map(phone_words).collect()),
            ),
            (
                "emails",
                list(data.emails.iter().map(email_words).collect()),
            ),
            ("address", data.address.clone()),
            ("site", data.site.clone()),
            (
                "responsible",
                responsible.and_then(|id| people.get(&id).cloned()),
            ),
            ("branch", branches.get(&data.branch_id).cloned()),
            ("tags", list(data.tags.clone())),
            ("note", data.note.clone()),
        ]
    };
    said(
        tx,
        Subject::Company,
        (shown(before), &before.answers),
        (shown(after), &after.answers),
    )
}
