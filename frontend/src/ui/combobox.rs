//! Choosing one or many of a long list by typing (the APG combobox with a listbox).

use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use web_sys::Element;

use super::field::FieldContext;
use super::fresh_id;
use super::icon::{Icon, icon};
use super::place::{self, Edge};
use super::speech::say;
use crate::i18n::{self, t};

/// One possibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the program calls it.
    pub value: String,
    pub label: String,
    /// At the right: a phone, a count.
    pub hint: String,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
        }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Picks {
    #[default]
    One,
    Many,
}

/// Longer lists are cut with a line that asks for more letters.
const SHOWN: usize = 50;

#[derive(Clone, Copy)]
struct State {
    chosen: RwSignal<Vec<Choice>>,
    options: Signal<Vec<Choice>>,
    picks: Picks,
    on_query: Option<Callback<String>>,
    on_create: Option<Callback<String>>,
    on_change: Option<Callback<Vec<Choice>>>,
    /// The options are not yet those of what is typed.
    searching: Signal<bool>,
    /// `Enter` was pressed meanwhile: it means the best of what will be found, never what happens to be shown.
    hurried: RwSignal<bool>,
    /// What is typed; in a field of one choice also its label while nobody types.
    text: RwSignal<String>,
    typing: RwSignal<bool>,
    open: RwSignal<bool>,
    active: RwSignal<usize>,
    input: NodeRef<html::Input>,
    list: NodeRef<html::Div>,
}

/// Type to filter, arrows to move, `Enter` picks, `Esc` closes and then clears, `Backspace` takes the last of many away.
///
/// With `on_query` the caller filters (a server does) and changes `options`; without it the list filters itself. With
/// `on_create` the last line offers to make what was typed.
#[component]
pub fn Combobox(
    chosen: RwSignal<Vec<Choice>>,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(optional)] picks: Picks,
    #[prop(optional, into)] on_query: Option<Callback<String>>,
    /// The caller is looking for options.
    #[prop(optional, into)]
    searching: Signal<bool>,
    #[prop(default = None)] on_create: Option<Callback<String>>,
    #[prop(optional, into)] on_change: Option<Callback<Vec<Choice>>>,
    #[prop(optional, into)] placeholder: TextProp,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(optional)] node: NodeRef<html::Input>,
    /// True from an `Enter` that came before the options did until it has been carried out: what is pressed next must wait for it.
    #[prop(default = RwSignal::new(false))]
    hurried: RwSignal<bool>,
) -> AnyView {
    let field = FieldContext::here();
    let (box_id, list_id) = (fresh_id("combo"), fresh_id("options"));
    let state = State {
        chosen,
        options,
        picks,
        on_query,
        on_create,
        on_change,
        searching,
        hurried,
        text: RwSignal::new(String::new()),
        typing: RwSignal::new(false),
        open: RwSignal::new(false),
        active: RwSignal::new(0),
        input: node,
        list: NodeRef::new(),
    };
    let shown = Memo::new(move |_| state.matching());
    // The text of a single choice follows the choice, unless somebody is typing.
    Effect::new(move |_| {
        let label = chosen.with(|c| c.first().map(|c| c.label.clone()).unwrap_or_default());
        if picks == Picks::One && !state.typing.get_untracked() {
            state.text.set(label);
        }
    });
    let anchor = box_id.clone();
    Effect::new(move |_| {
        let open = state.open.get();
        let _ = shown.get();
        let Some(list) = state.list.get() else { return };
        if open {
            place::open(&anchor, &list, Edge::Start);
        } else {
            place::close(&list);
        }
    });
    Effect::new(move |_| {
        let count = shown.with(Vec::len);
        if state.open.get() && state.typing.get() && !searching.get() {
            say(t::ui::options_found(
                i64::try_from(count).unwrap_or(i64::MAX),
            ));
        }
    });

    Effect::new(move |_| {
        if !searching.get() && state.hurried.get_untracked() {
            if state.open.get_untracked() {
                state.take_active(shown);
            }
            state.hurried.set(false);
        }
    });

    let option_id = {
        let list_id = list_id.clone();
        move |index: usize| format!("{list_id}-{index}")
    };
    let last_id = option_id.clone();
    let active_id = {
        let option_id = option_id.clone();
        move || (state.open.get() && state.rows(shown) > 0).then(|| option_id(state.active.get()))
    };
    view! {
        <div class="input combo" class:affix=picks == Picks::One id=box_id on:click=move |_| state.focus_input()>
            {(picks == Picks::Many).then(|| view! { {move || state.chips()} })}
            <input
                id=field.id.clone()
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=move || placeholder.get()
                required=field.required
                disabled=disabled
                aria-autocomplete="list"
                aria-expanded=move || if state.open.get() { "true" } else { "false" }
                aria-controls=list_id.clone()
                aria-activedescendant=active_id
                aria-invalid=field.aria_invalid()
                aria-describedby=field.described_by
                node_ref=state.input
                prop:value=state.text
                on:input:target=move |event| state.typed(event.target().value())
                on:keydown=move |event| state.key(&event, shown)
                on:focus:target=move |event| event.target().select()
                on:blur=move |_| state.leave()
                on:click=move |_| state.unfold()
            />
            {(picks == Picks::One).then(|| icon(Icon::ChevronDown))}
        </div>
        <div
            class="pop options"
            popover="manual"
            role="listbox"
            id=list_id
            data-width="anchor"
            aria-multiselectable=(picks == Picks::Many).then_some("true")
            node_ref=state.list
            on:mousedown=|event| event.prevent_default()
        >
            {move || state.open.get().then(|| {
                let option_id = option_id.clone();
                shown.get().into_iter().enumerate().take(SHOWN).map(|(index, choice)| state.option(index, option_id(index), choice)).collect_view()
            })}
            {move || {
                let index = shown.with(Vec::len).min(SHOWN);
                let name = state.creatable().filter(|_| state.open.get())?;
                Some(state.create_row(index, last_id(index), name))
            }}
            {move || {
                let count = shown.with(Vec::len);
                let note = if searching.get() {
                    Some(t::ui::searching().to_owned())
                } else if count == 0 && state.creatable().is_none() {
                    Some(t::ui::nothing_found().to_owned())
                } else {
                    (count > SHOWN).then(|| t::ui::type_more().to_owned())
                };
                note.map(|note| view! { <div class="options__note" role="presentation">{note}</div> })
            }}
        </div>
    }
    .into_any()
}

impl State {
    fn matching(self) -> Vec<Choice> {
        let typed = if self.typing.get() {
            i18n::fold(&self.text.get())
        } else {
            String::new()
        };
        let chosen = self.chosen.get();
        self.options.with(|options| {
            let fits = |choice: &&Choice| {
                let taken =
                    self.picks == Picks::Many && chosen.iter().any(|c| c.value == choice.value);
                !taken && (self.on_query.is_some() || typed.is_empty() || is_match(choice, &typed))
            };
            options.iter().filter(fits).cloned().collect()
        })
    }

    /// What could be created: the typed text, if nothing is called exactly so.
    fn creatable(self) -> Option<String> {
        self.on_create?;
        let typed = self.text.get().trim().to_owned();
        let known = self.options.with(|options| {
            options
                .iter()
                .any(|c| i18n::fold(&c.label) == i18n::fold(&typed))
        });
        (self.typing.get() && !typed.is_empty() && !known).then_some(typed)
    }

    /// Lines that arrows can reach.
    fn rows(self, shown: Memo<Vec<Choice>>) -> usize {
        shown.with(Vec::len).min(SHOWN) + usize::from(self.creatable().is_some())
    }

    fn focus_input(self) {
        if let Some(input) = self.input.get_untracked() {
            let _ = input.focus();
        }
    }

    fn unfold(self) {
        if !self.open.get_untracked() {
            let current = self
                .chosen
                .with_untracked(|c| c.first().map(|c| c.value.clone()));
            let at = self
                .options
                .with_untracked(|o| o.iter().position(|c| Some(&c.value) == current.as_ref()));
            self.active.set(
                at.filter(|_| self.picks == Picks::One && self.on_query.is_none())
                    .unwrap_or(0)
                    .min(SHOWN - 1),
            );
            self.open.set(true);
        }
    }

    fn fold_up(self) {
        self.open.set(false);
        self.typing.set(false);
        self.hurried.set(false);
    }

    fn typed(self, text: String) {
        self.typing.set(true);
        self.hurried.set(false);
        self.text.set(text.clone());
        self.active.set(0);
        self.open.set(true);
        if let Some(run) = self.on_query {
            run.run(text);
        }
    }

    /// Leaving without a choice: an emptied single field means "nothing", other text is given up.
    fn leave(self) {
        // An element that is taken away while it has the focus is left once more.
        if self.open.is_disposed() {
            return;
        }
        let emptied =
            self.typing.get_untracked() && self.text.with_untracked(|t| t.trim().is_empty());
        self.fold_up();
        if self.picks == Picks::One {
            if emptied && !self.chosen.with_untracked(Vec::is_empty) {
                self.settle(Vec::new());
            }
            self.text.set(
                self.chosen
                    .with_untracked(|c| c.first().map(|c| c.label.clone()).unwrap_or_default()),
            );
        } else {
            self.text.set(String::new());
        }
    }

    fn settle(self, chosen: Vec<Choice>) {
        self.chosen.set(chosen.clone());
        if let Some(run) = self.on_change {
            run.run(chosen);
        }
    }

    fn pick(self, choice: Choice) {
        match self.picks {
            Picks::One => {
                self.fold_up();
                self.text.set(choice.label.clone());
                self.settle(vec![choice]);
            }
            Picks::Many => {
                let mut all = self.chosen.get_untracked();
                all.push(choice);
                self.typing.set(false);
                self.text.set(String::new());
                self.active.set(0);
                self.settle(all);
            }
        }
    }

    fn create(self, name: String) {
        self.fold_up();
        self.text.set(if self.picks == Picks::One {
            name.clone()
        } else {
            String::new()
        });
        if let Some(run) = self.on_create {
            run.run(name);
        }
    }

    fn remove(self, value: &str) {
        let mut all = self.chosen.get_untracked();
        all.retain(|c| c.value != value);
        self.settle(all);
    }

    fn key(self, event: &web_sys::KeyboardEvent, shown: Memo<Vec<Choice>>) {
        let rows = untrack(|| self.rows(shown));
        let (open, active) = (self.open.get_untracked(), self.active.get_untracked());
        match event.key().as_str() {
            "ArrowDown" if !open => self.unfold(),
            "ArrowUp" if !open => self.unfold(),
            "ArrowDown" if rows > 0 => self.go((active + 1) % rows),
            "ArrowUp" if rows > 0 => self.go((active + rows - 1) % rows),
            "Enter" if open && !event.ctrl_key() && !event.meta_key() => {
                if self.searching.get_untracked() {
                    self.hurried.set(true);
                } else if rows > 0 {
                    self.take_active(shown);
                } else {
                    return;
                }
            }
            "Escape" if open => {
                self.fold_up();
                if self.picks == Picks::One {
                    self.text.set(self.chosen.with_untracked(|c| {
                        c.first().map(|c| c.label.clone()).unwrap_or_default()
                    }));
                }
            }
            "Escape" if self.picks == Picks::One && !self.text.with_untracked(String::is_empty) => {
                self.text.set(String::new());
                self.settle(Vec::new());
            }
            "Backspace"
                if self.picks == Picks::Many && self.text.with_untracked(String::is_empty) =>
            {
                if let Some(last) = self
                    .chosen
                    .with_untracked(|c| c.last().map(|c| c.value.clone()))
                {
                    self.remove(&last);
                }
                return;
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// Picks the active line, or makes what was typed when that is the line.
    fn take_active(self, shown: Memo<Vec<Choice>>) {
        let active = self.active.get_untracked();
        let choice = shown.with_untracked(|s| s.get(active).filter(|_| active < SHOWN).cloned());
        match choice {
            Some(choice) => self.pick(choice),
            None => {
                if let Some(name) = untrack(|| self.creatable()) {
                    self.create(name);
                }
            }
        }
    }

    fn go(self, to: usize) {
        self.active.set(to);
        let Some(list) = self.list.get_untracked() else {
            return;
        };
        show_active(&list);
    }

    fn option(self, index: usize, id: String, choice: Choice) -> AnyView {
        let own = choice.value.clone();
        let is_chosen = move || self.chosen.with(|c| c.iter().any(|c| c.value == own));
        let mark = is_chosen.clone();
        let picked = choice.clone();
        view! {
            <div
                class="option"
                role="option"
                id=id
                data-active=move || (self.active.get() == index).then_some("")
                aria-selected=move || if is_chosen() { "true" } else { "false" }
                on:click=move |event| {
                    event.stop_propagation();
                    self.pick(picked.clone());
                }
            >
                <span class="truncate">{choice.label}</span>
                {(!choice.hint.is_empty()).then(|| view! { <span class="option__hint num">{choice.hint}</span> })}
                {move || mark().then(|| icon(Icon::Check))}
            </div>
        }
        .into_any()
    }

    fn create_row(self, index: usize, id: String, name: String) -> AnyView {
        let label = t::ui::create(&name);
        view! {
            <div
                class="option"
                role="option"
                id=id
                aria-selected="false"
                data-active=move || (self.active.get() == index).then_some("")
                on:click=move |event| {
                    event.stop_propagation();
                    self.create(name.clone());
                }
            >
                {icon(Icon::Plus)}
                <span class="truncate">{label}</span>
            </div>
        }
        .into_any()
    }

    fn chips(self) -> AnyView {
        self.chosen
            .get()
            .into_iter()
            .map(|choice| {
                let name = choice.label.clone();
                view! {
                    <span class="filter-chip">
                        <span class="chip" data-tone="bare">{choice.label}</span>
                        <button
                            type="button"
                            tabindex="-1"
                            aria-label=t::ui::remove(name)
                            on:click=move |event| {
                                event.stop_propagation();
                                self.remove(&choice.value);
                            }
                        >
                            {icon(Icon::X)}
                        </button>
                    </span>
                }
            })
            .collect_view()
            .into_any()
    }
}

/// Every word that was typed stands in the label or in the hint.
fn is_match(choice: &Choice, typed: &str) -> bool {
    let label = i18n::fold(&choice.label);
    let hint = i18n::fold(&choice.hint);
    typed
        .split_whitespace()
        .all(|word| label.contains(word) || hint.contains(word))
}

/// Scrolls a listbox so that its highlighted option is seen, once it is painted.
pub fn show_active(list: &Element) {
    let list = list.clone();
    request_animation_frame(move || {
        if let Some(active) = list.query_selector("[data-active]").ok().flatten() {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            active.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}
