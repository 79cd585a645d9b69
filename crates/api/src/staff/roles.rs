use domain::access::BuiltInRole;
use domain::ids::RoleId;
use store::Tx;
use store::staff::RoleChange;
use wire::error::Code;
use wire::staff::Role;

use super::convert;
use crate::http::{Answer, ApiError};

pub(super) fn update(tx: &mut Tx<'_>, id: RoleId, seen: i64, change: RoleChange) -> Answer<Role> {
    let before = tx.role(id)?;
    let grants_change = change.grants.as_ref().is_some_and(|g| *g != before.grants);
    if before.built_in == Some(BuiltInRole::Owner) && grants_change {
        return Err(ApiError::new(Code::WrongState).with("state", "owner"));
    }
    Ok(convert::role(tx.update_role(id, seen, change)?))
}

pub(super) fn delete(tx: &mut Tx<'_>, id: RoleId, seen: i64) -> Answer<()> {
    if tx.role(id)?.built_in.is_some() {
        return Err(ApiError::new(Code::WrongState).with("state", "built_in"));
    }
    Ok(tx.delete_role(id, seen)?)
}
