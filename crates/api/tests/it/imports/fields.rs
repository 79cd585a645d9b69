//! A column that no field takes becomes one of the club's own: all of it or nothing, and for good.

use domain::fields::FieldType;
use domain::imports::{ColumnTarget, ImportState};
use testkit::both;
use wire::clients::{ClientsQuery, GetClient, ListClients};
use wire::dictionaries::{GetDictionary, ListDictionaries};
use wire::error::{Code, Fault};
use wire::imports::{CreateImportField, Import, NewImportField, SuggestImportField};
use wire::own_fields::GetClientFields;

use super::{checked, import, pasted, ran, undone};

const TABLE: &str = "ФИО\tТелефон\tУровень\tРост\n\
    Анна Мельник\t+79123456701\tновичок\t165\n\
    Иван Кожокару\t+79123456702\tмастер\t180\n\
    Пётр Ёлкин\t+79123456703\tНовичок\t\n\
    Мария Гончаренко\t+79123456704\tновичок\t171\n\
    Ион Чобану\t+79123456705\tмастер\t178\n\
    Ольга Быкова\t+79123456706\tмастер\t169";

fn new(label: &str, kind: FieldType) -> NewImportField {
    NewImportField {
        label: label.into(),
        kind,
    }
}

async fn made(
    api: &client::Client,
    import: &Import,
    column: u32,
    field: NewImportField,
) -> Result<Import, client::Failure> {
    let asked = api.call::<CreateImportField>((import.id, column), (), field);
    asked.if_match(import.version).reply().await
}

both!(columns_become_fields_and_their_values_answers, |app| {
    let owner = &app.owner;
    let file = pasted(owner, TABLE).await;
    let level = owner.get::<SuggestImportField>((file.id, 2)).await;
    let level = level.expect("a guess");
    assert_eq!(
        (level.label.as_str(), level.kind),
        ("Уровень", FieldType::Dictionary)
    );
    assert_eq!(level.values, ["новичок", "мастер"]);
    let height = owner.get::<SuggestImportField>((file.id, 3)).await;
    assert_eq!(height.expect("a guess").kind, FieldType::Integer);

    let file = made(owner, &file, 2, new(&level.label, level.kind))
        .await
        .expect("a field");
    let file = made(owner, &file, 3, new("Рост", FieldType::Integer))
        .await
        .expect("a field");
    let key = |column: usize| file.columns[column].target.clone();
    assert_eq!(key(2), Some(ColumnTarget::Field("uroven".into())));
    assert_eq!(key(3), Some(ColumnTarget::Field("rost".into())));
    let fields = owner
        .get::<GetClientFields>(())
        .await
        .expect("fields")
        .fields;
    let last: Vec<_> = fields.iter().rev().take(2).map(|def| def.kind).collect();
    assert_eq!(last, [FieldType::Integer, FieldType::Dictionary]);
    let dictionary = fields[fields.len() - 2]
        .dictionary_id
        .expect("a dictionary");
    let values = owner
        .get::<GetDictionary>((dictionary,))
        .await
        .expect("a dictionary")
        .values;
    let names: Vec<_> = values.iter().map(|value| value.name.as_str()).collect();
    assert_eq!(names, ["новичок", "мастер"]);

    let found = checked(app, owner, file.id).await;
    assert_eq!(found.plans.new, 6);
    ran(app, owner, file.id).await;
    let query = ClientsQuery {
        q: Some("Кожокару".into()),
        ..ClientsQuery::default()
    };
    let cards = owner
        .call::<ListClients>((), query, ())
        .reply()
        .await
        .expect("cards");
    let card = owner
        .get::<GetClient>((cards.items[0].id,))
        .await
        .expect("a card");
    let told = serde_json::to_string(&card.fields).expect("answers");
    assert!(told.contains("180"), "{told}");

    // The club keeps its fields when the cards go.
    undone(app, owner, file.id).await;
    let after = owner
        .get::<GetClientFields>(())
        .await
        .expect("fields")
        .fields;
    assert_eq!(after, fields);
});

both!(a_field_that_cannot_be_made_leaves_nothing_behind, |app| {
    let owner = &app.owner;
    let file = pasted(owner, TABLE).await;
    let counted = || async {
        let all = owner
            .get::<ListDictionaries>(())
            .await
            .expect("dictionaries");
        all.items.len()
    };
    let before = counted().await;
    let refused = made(owner, &file, 2, new("", FieldType::Dictionary)).await;
    assert_eq!(
        refused.expect_err("no name").field_errors()[0].code,
        Fault::Required
    );
    let refused = made(owner, &file, 2, new("Кто", FieldType::Employee)).await;
    assert_eq!(
        refused.expect_err("not such").field_errors()[0].code,
        Fault::NotAllowed
    );
    let absent = made(owner, &file, 9, new("Кто", FieldType::Text)).await;
    assert_eq!(absent.expect_err("no such column").status(), Some(404));
    let first = made(owner, &file, 2, new("Уровень", FieldType::Dictionary)).await;
    let first = first.expect("a field");
    // The name of its dictionary is taken now: neither the field nor half of it is made.
    let again = made(owner, &first, 3, new("Уровень", FieldType::Dictionary)).await;
    assert!(again.is_err());
    assert_eq!(counted().await, before + 1);
    assert_eq!(import(owner, file.id).await, first);
    // The same label with another type gets a key of its own.
    let text = made(owner, &first, 3, new("Уровень", FieldType::Text))
        .await
        .expect("a field");
    assert_eq!(
        text.columns[3].target,
        Some(ColumnTarget::Field("uroven_2".into()))
    );
    assert_eq!(text.state, ImportState::Draft);
    let late = made(owner, &first, 3, new("Рост", FieldType::Text)).await;
    assert_eq!(
        late.expect_err("an old version").code(),
        Some(Code::VersionMismatch)
    );
});
