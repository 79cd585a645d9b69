use client::Client;
use wire::dictionaries::{
    ArchiveDictionary, CreateDictionary, Dictionary, DictionaryPatch, GetDictionary,
    ListDictionaries, NewDictionary, RestoreDictionary, UpdateDictionary,
};
use wire::error::{Code, Fault};

use testkit::both;

use crate::refusals::faults;

pub async fn dictionary(api: &Client, name: &str, values: &[&str]) -> Dictionary {
    let new = NewDictionary {
        name: name.into(),
        values: values.iter().map(|name| (*name).to_owned()).collect(),
    };
    api.post::<CreateDictionary>((), new)
        .await
        .expect("a dictionary")
}

fn renamed(name: &str) -> DictionaryPatch {
    DictionaryPatch {
        name: Some(name.into()),
    }
}

both!(a_dictionary_is_made_listed_and_renamed, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "  Залы ", &["Большой", "Малый"]).await;
    assert_eq!(made.name, "Залы");
    let names: Vec<&str> = made
        .values
        .iter()
        .map(|value| value.name.as_str())
        .collect();
    assert_eq!(names, ["Большой", "Малый"]);
    let renamed = owner
        .change::<UpdateDictionary>((made.id,), made.version, renamed("Комнаты"))
        .await;
    let renamed = renamed.expect("renamed");
    assert_eq!(
        (renamed.name.as_str(), renamed.version),
        ("Комнаты", made.version + 1)
    );
    let list = owner
        .get::<ListDictionaries>(())
        .await
        .expect("a list")
        .items;
    let line = list
        .iter()
        .find(|line| line.id == made.id)
        .expect("its line");
    assert_eq!((line.values, line.used_by), (2, 0));
    let sorted = list
        .windows(2)
        .all(|pair| pair[0].name.to_lowercase() <= pair[1].name.to_lowercase());
    assert!(sorted, "by name");
});

both!(a_name_is_taken_whatever_its_case, |app| {
    let owner = &app.owner;
    let first = dictionary(owner, "Ёлочные игрушки", &[]).await;
    let again = NewDictionary {
        name: "ёлочные  ИГРУШКИ".into(),
        values: Vec::new(),
    };
    let refused = owner
        .post::<CreateDictionary>((), again.clone())
        .await
        .expect_err("taken");
    assert_eq!(refused.code(), Some(Code::Taken));
    assert_eq!(faults(&refused), [("/name".to_owned(), Fault::Taken)]);

    let gone = owner
        .call::<ArchiveDictionary>((first.id,), (), ())
        .if_match(first.version)
        .reply()
        .await;
    gone.expect("archived");
    owner
        .post::<CreateDictionary>((), again)
        .await
        .expect("the name is free");
    let refused = owner
        .get::<RestoreDictionary>((first.id,))
        .await
        .expect_err("taken by now");
    assert_eq!(refused.code(), Some(Code::Taken));
});

both!(a_change_names_the_version_it_saw, |app| {
    let owner = &app.owner;
    let made = dictionary(owner, "Залы", &[]).await;
    let unseen = owner
        .post::<UpdateDictionary>((made.id,), renamed("Комнаты"))
        .await;
    assert_eq!(
        unseen.expect_err("no If-Match").code(),
        Some(Code::VersionRequired)
    );
    owner
        .change::<UpdateDictionary>((made.id,), made.version, renamed("Комнаты"))
        .await
        .expect("renamed");
    let late = owner
        .change::<UpdateDictionary>((made.id,), made.version, renamed("Студии"))
        .await;
    let late = late.expect_err("somebody was faster");
    assert_eq!(late.code(), Some(Code::VersionMismatch));
    let current = late
        .problem()
        .and_then(|problem| problem.params.get("current_version").cloned());
    assert_eq!(current, Some((made.version + 1).to_string()));
    let now = owner.get::<GetDictionary>((made.id,)).await.expect("it");
    assert_eq!(now.name, "Комнаты");
});

both!(every_faulty_name_is_named, |app| {
    let owner = &app.owner;
    let bad = NewDictionary {
        name: " ".into(),
        values: vec![
            "а".into(),
            "".into(),
            "А".into(),
            "я".repeat(201),
            "б\nв".into(),
        ],
    };
    let refused = owner
        .post::<CreateDictionary>((), bad)
        .await
        .expect_err("faults");
    assert_eq!(
        faults(&refused),
        [
            ("/name".to_owned(), Fault::Required),
            ("/values/1".to_owned(), Fault::Required),
            ("/values/2".to_owned(), Fault::Taken),
            ("/values/3".to_owned(), Fault::TooLong),
            ("/values/4".to_owned(), Fault::ControlCharacters),
        ]
    );
});
