//! Cards that may be one person: found at night, while somebody types, and decided once.

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::ids::ClientId;
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{
    ArchiveClient, Client, ClientPatch, CreateClient, NewClient, RelationEntry, UpdateClient,
};
use wire::duplicates::{
    Certainty, DismissDuplicate, Duplicate, DuplicateState, DuplicatesQuery, FindLookAlikes,
    GetDuplicate, ListDuplicateLooks, ListDuplicates, LookAlikesRequest, Reason, ReopenDuplicate,
    StartDuplicateLook,
};
use wire::error::Code;

use crate::desk::{Desk, newcomer, param, phone};
use crate::merges::{merge, undo};

async fn add(desk: &Desk, name: &str, number: &str) -> Client {
    let new = NewClient {
        phones: vec![phone(number)],
        ..newcomer(name)
    };
    let saved = desk.anna.post::<CreateClient>((), new).await;
    saved.expect("a client").client
}

/// Looks now, as the owner asked.
async fn look(app: &TestApp) -> u32 {
    app.owner
        .post::<StartDuplicateLook>((), ())
        .await
        .expect("a look");
    app.errands().await;
    let looks = app
        .owner
        .get::<ListDuplicateLooks>(())
        .await
        .expect("looks");
    assert!(looks.looks[0].finished_at.is_some());
    assert_eq!(looks.waiting, 0);
    looks.looks[0].looked
}

async fn pairs(app: &TestApp, state: DuplicateState) -> Vec<Duplicate> {
    let query = DuplicatesQuery {
        state: Some(state),
        ..DuplicatesQuery::default()
    };
    let listed = app.owner.list::<ListDuplicates>((), query).await;
    listed.expect("pairs").items
}

fn ids(pairs: &[Duplicate]) -> Vec<(ClientId, ClientId)> {
    pairs
        .iter()
        .map(|pair| (pair.one.id, pair.other.id))
        .collect()
}

both!(a_look_finds_pairs_and_a_family_is_none, |app| {
    let desk = Desk::of(app).await;
    let maria = add(&desk, "Гончаренко Мария", "8 912 345-67-89").await;
    add(&desk, "Гончаренко Марк", "+7 912 345 67 89").await;
    let masha = add(&desk, "Гончаренко Маша", "79123456789").await;
    let far = add(&desk, "Петров Олег", "+79990000000").await;
    assert_eq!(look(app).await, 4);
    let found = pairs(app, DuplicateState::Open).await;
    assert_eq!(ids(&found), [(maria.id, masha.id)]);
    assert_eq!(found[0].certainty, Certainty::Likely);
    assert_eq!(found[0].reasons, [Reason::SamePhone, Reason::SimilarName]);
    assert_eq!(found[0].one.name, "Гончаренко Мария");
    // Only what changed is looked at again.
    assert_eq!(look(app).await, 0);
    // A card that becomes alike, one that becomes somebody else's relative, one that is archived.
    let patch = ClientPatch {
        name: Some("Oleg Petrov".into()),
        phones: Some(vec![phone("89990000000")]),
        ..ClientPatch::default()
    };
    let twin = add(&desk, "Кто-то Другой", "+79991111111").await;
    let changed = desk
        .anna
        .change::<UpdateClient>((twin.id,), twin.version, patch);
    changed.await.expect("changed");
    assert_eq!(look(app).await, 1);
    let found = pairs(app, DuplicateState::Open).await;
    // The surest first.
    assert_eq!(ids(&found), [(far.id, twin.id), (maria.id, masha.id)]);
    assert_eq!(found[0].reasons, [Reason::SamePhone, Reason::SwappedName]);
    let now = app
        .owner
        .get::<wire::clients::GetClient>((twin.id,))
        .await
        .expect("a card");
    let gone = app
        .owner
        .change::<ArchiveClient>((twin.id,), now.version, ());
    gone.await.expect("archived");
    let now = app
        .owner
        .get::<wire::clients::GetClient>((masha.id,))
        .await
        .expect("a card");
    let patch = ClientPatch {
        relations: Some(vec![RelationEntry {
            client_id: maria.id,
            kind: "сестра".into(),
        }]),
        patronymic: Some(Some("Ивановна".into())),
        ..ClientPatch::default()
    };
    desk.anna
        .change::<UpdateClient>((masha.id,), now.version, patch)
        .await
        .expect("related");
    assert_eq!(look(app).await, 2);
    assert_eq!(ids(&pairs(app, DuplicateState::Open).await), []);
});

both!(what_was_decided_stays_decided, |app| {
    let desk = Desk::of(app).await;
    let one = add(&desk, "Гончаренко Мария", "8 912 345-67-89").await;
    let two = add(&desk, "Гончаренко Мария", "8 912 345-67-89").await;
    look(app).await;
    let pair = pairs(app, DuplicateState::Open).await.remove(0);
    assert_eq!(pair.certainty, Certainty::Certain);
    // An operator sees the pair, and does not decide.
    let seen = desk
        .anna
        .get::<GetDuplicate>((pair.id,))
        .await
        .expect("a pair");
    assert_eq!(seen, pair);
    let refused = desk.anna.post::<DismissDuplicate>((pair.id,), ()).await;
    assert_eq!(
        refused.expect_err("no right").code(),
        Some(Code::NotAllowed)
    );
    let said = app
        .owner
        .post::<DismissDuplicate>((pair.id,), ())
        .await
        .expect("two");
    assert_eq!(said.state, DuplicateState::Dismissed);
    assert_eq!(said.decided_by.map(|by| by.id), Some(app.owner.me.id));
    // Whatever changes since, nobody is asked again.
    let patch = ClientPatch {
        phones: Some(vec![phone("89123456789"), phone("89120000000")]),
        ..ClientPatch::default()
    };
    desk.anna
        .change::<UpdateClient>((two.id,), two.version, patch)
        .await
        .expect("changed");
    look(app).await;
    assert_eq!(pairs(app, DuplicateState::Open).await, []);
    let again = app
        .owner
        .post::<ReopenDuplicate>((pair.id,), ())
        .await
        .expect("open again");
    assert_eq!(
        (again.state, again.decided_by, again.decided_at),
        (DuplicateState::Open, None, None)
    );
    // A merge decides, and so does taking it apart.
    let merged = merge(app, one.id, two.id, None).await.expect("merged");
    let done = pairs(app, DuplicateState::Merged).await;
    assert_eq!(done[0].merge_id, Some(merged.id));
    let refused = app
        .owner
        .post::<DismissDuplicate>((pair.id,), ())
        .await
        .expect_err("merged");
    assert_eq!(
        (refused.code(), param(&refused, "state")),
        (Some(Code::WrongState), "merged".into())
    );
    undo(app, &merged).await.expect("two again");
    look(app).await;
    assert_eq!(
        ids(&pairs(app, DuplicateState::Dismissed).await),
        [(one.id, two.id)]
    );
    assert_eq!(pairs(app, DuplicateState::Open).await, []);
});

both!(whoever_types_a_new_card_is_told_who_it_may_be, |app| {
    let desk = Desk::of(app).await;
    let maria = NewClient {
        birth_date: "1991-03-12".parse().ok(),
        emails: vec!["maria@mail.example".into()],
        ..newcomer("Гончаренко Мария")
    };
    let maria = desk
        .anna
        .post::<CreateClient>((), maria)
        .await
        .expect("a client")
        .client;
    look(app).await;
    let ask = async |request: LookAlikesRequest| {
        let found = desk
            .anna
            .post::<FindLookAlikes>((), request)
            .await
            .expect("found");
        let cards = found.cards.into_iter();
        cards
            .map(|card| (card.client_id, card.certainty))
            .collect::<Vec<_>>()
    };
    let named = |name: &str| LookAlikesRequest {
        name: Some(name.into()),
        ..LookAlikesRequest::default()
    };
    assert_eq!(
        ask(named("Гончаренко Мария")).await,
        [(maria.id, Certainty::Possible)]
    );
    let born = LookAlikesRequest {
        birth_date: "1991-03-12".parse().ok(),
        ..named("Goncharenko Maria")
    };
    assert_eq!(ask(born).await, [(maria.id, Certainty::Likely)]);
    let written = LookAlikesRequest {
        emails: vec!["maria@mail.example".into()],
        ..named("Гончаренко Маша")
    };
    assert_eq!(ask(written).await, [(maria.id, Certainty::Likely)]);
    assert_eq!(ask(named("Петров Олег")).await, []);
    // Out of reach nobody is named.
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[there]).await;
    let found = stranger
        .post::<FindLookAlikes>((), named("Гончаренко Мария"))
        .await;
    assert_eq!(found.expect("nothing").cards, []);
});

both!(the_base_is_looked_at_every_night, |app| {
    let desk = Desk::of(app).await;
    add(&desk, "Гончаренко Мария", "8 912 345-67-89").await;
    add(&desk, "Гончаренко Мария", "8 912 345-67-89").await;
    app.errands().await;
    assert_eq!(pairs(app, DuplicateState::Open).await, []);
    app.later(Duration::hours(24)).await;
    app.errands().await;
    assert_eq!(pairs(app, DuplicateState::Open).await.len(), 1);
    let looks = app
        .owner
        .get::<ListDuplicateLooks>(())
        .await
        .expect("looks");
    assert_eq!((looks.looks.len(), &looks.looks[0].asked_by), (1, &None));
    // Nothing changed: the next night looks at nothing.
    app.later(Duration::hours(24)).await;
    app.errands().await;
    let looks = app
        .owner
        .get::<ListDuplicateLooks>(())
        .await
        .expect("looks");
    assert_eq!(looks.looks.len(), 1);
    // Two who ask at once get one look.
    app.owner
        .post::<StartDuplicateLook>((), ())
        .await
        .expect("a look");
    let refused = app
        .owner
        .post::<StartDuplicateLook>((), ())
        .await
        .expect_err("running");
    assert_eq!(
        (refused.code(), param(&refused, "state")),
        (Some(Code::WrongState), "look_running".into())
    );
});

both!(pairs_are_listed_page_by_page_within_reach, |app| {
    let desk = Desk::of(app).await;
    for number in 0..4 {
        for _ in 0..2 {
            add(
                &desk,
                &format!("Гончаренко Мария{number}"),
                &format!("8 912 345-67-8{number}"),
            )
            .await;
        }
    }
    look(app).await;
    let mut seen = Vec::new();
    let mut cursor = None;
    loop {
        let query = DuplicatesQuery {
            limit: Some(3),
            cursor,
            ..DuplicatesQuery::default()
        };
        let page = desk
            .anna
            .list::<ListDuplicates>((), query)
            .await
            .expect("a page");
        seen.extend(ids(&page.items));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let whole = ids(&pairs(app, DuplicateState::Open).await);
    assert_eq!((seen.len(), &seen), (whole.len(), &whole));
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Manager, &[there]).await;
    let listed = stranger
        .list::<ListDuplicates>((), DuplicatesQuery::default())
        .await;
    assert_eq!(listed.expect("nothing").items, []);
    let pair = pairs(app, DuplicateState::Open).await.remove(0);
    let refused = stranger
        .post::<DismissDuplicate>((pair.id,), ())
        .await
        .expect_err("unseen");
    assert_eq!(refused.status(), Some(404));
});
