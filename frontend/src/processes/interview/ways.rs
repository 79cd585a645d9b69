//! Question 3: what follows each result. A sentence of pickers.

use leptos::prelude::*;
use process_file::interview::{Delay, Edit, Key, Lost, Next, Unit, When};

use super::parts::{Amount, Pick};
use super::talk::Talk;
use crate::i18n::t;
use crate::settings::outcome_tone;
use crate::ui::{Dot, Radio};

const AGAIN: &str = "again";
const GOAL: &str = "goal";
const REFUSAL: &str = "refusal";
const SLEEP: &str = "sleep";
const NAMED: &str = "named";
const END: &str = "end";

/// What is proposed where another kind of next step was before.
const TOMORROW: Delay = Delay {
    amount: 1,
    unit: Unit::WorkingDays,
};
const TIMES: u32 = 5;
const MONTH: u32 = 30;

#[component]
pub fn Ways(talk: Talk) -> AnyView {
    let tasks = talk.tasks();
    view! {
        <div class="interview__sections">
            <For each=move || tasks.get() key=|key| *key let:key><OfTask talk=talk task=key /></For>
        </div>
    }
    .into_any()
}

#[component]
fn OfTask(talk: Talk, task: Key) -> AnyView {
    let name = talk.task_name(task);
    let results = talk.part(move |answers, _| {
        let ways = answers.task(task).map(|task| task.ways.clone());
        let results = ways.unwrap_or_default().into_iter().map(|way| way.result);
        results.collect::<Vec<_>>()
    });
    view! {
        <section class="interview__card" aria-label=name>
            <h3 class="section-head">{name}</h3>
            <ul class="interview__lines">
                <For each=move || results.get() key=|key| *key let:key><Line talk=talk task=task result=key /></For>
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Line(talk: Talk, task: Key, result: Key) -> AnyView {
    let named = talk.part(move |answers, _| {
        let result = answers.result(result);
        result.map(|result| (result.name.clone(), result.outcome))
    });
    let name = Memo::new(move |_| named.get().map(|(name, _)| name).unwrap_or_default());
    let next = talk.part(move |answers, _| {
        let ways = &answers.task(task)?.ways;
        let way = ways.iter().find(|way| way.result == result);
        way.map(|way| way.next)
    });
    let give = move |next: Next| talk.edit(Edit::Next { task, result, next });
    let kind = Memo::new(move |_| match next.get() {
        Some(Next::Task { task, .. }) => task.to_string(),
        Some(Next::Again { .. }) => AGAIN.to_owned(),
        Some(Next::Sleep { .. }) => SLEEP.to_owned(),
        Some(Next::Refusal) => REFUSAL.to_owned(),
        Some(Next::Goal) | None => GOAL.to_owned(),
    });
    let pick = move |word: String| {
        let now = next.get_untracked();
        let to = now.as_ref().and_then(Next::task).unwrap_or(task);
        give(match word.as_str() {
            AGAIN => Next::Again {
                times: TIMES,
                when: TOMORROW,
                lost: Lost::Refusal,
            },
            GOAL => Next::Goal,
            REFUSAL => Next::Refusal,
            SLEEP => Next::Sleep {
                days: MONTH,
                task: to,
            },
            other => Next::Task {
                task: other.parse().unwrap_or(task),
                when: now
                    .as_ref()
                    .and_then(Next::when)
                    .unwrap_or(When::After(TOMORROW)),
            },
        });
    };
    // The parts of the sentence change with its kind alone: what is typed in them stays where it is.
    let shape = Memo::new(move |_| match next.get() {
        Some(Next::Task {
            when: When::Named, ..
        }) => NAMED,
        Some(Next::Task { .. }) => "task",
        Some(Next::Again { .. }) => AGAIN,
        Some(Next::Sleep { .. }) => SLEEP,
        _ => "",
    });
    let options = talk.part(move |answers, _| {
        let tasks = answers.tasks.iter();
        tasks
            .map(|task| (task.key.to_string(), task.name.clone()))
            .collect::<Vec<_>>()
    });
    let kinds = Signal::derive(move || {
        let tasks = options.get().into_iter();
        let mut all: Vec<Radio> = tasks
            .map(|(key, name)| Radio::new(key, t::interview::go_to(name)))
            .collect();
        all.extend([
            Radio::new(AGAIN, t::interview::again()),
            Radio::new(GOAL, t::interview::goal()),
            Radio::new(REFUSAL, t::interview::refusal()),
            Radio::new(SLEEP, t::interview::sleep()),
        ]);
        all
    });
    let rest = move || match shape.get() {
        "task" | NAMED => {
            view! { <Later talk=talk result=result name=name next=next on_next=give /> }.into_any()
        }
        AGAIN => view! { <Again name=name next=next on_next=give /> }.into_any(),
        SLEEP => view! { <Asleep name=name next=next options=options on_next=give /> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <li class="interview__way">
            <span class="row interview__name">{move || named.get().map(|(_, outcome)| view! { <Dot tone=outcome_tone(outcome) /> })}<span>{name}</span></span>
            <span class="cluster">
                <Pick label=Signal::derive(move || t::interview::next_of(name.get())) value=kind options=kinds on_pick=pick />
                {rest}
            </span>
        </li>
    }
    .into_any()
}

fn units() -> Vec<Radio> {
    vec![
        Radio::new(
            Unit::WorkingHours.as_str(),
            t::interview::unit_working_hours(),
        ),
        Radio::new(
            Unit::WorkingDays.as_str(),
            t::interview::unit_working_days(),
        ),
        Radio::new(Unit::Days.as_str(), t::interview::unit_days()),
    ]
}

/// After how long, or at the date that the client names.
#[component]
fn Later(
    talk: Talk,
    result: Key,
    name: Memo<String>,
    next: Memo<Option<Next>>,
    #[prop(into)] on_next: Callback<Next>,
) -> AnyView {
    let when = Memo::new(move |_| next.get().as_ref().and_then(Next::when));
    let may_name = talk.part(move |answers, club| answers.can_name_a_date(result, club));
    let give = move |when: When| {
        if let Some(Next::Task { task, .. }) = next.get_untracked() {
            on_next.run(Next::Task { task, when });
        }
    };
    let delay = Memo::new(move |_| match when.get() {
        Some(When::After(delay)) => delay,
        _ => TOMORROW,
    });
    let options = Signal::derive(move || {
        let mut all = units();
        if may_name.get() {
            all.push(Radio::new(NAMED, t::interview::named_date()));
        }
        all
    });
    let value = Signal::derive(move || match when.get() {
        Some(When::Named) => NAMED.to_owned(),
        _ => delay.get().unit.as_str().to_owned(),
    });
    let pick = move |word: String| match Unit::parse(&word) {
        Some(unit) => give(When::After(Delay {
            unit,
            ..delay.get_untracked()
        })),
        None => give(When::Named),
    };
    let counted = Memo::new(move |_| matches!(when.get(), Some(When::After(_))));
    view! {
        {move || counted.get().then(|| view! {
            <span class="soft">{t::interview::after()}</span>
            <Amount
                label=Signal::derive(move || t::interview::after_of(name.get()))
                value=Signal::derive(move || delay.get().amount)
                on_amount=move |amount| give(When::After(Delay { amount, ..delay.get_untracked() }))
            />
        })}
        <Pick label=Signal::derive(move || t::interview::when_of(name.get())) value=value options=options on_pick=pick />
    }
    .into_any()
}

/// How often, how far apart, and what then.
#[component]
fn Again(
    name: Memo<String>,
    next: Memo<Option<Next>>,
    #[prop(into)] on_next: Callback<Next>,
) -> AnyView {
    let now = Memo::new(move |_| match next.get() {
        Some(Next::Again { times, when, lost }) => (times, when, lost),
        _ => (TIMES, TOMORROW, Lost::Refusal),
    });
    let give = move |change: fn(&mut (u32, Delay, Lost), u32), value: u32| {
        let mut again = now.get_untracked();
        change(&mut again, value);
        let (times, when, lost) = again;
        on_next.run(Next::Again { times, when, lost });
    };
    let pick_unit = move |word: String| {
        let (times, when, lost) = now.get_untracked();
        if let Some(unit) = Unit::parse(&word) {
            on_next.run(Next::Again {
                times,
                when: Delay { unit, ..when },
                lost,
            });
        }
    };
    let pick_lost = move |word: String| {
        let (times, when, _) = now.get_untracked();
        let lost = match word.as_str() {
            END => Lost::End,
            _ => Lost::Refusal,
        };
        on_next.run(Next::Again { times, when, lost });
    };
    let lost = vec![
        Radio::new(REFUSAL, t::interview::then_refusal()),
        Radio::new(END, t::interview::then_end()),
    ];
    view! {
        <span class="soft">{t::interview::after()}</span>
        <Amount label=Signal::derive(move || t::interview::after_of(name.get())) value=Signal::derive(move || now.get().1.amount) on_amount=move |amount| give(|again, amount| again.1.amount = amount, amount) />
        <Pick label=Signal::derive(move || t::interview::when_of(name.get())) value=Signal::derive(move || now.get().1.unit.as_str().to_owned()) options=Signal::stored(units()) on_pick=pick_unit />
        <span class="soft">{t::interview::at_most()}</span>
        <Amount label=Signal::derive(move || t::interview::times_of(name.get())) value=Signal::derive(move || now.get().0) on_amount=move |times| give(|again, times| again.0 = times, times) />
        <span class="soft">{move || t::interview::attempts(i64::from(now.get().0))}</span>
        <Pick
            label=Signal::derive(move || t::interview::lost_of(name.get()))
            value=Signal::derive(move || match now.get().2 { Lost::Refusal => REFUSAL, Lost::End => END }.to_owned())
            options=Signal::stored(lost)
            on_pick=pick_lost
        />
    }
    .into_any()
}

/// For how long, and to which task one wakes.
#[component]
fn Asleep(
    name: Memo<String>,
    next: Memo<Option<Next>>,
    options: Memo<Vec<(String, String)>>,
    #[prop(into)] on_next: Callback<Next>,
) -> AnyView {
    let now = Memo::new(move |_| match next.get() {
        Some(Next::Sleep { days, task }) => (days, task),
        _ => (MONTH, 0),
    });
    let tasks = Signal::derive(move || {
        let tasks = options.get().into_iter();
        tasks
            .map(|(key, name)| Radio::new(key, t::interview::then_to(name)))
            .collect::<Vec<_>>()
    });
    let pick = move |word: String| {
        if let Ok(task) = word.parse() {
            let (days, _) = now.get_untracked();
            on_next.run(Next::Sleep { days, task });
        }
    };
    view! {
        <Amount
            label=Signal::derive(move || t::interview::after_of(name.get()))
            value=Signal::derive(move || now.get().0)
            on_amount=move |days| { let (_, task) = now.get_untracked(); on_next.run(Next::Sleep { days, task }) }
        />
        <span class="soft">{move || t::interview::days(i64::from(now.get().0))}</span>
        <Pick label=Signal::derive(move || t::interview::lost_of(name.get())) value=Signal::derive(move || now.get().1.to_string()) options=tasks on_pick=pick />
    }
    .into_any()
}
