//! Two cards again: what was done in between is where it belongs, and is listed.

use chrono::Duration;
use domain::chains::ChainState;
use testkit::both;
use wire::chains::GetChain;
use wire::clients::{
    AddNote, ClientPatch, EntryKind, ListTimeline, NewNote, RelationEntry, TimelineQuery,
    UpdateClient,
};
use wire::error::Code;
use wire::merges::{CardSide, GetMergeRemains};
use wire::tasks::{CreateTask, NewTask};

use super::{assert_same, card, holds, merge, undo, whole};
use crate::desk::{Desk, param, phone};

both!(
    what_was_done_in_between_stays_or_goes_with_its_chain,
    |app| {
        let desk = Desk::of(app).await;
        let kept = desk.client("Гончаренко Мария").await.id;
        let (chain, task) = desk.begin("Гончаренко Маша").await;
        let other = chain.client_id;
        let merged = merge(app, kept, other, None).await.expect("merged");
        app.later(Duration::hours(1)).await;

        // The chain goes on; a note, a task and a phone are written.
        let done = desk.ends(task.id, "thinks", &[]).await;
        let note = NewNote {
            text: "Спрашивала про утро".into(),
        };
        desk.anna
            .post::<AddNote>((kept,), note)
            .await
            .expect("a note");
        let new = NewTask {
            title: Some("Отправить расписание".into()),
            client_id: Some(kept),
            ..NewTask::default()
        };
        let free = desk.anna.post::<CreateTask>((), new).await.expect("a task");
        let now = card(&app.owner, kept).await;
        let patch = ClientPatch {
            given: Some(Some("Марья".into())),
            phones: Some(vec![phone("+79161234567")]),
            ..ClientPatch::default()
        };
        let changed = desk
            .anna
            .change::<UpdateClient>((kept,), now.version, patch);
        changed.await.expect("changed");

        let undone = undo(app, &merged).await.expect("two again");
        holds(app).await;
        let back = app
            .owner
            .get::<GetChain>((chain.id,))
            .await
            .expect("a chain");
        assert_eq!((back.client_id, back.tasks.len()), (other, 2));
        let one = card(&app.owner, kept).await;
        let two = card(&app.owner, other).await;
        assert_eq!(
            two.next.and_then(|next| next.task_id),
            done.next_task.map(|task| task.id)
        );
        assert_eq!(one.next.and_then(|next| next.task_id), Some(free.id));
        // Nobody had the name or the phone from the merge: they are no question of undoing.
        assert_eq!(one.given.as_deref(), Some("Марья"));
        assert_eq!(one.phones.len(), 1);
        assert_eq!(undone.remains.members, []);
        assert_eq!(two.last_contact_at, Some(app.now()));
        assert_eq!(one.last_contact_at, None);

        let kinds = |entries: &[wire::clients::Entry]| -> Vec<EntryKind> {
            entries.iter().map(|entry| entry.kind).collect()
        };
        assert_eq!(
            kinds(&undone.remains.stayed),
            [
                EntryKind::ClientChanged,
                EntryKind::TaskCreated,
                EntryKind::Note
            ]
        );
        let went = kinds(&undone.remains.went);
        assert!(went.contains(&EntryKind::Completion), "{went:?}");
        let read = app.owner.get::<GetMergeRemains>((merged.id,)).await;
        assert_eq!(read.expect("remains"), undone.remains);
        // Both histories say so.
        for (id, name) in [(kept, "Гончаренко Маша"), (other, "Гончаренко Марья")]
        {
            let history = app
                .owner
                .list::<ListTimeline>((id,), TimelineQuery::default());
            let latest = history.await.expect("history").items.remove(0);
            let change = &latest.changes[0];
            assert_eq!(
                (change.member.as_str(), change.after.as_deref()),
                ("merge_undone", Some(name))
            );
        }
    }
);

both!(members_that_somebody_changed_stay_and_are_named, |app| {
    let desk = Desk::of(app).await;
    let kept = desk.client("Гончаренко Мария").await;
    let other = desk.client("Гончаренко Маша").await;
    let fill = |version, id, number: &str, note: &str| {
        let patch = ClientPatch {
            phones: Some(vec![phone(number)]),
            note: Some(Some(note.into())),
            birth_date: Some("1991-03-12".parse().ok()),
            ..ClientPatch::default()
        };
        desk.anna.change::<UpdateClient>((id,), version, patch)
    };
    fill(other.version, other.id, "+79160000000", "Из Риги")
        .await
        .expect("filled");
    let merged = merge(app, kept.id, other.id, None).await.expect("merged");
    let one = card(&app.owner, kept.id).await;
    assert_eq!(
        (one.phones.len(), one.note.as_deref()),
        (1, Some("Из Риги"))
    );
    let patch = ClientPatch {
        phones: Some(vec![phone("+79160000000"), phone("+79161111111")]),
        note: Some(Some("Из Риги, переехала".into())),
        ..ClientPatch::default()
    };
    let changed = desk
        .anna
        .change::<UpdateClient>((kept.id,), one.version, patch);
    changed.await.expect("changed");
    let undone = undo(app, &merged).await.expect("two again");
    let named: Vec<&str> = undone
        .remains
        .members
        .iter()
        .map(|name| name.member.as_str())
        .collect();
    assert_eq!(named, ["note", "phones"]);
    let one = card(&app.owner, kept.id).await;
    // The note is as somebody wrote it; of the phones the one that came with the merge is gone; the birthday is nobody's again.
    assert_eq!(one.note.as_deref(), Some("Из Риги, переехала"));
    let numbers: Vec<&str> = one
        .phones
        .iter()
        .map(|phone| phone.number.as_deref().unwrap_or_default())
        .collect();
    assert_eq!(numbers, ["+79161111111"]);
    assert_eq!(one.birth_date, None);
    assert_eq!(card(&app.owner, other.id).await.phones.len(), 1);
});

both!(a_chain_that_cannot_run_again_is_named, |app| {
    let desk = Desk::of(app).await;
    let (own, _) = desk.begin("Гончаренко Мария").await;
    let (chain, task) = desk.begin("Гончаренко Маша").await;
    let merged = merge(app, own.client_id, chain.client_id, Some(CardSide::Other))
        .await
        .expect("merged");
    // The chain that went on reaches its end, and the process begins anew.
    let reason = desk.value("refusal_reasons").await;
    let why = crate::desk::text(&reason);
    desk.ends(task.id, "refused", &[("reason", why)]).await;
    let anew = desk.start(own.client_id).await.expect("anew");
    let undone = undo(app, &merged).await.expect("two again");
    assert_eq!(undone.remains.still_ended, [own.id]);
    holds(app).await;
    let state = async |id| app.owner.get::<GetChain>((id,)).await.expect("a chain");
    assert_eq!(state(own.id).await.state, ChainState::Cancelled);
    assert_eq!(state(anew.id).await.client_id, own.client_id);
    assert_eq!(state(chain.id).await.client_id, chain.client_id);
});

both!(links_of_others_lead_to_the_one_card_and_back, |app| {
    let desk = Desk::of(app).await;
    let kept = desk.client("Гончаренко Мария").await.id;
    let other = desk.client("Гончаренко Маша").await.id;
    let link = async |from: &str, to: &[domain::ids::ClientId]| {
        let son = desk.client(from).await;
        let relations = to.iter().map(|id| RelationEntry {
            client_id: *id,
            kind: "мама".into(),
        });
        let patch = ClientPatch {
            relations: Some(relations.collect()),
            ..ClientPatch::default()
        };
        let saved = desk
            .anna
            .change::<UpdateClient>((son.id,), son.version, patch)
            .await;
        saved.expect("linked").client.id
    };
    let mark = link("Марк", &[other]).await;
    let oleg = link("Олег", &[kept, other]).await;
    let before = whole(app).await;
    let merged = merge(app, kept, other, None).await.expect("merged");
    for son in [mark, oleg] {
        let linked: Vec<_> = card(&app.owner, son)
            .await
            .relations
            .iter()
            .map(|link| link.client_id)
            .collect();
        assert_eq!(linked, [kept]);
    }
    undo(app, &merged).await.expect("two again");
    assert_same(&before, &whole(app).await);
});

both!(a_merge_is_undone_in_turn_and_in_time, |app| {
    let desk = Desk::of(app).await;
    let ids = [
        desk.client("Гончаренко Мария").await.id,
        desk.client("Гончаренко Маша").await.id,
        desk.client("Гончаренко Марыся").await.id,
    ];
    let before = whole(app).await;
    let first = merge(app, ids[0], ids[1], None).await.expect("merged");
    let second = merge(app, ids[0], ids[2], None).await.expect("merged");
    let refused = undo(app, &first).await.expect_err("not the last");
    assert_eq!(refused.code(), Some(Code::MergedSince));
    assert_eq!(param(&refused, "merge_id"), second.id.to_string());
    undo(app, &second).await.expect("two again");
    undo(app, &first).await.expect("three again");
    assert_same(&before, &whole(app).await);

    let merged = merge(app, ids[0], ids[1], None).await.expect("merged");
    app.later(Duration::days(30) + Duration::seconds(1)).await;
    let refused = undo(app, &merged).await.expect_err("too late");
    assert_eq!(refused.code(), Some(Code::UndoExpired));
});
