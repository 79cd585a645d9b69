//! What a comparison shows.

use chrono::Duration;
use domain::comparison::{Planned, Side};
use testkit::both;
use wire::comparison::{
    ComparisonEnd, EndComparison, GetOutlook, NewComparison, OutlookQuery, StartComparison, Verdict,
};

use super::Question;

both!(
    a_verdict_is_given_when_the_planned_clients_were_judged,
    |app| {
        let question = Question::of(app).await;
        let comparison = question.compared(app).await;
        let planned = Planned {
            present: 20,
            challenger: 20,
        };
        assert_eq!(comparison.planned, planned);
        let told = question.report(app, &comparison).await;
        let none = Verdict::NotYet {
            more: 40,
            waiting: 0,
            until: None,
        };
        assert_eq!(told.report.verdict, none);
        assert!(told.verdict.contains("40"), "{}", told.verdict);

        // Whoever meets the challenger agrees after a day, whoever meets the present version declines.
        let mut tasks = Vec::new();
        let mut sides = [0, 0];
        while sides[0] < 20 || sides[1] < 20 {
            let number = sides[0] + sides[1];
            let chain = question
                .begin(app, question.process, &format!("Клиент {number}"))
                .await;
            let there = chain.version_id == comparison.challenger.id;
            sides[usize::from(there)] += 1;
            tasks.push((chain.tasks[0].id, there));
        }
        app.later(Duration::days(1)).await;
        for (task, there) in tasks {
            let result = if there {
                question.agrees
            } else {
                question.declines
            };
            question.ends(app, task, result).await;
        }
        let told = question.report(app, &comparison).await.report;
        assert_eq!(
            (told.present.refused, told.challenger.goal),
            (sides[0], sides[1])
        );
        assert_eq!(
            (told.present.judged, told.challenger.judged),
            (0, 0),
            "their days are not over"
        );
        let Verdict::NotYet {
            more: 0,
            waiting: 40,
            until: Some(until),
        } = told.verdict
        else {
            panic!("{:?}", told.verdict);
        };
        assert!(until > app.now() && until <= app.now().plus(Duration::days(9)));

        app.later(Duration::days(9) + Duration::minutes(1)).await;
        let told = question.report(app, &comparison).await;
        let report = &told.report;
        assert_eq!(report.verdict, Verdict::ChallengerBetter);
        assert!(told.verdict.contains('2'), "{}", told.verdict);
        // The twenty first of each side, however many there are.
        assert_eq!((report.present.judged, report.present.reached), (20, 0));
        assert_eq!(
            (report.challenger.judged, report.challenger.reached),
            (20, 20)
        );
        assert_eq!(report.challenger.contacts, 20);
        let days = report.challenger.seconds_to_goal.expect("the middle").value / 86_400.0;
        assert!((0.99..1.01).contains(&days), "{days}");
        let contacts = report.challenger.contacts_per_goal.expect("contacts");
        assert_eq!(contacts.value, 1.0);
        assert_eq!(report.present.contacts_per_goal, None);

        // What is kept does not change with what happens afterwards.
        let path = (question.process, comparison.id);
        let keep = ComparisonEnd {
            keep: Side::Challenger,
        };
        let ended = app
            .owner
            .post::<EndComparison>(path, keep)
            .await
            .expect("ended");
        app.later(Duration::days(3)).await;
        assert_eq!(question.report(app, &ended).await.report, *report);
    }
);

both!(a_plan_stands_on_what_was_reached_before, |app| {
    let question = Question::of(app).await;
    let outlook = |days| {
        let query = OutlookQuery { days };
        app.owner
            .call::<GetOutlook>((question.process,), query, ())
            .reply()
    };
    let none = outlook(None).await.expect("an outlook");
    assert_eq!((none.days, none.clients, none.goal_share), (30, 0, None));
    for number in 0..40 {
        let chain = question
            .begin(app, question.process, &format!("Клиент {number}"))
            .await;
        let result = match number % 4 {
            0 => question.agrees,
            _ => question.declines,
        };
        question.ends(app, chain.tasks[0].id, result).await;
    }
    app.later(Duration::days(7)).await;
    let few = outlook(Some(7)).await.expect("an outlook");
    assert_eq!(
        (few.clients, few.reached, few.goal_share),
        (40, 10, Some(0.25))
    );
    assert_eq!(few.per_week, 10.0);
    let early = outlook(Some(8)).await.expect("an outlook");
    assert_eq!(early.clients, 0);

    let new = NewComparison {
        days: 7,
        difference: 10,
        ..NewComparison::of(question.drafted(app).await)
    };
    let begun = app
        .owner
        .post::<StartComparison>((question.process,), new)
        .await;
    let planned = begun.expect("begun").planned;
    // 25 % against 35 %, as the tables have it.
    assert_eq!((planned.present, planned.challenger), (329, 329));
});
