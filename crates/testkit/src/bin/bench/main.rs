//! `make bench`: what Perezvon costs and what it can carry, written as the table of docs/bench.md.
//!
//! Everything runs on this machine, the generator included, so the figures are a floor. Each scenario is compared with
//! the same kind of read by a bare program (`store`'s example `point_read`) where there is one.
//!
//! `bench [--clients N] [--seconds S] [--connections C]`
//!
//! `bench --book N` adds so many people to the club's old address book, and measures what a base of that size has to do with: finding
//! clients, lists, files in and out, memory.

mod base;
mod cost;
mod export;
mod goals;
mod http;
mod import;
mod load;
mod map;
mod rehearsal;
mod size;
mod subject;
mod table;
mod transfer;

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use testkit::pg::{Cluster, Durability};
use testkit::program::{self, Program, beside};

use goals::{BARE, CLIENT_BY_ID, COMPLETE, CREATE, FAR_PAGE, FIRST_PAGE, POSTGRES, SQLITE};
use http::Request;
use load::Pressure;
use subject::Subject;
use table::Table;

/// The same list as [`subject::done`].
const DONE: &str = "/api/v1/tasks?status=done&sort=-closed_at&limit=50";

struct Options {
    clients: usize,
    book: usize,
    pressure: Pressure,
}

fn main() {
    let options = options();
    let mut table = Table::new(options.pressure);
    let scenarios = match options.book {
        0 => scenarios,
        _ => base,
    };
    if options.book == 0 {
        size::first_load(&mut table);
    }

    let made = demo_file(&options);
    let sqlite = copy_of(&made).display().to_string();
    start_and_rest(&mut table, &sqlite);
    table.club = cost::check(&mut table, &sqlite);
    if options.book == 0 {
        bare_program(&mut table, &sqlite, options.pressure);
    }
    scenarios(&mut table, SQLITE, &sqlite, options.pressure);
    forget(Path::new(&sqlite));

    let cluster = Cluster::start(Durability::Full);
    cluster.create_database("bench", None);
    let postgres = cluster.url("bench");
    eprintln!("moving the club to PostgreSQL");
    let made = made.display().to_string();
    let moving = ["move", "--to", &postgres];
    program::run(&beside("perezvon"), &moving, &made);
    scenarios(&mut table, POSTGRES, &postgres, options.pressure);

    if options.book == 0 {
        goals::judge(&mut table);
    }
    print!("{}", table.markdown());
}

fn options() -> Options {
    let mut arguments = std::env::args().skip(1);
    let (mut clients, mut book, mut seconds, mut connections) = (100_000, 0, 5, 16);
    while let Some(name) = arguments.next() {
        let value = arguments.next().and_then(|value| value.parse().ok());
        match (name.as_str(), value) {
            ("--clients", Some(value)) => clients = value,
            ("--book", Some(value)) => book = value,
            ("--seconds", Some(value)) => seconds = value,
            ("--connections", Some(value)) => connections = value,
            _ => panic!("usage: bench [--clients N] [--book N] [--seconds S] [--connections C]"),
        }
    }
    let time = Duration::from_secs(seconds as u64);
    Options {
        clients,
        book,
        pressure: Pressure { connections, time },
    }
}

/// The demo club of that size as a file that is made once.
fn demo_file(options: &Options) -> PathBuf {
    let (clients, book) = (options.clients, options.book);
    let folder = Path::new("data/bench");
    fs::create_dir_all(folder).expect("a folder for the databases");
    let made = folder.join(match book {
        0 => format!("demo-{clients}.db"),
        _ => format!("demo-{clients}-{book}.db"),
    });
    if !made.exists() {
        eprintln!(
            "making a club of {} clients, which is kept for the next time",
            clients + book
        );
        let growing = folder.join("growing.db");
        forget(&growing);
        program::run(
            &beside("perezvon"),
            &[
                "demo",
                "--clients",
                &clients.to_string(),
                "--book",
                &book.to_string(),
            ],
            &growing.display().to_string(),
        );
        fs::rename(&growing, &made).expect("keep the club");
    }
    // A club of an earlier version is brought to this one's schema.
    let shown = made.display().to_string();
    program::run(&beside("perezvon"), &["migrate"], &shown);
    made
}

/// A fresh copy: measuring writes.
fn copy_of(made: &Path) -> PathBuf {
    let copy = made.with_file_name("bench.db");
    forget(&copy);
    fs::copy(made, &copy).expect("room for a copy");
    copy
}

fn forget(file: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{ending}", file.display()));
    }
}

/// Cold start and memory, on SQLite and before anybody asked for anything.
fn start_and_rest(table: &mut Table, database: &str) {
    let perezvon = beside("perezvon");
    let starts: Vec<Duration> = (0..5)
        .map(|_| cost::cold_start(&perezvon, database))
        .collect();
    let slowest = starts.into_iter().max().unwrap_or_default();
    table.fact(
        "cold start to `/readyz`, slowest of 5",
        "< 0.3 s",
        format!("{} ms", slowest.as_millis()),
    );
    let server = Program::start(&perezvon, &["serve"], database);
    thread::sleep(Duration::from_secs(3));
    let megabytes = cost::memory(server.id()) as f64 / 1024.0 / 1024.0;
    table.fact(
        "resident memory, idle",
        "< 60 MB",
        format!("{megabytes:.0} MB"),
    );
}

/// A large base.
fn base(table: &mut Table, engine: &str, database: &str, pressure: Pressure) {
    let server = Program::start(&beside("perezvon"), &["serve"], database);
    base::measure(table, engine, &server, pressure);
    export::measure(table, engine, &server);
    import::measure(table, engine, server.address);
}

fn scenarios(table: &mut Table, engine: &str, database: &str, pressure: Pressure) {
    let server = Program::start(&beside("perezvon"), &["serve"], database);
    let address = server.address;
    let subject = Subject::collect(address);
    let token = &subject.token;
    let spread = |connection: usize, n: usize| n * pressure.connections + connection;
    // A stride that divides nothing: neighbours in time are not neighbours in the file.
    let place = |connection: usize, n: usize, length: usize| spread(connection, n) * 7919 % length;
    let mut measured =
        |name: &str, wanted: u16, request: &(dyn Fn(usize, usize) -> Option<Request> + Sync)| {
            eprintln!("{engine}: {name}");
            let mut figures = load::measure(address, pressure, wanted, request);
            if wanted == 200 {
                figures.p99_at_a_pace = Some(load::p99_at_a_pace(address, pressure, request));
            }
            table.row(engine, name, figures);
        };

    measured(CLIENT_BY_ID, 200, &|connection, n| {
        let id = subject.clients[place(connection, n, subject.clients.len())];
        Some(Request::get(&format!("/api/v1/clients/{id}"), token))
    });
    measured("my day", 200, &|_, _| {
        Some(Request::get("/api/v1/my-day", token))
    });
    measured("my day of a receptionist", 200, &|_, _| {
        Some(Request::get("/api/v1/my-day", &subject.receptionist))
    });
    measured("clients by a part of the surname", 200, &|connection, n| {
        let part = percent(&subject.surnames[place(connection, n, subject.surnames.len())]);
        Some(Request::get(
            &format!("/api/v1/clients?q={part}&limit=20"),
            token,
        ))
    });
    measured(
        "clients by four digits of a phone",
        200,
        &|connection, n| {
            let digits = &subject.digits[place(connection, n, subject.digits.len())];
            Some(Request::get(
                &format!("/api/v1/clients?q={digits}&limit=20"),
                token,
            ))
        },
    );
    measured(FIRST_PAGE, 200, &|_, _| {
        Some(Request::get("/api/v1/tasks?limit=50", token))
    });
    measured(FAR_PAGE, 200, &|_, _| {
        let path = format!("/api/v1/tasks?limit=50{}", subject.far);
        Some(Request::get(&path, token))
    });
    measured("done tasks, page 1", 200, &|_, _| {
        Some(Request::get(DONE, token))
    });
    measured("done tasks, a far page", 200, &|_, _| {
        let path = format!("{DONE}{}", subject.far_done);
        Some(Request::get(&path, token))
    });
    measured(CREATE, 201, &|connection, n| {
        let key = format!("bench-create-{connection}-{n}");
        Some(Request::post(
            "/api/v1/tasks",
            token,
            &key,
            r#"{"title":"Order water"}"#,
        ))
    });
    measured(COMPLETE, 201, &|connection, n| {
        let (task, result) = subject.tasks.get(spread(connection, n))?;
        let body = format!(r#"{{"result_id":"{result}"}}"#);
        let path = format!("/api/v1/tasks/{task}/completion");
        Some(Request::post(
            &path,
            token,
            &format!("bench-complete-{task}"),
            &body,
        ))
    });
    map::measure(table, engine, address);
    rehearsal::measure(table, engine, address);
    transfer::measure(table, engine, address);
    import::measure(table, engine, address);
}

/// The physical limit: actix and diesel with nothing between them, on the same file.
fn bare_program(table: &mut Table, database: &str, pressure: Pressure) {
    let ids = {
        let server = Program::start(&beside("perezvon"), &["serve"], database);
        Subject::collect(server.address).clients
    };
    let server = Program::start(&beside("examples").join("point_read"), &[], database);
    let figures = load::measure(server.address, pressure, 200, |connection, n| {
        let id = &ids[(n * pressure.connections + connection) * 7919 % ids.len()];
        Some(Request::get(&format!("/clients/{id}"), ""))
    });
    table.row(BARE, CLIENT_BY_ID, figures);
}

fn percent(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
