//! What stands above a list of clients or of companies: the search, the questions, the archive, the columns, the way out.

use domain::filters::Filter;
use leptos::prelude::*;
use wire::own_fields::ListedField;
use wire::page::Total;

use super::address::Listing;
use super::bar::FilterBar;
use super::columns::ColumnChooser;
use super::export::ExportList;
use crate::i18n::t;
use crate::lists::ListSearch;
use crate::ui::{Button, FilterChip, Kind};

#[component]
pub fn ListFilters(
    /// Of the search.
    label: &'static str,
    listing: Memo<Listing>,
    fields: Memo<Vec<ListedField>>,
    narrow: Callback<Listing>,
    total: Memo<Option<Total>>,
    /// What else stands at the end.
    #[prop(optional, into)]
    end: ViewFn,
) -> AnyView {
    let seek = move |q: String| {
        narrow.run(Listing {
            q,
            ..listing.get_untracked()
        });
    };
    let q = Signal::derive(move || listing.with(|listing| listing.q.clone()));
    let asked = Memo::new(move |_| listing.with(|listing| listing.filter.clone()));
    let change = move |filter: Filter| {
        narrow.run(Listing {
            filter,
            ..listing.get_untracked()
        });
    };
    let columns = move |columns: Vec<String>| {
        narrow.run(Listing {
            columns,
            ..listing.get_untracked()
        });
    };
    let archived = Signal::derive(move || listing.with(|listing| listing.archived));
    let turn = move |()| {
        let now = listing.get_untracked();
        let archived = !now.archived;
        narrow.run(Listing { archived, ..now });
    };
    view! {
        <div class="cluster list-filters">
            <ListSearch label=label q=q on_change=seek />
            <FilterBar fields=fields filter=asked on_change=change />
            <FilterChip label=t::clients::archived() on=archived on_press=turn />
            {move || listing.with(Listing::is_narrow).then(|| view! {
                <Button label=t::clients::reset() kind=Kind::Ghost on_press=move |()| narrow.run(listing.get_untracked().widened()) />
            })}
            <span class="cluster list-filters__end">{end.run()}<ColumnChooser fields=fields listing=listing on_change=columns /><ExportList listing=listing total=total /></span>
        </div>
    }
    .into_any()
}
