use store::Tx;
use store::organisation::OrganisationChange;
use wire::organisation::Organisation;

use super::convert;
use crate::http::Answer;

pub(super) fn update(
    tx: &mut Tx<'_>,
    seen: i64,
    change: OrganisationChange,
    sends_mail: bool,
) -> Answer<Organisation> {
    let changed = tx.update_organisation(seen, change)?;
    Ok(convert::organisation(changed, sends_mail))
}
