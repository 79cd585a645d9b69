//! Cases by the front door: the first that holds decides, everybody is told which, and history keeps its words.

use domain::clients::Stage;
use domain::ids::ValueId;
use domain::processes::{Case, Condition, Continuation, DueRule, DueUnit, Graph, Target, Test};
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{CreateClient, ListTimeline, NewClient, TimelineQuery};
use wire::dictionaries::{GetDictionary, UpdateValue, ValuePatch};
use wire::error::Code;
use wire::process_files::{Done, ExportProcess, ExportQuery, ImportProcesses, ImportRequest};
use wire::processes::{
    CheckGraph, CheckRequest, GetDraft, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest,
};
use wire::tasks::{ExplainTask, GetWorkplace, PreviewCompletion, TaskView};

use crate::desk::{Desk, answer, faults, newcomer, rows, text};

/// The ready process with cases for a refusal of the call: too far leads on to a visit for a VIP, a lead's second thought is an end.
struct Branching {
    desk: Desk,
    far: ValueId,
    other: ValueId,
    graph: Graph,
}

fn asked(field: &str, is: Test) -> Condition {
    Condition::Field {
        field: field.into(),
        is,
    }
}

impl Branching {
    async fn of(app: &TestApp) -> Self {
        let desk = Desk::of(app).await;
        let id = desk.preset.dictionaries["refusal_reasons"];
        let list = app.owner.get::<GetDictionary>((id,)).await;
        let values = list.expect("a list").values;
        let (far, other) = (values[1].id, values[3].id);
        let draft = app.owner.get::<GetDraft>((desk.process(),)).await;
        let mut graph = draft.expect("a draft").graph;
        let refused = desk.result("refused");
        let target = graph.start.clone().expect("a start");
        let in_two_days = DueRule::After {
            amount: 2,
            unit: DueUnit::WorkingDays,
            at: None,
        };
        let of_refusal = |one: &&mut domain::processes::Transition| {
            one.step == target.step && one.result_id == refused
        };
        let transition = graph.transitions.iter_mut().find(of_refusal);
        transition.expect("a refusal").cases = vec![
            Case {
                when: vec![
                    asked("reason", Test::OneOf { values: vec![far] }),
                    Condition::Tagged {
                        any_of: vec!["vip".into()],
                    },
                    Condition::Branch {
                        one_of: vec![app.owner.me.branches[0].id],
                    },
                ],
                then: Continuation::Step {
                    target: Target {
                        due: Some(in_two_days),
                        ..Target::plain(&target.step)
                    },
                },
            },
            Case {
                when: vec![
                    asked("details", Test::Filled),
                    Condition::Stage {
                        one_of: vec![Stage::Lead],
                    },
                ],
                then: Continuation::End,
            },
        ];
        crate::processes::published(&app.owner, desk.process(), graph.clone()).await;
        Self {
            desk,
            far,
            other,
            graph,
        }
    }

    /// The first task of a client with a tag.
    async fn vip(&self, name: &str) -> TaskView {
        let new = NewClient {
            tags: vec!["VIP".into()],
            ..newcomer(name)
        };
        let saved = self.desk.anna.post::<CreateClient>((), new).await;
        let client = saved.expect("a client").client;
        let chain = self.desk.start(client.id).await.expect("a chain");
        chain.tasks[0].clone()
    }

    fn place(&self) -> usize {
        let cases = |one: &domain::processes::Transition| !one.cases.is_empty();
        self.graph.transitions.iter().position(cases).expect("one")
    }
}

both!(a_case_decides_as_it_was_seen_and_is_told_for_ever, |app| {
    let club = Branching::of(app).await;
    let desk = &club.desk;
    let task = club.vip("Мария Гончаренко").await;
    let far = text(&club.far.to_string());
    let refused = answer(desk.result("refused"), &[("reason", far)]);

    // The browser decides on the workplace, the server on the database: the same.
    let place = desk.anna.get::<GetWorkplace>((task.id,)).await.expect("it");
    let here = domain::chains::complete(
        &place.facts,
        refused.result_id,
        &refused.fields,
        None,
        &refused.next,
        desk.anna.me.id,
        &place.context,
    );
    let seen = desk
        .anna
        .post::<PreviewCompletion>((task.id,), refused.clone())
        .await
        .expect("a preview");
    assert_eq!(here.expect("a decision").told(), seen.next);
    assert!(seen.sentence.contains("Решил случай"), "{}", seen.sentence);
    let because = seen.next.because.clone().expect("a case");
    assert_eq!((because.case, because.when.len()), (1, 3));

    let done = desk.complete(task.id, refused).await.expect("done");
    assert_eq!((&done.next, &done.sentence), (&seen.next, &seen.sentence));
    let next = done.next_task.expect("the call again");
    let words = done.completion.because.expect("words");
    assert!(
        words.contains("далеко добираться") && words.contains("vip"),
        "{words}"
    );

    // What the value is called later changes nothing of what was said.
    let id = desk.preset.dictionaries["refusal_reasons"];
    let list = app.owner.get::<GetDictionary>((id,)).await.expect("it");
    let value = list.values.iter().find(|value| value.id == club.far);
    let patch = ValuePatch {
        name: Some("Неудобно ехать".into()),
    };
    let seen = value.expect("the value").version;
    app.owner
        .call::<UpdateValue>((club.far,), (), patch)
        .if_match(seen)
        .reply()
        .await
        .expect("renamed");
    let why = desk.anna.get::<ExplainTask>((next.id,)).await.expect("why");
    assert!(why.text.contains(&words), "{}", why.text);
    let client = task.client.expect("a client").id;
    let told = desk
        .anna
        .list::<ListTimeline>((client,), TimelineQuery::default())
        .await;
    let told = told.expect("a timeline").items;
    let completions = told.iter().filter_map(|entry| entry.completion.as_ref());
    let told: Vec<_> = completions.map(|one| one.because.clone()).collect();
    assert_eq!(told, [Some(words)]);
});

both!(
    the_next_case_is_asked_and_at_last_what_usually_follows,
    |app| {
        let club = Branching::of(app).await;
        let desk = &club.desk;
        let (far, other) = (club.far.to_string(), club.other.to_string());
        for (name, vip, reason, details, case, state) in [
            ("Один Клиент", true, &far, None, Some(1), "active"),
            ("Другой Клиент", false, &far, None, None, "refused"),
            ("Третий Клиент", true, &other, None, None, "refused"),
            (
                "Четвёртый Клиент",
                true,
                &other,
                Some("Ждёт"),
                Some(2),
                "ended",
            ),
            ("Пятый Клиент", true, &far, Some("Ждёт"), Some(1), "active"),
        ] {
            let task = match vip {
                true => club.vip(name).await,
                false => desk.begin(name).await.1,
            };
            let mut fields = vec![("reason", text(reason))];
            fields.extend(details.map(|details| ("details", text(details))));
            let before = rows(app).await;
            let done = desk.ends(task.id, "refused", &fields).await;
            let because = done.next.because.as_ref().map(|because| because.case);
            assert_eq!(because, case, "{name}");
            let left = done.chain_state.map(|state| state.as_str());
            assert_eq!(left, Some(state), "{name}");

            // Taken back, everything is as it was, and another answer takes another way.
            desk.take_back(task.id).await.expect(name);
            let after = rows(app).await;
            for (table, rows) in &before {
                assert_eq!(&after[table], rows, "{name}: {table}");
            }
            let again = desk
                .ends(task.id, "refused", &[("reason", text(&other))])
                .await;
            assert_eq!(again.next.because, None, "{name}");
        }
    }
);

both!(what_is_wrong_with_a_case_is_told_where_it_stands, |app| {
    let club = Branching::of(app).await;
    let (owner, process) = (&app.owner, club.desk.process());
    let place = club.place();
    let mut graph = club.graph.clone();
    let reason = asked(
        "reason",
        Test::OneOf {
            values: vec![ValueId::from_i64(1)],
        },
    );
    graph.transitions[place].cases[1].when = vec![reason];
    let check = CheckRequest {
        graph: graph.clone(),
    };
    let problems = owner.post::<CheckGraph>((), check).await.expect("checked");
    let problem = problems.problems.first().expect("a problem");
    assert_eq!(
        (
            problem.code.as_str(),
            problem.case,
            problem.field.as_deref()
        ),
        ("unknown_value", Some(2), Some("reason"))
    );
    assert!(problem.message.contains("случай"), "{}", problem.message);
    let save = SaveDraftRequest { graph, version: 0 };
    let saved = owner.post::<SaveDraft>((process,), save).await;
    let version = saved.expect("an unfinished draft").version;
    let refused = owner
        .post::<PublishProcess>((process,), PublishRequest::of(version))
        .await
        .expect_err("not publishable");
    assert_eq!(refused.code(), Some(Code::NotPublishable));
    let pointer = format!("/graph/transitions/{place}/cases/1");
    assert_eq!(faults(&refused).keys().collect::<Vec<_>>(), [&pointer]);

    let mut graph = club.graph.clone();
    let case = graph.transitions[place].cases[0].clone();
    graph.transitions[place].cases = vec![case; 10];
    let check = SaveDraftRequest { graph, version };
    let refused = owner.post::<SaveDraft>((process,), check).await;
    let pointer = format!("/graph/transitions/{place}/cases");
    assert_eq!(faults(&refused.expect_err("ten"))[&pointer], "too_long");
});

both!(a_file_carries_cases_there_and_back, |app| {
    let club = Branching::of(app).await;
    let (owner, process) = (&app.owner, club.desk.process());
    let export = async || {
        let file = owner
            .call::<ExportProcess>((process,), ExportQuery::default(), ())
            .reply()
            .await;
        file.expect("a file").file
    };
    let file = export().await;
    assert!(file.contains("otherwise: refusal"), "{file}");
    assert!(file.contains("далеко добираться"), "{file}");
    let request = ImportRequest {
        file: file.clone(),
        publish: true,
        existing: Default::default(),
        dry_run: false,
    };
    let imported = owner.post::<ImportProcesses>((), request).await;
    let imported = imported.expect("taken in");
    assert_eq!(imported.processes[0].changes, []);
    assert_eq!(imported.processes[0].done, Done::Unchanged);

    let lost = file.replacen("- vip", "- \"\"", 1);
    let request = ImportRequest {
        file: lost,
        publish: false,
        existing: Default::default(),
        dry_run: true,
    };
    let refused = owner.post::<ImportProcesses>((), request).await;
    assert!(refused.is_err(), "a tag without letters");
});
