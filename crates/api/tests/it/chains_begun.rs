//! A client in the preset process, for tests that need work under way.

use client::Client;
use domain::ids::{ChainId, ProcessId, TaskId};
use serde_json::json;
use wire::clients::{CreateClient, NewClient};

/// A chain with its open task.
pub struct Begun {
    pub chain: ChainId,
    pub task: TaskId,
}

pub async fn begun(api: &Client, process: ProcessId, name: &str) -> Begun {
    let new: NewClient = serde_json::from_value(json!({
        "name": name,
        "phones": [{ "number": "+7 912 345-67-89" }],
        "start_process_id": process,
    }))
    .expect("a card");
    let card = api
        .post::<CreateClient>((), new)
        .await
        .expect("a client")
        .client;
    Begun {
        chain: card.chains[0].id,
        task: card
            .next
            .and_then(|next| next.task_id)
            .expect("his first task"),
    }
}
