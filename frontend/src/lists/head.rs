//! The head of a list: names, orders and widths of its columns.

use leptos::prelude::*;

use super::edge::Separator;
use super::widths::{Widths, rule};
use crate::ui::Heading;

/// A column, and how wide it usually is.
#[derive(Clone)]
pub struct Column {
    key: String,
    heading: Heading,
    usual: u16,
}

impl Column {
    pub fn new(key: impl Into<String>, usual: u16, heading: Heading) -> Self {
        Self {
            key: key.into(),
            heading,
            usual,
        }
    }
}

/// The widths of a list, with the one that is being drawn.
#[derive(Clone, Copy)]
pub struct Wide {
    kept: Signal<Widths>,
    on_change: Callback<Widths>,
    drawn: RwSignal<Option<(String, u16)>>,
}

impl Wide {
    pub fn new(kept: Signal<Widths>, on_change: Callback<Widths>) -> Self {
        Self {
            kept,
            on_change,
            drawn: RwSignal::new(None),
        }
    }

    fn now(self) -> Widths {
        let mut widths = self.kept.get();
        widths.extend(self.drawn.get());
        widths
    }

    pub fn of(self, key: &str) -> Option<u16> {
        self.now().get(key).copied()
    }

    pub fn draw(self, key: String, width: u16) {
        self.drawn.set(Some((key, width)));
    }

    pub fn keep_drawn(self) {
        if let Some((key, width)) = self.drawn.get_untracked() {
            self.set(key, Some(width));
        }
        self.forget_drawn();
    }

    pub fn forget_drawn(self) {
        self.drawn.set(None);
    }

    /// `None`: as it usually is.
    pub fn set(self, key: String, width: Option<u16>) {
        let before = self.kept.get_untracked();
        let mut widths = before.clone();
        match width {
            Some(width) => drop(widths.insert(key, width)),
            None => drop(widths.remove(&key)),
        }
        if widths != before {
            self.on_change.run(widths);
        }
    }
}

/// The boxes in front of the rows.
const BOXES: u16 = 40;

/// Names of the columns; `first` names the column of boxes, if there is one.
pub fn head(
    columns: Signal<Vec<Column>>,
    wide: Option<Wide>,
    first: Option<&'static str>,
) -> AnyView {
    let usual = Memo::new(move |_| {
        let width = |column: &Column| (column.key.clone(), column.usual);
        columns.with(|columns| columns.iter().map(width).collect::<Vec<_>>())
    });
    let own = Memo::new(move |_| wide.map(Wide::now).unwrap_or_default());
    let before = if first.is_some() { BOXES } else { 0 };
    let cell = move |column: Column| {
        let Column { key, heading, .. } = column;
        let name = key.clone();
        let width = move || {
            let place = usual.with(|usual| usual.iter().position(|(key, _)| *key == name));
            let rule = |place| usual.with(|usual| own.with(|own| rule(usual, own, before, place)));
            place.map(rule).unwrap_or_default()
        };
        let (order, align) = (heading.order(), heading.align());
        let edge = wide.map(|wide| view! { <Separator key=key name=heading.label() wide=wide /> });
        view! {
            <th scope="col" data-align=align aria-sort=order style:inline-size=width>{heading.content()}{edge}</th>
        }
    };
    // A heading stays the same thing when it moves: its edge keeps the focus.
    let key = |column: &Column| (column.key.clone(), column.heading.label().get().to_string());
    view! {
        {first.map(|name| view! { <th scope="col" class="lists-boxes"><span class="vh">{name}</span></th> })}
        <For each=move || columns.get() key=key children=cell />
    }
    .into_any()
}
