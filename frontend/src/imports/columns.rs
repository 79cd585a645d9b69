//! What each column means: guessed, shown with its values, chosen.

use std::sync::Arc;

use domain::access::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use wire::imports::{
    CheckImport, Column, ColumnTarget, DateOrder, GetImport, Import, ImportPatch, ListSubject,
    UpdateImport,
};

use super::mappings::Mappings;
use super::new_field::{NEW, NewField};
use super::upload::Refusal;
use super::{subject, words};
use crate::data::{queries, sending, session};
use crate::i18n::t;
use crate::links;
use crate::ui::{Banner, Button, Chip, Icon, InlineError, Kind, Radio, Select, Tone};

#[component]
pub fn Columns(import: Signal<Arc<Import>>) -> AnyView {
    let first = import.get_untracked();
    let (id, of) = (first.id, first.subject);
    let chosen: Vec<RwSignal<String>> = first
        .columns
        .iter()
        .map(|column| RwSignal::new(word(column)))
        .collect();
    let targets = StoredValue::new(chosen.clone());
    let wanted = Memo::new(move |_| {
        // What is still being made is not taken yet.
        let words = targets.get_value().into_iter().map(|target| target.get());
        words.map(|word| word.replace(NEW, "")).collect::<Vec<_>>()
    });
    let blocked = Signal::derive(move || {
        let is_name = |word: &String| word.parse().is_ok_and(|it: ColumnTarget| it.is_name());
        let named = wanted.with(|words| words.iter().any(is_name));
        (!named).then(|| subject::name_needed(of).to_owned())
    });
    let may_change = first.state.may_change();
    let (sending, checking) = (sending(), sending());
    let (queries, go) = (queries(), use_navigate());
    let begin = Callback::new(move |()| {
        let go = go.clone();
        checking.send::<CheckImport>((id,), (), (), move |now| {
            queries.put::<GetImport>((id,), (), now);
            queries.stale(super::TAGS);
            go(&links::import(id, "check"), Default::default());
        });
    });
    let save = move |and_check: bool| {
        let words = wanted.get_untracked();
        let patch = ImportPatch {
            targets: Some(words.iter().map(|word| word.parse().ok()).collect()),
            ..ImportPatch::default()
        };
        let seen = import.get_untracked().version;
        sending.change::<UpdateImport>((id,), seen, patch, move |now| {
            queries.put::<GetImport>((id,), (), now);
            if and_check {
                begin.try_run(());
            }
        });
    };
    let is_kept = move || {
        let kept: Vec<String> = import.with(|import| import.columns.iter().map(word).collect());
        wanted.with(|words| *words == kept)
    };
    // Whatever is chosen is kept at once; what was refused is not tried again until something else is chosen.
    let tried = StoredValue::new(Vec::<String>::new());
    Effect::new(move |_| {
        let (words, kept, busy) = (wanted.get(), is_kept(), sending.pending());
        if may_change && !kept && !busy && tried.with_value(|tried| *tried != words) {
            tried.set_value(words);
            untrack(|| save(false));
        }
    });
    let check = move |()| match untrack(is_kept) {
        true => begin.run(()),
        false => save(true),
    };
    let busy = Signal::derive(move || sending.pending() || checking.pending());
    let options = options(of, may_change);
    let fault =
        move |place: usize| Signal::derive(move || sending.fault(&format!("/targets/{place}")));
    view! {
        <p class="import-upload__about">{t::imports::columns_about()}</p>
        {move || import.with(|import| import.mapping.clone()).map(|name| view! { <Banner text=t::imports::mapped_by(name) tone=Tone::Info inset=true /> })}
        <ul class="import-columns">
            {first.columns.iter().cloned().zip(chosen).enumerate().map(|(place, (column, target))| {
                let confidence = Signal::derive(move || import.with(|import| import.columns.get(place)?.confidence));
                view! {
                    <OneColumn import=import place=place column=column confidence=confidence target=target options=options fault=fault(place) fixed=!may_change />
                }
            }).collect_view()}
        </ul>
        <Mappings import=import targets=targets open=may_change />
        <Refusal sending=sending />
        <Refusal sending=checking />
        {may_change.then(|| view! {
            <div class="cluster">
                <Button label=t::imports::check_now() kind=Kind::Primary icon=Icon::ListChecks blocked=blocked busy=busy on_press=check />
            </div>
        })}
    }
    .into_any()
}

/// What a column is taken as, as the choice says it.
fn word(column: &Column) -> String {
    let target = column.target.as_ref();
    target.map_or(String::new(), ToString::to_string)
}

/// What a column can be, the club's own fields last.
fn options(of: ListSubject, may_change: bool) -> Signal<Vec<Radio>> {
    let may_make = may_change && untrack(|| session().may(Permission::DirectoryEdit));
    let fields = subject::own_fields(of, true);
    Signal::derive(move || {
        let mut options = vec![Radio::new("", t::imports::not_taken())];
        if may_make {
            options.push(Radio::new(NEW, t::imports::new_field()));
        }
        options.extend(
            ColumnTarget::of(of)
                .iter()
                .map(|target| Radio::new(target.to_string(), words::target(target, of))),
        );
        let own = fields.get();
        let own = own.iter().flat_map(|own| own.fields.iter());
        options.extend(
            own.filter(|def| def.kind != domain::fields::FieldType::Client)
                .map(|def| {
                    let label = t::imports::own_fields(def.label.clone());
                    Radio::new(format!("fields.{}", def.key), label)
                }),
        );
        options
    })
}

#[component]
fn OneColumn(
    import: Signal<Arc<Import>>,
    place: usize,
    column: Column,
    confidence: Signal<Option<wire::imports::Confidence>>,
    target: RwSignal<String>,
    options: Signal<Vec<Radio>>,
    fault: Signal<Option<String>>,
    fixed: bool,
) -> AnyView {
    let name = words::column(&column, place);
    let guessed = word(&column);
    // A choice of one's own is nobody's guess.
    let sure = move || {
        let still = target.with(|word| *word == guessed && !word.is_empty());
        let confidence = confidence.get().filter(|_| still)?;
        let (words, tone) = words::confidence(confidence);
        Some(view! { <Chip label=words tone=tone /> })
    };
    let dates = move || {
        let is_date = target.with(|word| word == "birth_date" || word.starts_with("fields."));
        let order = column.dates.filter(|_| is_date)?;
        let words = match order {
            DateOrder::DayFirst => t::imports::dates_day(),
            DateOrder::MonthFirst => t::imports::dates_month(),
        };
        Some(view! { <span class="meta">{words}</span> })
    };
    let making = Memo::new(move |_| target.with(|word| word == NEW));
    let before = word(&column);
    let samples = column.samples.clone();
    let label = format!("{}: {name}", t::imports::take_as());
    view! {
        <li class="import-column">
            <div class="import-column__name">
                <span class="strong">{name}</span>
                {sure}
            </div>
            <ul class="import-column__samples">
                {match samples.is_empty() {
                    true => view! { <li class="meta">{t::imports::empty_column()}</li> }.into_any(),
                    false => samples.into_iter().map(|value| view! { <li class="truncate">{value}</li> }).collect_view().into_any(),
                }}
            </ul>
            <div class="import-column__target">
                <Select value=target options=options label=label disabled=fixed />
                {dates}
                <InlineError text=fault />
                {move || making.get().then(|| view! { <NewField import=import column=place target=target before=before.clone() /> })}
            </div>
        </li>
    }
    .into_any()
}
