//! "Files" on a card: the list, what is on its way, and the ways in.

use domain::files;
use domain::ids::{ClientId, FileId};
use leptos::prelude::*;
use leptos::{ev, html};
use wasm_bindgen::JsCast as _;
use web_sys::{DataTransfer, FileList, HtmlInputElement};
use wire::files::{File, FilesQuery, ListClientFiles};

use super::going::{GoingLine, Sendings};
use super::line::FileLine;
use super::trash::Trash;
use super::window::FileWindow;
use crate::clubtime;
use crate::data::{now, query};
use crate::i18n::t;
use crate::ui::{Button, Dialog, Icon, Kind};

/// As many files are asked for at once as an answer may hold.
pub const MOST: u32 = 200;

/// A file that somebody has brought, under the name that it gets.
type Brought = (String, web_sys::File);

#[component]
pub fn Files(client: ClientId, may_edit: Memo<bool>) -> AnyView {
    let all = Sendings::of(client);
    let page = query::<ListClientFiles>(move || Some(((client,), asked(None))));
    let next = Memo::new(move |_| page.data().and_then(|page| page.next_cursor.clone()));
    let there = Memo::new(move |_| page.data().map(|page| page.items.clone()));
    // Files of a name that is there already: what is meant is asked.
    let doubtful = RwSignal::new(Vec::<(String, FileId)>::new());
    let held = StoredValue::new_local(Vec::<(Brought, FileId)>::new());
    let asking = RwSignal::new(false);
    let bring = Callback::new(move |brought: Vec<Brought>| {
        let known = there.get_untracked().unwrap_or_default();
        let mut doubts = Vec::new();
        for (name, content) in brought {
            let kept = files::name(&name);
            let same = known.iter().find(|file| Some(&file.name) == kept.as_ref());
            match same {
                Some(file) => doubts.push(((name, content), file.id)),
                None => all.send(name, content.into(), None),
            }
        }
        if !doubts.is_empty() {
            let named = doubts.iter().map(|((name, _), id)| (name.clone(), *id));
            doubtful.set(named.collect());
            held.set_value(doubts);
            asking.set(true);
        }
    });
    let decide = move |as_versions: bool| {
        let doubts = held.try_update_value(std::mem::take).unwrap_or_default();
        for ((name, content), file) in doubts {
            all.send(name, content.into(), as_versions.then_some(file));
        }
        asking.set(false);
    };
    let over = RwSignal::new(false);
    ways_in(may_edit, over, bring);
    let chooser = NodeRef::<html::Input>::new();
    let choose = move |()| {
        if let Some(input) = chooser.get_untracked() {
            input.click();
        }
    };
    let chosen = move |event: ev::Targeted<ev::Event, HtmlInputElement>| {
        let input = event.target();
        if let Some(files) = input.files() {
            bring.run(listed(&files));
        }
        // The same file may be chosen again.
        input.set_value("");
    };
    let any = Memo::new(move |_| {
        may_edit.get() || there.with(|files| files.as_ref().is_some_and(|files| !files.is_empty()))
    });
    let nothing = move || {
        may_edit.get()
            && there.with(|files| files.as_ref().is_some_and(Vec::is_empty))
            && all.list().with(Vec::is_empty)
    };
    let key = |file: &File| (file.id, file.version);
    view! {
        <FileWindow may_edit=may_edit all=all />
        {move || any.get().then(|| view! {
            <section class="files-section" aria-label=t::files::title() data-over=move || over.get().then_some("")>
                <h2 class="section-head">{t::files::title()}</h2>
                {move || nothing().then(|| view! { <p class="meta">{t::files::none_yet()}</p> })}
                <ul class="files">
                    <For each=move || all.list().get() key=|going| going.id() let:going><GoingLine all=all going=going /></For>
                    <For each=move || there.get().unwrap_or_default() key=key let:file><FileLine file=file may_edit=may_edit all=all /></For>
                </ul>
                <More client=client next=next may_edit=may_edit all=all />
                {move || may_edit.get().then(|| view! {
                    <input type="file" multiple hidden node_ref=chooser on:change:target=chosen />
                    <div><Button label=t::files::add() icon=Icon::Plus kind=Kind::Ghost on_press=choose /></div>
                    <Trash client=client />
                    <p class="files-section__over" aria-hidden="true">{t::files::drop_here()}</p>
                    <Dialog
                        open=asking
                        title=t::files::same_title()
                        foot=move || view! {
                            <Button label=t::files::apart() on_press=move |()| decide(false) />
                            <Button label=t::files::as_versions() kind=Kind::Primary on_press=move |()| decide(true) />
                        }
                    >
                        <p>{t::files::same_about()}</p>
                        <ul class="files-same">
                            {move || doubtful.get().into_iter().map(|(name, _)| view! { <li>{name}</li> }).collect_view()}
                        </ul>
                    </Dialog>
                })}
            </section>
        })}
    }
    .into_any()
}

fn asked(cursor: Option<String>) -> FilesQuery {
    FilesQuery {
        limit: Some(MOST),
        cursor,
        deleted: None,
    }
}

/// The files beyond those that are shown, once somebody wants them.
#[component]
fn More(
    client: ClientId,
    next: Memo<Option<String>>,
    may_edit: Memo<bool>,
    all: Sendings,
) -> AnyView {
    let wanted = RwSignal::new(false);
    view! {
        {move || match (next.get(), wanted.get()) {
            (None, _) => ().into_any(),
            (Some(_), false) => view! {
                <div><Button label=t::files::more() kind=Kind::Ghost on_press=move |()| wanted.set(true) /></div>
            }
            .into_any(),
            (Some(cursor), true) => rest(client, cursor, may_edit, all),
        }}
    }
    .into_any()
}

fn rest(client: ClientId, cursor: String, may_edit: Memo<bool>, all: Sendings) -> AnyView {
    let page = query::<ListClientFiles>(move || Some(((client,), asked(Some(cursor.clone())))));
    let next = Memo::new(move |_| page.data().and_then(|page| page.next_cursor.clone()));
    let files = Memo::new(move |_| page.data().map(|page| page.items.clone()));
    let key = |file: &File| (file.id, file.version);
    view! {
        <ul class="files">
            <For each=move || files.get().unwrap_or_default() key=key let:file><FileLine file=file may_edit=may_edit all=all /></For>
        </ul>
        <More client=client next=next may_edit=may_edit all=all />
    }
    .into_any()
}

fn listed(files: &FileList) -> Vec<Brought> {
    let count = files.length();
    let all = (0..count).filter_map(|place| files.get(place));
    all.map(|file| (file.name(), file)).collect()
}

/// Files may be let go anywhere over the card, and pictures pasted anywhere on it.
fn ways_in(may_edit: Memo<bool>, over: RwSignal<bool>, bring: Callback<Vec<Brought>>) {
    let carries = |transfer: Option<DataTransfer>| {
        transfer.filter(|transfer| transfer.types().includes(&"Files".into(), 0))
    };
    let held = window_event_listener(ev::dragover, move |event| {
        if carries(event.data_transfer()).is_some() {
            // Whether it is taken or not: a file that misses its place does not take the page away.
            event.prevent_default();
            over.set(may_edit.get_untracked());
        }
    });
    let left = window_event_listener(ev::dragleave, move |event| {
        // Out of the window, not from one part of it into another.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let dropped = window_event_listener(ev::drop, move |event| {
        let Some(transfer) = carries(event.data_transfer()) else {
            return;
        };
        event.prevent_default();
        over.set(false);
        if let (true, Some(files)) = (may_edit.get_untracked(), transfer.files()) {
            bring.run(listed(&files));
        }
    });
    let pasted = window_event_listener(ev::paste, move |event| {
        let event: &web_sys::ClipboardEvent = event.unchecked_ref();
        let Some(transfer) = event.clipboard_data() else {
            return;
        };
        let files = transfer.files().map(|files| listed(&files));
        let files = files.unwrap_or_default();
        // Text that is copied from an editor often comes with a picture of itself.
        let text = transfer.types().includes(&"text/plain".into(), 0);
        if files.is_empty() || text || !may_edit.get_untracked() {
            return;
        }
        event.prevent_default();
        bring.run(files.into_iter().map(named).collect());
    });
    on_cleanup(move || {
        for way in [held, left, dropped, pasted] {
            way.remove();
        }
    });
}

/// What is pasted is called "image.png" by every browser; ours is called by its moment.
fn named((name, file): Brought) -> Brought {
    match name.strip_prefix("image.") {
        Some(ending) => {
            let wall = clubtime::home_zone().wall(now());
            let at = wall.format("%Y-%m-%d %H.%M.%S").to_string();
            (t::files::pasted(at, ending), file)
        }
        None => (name, file),
    }
}
