//! The physical limit that docs/bench.md measures Perezvon against: a client's card by id, with its contacts, chains and next
//! step, from the same file, by actix and diesel with nothing between them. One statement, whose answer is passed on as it is:
//! no accounts, no rights, no versions, no words for people.

use std::cell::RefCell;
use std::{env, io};

use actix_web::{App, HttpResponse, HttpServer, web};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;
use domain::ids::ClientId;

/// The statement; what follows it is the id.
const CARD: &str = "SELECT json_object('surname', surname, 'given', given, 'patronymic', patronymic, \
    'birth_date', birth_date, 'stage', stage, 'branch_id', branch_id, 'note', note, 'version', version, \
    'created_at', created_at, 'updated_at', updated_at, 'last_contact_at', last_contact_sort, \
    'source', (SELECT name FROM dictionary_values WHERE id = source_id), \
    'responsible', (SELECT name FROM employees WHERE id = responsible_id), \
    'phones', (SELECT json_group_array(json_object('number', e164, 'display', display, 'typed', typed, 'label', label, \
        'do_not_call', do_not_call)) FROM client_phones WHERE client_id = clients.id), \
    'emails', (SELECT json_group_array(json_object('address', email, 'label', label, 'do_not_write', do_not_write)) FROM client_emails WHERE client_id = clients.id), \
    'messengers', (SELECT json_group_array(json_object('messenger', messenger, 'address', address, 'label', label, 'do_not_write', do_not_write)) FROM client_messengers WHERE client_id = clients.id), \
    'tags', (SELECT json_group_array(name) FROM client_tags WHERE client_id = clients.id), \
    'relations', (SELECT json_group_array(other_id) FROM client_relations WHERE client_id = clients.id), \
    'next', (SELECT json_object('task', tasks.id, 'title', coalesce(title, templates.name), 'due', due_sort, \
        'assignee', employees.name) FROM tasks LEFT JOIN templates ON templates.id = template_id \
        LEFT JOIN employees ON employees.id = assignee_id \
        WHERE client_id = clients.id AND closed_at IS NULL ORDER BY due_sort LIMIT 1), \
    'chains', (SELECT json_group_array(json_object('id', chains.id, 'process', name, 'state', state, \
        'started', chains.created_at, 'ended', ended_at, 'wakes', wake_at)) \
        FROM chains JOIN processes ON processes.id = process_id WHERE client_id = clients.id)) \
    FROM clients WHERE id = ";

#[derive(QueryId)]
struct Card(i64);

impl Query for Card {
    type SqlType = Text;
}

impl QueryFragment<Sqlite> for Card {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(CARD);
        out.push_bind_param::<BigInt, _>(&self.0)
    }
}

impl RunQueryDsl<SqliteConnection> for Card {}

async fn client(db: web::Data<RefCell<SqliteConnection>>, id: web::Path<String>) -> HttpResponse {
    let Ok(id) = id.parse::<ClientId>() else {
        return HttpResponse::NotFound().finish();
    };
    match Card(id.as_i64()).get_result::<String>(&mut *db.borrow_mut()) {
        Ok(card) => HttpResponse::Ok()
            .content_type("application/json")
            .body(card),
        Err(_) => HttpResponse::NotFound().finish(),
    }
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let file = env::var("DATABASE_URL").map_err(io::Error::other)?;
    let address = env::var("PEREZVON_LISTEN").map_err(io::Error::other)?;
    let server = HttpServer::new(move || {
        // A connection of its own for every thread: nobody waits for anybody.
        let mut db = SqliteConnection::establish(&file).expect("the bench's database");
        db.batch_execute("PRAGMA query_only = ON; PRAGMA mmap_size = 268435456")
            .expect("settings");
        App::new()
            .app_data(web::Data::new(RefCell::new(db)))
            .route("/clients/{id}", web::get().to(client))
    });
    let server = server.bind(address)?;
    println!("http://{}", server.addrs()[0]);
    server.run().await
}
