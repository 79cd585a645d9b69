//! Deleted files of a card, for as long as they are kept. Asked for only when somebody looks.

use domain::ids::ClientId;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::files::{File, FilesQuery, ListClientFiles, RestoreFile};

use super::section::MOST;
use super::{TAGS, words};
use crate::clubtime;
use crate::data::{queries, query, sending};
use crate::i18n::{self, t};
use crate::links;
use crate::quick::SaveTrouble;
use crate::ui::{Button, Face, Icon, Kind, Toast, toasts};

#[component]
pub fn Trash(client: ClientId) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <details class="files-trash" on:toggle:target=move |event| open.set(event.target().has_attribute("open"))>
            <summary>{t::files::trash()}</summary>
            {move || open.get().then(|| view! { <Deleted client=client /> })}
        </details>
    }
    .into_any()
}

#[component]
fn Deleted(client: ClientId) -> AnyView {
    let page = query::<ListClientFiles>(move || {
        let deleted = FilesQuery {
            deleted: Some(true),
            limit: Some(MOST),
            cursor: None,
        };
        Some(((client,), deleted))
    });
    let files = Memo::new(move |_| page.data().map(|page| page.items.clone()));
    let key = |file: &File| (file.id, file.version);
    view! {
        {move || files.with(|files| files.as_ref().is_some_and(Vec::is_empty)).then(|| view! { <p class="meta">{t::files::trash_empty()}</p> })}
        <ul class="files">
            <For each=move || files.get().unwrap_or_default() key=key let:file><Line file=file /></For>
        </ul>
    }
    .into_any()
}

#[component]
fn Line(file: File) -> AnyView {
    let (back, toasts) = (sending(), toasts());
    let id = file.id;
    let press = move |()| {
        back.send::<RestoreFile>((id,), (), (), move |file| {
            queries().stale(TAGS);
            toasts.show(Toast::new(t::files::restored(file.name)));
        });
    };
    let until = file
        .kept_until
        .map(|at| t::files::kept_until(i18n::date(clubtime::home_zone().day(at))));
    let by = file.deleted_by.as_ref().map(|by| by.name.clone());
    let about: Vec<String> = [by, until].into_iter().flatten().collect();
    let location = use_location();
    let address = Signal::derive(move || links::file(&location, Some(id)));
    view! {
        <li class="file">
            <span class="file__tile" data-kind=file.current.kind.as_str() aria-hidden="true">{words::letters(&file.current)}</span>
            <div class="file__what">
                <a class="file__name" href=move || address.get() aria-label=t::files::open(&file.name)>{file.name.clone()}</a>
                <p class="meta">{about.join(" · ")}</p>
            </div>
            <Button label=t::files::restore_named(&file.name) icon=Icon::Undo2 face=Face::Icon kind=Kind::Ghost
                busy=Signal::derive(move || back.pending()) on_press=press />
            <div class="file__trouble"><SaveTrouble of=back /></div>
        </li>
    }
    .into_any()
}
