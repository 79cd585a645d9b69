//! What there is to ask about: signs in at the demo club and collects addresses, so that no two requests of a
//! scenario need ask for the same thing.

use std::net::SocketAddr;

use serde_json::Value;

use crate::http::{Connection, Request};

/// The demo club, seen by its owner.
pub struct Subject {
    pub token: String,
    pub clients: Vec<String>,
    /// Beginnings of surnames and groups of phone digits that somebody has.
    pub surnames: Vec<String>,
    pub digits: Vec<String>,
    /// Open tasks, each with a result it may end with that asks for no fields.
    pub tasks: Vec<OpenTask>,
    /// A cursor deep in the list of tasks.
    pub far_cursor: String,
    /// How many tasks lie before it.
    pub far: usize,
}

pub struct OpenTask {
    pub id: String,
    pub result: String,
}

/// How deep the far page is, in pages of 200.
const FAR_PAGES: usize = 100;

impl Subject {
    /// # Panics
    /// When the server answers anything but what its document says.
    pub fn collect(address: SocketAddr) -> Self {
        let mut api = Api::sign_in(address);
        let first = api.pages("/clients?limit=200", 25).items;
        let clients = first.iter().map(|client| text(client, "id")).collect();
        let surnames = first
            .iter()
            .filter_map(|client| client["name"].as_str()?.split_whitespace().next())
            .map(|surname| surname.chars().take(5).collect())
            .collect();
        let digits = first
            .iter()
            .filter_map(|client| client["phone"]["number"].as_str())
            .filter_map(|phone| phone.get(phone.len().checked_sub(4)?..))
            .map(str::to_owned)
            .collect();
        let results = api.results_without_fields();
        let walk = api.pages("/tasks?limit=200", FAR_PAGES);
        let tasks = walk
            .items
            .iter()
            .filter_map(|task| {
                let template = task["template_id"].as_str()?;
                let (_, result) = results.iter().find(|(id, _)| id == template)?;
                Some(OpenTask {
                    id: text(task, "id"),
                    result: result.clone(),
                })
            })
            .collect();
        Self {
            token: api.token,
            clients,
            surnames,
            digits,
            tasks,
            far_cursor: walk.next_cursor,
            far: walk.items.len(),
        }
    }
}

struct Walk {
    items: Vec<Value>,
    next_cursor: String,
}

struct Api {
    connection: Connection,
    token: String,
}

impl Api {
    fn sign_in(address: SocketAddr) -> Self {
        let mut connection = Connection::open(address).expect("the server accepts");
        let setup = Request::with_headers("GET", "/api/v1/setup", &[], "");
        let setup = parse(connection.ask(&setup).expect("an answer").body);
        let account = &setup["demo_accounts"][0];
        let body = serde_json::json!({"email": account["email"], "password": account["password"]});
        let json = [("Content-Type", "application/json")];
        let request = Request::with_headers("POST", "/api/v1/sessions", &json, &body.to_string());
        let session = parse(connection.ask(&request).expect("an answer").body);
        let token = text(&session, "access_token");
        Self { connection, token }
    }

    fn get(&mut self, path: &str) -> Value {
        let request = Request::get(&format!("/api/v1{path}"), &self.token);
        let answer = self.connection.ask(&request).expect("an answer");
        assert_eq!(
            answer.status,
            200,
            "{path}: {}",
            String::from_utf8_lossy(answer.body)
        );
        parse(answer.body)
    }

    /// The first `most` pages of a list.
    fn pages(&mut self, path: &str, most: usize) -> Walk {
        let mut walk = Walk {
            items: Vec::new(),
            next_cursor: String::new(),
        };
        for page in 0..most {
            let mut answer = match page {
                0 => self.get(path),
                _ => self.get(&format!("{path}&cursor={}", walk.next_cursor)),
            };
            if let Some(items) = answer["items"].as_array_mut() {
                walk.items.append(items);
            }
            let Some(next) = answer["next_cursor"].as_str() else {
                break;
            };
            next.clone_into(&mut walk.next_cursor);
        }
        walk
    }

    /// For each template, a result without required fields.
    fn results_without_fields(&mut self) -> Vec<(String, String)> {
        let results = self.pages("/results", 1).items;
        let free: Vec<String> = results
            .iter()
            .filter(|result| {
                let fields = result["fields"].as_array().map_or(&[][..], Vec::as_slice);
                fields.iter().all(|field| field["required"] != true)
            })
            .map(|result| text(result, "id"))
            .collect();
        let templates = self.pages("/templates", 1).items;
        templates
            .iter()
            .filter_map(|template| {
                let offered = template["result_ids"].as_array()?;
                let id = free
                    .iter()
                    .find(|free| offered.iter().any(|id| id == free.as_str()))?;
                Some((text(template, "id"), id.clone()))
            })
            .collect()
    }
}

fn parse(body: &[u8]) -> Value {
    serde_json::from_slice(body)
        .unwrap_or_else(|error| panic!("not JSON ({error}): {}", String::from_utf8_lossy(body)))
}

fn text(object: &Value, key: &str) -> String {
    let value = object[key].as_str();
    value
        .unwrap_or_else(|| panic!("no {key} in {object}"))
        .to_owned()
}
