//! Invented clients and invented filters: what the database answers is what the domain says of each card.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveTime};
use domain::clients::{Channel, Stage};
use domain::discounts::Term;
use domain::fields::{FieldType, FieldValue, Raw};
use domain::filters::{
    Around, ChainFacts, ColumnType, Facts, Filter, NextFacts, Operator, Segment, Segments, parse,
    sieve, write,
};
use domain::ids::{ClientId, DiscountId, FieldId, ResultId, SegmentId};
use domain::money::Money;
use domain::name::PersonName;
use domain::time::{Due, Zone};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use testkit::app::{Person, TestApp};
use testkit::both;
use wire::branches::ListBranches;
use wire::chains::GetChain;
use wire::clients::{
    Client, ClientPatch, ClientsQuery, CreateClient, ListClients, ListTimeline, NewClient,
    TimelineQuery, UpdateClient,
};
use wire::discounts::{GrantDiscount, ListClientDiscounts, NewDiscountGrant, WithdrawDiscount};
use wire::own_fields::{GetClientFields, GetClientSchema, ListSchema, ListedField};
use wire::segments::{CreateSegment, ListSegments, NewSegment, SegmentsQuery};

use super::{by, every_field, search};
use crate::desk::{Desk, answer, faults, newcomer, phone, text};

async fn found(person: &Person, filter: Filter) -> BTreeSet<ClientId> {
    let page = search(person, by(filter)).await;
    let ids: BTreeSet<_> = page.items.iter().map(|row| row.id).collect();
    assert_eq!(
        page.total.map(|total| total.count as usize),
        Some(ids.len())
    );
    ids
}

const WORDS: [&str; 8] = [
    "Ёлка",
    "ёж",
    "Йога 50%",
    "утро_дети",
    "Țurcan",
    "Straße",
    "a\\b",
    "вечер",
];
const TAGS: [&str; 4] = ["Утро", "дети", "VIP", "йога, пилатес"];

/// Something for a field, from what the schema says of it.
fn some_value(chance: &mut StdRng, field: &ListedField, clients: &[Client]) -> Raw {
    let one = |chance: &mut StdRng| {
        let choices: Vec<_> = field
            .choices
            .iter()
            .filter(|it| it.value != "me" && !it.archived)
            .collect();
        choices
            .choose(chance)
            .map(|it| it.value.clone())
            .unwrap_or_default()
    };
    match field.kind {
        ColumnType::Integer => Raw::Integer(chance.random_range(-3..9)),
        ColumnType::Decimal => Raw::Decimal(f64::from(chance.random_range(-6..12)) / 4.0),
        ColumnType::Money => Raw::Money(Money {
            amount: chance.random_range(0..5) * 150_000,
            currency: "RUB".into(),
        }),
        ColumnType::Boolean => Raw::Boolean(chance.random()),
        ColumnType::Date => text(&some_day(chance)),
        ColumnType::Time => text(&format!("{:02}:30", chance.random_range(7..22))),
        ColumnType::DateTime => text(&format!("{}T21:30:00Z", some_day(chance))),
        ColumnType::DictionaryMulti => Raw::List(
            BTreeSet::from([one(chance), one(chance)])
                .into_iter()
                .collect(),
        ),
        ColumnType::Client => text(
            &clients
                .choose(chance)
                .map(|it| it.id.to_string())
                .unwrap_or_default(),
        ),
        ColumnType::Phone => text(&format!("+7912345{:04}", chance.random_range(0..3000))),
        ColumnType::Email => text(
            ["Kate@mail.ru", "ёлка@почта.рф", "a_b@club.example"]
                .choose(chance)
                .expect("one"),
        ),
        ColumnType::Url => text("https://club.example/Ёлка"),
        _ if field.choices.is_empty() => text(WORDS.choose(chance).expect("a word")),
        _ => text(&one(chance)),
    }
}

fn some_day(chance: &mut StdRng) -> String {
    format!(
        "2026-{:02}-{:02}",
        chance.random_range(10..13),
        chance.random_range(1..29)
    )
}

/// A question about a field, as the schema allows it.
fn question(chance: &mut StdRng, schema: &ListSchema, clients: &[Client]) -> Filter {
    let field = schema.fields.choose(chance).expect("a field");
    let is = *field.operators.choose(chance).expect("an operator");
    let value = |chance: &mut StdRng| match field.kind {
        _ if is == Operator::Within => chance.random_range(0..200).to_string(),
        _ if !field.choices.is_empty() => field.choices.choose(chance).expect("one").value.clone(),
        ColumnType::Date | ColumnType::DateTime => match chance.random_range(0..3) {
            0 => format!("today{:+}", chance.random_range(-20..20)),
            1 => "today".to_owned(),
            _ => some_day(chance),
        },
        ColumnType::Boolean => ["yes", "no"][chance.random_range(0..2)].to_owned(),
        ColumnType::Time => format!("{:02}:00", chance.random_range(7..22)),
        ColumnType::Phone => chance.random_range(1..80).to_string(),
        ColumnType::Decimal => format!("{:.2}", f64::from(chance.random_range(-6..12)) / 4.0),
        ColumnType::Integer => chance.random_range(-3..9).to_string(),
        ColumnType::Money => (chance.random_range(0..5) * 150_000).to_string(),
        ColumnType::Client => clients.choose(chance).expect("one").id.to_string(),
        ColumnType::Choice => TAGS.choose(chance).expect("a tag").to_uppercase(),
        // Some part of a word.
        _ => {
            let word: Vec<char> = WORDS.choose(chance).expect("a word").chars().collect();
            let from = chance.random_range(0..word.len() - 1);
            let part: String = word[from..].iter().take(3).collect();
            if part.trim().is_empty() {
                "е".to_owned()
            } else {
                part.to_uppercase()
            }
        }
    };
    let count = match is {
        Operator::Empty | Operator::Filled | Operator::Overdue => 0,
        Operator::Between => 2,
        Operator::Is | Operator::Not if field.kind.is_chosen() => chance.random_range(1..4),
        _ => 1,
    };
    Filter::Test {
        field: field.key.clone(),
        is,
        values: (0..count).map(|_| value(chance)).collect(),
    }
}

fn tree(chance: &mut StdRng, schema: &ListSchema, clients: &[Client], depth: usize) -> Filter {
    if depth == 4 || chance.random_range(0..3) == 0 {
        return question(chance, schema, clients);
    }
    let count = chance.random_range(1..4);
    let of = (0..count)
        .map(|_| tree(chance, schema, clients, depth + 1))
        .collect();
    match chance.random() {
        true => Filter::All { of },
        false => Filter::Any { of },
    }
}

/// Before which step sleeping clients wake: no card says it.
async fn sleepers(desk: &Desk, schema: &ListSchema) -> BTreeMap<ClientId, String> {
    let mut wakes = BTreeMap::new();
    let steps = schema.fields.iter().find(|field| field.key == "wakes_at");
    for choice in &steps.expect("the field").choices {
        let (_, step) = choice.value.split_once('/').expect("a step of a process");
        let query = ClientsQuery {
            sleeps_before: Some(step.to_owned()),
            limit: Some(200),
            ..ClientsQuery::default()
        };
        let asleep = desk
            .anna
            .list::<ListClients>((), query)
            .await
            .expect("a list");
        wakes.extend(
            asleep
                .items
                .into_iter()
                .map(|row| (row.id, step.to_owned())),
        );
    }
    wakes
}

/// What the card says to a filter.
async fn facts(
    desk: &Desk,
    card: Client,
    fields: &BTreeMap<String, FieldId>,
    zone: &Zone,
    wakes: &BTreeMap<ClientId, String>,
) -> Facts {
    let mut chains = Vec::new();
    for summary in &card.chains {
        let chain = desk
            .anna
            .get::<GetChain>((summary.id,))
            .await
            .expect("a chain");
        let open = chain.tasks.iter().find(|task| task.closed_at.is_none());
        let wakes_at = chain.wake_at.and_then(|_| wakes.get(&card.id).cloned());
        chains.push(ChainFacts {
            process: chain.process_id,
            version: chain.version_id,
            state: chain.state,
            step: open.and_then(|task| task.step.clone()),
            wakes_at,
        });
    }
    let timeline = desk
        .anna
        .list::<ListTimeline>((card.id,), TimelineQuery::default())
        .await;
    let completions = timeline
        .expect("a timeline")
        .items
        .into_iter()
        .filter_map(|entry| entry.completion);
    let last_result: Option<ResultId> = completions
        .filter(|completion| completion.taken_back_at.is_none())
        .max_by_key(|completion| completion.id)
        .map(|completion| completion.result_id);
    let next = card.next.as_ref().map(|next| NextFacts {
        asleep: next.task_id.is_none(),
        sort: match (next.due, next.task_id) {
            (Due::At(at), _) => at,
            (Due::Day(day), None) => zone.midnight(day),
            (Due::Day(day), Some(_)) => zone.midnight(day.succ_opt().expect("a day")),
        },
    });
    let answers = card.fields.iter().map(|filled| {
        let value = match (filled.kind, &filled.value) {
            (FieldType::Integer, Raw::Integer(number)) => FieldValue::Integer(*number),
            (FieldType::Decimal, Raw::Integer(number)) => FieldValue::Decimal(number * 1_000_000),
            (FieldType::Decimal, Raw::Decimal(number)) => {
                FieldValue::Decimal((number * 1e6).round() as i64)
            }
            (FieldType::Money, Raw::Money(sum)) => FieldValue::Money(sum.clone()),
            (FieldType::Boolean, Raw::Boolean(yes)) => FieldValue::Boolean(*yes),
            (FieldType::DictionaryMulti, Raw::List(ids)) => FieldValue::DictionaryMulti(
                ids.iter().map(|id| id.parse().expect("an id")).collect(),
            ),
            (kind, Raw::Text(text)) => match kind {
                FieldType::Date => FieldValue::Date(text.parse().expect("a date")),
                FieldType::Time => {
                    FieldValue::Time(NaiveTime::parse_from_str(text, "%H:%M").expect("a time"))
                }
                FieldType::DateTime => FieldValue::DateTime(crate::desk::at(text)),
                FieldType::Dictionary => FieldValue::Dictionary(text.parse().expect("an id")),
                FieldType::Employee => FieldValue::Employee(text.parse().expect("an id")),
                FieldType::Client => FieldValue::Client(text.parse().expect("an id")),
                FieldType::Phone => FieldValue::Phone(text.clone()),
                FieldType::Email => FieldValue::Email(text.clone()),
                FieldType::Url => FieldValue::Url(text.clone()),
                _ => FieldValue::Text(text.clone()),
            },
            other => panic!("an answer of another type: {other:?}"),
        };
        (fields[&filled.key], value)
    });
    Facts {
        answers: answers.collect(),
        name: PersonName {
            surname: card.surname.clone(),
            given: card.given.clone(),
            patronymic: card.patronymic.clone(),
        },
        phones: card
            .phones
            .iter()
            .filter_map(|phone| phone.number.clone())
            .collect(),
        emails: card.emails.into_iter().map(|one| one.address).collect(),
        stage: card.stage,
        source: card.source.map(|source| source.id),
        responsible: card.responsible.map(|person| person.id),
        branch: card.branch_id,
        tags: card.tags,
        do_not_contact: card.do_not_contact,
        birth_date: card.birth_date,
        created: card.created_at,
        last_contact: card.last_contact_at,
        next,
        last_result,
        note: card.note,
        chains,
        segments: Vec::new(),
        discounts: held(desk, card.id).await,
    }
}

/// What the card's discounts say to a filter.
async fn held(desk: &Desk, client: ClientId) -> Vec<(DiscountId, Term)> {
    let grants = desk.anna.list::<ListClientDiscounts>((client,), ()).await;
    let grants = grants.expect("discounts").items.into_iter();
    let held = grants.filter(|one| one.withdrawn_at.is_none());
    held.map(|one| {
        let (from, until) = (one.valid_from, one.valid_until);
        (one.discount_id, Term { from, until })
    })
    .collect()
}

/// Discounts for some of them: over, valid, ending, to come and withdrawn.
async fn discounts(app: &TestApp, desk: &Desk, chance: &mut StdRng, cards: &[Client]) {
    let mut known = Vec::new();
    for name in ["Многодетная семья", "Второй ребёнок", "Сотрудникам"]
    {
        known.push(crate::discounts::listed(&app.owner, name).await.id);
    }
    for card in cards {
        for discount in &known {
            if chance.random_bool(0.6) {
                continue;
            }
            let today = app.now().as_utc().date_naive();
            let from = today + Duration::days(chance.random_range(-60..20));
            let length = chance.random_bool(0.7).then(|| chance.random_range(0..120));
            let new = NewDiscountGrant {
                valid_from: Some(from),
                valid_until: length.map(|days| from + Duration::days(days)),
                ..crate::discounts::grant_of(*discount)
            };
            let grant = desk.anna.post::<GrantDiscount>((card.id,), new).await;
            let grant = grant.expect("a grant");
            if chance.random_bool(0.2) {
                let withdrawn = desk.anna.change::<WithdrawDiscount>((grant.id,), 1, ());
                withdrawn.await.expect("withdrawn");
            }
        }
    }
}

/// Somebody about whom something is known, more or less.
async fn somebody(
    app: &TestApp,
    desk: &Desk,
    chance: &mut StdRng,
    schema: &ListSchema,
    known: &[Client],
) -> Client {
    let mut some = |share: f64| chance.random_bool(share);
    let (has_phone, has_email, has_note, has_birth, mine) =
        (some(0.7), some(0.4), some(0.4), some(0.6), some(0.6));
    let name = format!(
        "{} {}",
        WORDS.choose(chance).expect("one"),
        ["Иван", "Ольга", "Ștefan"].choose(chance).expect("one")
    );
    let mut new = NewClient {
        phones: has_phone
            .then(|| phone(&format!("+7912345{:04}", chance.random_range(0..9999))))
            .into_iter()
            .collect(),
        emails: has_email
            .then(|| format!("Ivan_{}@mail.ru", chance.random_range(0..99)).into())
            .into_iter()
            .collect(),
        note: has_note.then(|| WORDS.choose(chance).expect("one").to_string()),
        stage: Stage::ALL.choose(chance).copied(),
        tags: TAGS
            .iter()
            .filter(|_| chance.random_bool(0.3))
            .map(|tag| (*tag).to_owned())
            .collect(),
        ..newcomer(&name)
    };
    if has_birth {
        let day = format!(
            "19{}-{:02}-{:02}",
            chance.random_range(70..99),
            chance.random_range(1..13),
            chance.random_range(1..29)
        );
        new.birth_date = day.parse().ok();
    }
    for field in schema
        .fields
        .iter()
        .filter(|field| field.key.starts_with("fields."))
    {
        if chance.random_bool(0.5) && (field.kind != ColumnType::Client || !known.is_empty()) {
            let key = field.key.trim_start_matches("fields.").to_owned();
            new.fields.insert(key, some_value(chance, field, known));
        }
    }
    let saved = desk.anna.post::<CreateClient>((), new).await;
    let mut card = saved
        .unwrap_or_else(|failure| panic!("{:?}", faults(&failure)))
        .client;
    if !mine {
        let patch = ClientPatch {
            responsible_id: Some(None),
            do_not_contact: Some(vec![*Channel::ALL.choose(chance).expect("one")]),
            ..ClientPatch::default()
        };
        let changed = desk
            .anna
            .change::<UpdateClient>((card.id,), card.version, patch)
            .await;
        card = changed.expect("changed").client;
    }
    app.later(Duration::hours(chance.random_range(0..9))).await;
    if chance.random_bool(0.5) {
        work(app, desk, chance, card.id).await;
    }
    card
}

/// Starts the process, and answers some of its tasks by chance.
async fn work(app: &TestApp, desk: &Desk, chance: &mut StdRng, client: ClientId) {
    let value = desk.value("refusal_reasons").await;
    let chain = desk.start(client).await.expect("a chain");
    let mut task = Some(chain.tasks[0].clone());
    for _ in 0..chance.random_range(0..4) {
        let Some(open) = &task else { break };
        let view = desk
            .anna
            .get::<wire::tasks::GetWorkplace>((open.id,))
            .await
            .expect("work");
        let result = view
            .context
            .results
            .choose(chance)
            .expect("a result")
            .clone();
        let soon = app.now().plus(Duration::hours(chance.random_range(1..400)));
        let required = result.fields.iter().filter(|field| field.required);
        let fields: Vec<(&str, Raw)> = required
            .map(|field| match field.dictionary_id {
                Some(_) => (field.key.as_str(), text(&value)),
                None => (field.key.as_str(), text(&soon.to_string())),
            })
            .collect();
        let done = desk.complete(open.id, answer(result.id, &fields)).await;
        task = done.expect("done").next_task;
    }
}

/// Segments of each kind, one within another, and who is in the frozen ones. "Me" in them is the owner, not who asks.
async fn segments(app: &TestApp) -> Vec<(SegmentId, BTreeSet<ClientId>)> {
    let mut frozen = Vec::new();
    let mut last = String::new();
    for (name, line, is_frozen) in [
        ("Лиды утра", "stage:lead;tag:Утро", false),
        ("Ничьи", "responsible.empty|responsible:me", false),
        ("Тогда", "tag:vip,дети", true),
        ("Кто остался", "stage.not:former;segment.not:{last}", false),
        ("Все тогда", "next_step.filled|segment:{last}", true),
    ] {
        let line = line.replace("{last}", &last);
        let new = NewSegment {
            name: name.into(),
            filter: parse(&line).expect("a filter"),
            frozen: is_frozen,
        };
        let members = found(&app.owner, new.filter.clone()).await;
        let made = app.owner.post::<CreateSegment>((), new).await;
        let made = made.unwrap_or_else(|failure| panic!("{:?}", faults(&failure)));
        last = made.id.to_string();
        if is_frozen {
            assert_eq!(made.frozen_count, Some(members.len() as i64));
            frozen.push((made.id, members));
        }
    }
    frozen
}

both!(the_database_answers_as_the_domain_does, |app| {
    let desk = Desk::of(app).await;
    every_field(app, &desk).await;
    let mut chance = StdRng::seed_from_u64(22);
    let schema = desk
        .anna
        .get::<GetClientSchema>(())
        .await
        .expect("a schema");
    let mut cards = Vec::new();
    for _ in 0..36 {
        let card = somebody(app, &desk, &mut chance, &schema, &cards).await;
        cards.push(card);
    }
    app.later(Duration::days(6)).await;
    discounts(app, &desk, &mut chance, &cards).await;
    let frozen = segments(app).await;
    let schema = desk
        .anna
        .get::<GetClientSchema>(())
        .await
        .expect("a schema");
    let known = desk.anna.list::<ListSegments>((), SegmentsQuery::default());
    let known: Segments = known
        .await
        .expect("segments")
        .items
        .into_iter()
        .map(|one| {
            let (filter, owner) = (one.filter, one.owner.id);
            let named = match one.frozen_at {
                Some(_) => Segment::Frozen,
                None => Segment::Live { filter, owner },
            };
            (one.id, named)
        })
        .collect();
    let wakes = sleepers(&desk, &schema).await;
    let form = desk.anna.get::<GetClientFields>(()).await.expect("fields");
    let ids: BTreeMap<String, FieldId> = form
        .fields
        .iter()
        .map(|def| (def.key.clone(), def.id))
        .collect();
    let branches = desk
        .anna
        .list::<ListBranches>((), ())
        .await
        .expect("branches");
    let zone = branches.items[0].zone.clone();
    let mut clients = BTreeMap::new();
    for card in &cards {
        let card = desk.card(card.id).await;
        let id = card.id;
        let mut facts = facts(&desk, card, &ids, &zone, &wakes).await;
        let holds = |(segment, members): &(SegmentId, BTreeSet<ClientId>)| {
            members.contains(&id).then_some(*segment)
        };
        facts.segments = frozen.iter().filter_map(holds).collect();
        clients.insert(id, facts);
    }
    let merged = BTreeMap::new();
    let mut answered = [0, 0, 0];
    for number in 0..400 {
        // Half of them one question, so that every field and operator comes up alone.
        let filter = match number % 2 {
            0 => question(&mut chance, &schema, &cards),
            _ => tree(&mut chance, &schema, &cards, 1),
        };
        let around = Around {
            contacts: true,
            now: app.now(),
            zone: &zone,
            me: Some(desk.anna.me.id),
            own: &form.fields,
            merged: &merged,
            segments: &known,
            of: None,
        };
        let read = match sieve(&filter, around) {
            Ok(read) => read,
            Err(faults) => panic!("{}: {faults:?}", write(&filter)),
        };
        let passing = clients.iter().filter(|(_, facts)| read.passes(facts));
        let passing: BTreeSet<ClientId> = passing.map(|(id, _)| *id).collect();
        assert_eq!(
            found(&desk.anna, filter.clone()).await,
            passing,
            "{}",
            write(&filter)
        );
        let share = match passing.len() {
            0 => 0,
            some if some < clients.len() => 1,
            _ => 2,
        };
        answered[share] += 1;
    }
    assert!(
        answered[1] > 120,
        "most questions tell clients apart: {answered:?}"
    );
});
