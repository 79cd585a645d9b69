//! Roles: what each permission reaches.

use std::sync::Arc;

use domain::access::{BuiltInRole, Grants, Limits, Permission, Scope};
use domain::ids::RoleId;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::staff::{
    CreateRole, DeleteRole, GetRole, ListRoles, NewRole, Role, RolePatch, UpdateRole,
};

use super::form::{Edited, FormFoot};
use super::frame::{Line, Section};
use super::limits::{Narrowed, Steps, steps};
use super::words;
use crate::data::{queries, query, sending, session};
use crate::i18n::t;
use crate::links;
use crate::ui::{Banner, Button, Field, Icon, Input, Kind, Radio, Select, Toast, toasts};

const TAGS: &[&str] = &["staff"];

#[component]
pub fn Roles() -> AnyView {
    let list = query::<ListRoles>(|| Some(((), ())));
    let lines = Signal::derive(move || {
        let page = list.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        all.map(|role| Line {
            id: role.id.to_string(),
            name: role.name.clone(),
            hint: t::settings::people_count(i64::from(role.employees)),
            archived: false,
        })
        .collect()
    });
    view! {
        <Section word="roles" asked=list lines=lines add=t::settings::add_role() purpose=t::settings::roles_purpose() detail=|id: String| {
            match id.parse::<RoleId>() {
                Ok(id) => view! { <One id=id /> }.into_any(),
                Err(_) => view! { <Form role=None /> }.into_any(),
            }
        } />
    }
    .into_any()
}

#[component]
fn One(id: RoleId) -> AnyView {
    let role = query::<GetRole>(move || Some(((id,), ())));
    view! { <Edited query=role let:role><Form role=Some(role) /></Edited> }.into_any()
}

#[component]
fn Form(role: Option<Arc<Role>>) -> AnyView {
    let start = role.as_deref();
    let name = RwSignal::new(start.map(|role| role.name.clone()).unwrap_or_default());
    let grants = RwSignal::new(start.map(|role| role.grants.clone()).unwrap_or_default());
    let limits = RwSignal::new(start.map(|role| role.limits.clone()).unwrap_or_default());
    let steps = steps();
    let fixed = start.is_some_and(|role| role.built_in == Some(BuiltInRole::Owner));
    let body = move || NewRole {
        name: name.get(),
        grants: grants.get(),
        limits: of_granted(limits.get(), &grants.get()),
    };
    let before = untrack(body);
    let is_new = role.is_none();
    let dirty = Signal::derive(move || {
        let now = body();
        now != before && !now.name.trim().is_empty()
    });
    let (sending, queries, toasts) = (sending(), queries(), toasts());
    let go = use_navigate();
    let stored = role.clone();
    let save = {
        let go = go.clone();
        move |()| {
            let now = untrack(body);
            let go = go.clone();
            match &stored {
                None => sending.send::<CreateRole>((), (), now, move |made| {
                    queries.stale(TAGS);
                    go(
                        &links::setting("roles", &made.id.to_string()),
                        Default::default(),
                    );
                }),
                Some(role) => {
                    let id = role.id;
                    let patch = RolePatch {
                        name: Some(now.name),
                        grants: (!fixed).then_some(now.grants),
                        limits: (!fixed).then_some(now.limits),
                    };
                    sending.change::<UpdateRole>((id,), role.version, patch, move |now| {
                        queries.put::<GetRole>((id,), (), now);
                        queries.stale(TAGS);
                        toasts.show(Toast::new(t::settings::saved()));
                    });
                }
            }
        }
    };
    let own = role.as_ref().filter(|role| role.built_in.is_none());
    let delete = own.map(|role| {
        let (id, version) = (role.id, role.version);
        let press = move |()| {
            let go = go.clone();
            sending.change::<DeleteRole>((id,), version, (), move |()| {
                queries.stale(TAGS);
                go(&links::settings("roles"), Default::default());
            });
        };
        view! { <Button label=t::settings::delete_role() icon=Icon::Trash2 kind=Kind::Danger on_press=press /> }
    });
    view! {
        <div class="form">
            {fixed.then(|| view! { <Banner text=t::settings::owner_has_all() inset=true /> })}
            <Field label=t::settings::name() error=Signal::derive(move || sending.fault("/name"))><Input value=name max_length=100 /></Field>
            <div class="grants">
                {Permission::ALL.iter().copied().map(|permission| view! { <Grant permission=permission grants=grants limits=limits steps=steps fixed=fixed /> }).collect_view()}
            </div>
            <FormFoot sending=sending dirty=dirty on_save=save label=if is_new { t::settings::create() } else { t::settings::save() }>
                {delete}
            </FormFoot>
        </div>
    }
    .into_any()
}

/// A limit goes with its grant.
fn of_granted(mut limits: Limits, grants: &Grants) -> Limits {
    limits.retain(|permission, _| grants.contains_key(permission));
    limits
}

#[component]
fn Grant(
    permission: Permission,
    grants: RwSignal<Grants>,
    limits: RwSignal<Limits>,
    steps: Steps,
    fixed: bool,
) -> AnyView {
    let scopes = permission.scopes();
    let now = grants.with_untracked(|grants| grants.get(&permission).copied());
    // What only reaches all does so in whatever scope it was granted.
    let now = now.map(|scope| {
        if scopes.contains(&scope) {
            scope
        } else {
            Scope::All
        }
    });
    let word = |scope: Option<Scope>| scope.map(|scope| scope.to_string()).unwrap_or_default();
    let value = RwSignal::new(word(now));
    // Nobody gives away what he does not have.
    let most = session().scope(permission);
    let given = scopes.iter().copied().map(Some);
    let given = given.filter(|scope| *scope <= most || *scope == now);
    let offered = [None].into_iter().chain(given);
    let options = offered.map(|scope| {
        let label = match scope {
            Some(_) if scopes.len() == 1 => t::settings::yes(),
            scope => words::scope(scope),
        };
        Radio::new(word(scope), label)
    });
    let options = Signal::stored(options.collect::<Vec<_>>());
    let change = move |word: String| {
        grants.update(|grants| match Scope::parse(&word) {
            Some(scope) => {
                grants.insert(permission, scope);
            }
            None => {
                grants.remove(&permission);
            }
        });
    };
    let limited = move || {
        let granted = grants.with(|grants| grants.contains_key(&permission));
        let shown = granted && permission.is_limitable() && !fixed;
        shown.then(|| view! { <Narrowed permission=permission limits=limits steps=steps /> })
    };
    view! {
        <div class="grant">
            <Field label=words::permission(permission)>
                <Select value=value options=options disabled=Signal::stored(fixed) on_change=change />
            </Field>
            {limited}
        </div>
    }
    .into_any()
}
