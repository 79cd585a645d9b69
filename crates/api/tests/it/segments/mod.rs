//! Segments: one set for everybody, each seeing his own part of it; live ones change with the clients, frozen ones do not.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{BuiltInRole, Permission};
use domain::filters::{Filter, parse};
use domain::ids::{ClientId, SegmentId};
use testkit::app::Person;
use testkit::both;
use wire::clients::{
    ClientPatch, ClientSearch, ClientsQuery, CreateClient, ListClients, NewClient, SearchClients,
    UpdateClient,
};
use wire::error::Code;
use wire::own_fields::GetClientSchema;
use wire::segments::{
    ArchiveSegment, CreateSegment, FreezeSegment, GetSegment, ListSegments, NewSegment,
    RestoreSegment, Segment, SegmentPatch, SegmentsQuery, ThawSegment, UpdateSegment,
};
use wire::staff::{ListRoles, RolePatch, UpdateRole};

use crate::desk::{Desk, faults, newcomer, param, phone};
use crate::merges;

fn filter(line: &str) -> Filter {
    parse(line).unwrap_or_else(|| panic!("{line} is no filter"))
}

fn new(name: &str, line: &str, frozen: bool) -> NewSegment {
    NewSegment {
        name: name.into(),
        filter: filter(line),
        frozen,
    }
}

async fn made(person: &Person, name: &str, line: &str, frozen: bool) -> Segment {
    let made = person
        .post::<CreateSegment>((), new(name, line, frozen))
        .await;
    made.unwrap_or_else(|failure| panic!("{failure}: {:?}", faults(&failure)))
}

async fn inside(person: &Person, segment: SegmentId) -> BTreeSet<ClientId> {
    let query = ClientsQuery {
        filter: Some(format!("segment:{segment}")),
        include_total: Some(true),
        ..ClientsQuery::default()
    };
    let page = person.list::<ListClients>((), query).await.expect("a list");
    let ids: BTreeSet<ClientId> = page.items.iter().map(|row| row.id).collect();
    assert_eq!(
        page.total.map(|total| total.count),
        u32::try_from(ids.len()).ok()
    );
    ids
}

async fn tagged(person: &Person, name: &str, tag: &str) -> ClientId {
    let new = NewClient {
        tags: vec![tag.into()],
        ..newcomer(name)
    };
    let saved = person
        .post::<CreateClient>((), new)
        .await
        .expect("a client");
    saved.client.id
}

async fn names(person: &Person, archived: bool) -> Vec<String> {
    let query = SegmentsQuery {
        archived: archived.then_some(true),
    };
    let page = person.list::<ListSegments>((), query).await;
    let named = page.expect("segments").items.into_iter();
    named.map(|segment| segment.name).collect()
}

both!(a_live_segment_follows_and_a_frozen_one_stays, |app| {
    let desk = Desk::of(app).await;
    let one = tagged(&desk.anna, "Екатерина Щербакова", "утро").await;
    let live = made(&app.owner, "Утренние", "tag:утро", false).await;
    let frozen = made(&app.owner, "Утренние в ноябре", "tag:утро", true).await;
    assert_eq!((live.frozen_at, live.frozen_count), (None, None));
    assert_eq!(frozen.frozen_count, Some(1));

    let two = tagged(&desk.anna, "Олег Зубрилин", "утро").await;
    let patch = ClientPatch {
        tags: Some(Vec::new()),
        ..ClientPatch::default()
    };
    let card = desk.card(one).await;
    let changed = desk
        .anna
        .change::<UpdateClient>((one,), card.version, patch);
    changed.await.expect("changed");
    assert_eq!(inside(&desk.anna, live.id).await, BTreeSet::from([two]));
    assert_eq!(inside(&desk.anna, frozen.id).await, BTreeSet::from([one]));

    // Frozen anew, and made live.
    let again = app
        .owner
        .change::<FreezeSegment>((frozen.id,), frozen.version, ());
    let again = again.await.expect("frozen anew");
    assert_eq!(inside(&desk.anna, frozen.id).await, BTreeSet::from([two]));
    let patch = SegmentPatch {
        filter: Some(filter("tag:вечер")),
        ..SegmentPatch::default()
    };
    let change = |version| {
        let patch = patch.clone();
        app.owner
            .change::<UpdateSegment>((frozen.id,), version, patch)
    };
    let refused = change(again.version).await.expect_err("frozen");
    assert_eq!(refused.code(), Some(Code::WrongState));
    assert_eq!(param(&refused, "state"), "frozen");
    let thawed = app
        .owner
        .change::<ThawSegment>((frozen.id,), again.version, ());
    let thawed = thawed.await.expect("live again");
    assert_eq!((thawed.frozen_at, thawed.frozen_count), (None, None));
    let changed = change(thawed.version).await.expect("another filter");
    assert_eq!(changed.line, "tag:вечер");
    assert_eq!(inside(&desk.anna, frozen.id).await, BTreeSet::new());
    let late = change(thawed.version).await.expect_err("late");
    assert_eq!(late.code(), Some(Code::VersionMismatch));
});

both!(a_segment_is_one_set_of_which_each_sees_his_part, |app| {
    let desk = Desk::of(app).await;
    let hers = tagged(&desk.anna, "Екатерина Щербакова", "утро").await;
    let owners = tagged(&app.owner, "Олег Зубрилин", "утро").await;
    // "Me" is whoever the segment belongs to.
    let mine = made(&app.owner, "Мои", "responsible:me", false).await;
    assert_eq!(inside(&desk.anna, mine.id).await, BTreeSet::from([owners]));
    assert_eq!(mine.owner.id, app.owner.me.id);
    let all = made(&app.owner, "Все утренние", "tag:утро", true).await;
    let everybody = BTreeSet::from([hers, owners]);
    assert_eq!(inside(&app.owner, all.id).await, everybody);
    let far = app.another_branch("Север", "Asia/Almaty").await;
    let elsewhere = app.joins_in(BuiltInRole::Operator, &[far]).await;
    assert_eq!(inside(&elsewhere, all.id).await, BTreeSet::new());
    assert_eq!(names(&elsewhere, false).await, ["Все утренние", "Мои"]);
    let refused = elsewhere
        .post::<CreateSegment>((), new("Чужой", "tag:утро", false))
        .await;
    assert_eq!(refused.expect_err("not his").code(), Some(Code::NotAllowed));
});

both!(a_segment_is_taken_away_and_brought_back, |app| {
    let desk = Desk::of(app).await;
    let one = tagged(&desk.anna, "Екатерина Щербакова", "утро").await;
    let segment = made(&app.owner, "Утренние", "tag:утро", false).await;
    let twice = app
        .owner
        .post::<CreateSegment>((), new("утренние", "tag:вечер", false))
        .await;
    assert_eq!(twice.expect_err("the name").code(), Some(Code::Taken));
    let gone = app
        .owner
        .change::<ArchiveSegment>((segment.id,), segment.version, ());
    gone.await.expect("archived");
    assert_eq!(names(&desk.anna, false).await, Vec::<String>::new());
    assert_eq!(names(&desk.anna, true).await, ["Утренние"]);
    // Where it is named it means what it meant.
    assert_eq!(inside(&desk.anna, segment.id).await, BTreeSet::from([one]));
    let back = app.owner.post::<RestoreSegment>((segment.id,), ()).await;
    assert_eq!(back.expect("restored").archived_at, None);
    let seen = desk.anna.get::<GetSegment>((segment.id,)).await;
    assert_eq!(seen.expect("seen").name, "Утренние");
});

both!(what_cannot_be_asked_is_no_segment, |app| {
    let desk = Desk::of(app).await;
    let inner = made(&app.owner, "Внутри", "tag:утро", false).await;
    let outer = made(
        &app.owner,
        "Снаружи",
        &format!("segment:{}", inner.id),
        false,
    )
    .await;
    let at_value = |code| BTreeMap::from([("/filter/values/0".to_owned(), code)]);
    for (line, expected) in [
        ("segment:seg_0F3ZK7Q2M8T1A", at_value("not_found")),
        ("segment:утро", at_value("wrong_id")),
        (
            "shoe_size:43",
            BTreeMap::from([("/filter/field".to_owned(), "unknown_field")]),
        ),
    ] {
        let refused = app
            .owner
            .post::<CreateSegment>((), new("Нельзя", line, false))
            .await;
        assert_eq!(faults(&refused.expect_err("a fault")), expected, "{line}");
    }
    let patch = |id: SegmentId| SegmentPatch {
        filter: Some(filter(&format!("segment:{id}"))),
        ..SegmentPatch::default()
    };
    for id in [inner.id, outer.id] {
        let refused = app
            .owner
            .change::<UpdateSegment>((inner.id,), inner.version, patch(id));
        let refused = refused.await.expect_err("a circle");
        assert_eq!(faults(&refused), at_value("segment_circle"));
    }
    assert_eq!(names(&desk.anna, false).await, ["Внутри", "Снаружи"]);
});

both!(contacts_are_not_found_out_by_segments, |app| {
    let desk = Desk::of(app).await;
    let known = NewClient {
        phones: vec![phone("+79123456789")],
        ..newcomer("Екатерина Щербакова")
    };
    desk.anna
        .post::<CreateClient>((), known)
        .await
        .expect("a client");
    let segment = made(&app.owner, "С номером", "phone.begins:7912", false).await;
    let roles = app.owner.list::<ListRoles>((), ()).await.expect("roles");
    let mut roles = roles.items.into_iter();
    let mut operator = roles
        .find(|role| role.built_in == Some(BuiltInRole::Operator))
        .expect("the role");
    operator.grants.remove(&Permission::ClientContacts);
    let patch = RolePatch {
        grants: Some(operator.grants),
        ..RolePatch::default()
    };
    let changed = app
        .owner
        .change::<UpdateRole>((operator.id,), operator.version, patch);
    changed.await.expect("the role");
    let search = ClientSearch {
        filter: Some(filter(&format!("segment:{}", segment.id))),
        ..ClientSearch::default()
    };
    let refused = desk.anna.post::<SearchClients>((), search).await;
    assert_eq!(
        faults(&refused.expect_err("an oracle")),
        BTreeMap::from([("/filter/values/0".to_owned(), "segment_unusable")])
    );
});

both!(a_merged_card_keeps_its_places_in_segments, |app| {
    let desk = Desk::of(app).await;
    let kept = tagged(&desk.anna, "Екатерина Щербакова", "вечер").await;
    let other = tagged(&desk.anna, "Катя Щербакова", "утро").await;
    let both = made(&app.owner, "Обе", "tag:утро,вечер", true).await;
    let hers = made(&app.owner, "Катя", "tag:утро", true).await;
    let before = merges::whole(app).await;
    let merge = merges::merge(app, kept, other, None).await.expect("merged");
    for segment in [both.id, hers.id] {
        assert_eq!(inside(&desk.anna, segment).await, BTreeSet::from([kept]));
    }
    merges::undo(app, &merge).await.expect("undone");
    assert_eq!(inside(&desk.anna, hers.id).await, BTreeSet::from([other]));
    merges::assert_same(&before, &merges::whole(app).await);
});

both!(the_schema_offers_segments_once_there_are_some, |app| {
    let desk = Desk::of(app).await;
    let offered = async || {
        let schema = desk
            .anna
            .get::<GetClientSchema>(())
            .await
            .expect("a schema");
        let mut fields = schema.fields.into_iter();
        fields
            .find(|field| field.key == "segment")
            .expect("the field")
    };
    assert!(!offered().await.filterable);
    let segment = made(&app.owner, "Утренние", "tag:утро", false).await;
    let field = offered().await;
    assert!(field.filterable && !field.column);
    assert_eq!(field.choices[0].value, segment.id.to_string());
});
