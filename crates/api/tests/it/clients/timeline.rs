use domain::access::BuiltInRole;
use domain::timeline::EntryKind;
use testkit::both;
use wire::clients::{AddNote, GetClient, ListTimeline, NewNote, TimelineQuery};
use wire::error::Code;
use wire::list::Listed;

use crate::desk::{Desk, faults, param, text};

both!(the_timeline_keeps_the_words_of_its_moment, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Мария Гончаренко").await;
    let note = |text: &str| NewNote { text: text.into() };
    let empty = desk
        .anna
        .post::<AddNote>((chain.client_id,), note(" \n "))
        .await;
    assert_eq!(faults(&empty.expect_err("empty"))["/text"], "required");
    let said = desk
        .anna
        .post::<AddNote>((chain.client_id,), note("Ждёт вечернюю группу"))
        .await;
    assert_eq!(
        said.expect("a note").by.map(|by| by.id),
        Some(desk.anna.me.id)
    );
    desk.ends(task.id, "thinks", &[("details", text("Дорого"))])
        .await;

    let read = |query: TimelineQuery| desk.anna.list::<ListTimeline>((chain.client_id,), query);
    let all = read(TimelineQuery::default())
        .await
        .expect("a timeline")
        .items;
    let kinds: Vec<EntryKind> = all.iter().rev().map(|entry| entry.kind).collect();
    assert_eq!(
        kinds[..3],
        [
            EntryKind::ClientCreated,
            EntryKind::ChainStarted,
            EntryKind::TaskCreated
        ]
    );
    assert!(kinds.contains(&EntryKind::Note) && kinds.contains(&EntryKind::Completion));
    let only = TimelineQuery {
        kind: Some(Listed(vec![EntryKind::Completion])),
        ..Default::default()
    };
    let done = read(only).await.expect("a timeline").items;
    let completion = done[0].completion.as_ref().expect("a completion");
    assert_eq!(completion.result_name, "Думает");
    assert_eq!(completion.fields[0].display, "Дорого");
    assert_eq!(done[0].task_title.as_deref(), Some("Личный звонок клиенту"));

    let mut walked = Vec::new();
    let mut query = TimelineQuery {
        limit: Some(2),
        ..TimelineQuery::default()
    };
    loop {
        let page = read(query.clone()).await.expect("a page");
        walked.extend(page.items);
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    assert_eq!(walked, all);
});

both!(whoever_only_reads_writes_no_notes, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Мария Гончаренко").await.id;
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let note = || NewNote {
        text: "Перезвонить".into(),
    };
    analyst.get::<GetClient>((client,)).await.expect("he reads");
    let refused = analyst.post::<AddNote>((client,), note()).await;
    let refused = refused.expect_err("and no more");
    assert_eq!(
        (refused.code(), param(&refused, "permission").as_str()),
        (Some(Code::NotAllowed), "client.note")
    );
    let query = TimelineQuery {
        kind: Some(Listed(vec![EntryKind::Note])),
        ..TimelineQuery::default()
    };
    let notes = desk.anna.list::<ListTimeline>((client,), query).await;
    assert_eq!(notes.expect("a timeline").items, []);
    // A coach writes about those he works with.
    let coach = app.joins(BuiltInRole::Coach).await;
    let hidden = coach.post::<AddNote>((client,), note()).await;
    assert_eq!(hidden.expect_err("not his").code(), Some(Code::NotFound));
    let visit = wire::tasks::NewTask {
        client_id: Some(client),
        assignee_id: Some(coach.me.id),
        ..crate::tasks::titled("Встретить")
    };
    let given = desk.anna.post::<wire::tasks::CreateTask>((), visit).await;
    given.expect("a task");
    let said = coach.post::<AddNote>((client,), note()).await;
    assert_eq!(said.expect("a note").text.as_deref(), Some("Перезвонить"));
});
