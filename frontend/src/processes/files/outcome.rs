//! What a file would do, and what is wrong with it, line by line.

use client::Failure;
use leptos::prelude::*;
use wire::error::{Fault, FieldError};
use wire::process_files::{Done, Imported, ImportedProcess, ThingKind};

use crate::i18n::t;
use crate::ui::{Chip, Tone};

/// Each fault with its line as it stands in the file.
#[component]
pub fn Faults(
    #[prop(into)] failure: Signal<Option<Failure>>,
    #[prop(into)] file: Signal<Option<(String, String)>>,
) -> AnyView {
    let faults = move || -> Vec<FieldError> {
        let failure = failure.get();
        let all = failure
            .as_ref()
            .map(Failure::field_errors)
            .unwrap_or_default();
        let of_file = all.iter().filter(|fault| fault.code == Fault::File);
        of_file.cloned().collect()
    };
    let line_of = move |number: usize| {
        file.with(|file| {
            let (_, text) = file.as_ref()?;
            let line = text.lines().nth(number.checked_sub(1)?)?;
            Some(line.chars().take(120).collect::<String>())
        })
    };
    view! {
        {move || {
            let faults = faults();
            (!faults.is_empty()).then(|| view! {
                <section class="problems" role="alert">
                    <h3 class="section-head">{t::process_files::faults(i64::try_from(faults.len()).unwrap_or_default())}</h3>
                    <ol class="plain-list file-faults">
                        {faults.into_iter().map(|fault| {
                            let number = fault.params.get("line").and_then(|line| line.parse::<usize>().ok()).unwrap_or_default();
                            view! {
                                <li class="file-faults__one">
                                    <strong>{t::process_files::line(number.to_string())}</strong>
                                    <span>{fault.message}</span>
                                    {line_of(number).filter(|line| !line.trim().is_empty()).map(|line| view! { <code class="file-faults__line">{line}</code> })}
                                </li>
                            }
                        }).collect_view()}
                    </ol>
                </section>
            })
        }}
    }
    .into_any()
}

/// What would be made and changed.
#[component]
pub fn Outcome(imported: Imported) -> AnyView {
    let things = imported
        .things
        .iter()
        .filter(|thing| thing.done != Done::Unchanged);
    let things: Vec<_> = things.cloned().collect();
    let groups = [
        (ThingKind::Template, t::process_files::templates()),
        (ThingKind::Result, t::process_files::results()),
        (ThingKind::Dictionary, t::process_files::dictionaries()),
    ];
    view! {
        <section class="stack" aria-label=t::process_files::would_be()>
            <ul class="plain-list stack">
                {imported.processes.into_iter().map(process).collect_view()}
            </ul>
            {groups.into_iter().filter_map(|(kind, label)| {
                let of_kind: Vec<_> = things.iter().filter(|thing| thing.kind == kind).cloned().collect();
                (!of_kind.is_empty()).then(|| view! {
                    <details>
                        <summary>{format!("{label}: {}", of_kind.len())}</summary>
                        <ul class="plain-list">
                            {of_kind.into_iter().map(|thing| view! { <li class="cluster">{done(thing.done)}<span>{thing.name}</span></li> }).collect_view()}
                        </ul>
                    </details>
                })
            }).collect_view()}
        </section>
    }
    .into_any()
}

fn process(process: ImportedProcess) -> AnyView {
    // Of a process that is new, every line would be news.
    let changes = match process.done {
        Done::Created => Vec::new(),
        Done::Updated | Done::Unchanged => process.changes,
    };
    view! {
        <li>
            <span class="cluster"><strong>{process.name}</strong>{done(process.done)}</span>
            <ul class="difference__lines">
                {changes.into_iter().map(|change| {
                    let step = change.step_name.map(|name| format!("{name}: ")).unwrap_or_default();
                    view! { <li>{format!("{step}{}", change.message)}</li> }
                }).collect_view()}
                {process.problems.into_iter().map(|problem| view! { <li>{problem.message}</li> }).collect_view()}
            </ul>
        </li>
    }
    .into_any()
}

fn done(done: Done) -> AnyView {
    let (label, tone) = match done {
        Done::Created => (t::process_files::created(), Tone::Ok),
        Done::Updated => (t::process_files::updated(), Tone::Info),
        Done::Unchanged => (t::process_files::unchanged(), Tone::Plain),
    };
    view! { <Chip label=label tone=tone /> }.into_any()
}
