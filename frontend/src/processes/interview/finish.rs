//! Question 6: there is the process: drawn, told in sentences, tried, and published by one press.

use domain::access::Permission;
use domain::processes::{Graph, ProblemCode};
use leptos::context::Provider;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use process_file::interview::{Edit, question_of};
use wire::process_files::{Done, Existing, ImportProcesses, ImportRequest, Imported, ThingKind};
use wire::processes::{GraphProblem, Severity};

use super::super::board::Canvas;
use super::super::files::Faults;
use super::super::memory::Memory;
use super::super::problems::problem_line;
use super::super::spot::Spot;
use super::super::try_out::TryOut;
use super::drawn::drawn;
use super::talk::Talk;
use crate::data::{queries, sending, session};
use crate::i18n::t;
use crate::keys::{self, Chord, Command, Scope};
use crate::links;
use crate::settings::{general, outcome_tone};
use crate::ui::{
    Banner, Button, Dot, EmptyState, Field, Icon, Kind, LinkButton, Radio, Segmented, Toast, Tone,
    Width, fresh_id, icon, narrow, toasts,
};

/// What changes when the process is made.
const TAGS: &[&str] = &["processes", "templates", "results", "dictionaries"];
const PICTURE: &str = "picture";
const WORDS: &str = "words";
const TRY: &str = "try";

#[component]
pub fn Finish(talk: Talk) -> AnyView {
    // Its name changes nothing of what is drawn: while it is typed, what is shown below stays as it is.
    let nameless = talk.part(|answers, _| {
        let mut nameless = answers.clone();
        "-".clone_into(&mut nameless.name);
        nameless
    });
    let memory = Memo::new_with_compare(
        move |_| {
            let club = talk.club.get();
            nameless.with(|answers| drawn(talk.names, answers, &club))
        },
        |_, _| true,
    );
    // Which view is chosen outlives what is drawn: another answer, or another club, draws it anew.
    let small = narrow(767).get_untracked();
    let mode = RwSignal::new(if small { WORDS } else { PICTURE }.to_owned());
    let lacking = Memo::new(move |_| {
        talk.lacks
            .with(|lacks| lacks.iter().any(|lack| lack.question() < super::QUESTIONS))
    });
    view! {
        <Published talk=talk lacking=lacking />
        {move || match (lacking.get(), memory.get()) {
            (false, Some(memory)) => view! { <Provider value=memory.names><Views memory=memory mode=mode /></Provider> }.into_any(),
            _ => view! { <EmptyState text=t::interview::not_yet() icon=Icon::Workflow /> }.into_any(),
        }}
    }
    .into_any()
}

/// Its name, what the club has of it already, and the press that makes it.
#[component]
fn Published(talk: Talk, lacking: Memo<bool>) -> AnyView {
    let (trying, making) = (sending(), sending());
    let (queries, toasts) = (queries(), toasts());
    let navigate = StoredValue::new_local(use_navigate());
    let publish = session().may(Permission::ProcessPublish);
    // What is sent, to show the lines that are refused.
    let sent = RwSignal::new(None::<(String, String)>);
    let request = move |dry_run: bool| {
        let club = talk.club.get_untracked();
        let file = talk
            .answers
            .with_untracked(|answers| answers.file(&club).text());
        sent.set(Some((String::new(), file.clone())));
        ImportRequest {
            file,
            publish: publish && !dry_run,
            // What the club has of its own stays as it is.
            existing: Existing::Keep,
            dry_run,
        }
    };
    let tried = RwSignal::new(None::<Imported>);
    // The server says what it would make of it: what there is already, and what else it knows against it.
    Effect::new(move |_| {
        talk.club.track();
        if !lacking.get() && talk.lacks.with_untracked(Vec::is_empty) {
            trying.send::<ImportProcesses>((), (), request(true), move |imported| {
                tried.set(Some(imported));
            });
        }
    });
    let name = talk.part(|answers, _| answers.name.clone());
    let fault = Signal::derive(move || {
        use process_file::interview::Lack;
        talk.lacks.with(|lacks| {
            let taken = lacks.contains(&Lack::NameTaken);
            let nameless = lacks.contains(&Lack::Nameless);
            taken
                .then(|| t::interview::lack_own_name().to_owned())
                .or_else(|| nameless.then(|| t::interview::lack_name().to_owned()))
        })
    });
    let blocked = Signal::derive(move || {
        talk.lacks
            .with(|lacks| (!lacks.is_empty()).then(|| t::interview::blocked().to_owned()))
    });
    let make = Callback::new(move |()| {
        if blocked.get_untracked().is_some() || untrack(|| making.pending()) {
            return;
        }
        making.send::<ImportProcesses>((), (), request(false), move |made| {
            talk.forget();
            queries.stale(TAGS);
            let Some(process) = made.processes.into_iter().next() else {
                return;
            };
            toasts.show(Toast::new(match process.published {
                Some(_) => t::interview::published(process.name),
                None => t::interview::saved(process.name),
            }));
            if let Some(id) = process.id {
                navigate.with_value(|navigate| {
                    navigate(&links::process(id), NavigateOptions::default())
                });
            }
        });
    });
    keys::add(
        Command::new(
            "interview.publish",
            Scope::Page,
            t::interview::publish(),
            move || make.run(()),
        )
        .on(Chord::ENTER.ctrl()),
    );
    let id = fresh_id("name");
    let label = match publish {
        true => t::interview::publish(),
        false => t::interview::save_draft(),
    };
    let busy = Signal::derive(move || making.pending());
    view! {
        <section class="interview__finish">
            <Field label=t::interview::process_name() width=Width::Medium error=fault id=id.clone()>
                <input class="input" id=id.clone() type="text" autocomplete="off" maxlength="200" prop:value=name aria-invalid=move || fault.get().map(|_| "true") on:input:target=move |event| talk.edit(Edit::Name(event.target().value())) />
            </Field>
            <Button label=label icon=Icon::CircleCheck kind=Kind::Primary chord=Chord::ENTER.ctrl() blocked=blocked busy=busy on_press=make />
        </section>
        {move || general(trying.failure()).or_else(|| general(making.failure())).map(|words| view! { <Banner text=words tone=Tone::Danger inset=true /> })}
        <Faults failure=Signal::derive(move || trying.failure().or_else(|| making.failure())) file=sent />
        {move || tried.get().map(|imported| view! { <Reused imported=imported /> })}
    }
    .into_any()
}

/// What is taken from the club as it is, what is added to, what is new; and what the server minds.
#[component]
fn Reused(imported: Imported) -> AnyView {
    let names = |done: Done| {
        let things = imported
            .things
            .iter()
            .filter(move |thing| thing.done == done);
        let named = things.map(|thing| {
            let name = thing.name.clone();
            match thing.kind {
                ThingKind::Template => t::interview::thing_task(name),
                ThingKind::Result => t::interview::thing_result(name),
                ThingKind::Dictionary => t::interview::thing_list(name),
            }
        });
        named.collect::<Vec<_>>().join(", ")
    };
    let created = imported
        .things
        .iter()
        .filter(|thing| thing.done == Done::Created)
        .count();
    let (kept, added) = (names(Done::Unchanged), names(Done::Updated));
    let problems: Vec<GraphProblem> = imported
        .processes
        .iter()
        .flat_map(|process| &process.problems)
        .filter(|problem| problem.severity != Severity::Info)
        .cloned()
        .collect();
    view! {
        <div class="interview__reused" role="status">
            <p>{t::interview::will_make(i64::try_from(created).unwrap_or_default())}</p>
            {(!kept.is_empty()).then(|| view! { <p class="meta">{t::interview::will_keep(kept)}</p> })}
            {(!added.is_empty()).then(|| view! { <p class="meta">{t::interview::will_add(added)}</p> })}
            <ProblemLines problems=problems />
        </div>
    }
    .into_any()
}

/// Each with the way to the question where it is put right.
#[component]
fn ProblemLines(problems: Vec<GraphProblem>) -> AnyView {
    let lines = problems.into_iter().map(|problem| {
        let question = ProblemCode::parse(&problem.code).map_or(3, question_of);
        view! {
            <li class="cluster">
                {problem_line(problem)}
                <LinkButton label=t::interview::put_right(question) href=links::interview(question) kind=Kind::Ghost />
            </li>
        }
    });
    view! { <ul class="interview__lines">{lines.collect_view()}</ul> }.into_any()
}

/// The picture, the sentences, a client who walks through it.
#[component]
fn Views(memory: Memory, mode: RwSignal<String>) -> AnyView {
    let small = narrow(767);
    let modes = Signal::derive(move || {
        let picture = (!small.get()).then(|| Radio::new(PICTURE, t::interview::view_picture()));
        let rest = [
            Radio::new(WORDS, t::interview::view_words()),
            Radio::new(TRY, t::interview::view_try()),
        ];
        picture.into_iter().chain(rest).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(None::<Spot>);
    let go = RwSignal::new(None::<Spot>);
    let count = Memo::new(move |_| memory.problems.with(Vec::len));
    let shown = move || {
        match mode.with(|mode| match mode.as_str() {
        PICTURE if small.get() => WORDS,
        PICTURE => PICTURE,
        TRY => TRY,
        _ => WORDS,
    }) {
        PICTURE => view! {
            <div class="interview__picture">
                <Canvas memory=memory chosen=Memo::new(move |_| chosen.get()) on_choose=move |spot| chosen.set(spot) on_rename=|_| {} go=go />
            </div>
        }.into_any(),
        TRY => view! { <TryOut memory=memory /> }.into_any(),
        _ => view! { <Words memory=memory /> }.into_any(),
    }
    };
    view! {
        <div class="cluster">
            <Segmented value=mode label=t::processes::modes() options=modes />
            {move || match count.get() {
                0 => view! { <span class="interview__fine">{icon(Icon::CircleCheck)}{t::processes::no_problems()}</span> }.into_any(),
                _ => view! { <ProblemLines problems=memory.problems.get() /> }.into_any(),
            }}
        </div>
        {shown}
    }
    .into_any()
}

/// A sentence for every way.
#[component]
fn Words(memory: Memory) -> AnyView {
    let names = memory.names;
    let of_step = move |graph: &Graph, key: &str, results: &[domain::ids::ResultId]| {
        let lines = results.iter().filter_map(|result| {
            let entry = names.result(*result)?;
            let sentence = names.told_result(key, *result, graph)?;
            Some(view! {
                <li class="interview__sentence">
                    <span class="row"><Dot tone=outcome_tone(entry.outcome) /><span>{entry.name}</span></span>
                    <span class="soft">{sentence}</span>
                </li>
            })
        });
        let lines = lines.collect_view();
        let title = names.step(graph, key);
        view! {
            <section class="interview__card" aria-label=title.clone()>
                <h3 class="section-head">{title.clone()}</h3>
                <ul class="interview__lines">{lines}</ul>
            </section>
        }
    };
    view! {
        {move || memory.graph.with(|graph| graph.start.as_ref().map(|start| view! {
            <p class="row">{icon(Icon::Play)}<span>{t::processes::begins()}</span><span class="soft">{names.told_start(start, graph)}</span></p>
        }))}
        <div class="interview__sections">
            {move || memory.graph.with(|graph| graph.steps.iter().map(|step| of_step(graph, &step.key, &step.results)).collect_view())}
        </div>
    }
    .into_any()
}
