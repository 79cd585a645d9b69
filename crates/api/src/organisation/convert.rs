use store::organisation::OrganisationChange;
use wire::organisation::{Organisation, OrganisationPatch};

use crate::http::{ApiError, Check};

/// What is asked for, checked.
///
/// # Errors
/// 422 with every faulty member.
pub(super) fn change(patch: OrganisationPatch) -> Result<OrganisationChange, ApiError> {
    let mut check = Check::new();
    let change = OrganisationChange {
        name: patch.name.map(|name| check.name("/name", &name)),
        language: patch.language,
        currency: patch
            .currency
            .map(|currency| check.currency("/currency", &currency)),
        phone_country: patch
            .phone_country
            .map(|country| check.country("/phone_country", &country)),
        week_start: patch.week_start,
        name_order: patch.name_order,
    };
    check.done()?;
    Ok(change)
}

pub(super) fn organisation(
    known: store::organisation::Organisation,
    sends_mail: bool,
) -> Organisation {
    Organisation {
        name: known.name,
        language: known.language,
        currency: known.currency,
        phone_country: known.phone_country,
        week_start: known.week_start,
        name_order: known.name_order,
        sends_mail,
        version: known.version,
        created_at: known.created_at,
        updated_at: known.updated_at,
    }
}
