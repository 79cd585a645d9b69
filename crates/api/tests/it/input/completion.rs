use std::collections::BTreeMap;

use domain::chains::Adjustment;
use domain::fields::Raw;
use domain::money::Money;
use testkit::both;
use wire::dictionaries::{ArchiveValue, GetDictionary};
use wire::tasks::{CompleteRequest, CompleteTask, PreviewCompletion};

use crate::desk::{Desk, answer, day, faults, rows, text};

both!(every_faulty_answer_is_named_at_once, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let reasons = app
        .owner
        .get::<GetDictionary>((desk.preset.dictionaries["refusal_reasons"],))
        .await
        .expect("reasons")
        .values;
    let gone = &reasons[0];
    app.owner
        .change::<ArchiveValue>((gone.id,), gone.version, ())
        .await
        .expect("archived");
    let (archived, reason) = (gone.id.to_string(), reasons[1].id.to_string());
    let pass = desk.value("passes").await;
    let money = |amount, currency: &str| {
        Raw::Money(Money {
            amount,
            currency: currency.into(),
        })
    };
    let long = text(&"ё".repeat(20_001));
    let client = chain.client_id.to_string();
    let before = rows(app).await;
    let rows_before = &before;
    type Answers<'a> = &'a [(&'a str, Raw)];
    type Expected<'a> = &'a [(&'a str, &'a str)];
    let table: [(&str, Answers<'_>, Expected<'_>); 14] = [
        ("trial_booked", &[], &[("visit_at", "required")]),
        (
            "trial_booked",
            &[
                ("visit_at", text("2026-11-20T10:00:00Z")),
                ("groups", Raw::List(vec![reason.clone(), pass.clone()])),
                ("mood", text("хорошее")),
            ],
            &[
                ("groups", "not_in_dictionary"),
                ("mood", "unknown_field"),
                ("visit_at", "in_past"),
            ],
        ),
        (
            "trial_booked",
            &[("visit_at", text("завтра")), ("groups", text(&pass))],
            &[("groups", "wrong_type"), ("visit_at", "wrong_type")],
        ),
        (
            "call_back",
            &[("call_at", text(""))],
            &[("call_at", "required")],
        ),
        (
            "not_now",
            &[("return_after", text("2026-11-22"))],
            &[("return_after", "in_past")],
        ),
        (
            "not_now",
            &[
                ("return_after", text("2026-02-30")),
                ("reason", Raw::Integer(7)),
            ],
            &[("reason", "wrong_type"), ("return_after", "wrong_type")],
        ),
        ("refused", &[], &[("reason", "required")]),
        (
            "refused",
            &[("reason", text(&archived))],
            &[("reason", "archived")],
        ),
        (
            "refused",
            &[("reason", text(&pass)), ("details", Raw::Boolean(true))],
            &[("details", "wrong_type"), ("reason", "not_in_dictionary")],
        ),
        (
            "refused",
            &[("reason", text(&client))],
            &[("reason", "wrong_type")],
        ),
        (
            "bought",
            &[("pass", text(&reason)), ("sum", money(-1, "RUB"))],
            &[("pass", "not_in_dictionary"), ("sum", "too_small")],
        ),
        (
            "bought",
            &[("sum", money(100, "EUR"))],
            &[("sum", "wrong_currency")],
        ),
        ("thinks", &[("details", long)], &[("details", "too_long")]),
        (
            "thinks",
            &[("details", text("a\u{202e}b"))],
            &[("details", "control_characters")],
        ),
    ];
    for (language, letters) in [("ru", 'а'..='я'), ("en", 'a'..='z'), ("ro", 'a'..='z')] {
        desk.anna.set_language(Some(language.into()));
        for (result, answers, expected) in &table {
            let request = answer(desk.result(result), answers);
            let preview = desk
                .anna
                .post::<PreviewCompletion>((task.id,), request.clone())
                .await
                .expect_err(result);
            let call = desk.anna.call::<CompleteTask>((task.id,), (), request);
            let refused = call.once("bad").reply().await.expect_err(result);
            let expected: BTreeMap<String, &str> = expected
                .iter()
                .map(|(key, code)| (format!("/fields/{key}"), *code))
                .collect();
            assert_eq!(faults(&refused), expected, "{result} {answers:?}");
            assert_eq!(faults(&preview), expected, "{result}, seen before");
            for fault in refused.field_errors() {
                let words = &fault.message;
                assert!(words.chars().any(|c| letters.contains(&c)), "{words}");
            }
        }
    }
    assert_eq!(&rows(app).await, rows_before);
});

both!(a_form_and_a_date_are_refused_together, |app| {
    let desk = Desk::of(app).await;
    let (_, task) = desk.begin("Мария Гончаренко").await;
    let before = rows(app).await;
    let request = CompleteRequest {
        next: Adjustment {
            due: Some(day("2026-11-20")),
            assignee_id: None,
        },
        ..answer(desk.result("call_back"), &[])
    };
    let refused = desk.complete(task.id, request).await.expect_err("faults");
    let expected = BTreeMap::from([
        ("/fields/call_at".to_owned(), "required"),
        ("/next/due".to_owned(), "in_past"),
    ]);
    assert_eq!(faults(&refused), expected);
    assert_eq!(rows(app).await, before);
});
