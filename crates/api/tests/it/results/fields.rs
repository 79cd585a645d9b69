use domain::fields::{FieldDef, FieldType, Limits};
use wire::error::{Code, Fault};
use wire::results::{CreateResult, FieldEntry, GetResult, NewResult, ResultPatch, UpdateResult};

use super::lifecycle::plain;
use testkit::both;

use crate::refusals::faults;

fn entry(key: &str, label: &str, kind: FieldType) -> FieldEntry {
    FieldEntry {
        id: None,
        key: key.into(),
        label: label.into(),
        kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id: None,
    }
}

fn same(def: &FieldDef) -> FieldEntry {
    FieldEntry {
        id: Some(def.id),
        key: def.key.clone(),
        label: def.label.clone(),
        kind: def.kind,
        required: def.required,
        help: def.help.clone(),
        limits: def.limits.clone(),
        dictionary_id: def.dictionary_id,
    }
}

fn asking(name: &str, fields: Vec<FieldEntry>) -> NewResult {
    NewResult {
        fields,
        ..plain(name)
    }
}

fn patch(fields: Vec<FieldEntry>) -> ResultPatch {
    ResultPatch {
        fields: Some(fields),
        ..ResultPatch::default()
    }
}

both!(a_field_keeps_its_id_and_its_key, |app| {
    let owner = &app.owner;
    let fields = vec![
        entry("when", "Когда", FieldType::DateTime),
        entry("details", "Подробности", FieldType::LongText),
    ];
    let made = owner
        .post::<CreateResult>((), asking("Договорились", fields))
        .await
        .expect("made");
    let [when, details] = [0, 1].map(|place: usize| same(&made.fields[place]));

    // Another order, another label, one more question.
    let renamed = FieldEntry {
        label: "Когда удобно".into(),
        required: true,
        ..when.clone()
    };
    let more = vec![
        details.clone(),
        renamed,
        entry("sum", "Сумма", FieldType::Money),
    ];
    let changed = owner
        .change::<UpdateResult>((made.id,), 1, patch(more))
        .await
        .expect("changed");
    let keys: Vec<&str> = changed
        .fields
        .iter()
        .map(|field| field.key.as_str())
        .collect();
    assert_eq!(keys, ["details", "when", "sum"]);
    assert_eq!(Some(changed.fields[1].id), when.id);

    let rekeyed = FieldEntry {
        key: "moment".into(),
        ..when.clone()
    };
    let refused = owner
        .change::<UpdateResult>((made.id,), 2, patch(vec![rekeyed]))
        .await;
    assert_eq!(
        faults(&refused.expect_err("a key is permanent")),
        [("/fields/0/key".to_owned(), Fault::NotAllowed)]
    );

    // Removed, it comes back as the same field or not at all.
    let fewer = owner
        .change::<UpdateResult>((made.id,), 2, patch(vec![details.clone()]))
        .await;
    let fewer = fewer.expect("fewer").version;
    let other = vec![details.clone(), entry("when", "Когда", FieldType::Integer)];
    let refused = owner
        .change::<UpdateResult>((made.id,), fewer, patch(other))
        .await;
    assert_eq!(
        faults(&refused.expect_err("its key is its own")),
        [("/fields/1/key".to_owned(), Fault::Taken)]
    );
    let again = vec![details, entry("when", "Когда", FieldType::DateTime)];
    let again = owner
        .change::<UpdateResult>((made.id,), fewer, patch(again))
        .await
        .expect("again");
    assert_eq!(Some(again.fields[1].id), when.id);
});

both!(all_faults_of_all_fields_are_named, |app| {
    let owner = &app.owner;
    let other = owner
        .post::<CreateResult>((), asking("Другой", vec![entry("a", "А", FieldType::Text)]))
        .await;
    let foreign = other.expect("another result").fields[0].id;
    let fields = vec![
        entry("Когда", "Когда", FieldType::DateTime),
        entry("why", "", FieldType::Text),
        entry("why", "Почему", FieldType::Text),
        entry("hall", "Зал", FieldType::Dictionary),
        FieldEntry {
            limits: Limits {
                min: Some(9),
                max: Some(3),
                ..Limits::default()
            },
            ..entry("count", "Сколько", FieldType::Integer)
        },
        FieldEntry {
            id: Some(foreign),
            ..entry("a", "А", FieldType::Text)
        },
    ];
    let bad = NewResult {
        name: "".into(),
        ..asking("", fields)
    };
    let refused = owner
        .post::<CreateResult>((), bad)
        .await
        .expect_err("faults");
    assert_eq!(refused.code(), Some(Code::ValidationFailed));
    let mut found = faults(&refused);
    found.sort();
    assert_eq!(
        found,
        [
            ("/fields/0/key".to_owned(), Fault::Malformed),
            ("/fields/1/label".to_owned(), Fault::Required),
            ("/fields/2/key".to_owned(), Fault::Taken),
            ("/fields/3/dictionary_id".to_owned(), Fault::Required),
            ("/fields/4/limits/max".to_owned(), Fault::TooSmall),
            ("/fields/5/id".to_owned(), Fault::NotFound),
            ("/name".to_owned(), Fault::Required),
        ]
    );
});

both!(a_result_that_asks_is_not_instant, |app| {
    let owner = &app.owner;
    let required = FieldEntry {
        required: true,
        ..entry("why", "Почему", FieldType::Text)
    };
    let instant = NewResult {
        instant: true,
        ..asking("Мгновенно", vec![required])
    };
    let refused = owner
        .post::<CreateResult>((), instant)
        .await
        .expect_err("it asks");
    assert_eq!(
        faults(&refused),
        [("/instant".to_owned(), Fault::NotAllowed)]
    );
});

both!(what_a_published_process_reads_stays, |app| {
    let owner = &app.owner;
    let club = app.with_preset().await;
    // "Перезвонить": the next call is due at the moment of its field.
    let back = owner
        .get::<GetResult>((club.results["call_back"],))
        .await
        .expect("it");
    let moment = same(&back.fields[0]);
    let gone = owner
        .change::<UpdateResult>((back.id,), back.version, patch(Vec::new()))
        .await;
    let gone = gone.expect_err("a due rule reads it");
    assert_eq!(gone.code(), Some(Code::InUse));
    assert_eq!(faults(&gone), [("/fields".to_owned(), Fault::Required)]);
    let other_type = FieldEntry {
        kind: FieldType::Text,
        ..moment.clone()
    };
    let retyped = owner
        .change::<UpdateResult>((back.id,), back.version, patch(vec![other_type]))
        .await;
    let retyped = retyped.expect_err("a due rule reads it");
    assert_eq!(
        faults(&retyped),
        [("/fields/0/type".to_owned(), Fault::NotAllowed)]
    );
    let relabelled = FieldEntry {
        label: "Во сколько перезвонить".into(),
        ..moment
    };
    let words = owner
        .change::<UpdateResult>((back.id,), back.version, patch(vec![relabelled]))
        .await;
    assert_eq!(
        words.expect("its words may change").fields[0].label,
        "Во сколько перезвонить"
    );
});
