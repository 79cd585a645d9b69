//! "→ Next: …": what will happen, and what may be changed of it.

use domain::chains::{Rejection, Sentence, Told, proposed_due};
use domain::processes::Freedom;
use domain::time::Due;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::desk::Desk;
use crate::clubtime;
use crate::data::now;
use crate::i18n::t;
use crate::links;
use crate::tasks::RescheduleFloat;
use crate::ui::{Button, Choice, Combobox, Field, Floating, Icon, Kind, icon};

const DUE_ID: &str = "next-due";
const PERSON_ID: &str = "next-person";

#[component]
pub fn NextLine(desk: Desk) -> AnyView {
    let due_float = RwSignal::new(None::<String>);
    let person_float = RwSignal::new(None::<String>);
    let zone = Signal::derive(move || {
        let place = desk.workplace.get();
        place.map_or_else(clubtime::home_zone, |place| place.context.zone.clone())
    });
    let sentence = Memo::new(move |_| match desk.preview.get()? {
        Ok(decision) => Some(Ok(decision.told())),
        Err(why) => Some(Err(why)),
    });
    let may_due = move || matches!(desk.freedom(), Freedom::Due | Freedom::Both);
    let may_person = move || matches!(desk.freedom(), Freedom::Assignee | Freedom::Both);
    let has_client = Memo::new(move |_| {
        desk.workplace
            .get()
            .is_some_and(|place| place.client.is_some())
    });

    let due_button = move |words: String| match may_due() {
        true => view! {
            <button
                class="next__change"
                type="button"
                id=DUE_ID
                aria-haspopup="dialog"
                aria-label=t::run::change_due(&words)
                on:click=move |_| due_float.set(Some(DUE_ID.to_owned()))
                on:keydown=move |event| {
                    if event.alt_key() && event.key() == "ArrowDown" {
                        event.prevent_default();
                        due_float.set(Some(DUE_ID.to_owned()));
                    }
                }
            >
                {words.clone()}
                {icon(Icon::ChevronDown)}
            </button>
        }
        .into_any(),
        false => view! { <span>{words}</span> }.into_any(),
    };
    let person_button = move |name: String| match may_person() {
        true => view! {
            <button
                class="next__change"
                type="button"
                id=PERSON_ID
                aria-haspopup="dialog"
                aria-label=t::run::change_person(&name)
                on:click=move |_| person_float.set(Some(PERSON_ID.to_owned()))
            >
                {name.clone()}
                {icon(Icon::ChevronDown)}
            </button>
        }
        .into_any(),
        false => view! { <span>{name}</span> }.into_any(),
    };
    let location = use_location();
    let words = move |Told {
                          next: sentence,
                          because,
                          also,
                          back,
                      }: Told| {
        let zone = zone.get();
        let told = clubtime::telling(&zone);
        let because = because.map(|because| told.because(&because));
        let back = back.map(|back| told.back(&back));
        let remarks = because.into_iter().chain(back);
        let remarks = remarks.chain(told.remarks(&sentence));
        let remarks: Vec<String> = remarks.collect();
        let line = match sentence {
            Sentence::Task {
                template,
                due,
                person,
                pool,
                away,
                attempt,
                attempt_limit,
                ..
            } => {
                let who = person
                    .or_else(|| pool.map(t::day::of_pool))
                    .unwrap_or_default();
                let attempt = attempt_limit.map(|limit| t::day::attempt(attempt, limit));
                view! {
                    <span>
                        {t::run::next()} " " <b>{template}</b> ", " {due_button(told.due(due))} ", " {person_button(who.clone())}
                        {attempt.map(|attempt| format!(", {attempt}"))}
                    </span>
                    {away.then(|| view! { <span class="next__remark">{t::run::away(who)}</span> })}
                }
                .into_any()
            }
            Sentence::Nothing if has_client.get() => {
                let href = links::panel(&location, &[("new", "task")]);
                view! {
                    <span>{t::run::next_nothing()}</span>
                    <a class="next__change" href=href>{t::run::set_next()}</a>
                }
                .into_any()
            }
            Sentence::Nothing => {
                view! { <span>{t::run::next_nothing_internal()}</span> }.into_any()
            }
            other => view! { <span>{told.next(&other)}</span> }.into_any(),
        };
        view! {
            {line}
            {remarks.into_iter().map(|remark| view! { <span class="next__remark">{remark}</span> }).collect_view()}
            {told.besides(&also).map(|also| view! { <span class="next__also">{also}</span> })}
        }
        .into_any()
    };
    let asked = move || {
        let words = match desk.next.get().due {
            Some(due) => clubtime::spell(due, &zone.get()),
            None => t::run::pick_time().to_owned(),
        };
        view! { <span>{t::run::next()} " " {due_button(words)}</span> }.into_any()
    };
    let content = move || match sentence.get() {
        None => None,
        Some(Ok(sentence)) => Some(words(sentence)),
        Some(Err(Rejection::DueRequired | Rejection::DueInPast)) => Some(asked()),
        Some(Err(_)) => {
            Some(view! { <span class="meta">{t::run::next_unknown()}</span> }.into_any())
        }
    };
    let changed = move || {
        let next = desk.next.get();
        next.due.is_some() || next.assignee_id.is_some()
    };
    // What was changed by hand belonged to what followed then: another case begins with its own proposal.
    let decided = Memo::new(move |_| match desk.preview.get()? {
        Ok(decision) => Some(decision.because.map(|because| because.case)),
        Err(_) => None,
    });
    Effect::new(move |before: Option<Option<Option<u32>>>| {
        let (before, now) = (before.flatten(), decided.get());
        if let (Some(before), Some(now)) = (before, now)
            && before != now
            && changed()
        {
            desk.next.set(Default::default());
        }
        now.or(before)
    });
    let set_due = move |due: Due| desk.next.update(|next| next.due = Some(due));
    // Where the rule asks for a date, its own proposal is taken first, so that saving needs no extra key.
    Effect::new(move |_| {
        if sentence.get() != Some(Err(Rejection::DueRequired)) {
            return;
        }
        let proposal =
            desk.workplace
                .get_untracked()
                .zip(desk.request())
                .and_then(|(place, request)| {
                    let mut context = place.context.clone();
                    context.now = now().max(context.now);
                    proposed_due(&place.facts, request.result_id, &request.fields, &context)
                });
        if let Some(due) = proposal {
            set_due(due);
        }
    });
    view! {
        {move || content().map(|line| view! {
            <div class="next" role="status">
                {icon(Icon::ArrowRight)}
                <div class="next__words">{line}</div>
                {move || changed().then(|| view! {
                    <Button
                        label=t::run::proposed()
                        icon=Icon::Undo2
                        kind=Kind::Ghost
                        face=crate::ui::Face::Icon
                        on_press=move |()| desk.next.set(Default::default())
                    />
                })}
            </div>
        })}
        <RescheduleFloat anchor=due_float zone=zone on_choose=set_due />
        <PersonFloat desk=desk anchor=person_float />
    }
    .into_any()
}

/// Everybody of the branch who could do the next task.
#[component]
fn PersonFloat(desk: Desk, anchor: RwSignal<Option<String>>) -> AnyView {
    let content = move || {
        let staff = desk
            .workplace
            .get_untracked()
            .map(|place| place.context.staff.clone())
            .unwrap_or_default();
        let options: Vec<Choice> = staff
            .iter()
            .map(|person| Choice::new(person.id.to_string(), &person.name))
            .collect();
        let choose = move |picked: Vec<Choice>| {
            if let Some(id) = picked.first().and_then(|choice| choice.value.parse().ok()) {
                desk.next.update(|next| next.assignee_id = Some(id));
                anchor.set(None);
            }
        };
        view! {
            <div class="float__form">
                <Field label=t::day::choose_person()>
                    <Combobox chosen=RwSignal::new(Vec::new()) options=Signal::stored(options) on_change=choose />
                </Field>
            </div>
        }
    };
    view! { <Floating anchor=anchor label=t::day::choose_person()>{content}</Floating> }.into_any()
}
