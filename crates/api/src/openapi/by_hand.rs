//! What is no operation of the table: the stream, whose answer does not end, and what a watching program asks.

use serde_json::{Map, Value, json};

pub(super) fn paths() -> Map<String, Value> {
    let mut paths = Map::new();
    paths.insert("/api/v1/events/stream".into(), stream());
    paths.insert("/healthz".into(), alive());
    paths.insert("/readyz".into(), ready());
    paths.insert("/metrics".into(), metrics());
    paths
}

fn stream() -> Value {
    let hint = "retry: 2000\n\nid: 4711\nevent: hint\ndata: {\"topic\":\"task.completed\",\"id\":\"tsk_0F3ZK7Q2M8T1A\",\"version\":4}\n\n: alive\n\n";
    json!({ "get": {
        "operationId": "streamEvents",
        "tags": ["events"],
        "summary": "The change feed as server-sent events",
        "description": "Hints only: topic, id and version of what changed within the caller's reach; what it is now is asked of its own \
            endpoint. `Last-Event-ID` continues after that sequence number. An event `reset` means that hints were missed: ask for \
            everything again. The stream ends with the access token.\n\nNeeds the permission `events.read`.",
        "security": [{ "bearer": [] }],
        "x-permission": "events.read",
        "x-scope": "events.read",
        "parameters": [{
            "name": "Last-Event-ID", "in": "header", "required": false,
            "description": "The last sequence number that was received.",
            "schema": { "type": "string", "pattern": "^[0-9]+$", "examples": ["4711"] },
        }],
        "responses": {
            "200": {
                "description": "A stream that goes on.",
                "content": { "text/event-stream": { "schema": { "type": "string" }, "example": hint } },
            },
            "401": refused("not_signed_in"),
            "403": refused("not_allowed"),
            "503": refused("busy"),
        },
    } })
}

fn refused(code: &str) -> Value {
    json!({
        "description": format!("`{code}`"),
        "x-codes": [code],
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

fn alive() -> Value {
    json!({ "get": {
        "operationId": "getHealth",
        "tags": ["watching"],
        "summary": "The process answers",
        "description": "Says nothing of the database: a server that answers this and not `/readyz` must not be restarted for it.\n\n\
            Anybody may call it.",
        "security": [],
        "responses": { "200": plain("It does.", "alive\n") },
    } })
}

fn ready() -> Value {
    json!({ "get": {
        "operationId": "getReadiness",
        "tags": ["watching"],
        "summary": "The database answers, and requests can be sent here",
        "description": "Anybody may call it.",
        "security": [],
        "responses": { "200": plain("It does.", "ready\n"), "503": refused("not_ready") },
    } })
}

fn metrics() -> Value {
    let example = "# TYPE perezvon_db_commits_total counter\nperezvon_db_commits_total 1042\n";
    json!({ "get": {
        "operationId": "getMetrics",
        "tags": ["watching"],
        "summary": "Numbers for Prometheus",
        "description": "Requests by operation and status, their durations, the queues in front of the database, commits, open streams. \
            No personal data.\n\nAnybody may call it: keep it from the internet at the proxy.",
        "security": [],
        "responses": { "200": plain("In the text format.", example) },
    } })
}

fn plain(about: &str, example: &str) -> Value {
    json!({
        "description": about,
        "content": { "text/plain": { "schema": { "type": "string" }, "example": example } },
    })
}
