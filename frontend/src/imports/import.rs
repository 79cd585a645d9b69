//! One import: four steps in its address, and what the server is doing with it.

use std::sync::Arc;

use domain::ids::ImportId;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use wire::imports::{
    DeleteImport, Encoding, GetImport, Import, ImportPatch, ImportRowsQuery, ImportState,
    ListImportRows, Reading, Separator, UpdateImport,
};

use super::check::Check;
use super::columns::Columns;
use super::run::Run;
use super::upload::Refusal;
use super::{subject, words};
use crate::data::{queries, query, sending};
use crate::i18n::{number, t};
use crate::links;
use crate::shell::{Followed, Loaded};
use crate::ui::{
    Button, Checkbox, EmptyState, Field, Icon, Kind, LinkButton, Page, Progress, Radio, Select,
    Step, Steps, Toast, Width, toasts,
};

pub const STEPS: [&str; 4] = ["upload", "columns", "check", "run"];

#[component]
pub fn OneImport() -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id")?.parse::<ImportId>().ok()));
    let step = Memo::new(move |_| {
        let word = params.with(|map| map.get("step")).unwrap_or_default();
        STEPS.iter().position(|known| *known == word).unwrap_or(0)
    });
    let import = query::<GetImport>(move || id.get().map(|id| ((id,), ())));
    let title = Signal::derive(move || {
        let name = import.data().map(|import| import.name.clone());
        name.unwrap_or_else(|| t::imports::title().to_owned())
    });
    // Which cards its rows become.
    let note = move || {
        let known = import.data().map(|import| import.subject);
        known.map(|known| view! { <span class="meta">{subject::title(known)}</span> })
    };
    view! {
        <Page title=title note=note above=move || id.get().map(|id| view! { <Line id=id step=step /> })>
            {move || match id.get() {
                None => view! { <EmptyState text=t::shell::not_found_title() icon=Icon::CircleHelp /> }.into_any(),
                Some(_) => view! {
                    <Followed query=import let:import>
                        <div class="import">{move || at(step.get(), import)}</div>
                    </Followed>
                }.into_any(),
            }}
        </Page>
    }
    .into_any()
}

#[component]
fn Line(id: ImportId, step: Memo<usize>) -> AnyView {
    let labels = [
        t::imports::step_file(),
        t::imports::step_columns(),
        t::imports::step_check(),
        t::imports::step_run(),
    ];
    let steps = labels.into_iter().zip(STEPS).map(|(label, word)| Step {
        label: label.into(),
        href: Some(links::import(id, word)),
    });
    view! { <div class="import-steps"><Steps label=t::imports::steps() steps=steps.collect() current=step /></div> }.into_any()
}

fn at(step: usize, import: Signal<Arc<Import>>) -> AnyView {
    match step {
        0 => view! { <HowRead import=import /> }.into_any(),
        1 => view! { <Columns import=import /> }.into_any(),
        2 => view! { <Check import=import /> }.into_any(),
        _ => view! { <Run import=import /> }.into_any(),
    }
}

/// How far the server is, while it is at work.
#[component]
pub fn AtWork(import: Signal<Arc<Import>>) -> AnyView {
    let words = move || {
        let import = import.get();
        let (done, total) = (
            number(i64::from(import.looked_at)),
            number(i64::from(import.rows)),
        );
        match import.state {
            ImportState::Running => t::imports::running(done, total),
            ImportState::Undoing => t::imports::undoing(done, number(i64::from(written(&import)))),
            _ => t::imports::checking(done, total),
        }
    };
    let total = Signal::derive(move || {
        let import = import.get();
        match import.state {
            ImportState::Undoing => written(&import),
            _ => import.rows,
        }
    });
    view! {
        <div class="import-work" role="status">
            <Progress done=Signal::derive(move || import.get().looked_at) total=total label=words />
            // A rehearsal ends on the screen; what has written cards rings the bell.
            <p class="meta">{move || match import.with(|import| import.state) {
                ImportState::Checking => t::imports::rehearsing(),
                _ => t::imports::looking(),
            }}</p>
        </div>
    }
    .into_any()
}

/// Rows that made or changed a card, also those that are returned already.
fn written(import: &Import) -> u32 {
    let fates = import.fates;
    fates.created + fates.changed + fates.removed + fates.archived + fates.returned + fates.kept
}

/// The first step: how the file is read, and its first rows.
#[component]
fn HowRead(import: Signal<Arc<Import>>) -> AnyView {
    let first = import.get_untracked();
    let (id, of, reading) = (first.id, first.subject, first.reading.clone());
    let encoding = RwSignal::new(reading.encoding.map_or(String::new(), |it| it.to_string()));
    let separator = RwSignal::new(reading.separator.map_or(String::new(), |it| it.to_string()));
    let sheet = RwSignal::new(reading.sheet.clone().unwrap_or_default());
    let header = RwSignal::new(reading.header);
    let (sending, queries, toasts, go) = (sending(), queries(), toasts(), use_navigate());
    let change = Callback::new(move |()| {
        let reading = Reading {
            encoding: Encoding::parse(&encoding.get_untracked()),
            separator: Separator::parse(&separator.get_untracked()),
            sheet: Some(sheet.get_untracked()).filter(|name| !name.is_empty()),
            header: header.get_untracked(),
        };
        let patch = ImportPatch {
            reading: Some(reading),
            ..ImportPatch::default()
        };
        let seen = import.get_untracked().version;
        sending.change::<UpdateImport>((id,), seen, patch, move |now| {
            queries.put::<GetImport>((id,), (), now);
            queries.stale(super::TAGS);
        });
    });
    let throw = move |()| {
        let (seen, go) = (import.get_untracked().version, go.clone());
        sending.change::<DeleteImport>((id,), seen, (), move |()| {
            queries.stale(super::TAGS);
            toasts.show(Toast::new(t::imports::deleted()));
            go(&links::imports(of), Default::default());
        });
    };
    let may_change = Memo::new(move |_| import.with(|import| import.state.may_change()));
    let sheets: Vec<Radio> = first
        .sheets
        .iter()
        .map(|name| Radio::new(name.clone(), name.clone()))
        .collect();
    let several = sheets.len() > 1;
    let (has_encoding, has_separator) = (reading.encoding.is_some(), reading.separator.is_some());
    let is_table = has_separator || reading.sheet.is_some();
    view! {
        {move || may_change.get().then(|| {
            let sheets = sheets.clone();
            view! {
                <section class="import-part" aria-label=t::imports::how_read()>
                    <h2 class="section-head">{t::imports::how_read()}</h2>
                    <div class="import-settings">
                        {has_encoding.then(|| view! {
                            <Field label=t::imports::encoding() width=Width::Medium>
                                <Select value=encoding options=Signal::stored(words::encodings()) on_change=move |_| change.run(()) />
                            </Field>
                        })}
                        {has_separator.then(|| view! {
                            <Field label=t::imports::separator() width=Width::Medium>
                                <Select value=separator options=Signal::stored(words::separators()) on_change=move |_| change.run(()) />
                            </Field>
                        })}
                        {several.then(|| view! {
                            <Field label=t::imports::sheet() width=Width::Medium>
                                <Select value=sheet options=Signal::stored(sheets) on_change=move |_| change.run(()) />
                            </Field>
                        })}
                    </div>
                    {is_table.then(|| view! { <Checkbox checked=header label=t::imports::header() on_change=move |_| change.run(()) /> })}
                    <Refusal sending=sending />
                </section>
            }
        })}
        <Preview import=import />
        <div class="cluster">
            <LinkButton label=t::imports::next_columns() href=links::import(id, "columns") kind=Kind::Primary icon=Icon::ArrowRight />
            {move || may_change.get().then(|| {
                let throw = throw.clone();
                view! { <Button label=t::imports::delete() kind=Kind::Danger icon=Icon::Trash2 on_press=throw /> }
            })}
        </div>
    }
    .into_any()
}

/// The first rows, as they were read.
#[component]
fn Preview(import: Signal<Arc<Import>>) -> AnyView {
    let id = import.get_untracked().id;
    let rows = query::<ListImportRows>(move || {
        let asked = ImportRowsQuery {
            limit: Some(5),
            ..ImportRowsQuery::default()
        };
        Some(((id,), asked))
    });
    let names = move || {
        let columns = import.with(|import| import.columns.clone());
        let names = columns.iter().enumerate();
        names
            .map(|(place, column)| words::column(column, place))
            .collect::<Vec<_>>()
    };
    view! {
        <section class="import-part" aria-label=t::imports::preview()>
            <h2 class="section-head">{t::imports::preview()}" · "{move || t::imports::rows_count(i64::from(import.get().rows))}</h2>
            <Loaded query=rows rows=5 let:page>
                <div class="import-preview" tabindex="0" role="group" aria-label=t::imports::preview()>
                    <table>
                        <thead><tr>
                            <th scope="col">{t::imports::row_number()}</th>
                            {names().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
                        </tr></thead>
                        <tbody>
                            {page.items.iter().map(|row| view! {
                                <tr>
                                    <th scope="row" class="num">{row.number}</th>
                                    {row.cells.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}
                                </tr>
                            }).collect_view()}
                        </tbody>
                    </table>
                </div>
            </Loaded>
        </section>
    }
    .into_any()
}
