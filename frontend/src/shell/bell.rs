//! What happened that concerns the reader.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use wire::notices::{ListNotices, Notice, NoticesQuery, ReadNotices};

use super::gate::boot;
use crate::clubtime;
use crate::data::{queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::ui::{Button, Face, Icon, Kind, Popover, Skeleton, Waiting};

/// As many as fit a popover.
const SHOWN: u32 = 20;

/// Opens or closes the notices, as pressing the bell does.
pub fn open() {
    let bell = document().query_selector(".bell > button").ok().flatten();
    if let Some(bell) = bell.and_then(|bell| bell.dyn_into::<HtmlElement>().ok()) {
        bell.click();
    }
}

#[component]
pub fn Bell() -> AnyView {
    let unread = Memo::new(move |_| boot().data().map_or(0, |boot| boot.unread_notices));
    let label = move || match unread.get() {
        0 => t::shell::bell().to_owned(),
        count => t::shell::bell_unread(i64::from(count)),
    };
    view! {
        <span class="bell">
            <Popover label=Signal::derive(label) icon=Icon::Bell face=Face::Icon kind=Kind::Ghost edge=crate::ui::Edge::End>
                <Notices />
            </Popover>
            {move || (unread.get() > 0).then(|| view! { <span class="bell__count" aria-hidden="true">{unread.get().min(99)}</span> })}
        </span>
    }
    .into_any()
}

#[component]
fn Notices() -> AnyView {
    let notices = query::<ListNotices>(|| {
        let newest = NoticesQuery {
            limit: Some(SHOWN),
            ..NoticesQuery::default()
        };
        Some(((), newest))
    });
    let read = sending();
    let read_all = move |()| {
        read.send::<ReadNotices>((), (), (), move |()| {
            queries().stale(&["notices", "day"]);
        });
    };
    let list = move || {
        let Some(page) = notices.data() else {
            return ().into_any();
        };
        if page.items.is_empty() {
            return view! { <p class="notices__empty">{t::shell::notices_empty()}</p> }.into_any();
        }
        let unread = page.items.iter().any(|notice| !notice.read);
        view! {
            {unread.then(|| view! {
                <div class="notices__head">
                    <Button label=t::shell::notices_read_all() kind=Kind::Ghost busy=Signal::derive(move || read.pending()) on_press=read_all />
                </div>
            })}
            <ul class="list">{page.items.iter().cloned().map(line).collect_view()}</ul>
        }
        .into_any()
    };
    let ready = Signal::derive(move || notices.data().is_some() || notices.failure().is_some());
    view! {
        <div class="notices">
            <Waiting ready=ready skeleton=|| view! { <Skeleton rows=4 lines=true /> }>{list}</Waiting>
            {move || notices.data().is_none().then(|| notices.failure()).flatten().map(|_| view! { <p role="alert">{t::shell::cannot_read()}</p> })}
        </div>
    }
    .into_any()
}

fn line(notice: Notice) -> AnyView {
    let when = clubtime::moment(notice.at);
    let words = view! {
        <span class="notices__text" data-unread=(!notice.read).then_some("")>
            {(!notice.read).then(|| view! { <span class="vh">{t::shell::unread()}</span> })}
            {notice.text}
            <span class="meta">{when}</span>
        </span>
    };
    let import = notice.import_id.map(|id| links::import(id, "run"));
    let bulk = notice.bulk_id.map(links::bulk);
    match notice.task_id.map(links::run_task).or(import).or(bulk) {
        Some(href) => view! { <li><a class="list__item" href=href>{words}</a></li> }.into_any(),
        None => view! { <li class="list__item">{words}</li> }.into_any(),
    }
}
