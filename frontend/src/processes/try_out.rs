//! Trying a draft: a fictitious client walks through it, with real dates on the branch's calendar. Nothing is stored.

use domain::chains::{ChainState, Rejection, Told};
use domain::sentence;
use domain::time::{Timestamp, Zone};
use leptos::prelude::*;

use super::club::Club;
use super::memory::Memory;
use super::panel::{Desk, Filling, ResultPanel};
use super::trial::{Happened, Standing, Trial, Waking, Who};
use super::trial_who::WhoAndWhen;
use crate::clubtime;
use crate::i18n::{self, t};
use crate::keys::{self, Chord, Command, Scope};
use crate::ui::{Button, Dot, EmptyState, Icon, Kind, Skeleton, Tone, icon};

#[component]
pub fn TryOut(memory: Memory) -> AnyView {
    let club = Club::around(memory.names, memory.graph);
    let ready = Memo::new(move |_| club.facts.with(Option::is_some));
    view! {
        {move || match ready.get() {
            true => view! { <Walk memory=memory club=club /> }.into_any(),
            false => view! { <Skeleton rows=8 /> }.into_any(),
        }}
    }
    .into_any()
}

#[component]
fn Walk(memory: Memory, club: Club) -> AnyView {
    // The states one after another: going back is taking the last away.
    let states = RwSignal::new(Vec::<Trial>::new());
    let walked = RwSignal::new(0);
    // Who the client is at the beginning, as somebody said.
    let said = StoredValue::new(Who::default());
    let refused = RwSignal::new(None::<Rejection>);
    let filling = Filling::new(None);
    let facts = move || club.facts.get_untracked();
    let begin = move || {
        let Some((actor, context)) = facts() else {
            return;
        };
        let begun = memory
            .graph
            .with_untracked(|graph| Trial::begin(graph, actor, &context, said.get_value()));
        filling.clear();
        walked.update(|walked| *walked += 1);
        match begun {
            Ok(begun) => {
                refused.set(None);
                states.set(vec![begun]);
            }
            Err(why) => {
                refused.set(Some(why));
                states.set(Vec::new());
            }
        }
    };
    // Another draft is another way.
    Effect::new(move |_| {
        memory.graph.track();
        begin();
    });
    let now = Memo::new(move |_| states.with(|states| states.last().cloned()));
    let desk = Signal::derive(move || {
        let now = now.get()?;
        let (actor, context) = club.facts.get()?;
        let task = now.task(actor)?;
        let context = memory.graph.with(|graph| now.context(graph, &context));
        Some(Desk {
            task,
            context,
            actor,
        })
    });
    let push = move |next: Result<Trial, Rejection>| match next {
        Ok(next) => {
            filling.clear();
            refused.set(None);
            states.update(|states| states.push(next));
            walked.update(|walked| *walked += 1);
        }
        Err(why) => {
            filling.tried.set(true);
            refused.set((!matches!(why, Rejection::Fields(_))).then_some(why));
        }
    };
    let go = Callback::new(move |()| {
        let (Some(now), Some((actor, context))) = (now.get_untracked(), facts()) else {
            return;
        };
        let Some(result) = filling.result.get_untracked() else {
            return;
        };
        let fields = context
            .results
            .iter()
            .find(|known| known.id == result)
            .map(|known| known.fields.clone());
        let values = untrack(|| filling.values(&fields.unwrap_or_default()));
        push(
            memory
                .graph
                .with_untracked(|graph| now.go_on(graph, actor, &context, result, &values)),
        );
    });
    let called = move |id| memory.names.process(id);
    let wake = move |how: Waking| {
        if let (Some(now), Some((actor, context))) = (now.get_untracked(), facts()) {
            let process = untrack(|| match &now.standing {
                Standing::Asleep {
                    call: Some(call), ..
                } => called(call.process_id),
                _ => String::new(),
            });
            push(
                memory
                    .graph
                    .with_untracked(|graph| now.wake(graph, actor, &context, how, &process)),
            );
        }
    };
    let back = Callback::new(move |()| {
        filling.clear();
        refused.set(None);
        states.update(|states| {
            if states.len() > 1 {
                states.pop();
            }
        });
        walked.update(|walked| *walked += 1);
    });
    let altered = move |wanted: Trial| {
        if now.with_untracked(|now| now.as_ref().is_some_and(|now| now.who != wanted.who)) {
            said.set_value(wanted.who.clone());
        }
        states.update(|states| {
            if let Some(last) = states.last_mut() {
                *last = wanted;
            }
        });
    };
    for digit in 1..=9u8 {
        let pick = move || {
            let id = untrack(|| desk.get()).and_then(|desk| {
                let graph = &desk.context.chain.as_ref()?.graph;
                let results = &graph.step(desk.task.step.as_deref()?)?.results;
                results.get(usize::from(digit) - 1).copied()
            });
            if id.is_some() {
                filling.tried.set(false);
                filling.result.set(id);
            }
        };
        keys::add(
            Command::new(
                "process.try.result",
                Scope::Page,
                t::run::choose_result(digit),
                pick,
            )
            .on(Chord::digit(digit)),
        );
    }
    keys::add(
        Command::new(
            "process.try.on",
            Scope::Page,
            t::processes::try_on(),
            move || go.run(()),
        )
        .on(Chord::ENTER.ctrl())
        .on(Chord::ENTER),
    );
    keys::add(
        Command::new(
            "process.try.back",
            Scope::Page,
            t::processes::try_back(),
            move || back.run(()),
        )
        .on(Chord::letter('z')),
    );

    let there = Memo::new(move |_| now.with(Option::is_some));
    let no_way_back = Signal::derive(move || {
        states
            .with(|states| states.len() < 2)
            .then(|| t::processes::try_at_start().to_owned())
    });
    let no_result = Signal::derive(move || {
        filling
            .result
            .get()
            .is_none()
            .then(|| t::processes::try_choose().to_owned())
    });
    let trouble = move || {
        refused.get().map(|why| {
            let words = match why {
                Rejection::NoContinuation => t::processes::try_no_way().to_owned(),
                other => sentence::rejection(i18n::language(), &other),
            };
            view! { <EmptyState text=words icon=Icon::TriangleAlert /> }
        })
    };
    let desk_view = move || {
        let standing = now.get()?.standing;
        Some(match standing {
            Standing::Task(_) => view! {
                <ResultPanel desk=desk filling=filling />
                <div class="cluster">
                    <Button label=t::processes::try_on() kind=Kind::Primary chord=Chord::ENTER.ctrl() blocked=no_result on_press=go />
                </div>
            }.into_any(),
            Standing::Asleep { until, call: Some(call), .. } => {
                let over = move |state| move |()| wake(Waking::Called(state));
                view! {
                    <p class="trial__asleep">{icon(Icon::Moon)}{t::processes::try_called(called(call.process_id), day(until, club))}</p>
                    <div class="cluster">
                        <Button label=t::processes::try_over_goal() kind=Kind::Primary on_press=over(ChainState::Goal) />
                        <Button label=t::processes::try_over_refusal() on_press=over(ChainState::Refused) />
                        <Button label=t::processes::try_over_end() on_press=over(ChainState::Ended) />
                        <Button label=t::processes::try_wake() on_press=move |()| wake(Waking::Date) />
                    </div>
                }.into_any()
            }
            Standing::Asleep { until, errands: true, .. } => view! {
                <p class="trial__asleep">{icon(Icon::Moon)}{t::processes::try_waits(day(until, club))}</p>
                <div class="cluster">
                    <Button label=t::processes::try_errands_done() kind=Kind::Primary on_press=move |()| wake(Waking::Errands) />
                    <Button label=t::processes::try_wake() on_press=move |()| wake(Waking::Date) />
                </div>
            }.into_any(),
            Standing::Asleep { until, .. } => view! {
                <p class="trial__asleep">{icon(Icon::Moon)}{t::processes::try_asleep(day(until, club))}</p>
                <div class="cluster"><Button label=t::processes::try_wake() kind=Kind::Primary on_press=move |()| wake(Waking::Date) /></div>
            }.into_any(),
            Standing::Over => view! {
                <p class="trial__over">{icon(Icon::CircleCheck)}{t::processes::try_over()}</p>
                <div class="cluster"><Button label=t::processes::try_again() kind=Kind::Primary on_press=move |()| begin() /></div>
            }.into_any(),
        })
    };
    view! {
        <div class="trial">
            <section class="trial__story" aria-label=t::processes::try_story()>
                <div class="cluster">
                    <Button label=t::processes::try_back() icon=Icon::Undo2 kind=Kind::Ghost blocked=no_way_back on_press=back />
                    <Button label=t::processes::try_again() icon=Icon::RefreshCw kind=Kind::Ghost on_press=move |()| begin() />
                </div>
                <p class="meta">{t::processes::try_hint()}</p>
                <ol class="story">
                    {move || now.get().map(|now| story(memory, now))}
                </ol>
            </section>
            <section class="trial__desk" aria-labelledby="trial-task">
                {move || there.get().then(|| view! { <WhoAndWhen club=club trial=now walked=walked on_change=altered /> })}
                <h2 class="section-head" id="trial-task">{move || title(memory, now.get())}</h2>
                {move || now.get().and_then(|now| when(&now, club)).map(|words| view! { <p class="meta">{words}</p> })}
                {trouble}
                {desk_view}
            </section>
        </div>
    }
    .into_any()
}

fn title(memory: Memory, now: Option<Trial>) -> String {
    let names = memory.names;
    match now.map(|now| now.standing) {
        Some(Standing::Task(task)) => memory
            .graph
            .with(|graph| names.step(graph, task.step.as_deref().unwrap_or_default())),
        Some(Standing::Asleep { .. }) => t::processes::kind_sleep().to_owned(),
        _ => t::processes::mode_try().to_owned(),
    }
}

/// When the present task is done, and which attempt it is.
fn when(now: &Trial, club: Club) -> Option<String> {
    let Standing::Task(task) = &now.standing else {
        return None;
    };
    let due = clubtime::spell(task.due, &zone(club));
    Some(match task.attempt {
        0 | 1 => due,
        attempt => t::processes::try_attempt(due, attempt),
    })
}

/// Of the branch where the client is.
fn zone(club: Club) -> Zone {
    let facts = club.facts.get();
    facts.map_or_else(clubtime::home_zone, |(_, context)| context.zone)
}

fn day(at: Timestamp, club: Club) -> String {
    let zone = zone(club);
    clubtime::telling(&zone).date(zone.day(at))
}

/// What happened, from the beginning.
fn story(memory: Memory, now: Trial) -> AnyView {
    let names = memory.names;
    let zone = clubtime::home_zone();
    let told = |told: &Told| clubtime::telling(&zone).told(told);
    let line = |happened: &Happened| {
        let step = memory
            .graph
            .with_untracked(|graph| names.step(graph, &happened.step));
        let (tone, result) = match happened.result.and_then(|id| names.result(id)) {
            Some(result) => (crate::settings::outcome_tone(result.outcome), result.name),
            None => (Tone::Plain, t::processes::try_woke().to_owned()),
        };
        view! {
            <li class="story__line">
                <p class="meta">{clubtime::moment(happened.at)}</p>
                <p><span class="strong">{step}</span></p>
                <p class="row"><Dot tone=tone /><span>{result}</span></p>
                <p class="soft">{told(&happened.then)}</p>
            </li>
        }
    };
    let lines = now.story.iter().map(line).collect_view();
    view! {
        <li class="story__line">
            <p class="meta">{t::processes::begins()}</p>
            <p class="soft">{clubtime::telling(&zone).next(&now.beginning)}</p>
        </li>
        {lines}
    }
    .into_any()
}
