//! Which rows of a list of clients or of companies are chosen, and what can be done with them.

use std::cell::RefCell;
use std::str::FromStr;

use domain::access::Permission;
use domain::ids::ClientId;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, MouseEvent};
use wire::page::Total;

use super::address::{Listing, Of};
use super::bulk::{Bulk, What};
use super::export::ExportList;
use crate::data::session;
use crate::i18n::{number, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::lists::Lines;
use crate::ui::{BulkBar, Button, Icon, Kind, LinkButton, RowKeys, say};

thread_local! {
    /// Who was chosen when the list was left, and in which list: who comes back finds them chosen.
    static LEFT: RefCell<Option<(String, Vec<String>, bool)>> = const { RefCell::new(None) };
}

#[derive(Clone, Copy)]
pub struct Selection {
    /// Chosen one by one, in the order in which they were.
    chosen: RwSignal<Vec<String>>,
    /// Everybody whom the list finds, also those who are not loaded.
    all: RwSignal<bool>,
    /// Where a range begins.
    anchor: StoredValue<Option<String>>,
    /// The rows as they stand.
    lines: Lines,
}

impl Selection {
    /// Nobody; and nobody again when others are listed.
    pub fn of(listing: Memo<Listing>, lines: Lines) -> Self {
        let name = lines.name();
        let left = LEFT
            .take()
            .filter(|(list, ..)| lines.returned() && Some(list) == name.as_ref());
        let (_, chosen, all) = left.unwrap_or_default();
        let selection = Self {
            chosen: RwSignal::new(chosen),
            all: RwSignal::new(all),
            anchor: StoredValue::new(None),
            lines,
        };
        let whom = move || listing.with(|now| (now.q.clone(), now.filter.clone(), now.archived));
        let whom = Memo::new(move |_| whom());
        Effect::new(move |before: Option<_>| {
            let now = whom.get();
            if before.is_some_and(|before| before != now) {
                selection.clear();
            }
            now
        });
        on_cleanup(move || {
            let left = || {
                let name = lines.name()?;
                let chosen = selection.chosen.try_get_untracked()?;
                Some((name, chosen, selection.all.try_get_untracked()?))
            };
            LEFT.set(left());
        });
        selection
    }

    pub fn holds(self, id: &str) -> bool {
        self.all.get()
            || self
                .chosen
                .with(|chosen| chosen.iter().any(|one| one == id))
    }

    /// Those that were chosen one by one; `None` when everybody is.
    pub fn ids<T: FromStr>(self) -> Option<Vec<T>> {
        let chosen = || {
            self.chosen
                .with(|chosen| chosen.iter().filter_map(|id| id.parse().ok()).collect())
        };
        (!self.all.get()).then(chosen)
    }

    /// How many were chosen one by one; `None` when everybody is.
    pub fn count(self) -> Option<usize> {
        (!self.all.get()).then(|| self.chosen.with(Vec::len))
    }

    pub fn is_empty(self) -> bool {
        !self.all.get() && self.chosen.with(Vec::is_empty)
    }

    pub fn clear(self) {
        self.all.set(false);
        self.chosen.set(Vec::new());
        self.anchor.set_value(None);
    }

    pub fn toggle(self, id: &str) {
        self.one_by_one();
        self.chosen
            .update(|chosen| match chosen.iter().position(|known| known == id) {
                Some(place) => {
                    chosen.remove(place);
                }
                None => chosen.push(id.to_owned()),
            });
        self.anchor.set_value(Some(id.to_owned()));
    }

    /// Everybody between the last one that was pressed and this one.
    pub fn reach(self, id: &str) {
        self.one_by_one();
        let rows = self.rows();
        let place = |wanted: &str| rows.iter().position(|row| row == wanted);
        let from = self.anchor.get_value().and_then(|from| place(&from));
        let (Some(from), Some(to)) = (from, place(id)) else {
            return self.toggle(id);
        };
        let (first, last) = (from.min(to), from.max(to));
        self.chosen.update(|chosen| {
            for row in &rows[first..=last] {
                if !chosen.contains(row) {
                    chosen.push(row.clone());
                }
            }
        });
    }

    fn rows(self) -> Vec<String> {
        untrack(|| self.lines.ids())
    }

    /// Who takes one out of everybody means those he sees.
    fn one_by_one(self) {
        if self.all.get_untracked() {
            self.all.set(false);
            self.chosen.set(self.rows());
        }
    }

    /// `X` chooses the focused row, `Shift` with an arrow the next one, too; `Escape` lets all go.
    pub fn keys(self, of: Of, rows: RowKeys) -> RowKeys {
        let extend = move |by: i32| {
            if let (Some(here), None) = (rows.focused_now(), self.anchor.get_value()) {
                self.toggle(&here);
            }
            if let Some(next) = rows.step(by) {
                self.reach(&next);
            }
        };
        let (down, up) = match of {
            Of::Clients => (t::clients::select_down(), t::clients::select_up()),
            Of::Companies => (t::companies::select_down(), t::companies::select_up()),
        };
        for (id, label, chord, by) in [
            ("clients.select_down", down, Chord::DOWN, 1),
            ("clients.select_up", up, Chord::UP, -1),
        ] {
            keys::add(
                Command::new(id, Scope::Page, label, move || extend(by))
                    .on(chord.shift())
                    .repeating(),
            );
        }
        rows.on_row(
            "clients.select",
            t::clients::select(),
            Chord::letter('x'),
            move |row| self.toggle(&row),
        )
    }
}

/// The box in front of a row. `Shift` chooses everything since the last one.
pub fn pick(id: String, name: &str, selection: Selection) -> AnyView {
    let id = StoredValue::new(id);
    let held = move || id.with_value(|id| selection.holds(id));
    let with_shift = StoredValue::new(false);
    view! {
        <td class="lists-boxes">
            <label>
                <input
                    type="checkbox"
                    tabindex="-1"
                    aria-label=t::clients::select_row(name)
                    prop:checked=held
                    on:click=move |event: MouseEvent| with_shift.set_value(event.shift_key())
                    on:change=move |event| {
                        id.with_value(|id| match with_shift.get_value() {
                            true => selection.reach(id),
                            false => selection.toggle(id),
                        });
                        // The browser has turned it already; a range may have left it as it was.
                        if let Some(input) = event.target().and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
                            input.set_checked(untrack(held));
                        }
                    }
                />
            </label>
        </td>
    }
    .into_any()
}

/// Over the lower edge of the list, while somebody is chosen.
#[component]
pub fn SelectionBar(
    selection: Selection,
    listing: Memo<Listing>,
    total: Memo<Option<Total>>,
) -> AnyView {
    let of = listing.with_untracked(|listing| listing.of);
    let whole = move || total.get().map_or(0, |total| i64::from(total.count));
    let count = Memo::new(move |_| match selection.count() {
        Some(count) => count as i64,
        None => whole(),
    });
    let exact = move || total.get().is_none_or(|total| total.exact);
    let known = move || selection.count().is_some() || exact();
    let label = Signal::derive(move || match (known(), of) {
        (true, Of::Clients) => t::clients::selected(count.get()),
        (true, Of::Companies) => t::companies::selected(count.get()),
        (false, _) => t::clients::selected_more(number(count.get())),
    });
    let there = Memo::new(move |_| !selection.is_empty());
    Effect::new(move |before: Option<bool>| {
        let there = there.get();
        if there || before == Some(true) {
            say(match (there, of) {
                (true, _) => label.get(),
                (false, Of::Clients) => t::clients::selected_nobody().to_owned(),
                (false, Of::Companies) => t::companies::selected_nothing().to_owned(),
            });
        }
        there
    });
    let more = move || selection.count().is_some() && whole() > count.get();
    let every = move || match exact() {
        true => t::clients::select_all(number(whole())),
        false => t::clients::select_all(t::clients::more_than(number(whole()))),
    };
    // Merging is for exactly two people; which of them stays is said there.
    let pair = move || {
        let pair: [ClientId; 2] = selection.ids::<ClientId>()?.try_into().ok()?;
        let may = of == Of::Clients
            && session().may(Permission::ClientMerge)
            && session().may(Permission::ClientContacts)
            && listing.with(|now| !now.archived);
        may.then(|| links::merge(pair[0], Some(pair[1])))
    };
    let what = RwSignal::new(None::<What>);
    let archived = Memo::new(move |_| listing.with(|now| now.archived));
    view! {
        {move || there.get().then(|| view! {
            <BulkBar label=label>
                {move || more().then(|| view! {
                    <Button label=Signal::derive(every) kind=Kind::Ghost on_press=move |()| selection.all.set(true) />
                })}
                {move || What::offered(of, archived.get()).into_iter().map(|one| view! {
                    <Button label=one.label() icon=one.icon() on_press=move |()| what.set(Some(one)) />
                }).collect_view()}
                <ExportList listing=listing total=total selection=selection />
                {move || pair().map(|href| view! {
                    <LinkButton label=t::clients::merge_two() href=href icon=Icon::Merge kind=Kind::Plain />
                })}
                <Button label=t::clients::select_none() icon=Icon::X kind=Kind::Ghost on_press=move |()| selection.clear() />
            </BulkBar>
        })}
        <Bulk what=what selection=selection listing=listing count=count exact=Signal::derive(known) />
    }
    .into_any()
}
