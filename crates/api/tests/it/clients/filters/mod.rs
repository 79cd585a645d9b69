//! Filters of clients: as a tree and as a line, told when they are wrong, and never beyond one's reach.

mod invented;

use std::collections::BTreeMap;

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::clients::Stage;
use domain::fields::{FieldType, Limits, Raw};
use domain::filters::{Filter, Operator, parse};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::clients::{
    ClientSearch, ClientsQuery, CreateClient, ListClients, NewClient, SearchClients,
};
use wire::error::Code;
use wire::list::{Listed, Person as Who};
use wire::own_fields::{GetClientFields, OwnFieldsPatch, UpdateClientFields};
use wire::results::FieldEntry;

use crate::desk::{Desk, faults, newcomer};

async fn search(
    person: &Person,
    search: ClientSearch,
) -> wire::page::Page<wire::clients::ClientRow> {
    let found = person.post::<SearchClients>((), search).await;
    found.unwrap_or_else(|failure| panic!("{failure}: {:?}", faults(&failure)))
}

fn by(filter: Filter) -> ClientSearch {
    ClientSearch {
        filter: Some(filter),
        limit: Some(200),
        include_total: Some(true),
        ..ClientSearch::default()
    }
}

async fn named(person: &Person, line: &str) -> Vec<String> {
    let filter = parse(line).unwrap_or_else(|| panic!("{line} is no filter"));
    let page = search(person, by(filter)).await;
    page.items.into_iter().map(|row| row.name).collect()
}

/// A field of every type.
async fn every_field(app: &TestApp, desk: &Desk) {
    let fields = FieldType::ALL.iter().map(|kind| FieldEntry {
        id: None,
        key: format!("f_{kind}"),
        label: format!("Поле {kind}"),
        kind: *kind,
        required: false,
        help: None,
        limits: Limits::default(),
        dictionary_id: matches!(kind, FieldType::Dictionary | FieldType::DictionaryMulti)
            .then(|| desk.preset.dictionaries["directions"]),
    });
    let patch = OwnFieldsPatch {
        fields: Some(fields.collect()),
    };
    let form = app.owner.get::<GetClientFields>(()).await.expect("fields");
    let changed = app
        .owner
        .change::<UpdateClientFields>((), form.version, patch);
    changed.await.expect("the fields");
}

both!(
    the_parameters_of_the_list_and_the_tree_say_the_same,
    |app| {
        let desk = Desk::of(app).await;
        let (chain, _) = desk.begin("Екатерина Щербакова").await;
        desk.client("Пётр Ёлкин").await;
        let process = desk.process();
        for (query, line) in [
            (ClientsQuery::default(), String::new()),
            (
                ClientsQuery {
                    stage: Some(Listed(vec![Stage::Lead, Stage::Former])),
                    ..ClientsQuery::default()
                },
                "stage:lead,former".to_owned(),
            ),
            (
                ClientsQuery {
                    responsible_id: Some(Who::Me),
                    without_next_step: Some(true),
                    ..ClientsQuery::default()
                },
                "responsible:me;next_step.empty".to_owned(),
            ),
            (
                ClientsQuery {
                    process_id: Some(process),
                    version_id: Some(chain.version_id),
                    ..ClientsQuery::default()
                },
                format!("process:{process};version:{}", chain.version_id),
            ),
        ] {
            let listed = desk
                .anna
                .list::<ListClients>((), query)
                .await
                .expect("a list");
            let listed: Vec<String> = listed.items.into_iter().map(|row| row.name).collect();
            assert_eq!(named(&desk.anna, &line).await, listed, "{line}");
            let query = ClientsQuery {
                filter: Some(line.clone()),
                ..ClientsQuery::default()
            };
            let by_line = desk
                .anna
                .list::<ListClients>((), query)
                .await
                .expect("a list");
            let by_line: Vec<String> = by_line.items.into_iter().map(|row| row.name).collect();
            assert_eq!(by_line, listed, "{line}");
        }
        assert_eq!(
            named(&desk.anna, &format!("process:{process}")).await.len(),
            1
        );
    }
);

both!(pages_of_a_search_continue_and_are_bound_to_it, |app| {
    let desk = Desk::of(app).await;
    for name in ["Анна А", "Борис Б", "Вера В"] {
        desk.client(name).await;
    }
    let first = ClientSearch {
        limit: Some(2),
        ..by(parse("stage:lead").expect("a filter"))
    };
    let page = search(&desk.anna, first.clone()).await;
    assert_eq!(
        (page.items.len(), page.total.map(|total| total.count)),
        (2, Some(3))
    );
    let second = ClientSearch {
        cursor: page.next_cursor,
        ..first
    };
    let rest = search(&desk.anna, second.clone()).await;
    assert_eq!((rest.items.len(), rest.next_cursor), (1, None));
    let other = ClientSearch {
        filter: parse("stage:client"),
        ..second
    };
    let refused = desk
        .anna
        .post::<SearchClients>((), other)
        .await
        .expect_err("another list");
    assert_eq!(refused.code(), Some(Code::CursorInvalid));
});

both!(a_bad_tree_is_told_place_by_place, |app| {
    let desk = Desk::of(app).await;
    let filter = Filter::All {
        of: vec![
            Filter::test("shoe_size", Operator::Is, &["43"]),
            Filter::test("stage", Operator::Has, &["l"]),
            Filter::test("branch", Operator::Is, &["cli_0000000000001"]),
            Filter::Any { of: Vec::new() },
            Filter::test("created_at", Operator::From, &["tomorrow"]),
            Filter::test("tag", Operator::Is, &[]),
        ],
    };
    let refused = desk
        .anna
        .post::<SearchClients>((), by(filter))
        .await
        .expect_err("faults");
    let expected = [
        ("/filter/of/0/field", "unknown_field"),
        ("/filter/of/1/is", "wrong_operator"),
        ("/filter/of/2/values/0", "wrong_id"),
        ("/filter/of/3/of", "required"),
        ("/filter/of/4/values/0", "malformed"),
        ("/filter/of/5/values", "required"),
    ];
    let expected = expected.iter().map(|(at, code)| ((*at).to_owned(), *code));
    assert_eq!(faults(&refused), expected.collect());

    for (line, code, at) in [
        ("stage:lead;", "malformed", None),
        (
            "stage:lead;shoe_size:43",
            "unknown_field",
            Some("/of/1/field"),
        ),
    ] {
        let query = ClientsQuery {
            filter: Some(line.into()),
            ..ClientsQuery::default()
        };
        let refused = desk
            .anna
            .list::<ListClients>((), query)
            .await
            .expect_err(line);
        assert_eq!(
            faults(&refused),
            BTreeMap::from([("filter".to_owned(), code)]),
            "{line}"
        );
        let told = &refused.field_errors()[0];
        assert_eq!(told.params.get("at").map(String::as_str), at);
    }

    let sort = ClientSearch {
        sort: Some("shoe_size".into()),
        ..ClientSearch::default()
    };
    let refused = desk
        .anna
        .post::<SearchClients>((), sort)
        .await
        .expect_err("a sort");
    assert_eq!(
        faults(&refused),
        BTreeMap::from([("/sort".to_owned(), "wrong_type")])
    );
});

both!(what_is_out_of_reach_is_not_found_by_any_filter, |app| {
    let desk = Desk::of(app).await;
    desk.client("Екатерина Щербакова").await;
    let coach = app.joins(BuiltInRole::Coach).await;
    for line in [
        "",
        "stage:lead",
        "responsible.not:me",
        "name.has:щерба|name.lacks:щерба",
    ] {
        assert_eq!(named(&coach, line).await, Vec::<String>::new(), "{line}");
        assert_eq!(
            named(&desk.anna, line).await.len(),
            usize::from(line != "responsible.not:me")
        );
    }
    assert_eq!(named(&desk.anna, "responsible:me").await.len(), 1);
});

both!(columns_say_what_stands_on_the_card, |app| {
    let desk = Desk::of(app).await;
    every_field(app, &desk).await;
    let new = NewClient {
        emails: vec!["kate@mail.ru".into()],
        tags: vec!["утро".into(), "VIP".into()],
        birth_date: "1991-03-12".parse().ok(),
        note: Some("Просит вечер".into()),
        fields: BTreeMap::from([("f_integer".into(), Raw::Integer(42))]),
        ..newcomer("Екатерина Щербакова")
    };
    let saved = desk.anna.post::<CreateClient>((), new).await;
    let card = saved.expect("a card").client;
    let chain = desk.start(card.id).await.expect("a chain");
    let columns = [
        "fields.f_integer",
        "email",
        "tag",
        "birth_date",
        "note",
        "process",
        "stage",
        "fields.f_text",
    ];
    let asked = ClientSearch {
        columns: columns.map(str::to_owned).to_vec(),
        ..ClientSearch::default()
    };
    let found = search(&desk.anna, asked).await;
    let expected = [
        "42",
        "kate@mail.ru",
        "VIP, утро",
        "12.03.1991",
        "Просит вечер",
        &chain.process_name,
        "Лид",
        "",
    ];
    assert_eq!(found.items[0].cells, expected);

    let query = ClientsQuery {
        columns: Some(Listed(vec!["tag".into(), "birthday".into()])),
        ..ClientsQuery::default()
    };
    let refused = desk.anna.list::<ListClients>((), query).await;
    let refused = refused.expect_err("only asked about, never shown");
    assert_eq!(
        faults(&refused),
        BTreeMap::from([("columns".to_owned(), "unknown_field")])
    );
});

both!(the_next_page_of_the_overdue_is_asked_later, |app| {
    let desk = Desk::of(app).await;
    for name in ["Анна Мельник", "Борис Ёлкин", "Вера Гончар"] {
        desk.begin(name).await;
    }
    app.later(Duration::days(9)).await;
    let mut found = Vec::new();
    let mut query = ClientsQuery {
        filter: Some("next_step.overdue".into()),
        limit: Some(1),
        ..ClientsQuery::default()
    };
    loop {
        let page = desk.anna.list::<ListClients>((), query.clone()).await;
        let page = page.expect("a page of the same list");
        found.extend(page.items.into_iter().map(|row| row.name));
        app.later(Duration::seconds(7)).await;
        match page.next_cursor {
            Some(next) => query.cursor = Some(next),
            None => break,
        }
    }
    assert_eq!(found, ["Анна Мельник", "Борис Ёлкин", "Вера Гончар"]);
});
