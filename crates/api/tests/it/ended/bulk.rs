//! The program is killed again and again while one action is done for many clients, and while it is undone.

use domain::bulks::{BulkAction, BulkState};
use domain::ids::BulkId;
use domain::imports::ImportState;
use testkit::TestDatabase;
use testkit::program::{self, Program};
use tokio::runtime::Runtime;
use wire::bulks::{Bulk, CreateBulk, GetBulk, NewBulk, UndoBulk};
use wire::clients::{ClientsQuery, ListClients};
use wire::imports::{
    CheckImport, CreateImport, GetImport, ListSubject, NewImport, RunImport, RunRequest,
};

use crate::real::{owner, perezvon, set_up};

const ROWS: u32 = 600;

#[test]
fn on_sqlite_a_killed_action_goes_on_where_it_stopped() {
    killed_on_the_way(&testkit::sqlite::database());
}

#[test]
fn on_postgres_a_killed_action_goes_on_where_it_stopped() {
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
        let import = api.post::<CreateImport>((), new).await.expect("an import");
        let until = async |end: ImportState| loop {
            let now = api.get::<GetImport>((import.id,)).await.expect("it");
            if now.state == end {
                break;
            }
        };
        let checking = api.post::<CheckImport>((import.id,), ()).await;
        checking.expect("checking");
        until(ImportState::Checked).await;
        let running = RunRequest::default();
        let running = api.post::<RunImport>((import.id,), running).await;
        running.expect("running");
        until(ImportState::Done).await;
        let new = NewBulk {
            subject: None,
            action: BulkAction::Tags {
                add: vec!["VIP".into()],
                remove: Vec::new(),
            },
            ids: None,
            company_ids: None,
            filter: None,
            q: None,
            archived: None,
        };
        api.post::<CreateBulk>((), new).await.expect("an action").id
    });
    server.kill();
    let done = carried(&runtime, database, id, BulkState::Done);
    assert_eq!(
        (done.fates.changed, tagged(&runtime, database)),
        (ROWS, ROWS)
    );

    let mut server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        api.post::<UndoBulk>((id,), ()).await.expect("undoing");
    });
    server.kill();
    let undone = carried(&runtime, database, id, BulkState::Undone);
    assert_eq!(
        (undone.fates.returned, tagged(&runtime, database)),
        (ROWS, 0)
    );
    program::run(perezvon(), &["check"], &database.url);
}

/// Starts the server and kills it as soon as it has looked at something, until all is done.
fn carried(runtime: &Runtime, database: &TestDatabase, id: BulkId, end: BulkState) -> Bulk {
    let (mut kills, mut before) = (0, 0);
    loop {
        let mut server = Program::start(perezvon(), &["serve"], &database.url);
        let bulk = runtime.block_on(async {
            let api = owner(&server).await;
            loop {
                let bulk = api.get::<GetBulk>((id,)).await.expect("the action");
                if bulk.state == end || bulk.looked_at > before {
                    break bulk;
                }
            }
        });
        server.kill();
        assert!(bulk.looked_at >= before, "what was done is lost");
        before = bulk.looked_at;
        if bulk.state == end {
            assert!(kills > 0, "it was over before anybody could stop it");
            return bulk;
        }
        kills += 1;
    }
}

/// How many cards have the tag.
fn tagged(runtime: &Runtime, database: &TestDatabase) -> u32 {
    let server = Program::start(perezvon(), &["serve"], &database.url);
    runtime.block_on(async {
        let api = owner(&server).await;
        let counted = ClientsQuery {
            tag: Some("VIP".into()),
            include_total: Some(true),
            ..ClientsQuery::default()
        };
        let cards = api.call::<ListClients>((), counted, ()).reply().await;
        cards.expect("cards").total.map_or(0, |total| total.count)
    })
}
