//! The palette on the screen: a combobox over a listbox in a dialog.

use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use web_sys::KeyboardEvent;
use wire::search::{Found, Search, SearchQuery};

use super::lines::{Act, Group, Line, joined, marked};
use super::offer::{self, Typed};
use crate::data::recent::{self, Recent};
use crate::data::{Query, query};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{
    Button, Dialog, DialogSize, Face, Icon, Kbd, Kind, fresh_id, icon, say, show_active,
};

/// Typing pauses this long before the server is asked.
const PAUSE: Duration = Duration::from_millis(80);

/// Opens the palette from anywhere.
#[derive(Clone, Copy)]
pub struct Opener {
    open: RwSignal<bool>,
    /// What can be done where it was opened: inside, another thing has the focus.
    commands: StoredValue<Vec<Command>>,
}

/// Makes the palette available to everything below, with its keys; the frame shows it.
pub fn provide() -> Opener {
    let opener = Opener {
        open: RwSignal::new(false),
        commands: StoredValue::new(Vec::new()),
    };
    provide_context(opener);
    keys::add(
        Command::new("palette", Scope::Global, t::palette::title(), move || {
            opener.open()
        })
        .on(Chord::letter('k').ctrl())
        .on(Chord::SLASH),
    );
    opener
}

pub fn opener() -> Opener {
    expect_context()
}

impl Opener {
    pub fn open(self) {
        let offered = untrack(keys::usable);
        let own = |command: &Command| command.id == "palette" || command.id.starts_with("go.");
        self.commands.set_value(
            offered
                .into_iter()
                .filter(|command| !own(command))
                .collect(),
        );
        self.open.set(true);
    }
}

#[component]
pub fn Palette(opener: Opener) -> AnyView {
    view! {
        <Dialog open=opener.open title=t::palette::title() size=DialogSize::Top>
            <Window opener=opener />
        </Dialog>
    }
    .into_any()
}

/// The list with the text it belongs to.
#[derive(Clone)]
struct Listed {
    text: String,
    lines: Vec<Line>,
    /// The server has answered for this text, or is not asked.
    answered: bool,
}

#[derive(Clone, Copy)]
struct State {
    opener: Opener,
    /// The id of the highlighted line; the first one when nobody chose.
    chosen: RwSignal<Option<String>>,
    listed: Memo<Listed>,
    list: NodeRef<html::Div>,
    found: Query<Found>,
}

#[component]
fn Window(opener: Opener) -> AnyView {
    let location = use_location();
    let text = RwSignal::new(String::new());
    let asked = RwSignal::new(None::<String>);
    let found = query::<Search>(move || asked.get().map(|q| ((), SearchQuery { q, limit: None })));
    let recent: Vec<Recent> = recent::all();
    let last = StoredValue::new(None::<Arc<Found>>);
    let listed = Memo::new_with_compare(
        move |before: Option<&Listed>| {
            let text = text.get();
            let typed = Typed::read(&text);
            let wanted = typed.for_server();
            let answer = found
                .data()
                .filter(|_| wanted.is_some() && asked.get() == wanted);
            let lines = opener
                .commands
                .with_value(|commands| match (&wanted, &answer) {
                    (Some(_), None) => {
                        let kept = last
                            .get_value()
                            .map(|last| offer::still_fitting(&typed, &last));
                        offer::offer(&typed, &recent, commands, kept.as_ref())
                    }
                    _ => offer::offer(&typed, &recent, commands, answer.as_deref()),
                });
            let same = before.filter(|before| before.text == text);
            let mut lines = match same {
                Some(before) => joined(&before.lines, lines),
                None => lines,
            };
            if let Some(answer) = &answer {
                last.set_value(Some(answer.clone()));
                if answer.clients.is_empty()
                    && lines.iter().all(|line| !line.id.starts_with("client:"))
                {
                    lines.extend(untrack(|| offer::create(&typed, &location)));
                }
            }
            let answered = answer.is_some() || wanted.is_none();
            Listed {
                text,
                lines,
                answered,
            }
        },
        |_, _| true,
    );
    let state = State {
        opener,
        chosen: RwSignal::new(None),
        listed,
        list: NodeRef::new(),
        found,
    };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(Some(handle)) = timer.try_get_value() {
            handle.clear();
        }
    };
    let typed = move |now: String| {
        state.chosen.set(None);
        let wanted = Typed::read(&now).for_server();
        text.set(now);
        stop();
        timer.set_value(set_timeout_with_handle(move || asked.set(wanted), PAUSE).ok());
    };
    on_cleanup(stop);
    Effect::new(move |_| {
        let (count, answered) = listed.with(|listed| (listed.lines.len(), listed.answered));
        if answered && text.with_untracked(|text| !text.trim().is_empty()) {
            say(t::ui::options_found(
                i64::try_from(count).unwrap_or(i64::MAX),
            ));
        }
    });
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });
    let go = use_navigate();
    let press = Callback::new(move |(line, place): (Line, Place)| state.press(&line, place, &go));
    let list_id = fresh_id("palette");
    let shown_id = list_id.clone();
    view! {
        <div class="palette">
            <div class="palette__field">
                {icon(Icon::Search)}
                <input
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="go"
                    aria-label=t::palette::title()
                    aria-autocomplete="list"
                    aria-expanded="true"
                    aria-controls=list_id.clone()
                    aria-activedescendant=move || state.active().map(|line| element_id(&line.id))
                    placeholder=t::palette::placeholder()
                    node_ref=input
                    on:input:target=move |event| typed(event.target().value())
                    on:keydown=move |event| state.key(&event, press)
                />
                <Button label=t::ui::close() icon=Icon::X face=Face::Icon kind=Kind::Ghost on_press=move |()| opener.open.set(false) />
            </div>
            <div class="palette__list" role="listbox" id=shown_id aria-label=t::palette::title() node_ref=state.list on:mousedown=|event| event.prevent_default()>
                {move || groups(state, press)}
            </div>
            {move || state.note().map(|note| view! { <p class="palette__note">{note}</p> })}
            <div class="palette__foot" aria-hidden="true">
                <span><Kbd chord=Chord::ENTER />{t::palette::opens()}</span>
                <span><Kbd chord=Chord::ENTER.ctrl() />{t::palette::opens_apart()}</span>
                <span><span class="kbd">">"</span>{t::palette::commands_only()}</span>
            </div>
        </div>
    }
    .into_any()
}

/// Where a record opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Here,
    NewTab,
}

impl State {
    fn active(self) -> Option<Line> {
        let chosen = self.chosen.get();
        self.listed.with(|listed| {
            let own = listed
                .lines
                .iter()
                .find(|line| Some(&line.id) == chosen.as_ref());
            own.or(listed.lines.first()).cloned()
        })
    }

    fn is_active(self, id: &str) -> bool {
        self.active().is_some_and(|line| line.id == id)
    }

    fn walk(self, step: isize) {
        let at = untrack(|| self.active());
        let to = self.listed.with_untracked(|listed| {
            let count = isize::try_from(listed.lines.len()).unwrap_or_default();
            let now = listed
                .lines
                .iter()
                .position(|line| at.as_ref().is_some_and(|at| at.id == line.id))?;
            let to = (isize::try_from(now).ok()? + step).rem_euclid(count);
            listed
                .lines
                .get(usize::try_from(to).ok()?)
                .map(|line| line.id.clone())
        });
        self.chosen.set(to);
        if let Some(list) = self.list.get_untracked() {
            show_active(&list);
        }
    }

    fn key(self, event: &KeyboardEvent, press: Callback<(Line, Place)>) {
        let held = event.ctrl_key() || event.meta_key();
        match event.key().as_str() {
            _ if event.is_composing() => return,
            "ArrowDown" => self.walk(1),
            "ArrowUp" => self.walk(-1),
            "Enter" => {
                if let Some(line) = untrack(|| self.active()) {
                    press.run((line, if held { Place::NewTab } else { Place::Here }));
                }
            }
            // The same keys again: the browser's own search field must not take over.
            _ if held && event.code() == "KeyK" => self.opener.open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn press(self, line: &Line, place: Place, go: &impl Fn(&str, NavigateOptions)) {
        match (&line.act, place) {
            (Act::Open(address), Place::NewTab) => {
                let _ = window().open_with_url_and_target(address, "_blank");
                return;
            }
            (Act::Open(address), Place::Here) => go(address, NavigateOptions::default()),
            (Act::Run(run), _) => {
                let run = *run;
                // After the dialog has closed and given the focus back: the command acts where it was opened.
                set_timeout(
                    move || {
                        run.try_run(());
                    },
                    Duration::ZERO,
                );
            }
        }
        self.opener.open.set(false);
    }

    /// Why there is nothing, while there is nothing.
    fn note(self) -> Option<&'static str> {
        let (none, answered) = self
            .listed
            .with(|listed| (listed.lines.is_empty(), listed.answered));
        let failed = self.found.failure().is_some();
        match (none, answered) {
            (_, false) if failed => Some(t::shell::cannot_read()),
            (true, false) => Some(t::ui::searching()),
            (true, true) => Some(t::ui::nothing_found()),
            (false, _) => None,
        }
    }
}

fn element_id(id: &str) -> String {
    format!("palette-{}", id.replace([':', '/', '?', '&', '='], "-"))
}

fn title(group: Group) -> &'static str {
    match group {
        Group::Recent => t::palette::recent(),
        Group::Clients => t::clients::title(),
        Group::Companies => t::companies::title(),
        Group::Tasks => t::palette::tasks(),
        Group::Commands => t::palette::commands(),
        Group::Pages => t::palette::pages(),
        Group::Create => t::palette::nobody_found(),
    }
}

fn groups(state: State, press: Callback<(Line, Place)>) -> AnyView {
    let listed = state.listed.get();
    let typed = Typed::read(&listed.text).text.to_owned();
    let groups = listed.lines.chunk_by(|one, next| one.group == next.group);
    groups
        .map(|lines| {
            let group = lines[0].group;
            let id = fresh_id("group");
            let labelled = id.clone();
            let options = lines
                .iter()
                .map(|line| option(state, line.clone(), &typed, press))
                .collect_view();
            view! {
                <div role="group" aria-labelledby=labelled>
                    <div class="palette__group" id=id>{title(group)}</div>
                    {options}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

fn option(state: State, line: Line, typed: &str, press: Callback<(Line, Place)>) -> AnyView {
    let pieces = marked(&line.label, typed)
        .into_iter()
        .map(|(text, hit)| match hit {
            true => view! { <b>{text}</b> }.into_any(),
            false => text.into_any(),
        });
    let content = view! {
        {icon(line.icon)}
        <span class="truncate">{pieces.collect_view()}</span>
        {(!line.hint.is_empty()).then(|| view! { <span class="option__hint num">{line.hint.clone()}</span> })}
        {line.chord.map(|chord| view! { <Kbd chord=chord /> })}
    };
    let (id, own) = (element_id(&line.id), line.id.clone());
    let active = Memo::new(move |_| state.is_active(&own));
    let selected = move || if active.get() { "true" } else { "false" };
    let mark = move || active.get().then_some("");
    let hovered = line.id.clone();
    let hover = move |_| state.chosen.set(Some(hovered.clone()));
    match line.act.clone() {
        // A link, so that the middle button and the browser's menu work too.
        Act::Open(href) => {
            let click = move |event: web_sys::MouseEvent| {
                if !event.ctrl_key() && !event.meta_key() && !event.shift_key() {
                    event.prevent_default();
                    press.run((line.clone(), Place::Here));
                }
            };
            view! { <a class="option" role="option" id=id href=href tabindex="-1" aria-selected=selected data-active=mark on:mousemove=hover on:click=click>{content}</a> }.into_any()
        }
        Act::Run(_) => {
            let click = move |_| press.run((line.clone(), Place::Here));
            view! { <div class="option" role="option" id=id aria-selected=selected data-active=mark on:mousemove=hover on:click=click>{content}</div> }.into_any()
        }
    }
}
