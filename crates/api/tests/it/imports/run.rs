//! Taking in: quietly, once, in small steps, and with chains only when somebody asks.

use domain::imports::{ImportState, Plan, RowFate};
use testkit::both;
use wire::clients::{ClientsQuery, EntryKind, ListClients, ListTimeline, TimelineQuery};
use wire::error::Code;
use wire::imports::{CheckImport, GetImportErrors, RunImport, RunRequest};
use wire::notices::{ListNotices, Notice, NoticeKind, NoticesQuery};
use wire::tasks::{ListTasks, TasksQuery};

use super::{checked, import, pasted, ran, rows};
use crate::desk::Desk;

fn file(count: usize) -> String {
    let rows = (0..count).map(|n| format!("Клиент{n} Иван\t+7912{:07}", 3_000_000 + n));
    std::iter::once("ФИО\tТелефон".to_owned())
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

async fn notices(person: &client::Client) -> Vec<Notice> {
    let asked = person.call::<ListNotices>((), NoticesQuery::default(), ());
    asked.reply().await.expect("notices").items
}

both!(an_import_is_quiet_and_says_what_it_did, |app| {
    let desk = Desk::of(app).await;
    let owner = &app.owner;
    let made = pasted(owner, &file(120)).await;
    checked(app, owner, made.id).await;
    let done = ran(app, owner, made.id).await;
    assert_eq!(
        (done.fates.created, done.looked_at, done.rows),
        (120, 120, 120)
    );
    assert!(done.undo_until.is_some());
    let query = TasksQuery::default();
    let tasks = owner
        .call::<ListTasks>((), query, ())
        .reply()
        .await
        .expect("tasks");
    assert_eq!(tasks.items.len(), 0, "nothing begins unless somebody asks");
    // Only who asked for it is told that it has ended.
    assert_eq!(notices(&desk.anna.api).await.len(), 0);
    let told = notices(owner).await;
    assert_eq!((told.len(), told[0].kind), (1, NoticeKind::Imported));
    assert_eq!(told[0].import_id, Some(made.id));
    assert_eq!(
        told[0].text,
        "Импорт «table» завершён. Новых: 120, изменено: 0, не вошло: 0"
    );
    let first = rows(owner, made.id, None).await[0]
        .client
        .clone()
        .expect("a card");
    let timeline = owner.call::<ListTimeline>((first.id,), TimelineQuery::default(), ());
    let timeline = timeline.reply().await.expect("a timeline").items;
    assert_eq!(timeline.len(), 1);
    assert_eq!(timeline[0].kind, EntryKind::ClientCreated);
    assert_eq!(timeline[0].import.as_deref(), Some("table"));
    assert_eq!(timeline[0].by.as_ref().map(|by| by.id), Some(owner.me.id));
    // The same file again finds everybody.
    let again = pasted(owner, &file(120)).await;
    let again = checked(app, owner, again.id).await;
    assert_eq!(again.plans.unchanged, 120);
    let refused = owner
        .post::<RunImport>((again.id,), RunRequest::default())
        .await;
    assert_eq!(
        refused.expect_err("nothing to do").code(),
        Some(Code::WrongState)
    );
});

// A server that is killed goes on where it stopped: between two bites everything is where it should be.
both!(it_is_carried_on_bite_by_bite, |app| {
    let owner = &app.owner;
    let made = pasted(owner, &file(120)).await;
    let bite = || async {
        let carry = |tx: &mut store::Tx<'_>| api::imports::carry(tx);
        app.state
            .db
            .write(store::Who::System, app.now(), carry)
            .await
            .expect("a bite")
    };
    owner
        .post::<CheckImport>((made.id,), ())
        .await
        .expect("checking");
    for (looked_at, state) in [
        (50, ImportState::Checking),
        (100, ImportState::Checking),
        (120, ImportState::Checked),
    ] {
        bite().await;
        let now = import(owner, made.id).await;
        assert_eq!((now.looked_at, now.state), (looked_at, state));
    }
    owner
        .post::<RunImport>((made.id,), RunRequest::default())
        .await
        .expect("running");
    for (created, state) in [
        (50, ImportState::Running),
        (100, ImportState::Running),
        (120, ImportState::Done),
    ] {
        bite().await;
        let now = import(owner, made.id).await;
        assert_eq!((now.fates.created, now.state), (created, state));
        let counted = ClientsQuery {
            include_total: Some(true),
            ..ClientsQuery::default()
        };
        let cards = owner
            .call::<ListClients>((), counted, ())
            .reply()
            .await
            .expect("cards");
        assert_eq!(cards.total.map(|total| total.count), Some(created));
    }
    assert_eq!(bite().await, 0);
});

both!(what_was_not_taken_comes_back_as_a_file, |app| {
    let owner = &app.owner;
    let made = pasted(owner, "ФИО\tТелефон\tЗаметка\nАнна Мельник\t123\t=HYPERLINK(\"http://x\")\nИван Кожокару\t89123456789\t\nИван Кожокару\t+7 912 345-67-89\t-1+1").await;
    checked(app, owner, made.id).await;
    let done = ran(app, owner, made.id).await;
    assert_eq!((done.fates.created, done.fates.left), (1, 2));
    let left = rows(owner, made.id, Some(Plan::Faulty)).await;
    assert_eq!((left.len(), left[0].fate), (1, Some(RowFate::Left)));
    let file = owner
        .get::<GetImportErrors>((made.id,))
        .await
        .expect("a file");
    let lines: Vec<&str> = file.file.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines.len(), 3, "{}", file.file);
    assert!(
        lines[1].starts_with("Анна Мельник;123;\"'=HYPERLINK(\"\"http://x\"\")\";2;"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("Иван Кожокару;+7 912 345-67-89;'-1+1;4;"),
        "{}",
        lines[2]
    );
    assert!(lines[2].contains("3"), "{}", lines[2]);
});

both!(chains_begin_at_their_pace, |app| {
    let desk = Desk::of(app).await;
    let owner = &app.owner;
    let made = pasted(owner, &file(7)).await;
    checked(app, owner, made.id).await;
    let request = RunRequest {
        process_id: Some(desk.process()),
        per_day: Some(3),
    };
    owner
        .post::<RunImport>((made.id,), request)
        .await
        .expect("running");
    app.errands().await;
    let begun = || async {
        let tasks = owner
            .call::<ListTasks>((), TasksQuery::default(), ())
            .reply()
            .await;
        tasks.expect("tasks").items.len()
    };
    let today = begun().await;
    assert!(today == 3 || today == 0, "a working day or not: {today}");
    let waiting = import(owner, made.id).await.waiting;
    assert_eq!(waiting as usize + today, 7);
    let mut most = today;
    for _ in 0..10 {
        app.later(chrono::Duration::days(1)).await;
        app.errands().await;
        let now = begun().await;
        assert!(now - most <= 3, "three a day");
        most = now;
    }
    assert_eq!((most, import(owner, made.id).await.waiting), (7, 0));
    // Undoing stays possible for nothing but those nobody has worked with; the time is over here.
    let refused = owner
        .post::<wire::imports::UndoImport>((made.id,), ())
        .await;
    assert_eq!(
        refused.expect_err("too late").code(),
        Some(Code::UndoExpired)
    );
});
