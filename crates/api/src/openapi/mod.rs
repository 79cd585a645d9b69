//! The OpenAPI 3.1 document, made from the table of operations, the schemas of their types and the examples beside this file.
//!
//! Nothing is written twice: a path, a permission or a bound stands in `wire`, and is the same for the server, the client
//! and this document.

mod by_hand;
mod describe;
mod example;
mod schemas;
mod tags;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use wire::error::{Code, Problem};
use wire::operation::{About, Access, Answers, Idempotency, IfMatch, Method, Takes};

use crate::http::routes::{Entry, Shapes};
use crate::http::shape::Shaped;
use crate::slices;
use schemas::Schemas;

/// The document as it is served, printed and committed.
pub fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| {
        let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
        text.push('\n');
        text
    })
}

pub fn document() -> Value {
    let routes = slices::routes();
    let mut schemas = Schemas::default();
    let mut paths: Map<String, Value> = Map::new();
    for entry in routes.entries() {
        let shapes = entry.shapes();
        schemas.comes_in(&shapes.query);
        schemas.comes_in(&shapes.body);
        let item = paths
            .entry(format!("/api/v1{}", entry.about.path))
            .or_insert_with(|| json!({}));
        item[entry.about.method.as_str().to_ascii_lowercase()] = operation(entry, shapes);
    }
    for entry in routes.entries() {
        schemas.goes_out(&entry.shapes().reply);
    }
    schemas.goes_out(&Shaped::of::<Problem>());
    paths.extend(by_hand::paths());
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Perezvon",
            "version": env!("CARGO_PKG_VERSION"),
            "description": describe::PREFACE,
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "This server" }],
        "tags": tags::ALL.iter().map(|(name, about)| json!({ "name": name, "description": about })).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas.known,
            "securitySchemes": {
                "bearer": {
                    "type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": "An access token of ten minutes: from signing in, then from refreshing.",
                },
                "cookie": {
                    "type": "apiKey", "in": "cookie", "name": "__Host-perezvon",
                    "description": "The refresh cookie; `perezvon` on plain http. Requests must come from our own pages \
                        (`Sec-Fetch-Site: same-origin`, or our `Origin`).",
                },
            },
        },
    });
    describe::read_well(&mut document);
    document
}

/// `completeTask` for `CompleteTask`.
pub fn operation_id(about: &About) -> String {
    let (first, rest) = about.id.split_at(1);
    first.to_ascii_lowercase() + rest
}

fn operation(entry: &Entry, shapes: &Shapes) -> Value {
    let about = &entry.about;
    let mut operation = json!({
        "operationId": operation_id(about),
        "tags": [about.tag],
        "summary": describe::summary(about),
        "description": describe::description(about),
        "parameters": parameters(about, shapes),
        "responses": responses(about, shapes),
        "security": match about.access {
            Access::Public => json!([]),
            Access::Cookie => json!([{ "cookie": [] }]),
            Access::SignedIn | Access::Needs(_) => json!([{ "bearer": [] }]),
        },
    });
    if let Access::Needs(permission) = about.access {
        operation["x-permission"] = json!(permission);
        operation["x-scope"] = json!(permission);
    }
    if about.takes == Takes::Bytes {
        operation["requestBody"] = describe::bytes();
    }
    if shapes.body.members().is_some() {
        let mut content = json!({ "schema": shapes.body.reference() });
        content["example"] = example::request(about, &shapes.body);
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": content },
        });
    }
    operation
}

fn parameters(about: &About, shapes: &Shapes) -> Vec<Value> {
    let mut parameters = Vec::new();
    let names = about.path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?;
        name.strip_suffix('}')
    });
    for name in names {
        parameters.push(json!({
            "name": name, "in": "path", "required": true,
            "schema": describe::path_schema(about, name),
        }));
    }
    for (name, schema) in shapes.query.members().into_iter().flatten() {
        let mut parameter = json!({ "name": name, "in": "query", "required": false });
        let mut schema = describe::parameter_schema(schema);
        if let Some(about) = schema.as_object_mut().and_then(|s| s.remove("description")) {
            parameter["description"] = about;
        }
        if schema["type"] == "array" {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(false);
        }
        parameter["schema"] = schema;
        parameters.push(parameter);
    }
    let header = |name: &str, required: bool, about: &str, schema: Value| json!({ "name": name, "in": "header", "required": required, "description": about, "schema": schema });
    if about.if_match == IfMatch::Required {
        parameters.push(header(
            "If-Match",
            true,
            "The version that was seen, as its `ETag` said, weak or not.",
            json!({ "type": "string", "pattern": "^(W/)?\"v[0-9]+\"$", "examples": ["\"v1\""] }),
        ));
    }
    if about.takes == Takes::Bytes {
        parameters.push(header(
            "Content-Disposition",
            false,
            describe::NAME,
            json!({ "type": "string", "examples": ["attachment; filename*=UTF-8''scan.pdf"] }),
        ));
    }
    let key = json!({ "type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$", "examples": ["4b1e0f3c-2f0e-4f0a-9a51-0d1f2f1d7c11"] });
    match about.idempotency {
        Idempotency::None => {}
        Idempotency::Accepted => {
            parameters.push(header("Idempotency-Key", false, describe::KEY, key))
        }
        Idempotency::Required => {
            parameters.push(header("Idempotency-Key", true, describe::KEY, key))
        }
    }
    parameters.push(header(
        "Accept-Language",
        false,
        "Language of every sentence in the answer: `ru`, `en` or `ro`.",
        json!({ "type": "string", "examples": ["ru"] }),
    ));
    if about.method == Method::Get && shapes.versioned {
        parameters.push(header(
            "If-None-Match",
            false,
            "Answer 304 when this is still the version.",
            json!({ "type": "string", "examples": ["\"v1\""] }),
        ));
    }
    parameters
}

fn responses(about: &About, shapes: &Shapes) -> Value {
    let mut responses: BTreeMap<String, Value> = BTreeMap::new();
    let mut success = json!({ "description": describe::success(about) });
    let mut headers = json!({ "X-Request-Id": { "schema": { "type": "string" }, "description": "Of this request, for the log." } });
    if about.answers == Answers::File {
        success["content"] = describe::files(about);
        headers["Content-Disposition"] = json!({ "schema": { "type": "string" }, "description": "`attachment`, or `inline` where it may be shown, with the file's name." });
    } else if about.status != 204 {
        success["content"] = json!({ "application/json": {
            "schema": shapes.reply.reference(),
            "example": example::reply(about, &shapes.reply),
        } });
        if shapes.versioned {
            headers["ETag"] = json!({ "schema": { "type": "string" }, "description": "The version, such as `\"v7\"`." });
        }
        if shapes.paged {
            headers["Link"] = json!({ "schema": { "type": "string" }, "description": "`rel=\"next\"`: the next page, if there is one." });
        }
    }
    if about.idempotency != Idempotency::None {
        headers["Idempotent-Replayed"] = json!({ "schema": { "type": "string", "const": "true" }, "description": "The saved answer to a repeated request." });
    }
    success["headers"] = headers;
    responses.insert(about.status.to_string(), success);
    if about.method == Method::Get && shapes.versioned {
        responses.insert(
            "304".into(),
            json!({ "description": "Still the version that the caller has." }),
        );
    }
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in describe::codes(about, shapes) {
        by_status.entry(code.status()).or_default().push(code);
    }
    for (status, codes) in by_status {
        let words: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        let mut refusal = json!({
            "description": format!("`{}`", words.join("`, `")),
            "x-codes": words,
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
                "example": example::problem(about, codes[0]),
            } },
        });
        if matches!(status, 429 | 503) {
            refusal["headers"] = json!({ "Retry-After": { "schema": { "type": "integer" }, "description": "Seconds." } });
        }
        responses.insert(status.to_string(), refusal);
    }
    json!(responses)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_of_the_table_is_answered_and_described() {
        let document = document();
        let routes = slices::routes();
        let answered: Vec<&str> = routes.entries().iter().map(|e| e.about.id).collect();
        for about in wire::operations() {
            assert!(answered.contains(&about.id), "{} has no handler", about.id);
            let path = format!("/api/v1{}", about.path);
            let method = about.method.as_str().to_ascii_lowercase();
            let described = &document["paths"][&path][&method];
            assert_eq!(described["operationId"], operation_id(about));
            assert!(described["responses"][about.status.to_string()].is_object());
        }
        assert_eq!(answered.len(), wire::operations().count());
    }

    #[test]
    fn every_tag_is_described() {
        for about in wire::operations() {
            assert!(
                tags::ALL.iter().any(|(name, _)| *name == about.tag),
                "{}",
                about.tag
            );
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = document();
        let text = document.to_string();
        for part in text.split("\"#/components/schemas/").skip(1) {
            let name = part.split('"').next().unwrap_or_default();
            assert!(
                document["components"]["schemas"][name].is_object(),
                "{name}"
            );
        }
    }

    #[test]
    fn the_committed_document_is_fresh() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../api-spec/openapi.json");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == text(),
            "api-spec/openapi.json is stale: run `make api-spec`"
        );
    }
}
