//! What the lists of clients and of companies share: a table in the columns, the widths and the order that the address says, whose rows are chosen.

use domain::filters::{ColumnType, Widths};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use wire::own_fields::ListedField;
use wire::page::Total;

use super::address::{Listing, Of};
use super::filters::ListFilters;
use super::selection::{Selection, SelectionBar, pick};
use super::views::Views;
use crate::i18n::t;
use crate::lists::{Asked, Column, Line, Lines, List, narrowing};
use crate::ui::{Align, Button, Cell, EmptyState, Heading, RowKeys, Sort};

/// A list as its page has it.
#[derive(Clone, Copy)]
pub struct Table {
    pub listing: Memo<Listing>,
    /// Those of its schema.
    pub fields: Memo<Vec<ListedField>>,
    pub narrow: Callback<Listing>,
    pub lines: Lines,
    pub keys: RowKeys,
    selection: Selection,
    /// The columns, and those of them that a row has no member for.
    shown: Memo<(Vec<String>, Vec<String>)>,
}

impl Table {
    /// As the address says.
    pub fn of(of: Of, fields: Memo<Vec<ListedField>>) -> Self {
        let address = use_query_map();
        let listing = Memo::new(move |_| address.with(|map| Listing::read(of, map)));
        let go = narrowing();
        let narrow = Callback::new(move |listing: Listing| go.run(listing.address()));
        let rows = Memo::new(move |_| listing.with(Listing::rows));
        let keys = RowKeys::new().walk();
        let lines = Lines::of(rows, keys);
        let selection = Selection::of(listing, lines);
        Self {
            listing,
            fields,
            narrow,
            lines,
            keys: selection.keys(of, keys),
            selection,
            shown: Memo::new(move |_| listing.with(|now| (now.shown(), now.asked()))),
        }
    }

    pub fn total(self) -> Memo<Option<Total>> {
        Memo::new(move |_| self.lines.total())
    }

    /// What a field is called.
    pub fn label(self, key: &str) -> String {
        self.fields.with(|fields| {
            let field = fields.iter().find(|field| field.key == key);
            field.map(|field| field.label.clone()).unwrap_or_default()
        })
    }

    /// A heading that puts the rows in an order, which goes as `how` says. `None`: as they usually are, by name.
    pub fn sorted_by(self, heading: Heading, by: Option<&'static str>, how: Sort) -> Heading {
        let listing = self.listing;
        let now = Signal::derive(move || {
            let sort = listing.with(|listing| listing.sort.clone());
            match sort.as_deref().filter(|sort| *sort != "name") == by {
                true => how,
                false => Sort::None,
            }
        });
        heading.sort(now, move || {
            self.narrow.run(Listing {
                sort: by.map(str::to_owned),
                ..listing.get_untracked()
            });
        })
    }

    /// The columns; `usual` knows how wide those are that rows have members for, and what they are called.
    pub fn columns(
        self,
        usual: impl Fn(&str) -> Option<(u16, Heading)> + Send + Sync + 'static,
    ) -> Signal<Vec<Column>> {
        let column = move |key: &String| {
            let (width, heading) = usual(key).unwrap_or_else(|| {
                let heading = Heading::new(self.label(key));
                match self.fields.with(|fields| is_number(fields, key)) {
                    true => (112, heading.end()),
                    false => (160, heading),
                }
            });
            Column::new(key.clone(), width, heading)
        };
        Signal::derive(move || {
            self.shown
                .with(|(shown, _)| shown.iter().map(&column).collect())
        })
    }

    /// A row: `own` draws what it has members for, `said` is what stands in the other columns.
    pub fn row(
        self,
        id: String,
        name: &str,
        said: &[String],
        own: impl Fn(&str) -> Option<AnyView>,
    ) -> AnyView {
        let cells = self.shown.with_untracked(|(shown, extra)| {
            let cell = |key: &String| {
                own(key).unwrap_or_else(|| {
                    let place = extra.iter().position(|asked| asked == key);
                    let text = place.and_then(|place| said.get(place)).cloned();
                    extra_cell(key, text.unwrap_or_default(), self.fields)
                })
            };
            shown.iter().map(cell).collect_view()
        });
        view! { {pick(id, name, self.selection)}{cells} }.into_any()
    }
}

/// What stands above the table: the views, and what narrows it.
#[component]
pub fn TableHead(
    table: Table,
    /// Of the search.
    label: &'static str,
    /// What else stands at the end.
    #[prop(optional, into)]
    end: ViewFn,
) -> AnyView {
    let Table {
        listing,
        fields,
        narrow,
        ..
    } = table;
    view! {
        <Views listing=listing on_change=narrow />
        <ListFilters label=label listing=listing fields=fields narrow=narrow total=table.total() end=end />
    }
    .into_any()
}

#[component]
pub fn TableRows(
    table: Table,
    label: &'static str,
    #[prop(into)] columns: Signal<Vec<Column>>,
    #[prop(into)] ask: Callback<Option<String>, Asked>,
    #[prop(into)] cells: Callback<Line, AnyView>,
    #[prop(into)] archived: Callback<Line, bool>,
    /// In place of rows when there are none at all.
    #[prop(into)]
    none: ViewFn,
) -> AnyView {
    let Table {
        listing,
        narrow,
        lines,
        selection,
        ..
    } = table;
    let total = table.total();
    let widths = Signal::derive(move || listing.with(|listing| listing.widths.clone()));
    let resize = Callback::new(move |widths: Widths| {
        narrow.run(Listing {
            widths,
            ..listing.get_untracked()
        });
    });
    let nothing = move || {
        match listing.with(Listing::is_narrow) {
            true => view! {
                <EmptyState text=t::clients::nothing_fits() actions=move || view! {
                    <Button label=t::clients::reset() on_press=move |()| narrow.run(listing.get_untracked().widened()) />
                } />
            }
            .into_any(),
            false => none.run(),
        }
    };
    view! {
        <List
            lines=lines
            label=label
            columns=columns
            ask=ask
            cells=cells
            done=archived
            selected=move |id: String| selection.holds(&id)
            boxes=t::clients::select()
            widths=(widths, resize)
            nothing=nothing
            bar=move || view! { <SelectionBar selection=selection listing=listing total=total /> }
        />
    }
    .into_any()
}

/// Whether a column holds numbers, which stand under each other.
fn is_number(fields: &[ListedField], key: &str) -> bool {
    let mut fields = fields.iter();
    let kind = fields
        .find(|field| field.key == key)
        .map(|field| field.kind);
    matches!(
        kind,
        Some(ColumnType::Integer | ColumnType::Decimal | ColumnType::Money)
    )
}

/// What stands in a column that a row has no member for.
fn extra_cell(key: &str, text: String, fields: Memo<Vec<ListedField>>) -> AnyView {
    let align = match fields.with_untracked(|fields| is_number(fields, key)) {
        true => Align::End,
        false => Align::Start,
    };
    let tip = text.clone();
    Cell::WideOnly.aligned(align, view! { <span title=tip>{text}</span> })
}
