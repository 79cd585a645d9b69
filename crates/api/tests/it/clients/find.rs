use domain::access::BuiltInRole;
use domain::clients::Stage;
use testkit::app::Person;
use testkit::both;
use wire::clients::{
    ClientPatch, ClientsQuery, CreateClient, ListClients, NewClient, UpdateClient,
};
use wire::list::Listed;
use wire::search::{Search, SearchQuery};

use crate::desk::{Desk, newcomer, phone};

async fn names(person: &Person, query: ClientsQuery) -> Vec<String> {
    let page = person
        .list::<ListClients>((), query)
        .await
        .expect("clients");
    page.items.into_iter().map(|client| client.name).collect()
}

fn q(text: &str) -> ClientsQuery {
    ClientsQuery {
        q: Some(text.into()),
        ..ClientsQuery::default()
    }
}

both!(a_client_is_found_however_it_is_typed, |app| {
    let desk = Desk::of(app).await;
    for (name, number) in [
        ("Екатерина Щербакова", "+79123456789"),
        ("Пётр Ёлкин", "+79031112233"),
        ("Șerban Țurcan", "+37362112345"),
    ] {
        let new = NewClient {
            phones: vec![phone(number)],
            ..newcomer(name)
        };
        desk.anna
            .post::<CreateClient>((), new)
            .await
            .expect("saved");
    }
    let (kate, peter, serban) = ("Екатерина Щербакова", "Пётр Ёлкин", "Șerban Țurcan");
    for (typed, expected) in [
        ("щербак", vec![kate]),
        ("ека щер", vec![kate]),
        ("елкин", vec![peter]),
        ("ЁЛКИН", vec![peter]),
        ("tkrby", vec![peter]),
        ("turcan", vec![serban]),
        ("цуркан", vec![serban]),
        ("shcherbakova", vec![kate]),
        ("6789", vec![kate]),
        ("8 912 345", vec![kate]),
        ("+7 903 111-22-33", vec![peter]),
        // One letter wrong, missing, too many, or in its neighbour's place.
        ("щирбакова", vec![kate]),
        ("щербаква", vec![kate]),
        ("екатеринна щербакова", vec![kate]),
        ("ёклин пётр", vec![peter]),
        ("turkam", vec![]),
        ("turcam", vec![serban]),
        ("ека елкин", vec![]),
        ("zzz", vec![]),
    ] {
        let found = names(&desk.anna, q(typed)).await;
        let found: Vec<&str> = found.iter().map(|name| swapped(name)).collect();
        let expected: Vec<&str> = expected.iter().map(|name| swapped(name)).collect();
        assert_eq!(found, expected, "{typed}");
    }
    let query = SearchQuery {
        q: "щербак".into(),
        limit: None,
    };
    let found = desk.anna.list::<Search>((), query).await.expect("found");
    assert_eq!((found.clients.len(), found.tasks.len()), (1, 0));
    let client = found.clients[0].id;
    desk.start(client).await.expect("a chain");
    let query = SearchQuery {
        q: "щербак".into(),
        limit: Some(1),
    };
    let found = desk.anna.list::<Search>((), query).await.expect("found");
    assert_eq!((found.clients.len(), found.tasks.len()), (1, 1));
});

/// The surname: the order of the two is the organisation's.
fn swapped(name: &str) -> &str {
    let known = ["Щербакова", "Ёлкин", "Țurcan"];
    known
        .into_iter()
        .find(|surname| name.contains(surname))
        .unwrap_or("?")
}

both!(a_client_is_found_by_the_words_of_his_note, |app| {
    let desk = Desk::of(app).await;
    let new = NewClient {
        note: Some("Ждёт вечернюю группу; привела соседка".into()),
        ..newcomer("Мария Гончаренко")
    };
    let saved = desk.anna.post::<CreateClient>((), new).await;
    let client = saved.expect("saved").client;
    for typed in ["вечерн", "соседка ждет", "соседка гонч", "соседак"]
    {
        assert_eq!(names(&desk.anna, q(typed)).await.len(), 1, "{typed}");
    }
    let patch = ClientPatch {
        note: Some(Some("Ходит утром".into())),
        ..ClientPatch::default()
    };
    let changed = desk.anna.call::<UpdateClient>((client.id,), (), patch);
    let changed = changed.if_match(client.version).reply().await;
    changed.expect("changed");
    assert_eq!(names(&desk.anna, q("вечерн")).await.len(), 0);
    assert_eq!(names(&desk.anna, q("утром")).await.len(), 1);
});

both!(whose_name_begins_as_was_typed_comes_first, |app| {
    let desk = Desk::of(app).await;
    let in_order = [
        "Иван Яковлев",
        "Иванна Абрамова",
        "Ivana Belova",
        "Анна Иванова",
    ];
    for name in in_order.iter().rev().chain(&["Ольга Белова"]) {
        desk.anna
            .post::<CreateClient>((), newcomer(name))
            .await
            .expect("saved");
    }
    assert_eq!(names(&desk.anna, q("ИВАН")).await, in_order);
    // What only sounds so was not meant by whoever forgot to switch the layout.
    let in_cyrillic = [in_order[0], in_order[1], in_order[3]];
    assert_eq!(names(&desk.anna, q("bdf")).await, in_cyrillic);
    assert_eq!(names(&desk.anna, q("иван абр")).await, [in_order[1]]);

    let mut query = ClientsQuery {
        limit: Some(1),
        include_total: Some(true),
        ..q("ива")
    };
    for name in in_order {
        let page = desk
            .anna
            .list::<ListClients>((), query.clone())
            .await
            .expect("a page");
        assert_eq!(page.items[0].name, name);
        assert_eq!(page.total.expect("a total").count, 4);
        query.cursor = page.next_cursor;
    }
    assert_eq!(query.cursor, None);
});

both!(
    whose_name_begins_with_a_later_word_comes_before_the_others,
    |app| {
        let desk = Desk::of(app).await;
        let (given, surname) = ("Мария Белова", "Белова Мария");
        let last = "Агата Мария Белова";
        for name in [last, surname, given, "Мария Чернова", "Белова Анна"] {
            desk.anna
                .post::<CreateClient>((), newcomer(name))
                .await
                .expect("saved");
        }
        for (typed, order) in [
            ("мария бел", [given, surname, last]),
            ("бел мария", [surname, given, last]),
            ("vfhbz ,tk", [given, surname, last]),
            ("марея белова", [surname, given, last]),
        ] {
            let mut query = ClientsQuery {
                limit: Some(1),
                ..q(typed)
            };
            let mut found = Vec::new();
            loop {
                let page = desk.anna.list::<ListClients>((), query.clone()).await;
                let page = page.expect("a page");
                found.extend(page.items.into_iter().map(|row| row.name));
                match page.next_cursor {
                    Some(next) => query.cursor = Some(next),
                    None => break,
                }
            }
            assert_eq!(found, order, "{typed}");
        }
    }
);

both!(lists_are_sorted_filtered_and_counted, |app| {
    let desk = Desk::of(app).await;
    for number in 0..7 {
        let stage = if number % 2 == 0 {
            Stage::Lead
        } else {
            Stage::Former
        };
        let new = NewClient {
            stage: Some(stage),
            tags: vec![format!("Группа {}", number % 3)],
            ..newcomer(&format!("Клиент Номер{number}"))
        };
        desk.anna
            .post::<CreateClient>((), new)
            .await
            .expect("saved");
    }
    let (_, task) = desk.begin("Анна Мельник").await;
    desk.ends(task.id, "thinks", &[]).await;
    let all = ClientsQuery::default;
    let mut walked = Vec::new();
    let mut query = ClientsQuery {
        limit: Some(3),
        include_total: Some(true),
        ..all()
    };
    loop {
        let page = desk
            .anna
            .list::<ListClients>((), query.clone())
            .await
            .expect("a page");
        assert_eq!(page.total.expect("a total").count, 8);
        walked.extend(page.items.into_iter().map(|client| client.id));
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    let at_once = desk
        .anna
        .list::<ListClients>((), all())
        .await
        .expect("clients")
        .items;
    assert_eq!(
        walked,
        at_once.iter().map(|client| client.id).collect::<Vec<_>>()
    );

    let former = ClientsQuery {
        stage: Some(Listed(vec![Stage::Former])),
        ..all()
    };
    assert_eq!(names(&desk.anna, former).await.len(), 3);
    let tagged = ClientsQuery {
        tag: Some("группа 1".into()),
        ..all()
    };
    assert_eq!(names(&desk.anna, tagged).await.len(), 2);
    let forgotten = ClientsQuery {
        without_next_step: Some(true),
        ..all()
    };
    assert_eq!(names(&desk.anna, forgotten).await.len(), 7);
    let kept = ClientsQuery {
        without_next_step: Some(false),
        ..all()
    };
    let kept = names(&desk.anna, kept).await;
    assert!(kept.len() == 1 && kept[0].contains("Мельник"), "{kept:?}");
    for sort in ["-last_contact_at", "next_due", "-created_at"] {
        let sorted = ClientsQuery {
            sort: Some(sort.into()),
            ..all()
        };
        let sorted = names(&desk.anna, sorted).await;
        assert!(
            sorted.len() == 8 && sorted[0].contains("Мельник"),
            "{sort}: {sorted:?}"
        );
    }
    let elsewhere = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[elsewhere]).await;
    assert_eq!(names(&stranger, all()).await, [""; 0]);
    assert_eq!(names(&stranger, q("номер")).await, [""; 0]);
});
