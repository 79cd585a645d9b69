//! A file is chosen, tried, looked at, taken in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use wire::process_files::{
    Existing, GetPack, ImportProcesses, ImportRequest, Imported, ListPacks, Pack, PackQuery,
};

use super::outcome::{Faults, Outcome};
use crate::data::{Sending, queries, query, sending};
use crate::i18n::t;
use crate::settings::general;
use crate::shell::Loaded;
use crate::ui::{
    Banner, Button, Checkbox, Dialog, DialogSize, Icon, Kind, Radio, RadioGroup, Toast, Tone,
    toasts,
};

/// Larger files are no process files; the server takes no more either.
const LARGEST: f64 = 600_000.0;
/// What changes when a file was taken in.
const TAGS: &[&str] = &["processes", "templates", "results", "dictionaries"];

const UPDATE: &str = "update";
const KEEP: &str = "keep";

/// What is being taken in.
#[derive(Clone, Copy)]
pub struct Taken {
    open: RwSignal<bool>,
    /// Whether the packs are shown to choose from.
    packs: RwSignal<bool>,
    /// Name and text, once chosen.
    file: RwSignal<Option<(String, String)>>,
    /// What would happen.
    tried: RwSignal<Option<Imported>>,
    existing: RwSignal<String>,
    publish: RwSignal<bool>,
    /// What keeps the file from being read at all.
    unread: RwSignal<Option<&'static str>>,
    trying: Sending,
    taking: Sending,
}

impl Taken {
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            packs: RwSignal::new(false),
            file: RwSignal::new(None),
            tried: RwSignal::new(None),
            existing: RwSignal::new(UPDATE.to_owned()),
            publish: RwSignal::new(false),
            unread: RwSignal::new(None),
            trying: sending(),
            taking: sending(),
        }
    }

    pub fn begin_with_file(self) {
        self.begin(false);
    }

    pub fn begin_with_packs(self) {
        self.begin(true);
    }

    fn begin(self, packs: bool) {
        self.forget();
        self.packs.set(packs);
        self.publish.set(packs);
        // A pack is a beginning: what the club has of its own stays as it is.
        self.existing
            .set(if packs { KEEP } else { UPDATE }.to_owned());
        self.open.set(true);
    }

    fn forget(self) {
        self.file.set(None);
        self.tried.set(None);
        self.unread.set(None);
        self.trying.refuse(None);
        self.taking.refuse(None);
    }

    fn request(self, dry_run: bool) -> Option<ImportRequest> {
        let (_, file) = self.file.get_untracked()?;
        Some(ImportRequest {
            file,
            publish: !dry_run && self.publish.get_untracked(),
            existing: match self.existing.get_untracked().as_str() {
                KEEP => Existing::Keep,
                _ => Existing::Update,
            },
            dry_run,
        })
    }

    /// Asks what would happen.
    fn look(self, name: String, text: String) {
        self.forget();
        self.file.set(Some((name, text)));
        self.ask();
    }

    fn ask(self) {
        if let Some(request) = self.request(true) {
            let shown = self.tried;
            self.trying
                .send::<ImportProcesses>((), (), request, move |imported| {
                    shown.set(Some(imported))
                });
        }
    }
}

#[component]
pub fn TakeDialog(taken: Taken) -> AnyView {
    let (queries, toasts) = (queries(), toasts());
    let take = move |()| {
        let Some(request) = taken.request(false) else {
            return;
        };
        taken
            .taking
            .send::<ImportProcesses>((), (), request, move |imported| {
                taken.open.set(false);
                queries.stale(TAGS);
                let count = i64::try_from(imported.processes.len()).unwrap_or_default();
                toasts.show(Toast::new(t::process_files::taken(count)));
            });
    };
    let title = Signal::derive(move || match taken.packs.get() {
        true => t::process_files::pack_title(),
        false => t::process_files::load_title(),
    });
    let blocked = Signal::derive(move || match taken.tried.with(Option::is_some) {
        true => None,
        false => Some(t::process_files::choose_first().to_owned()),
    });
    view! {
        <Dialog open=taken.open title=title size=DialogSize::Wide foot=move || view! {
            <Button label=t::process_files::take() kind=Kind::Primary blocked=blocked busy=Signal::derive(move || taken.taking.pending()) on_press=take />
        }>
            <div class="stack">
                {move || match taken.packs.get() {
                    true => view! { <Packs taken=taken /> }.into_any(),
                    false => view! { <Choose taken=taken /> }.into_any(),
                }}
                <p role="status" class="meta">{move || taken.trying.pending().then(t::process_files::looking)}</p>
                {move || taken.unread.get().map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
                {move || general(taken.trying.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
                {move || general(taken.taking.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
                <Faults failure=Signal::derive(move || taken.trying.failure().or_else(|| taken.taking.failure())) file=taken.file />
                {move || taken.tried.get().map(|imported| view! {
                    <Outcome imported=imported />
                    <RadioGroup value=taken.existing label=t::process_files::existing() options=existing() on_change=move |_| taken.ask() />
                    <Checkbox checked=taken.publish label=t::process_files::publish() />
                })}
            </div>
        </Dialog>
    }
    .into_any()
}

fn existing() -> Vec<Radio> {
    vec![
        Radio::new(UPDATE, t::process_files::existing_update()),
        Radio::new(KEEP, t::process_files::existing_keep()),
    ]
}

/// A file of the reader's own.
#[component]
fn Choose(taken: Taken) -> AnyView {
    let chosen =
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let input = event.target();
            let Some(file) = input.files().and_then(|files| files.get(0)) else {
                return;
            };
            // The same file may be chosen again once it is corrected.
            let name = file.name();
            if file.size() > LARGEST {
                taken.forget();
                taken.unread.set(Some(t::process_files::too_large()));
                input.set_value("");
                return;
            }
            read(&file, move |text| {
                match text {
                    Some(text) => taken.look(name, text.trim_start_matches('\u{FEFF}').to_owned()),
                    None => taken.unread.set(Some(t::process_files::unreadable())),
                }
                input.set_value("");
            });
        };
    view! {
        <label class="field">
            <span class="field__label">{t::process_files::file()}</span>
            <input class="input" type="file" accept=".yaml,.yml,application/yaml,text/yaml" on:change:target=chosen />
            <span class="meta">{move || taken.file.get().map_or_else(|| t::process_files::file_hint().to_owned(), |(name, _)| name)}</span>
        </label>
    }
    .into_any()
}

/// The text of a file; nothing when it cannot be read.
fn read(file: &web_sys::File, then: impl FnOnce(Option<String>) + 'static) {
    let text = file.text();
    spawn_local(async move {
        let text = JsFuture::from(text).await.ok();
        then(text.and_then(|text| text.as_string()));
    });
}

/// What ships with the product.
#[component]
fn Packs(taken: Taken) -> AnyView {
    let packs = query::<ListPacks>(|| Some(((), ())));
    let fetching = sending();
    let pick = move |pack: Pack| {
        let name = pack.name.clone();
        let query = PackQuery {
            language: Some(pack.language),
        };
        fetching.send::<GetPack>((pack.key,), query, (), move |file| {
            taken.look(name, file.file)
        });
    };
    view! {
        <Loaded query=packs let:page>
            <ul class="plain-list packs">
                {page.items.iter().cloned().map(|pack| {
                    let (name, about) = (pack.name.clone(), pack.processes.join(" · "));
                    let own = name.clone();
                    let pressed = Signal::derive(move || taken.file.with(|file| file.as_ref().is_some_and(|(chosen, _)| *chosen == own)));
                    view! {
                        <li class="packs__one">
                            <Button label=name icon=Icon::Workflow pressed=pressed on_press=move |()| pick(pack.clone()) />
                            <span class="meta">{about}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </Loaded>
        {move || general(fetching.failure()).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
    }
    .into_any()
}
