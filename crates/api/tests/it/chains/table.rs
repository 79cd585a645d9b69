//! Every row of the ready process: a result with its fields, and what follows when, for whom.

use domain::chains::ChainState;
use domain::fields::Raw;
use domain::money::Money;
use domain::time::Due;
use testkit::both;

use crate::desk::{Desk, at, day, text};

/// What a row leads to.
enum Then {
    /// Template's key, due date, attempt.
    Task(&'static str, Due, u32),
    /// Until.
    Sleeps(&'static str),
    Ends(ChainState),
}

/// A row: the steps that lead to it, its result, its fields, what follows.
type Row = (
    Option<&'static str>,
    &'static str,
    Vec<(&'static str, Raw)>,
    Then,
);

fn rows(value: &str, pass: &str) -> Vec<Row> {
    use Then::{Ends, Sleeps, Task};
    let (call, trial, check) = ("personal_call", "trial_lesson", "check_purchase");
    let visit = "2026-11-28T16:00:00.000Z";
    let bought = || {
        let sum = Money {
            amount: 350_000,
            currency: "RUB".into(),
        };
        vec![("pass", text(pass)), ("sum", Raw::Money(sum))]
    };
    let passes = || vec![("passes", Raw::List(vec![pass.to_owned()]))];
    let said = |key| vec![(key, text("Подумает до пятницы"))];
    vec![
        (
            None,
            "trial_booked",
            vec![("visit_at", text(visit))],
            Task(trial, Due::At(at(visit)), 1),
        ),
        (
            None,
            "info_sent",
            said("details"),
            Task(call, day("2026-11-25"), 1),
        ),
        (
            None,
            "thinks",
            said("details"),
            Task(call, day("2026-11-26"), 1),
        ),
        (
            None,
            "call_back",
            vec![("call_at", text(visit))],
            Task(call, Due::At(at(visit)), 1),
        ),
        (
            None,
            "no_answer",
            vec![],
            Task(call, Due::At(at("2026-11-23T11:00:00Z")), 2),
        ),
        (
            None,
            "not_now",
            vec![("return_after", text("2027-01-10"))],
            Sleeps("2027-01-09T21:00:00Z"),
        ),
        (None, "not_now", vec![], Sleeps("2026-12-22T21:00:00Z")),
        (
            None,
            "will_buy",
            passes(),
            Task(check, day("2026-11-24"), 1),
        ),
        (None, "bought", bought(), Ends(ChainState::Goal)),
        (
            None,
            "refused",
            vec![("reason", text(value))],
            Ends(ChainState::Refused),
        ),
        (
            Some("trial_booked"),
            "bought",
            bought(),
            Ends(ChainState::Goal),
        ),
        (
            Some("trial_booked"),
            "will_buy",
            passes(),
            Task(check, day("2026-11-24"), 1),
        ),
        (
            Some("trial_booked"),
            "no_show",
            said("reason"),
            Task(call, Due::At(at("2026-11-23T10:00:00Z")), 1),
        ),
        (
            Some("trial_booked"),
            "disliked",
            vec![("reason", text(value))],
            Task(call, day("2026-11-24"), 1),
        ),
        (Some("will_buy"), "bought", bought(), Ends(ChainState::Goal)),
        (
            Some("will_buy"),
            "not_bought",
            said("reason"),
            Task(call, day("2026-11-24"), 1),
        ),
    ]
}

both!(every_row_of_the_ready_process_leads_where_it_says, |app| {
    let desk = Desk::of(app).await;
    let (value, pass) = (
        desk.value("refusal_reasons").await,
        desk.value("passes").await,
    );
    for (place, (before, result, fields, then)) in rows(&value, &pass).into_iter().enumerate() {
        let row = format!("row {place}: {result}");
        let (chain, mut task) = desk.begin(&format!("Клиент Номер{place}")).await;
        if let Some(before) = before {
            let visit = vec![("visit_at", text("2026-11-28T16:00:00Z"))];
            let fields = if before == "trial_booked" {
                visit
            } else {
                Vec::new()
            };
            task = desk
                .ends(task.id, before, &fields)
                .await
                .next_task
                .expect("a step before");
        }
        let done = desk.ends(task.id, result, &fields).await;
        assert_eq!(done.completion.fields.len(), fields.len(), "{row}");
        for (filled, (key, given)) in done.completion.fields.iter().zip(&fields) {
            assert_eq!((filled.key.as_str(), &filled.value), (*key, given), "{row}");
            assert!(!filled.display.is_empty(), "{row}: {key}");
        }
        let chain = desk.chain(&chain).await;
        let card = desk.card(chain.client_id).await;
        match then {
            Then::Task(template, due, attempt) => {
                let next = done.next_task.expect(&row);
                assert_eq!(
                    next.template_id,
                    Some(desk.preset.templates[template]),
                    "{row}"
                );
                assert_eq!((next.due, next.attempt), (due, attempt), "{row}");
                assert_eq!(next.assignee.employee_id, Some(desk.anna.me.id), "{row}");
                assert_eq!(
                    next.promised.is_some(),
                    matches!(result, "trial_booked" | "call_back"),
                    "{row}"
                );
                assert_eq!(chain.state, ChainState::Active, "{row}");
                assert_eq!(card.next.expect(&row).task_id, Some(next.id), "{row}");
                assert!(done.sentence.contains(&next.title), "{}", done.sentence);
            }
            Then::Sleeps(until) => {
                assert_eq!(done.next_task, None, "{row}");
                assert_eq!(
                    (chain.state, chain.wake_at),
                    (ChainState::Sleeping, Some(at(until))),
                    "{row}"
                );
                assert_eq!(card.next.expect(&row).task_id, None, "{row}");
            }
            Then::Ends(state) => {
                assert_eq!(
                    (done.next_task, done.chain_state),
                    (None, Some(state)),
                    "{row}"
                );
                assert_eq!(chain.state, state, "{row}");
                assert_eq!(card.next, None, "{row}");
                let stage = if state == ChainState::Goal {
                    "client"
                } else {
                    "lead"
                };
                assert_eq!(card.stage.as_str(), stage, "{row}");
            }
        }
    }
});
