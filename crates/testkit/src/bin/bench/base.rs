//! A base of clients: what finding somebody in it costs, and the memory of the server that finds them.

use std::net::SocketAddr;

use client::{Client, Failure};
use domain::ids::ClientId;
use testkit::app::wait_for;
use testkit::club;
use testkit::program::Program;
use wire::clients::{ClientRow, ClientsQuery, ListClients};

use crate::cost;
use crate::http::Request;
use crate::load::{self, Pressure};
use crate::percent;
use crate::table::{Table, milliseconds};

/// How many clients are asked about, and how deep the far page is.
const PAGES: usize = 25;

/// The scenarios and what came of them, for one database.
pub fn measure(table: &mut Table, engine: &str, server: &Program, pressure: Pressure) {
    let (token, people, far) = wait_for(people(server.address))
        .unwrap_or_else(|failure| panic!("the clients do not answer: {failure}"));
    let person = |connection: usize, n: usize| {
        let place = (n * pressure.connections + connection) * 7919 % people.len();
        &people[place]
    };
    let mut slowest = Vec::new();
    let mut asked = |name: &str, path: &(dyn Fn(usize, usize) -> String + Sync)| {
        eprintln!("{engine}: {name}");
        let request = |connection: usize, n: usize| {
            let path = format!("/api/v1/clients{}", path(connection, n));
            Some(Request::get(&path, &token))
        };
        let mut figures = load::measure(server.address, pressure, 200, request);
        let paced = load::p99_at_a_pace(server.address, pressure, request);
        figures.p99_at_a_pace = Some(paced);
        slowest.push(paced);
        table.row(engine, name, figures);
    };
    let sought = |text: &str| format!("?limit=20&q={}", percent(text));

    asked("three letters of a surname", &|connection, n| {
        sought(&first(&person(connection, n).surname, 3))
    });
    asked("a surname", &|connection, n| {
        sought(&person(connection, n).surname)
    });
    asked("two letters each of name and surname", &|connection, n| {
        let person = person(connection, n);
        let (given, surname) = (first(&person.given, 2), first(&person.surname, 2));
        sought(&format!("{given} {surname}"))
    });
    asked("a name and four letters of a surname", &|connection, n| {
        let person = person(connection, n);
        sought(&format!("{} {}", person.given, first(&person.surname, 4)))
    });
    asked("a surname without its third letter", &|connection, n| {
        let letters = person(connection, n).surname.chars().enumerate();
        let kept = letters.filter(|(place, _)| *place != 2);
        sought(&kept.map(|(_, letter)| letter).collect::<String>())
    });
    asked(
        "a surname in the other keyboard layout",
        &|connection, n| sought(&in_the_other_layout(&person(connection, n).surname)),
    );
    asked("four digits of a phone", &|connection, n| {
        sought(last(&person(connection, n).phone, 4))
    });
    asked("seven digits of a phone", &|connection, n| {
        sought(last(&person(connection, n).phone, 7))
    });
    asked("clients by name, page 1", &|_, _| "?limit=50".to_owned());
    asked("clients by name, page 1, counted", &|_, _| {
        "?limit=50&include_total=true".to_owned()
    });
    asked("clients by name, a far page", &|_, _| {
        format!("?limit=50{far}")
    });
    asked("clients by last contact, page 1", &|_, _| {
        "?limit=50&sort=-last_contact_at".to_owned()
    });
    asked("leads and clients of a tag", &|_, _| {
        filtered(&format!("stage:lead,client;tag:{}", "утро"))
    });
    asked("without a next step", &|_, _| {
        "?limit=50&without_next_step=true&include_total=true".to_owned()
    });
    asked("a birthday in seven days, counted", &|_, _| {
        format!("{}&include_total=true", filtered("birthday.within:7"))
    });
    asked("a part of a note", &|_, _| filtered("note.has:подругой"));
    asked("a client's card", &|connection, n| {
        format!("/{}", person(connection, n).id)
    });
    asked("what happened to a client", &|connection, n| {
        format!("/{}/timeline?limit=30", person(connection, n).id)
    });

    let slowest = slowest.into_iter().max().unwrap_or_default();
    let paced = pressure.connections as u32 * load::PACE;
    table.fact(
        &format!("p99 of the slowest question at {paced}/s, {engine}"),
        "< 20 ms",
        milliseconds(slowest),
    );
    let megabytes = cost::memory(server.id()) as f64 / 1024.0 / 1024.0;
    table.fact(
        &format!("resident memory after all questions, {engine}"),
        "< 250 MB",
        format!("{megabytes:.0} MB"),
    );
}

/// By what somebody is looked for.
struct Person {
    id: ClientId,
    surname: String,
    given: String,
    /// Digits.
    phone: String,
}

/// The token of the owner, people from everywhere in the alphabet, and what leads deep into it: `&cursor=…`.
async fn people(address: SocketAddr) -> Result<(String, Vec<Person>, String), Failure> {
    let api = club::owner(&format!("http://{address}")).await?;
    let (newest, _) = walk(&api, Some("-created_at".to_owned())).await?;
    let (_, far) = walk(&api, None).await?;
    let token = api.token().expect("the owner is signed in");
    Ok((token, newest.iter().filter_map(person).collect(), far))
}

fn person(row: &ClientRow) -> Option<Person> {
    let mut words = row.name.split_whitespace().map(str::to_owned);
    let number = row.phone.as_ref()?.number.as_ref()?;
    Some(Person {
        id: row.id,
        surname: words.next()?,
        given: words.next()?,
        phone: number.chars().filter(char::is_ascii_digit).collect(),
    })
}

async fn walk(api: &Client, sort: Option<String>) -> Result<(Vec<ClientRow>, String), Failure> {
    let mut found = Vec::new();
    let mut cursor = None;
    for _ in 0..PAGES {
        let query = ClientsQuery {
            limit: Some(200),
            sort: sort.clone(),
            cursor: cursor.clone(),
            ..ClientsQuery::default()
        };
        let page = api.list::<ListClients>((), query).await?;
        found.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    let far = cursor.map(|cursor| format!("&cursor={cursor}"));
    Ok((found, far.unwrap_or_default()))
}

fn filtered(line: &str) -> String {
    format!("?limit=50&filter={}", percent(line))
}

fn first(text: &str, letters: usize) -> String {
    text.chars().take(letters).collect()
}

fn last(text: &str, digits: usize) -> &str {
    &text[text.len().saturating_sub(digits)..]
}

/// What stands on the same keys of a Latin keyboard.
fn in_the_other_layout(text: &str) -> String {
    const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    let key = |letter: char| {
        let mut keys = RUSSIAN.chars().zip(LATIN.chars());
        keys.find(|(russian, _)| *russian == letter)
            .map_or(letter, |(_, latin)| latin)
    };
    text.to_lowercase().chars().map(key).collect()
}
