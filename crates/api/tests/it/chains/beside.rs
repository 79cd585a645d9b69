//! What a result also does, by the front door: done with the completion, told for ever, and taken back with it.

use domain::access::BuiltInRole;
use domain::chains::ChainState;
use domain::clients::Stage;
use domain::ids::{ProcessId, ResultId, TaskId};
use domain::notices::NoticeKind;
use domain::outgoing::Outgoing;
use domain::processes::{
    Action, Also, AssigneeRule, Condition, Continuation, DueRule, DueUnit, Graph, MessageBy, Pick,
    Recipient, Step, Target, Test, Transition,
};
use domain::tasks::{TaskState, TaskType};
use domain::timeline::EntryKind;
use store::{DeliveryFilter, JobState};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::clients::{
    Client, ClientPatch, CreateClient, EmailContact, ListTimeline, NewClient, TimelineQuery,
    UpdateClient,
};
use wire::error::Code;
use wire::hooks::{CreateHook, NewHook};
use wire::invariants::CheckInvariants;
use wire::notices::{ListNotices, NoticesQuery};
use wire::processes::{CheckGraph, CheckRequest, GetDraft};
use wire::tasks::{
    ExplainTask, GetTask, GetWorkplace, ListTasks, PreviewCompletion, TaskPatch, TaskView,
    TasksQuery, UpdateTask,
};
use wire::templates::{CreateTemplate, GetTemplate, NewTemplate};

use crate::desk::{Desk, answer, newcomer, rows, text};
use crate::processes::{process, published};
use crate::results::result;

/// The ready process; a client who thinks it over also brings an errand, a change of the card and a second process.
pub(super) struct Club {
    pub desk: Desk,
    pub manager: Person,
    pub issued: ResultId,
    care: ProcessId,
    pub graph: Graph,
}

fn always(act: Action) -> Also {
    Also { when: vec![], act }
}

impl Club {
    pub async fn of(app: &TestApp) -> Self {
        let desk = Desk::of(app).await;
        let manager = app.joins(BuiltInRole::Manager).await;
        let issued = result(&app.owner, "Выдано").await.id;
        let internal = NewTemplate {
            task_type: TaskType::Internal,
            ..crate::templates::named("Выдать абонемент", &[issued])
        };
        let errand = app.owner.post::<CreateTemplate>((), internal).await;
        let errand = errand.expect("a template").id;
        let care = care(app, issued).await;
        let draft = app.owner.get::<GetDraft>((desk.process(),)).await;
        let mut graph = draft.expect("a draft").graph;
        let thinks = desk.result("thinks");
        let mut transitions = graph.transitions.iter_mut();
        let transition = transitions.find(|one| one.result_id == thinks);
        let tags = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        transition.expect("thinks").also = vec![
            always(Action::Errand {
                template_id: errand,
                due: Some(DueRule::After {
                    amount: 1,
                    unit: DueUnit::Days,
                    at: None,
                }),
                assignee: AssigneeRule::Role {
                    role_id: manager.me.role.id,
                    pick: Pick::RoundRobin,
                },
                text: Some("{client}: {result}, {field:details} ({employee})".into()),
            }),
            always(Action::Tag {
                add: tags(&["Думает"]),
                remove: tags(&["новый"]),
            }),
            always(Action::Responsible {
                assignee: AssigneeRule::Employee {
                    employee_id: manager.me.id,
                },
            }),
            Also {
                when: vec![Condition::Field {
                    field: "details".into(),
                    is: Test::Filled,
                }],
                act: Action::Stage {
                    stage: Stage::Former,
                },
            },
            always(Action::StartProcess { process_id: care }),
        ];
        published(&app.owner, desk.process(), graph.clone()).await;
        Self {
            desk,
            manager,
            issued,
            care,
            graph,
        }
    }

    /// The first task of a new client with a tag.
    pub async fn begin(&self, name: &str) -> TaskView {
        let new = NewClient {
            tags: vec!["Новый".into()],
            ..newcomer(name)
        };
        let saved = self.desk.anna.post::<CreateClient>((), new).await;
        let client = saved.expect("a client").client;
        let chain = self.desk.start(client.id).await.expect("a chain");
        chain.tasks[0].clone()
    }

    pub async fn card(&self, task: &TaskView) -> Client {
        let client = task.client.as_ref().expect("a client");
        self.desk.card(client.id).await
    }

    /// The open errands that stand beside the chain of a task.
    pub async fn errands(&self, task: &TaskView) -> Vec<TaskView> {
        let query = TasksQuery {
            client_id: task.client.as_ref().map(|client| client.id),
            ..TasksQuery::default()
        };
        let all = self.manager.list::<ListTasks>((), query).await;
        let mut all = all.expect("tasks").items;
        all.retain(|one| one.errand_of.is_some() && one.state == TaskState::Open);
        assert!(all.iter().all(|one| one.errand_of == task.chain_id));
        all
    }

    pub async fn thinks(&self, task: TaskId) -> wire::tasks::Completed {
        let details = [("details", text("с мужем"))];
        self.desk.ends(task, "thinks", &details).await
    }
}

/// A process of one internal step.
async fn care(app: &TestApp, done: ResultId) -> ProcessId {
    let template = NewTemplate {
        task_type: TaskType::ClientTask,
        ..crate::templates::named("Спросить, как дела", &[done])
    };
    let template = app.owner.post::<CreateTemplate>((), template).await;
    let graph = Graph {
        start: Some(Target::plain("ask")),
        steps: vec![Step {
            key: "ask".into(),
            template_id: template.expect("a template").id,
            results: vec![done],
            position: None,
        }],
        transitions: vec![Transition::plain("ask", done, Continuation::Goal)],
    };
    let id = process(&app.owner, "Забота").await.id;
    published(&app.owner, id, graph).await;
    id
}

both!(a_result_does_all_it_says_and_is_taken_back_with_it, |app| {
    let club = Club::of(app).await;
    let (desk, manager) = (&club.desk, &club.manager);
    let task = club.begin("Гончаренко Мария").await;
    let before = rows(app).await;
    let card = club.card(&task).await;

    // What is shown before, in the browser and on the server, is what happens.
    let thinks = answer(desk.result("thinks"), &[("details", text("с мужем"))]);
    let place = desk.anna.get::<GetWorkplace>((task.id,)).await.expect("it");
    let here = domain::chains::complete(
        &place.facts,
        thinks.result_id,
        &thinks.fields,
        None,
        &thinks.next,
        desk.anna.me.id,
        &place.context,
    );
    let seen = desk
        .anna
        .post::<PreviewCompletion>((task.id,), thinks.clone())
        .await
        .expect("a preview");
    assert_eq!(here.expect("a decision").told(), seen.next);
    assert_eq!(seen.next.also.len(), 5);
    let done = club.thinks(task.id).await;
    assert_eq!((&done.next, &done.sentence), (&seen.next, &seen.sentence));
    for word in ["поручение «Выдать абонемент»", "+«Думает»", "«Забота»"]
    {
        assert!(done.sentence.contains(word), "{}", done.sentence);
    }
    assert_eq!(done.chain_state, Some(ChainState::Active));
    assert!(done.next_task.is_some(), "the next step is there as ever");

    let [errand] = &club.errands(&task).await[..] else {
        panic!("one errand");
    };
    assert_eq!(errand.assignee.employee_id, Some(manager.me.id));
    let note = errand.note.as_deref().expect("a text");
    assert!(note.starts_with("Гончаренко"), "{note}");
    assert!(note.contains(", с мужем ("), "{note}");
    let why = manager.get::<ExplainTask>((errand.id,)).await.expect("why");
    assert!(
        why.text.starts_with("Поручение после результата"),
        "{}",
        why.text
    );
    let after = club.card(&task).await;
    assert_eq!(after.tags, ["Думает"]);
    assert_eq!(after.stage, Stage::Former);
    let responsible = after.responsible.as_ref().expect("somebody");
    assert_eq!(responsible.id, manager.me.id);
    assert_eq!(after.chains.len(), 2);
    assert!(
        after
            .chains
            .iter()
            .any(|chain| chain.process_id == club.care)
    );
    let told = desk
        .anna
        .list::<ListTimeline>((after.id,), TimelineQuery::default())
        .await
        .expect("a timeline")
        .items;
    let completion = told.iter().find_map(|entry| entry.completion.as_ref());
    let also = completion.and_then(|it| it.also.clone()).expect("words");
    assert!(also.contains("Выдать абонемент"), "{also}");

    desk.take_back(task.id).await.expect("taken back");
    let now = rows(app).await;
    for (table, rows) in &before {
        assert_eq!(&now[table], rows, "{table}");
    }
    assert_eq!(club.card(&task).await.tags, card.tags);
    let gone = manager
        .get::<GetTask>((errand.id,))
        .await
        .expect_err("gone");
    assert_eq!(gone.code(), Some(Code::NotFound));
    // And it can be done again.
    club.thinks(task.id).await;
    assert_eq!(club.errands(&task).await.len(), 1);
    let checked = app
        .owner
        .get::<CheckInvariants>(())
        .await
        .expect("invariants");
    assert!(
        checked.checks.iter().all(|check| check.violations == 0),
        "{checked:?}"
    );
});

both!(
    what_somebody_works_on_stays_when_its_cause_is_taken_back,
    |app| {
        let club = Club::of(app).await;
        let (desk, manager) = (&club.desk, &club.manager);
        let task = club.begin("Ёлкин Пётр").await;
        club.thinks(task.id).await;
        let errand = club.errands(&task).await.remove(0);
        let note = TaskPatch {
            note: Some(Some("Позвать в среду".into())),
            ..TaskPatch::default()
        };
        let changed = manager
            .change::<UpdateTask>((errand.id,), errand.version, note)
            .await;
        changed.expect("changed");
        let card = club.card(&task).await;
        let patch = ClientPatch {
            tags: Some(vec!["Думает".into(), "VIP".into()]),
            ..ClientPatch::default()
        };
        let tagged = manager
            .change::<UpdateClient>((card.id,), card.version, patch)
            .await;
        tagged.expect("tagged");

        desk.take_back(task.id).await.expect("taken back");
        assert_eq!(club.errands(&task).await.len(), 1, "the errand is in work");
        let card = club.card(&task).await;
        assert_eq!(card.tags, ["VIP", "Новый"], "a tag that somebody set stays");
        assert_eq!(card.stage, Stage::Lead);
        assert_eq!(card.chains.len(), 1);
        let done = desk
            .complete_as(manager, errand.id, answer(club.issued, &[]))
            .await
            .expect("done");
        assert_eq!(done.chain_state, None);
        let checked = app
            .owner
            .get::<CheckInvariants>(())
            .await
            .expect("invariants");
        assert!(
            checked.checks.iter().all(|check| check.violations == 0),
            "{checked:?}"
        );
    }
);

both!(a_process_that_runs_is_left_alone_and_said_so, |app| {
    let club = Club::of(app).await;
    let task = club.begin("Мария Гончаренко").await;
    let next = club.thinks(task.id).await.next_task.expect("again");
    let again = club.thinks(next.id).await;
    assert!(again.sentence.contains("уже идёт"), "{}", again.sentence);
    let card = club.card(&task).await;
    assert_eq!(card.chains.len(), 2);
    let told = club
        .desk
        .anna
        .list::<ListTimeline>((card.id,), TimelineQuery::default())
        .await;
    let told = told.expect("a timeline").items;
    let mut told = told.iter().map(|entry| entry.kind);
    let started = told
        .by_ref()
        .filter(|kind| *kind == EntryKind::ChainStarted);
    assert_eq!(started.count(), 2);
});

both!(what_cannot_be_done_is_a_problem_with_its_place, |app| {
    let club = Club::of(app).await;
    let mut graph = club.graph.clone();
    let place = graph
        .transitions
        .iter()
        .position(|one| !one.also.is_empty());
    let place = place.expect("one");
    let step = graph.steps[0].template_id;
    let also = &mut graph.transitions[place].also;
    if let Action::Errand {
        template_id, text, ..
    } = &mut also[0].act
    {
        *template_id = step;
        *text = Some("{клиент}".into());
    }
    let checked = app
        .owner
        .post::<CheckGraph>(
            (),
            CheckRequest {
                graph: graph.clone(),
            },
        )
        .await
        .expect("checked");
    let found: Vec<_> = checked
        .problems
        .iter()
        .filter(|it| it.also == Some(1))
        .collect();
    let codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["errand_not_internal", "unknown_placeholder"]);
    assert!(
        found[0].message.contains("ещё\u{a0}1"),
        "{}",
        found[0].message
    );

    // A template that an errand needs is in use.
    let Action::Errand { template_id, .. } = &club.graph.transitions[place].also[0].act else {
        panic!("an errand");
    };
    let template = app
        .owner
        .get::<GetTemplate>((*template_id,))
        .await
        .expect("it");
    let refused = app
        .owner
        .change::<wire::templates::ArchiveTemplate>((template.id,), template.version, ())
        .await
        .expect_err("in use");
    assert_eq!(refused.code(), Some(Code::InUse));
});

both!(messages_are_told_at_once_sent_later_and_withdrawn, |app| {
    let club = Club::of(app).await;
    let (desk, manager) = (&club.desk, &club.manager);
    let new = NewHook {
        name: "Склад".into(),
        url: "https://shop.example/perezvon".into(),
    };
    let hook = app
        .owner
        .post::<CreateHook>((), new)
        .await
        .expect("a hook")
        .hook;
    let mut graph = club.graph.clone();
    let thinks = desk.result("thinks");
    let message = |to, by| {
        always(Action::Message {
            to,
            by,
            subject: "{client}: {result}".into(),
            text: "{field:details}\n{club}".into(),
        })
    };
    let role_id = manager.me.role.id;
    let mut transitions = graph.transitions.iter_mut();
    transitions
        .find(|one| one.result_id == thinks)
        .expect("it")
        .also = vec![
        message(Recipient::Role { role_id }, MessageBy::Notice),
        message(Recipient::Client, MessageBy::Email),
        message(Recipient::Same, MessageBy::Email),
        always(Action::Hook { hook_id: hook.id }),
    ];
    published(&app.owner, desk.process(), graph).await;
    let deliveries = || async {
        let all = |tx: &mut store::Tx<'_>| {
            tx.deliveries(DeliveryFilter::default(), &store::PageRequest::first(50))
        };
        let page = app.state.db.read(store::Who::System, app.now(), all).await;
        page.expect("deliveries").items
    };
    let notices = || async {
        let all = manager
            .list::<ListNotices>((), NoticesQuery::default())
            .await;
        let all = all.expect("notices").items.into_iter();
        all.filter(|one| one.kind == NoticeKind::Message).count()
    };

    // Nobody can be written to who has no address: that is no fault, and is said.
    let without = club.begin("Ёлкин Пётр").await;
    let done = club.thinks(without.id).await;
    assert!(done.sentence.contains("не отправить"), "{}", done.sentence);
    assert_eq!(deliveries().await.len(), 2);

    let new = NewClient {
        emails: vec![
            EmailContact {
                do_not_write: true,
                ..EmailContact::from("old@mail.example")
            },
            "maria@mail.example".into(),
        ],
        ..newcomer("Гончаренко Мария")
    };
    let saved = desk.anna.post::<CreateClient>((), new).await;
    let client = saved.expect("a client").client;
    let chain = desk.start(client.id).await.expect("a chain");
    let task = chain.tasks[0].clone();
    club.thinks(task.id).await;
    let sent = deliveries().await;
    assert_eq!(sent.len(), 5);
    assert!(
        sent.iter()
            .all(|one| one.run_at == app.now().plus(chrono::Duration::minutes(10)))
    );
    let letter = sent.iter().find_map(|one| match &one.outgoing {
        Outgoing::Mail(mail) if mail.to == "maria@mail.example" => Some(mail.clone()),
        _ => None,
    });
    let letter = letter.expect("a letter");
    assert!(
        letter.subject.starts_with("Гончаренко"),
        "{}",
        letter.subject
    );
    assert!(letter.text.starts_with("с мужем\n"), "{}", letter.text);
    assert_eq!(notices().await, 2);

    desk.take_back(task.id).await.expect("taken back");
    let left = deliveries().await;
    let waiting = left.iter().filter(|one| one.state == JobState::Waiting);
    assert_eq!(waiting.count(), 2, "those of the other client");
    assert_eq!(notices().await, 1);
});
