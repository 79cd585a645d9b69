//! Pieces that the forms share.

use std::sync::Arc;

use client::Failure;
use domain::ids::{ClientId, TemplateId};
use domain::tasks::{Priority, TaskType};
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use wire::clients::GetClient;
use wire::tasks::{GetWorkplace, ListTasks, TasksQuery};
use wire::templates::{ListTemplates, Template};

use crate::clubtime;
use crate::data::{Sending, queries, query};
use crate::i18n::t;
use crate::links;
use crate::run::refusal_words;
use crate::tasks::{assignee_name, priority_name};
use crate::ui::{Banner, Choice, InlineError, Kind, LinkButton, Radio, Tone};

/// Templates that can be used now.
pub fn templates() -> Memo<Arc<Vec<Template>>> {
    let page = query::<ListTemplates>(|| Some(((), ())));
    Memo::new(move |_| {
        let page = page.data();
        let all = page.iter().flat_map(|page| page.items.iter());
        Arc::new(
            all.filter(|template| template.archived_at.is_none())
                .cloned()
                .collect(),
        )
    })
}

/// Whether the server has told them, or cannot: a form that is saved before waits for it.
pub fn templates_asked() -> Memo<bool> {
    let page = query::<ListTemplates>(|| Some(((), ())));
    Memo::new(move |_| page.data().is_some() || page.failure().is_some())
}

pub fn is_call(template: &Template) -> bool {
    matches!(
        template.task_type,
        TaskType::ClientCall | TaskType::CampaignCall
    )
}

/// The call that the club's processes are made of.
pub fn usual_call(templates: &[Template]) -> Option<&Template> {
    let calls = templates.iter().filter(|template| is_call(template));
    // Of equals the first: `max_by_key` would take the last.
    calls.rev().max_by_key(|template| template.used_by)
}

pub fn priorities() -> Vec<Radio> {
    [Priority::Low, Priority::Normal, Priority::High]
        .map(|priority| Radio::new(priority.as_str(), priority_name(priority)))
        .to_vec()
}

pub fn client_of(chosen: &[Choice]) -> Option<ClientId> {
    chosen.first().and_then(|choice| choice.value.parse().ok())
}

/// The client whom the page is about, as a choice: a card, or the one on the runner's desk.
pub fn client_of_page(chosen: RwSignal<Vec<Choice>>) {
    let location = use_location();
    let address = use_query_map();
    let on_page = untrack(|| {
        let path = location.pathname.get();
        let card = path
            .strip_prefix("/clients/")
            .and_then(|id| id.split('/').next()?.parse::<ClientId>().ok());
        let desk = || {
            let task = address.with(|map| map.get_str("task").and_then(|id| id.parse().ok()))?;
            queries()
                .peek::<GetWorkplace>((task,), ())?
                .client
                .as_ref()
                .map(|client| client.id)
        };
        card.or_else(desk)
    });
    let Some(id) = on_page.filter(|_| chosen.with_untracked(Vec::is_empty)) else {
        return;
    };
    let client = query::<GetClient>(move || Some(((id,), ())));
    Effect::new(move |done: Option<bool>| {
        let done = done.unwrap_or_default();
        match client.data() {
            Some(client) if !done => {
                let phone = client
                    .phones
                    .first()
                    .map(|phone| phone.display.clone())
                    .unwrap_or_default();
                chosen.set(vec![
                    Choice::new(client.id.to_string(), &client.name).hint(phone),
                ]);
                true
            }
            _ => done,
        }
    });
}

/// The same work for the same client is open already.
#[component]
pub fn Duplicate(
    client: Signal<Option<ClientId>>,
    template: Signal<Option<TemplateId>>,
) -> AnyView {
    let open = query::<ListTasks>(move || {
        let same = TasksQuery {
            client_id: Some(client.get()?),
            template_id: Some(template.get()?),
            limit: Some(1),
            ..TasksQuery::default()
        };
        Some(((), same))
    });
    view! {
        {move || open.data().and_then(|page| page.items.first().cloned()).map(|task| {
            let when = clubtime::spell(task.due, &clubtime::zone_of(task.branch_id));
            let href = links::run_task(task.id);
            view! {
                <Banner
                    text=t::quick::duplicate(when, assignee_name(&task.assignee))
                    tone=Tone::Warn
                    inset=true
                    actions=move || view! { <LinkButton label=t::quick::open() href=href.clone() kind=Kind::Ghost /> }.into_any()
                />
            }
        })}
    }
    .into_any()
}

/// Why something was not saved.
pub fn refusal(failure: &Failure) -> String {
    match failure {
        Failure::Refused { problem, .. } => refusal_words(problem),
        _ => t::shell::not_saved().to_owned(),
    }
}

/// Why it was not saved, for what is not said at a field.
#[component]
pub fn SaveTrouble(of: Sending) -> AnyView {
    let text = move || of.failure().as_ref().map(refusal);
    view! { <InlineError text=Signal::derive(text) /> }.into_any()
}
