//! The program is killed again and again while a file of clients is rehearsed, taken in, and taken back.

use domain::ids::ImportId;
use domain::imports::ImportState;
use testkit::TestDatabase;
use testkit::program::{self, Program};
use tokio::runtime::Runtime;
use wire::clients::{ClientsQuery, ListClients};
use wire::imports::{
    CheckImport, CreateImport, GetImport, Import, ListSubject, NewImport, RunImport, RunRequest,
    UndoImport,
};
use wire::invariants::CheckInvariants;

use crate::real::{owner, perezvon, set_up};

const ROWS: u32 = 600;

#[test]
fn on_sqlite_a_killed_import_goes_on_where_it_stopped() {
    killed_on_the_way(&testkit::sqlite::database());
}

#[test]
fn on_postgres_a_killed_import_goes_on_where_it_stopped() {
    killed_on_the_way(&testkit::pg::database());
}

fn killed_on_the_way(database: &TestDatabase) {
    let runtime = Runtime::new().expect("a runtime");
    let mut server = Program::start(perezvon(), &["serve"], &database.url);
    let id = runtime.block_on(async {
        set_up(&server).await;
        let api = owner(&server).await;
        let rows = (0..ROWS).map(|n| format!("Клиент{n} Иван\t+7912{:07}", 3_000_000 + n));
        let rows: Vec<String> = std::iter::once("ФИО\tТелефон".to_owned())
            .chain(rows)
            .collect();
        let new = NewImport {
            name: "clients".into(),
            subject: ListSubject::Clients,
            content: None,
            text: Some(rows.join("\n")),
        };
        let made = api.post::<CreateImport>((), new).await.expect("an import");
        let checking = api.post::<CheckImport>((made.id,), ()).await;
        checking.expect("checking");
        made.id
    });
    server.kill();
    let checked = carried(&runtime, database, id, ImportState::Checked);
    assert_eq!(checked.plans.new, ROWS);

    let mut server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        let running = api.post::<RunImport>((id,), RunRequest::default()).await;
        running.expect("running");
    });
    server.kill();
    let done = carried(&runtime, database, id, ImportState::Done);
    assert_eq!(
        (done.fates.created, cards(&runtime, database)),
        (ROWS, ROWS)
    );

    let mut server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        let undoing = api.post::<UndoImport>((id,), ()).await;
        undoing.expect("undoing");
    });
    server.kill();
    let undone = carried(&runtime, database, id, ImportState::Undone);
    assert_eq!((undone.fates.removed, cards(&runtime, database)), (ROWS, 0));
    program::run(perezvon(), &["check"], &database.url);
}

/// Starts the server and kills it as soon as it has looked at something, until all is done.
fn carried(runtime: &Runtime, database: &TestDatabase, id: ImportId, end: ImportState) -> Import {
    let (mut kills, mut before) = (0, 0);
    loop {
        let mut server = Program::start(perezvon(), &["serve"], &database.url);
        let import = runtime.block_on(async {
            let api = owner(&server).await;
            loop {
                let import = api.get::<GetImport>((id,)).await.expect("the import");
                if import.state == end || import.looked_at > before {
                    break import;
                }
            }
        });
        server.kill();
        assert!(import.looked_at >= before, "what was done is lost");
        before = import.looked_at;
        if import.state == end {
            assert!(kills > 0, "it was over before anybody could stop it");
            return import;
        }
        kills += 1;
    }
}

/// How many cards there are, on a club where everything holds.
fn cards(runtime: &Runtime, database: &TestDatabase) -> u32 {
    let server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        let invariants = api.get::<CheckInvariants>(()).await.expect("an answer");
        assert!(invariants.hold, "{:?}", invariants.checks);
        let counted = ClientsQuery {
            include_total: Some(true),
            ..ClientsQuery::default()
        };
        let cards = api.call::<ListClients>((), counted, ()).reply().await;
        cards.expect("cards").total.map_or(0, |total| total.count)
    })
}
