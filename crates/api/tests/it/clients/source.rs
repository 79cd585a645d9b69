use domain::dictionaries::DictionaryRole;
use domain::ids::ValueId;
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{ClientPatch, CreateClient, NewClient, UpdateClient};
use wire::dictionaries::{
    ArchiveDictionary, CreateDictionary, Dictionary, GetDictionary, ListDictionaries, NewDictionary,
};
use wire::error::{Code, Fault};

use crate::desk::newcomer;
use crate::refusals::faults;

/// The list that the card's source is chosen from, as a screen finds it.
async fn sources(app: &TestApp) -> Dictionary {
    let list = app.owner.get::<ListDictionaries>(()).await.expect("a list");
    let mut with_role = list
        .items
        .iter()
        .filter(|one| one.role == Some(DictionaryRole::Sources));
    let id = with_role.next().expect("every club has it").id;
    assert!(with_role.next().is_none(), "there is one");
    app.owner
        .get::<GetDictionary>((id,))
        .await
        .expect("its values")
}

fn from(source: ValueId) -> NewClient {
    NewClient {
        source_id: Some(source),
        ..newcomer("Анна Аксёнова")
    }
}

both!(a_source_is_a_value_of_the_list_with_that_role, |app| {
    let sources = sources(app).await;
    let source = &sources.values[0];
    let saved = app.owner.post::<CreateClient>((), from(source.id)).await;
    let client = saved.expect("a client").client;
    assert_eq!(
        client.source.as_ref().map(|known| known.id),
        Some(source.id)
    );

    let other = NewDictionary {
        name: "Залы".into(),
        values: vec!["Большой".into()],
    };
    let other = app
        .owner
        .post::<CreateDictionary>((), other)
        .await
        .expect("a list");
    let wrong = other.values[0].id;
    let refused = app.owner.post::<CreateClient>((), from(wrong)).await;
    let refused = refused.expect_err("a hall is no source");
    assert_eq!(
        faults(&refused),
        [("/source_id".to_owned(), Fault::NotInDictionary)]
    );

    let cleared = ClientPatch {
        source_id: Some(None),
        ..ClientPatch::default()
    };
    let cleared = app
        .owner
        .change::<UpdateClient>((client.id,), client.version, cleared)
        .await
        .expect("a card");
    assert_eq!(cleared.client.source, None);
});

both!(the_list_of_sources_stays, |app| {
    let sources = sources(app).await;
    let refused = app
        .owner
        .change::<ArchiveDictionary>((sources.id,), sources.version, ())
        .await;
    assert_eq!(
        refused.expect_err("cards need it").code(),
        Some(Code::InUse)
    );
});
