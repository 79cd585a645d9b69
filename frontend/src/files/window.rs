//! A file opened: how it looks, and all its versions.

use std::sync::Arc;

use domain::ids::FileId;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use wire::files::{
    File, FileVersion, GetFile, GetFileContent, ListFileVersions, RestoreFileVersion, VersionsQuery,
};

use super::going::Sendings;
use super::picture::Picture;
use super::{TAGS, words};
use crate::data::{download, queries, query, sending};
use crate::i18n::t;
use crate::links;
use crate::quick::SaveTrouble;
use crate::shell::Followed;
use crate::ui::{
    Banner, Button, Chip, Dialog, DialogSize, Face, Icon, InlineError, Kind, Toast, Tone, toasts,
};

/// As many versions are asked for at once as an answer may hold.
const MOST: u32 = 200;

/// Open while the address names a file.
#[component]
pub fn FileWindow(may_edit: Memo<bool>, all: Sendings) -> AnyView {
    let (location, address) = (use_location(), use_query_map());
    let named = Memo::new(move |_| {
        let text = address.with(|map| map.get("file"));
        text.and_then(|text| text.parse::<FileId>().ok())
    });
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(named.with(Option::is_some)));
    let go = use_navigate();
    let close = move |()| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        if named.with_untracked(Option::is_some) {
            go(&untrack(|| links::file(&location, None)), options);
        }
    };
    let file = query::<GetFile>(move || named.get().map(|id| ((id,), ())));
    let title = move || {
        file.data()
            .map_or_else(|| t::files::one().to_owned(), |file| file.name.clone())
    };
    // The version that is looked at; the last one unless another was chosen.
    let looked_at = RwSignal::new(None::<u32>);
    Effect::new(move |_| {
        named.track();
        looked_at.set(None);
    });
    view! {
        <Dialog open=open title=Signal::derive(title) size=DialogSize::Wide on_close=close
            foot=move || view! { <Foot file=Signal::derive(move || file.data()) looked_at=looked_at may_edit=may_edit all=all /> }
        >
            <Followed query=file rows=6 let:file>
                <Opened file=file looked_at=looked_at may_edit=may_edit />
            </Followed>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Opened(
    file: Signal<Arc<File>>,
    looked_at: RwSignal<Option<u32>>,
    may_edit: Memo<bool>,
) -> AnyView {
    let id = file.with_untracked(|file| file.id);
    let deleted = Memo::new(move |_| file.with(|file| file.deleted_at.is_some()));
    let latest = Memo::new(move |_| file.with(|file| file.current.number));
    let versions = query::<ListFileVersions>(move || {
        let first = VersionsQuery {
            limit: Some(MOST),
            ..VersionsQuery::default()
        };
        Some(((id,), first))
    });
    let shown = Memo::new(move |_| {
        let wanted = looked_at.get();
        let page = versions.data();
        let mut all = page.iter().flat_map(|page| page.items.iter());
        let found = all.find(|one| Some(one.number) == wanted).cloned();
        found.unwrap_or_else(|| file.with(|file| file.current.clone()))
    });
    let may = Memo::new(move |_| may_edit.get() && !deleted.get());
    let name = Memo::new(move |_| file.with(|file| file.name.clone()));
    view! {
        {move || deleted.get().then(|| view! { <Banner text=t::files::in_trash() tone=Tone::Missing inset=true /> })}
        <div class="file-view">
            <div class="file-view__look">
                {move || view! { <Picture file=id version=shown.get() name=name /> }}
            </div>
            <section aria-label=t::files::versions()>
                <h3 class="section-head">{t::files::versions()}</h3>
                <ol class="file-versions">
                    {move || {
                        let page = versions.data();
                        let found = page.iter().flat_map(|page| page.items.iter().cloned());
                        found.map(|version| view! {
                            <Version file=id version=version latest=latest shown=shown looked_at=looked_at may=may />
                        }).collect_view()
                    }}
                </ol>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Version(
    file: FileId,
    version: FileVersion,
    latest: Memo<u32>,
    shown: Memo<FileVersion>,
    looked_at: RwSignal<Option<u32>>,
    may: Memo<bool>,
) -> AnyView {
    let number = version.number;
    let (taking, back) = (download(), sending());
    let toasts = toasts();
    let take = move |()| taking.start::<GetFileContent>((file, number), (), |_| {});
    let again = move |()| {
        back.send::<RestoreFileVersion>((file, number), (), (), move |file| {
            looked_at.set(None);
            queries().stale(TAGS);
            let now = file.current.number.to_string();
            toasts.show(Toast::new(t::files::sent_version(file.name, now)));
        });
    };
    let mut about = words::about(&version);
    if let Some(from) = version.restored_from {
        about.push(t::files::from_version(from.to_string()));
    }
    let lost = Signal::derive(move || taking.failure().map(|_| t::files::not_saved().to_owned()));
    let is_shown = move || shown.with(|shown| shown.number == number);
    let spoken = number.to_string();
    view! {
        <li class="file-version" aria-current=move || is_shown().then_some("true")>
            <div class="file__what">
                <p class="file-version__name">
                    {t::files::version(&spoken)}
                    {move || (number == latest.get()).then(|| view! { <Chip label=t::files::current() tone=Tone::Ok /> })}
                </p>
                <p class="meta">{about.join(" · ")}</p>
            </div>
            <div class="file-version__ways">
                {let spoken = spoken.clone(); move || (!is_shown()).then(|| view! {
                    <Button label=t::files::show_version(&spoken) icon=Icon::Eye face=Face::Icon kind=Kind::Ghost on_press=move |()| looked_at.set(Some(number)) />
                })}
                <Button label=t::files::download_version(&spoken) icon=Icon::Download face=Face::Icon kind=Kind::Ghost
                    busy=Signal::derive(move || taking.pending()) on_press=take />
                {move || (may.get() && number != latest.get()).then(|| view! {
                    <Button label=t::files::make_current_version(&spoken) icon=Icon::Undo2 face=Face::Icon kind=Kind::Ghost
                        busy=Signal::derive(move || back.pending()) on_press=again />
                })}
            </div>
            <div class="file__trouble"><InlineError text=lost /><SaveTrouble of=back /></div>
        </li>
    }
    .into_any()
}

#[component]
fn Foot(
    file: Signal<Option<Arc<File>>>,
    looked_at: RwSignal<Option<u32>>,
    may_edit: Memo<bool>,
    all: Sendings,
) -> AnyView {
    let taking = download();
    let take = move |()| {
        if let Some(file) = file.get_untracked() {
            let number = looked_at.get_untracked().unwrap_or(file.current.number);
            taking.start::<GetFileContent>((file.id, number), (), |_| {});
        }
    };
    let chooser = NodeRef::<html::Input>::new();
    let choose = move |()| {
        if let Some(input) = chooser.get_untracked() {
            input.click();
        }
    };
    let chosen =
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let input = event.target();
            let content = input.files().and_then(|files| files.get(0));
            if let (Some(content), Some(file)) = (content, file.get_untracked()) {
                looked_at.set(None);
                all.send(file.name.clone(), content.into(), Some(file.id));
            }
            input.set_value("");
        };
    let may = move || {
        may_edit.get()
            && file.with(|file| file.as_ref().is_some_and(|file| file.deleted_at.is_none()))
    };
    let lost = Signal::derive(move || taking.failure().map(|_| t::files::not_saved().to_owned()));
    view! {
        <InlineError text=lost />
        {move || may().then(|| view! {
            <input type="file" hidden node_ref=chooser on:change:target=chosen />
            <Button label=t::files::new_version() icon=Icon::Upload on_press=choose />
        })}
        <Button label=t::files::download() icon=Icon::Download kind=Kind::Primary busy=Signal::derive(move || taking.pending()) on_press=take />
    }
    .into_any()
}
