//! The physical limit that docs/bench.md measures Perezvon against: a client's card and phones by id, from the same
//! file, by actix and diesel with nothing between them. No accounts, no rights, no versions, no words for people.

use std::cell::RefCell;
use std::{env, io};

use actix_web::{App, HttpResponse, HttpServer, web};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::ids::ClientId;
use serde::Serialize;

diesel::table! {
    clients (id) {
        id -> BigInt,
        surname -> Nullable<Text>,
        given -> Nullable<Text>,
        patronymic -> Nullable<Text>,
        stage -> Text,
        note -> Nullable<Text>,
        version -> BigInt,
    }
}

diesel::table! {
    client_phones (client_id, position) {
        client_id -> BigInt,
        position -> Integer,
        e164 -> Text,
        display -> Text,
    }
}

#[derive(Queryable, Serialize)]
struct Card {
    id: i64,
    surname: Option<String>,
    given: Option<String>,
    patronymic: Option<String>,
    stage: String,
    note: Option<String>,
    version: i64,
}

async fn client(db: web::Data<RefCell<SqliteConnection>>, id: web::Path<String>) -> HttpResponse {
    let Ok(id) = id.parse::<ClientId>() else {
        return HttpResponse::NotFound().finish();
    };
    let db = &mut *db.borrow_mut();
    let Ok(card) = clients::table.find(id.as_i64()).first::<Card>(db) else {
        return HttpResponse::NotFound().finish();
    };
    let phones: Vec<(String, String)> = client_phones::table
        .filter(client_phones::client_id.eq(id.as_i64()))
        .order(client_phones::position)
        .select((client_phones::e164, client_phones::display))
        .load(db)
        .unwrap_or_default();
    HttpResponse::Ok().json((card, phones))
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
