//! Pieces of a list: a table whose rows take the focus, and the keys that walk along it.
//!
//! A row is a place to go to: its title cell holds a link, and a press anywhere on the row follows it (with Ctrl or the middle button
//! in a new tab). In a narrow container the table becomes rows of two lines; `Cell`'s `place` says what stands where.
//!
//! `Table` draws all of its rows; for lists of which nobody knows the end there is `lists::List`, made of the same pieces.

use leptos::children::ViewFn;
use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::icon::{Icon, icon};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Start,
    /// Numbers and sums.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    None,
    Ascending,
    Descending,
}

/// The head of a column.
#[derive(Clone)]
pub struct Heading {
    label: TextProp,
    align: Align,
    sort: Option<(Signal<Sort>, Callback<()>)>,
    hidden: bool,
}

impl Heading {
    pub fn new(label: impl Into<TextProp>) -> Self {
        Self {
            label: label.into(),
            align: Align::Start,
            sort: None,
            hidden: false,
        }
    }

    /// For columns of checkboxes and menus: the name is for screen readers.
    pub fn silent(label: impl Into<TextProp>) -> Self {
        Self {
            hidden: true,
            ..Self::new(label)
        }
    }

    #[must_use]
    pub fn end(mut self) -> Self {
        self.align = Align::End;
        self
    }

    /// Can be sorted by; pressing asks the caller to change the order.
    #[must_use]
    pub fn sort(
        mut self,
        now: impl Into<Signal<Sort>>,
        on_press: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        self.sort = Some((now.into(), Callback::new(move |()| on_press())));
        self
    }

    pub(crate) fn label(&self) -> TextProp {
        self.label.clone()
    }

    /// The value of `data-align`.
    pub(crate) fn align(&self) -> Option<&'static str> {
        (self.align == Align::End).then_some("end")
    }

    /// The value of `aria-sort`.
    pub(crate) fn order(&self) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + use<> {
        let now = self.sort.as_ref().map(|(now, _)| *now);
        move || {
            now.map(|now| match now.get() {
                Sort::None => "none",
                Sort::Ascending => "ascending",
                Sort::Descending => "descending",
            })
        }
    }

    /// The name, as a button where one sorts by it.
    pub(crate) fn content(self) -> AnyView {
        let (label, hidden) = (self.label, self.hidden);
        match self.sort {
            Some((_, run)) => view! {
                <button class="table__sort" type="button" on:click=move |_| run.run(())><span>{move || label.get()}</span>{icon(Icon::ArrowUp)}</button>
            }
            .into_any(),
            None => view! { <span class:vh=hidden>{move || label.get()}</span> }.into_any(),
        }
    }
}

/// Which row has the focus, and the keys that move it. Make one per list and hand it to the `Table` or `List` around the rows.
#[derive(Clone, Copy)]
pub struct RowKeys {
    node: NodeRef<html::Div>,
    current: RwSignal<Option<String>>,
    inside: RwSignal<bool>,
    /// Of a list that knows more rows than are drawn.
    steps: StoredValue<Option<Steps>>,
}

/// Moves the focus by so many rows and says to which.
type Steps = Callback<i32, Option<String>>;

impl Default for RowKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl RowKeys {
    pub fn new() -> Self {
        Self {
            node: NodeRef::new(),
            current: RwSignal::new(None),
            inside: RwSignal::new(false),
            steps: StoredValue::new(None),
        }
    }

    /// The id of the row that has the focus.
    pub fn focused(self) -> Option<String> {
        if self.inside.get() {
            self.current.get()
        } else {
            None
        }
    }

    /// The same without subscribing, for the `run` of a command.
    pub fn focused_now(self) -> Option<String> {
        if self.inside.get_untracked() {
            self.current.get_untracked()
        } else {
            None
        }
    }

    /// Registers `↑ ↓ J K` for moving and `Enter` for opening the focused row.
    #[must_use]
    pub fn walk(self) -> Self {
        let down = move || drop(self.step(1));
        let up = move || drop(self.step(-1));
        keys::add(
            Command::new("list.down", Scope::Page, t::ui::row_down(), down)
                .on(Chord::letter('j'))
                .on(Chord::DOWN)
                .repeating(),
        );
        keys::add(
            Command::new("list.up", Scope::Page, t::ui::row_up(), up)
                .on(Chord::letter('k'))
                .on(Chord::UP)
                .repeating(),
        );
        keys::add(
            Command::new("list.open", Scope::Page, t::ui::row_open(), move || {
                if let Some(row) = active_row() {
                    follow(&row);
                }
            })
            .on(Chord::ENTER)
            .when(move || self.inside.get_untracked()),
        );
        self
    }

    /// A command on the focused row, such as `Space` to peek or `H` to reschedule.
    #[must_use]
    pub fn on_row(
        self,
        id: &'static str,
        label: impl Into<TextProp>,
        chord: Chord,
        run: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        keys::add(
            Command::new(id, Scope::Page, label, move || {
                if let Some(row) = self.focused_now() {
                    run(row);
                }
            })
            .on(chord)
            .when(move || self.inside.get_untracked()),
        );
        self
    }

    /// Moves the focus by so many rows, into the list if it is outside; says to which row.
    pub fn step(self, by: i32) -> Option<String> {
        if let Some(steps) = self.steps.get_value() {
            return steps.run(by);
        }
        let rows = self.rows();
        let last = rows.len().checked_sub(1)?;
        let active = active_row();
        let here = rows
            .iter()
            .position(|row| active.as_ref().is_some_and(|a| a == row));
        let remembered = || {
            let current = self.current.get_untracked()?;
            let is_it =
                |row: &HtmlElement| row.get_attribute("data-row").as_ref() == Some(&current);
            rows.iter().position(is_it)
        };
        let next = match here {
            Some(here) => here.saturating_add_signed(by as isize).min(last),
            None => remembered().unwrap_or(if by > 0 { 0 } else { last }),
        };
        let _ = rows[next].focus();
        rows[next].get_attribute("data-row")
    }

    /// Puts the focus on the row with this id, and says whether it is there.
    pub fn focus_row(self, id: &str) -> bool {
        self.drawn(id).is_some_and(|row| row.focus().is_ok())
    }

    fn drawn(self, id: &str) -> Option<HtmlElement> {
        let is_it = |row: &HtmlElement| row.get_attribute("data-row").as_deref() == Some(id);
        self.rows().into_iter().find(is_it)
    }

    fn rows(self) -> Vec<HtmlElement> {
        let Some(list) = self
            .node
            .try_get_untracked()
            .flatten()
            .and_then(|node| node.query_selector_all("[data-row]").ok())
        else {
            return Vec::new();
        };
        (0..list.length())
            .filter_map(|i| list.item(i)?.dyn_into().ok())
            .collect()
    }

    pub(crate) fn entered(self, target: Option<web_sys::EventTarget>) {
        let row = target
            .and_then(|t| t.dyn_into::<Element>().ok())
            .and_then(|e| e.closest("[data-row]").ok().flatten());
        self.inside.set(row.is_some());
        if let Some(id) = row.and_then(|row| row.get_attribute("data-row")) {
            self.current.set(Some(id));
        }
    }

    pub(crate) fn left(self) {
        self.inside.set(false);
    }
}

/// For lists that draw a part of their rows.
impl RowKeys {
    pub(crate) fn node(self) -> NodeRef<html::Div> {
        self.node
    }

    /// Hands the steps over to whoever knows rows that are not drawn.
    pub(crate) fn lead(self, steps: Steps) {
        self.steps.set_value(Some(steps));
    }

    /// The row that has the focus, or had it last.
    pub(crate) fn current(self) -> Option<String> {
        self.current.get()
    }

    pub(crate) fn current_now(self) -> Option<String> {
        self.current.get_untracked()
    }

    /// `Tab` leads to this row.
    pub(crate) fn point_at(self, id: &str) {
        self.current.set(Some(id.to_owned()));
    }

    /// Gives the focus back without scrolling to it.
    pub(crate) fn focus_row_quietly(self, id: &str) {
        if let Some(row) = self.drawn(id) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = row.focus_with_options(&options);
        }
    }
}

fn active_row() -> Option<HtmlElement> {
    document()
        .active_element()?
        .closest("[data-row]")
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// A list as a table.
#[component]
pub fn Table(
    /// What the rows are; for screen readers.
    #[prop(into)]
    label: TextProp,
    #[prop(into)] headings: Signal<Vec<Heading>>,
    #[prop(optional)] keys: Option<RowKeys>,
    /// After the last row: how many are shown, a button for more.
    #[prop(optional, into)]
    more: Option<ViewFn>,
    children: Children,
) -> AnyView {
    let keys = keys.unwrap_or_default();
    let columns = Signal::derive(move || headings.with(Vec::len));
    provide_context(keys);
    provide_context(Columns(columns));
    view! {
        <div class="table-wrap" node_ref=keys.node on:focusin=move |event| keys.entered(event.target()) on:focusout=move |_| keys.left()>
            <table class="table" aria-label=move || label.get()>
                <thead>
                    <tr>{move || headings.get().into_iter().map(heading).collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
            {more.map(|more| view! { <div class="table__more">{move || more.run()}</div> })}
        </div>
    }
    .into_any()
}

#[derive(Clone, Copy)]
struct Columns(Signal<usize>);

fn heading(heading: Heading) -> AnyView {
    let (order, align) = (heading.order(), heading.align());
    view! { <th scope="col" data-align=align aria-sort=order>{heading.content()}</th> }.into_any()
}

/// A line that names the rows after it: "Overdue · 5".
#[component]
pub fn Group(#[prop(into)] label: TextProp) -> AnyView {
    let columns = use_context::<Columns>().map(|c| c.0).unwrap_or_default();
    view! {
        <tr class="table__group">
            <th class="table__group-name" scope="rowgroup" colspan=move || columns.get().to_string()>{move || label.get()}</th>
        </tr>
    }
    .into_any()
}

/// One thing of the list.
#[component]
pub fn Row(
    /// Unique in the list: the id that `RowKeys` reports.
    #[prop(into)]
    id: String,
    #[prop(optional, into)] selected: Signal<bool>,
    /// Quieter: already done.
    #[prop(optional, into)]
    done: Signal<bool>,
    /// Which row of the table it is, where not all are drawn.
    #[prop(optional, into)]
    number: MaybeProp<usize>,
    children: Children,
) -> AnyView {
    let keys = use_context::<RowKeys>().unwrap_or_default();
    let own = id.clone();
    let is_stop = move || {
        keys.current
            .with(|current| current.as_ref().is_none_or(|c| *c == own))
    };
    let gone = id.clone();
    on_cleanup(move || {
        // The one place where Tab enters the list must not vanish with its row.
        keys.current.try_update(|current| {
            if current.as_ref() == Some(&gone) {
                *current = None;
            }
        });
    });
    view! {
        <tr
            class="table__row"
            data-row=id
            aria-rowindex=move || number.get().map(|number| number.to_string())
            data-done=move || done.get().then_some("")
            tabindex=move || if is_stop() { "0" } else { "-1" }
            aria-selected=move || selected.get().then_some("true")
            on:click=|event| pressed(&event)
            on:auxclick=|event| pressed(&event)
        >
            {children()}
        </tr>
    }
    .into_any()
}

/// What a cell is in the two-line row of a narrow list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cell {
    /// Left out.
    #[default]
    WideOnly,
    /// First line: the name, with the link.
    Title,
    /// Second line.
    Line,
    /// At the right of the first line: the due chip.
    Mark,
    /// At the right of the second line.
    End,
}

impl Cell {
    /// The value of `data-cell`.
    const fn name(self) -> Option<&'static str> {
        match self {
            Self::WideOnly => None,
            Self::Title => Some("title"),
            Self::Line => Some("line"),
            Self::Mark => Some("mark"),
            Self::End => Some("end"),
        }
    }

    /// A `<td>` in this place.
    pub fn view(self, content: impl IntoView + 'static) -> AnyView {
        self.aligned(Align::Start, content)
    }

    pub fn aligned(self, align: Align, content: impl IntoView + 'static) -> AnyView {
        view! {
            <td
                data-cell=self.name()
                data-col=(self == Self::Title).then_some("main")
                data-align=(align == Align::End).then_some("end")
            >
                {content.into_any()}
            </td>
        }
        .into_any()
    }

    /// The title cell: a link that the whole row follows.
    pub fn link(href: impl Into<TextProp>, label: impl Into<TextProp>) -> AnyView {
        let (href, label) = (href.into(), label.into());
        Self::Title
            .view(view! { <a href=move || href.get() tabindex="-1">{move || label.get()}</a> })
    }
}

fn pressed(event: &MouseEvent) {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else {
        return;
    };
    let own = target
        .closest("a, button, input, select, label, textarea, [popover]")
        .ok()
        .flatten();
    // Marking a phone number with the mouse ends in a click, too.
    let selecting = window()
        .get_selection()
        .ok()
        .flatten()
        .is_some_and(|selection| !selection.is_collapsed());
    if own.is_some() || selecting || event.button() > 1 {
        return;
    }
    let Some(link) = link_of(&target) else { return };
    if event.ctrl_key() || event.meta_key() || event.button() == 1 {
        let _ = window()
            .open_with_url_and_target(&link.get_attribute("href").unwrap_or_default(), "_blank");
    } else {
        // After this press: the link's own one comes by here, too.
        queue_microtask(move || link.click());
    }
}

fn follow(row: &HtmlElement) {
    if let Some(link) = link_of(row) {
        link.click();
    }
}

fn link_of(inside: &Element) -> Option<HtmlElement> {
    let row = inside.closest("[data-row]").ok().flatten()?;
    row.query_selector("a[href]")
        .ok()
        .flatten()?
        .dyn_into()
        .ok()
}

/// What can be done with the chosen rows, over the lower edge of the list.
#[component]
pub fn BulkBar(
    /// "2 chosen".
    #[prop(into)]
    label: TextProp,
    children: Children,
) -> AnyView {
    let name = label.clone();
    view! {
        <div class="bulk" role="region" aria-label=move || name.get()>
            <strong>{move || label.get()}</strong>
            {children()}
        </div>
    }
    .into_any()
}
