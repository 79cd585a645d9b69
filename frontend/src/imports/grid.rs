//! Rows with something wrong in them, as a table: the cells at fault are put right where they stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use wire::imports::{CellChange, Import, ImportRow, ImportRowPatch, Plan};

use super::row::{Held, mark};
use super::words;
use crate::i18n::t;
use crate::ui::{Field, Input};

/// The columns that are taken, with what they are called.
type Taken = StoredValue<Vec<(u32, String)>>;

/// `Tab` goes from problem to problem, `Enter` to the next one, `Esc` takes back what was typed.
#[component]
pub fn Grid(
    import: Signal<Arc<Import>>,
    rows: Vec<ImportRow>,
    touched: RwSignal<bool>,
    open: Signal<bool>,
) -> AnyView {
    let columns = import.with_untracked(|import| import.columns.clone());
    let taken = columns.into_iter().enumerate();
    let taken: Vec<(u32, String)> = taken
        .filter(|(_, column)| column.target.is_some())
        .map(|(place, column)| (place as u32, words::column(&column, place)))
        .collect();
    let names: Vec<String> = taken.iter().map(|(_, name)| name.clone()).collect();
    let taken: Taken = StoredValue::new(taken);
    view! {
        <div class="import-grid" tabindex="0" role="group" aria-label=t::imports::p_faulty() on:keydown=walk>
            <table>
                <thead><tr>
                    <th scope="col">{t::imports::row_number()}</th>
                    {names.into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                    <th scope="col"><span class="vh">{t::imports::plan()}</span></th>
                </tr></thead>
                <tbody>
                    {rows.into_iter().map(|row| view! { <GridRow import=import row=row taken=taken touched=touched open=open /> }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn GridRow(
    import: Signal<Arc<Import>>,
    row: ImportRow,
    taken: Taken,
    touched: RwSignal<bool>,
    open: Signal<bool>,
) -> AnyView {
    let (number, of) = (row.number, import.with_untracked(|import| import.subject));
    let held = Held::new(import, row, touched);
    let now = held.now;
    // A cell that was at fault once stays under the hands that put it right.
    let at_fault =
        Memo::new(move |known: Option<&BTreeMap<u32, ()>>| {
            let mut places = known.cloned().unwrap_or_default();
            now.with(|row| {
                for fault in &row.faults {
                    match fault.column {
                        Some(column) => drop(places.insert(column, ())),
                        // What is missing may be said in any cell.
                        None => places.extend(taken.with_value(|all| {
                            all.iter().map(|(at, _)| (*at, ())).collect::<Vec<_>>()
                        })),
                    }
                }
            });
            places
        });
    let whole = Signal::derive(move || {
        now.with(|row| {
            let whole = row.faults.iter().find(|fault| fault.column.is_none());
            whole.map(|fault| fault.message.clone())
        })
    });
    let cells = taken.get_value().into_iter().map(|(place, name)| {
        let is_open = Memo::new(move |_| open.get() && at_fault.with(|all| all.contains_key(&place)));
        let fault = Signal::derive(move || {
            now.with(|row| {
                let fault = row.faults.iter().find(|fault| fault.column == Some(place))?;
                import.with_untracked(|import| Some(words::reason(fault, import.columns.get(place as usize))))
            })
        });
        let text = move || now.with(|row| row.cells.get(place as usize).cloned().unwrap_or_default());
        let label = format!("{name}, {}", t::imports::row(number));
        view! {
            <td data-fault=move || fault.get().map(|_| "")>
                {move || match is_open.get() {
                    true => view! { <Edited held=held place=place label=label.clone() fault=fault /> }.into_any(),
                    false => view! {
                        <span class="import-grid__text">{text}</span>
                        {move || fault.get().map(|words| view! { <p class="import-fault">{words}</p> })}
                    }.into_any(),
                }}
            </td>
        }
    });
    let plan = Memo::new(move |_| now.with(|row| row.plan));
    view! {
        <tr>
            <th scope="row" class="num">{number}</th>
            {cells.collect_view()}
            <td class="import-grid__end">
                {move || match plan.get() {
                    Some(Plan::Faulty) => view! {
                        {move || whole.get().map(|words| view! { <p class="import-fault">{words}</p> })}
                        {move || open.get().then(|| held.skip())}
                    }.into_any(),
                    Some(Plan::Skipped) => view! {
                        {mark(plan.get(), of)}
                        {move || open.get().then(|| held.take_back())}
                    }.into_any(),
                    plan => mark(plan, of),
                }}
                {held.trouble()}
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn Edited(held: Held, place: u32, label: String, fault: Signal<Option<String>>) -> AnyView {
    let known = move || {
        held.now
            .with_untracked(|row| row.cells.get(place as usize).cloned().unwrap_or_default())
    };
    let value = RwSignal::new(known());
    let commit = move |typed: String| {
        if typed.trim() != known() {
            held.put(ImportRowPatch {
                cells: vec![CellChange {
                    column: place,
                    value: typed,
                }],
                ..ImportRowPatch::default()
            });
        }
    };
    let back = move |event: KeyboardEvent| {
        if event.key() == "Escape" && value.with_untracked(|typed| *typed != known()) {
            event.stop_propagation();
            value.set(known());
        }
    };
    view! {
        <div class="import-cell" on:keydown=back>
            <Field label=label error=fault><Input value=value on_commit=commit /></Field>
        </div>
    }
    .into_any()
}

/// `Enter` goes to the next cell; leaving a cell stores it.
fn walk(event: KeyboardEvent) {
    if event.key() != "Enter" || event.ctrl_key() || event.meta_key() || event.is_composing() {
        return;
    }
    let input = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let grid = event
        .current_target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let (Some(input), Some(grid)) = (input, grid) else {
        return;
    };
    let Ok(all) = grid.query_selector_all("input") else {
        return;
    };
    event.prevent_default();
    let all: Vec<HtmlElement> = (0..all.length())
        .filter_map(|at| all.item(at)?.dyn_into().ok())
        .collect();
    let here = all.iter().position(|one| **one == **input);
    match here.and_then(|here| all.get(here + 1)) {
        Some(next) => drop(next.focus()),
        // The last one is stored and kept.
        None => drop(input.blur().and_then(|()| input.focus())),
    }
}
