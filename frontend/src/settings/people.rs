//! People: invitations, roles, branches, presence, leaving with a hand-over.

use std::sync::Arc;

use domain::access::{Permission, Scope};
use domain::ids::{BranchId, EmployeeId};
use domain::staff::EmployeeState;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::branches::{Branch, ListBranches};
use wire::page::Page;
use wire::staff::{
    Employee, EmployeePatch, EmployeesQuery, GetEmployee, InviteEmployee, Invited, LeaveEmployee,
    Leaving, ListEmployees, ListRoles, MakeEmployeeLink, NewEmployee, RestoreEmployee, Role,
    UpdateEmployee,
};

use super::form::{Edited, FormFoot, general};
use super::frame::{Line, Section};
use super::words;
use crate::clubtime;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::ui::{
    Banner, Button, Checkbox, Choice, Combobox, Dialog, Field, Icon, InlineError, Input, InputKind,
    Kind, Radio, Select, Toast, Tone, toasts,
};

const TAGS: &[&str] = &["staff", "day", "tasks", "clients"];

fn everybody() -> EmployeesQuery {
    EmployeesQuery {
        limit: Some(200),
        ..EmployeesQuery::default()
    }
}

/// Within reach, and of a role that may nothing one may not oneself.
fn may_change(person: &Employee, roles: &Option<Arc<Page<Role>>>) -> bool {
    let session = session();
    let within = match session.scope(Permission::StaffEdit) {
        Some(Scope::All) => true,
        Some(Scope::Branch) => person
            .branch_ids
            .iter()
            .any(|branch| session.may_in_branch(Permission::StaffEdit, *branch)),
        Some(Scope::Own) => session.my_id() == Some(person.id),
        None => false,
    };
    let mut known = roles.iter().flat_map(|page| &page.items);
    let role = known.find(|role| role.id == person.role_id);
    within && role.is_none_or(may_give)
}

/// Nobody gives away what he does not have.
fn may_give(role: &Role) -> bool {
    session()
        .with_me(|me| me.rights().hold(role.rights()))
        .unwrap_or_default()
}

#[component]
pub fn People() -> AnyView {
    let list = query::<ListEmployees>(|| Some(((), everybody())));
    let roles = query::<ListRoles>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        // The list is for changing: whom one may not change is not in it.
        let own = all.filter(|person| may_change(person, &roles.data()));
        own.map(|person| Line {
            id: person.id.to_string(),
            name: person.name.clone(),
            hint: match person.state {
                EmployeeState::Active => person.role_name.clone(),
                other => format!("{} · {}", person.role_name, words::employee_state(other)),
            },
            archived: person.state == EmployeeState::Left,
        })
        .collect()
    });
    // Links are shown once: what was made last is kept while the section is open.
    let made = RwSignal::new(None::<Invited>);
    view! {
        <Section word="people" asked=list lines=lines add=t::settings::invite() purpose=t::settings::people_purpose() detail=move |id: String| {
            match id.parse::<EmployeeId>() {
                Ok(id) => view! { <One id=id made=made /> }.into_any(),
                Err(_) => view! { <Form person=None made=made /> }.into_any(),
            }
        } />
    }
    .into_any()
}

#[component]
fn One(id: EmployeeId, made: RwSignal<Option<Invited>>) -> AnyView {
    let person = query::<GetEmployee>(move || Some(((id,), ())));
    view! {
        {move || made.get().filter(|made| made.employee.id == id).map(|made| view! { <LinkOnce made=made /> })}
        <Edited query=person let:person><Form person=Some(person) made=made /></Edited>
    }
    .into_any()
}

/// A link that lets somebody in, to be handed over by hand.
#[component]
fn LinkOnce(made: Invited) -> AnyView {
    let link = RwSignal::new(made.link.clone());
    let text = t::settings::link_for(&made.employee.name, clubtime::moment(made.expires_at));
    let toasts = toasts();
    let copy = move |()| {
        let _ = window()
            .navigator()
            .clipboard()
            .write_text(&link.get_untracked());
        toasts.show(Toast::new(t::settings::copied()));
    };
    view! {
        <div class="form">
            <Banner text=text tone=Tone::Info inset=true />
            {made.mailed.then(|| view! { <p class="meta">{t::sending::link_mailed(&made.employee.email)}</p> })}
            <div class="cluster">
                <Field label=t::settings::link()><Input value=link read_only=true /></Field>
                <Button label=t::settings::copy() icon=Icon::Copy on_press=copy />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Form(person: Option<Arc<Employee>>, made: RwSignal<Option<Invited>>) -> AnyView {
    let start = person.as_deref();
    let name = RwSignal::new(start.map(|person| person.name.clone()).unwrap_or_default());
    let email = RwSignal::new(start.map(|person| person.email.clone()).unwrap_or_default());
    let role = RwSignal::new(
        start
            .map(|person| person.role_id.to_string())
            .unwrap_or_default(),
    );
    let branches = RwSignal::new(
        start
            .map(|person| person.branch_ids.clone())
            .unwrap_or_default(),
    );
    let absent = RwSignal::new(start.is_some_and(|person| person.state == EmployeeState::Absent));
    let state = start.map_or(EmployeeState::Invited, |person| person.state);
    let body = move || {
        Some(NewEmployee {
            name: name.get(),
            email: email.get(),
            role_id: role.with(|id| id.parse().ok())?,
            branch_ids: branches.get(),
        })
    };
    let before = untrack(move || (body(), absent.get()));
    let dirty = Signal::derive(move || {
        let now = (body(), absent.get());
        now.0.is_some() && now != before && name.with(|name| !name.trim().is_empty())
    });

    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = person.clone();
    let save = move |()| {
        let Some(now) = untrack(body) else { return };
        let go = go.clone();
        match &stored {
            None => sending.send::<InviteEmployee>((), (), now, move |invited| {
                queries.stale(TAGS);
                let id = invited.employee.id;
                made.set(Some(invited));
                go(
                    &links::setting("people", &id.to_string()),
                    Default::default(),
                );
            }),
            Some(person) => {
                let id = person.id;
                let presence = if absent.get_untracked() {
                    EmployeeState::Absent
                } else {
                    EmployeeState::Active
                };
                let patch = EmployeePatch {
                    name: Some(now.name),
                    email: Some(now.email),
                    role_id: Some(now.role_id),
                    branch_ids: Some(now.branch_ids),
                    state: matches!(state, EmployeeState::Active | EmployeeState::Absent)
                        .then_some(presence),
                };
                sending.change::<UpdateEmployee>((id,), person.version, patch, move |now| {
                    queries.put::<GetEmployee>((id,), (), now);
                    queries.stale(TAGS);
                    toasts.show(Toast::new(t::settings::saved()));
                });
            }
        }
    };
    let roles = query::<ListRoles>(|| Some(((), ())));
    let role_options = Signal::derive(move || {
        let page = roles.data();
        let named = page
            .iter()
            .flat_map(|page| page.items.iter())
            .filter(|role| may_give(role))
            .map(|role| Radio::new(role.id.to_string(), role.name.clone()));
        [Radio::new("", t::settings::choose())]
            .into_iter()
            .chain(named)
            .collect::<Vec<_>>()
    });
    let fault = move |pointer: &'static str| Signal::derive(move || sending.fault(pointer));
    let present = matches!(state, EmployeeState::Active | EmployeeState::Absent);
    let is_new = person.is_none();
    view! {
        <div class="form">
            <Field label=t::clients::name() error=fault("/name")><Input value=name kind=InputKind::Name max_length=200 /></Field>
            <Field label=t::settings::email() error=fault("/email")><Input value=email kind=InputKind::Email max_length=200 /></Field>
            <Field label=t::settings::role() error=fault("/role_id")><Select value=role options=role_options /></Field>
            <BranchBoxes chosen=branches />
            <InlineError text=fault("/branch_ids") />
            {present.then(|| view! { <Checkbox checked=absent label=t::settings::absent() hint=t::settings::absent_hint().to_owned() /> })}
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::invite() } else { t::settings::save() }>
                {person.map(|person| view! { <PersonActs person=person made=made /> })}
            </FormFoot>
        </div>
    }
    .into_any()
}

#[component]
fn BranchBoxes(chosen: RwSignal<Vec<BranchId>>) -> AnyView {
    let list = query::<ListBranches>(|| Some(((), ())));
    let had = chosen.get_untracked();
    let offered = move |branch: &Branch| {
        let may = session().may_in_branch(Permission::StaffEdit, branch.id);
        branch.archived_at.is_none() && (may || had.contains(&branch.id))
    };
    view! {
        <fieldset class="field">
            <legend class="field__label">{t::settings::branches()}</legend>
            <div class="choices">
                {move || list.data().iter().flat_map(|page| page.items.clone()).filter(&offered).map(|branch| {
                    let id = branch.id;
                    let checked = RwSignal::new(chosen.with_untracked(|chosen| chosen.contains(&id)));
                    let change = move |on: bool| chosen.update(|chosen| {
                        chosen.retain(|known| *known != id);
                        if on {
                            chosen.push(id);
                        }
                    });
                    view! { <Checkbox checked=checked label=branch.name on_change=change /> }
                }).collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

/// What can be done with somebody besides changing what is known of him.
#[component]
fn PersonActs(person: Arc<Employee>, made: RwSignal<Option<Invited>>) -> AnyView {
    let id = person.id;
    let (sending, queries) = (sending(), queries());
    let trouble = Signal::derive(move || general(sending.failure()));
    let leaving = RwSignal::new(false);
    let myself = session().my_id() == Some(id);
    let link = move |()| {
        sending.send::<MakeEmployeeLink>((id,), (), (), move |invited| made.set(Some(invited)))
    };
    let back =
        move |()| sending.send::<RestoreEmployee>((id,), (), (), move |_| queries.stale(TAGS));
    let label = match person.state {
        EmployeeState::Invited => t::settings::new_invitation(),
        _ => t::settings::password_link(),
    };
    view! {
        {match person.state {
            EmployeeState::Left => view! { <Button label=t::settings::take_back() kind=Kind::Ghost on_press=back /> }.into_any(),
            _ => view! {
                <Button label=label kind=Kind::Ghost icon=Icon::Link on_press=link />
                {(!myself).then(|| view! { <Button label=t::settings::leave() kind=Kind::Danger on_press=move |()| leaving.set(true) /> })}
            }.into_any(),
        }}
        <InlineError text=trouble />
        <LeaveDialog person=person open=leaving />
    }
    .into_any()
}

/// Leaving hands everything over to somebody who stays.
#[component]
fn LeaveDialog(person: Arc<Employee>, open: RwSignal<bool>) -> AnyView {
    let id = person.id;
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let list = query::<ListEmployees>(|| Some(((), everybody())));
    let options = Signal::derive(move || {
        let page = list.data();
        let staying = page
            .iter()
            .flat_map(|page| page.items.iter())
            .filter(|other| other.id != id && other.state != EmployeeState::Left);
        staying
            .map(|other| {
                Choice::new(other.id.to_string(), other.name.clone()).hint(other.role_name.clone())
            })
            .collect::<Vec<_>>()
    });
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let leave = move |()| {
        let hand_over_to = chosen
            .with_untracked(|chosen| chosen.first().and_then(|choice| choice.value.parse().ok()));
        sending.send::<LeaveEmployee>((id,), (), Leaving { hand_over_to }, move |left| {
            open.set(false);
            queries.stale(TAGS);
            toasts.show(Toast::new(t::settings::handed_over(
                i64::from(left.tasks_handed_over),
                i64::from(left.clients_handed_over),
            )));
        });
    };
    let error = Signal::derive(move || {
        sending
            .fault("/hand_over_to")
            .or_else(|| general(sending.failure()))
    });
    let title = t::settings::leave_title(&person.name);
    let open_tasks = t::settings::open_tasks(i64::from(person.open_tasks));
    view! {
        <Dialog
            open=open
            title=title
            foot=move || view! {
                <Button label=t::settings::stays() on_press=move |()| open.set(false) />
                <Button label=t::settings::leave() kind=Kind::DangerSolid busy=Signal::derive(move || sending.pending()) on_press=leave />
            }
        >
            <p>{open_tasks.clone()}</p>
            <Field label=t::settings::hand_over_to() error=error><Combobox chosen=chosen options=options /></Field>
        </Dialog>
    }
    .into_any()
}
