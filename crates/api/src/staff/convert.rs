use domain::access::{Grants, Permission};
use domain::ids::BranchId;
use store::PageRequest;
use store::staff::{EmployeeChange, EmployeeFilter, NewRole, RoleChange};
use wire::error::{Fault, FieldError};
use wire::page::{Page, Total};
use wire::staff::{
    Employee, EmployeePatch, EmployeesQuery, NewEmployee, NewRole as AskedRole, Role, RolePatch,
};

use crate::http::{ApiError, Check};

/// An employee to invite, checked; his language is the organisation's.
#[derive(Debug, Clone)]
pub(super) struct Invitee {
    pub name: String,
    pub email: String,
    pub role: domain::ids::RoleId,
    pub branches: Vec<BranchId>,
}

pub(super) fn filter(query: EmployeesQuery) -> (EmployeeFilter, PageRequest) {
    let filter = EmployeeFilter {
        states: query.state.map(|states| states.0).unwrap_or_default(),
        branch: query.branch_id,
        role: query.role_id,
        text: query.q.filter(|text| !text.trim().is_empty()),
    };
    let page = PageRequest {
        limit: query.limit,
        cursor: query.cursor,
        include_total: false,
    };
    (filter, page)
}

pub(super) fn page(page: store::Page<store::staff::Employee>) -> Page<Employee> {
    let page = page.map(employee);
    Page {
        items: page.items,
        next_cursor: page.next_cursor,
        total: page.total.map(|total| Total {
            count: total.count,
            exact: total.exact,
        }),
    }
}

pub(super) fn employee(known: store::staff::Employee) -> Employee {
    Employee {
        id: known.id,
        name: known.name,
        email: known.email,
        role_id: known.role,
        role_name: known.role_name,
        branch_ids: known.branches,
        state: known.state,
        open_tasks: known.open_tasks,
        version: known.version,
        created_at: known.created_at,
        updated_at: known.updated_at,
    }
}

pub(super) fn new(body: NewEmployee) -> Result<Invitee, ApiError> {
    let mut check = Check::new();
    let invitee = Invitee {
        name: check.name("/name", &body.name),
        email: check.email("/email", &body.email),
        role: body.role_id,
        branches: branches(&mut check, body.branch_ids),
    };
    check.done()?;
    Ok(invitee)
}

pub(super) fn change(patch: EmployeePatch) -> Result<EmployeeChange, ApiError> {
    let mut check = Check::new();
    let change = EmployeeChange {
        name: patch.name.map(|name| check.name("/name", &name)),
        email: patch.email.map(|email| check.email("/email", &email)),
        role: patch.role_id,
        branches: patch.branch_ids.map(|ids| branches(&mut check, ids)),
        state: patch.state,
    };
    use domain::staff::EmployeeState::{Absent, Active};
    if change
        .state
        .is_some_and(|state| !matches!(state, Active | Absent))
    {
        check.fault("/state", Fault::NotAllowed);
    }
    check.done()?;
    Ok(change)
}

/// At least one, each once.
fn branches(check: &mut Check, ids: Vec<BranchId>) -> Vec<BranchId> {
    if ids.is_empty() {
        check.fault("/branch_ids", Fault::Required);
    }
    for (place, id) in ids.iter().enumerate() {
        if ids[..place].contains(id) {
            check.fault(&format!("/branch_ids/{place}"), Fault::Taken);
        }
    }
    ids
}

pub(super) fn role(known: store::staff::Role) -> Role {
    Role {
        id: known.id,
        name: known.name,
        built_in: known.built_in,
        grants: known.grants,
        limits: known.limits,
        employees: known.employees,
        version: known.version,
        created_at: known.created_at,
        updated_at: known.updated_at,
    }
}

pub(super) fn new_role(body: AskedRole) -> Result<NewRole, ApiError> {
    let mut check = Check::new();
    let name = check.name("/name", &body.name);
    grants(&mut check, &body.grants);
    check.done()?;
    Ok(NewRole {
        name,
        built_in: None,
        grants: body.grants,
        limits: body.limits,
    })
}

pub(super) fn role_change(patch: RolePatch) -> Result<RoleChange, ApiError> {
    let mut check = Check::new();
    let name = patch.name.map(|name| check.name("/name", &name));
    if let Some(asked) = &patch.grants {
        grants(&mut check, asked);
    }
    check.done()?;
    Ok(RoleChange {
        name,
        grants: patch.grants,
        limits: patch.limits,
    })
}

/// Whoever works with tasks must see what they are about.
fn grants(check: &mut Check, grants: &Grants) {
    let works = grants.contains_key(&Permission::TaskRead);
    if works && !grants.contains_key(&Permission::DirectoryRead) {
        let missing = Permission::DirectoryRead;
        check.push(FieldError::at(
            format!("/grants/{missing}"),
            Fault::Required,
        ));
    }
}
