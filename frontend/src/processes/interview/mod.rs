//! The set-up interview: six questions, and there is a process. Nothing is stored in the club before its last press.

mod asks;
mod drawn;
mod finish;
mod foot;
mod lists;
mod parts;
mod results;
mod talk;
mod tasks;
mod ways;

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::names::provide_names;
use crate::clubtime;
use crate::data::session;
use crate::i18n::t;
use crate::links;
use crate::shell::Trouble;
use crate::ui::{
    Banner, Button, EmptyState, Icon, Kind, LinkButton, Page, Skeleton, Step, Steps, Tone, Waiting,
    focus_on,
};
use finish::Finish;
use foot::Foot;
use talk::{Directories, Talk};

/// How many questions there are.
const QUESTIONS: usize = 6;
const QUESTION_ID: &str = "question";

#[component]
pub fn Interview() -> AnyView {
    let names = provide_names();
    let address = use_query_map();
    let question = Memo::new(move |_| {
        let word = address.with(|map| map.get("q")).unwrap_or_default();
        word.parse().unwrap_or(1).clamp(1, QUESTIONS)
    });
    let may = move || {
        let session = session();
        session.may(Permission::ProcessEdit) && session.may(Permission::DirectoryEdit)
    };
    let directories = Directories::ask();
    // Once there, the interview stays as it is whatever becomes of the directories: who is typing keeps his letters and his place.
    let ready = Memo::new(move |before| before == Some(&true) || directories.club().is_some());
    let settled = Signal::derive(move || ready.get() || directories.failure().is_some());
    let steps = move || {
        let labels = [
            t::interview::step_tasks(),
            t::interview::step_results(),
            t::interview::step_ways(),
            t::interview::step_asks(),
            t::interview::step_lists(),
            t::interview::step_finish(),
        ];
        let steps = labels.into_iter().enumerate().map(|(place, label)| Step {
            label: label.into(),
            href: Some(links::interview(place + 1)),
        });
        view! {
            <div class="interview__steps">
                <Steps label=t::interview::questions() steps=steps.collect() current=Signal::derive(move || question.get() - 1) />
            </div>
        }
    };
    let trouble = move || {
        let failure = directories.failure()?;
        Some(view! { <Trouble failure=failure on_retry=move |()| directories.refresh() /> })
    };
    let content = move || match ready.get() {
        true => {
            let talk = untrack(|| Talk::begin(names, directories));
            view! { <Questions talk=talk question=question /> }.into_any()
        }
        false => trouble().into_any(),
    };
    view! {
        <Page title=t::interview::title() above=move || may().then(steps)>
            {move || match may() {
                true => view! {
                    <Waiting ready=settled skeleton=|| view! { <Skeleton rows=8 /> }>{content}</Waiting>
                }.into_any(),
                false => view! {
                    <EmptyState text=t::interview::no_right() icon=Icon::Lock actions=|| view! {
                        <LinkButton label=t::interview::to_processes() href=links::processes() kind=Kind::Primary />
                    } />
                }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

/// What the question is, and in a line what the answer is for.
fn asked(question: usize) -> (&'static str, &'static str) {
    match question {
        1 => (t::interview::ask_tasks(), t::interview::why_tasks()),
        2 => (t::interview::ask_results(), t::interview::why_results()),
        3 => (t::interview::ask_ways(), t::interview::why_ways()),
        4 => (t::interview::ask_asks(), t::interview::why_asks()),
        5 => (t::interview::ask_lists(), t::interview::why_lists()),
        _ => (t::interview::ask_finish(), t::interview::why_finish()),
    }
}

#[component]
fn Questions(talk: Talk, question: Memo<usize>) -> AnyView {
    // The next question is read out, and Tab goes into it.
    Effect::new(move |before: Option<usize>| {
        let now = question.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                focus_on(QUESTION_ID);
                if let Some(heading) = document().get_element_by_id(QUESTION_ID) {
                    heading.scroll_into_view_with_bool(false);
                }
            });
        }
        now
    });
    let restored = move || {
        let at = talk.restored.get()?;
        Some(view! {
            <Banner text=t::interview::brought_back(clubtime::moment(at)) tone=Tone::Info inset=true actions=move || view! {
                <Button label=t::interview::begin_anew() kind=Kind::Ghost on_press=move |()| talk.begin_anew() />
            } />
        })
    };
    let body = move || match question.get() {
        1 => view! { <tasks::Tasks talk=talk /> }.into_any(),
        2 => view! { <results::Results talk=talk /> }.into_any(),
        3 => view! { <ways::Ways talk=talk /> }.into_any(),
        4 => view! { <asks::Asks talk=talk /> }.into_any(),
        5 => view! { <lists::Lists talk=talk /> }.into_any(),
        _ => view! { <Finish talk=talk /> }.into_any(),
    };
    view! {
        <div class="interview">
            {restored}
            <div class="interview__head">
                <p class="meta">{move || t::interview::question(question.get(), QUESTIONS)}</p>
                <h2 id=QUESTION_ID tabindex="-1">{move || asked(question.get()).0}</h2>
                <p class="soft">{move || asked(question.get()).1}</p>
            </div>
            {body}
            <Foot talk=talk question=question />
        </div>
    }
    .into_any()
}
