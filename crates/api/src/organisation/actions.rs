use store::Tx;
use store::organisation::OrganisationChange;
use wire::organisation::Organisation;

use super::convert;
use crate::http::Answer;

pub(super) fn update(
    tx: &mut Tx<'_>,
    seen: i64,
    change: OrganisationChange,
) -> Answer<Organisation> {
    Ok(convert::organisation(tx.update_organisation(seen, change)?))
}
