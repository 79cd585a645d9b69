//! A file as a line: what it is, whose, and what can be done with it.

use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wire::files::{DeleteFile, File, FilePatch, GetFileContent, RestoreFile, UpdateFile};

use super::going::Sendings;
use super::{TAGS, words};
use crate::data::{download, queries, sending};
use crate::i18n::t;
use crate::links;
use crate::quick::{SaveTrouble, take_back};
use crate::ui::{
    Button, Edge, Face, Field, Icon, InlineError, Input, Kind, Menu, MenuItem, MenuRule, Press,
    Toast, Tone, toasts,
};

#[component]
pub fn FileLine(file: File, may_edit: Memo<bool>, all: Sendings) -> AnyView {
    let (id, version) = (file.id, file.version);
    let naming = RwSignal::new(false);
    let name = RwSignal::new(file.name.clone());
    let (renaming, deleting) = (sending(), sending());
    let taking = download();
    let toasts = toasts();
    let number = file.current.number;
    let rename = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let patch = FilePatch {
            name: Some(name.get_untracked()),
        };
        renaming.change::<UpdateFile>((id,), version, patch, move |_| {
            naming.set(false);
            queries().stale(TAGS);
        });
    };
    let back = move || {
        take_back::<RestoreFile>((id,), move |file| {
            queries().stale(TAGS);
            toasts.show(Toast::new(t::files::restored(file.name)));
        });
    };
    let called = StoredValue::new(file.name.clone());
    let delete = move |()| {
        deleting.change::<DeleteFile>((id,), version, (), move |()| {
            queries().stale(TAGS);
            let text = t::files::deleted(called.get_value());
            toasts.show(Toast::new(text).undo(back));
        });
    };
    let take = move |()| taking.start::<GetFileContent>((id, number), (), |_| {});
    let chooser = NodeRef::<html::Input>::new();
    let choose = move |()| {
        if let Some(input) = chooser.get_untracked() {
            input.click();
        }
    };
    let chosen =
        move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
            let input = event.target();
            if let Some(content) = input.files().and_then(|files| files.get(0)) {
                all.send(called.get_value(), content.into(), Some(id));
            }
            input.set_value("");
        };
    let box_node = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if naming.get()
            && let Some(input) = box_node.get()
        {
            let _ = input.focus();
            input.select();
        }
    });
    let location = use_location();
    let address = Signal::derive(move || links::file(&location, Some(id)));
    let mut about = words::about(&file.current);
    if number > 1 {
        about.push(t::files::version_mark(number.to_string()));
    }
    let lost = Signal::derive(move || taking.failure().map(|_| t::files::not_saved().to_owned()));
    let shown = file.clone();
    let head = move || {
        match naming.get() {
        true => view! {
            <form class="file__rename" novalidate on:submit=rename
                on:keydown=move |event| if event.key() == "Escape" {
                    event.prevent_default();
                    event.stop_propagation();
                    naming.set(false);
                }
            >
                <Field label=t::files::name() error=Signal::derive(move || renaming.fault("/name"))>
                    <Input value=name max_length=200 node=box_node />
                </Field>
                <div class="row">
                    <Button label=t::files::save() kind=Kind::Primary press=Press::Submit busy=Signal::derive(move || renaming.pending()) />
                    <Button label=t::files::cancel() kind=Kind::Ghost on_press=move |()| naming.set(false) />
                </div>
            </form>
        }
        .into_any(),
        false => {
            let file = shown.clone();
            let menu = t::files::actions(&file.name);
            view! {
                <span class="file__tile" data-kind=file.current.kind.as_str() aria-hidden="true">{words::letters(&file.current)}</span>
                <div class="file__what">
                    <a class="file__name" href=move || address.get() aria-label=t::files::open(&file.name)>{file.name.clone()}</a>
                    <p class="meta">
                        <span class="vh">{words::kind(file.current.kind)}" · "</span>
                        {about.join(" · ")}
                    </p>
                </div>
                <Menu label=menu icon=Icon::Ellipsis face=Face::Icon kind=Kind::Ghost edge=Edge::End>
                    <MenuItem label=t::files::download() icon=Icon::Download on_press=take />
                    {move || may_edit.get().then(|| view! {
                        <MenuItem label=t::files::new_version() icon=Icon::Upload on_press=choose />
                        <MenuItem label=t::files::rename() icon=Icon::Pencil on_press=move |()| naming.set(true) />
                        <MenuRule />
                        <MenuItem label=t::files::delete() icon=Icon::Trash2 tone=Tone::Danger on_press=delete />
                    })}
                </Menu>
            }
            .into_any()
        }
    }
    };
    view! {
        <li class="file">
            {head}
            <input type="file" hidden node_ref=chooser on:change:target=chosen />
            <div class="file__trouble">
                <InlineError text=lost />
                <SaveTrouble of=deleting />
            </div>
        </li>
    }
    .into_any()
}
