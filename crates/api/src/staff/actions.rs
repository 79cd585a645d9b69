use chrono::Duration;
use domain::ids::{BranchId, EmployeeId};
use domain::staff::{EmployeeState, LinkKind};
use domain::time::Timestamp;
use store::auth::NewLink;
use store::staff::{EmployeeChange, NewEmployee};
use store::{StoreError, Tx};
use wire::error::{Code, Fault};
use wire::staff::{Employee, Invited, Left};

use super::convert::{self, Invitee};
use crate::auth::fingerprint;
use crate::http::{Answer, ApiError, Ctx};
use crate::sending::letters::{self, Purpose};

/// How long a link to join works, and one to set a new password.
const LIFE_OF_INVITATION: Duration = Duration::days(7);
const LIFE_OF_RESET: Duration = Duration::days(1);

pub(super) fn invite(tx: &mut Tx<'_>, cx: &Ctx, new: Invitee, secret: &str) -> Answer<Invited> {
    known_places(tx, &new.branches)?;
    known_role(tx, new.role)?;
    let language = tx.organisation()?.language;
    let employee = tx.create_employee(NewEmployee {
        name: new.name,
        email: new.email,
        role: new.role,
        branches: new.branches,
        language,
        password_hash: None,
    })?;
    invited(tx, cx, employee, secret)
}

pub(super) fn make_link(
    tx: &mut Tx<'_>,
    cx: &Ctx,
    id: EmployeeId,
    secret: &str,
) -> Answer<Invited> {
    let employee = tx.employee_for_edit(id)?;
    if employee.state == EmployeeState::Left {
        return Err(in_state(employee.state));
    }
    invited(tx, cx, employee, secret)
}

/// Makes the link; where letters can be sent, it is also sent to the employee.
fn invited(
    tx: &mut Tx<'_>,
    cx: &Ctx,
    employee: store::staff::Employee,
    secret: &str,
) -> Answer<Invited> {
    let expires_at = link_for(tx, &employee, secret)?;
    let link = link_text(&base(cx), secret);
    let mailed = cx.state().post.mailer.is_some();
    if mailed {
        let purpose = match employee.state {
            EmployeeState::Invited => Purpose::Join,
            _ => Purpose::NewPassword,
        };
        let reader = (employee.email.clone(), employee.name.clone());
        let organisation = tx.organisation()?;
        let life = expires_at.since(tx.now());
        let letter = letters::link(
            reader,
            &organisation.name,
            &link,
            (purpose, life),
            organisation.language,
        );
        tx.send_mail(&letter, tx.now(), None)?;
    }
    Ok(Invited {
        employee: convert::employee(employee),
        link,
        expires_at,
        mailed,
    })
}

/// Makes an employee's one-time link out of a fresh secret: to join, or for one who has joined, to set a new password.
pub(crate) fn link_for(
    tx: &mut Tx<'_>,
    employee: &store::staff::Employee,
    secret: &str,
) -> Result<Timestamp, StoreError> {
    let (kind, life) = match employee.state {
        EmployeeState::Invited => (LinkKind::Join, LIFE_OF_INVITATION),
        _ => (LinkKind::ResetPassword, LIFE_OF_RESET),
    };
    tx.make_link(NewLink {
        kind,
        employee: Some(employee.id),
        token_hash: fingerprint(secret),
        life,
    })
}

/// The address of the page behind a link. What stands after `#` is sent to no server and written into no log.
pub(crate) fn link_text(base: &str, secret: &str) -> String {
    format!("{base}/join#{secret}")
}

/// What links begin with: the settings know best, then the asker's browser.
fn base(cx: &Ctx) -> String {
    let config = &cx.state().config;
    let known = config.public_url.as_deref().or(cx.origin());
    known.map_or_else(|| format!("http://{}", config.listen), str::to_owned)
}

pub(super) fn update(
    tx: &mut Tx<'_>,
    id: EmployeeId,
    seen: i64,
    change: EmployeeChange,
) -> Answer<Employee> {
    let before = tx.employee_for_edit(id)?;
    if let Some(branches) = &change.branches {
        known_places(tx, branches)?;
    }
    if let Some(role) = change.role {
        known_role(tx, role)?;
        if role != before.role {
            keeps_an_owner(tx, &before)?;
        }
    }
    let asks_state = change.state.is_some_and(|state| state != before.state);
    if asks_state && matches!(before.state, EmployeeState::Invited | EmployeeState::Left) {
        return Err(in_state(before.state));
    }
    Ok(convert::employee(tx.update_employee(id, seen, change)?))
}

pub(super) fn leave(tx: &mut Tx<'_>, id: EmployeeId, heir: Option<EmployeeId>) -> Answer<Left> {
    let employee = tx.employee_for_edit(id)?;
    if employee.state == EmployeeState::Left {
        return Err(in_state(employee.state));
    }
    keeps_an_owner(tx, &employee)?;
    let (tasks, clients) = tx.open_work_of(id)?;
    let mut handed = (0, 0);
    match heir {
        Some(heir) => {
            can_inherit(tx, id, heir)?;
            handed = tx.hand_over(id, heir)?;
        }
        None if tasks + clients > 0 => {
            return Err(ApiError::new(Code::OpenTasks).with("count", tasks + clients));
        }
        None => {}
    }
    tx.end_sessions_of(id, None, "left")?;
    tx.revoke_links(Some(id))?;
    let left = tx.set_employee_state(id, EmployeeState::Left, "employee.left")?;
    Ok(Left {
        employee: convert::employee(left),
        tasks_handed_over: handed.0,
        clients_handed_over: handed.1,
    })
}

pub(super) fn restore(tx: &mut Tx<'_>, id: EmployeeId) -> Answer<Employee> {
    let employee = tx.employee_for_edit(id)?;
    if employee.state != EmployeeState::Left {
        return Err(in_state(employee.state));
    }
    let joined = tx.credentials_of(id)?.password_hash.is_some();
    let state = match joined {
        true => EmployeeState::Active,
        false => EmployeeState::Invited,
    };
    let back = tx.set_employee_state(id, state, "employee.restored")?;
    Ok(convert::employee(back))
}

fn in_state(state: EmployeeState) -> ApiError {
    ApiError::new(Code::WrongState).with("state", state)
}

/// The last owner can neither leave nor become something else.
fn keeps_an_owner(tx: &mut Tx<'_>, employee: &store::staff::Employee) -> Result<(), ApiError> {
    let owner = tx.built_in_role(domain::access::BuiltInRole::Owner)?;
    let joined = matches!(
        employee.state,
        EmployeeState::Active | EmployeeState::Absent
    );
    if employee.role == owner && joined && tx.other_owners(employee.id)? == 0 {
        return Err(ApiError::new(Code::WrongState).with("state", "last_owner"));
    }
    Ok(())
}

fn can_inherit(tx: &mut Tx<'_>, from: EmployeeId, heir: EmployeeId) -> Result<(), ApiError> {
    let unknown = || ApiError::field("/hand_over_to", Fault::NotFound);
    if heir == from {
        return Err(ApiError::field("/hand_over_to", Fault::NotAllowed));
    }
    match tx.employee(heir) {
        Ok(heir) if heir.state == EmployeeState::Left => Err(unknown()),
        Ok(_) => Ok(()),
        Err(StoreError::NotFound) => Err(unknown()),
        Err(error) => Err(error.into()),
    }
}

fn known_role(tx: &mut Tx<'_>, role: domain::ids::RoleId) -> Result<(), ApiError> {
    match tx.role(role) {
        Err(StoreError::NotFound) => Err(ApiError::field("/role_id", Fault::NotFound)),
        other => Ok(other.map(|_| ())?),
    }
}

/// Every branch exists and is in work.
fn known_places(tx: &mut Tx<'_>, branches: &[BranchId]) -> Result<(), ApiError> {
    let mut check = crate::http::Check::new();
    for (place, id) in branches.iter().enumerate() {
        let pointer = format!("/branch_ids/{place}");
        match tx.branch(*id) {
            Ok(branch) if branch.archived_at.is_some() => check.fault(&pointer, Fault::Archived),
            Ok(_) => {}
            Err(StoreError::NotFound) => check.fault(&pointer, Fault::NotFound),
            Err(error) => return Err(error.into()),
        }
    }
    check.done()
}
