//! The rows of a list: what is loaded of them, what is drawn, where one is among them.

use std::collections::BTreeMap;
use std::ops::Range;

use client::Failure;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::Element;
use wire::page::{Page, Total};

use super::pages::{Answer, Line, Pages, Wanted};
use super::places::{self, Place};
use super::window::seen;
use crate::data::Query;
use crate::ui::{RowKeys, focus_lost};

/// What is taken for seen before anything was measured.
const AT_FIRST: Range<usize> = 0..24;
/// A row's height before one was measured, in pixels.
const ROW: f64 = 36.0;

/// A page that was asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    answer: Signal<Option<Answer>>,
    failure: Signal<Option<Failure>>,
    at: Signal<Option<f64>>,
    retry: Callback<()>,
}

/// Of a question to the server; `id` tells its rows apart.
pub fn asked<T>(query: Query<Page<T>>, id: fn(&T) -> String) -> Asked
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let answer = move || {
        let page = query.data()?;
        let lines = page.items.iter().map(|row| Line::of(id(row), row.clone()));
        Some(Answer {
            lines: lines.collect(),
            next: page.next_cursor.clone(),
            total: page.total,
        })
    };
    Asked {
        answer: Signal::derive(answer),
        failure: Signal::derive(move || query.failure()),
        at: Signal::derive(move || query.at()),
        retry: Callback::new(move |()| query.refresh()),
    }
}

/// Why a page could not be read.
#[derive(Clone)]
pub(super) struct Fault {
    pub failure: Failure,
    pub at: Signal<Option<f64>>,
    pub retry: Callback<()>,
}

/// The rows of a list: what is loaded, what is drawn, and where one is.
#[derive(Clone, Copy)]
pub struct Lines {
    pub(super) keys: RowKeys,
    pub(super) pages: RwSignal<Pages>,
    /// Rows that are seen.
    pub(super) seen: RwSignal<Range<usize>>,
    /// A row's height.
    pub(super) row: RwSignal<f64>,
    pub(super) faults: RwSignal<BTreeMap<usize, Fault>>,
    pub(super) body: NodeRef<html::Tbody>,
    /// How far it is scrolled, in pixels.
    top: StoredValue<f64>,
    looks: StoredValue<bool>,
    /// What is to be listed and how, and what is.
    list: Memo<String>,
    name: StoredValue<String>,
    returned: bool,
}

impl Lines {
    /// `list` names what is listed and how; another name begins anew at the top. `keys` walk along all rows, drawn or not.
    pub fn of(list: Memo<String>, keys: RowKeys) -> Self {
        let name = list.get_untracked();
        let place = places::come_back_to(&name);
        let (top, row) = place
            .as_ref()
            .map_or((0.0, ROW), |place| (place.top, place.row));
        let current = place.as_ref().and_then(|place| place.current.clone());
        let returned = place.is_some();
        let pages = place.map_or_else(|| Pages::of(&name), |place| place.pages);
        let lines = Self {
            keys,
            pages: RwSignal::new(pages),
            seen: RwSignal::new(AT_FIRST),
            row: RwSignal::new(row),
            faults: RwSignal::new(BTreeMap::new()),
            body: NodeRef::new(),
            top: StoredValue::new(top),
            looks: StoredValue::new(false),
            list,
            name: StoredValue::new(name),
            returned,
        };
        keys.lead(Callback::new(move |by| lines.step(by)));
        let path = use_location().pathname;
        let own = path.get_untracked();
        Effect::new(move |_| {
            let name = list.get();
            // On the way to another page the address says nothing of this list.
            if path.with_untracked(|path| *path == own) && lines.name.with_value(|now| *now != name)
            {
                lines.begin(name);
            }
        });
        let back = current.clone();
        let last = StoredValue::new(current);
        Effect::new(move |_| {
            if let Some(id) = keys.current() {
                last.set_value(Some(id));
            }
        });
        Effect::new(move |before: Option<bool>| {
            let there = lines.body.get().is_some();
            if there && before != Some(true) {
                let back = back.clone();
                request_animation_frame(move || lines.return_to(top, back));
            }
            there
        });
        on_cleanup(move || {
            let kept = (|| {
                Some(Place {
                    pages: lines.pages.try_get_untracked()?,
                    top: lines.top.try_get_value()?,
                    row: lines.row.try_get_untracked()?,
                    current: last.try_get_value()?,
                })
            })();
            if let (Some(name), Some(place)) = (lines.name.try_get_value(), kept) {
                places::keep(name, place);
            }
        });
        lines
    }

    /// What is listed and how; nothing when the page is left.
    pub fn name(self) -> Option<String> {
        self.name.try_get_value()
    }

    /// Back or Forward led here: it is as it was left.
    pub fn returned(self) -> bool {
        self.returned
    }

    pub fn total(self) -> Option<Total> {
        self.pages.with(Pages::total)
    }

    /// The rows that are loaded, in their order.
    pub fn ids(self) -> Vec<String> {
        self.pages
            .with(|pages| pages.rows().iter().map(|line| line.id.clone()).collect())
    }

    /// The first and the last row that is seen, from 1, while there are others.
    pub fn place(self) -> Option<(usize, usize)> {
        let seen = self.seen.get();
        let others = self
            .pages
            .with(|pages| pages.has_more() || pages.rows().len() > seen.len());
        (others && !seen.is_empty()).then(|| (seen.start + 1, seen.end))
    }

    /// The pages that are followed while these rows are looked at; none when something else is to be listed: its cursors would mean nothing there.
    pub(super) fn wanted(self, around: &Range<usize>) -> Vec<Wanted> {
        let list = self.list.get();
        self.pages.with(|pages| match pages.name() == list {
            true => pages.wanted(around),
            false => Vec::new(),
        })
    }

    fn begin(self, name: String) {
        self.pages.set(Pages::of(&name));
        self.name.set_value(name);
        self.faults.set(BTreeMap::new());
        self.seen.set(AT_FIRST);
        if let Some(frame) = self.keys.node().get_untracked() {
            frame.set_scroll_top(0);
        }
    }

    /// Back where one was.
    fn return_to(self, top: f64, current: Option<String>) {
        if self.is_gone() {
            return;
        }
        if top > 0.0
            && let Some((scroller, _)) = self.scroller()
        {
            scroller.set_scroll_top(top as i32);
        }
        self.look();
        let Some(id) = current else { return };
        let place = self.pages.with_untracked(|pages| pages.place(&id));
        let is_seen = |place| self.seen.with_untracked(|seen| seen.contains(&place));
        match place.is_some_and(is_seen) {
            true => self.focus(&id),
            false => self.keys.point_at(&id),
        }
    }

    /// Its page is left: what waited for the next picture comes too late.
    fn is_gone(self) -> bool {
        self.looks.try_get_value().is_none()
    }

    /// Moves the focus by so many rows, and says to which.
    fn step(self, by: i32) -> Option<String> {
        let current = self.keys.current_now();
        let target = self.pages.with_untracked(|pages| {
            let rows = pages.rows();
            let last = rows.len().checked_sub(1)?;
            let here = current.and_then(|id| pages.place(&id));
            let place = match (self.keys.focused_now(), here) {
                (Some(_), Some(here)) => here.saturating_add_signed(by as isize).min(last),
                // Into the list again: where one was in it.
                (None, Some(here)) => here,
                (_, None) if by > 0 => 0,
                (_, None) => last,
            };
            Some(rows[place].id.clone())
        })?;
        self.focus(&target);
        Some(target)
    }

    /// Draws the row if it is not, and gives it the focus.
    fn focus(self, id: &str) {
        if !self.pages.with_untracked(|pages| pages.place(id).is_some()) {
            return;
        }
        self.keys.point_at(id);
        if !self.keys.focus_row(id) {
            let (keys, id) = (self.keys, id.to_owned());
            request_animation_frame(move || {
                keys.focus_row(&id);
            });
        }
    }

    /// What scrolls: the list itself, or on a phone the page. And whether it is the list.
    fn scroller(self) -> Option<(Element, bool)> {
        let frame: Element = self.keys.node().get_untracked()?.into();
        if frame.scroll_height() > frame.client_height() + 1 {
            return Some((frame, true));
        }
        let page = frame.closest(".main").ok().flatten()?;
        Some((page, false))
    }

    /// Sees which rows are in the window now.
    fn look(self) {
        let Some((body, (scroller, itself))) = self.body.get_untracked().zip(self.scroller())
        else {
            return;
        };
        let first = body.query_selector("[data-row]").ok().flatten();
        let measured = first.map(|row| row.get_bounding_client_rect().height());
        let before = self.row.get_untracked();
        if let Some(row) = measured.filter(|row| *row > 1.0 && (row - before).abs() > 0.5) {
            // Rows became higher, or lower: the same ones stay in the window.
            let above = self.seen.with_untracked(|seen| seen.start) as f64;
            self.row.set(row);
            if above > 0.0 {
                let top = f64::from(scroller.scroll_top()) + above * (row - before);
                request_animation_frame(move || scroller.set_scroll_top(top as i32));
                return self.look_soon();
            }
        }
        let (frame, rows) = (
            scroller.get_bounding_client_rect(),
            body.get_bounding_client_rect(),
        );
        self.top.set_value(f64::from(scroller.scroll_top()));
        let count = self.pages.with_untracked(|pages| pages.rows().len());
        // The head stands over the first rows of a list that scrolls itself.
        let head = body.previous_element_sibling().filter(|_| itself);
        let head = head.map_or(0.0, |head| head.get_bounding_client_rect().height());
        let now = seen(
            frame.top() + head - rows.top(),
            frame.bottom() - rows.top(),
            self.row.get_untracked(),
            count,
        );
        if count > 0 && self.seen.with_untracked(|seen| *seen != now) {
            self.holding(move || self.seen.set(now));
        }
    }

    /// Once before the next picture, however much has moved.
    pub(super) fn look_soon(self) {
        if self.looks.try_get_value() == Some(false) {
            self.looks.set_value(true);
            request_animation_frame(move || {
                if self.looks.try_set_value(false).is_none() {
                    self.look();
                }
            });
        }
    }

    /// Rows that come and go may move the one that has the focus, which a browser takes for leaving it: then it is given back.
    fn holding(self, change: impl FnOnce()) {
        let held = self.keys.focused_now();
        change();
        let Some(id) = held else { return };
        request_animation_frame(move || {
            if !self.is_gone() && focus_lost() {
                self.keys.focus_row_quietly(&id);
            }
        });
    }

    fn put(self, place: usize, answer: Answer) {
        self.holding(move || self.pages.update(|pages| pages.put(place, answer)));
        self.look_soon();
    }

    /// Listens to whatever scrolls and to the window's size.
    pub(super) fn watch(self) {
        let moved = Closure::<dyn Fn()>::new(move || self.look_soon());
        let events = ["scroll", "resize"];
        for event in events {
            let _ = window().add_event_listener_with_callback_and_bool(
                event,
                moved.as_ref().unchecked_ref(),
                true,
            );
        }
        let kept = StoredValue::new_local(Some(moved));
        on_cleanup(move || {
            if let Some(moved) = kept.try_update_value(Option::take).flatten() {
                for event in events {
                    let _ = window().remove_event_listener_with_callback_and_bool(
                        event,
                        moved.as_ref().unchecked_ref(),
                        true,
                    );
                }
            }
        });
    }
}

/// Follows one page of the list while it is wanted.
#[component]
pub fn Follow(lines: Lines, page: Wanted, ask: Callback<Option<String>, Asked>) -> AnyView {
    let Wanted { of, place, cursor } = page;
    let asked = ask.run(cursor);
    let is_of = move || lines.pages.with_untracked(|pages| pages.name() == of);
    Effect::new(move |_| {
        if let Some(answer) = asked.answer.get()
            && is_of()
        {
            lines.put(place, answer);
        }
    });
    Effect::new(move |_| {
        let failure = asked.failure.get();
        let known = lines
            .faults
            .with_untracked(|faults| faults.contains_key(&place));
        match failure {
            Some(failure) => lines.faults.update(|faults| {
                let (at, retry) = (asked.at, asked.retry);
                faults.insert(place, Fault { failure, at, retry });
            }),
            None if known => lines.faults.update(|faults| drop(faults.remove(&place))),
            None => {}
        }
    });
    on_cleanup(move || {
        lines.faults.try_update(|faults| faults.remove(&place));
    });
    ().into_any()
}
