//! What people changed on a company's card, in words.

use std::collections::BTreeMap;

use domain::fields::Subject;

use super::rows::CompanyData;
use crate::clients::phone_words;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;
use crate::own_fields::answers as own;
use crate::timeline::{Changed, Said};

/// Changed members, with values as people read them.
pub(super) fn differences(
    tx: &mut Tx<'_>,
    before: &CompanyData,
    after: &CompanyData,
) -> Result<Said, StoreError> {
    let responsible = [before.responsible_id, after.responsible_id];
    let people = names::employees(tx, responsible.into_iter().flatten())?;
    let branches = names::branches(tx, [before.branch_id, after.branch_id])?;
    let shown = |data: &CompanyData| -> Vec<(&'static str, Option<String>)> {
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
            ("emails", list(data.emails.clone())),
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
    let own = own::differences(tx, Subject::Company, &before.answers, &after.answers)?;
    let mut changes: Vec<Changed> = shown(before)
        .into_iter()
        .zip(shown(after))
        .filter_map(|((member, before), (_, after))| Changed::from(member, before, after))
        .collect();
    let mut fields = BTreeMap::new();
    for (change, field) in own {
        fields.insert(change.member.clone(), field);
        changes.push(change);
    }
    Ok(Said {
        changes,
        fields,
        ..Said::default()
    })
}
