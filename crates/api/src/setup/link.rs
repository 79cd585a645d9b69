use chrono::Duration;
use domain::staff::LinkKind;
use store::auth::NewLink;
use store::{StoreError, Tx};

use crate::auth::fingerprint;

/// How long the set-up link works.
pub const LIFE: Duration = Duration::hours(1);

/// Makes the set-up's link out of a fresh `secret`; links made before stop working. False when the set-up is done.
pub fn new_link(tx: &mut Tx<'_>, secret: &str) -> Result<bool, StoreError> {
    if tx.organisation_if_set_up()?.is_some() {
        return Ok(false);
    }
    tx.make_link(NewLink {
        kind: LinkKind::SetUp,
        employee: None,
        token_hash: fingerprint(secret),
        life: LIFE,
    })?;
    Ok(true)
}
