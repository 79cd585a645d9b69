use domain::fields::{FieldType, Limits};
use domain::results::Outcome;
use wire::dictionaries::{
    AddValues, ArchiveDictionary, ArchiveValue, GetDictionary, MergeInto, MergeValue, NewValues,
    OrderValues, RestoreValue, UpdateValue, ValueOrder, ValuePatch,
};
use wire::error::{Code, Fault};
use wire::results::{CreateResult, FieldEntry, NewResult};

use super::lists::dictionary;
use testkit::both;

use crate::desk::param;
use crate::refusals::faults;

fn named(dictionary: &wire::dictionaries::Dictionary) -> Vec<&str> {
    dictionary
        .values
        .iter()
        .map(|value| value.name.as_str())
        .collect()
}

both!(values_are_added_ordered_archived_and_restored, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "Залы", &["Малый", "Большой"]).await;
    let names = vec!["Бассейн".to_owned(), "Зал йоги".to_owned()];
    let more = owner
        .post::<AddValues>((made.id,), NewValues { names })
        .await
        .expect("more");
    assert_eq!(named(&more), ["Малый", "Большой", "Бассейн", "Зал йоги"]);

    let order = ValueOrder {
        value_ids: [1, 0, 3, 2]
            .map(|place: usize| more.values[place].id)
            .to_vec(),
    };
    let ordered = owner
        .change::<OrderValues>((made.id,), more.version, order.clone())
        .await
        .expect("ordered");
    assert_eq!(named(&ordered), ["Большой", "Малый", "Зал йоги", "Бассейн"]);
    let stale = owner
        .change::<OrderValues>((made.id,), more.version, order)
        .await;
    assert_eq!(
        stale.expect_err("an older list").code(),
        Some(Code::VersionMismatch)
    );

    let first = &ordered.values[0];
    owner
        .call::<ArchiveValue>((first.id,), (), ())
        .if_match(first.version)
        .reply()
        .await
        .expect("archived");
    let after = owner.get::<GetDictionary>((made.id,)).await.expect("it");
    assert_eq!(named(&after), ["Малый", "Зал йоги", "Бассейн", "Большой"]);
    assert!(after.values[3].archived_at.is_some());
    assert!(after.version > ordered.version, "the list is another one");
    let back = owner
        .get::<RestoreValue>((first.id,))
        .await
        .expect("restored");
    assert_eq!(back.archived_at, None);
});

both!(an_order_names_every_value_once, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "Залы", &["а", "б", "в"]).await;
    let other = dictionary(owner, "Прочее", &["г"]).await;
    let value_ids = vec![made.values[0].id, made.values[0].id, other.values[0].id];
    let refused = owner
        .change::<OrderValues>((made.id,), made.version, ValueOrder { value_ids })
        .await;
    assert_eq!(
        faults(&refused.expect_err("not an order")),
        [
            ("/value_ids/1".to_owned(), Fault::Taken),
            ("/value_ids/2".to_owned(), Fault::NotInDictionary),
            ("/value_ids".to_owned(), Fault::Required),
        ]
    );
});

both!(a_value_has_one_name_in_its_dictionary, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "Залы", &["Малый", "Большой"]).await;
    let names = vec!["Новый".to_owned(), "БОЛЬШОЙ".to_owned()];
    let refused = owner
        .post::<AddValues>((made.id,), NewValues { names })
        .await
        .expect_err("taken");
    assert_eq!(refused.code(), Some(Code::Taken));
    assert_eq!(faults(&refused), [("/names/1".to_owned(), Fault::Taken)]);
    let patch = ValuePatch {
        name: Some("большой".into()),
    };
    let small = &made.values[0];
    let refused = owner
        .change::<UpdateValue>((small.id,), small.version, patch)
        .await;
    assert_eq!(refused.expect_err("taken").code(), Some(Code::Taken));
    let unchanged = owner.get::<GetDictionary>((made.id,)).await.expect("it");
    assert_eq!(unchanged, made, "nothing changed");
});

both!(a_value_is_merged_once_and_into_its_own_list, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "Залы", &["Малый", "малый зал", "Большой"]).await;
    let other = dictionary(owner, "Прочее", &["г"]).await;
    let [into, from, third] = [0, 1, 2].map(|place: usize| made.values[place].id);
    for (wrong, fault) in [
        (from, Fault::NotAllowed),
        (other.values[0].id, Fault::NotInDictionary),
        (domain::ids::ValueId::from_i64(7), Fault::NotFound),
    ] {
        let refused = owner
            .post::<MergeValue>((from,), MergeInto { into: wrong })
            .await;
        assert_eq!(
            faults(&refused.expect_err("no such target")),
            [("/into".to_owned(), fault)]
        );
    }
    let counts = owner
        .post::<MergeValue>((from,), MergeInto { into })
        .await
        .expect("merged");
    assert_eq!(counts.id, into);
    let again = owner
        .post::<MergeValue>((from,), MergeInto { into: third })
        .await;
    assert_eq!(
        again.expect_err("merged already").code(),
        Some(Code::WrongState)
    );
    let after = owner.get::<GetDictionary>((made.id,)).await.expect("it");
    assert_eq!(named(&after), ["Малый", "Большой", "малый зал"]);
});

both!(a_dictionary_that_a_field_asks_for_stays, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "Залы", &["Малый"]).await;
    let field = FieldEntry {
        id: None,
        key: "room".into(),
        label: "Зал".into(),
        kind: FieldType::Dictionary,
        required: true,
        help: None,
        limits: Limits::default(),
        dictionary_id: Some(made.id),
    };
    let new = NewResult {
        name: "Выбран зал".into(),
        outcome: Outcome::Progress,
        reached_human: true,
        do_not_contact: false,
        instant: false,
        fields: vec![field],
    };
    owner.post::<CreateResult>((), new).await.expect("a result");
    let refused = owner
        .call::<ArchiveDictionary>((made.id,), (), ())
        .if_match(made.version)
        .reply()
        .await;
    let refused = refused.expect_err("in use");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert_eq!(param(&refused, "count"), "1");
    assert_eq!(param(&refused, "by"), "Выбран зал");
});
