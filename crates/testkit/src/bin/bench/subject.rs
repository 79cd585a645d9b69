//! What there is to ask about: signs in at the demo club and collects addresses, so that no two requests of a
//! scenario need ask for the same thing.

use std::net::SocketAddr;

use client::{Client, Failure};
use domain::ids::{ClientId, ResultId, TaskId};
use domain::tasks::TaskState;
use testkit::app::wait_for;
use testkit::club;
use wire::clients::{ClientRow, ClientsQuery, ListClients};
use wire::list::Listed;
use wire::tasks::{ListTasks, TaskView, TasksQuery};

/// The demo club as its owner sees it.
pub struct Subject {
    pub token: String,
    pub clients: Vec<ClientId>,
    /// Beginnings of surnames and groups of phone digits that somebody has.
    pub surnames: Vec<String>,
    pub digits: Vec<String>,
    /// Open tasks, each with a result it may end with that demands no fields.
    pub tasks: Vec<(TaskId, ResultId)>,
    /// What leads deep into the list of open tasks, and into that of done ones: `&cursor=…`.
    pub far: String,
    pub far_done: String,
    /// The token of somebody who sees his branch.
    pub receptionist: String,
}

/// The query of done tasks, the latest first.
pub fn done() -> TasksQuery {
    TasksQuery {
        status: Some(Listed(vec![TaskState::Done])),
        sort: Some("-closed_at".to_owned()),
        ..TasksQuery::default()
    }
}

const PAGE: u32 = 200;
/// How many clients are asked for, and how deep the far page is.
const CLIENT_PAGES: usize = 25;
const FAR_PAGES: usize = 100;

impl Subject {
    /// # Panics
    /// When the server answers anything but what its document says.
    pub fn collect(address: SocketAddr) -> Self {
        let collected = wait_for(collect(address));
        collected.unwrap_or_else(|failure| panic!("the demo club does not answer: {failure}"))
    }
}

async fn collect(address: SocketAddr) -> Result<Subject, Failure> {
    let origin = format!("http://{address}");
    let api = club::owner(&origin).await?;
    let receptionist = club::somebody(&origin, "maria").await?;
    let clients = clients(&api).await?;
    let offers = club::results_without_demands(&api).await?;
    let (walked, far) = tasks(&api, &TasksQuery::default()).await?;
    let (_, far_done) = tasks(&api, &done()).await?;
    let ending = |task: &TaskView| Some((task.id, *offers.get(&task.template_id?)?));
    let phones = clients.iter().filter_map(|client| client.phone.as_ref());
    Ok(Subject {
        token: api.token().expect("the owner is signed in"),
        surnames: clients
            .iter()
            .filter_map(|client| beginning(&client.name))
            .collect(),
        digits: phones
            .filter_map(|phone| {
                let number = phone.number.as_ref()?;
                Some(number.get(number.len().checked_sub(4)?..)?.to_owned())
            })
            .collect(),
        clients: clients.iter().map(|client| client.id).collect(),
        tasks: walked.iter().filter_map(ending).collect(),
        far,
        far_done,
        receptionist: receptionist.token().expect("she is signed in"),
    })
}

fn beginning(name: &str) -> Option<String> {
    Some(name.split_whitespace().next()?.chars().take(3).collect())
}

async fn clients(api: &Client) -> Result<Vec<ClientRow>, Failure> {
    let mut found = Vec::new();
    let mut cursor = None;
    for _ in 0..CLIENT_PAGES {
        let query = ClientsQuery {
            limit: Some(PAGE),
            cursor,
            ..ClientsQuery::default()
        };
        let page = api.list::<ListClients>((), query).await?;
        found.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    Ok(found)
}

/// The first pages of a list of tasks, and the cursor where they end.
async fn tasks(api: &Client, query: &TasksQuery) -> Result<(Vec<TaskView>, String), Failure> {
    let mut found = Vec::new();
    let mut cursor = None;
    for _ in 0..FAR_PAGES {
        let query = TasksQuery {
            limit: Some(PAGE),
            cursor: cursor.clone(),
            ..query.clone()
        };
        let page = api.list::<ListTasks>((), query).await?;
        found.extend(page.items);
        match page.next_cursor {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    // The first page is the far one of a list that has no other.
    let far = cursor.map(|cursor| format!("&cursor={cursor}"));
    Ok((found, far.unwrap_or_default()))
}
