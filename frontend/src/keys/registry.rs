//! Who answers to a key now.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::chord::{Chord, Stroke, latin};

/// How near a command is to what the person looks at; nearer scopes answer first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// While a modal dialog is open, nothing else answers.
    Dialog,
    Panel,
    Page,
    Global,
}

/// Something a key does. It stands in the help sheet and in the palette under its label.
#[derive(Clone)]
pub struct Command {
    /// A stable name such as `task.new`.
    pub id: &'static str,
    pub scope: Scope,
    pub label: TextProp,
    pub chords: Vec<Chord>,
    pub run: Callback<()>,
    outside_fields: bool,
    repeats: bool,
    when: Option<Callback<(), bool>>,
    number: u64,
}

impl Command {
    pub fn new(
        id: &'static str,
        scope: Scope,
        label: impl Into<TextProp>,
        run: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            id,
            scope,
            label: label.into(),
            chords: Vec::new(),
            run: Callback::new(move |()| run()),
            outside_fields: false,
            repeats: false,
            when: None,
            number: 0,
        }
    }

    #[must_use]
    pub fn on(mut self, chord: Chord) -> Self {
        self.chords.push(chord);
        self
    }

    /// Leaves Ctrl chords to the field that has the focus (`Ctrl Z` undoes typing there).
    #[must_use]
    pub fn outside_fields(mut self) -> Self {
        self.outside_fields = true;
        self
    }

    /// Answers only while this holds, for instance while a row has the focus.
    #[must_use]
    pub fn when(mut self, holds: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.when = Some(Callback::new(move |()| holds()));
        self
    }

    /// Fires again and again while the key is held: for moving along a list.
    #[must_use]
    pub fn repeating(mut self) -> Self {
        self.repeats = true;
        self
    }
}

#[derive(Clone, Copy)]
struct Registry {
    commands: RwSignal<Vec<Command>>,
    next: StoredValue<u64>,
    /// The letter of a two-key chord, and when it was pressed (milliseconds).
    leader: StoredValue<Option<(char, f64)>>,
    single_keys: RwSignal<bool>,
}

/// How long a two-key chord waits for its second key.
const PATIENCE: f64 = 1500.0;

thread_local! {
    // There is one keyboard; screens register and look up wherever they run.
    static REGISTRY: Cell<Option<Registry>> = const { Cell::new(None) };
}

/// Makes the registry; once, at the root.
pub fn provide(single_keys: bool) {
    REGISTRY.set(Some(Registry {
        commands: RwSignal::new(Vec::new()),
        next: StoredValue::new(1),
        leader: StoredValue::new(None),
        single_keys: RwSignal::new(single_keys),
    }));
}

fn registry() -> Registry {
    REGISTRY.get().expect("keys::provide comes first")
}

/// Registers a command for as long as the current owner lives.
pub fn add(mut command: Command) {
    let registry = registry();
    let number = registry.next.get_value();
    registry.next.set_value(number + 1);
    command.number = number;
    registry.commands.update(|all| all.push(command));
    on_cleanup(move || {
        registry
            .commands
            .try_update(|all| all.retain(|c| c.number != number));
    });
}

/// Does what a command does, if it is there now.
pub fn run(id: &str) {
    let found = registry()
        .commands
        .with_untracked(|all| all.iter().rev().find(|c| c.id == id).map(|c| c.run));
    if let Some(run) = found {
        run.run(());
    }
}

/// What can be done now, nearest scope first, for the help sheet and the palette.
pub fn commands() -> Vec<Command> {
    let mut all = registry().commands.get();
    all.sort_by_key(|command| (command.scope, command.number));
    all
}

/// What would be done if it were asked for now: without moves along a list, and without what waits for another focus.
pub fn usable() -> Vec<Command> {
    let mut usable = commands();
    usable.retain(|command| {
        let holds = command.when.is_none_or(|holds| holds.run(()));
        command.scope != Scope::Dialog && !command.repeats && holds
    });
    usable
}

/// Whether keys without Ctrl act at all.
pub fn single_keys() -> bool {
    registry().single_keys.get()
}

pub fn set_single_keys(on: bool) {
    registry().single_keys.set(on);
}

/// Listens to the window; once, at the root.
pub fn listen() {
    let registry = registry();
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if let Some(run) = registry.choose(&event) {
            event.prevent_default();
            run.run(());
        }
    });
    on_cleanup(move || listener.remove());
}

impl Registry {
    fn choose(self, event: &KeyboardEvent) -> Option<Callback<()>> {
        let stroke = Stroke {
            key: event.key(),
            code: event.code(),
            ctrl: event.ctrl_key() || event.meta_key(),
            shift: event.shift_key(),
            alt: event.alt_key(),
        };
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let typing = target.as_ref().is_some_and(is_field);
        let on_control = target.as_ref().is_some_and(is_control);
        let modal = document()
            .query_selector("dialog:modal")
            .ok()
            .flatten()
            .is_some();
        if typing && !modal && Chord::ESCAPE.matches(&stroke) {
            target
                .as_ref()
                .and_then(|t| t.dyn_ref::<HtmlElement>())
                .map(HtmlElement::blur);
            return None;
        }

        let singles = self.single_keys.get_untracked();
        let leader = self
            .leader
            .get_value()
            .filter(|(_, at)| event.time_stamp() - at < PATIENCE)
            .map(|(letter, _)| letter);
        self.leader.set_value(None);

        let all = self.commands.get_untracked();
        let mut answering: Vec<&Command> = all
            .iter()
            .filter(|c| (c.scope == Scope::Dialog) == modal)
            .collect();
        // The nearest scope first, in it the latest: a screen may cover a command of the frame around it.
        answering.sort_by_key(|c| (c.scope, std::cmp::Reverse(c.number)));
        let fits = |command: &&Command, chord: &Chord| {
            chord.matches(&stroke)
                && (!typing || (chord.reaches_fields() && !command.outside_fields))
                && (!on_control || !chord.belongs_to_controls())
                && (singles || !chord.is_single())
                && (!event.repeat() || command.repeats)
                && command.when.is_none_or(|holds| holds.run(()))
        };
        let waits = leader.is_some();
        let found = answering.iter().find(|command| {
            command
                .chords
                .iter()
                .any(|chord| chord.leader() == leader && fits(command, chord))
        });
        if let Some(command) = found {
            return Some(command.run);
        }
        if !waits && !typing && singles && !stroke.ctrl && !stroke.alt && !stroke.shift {
            let letter = latin(&stroke.key).or_else(|| {
                stroke
                    .code
                    .strip_prefix("Key")
                    .and_then(|l| l.chars().next())
            });
            let leads = letter.filter(|l| {
                answering
                    .iter()
                    .any(|c| c.chords.iter().any(|chord| chord.leader() == Some(*l)))
            });
            self.leader
                .set_value(leads.map(|l| (l, event.time_stamp())));
        }
        None
    }
}

/// Somebody types there. A field in a dialog that was just closed keeps the focus until the page is painted; nobody types in it any more.
fn is_field(target: &Element) -> bool {
    const FIELDS: &str = "textarea, select, [contenteditable=''], [contenteditable=true], \
        input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=range], [type=file])";
    let gone = target.closest("dialog:not([open])");
    target.matches(FIELDS).unwrap_or(false) && gone.is_ok_and(|dialog| dialog.is_none())
}

/// Enter, Space or arrows already mean something there.
fn is_control(target: &Element) -> bool {
    target
        .closest("button, a[href], summary, input, [role=menuitem], [role=tab], [role=option], [role=radio], [role=gridcell]")
        .is_ok_and(|found| found.is_some())
}
