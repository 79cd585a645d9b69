//! Whatever two people have: merging and undoing is as if nothing had been, also with work in between.

use chrono::Duration;
use domain::clients::{Channel, Stage};
use domain::fields::{FieldType, Limits};
use domain::ids::{ClientId, TaskId};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{
    AddNote, ClientPatch, CreateClient, NewClient, NewNote, RelationEntry, UpdateClient,
};
use wire::merges::{CardSide, CompareClients};
use wire::own_fields::{GetClientFields, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;
use wire::tasks::{CreateTask, ListTasks, NewTask, TasksQuery};

use super::{assert_same, card, holds, merge_with, undo, whole};
use crate::desk::{Desk, newcomer, phone, text};

const ROUNDS: u64 = 12;

async fn fields(app: &TestApp, directions: domain::ids::DictionaryId) {
    let field = |key: &str, kind, dictionary_id| FieldEntry {
        id: None,
        key: key.into(),
        label: format!("Поле {key}"),
        kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id,
    };
    let form = app.owner.get::<GetClientFields>(()).await.expect("fields");
    let patch = OwnFieldsPatch {
        fields: Some(vec![
            field("level", FieldType::Text, None),
            field("visits", FieldType::Integer, None),
            field("likes", FieldType::DictionaryMulti, Some(directions)),
            field("brought_by", FieldType::Client, None),
        ]),
    };
    let changed = app
        .owner
        .change::<UpdateClientFields>((), form.version, patch);
    changed.await.expect("fields");
}

/// Somebody with some of everything.
async fn somebody(
    desk: &Desk,
    chance: &mut StdRng,
    name: &str,
    friend: ClientId,
    like: &str,
) -> ClientId {
    let mut some = |most: u32| chance.random_range(0..=most);
    let mut new = NewClient {
        phones: (0..some(3))
            .map(|_| phone(&format!("+7916{:07}", some(9_999_999))))
            .collect(),
        emails: (0..some(2))
            .map(|_| format!("a{}@mail.example", some(99)).into())
            .collect(),
        tags: (0..some(3)).map(|_| format!("тег {}", some(4))).collect(),
        note: (some(1) > 0).then(|| format!("Заметка {}", some(99))),
        stage: Some([Stage::Lead, Stage::Client, Stage::Former][some(2) as usize]),
        birth_date: (some(1) > 0).then(|| "1991-03-12".parse().expect("a date")),
        ..newcomer(name)
    };
    if some(1) > 0 {
        new.fields
            .insert("level".into(), text(&format!("Уровень {}", some(9))));
    }
    if some(1) > 0 {
        new.fields.insert(
            "visits".into(),
            domain::fields::Raw::Integer(some(99).into()),
        );
    }
    if some(1) > 0 {
        new.fields
            .insert("likes".into(), domain::fields::Raw::List(vec![like.into()]));
    }
    if some(1) > 0 {
        new.fields
            .insert("brought_by".into(), text(&friend.to_string()));
    }
    let (linked, barred) = (some(1) > 0, some(1) > 0);
    let saved = desk
        .anna
        .post::<CreateClient>((), new)
        .await
        .expect("somebody")
        .client;
    let patch = ClientPatch {
        relations: linked.then(|| {
            vec![RelationEntry {
                client_id: friend,
                kind: "друг".into(),
            }]
        }),
        do_not_contact: barred.then(|| vec![Channel::Email]),
        ..ClientPatch::default()
    };
    let changed = desk
        .anna
        .change::<UpdateClient>((saved.id,), saved.version, patch);
    changed.await.expect("linked");
    if some(2) > 0 {
        let new = NewTask {
            title: Some(format!("Дело {name}")),
            client_id: Some(saved.id),
            ..NewTask::default()
        };
        desk.anna.post::<CreateTask>((), new).await.expect("a task");
    }
    if some(2) > 0 {
        let note = NewNote {
            text: "Заходила".into(),
        };
        desk.anna
            .post::<AddNote>((saved.id,), note)
            .await
            .expect("a note");
    }
    match some(5) {
        0 => {}
        kind => {
            let chain = desk.start(saved.id).await.expect("a chain");
            let first = chain.tasks[0].id;
            let next = match kind {
                1 => None,
                2 => Some("not_now"),
                3 => Some("no_answer"),
                _ => Some("thinks"),
            };
            if let Some(result) = next {
                desk.ends(first, result, &[]).await;
            }
        }
    }
    saved.id
}

/// The open tasks of a client that belong to a chain.
async fn steps(desk: &Desk, id: ClientId) -> Vec<TaskId> {
    let query = TasksQuery {
        client_id: Some(id),
        ..TasksQuery::default()
    };
    let listed = desk.anna.list::<ListTasks>((), query).await.expect("tasks");
    let open = listed
        .items
        .iter()
        .filter(|task| task.chain_id.is_some() && task.closed_at.is_none());
    open.map(|task| task.id).collect()
}

both!(merging_and_undoing_is_the_identity, |app| {
    let desk = Desk::of(app).await;
    let directions = desk.preset.dictionaries["directions"];
    fields(app, directions).await;
    let like = desk.value("directions").await;
    let friend = desk.client("Олег Друг").await.id;
    for seed in 0..ROUNDS {
        let mut chance = StdRng::seed_from_u64(seed);
        let kept = somebody(
            &desk,
            &mut chance,
            &format!("Мария Кто{seed}"),
            friend,
            &like,
        )
        .await;
        let other = somebody(&desk, &mut chance, &format!("Маша Кто{seed}"), kept, &like).await;
        // Somebody names them, too.
        let third = desk.client(&format!("Марк Кто{seed}")).await;
        let patch = ClientPatch {
            relations: Some(vec![RelationEntry {
                client_id: if chance.random_range(0..2) > 0 {
                    kept
                } else {
                    other
                },
                kind: "мама".into(),
            }]),
            fields: Some([("brought_by".to_owned(), Some(text(&other.to_string())))].into()),
            ..ClientPatch::default()
        };
        let linked = desk
            .anna
            .change::<UpdateClient>((third.id,), third.version, patch);
        linked.await.expect("linked");
        app.later(Duration::minutes(20)).await;

        let before = whole(app).await;
        let compared = app
            .owner
            .get::<CompareClients>((kept, other))
            .await
            .expect("two cards");
        let mut choices = Vec::new();
        for member in &compared.members {
            let choice = member.choices[chance.random_range(0..member.choices.len())];
            if !matches!(member.member.as_str(), "surname" | "given") {
                choices.push((member.member.as_str(), choice));
            }
        }
        let side = [CardSide::Kept, CardSide::Other][chance.random_range(0..2)];
        let continues = compared.both_run.then_some(side);
        let merged = merge_with(&app.owner, kept, other, continues, &choices)
            .await
            .expect("merged");
        holds(app).await;
        let one = card(&app.owner, kept).await;
        let running = one
            .chains
            .iter()
            .filter(|chain| chain.ended_at.is_none())
            .count();
        assert!(running <= 1, "seed {seed}: {:?}", one.chains);
        undo(app, &merged).await.expect("two again");
        holds(app).await;
        assert_same(&before, &whole(app).await);

        // The same again, with work in between: the other card has what it had, and what was done with its chain.
        let was = card(&app.owner, other).await;
        let merged = merge_with(&app.owner, kept, other, continues, &[])
            .await
            .expect("merged");
        app.later(Duration::minutes(20)).await;
        let note = NewNote {
            text: "Между делом".into(),
        };
        desk.anna
            .post::<AddNote>((kept,), note)
            .await
            .expect("a note");
        for task in steps(&desk, kept).await {
            desk.ends(task, "thinks", &[]).await;
        }
        let undone = undo(app, &merged).await.expect("two again");
        holds(app).await;
        assert!(!undone.remains.stayed.is_empty());
        let is = card(&app.owner, other).await;
        assert_eq!(
            (
                is.name,
                is.phones,
                is.emails,
                is.tags,
                is.note,
                is.fields,
                is.relations
            ),
            (
                was.name,
                was.phones,
                was.emails,
                was.tags,
                was.note,
                was.fields,
                was.relations
            ),
            "seed {seed}"
        );
        let ids = |card: &wire::clients::Client| -> Vec<_> {
            let mut ids: Vec<_> = card
                .chains
                .iter()
                .map(|chain| (chain.id, chain.ended_at.is_some()))
                .collect();
            ids.sort();
            ids
        };
        let again = card(&app.owner, other).await;
        assert_eq!(ids(&again), {
            let mut ids: Vec<_> = was
                .chains
                .iter()
                .map(|chain| (chain.id, chain.ended_at.is_some()))
                .collect();
            ids.sort();
            ids
        });
    }
});
