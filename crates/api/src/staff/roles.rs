use domain::access::{BuiltInRole, Limits};
use domain::ids::RoleId;
use store::Tx;
use store::staff::{NewRole, RoleChange};
use wire::error::Code;
use wire::staff::Role;

use super::{convert, limits};
use crate::http::{Answer, ApiError};

pub(super) fn create(tx: &mut Tx<'_>, mut new: NewRole) -> Answer<Role> {
    new.limits = limits::checked(tx, &new.grants, &Limits::new(), new.limits)?;
    Ok(convert::role(tx.create_role(new)?))
}

pub(super) fn update(
    tx: &mut Tx<'_>,
    id: RoleId,
    seen: i64,
    mut change: RoleChange,
) -> Answer<Role> {
    let before = tx.role(id)?;
    let grants = change.grants.as_ref().unwrap_or(&before.grants);
    let asked = change
        .limits
        .take()
        .unwrap_or_else(|| before.limits.clone());
    let limits = limits::checked(tx, grants, &before.limits, asked)?;
    let rights_change = *grants != before.grants || limits != before.limits;
    change.limits = Some(limits);
    if before.built_in == Some(BuiltInRole::Owner) && rights_change {
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
