//! Examples: real requests and replies where somebody wrote one, otherwise made from the schema.
//!
//! Written ones stand in `examples.json` by operation: `{"CompleteTask": {"request": …, "reply": …}}`. A test checks every example,
//! written or made, against the schema, and reads it as the type it is an example of.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::{Map, Value, json};
use wire::error::Code;
use wire::operation::About;

use crate::http::shape::{Named, Shaped};

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    request: Option<Value>,
    reply: Option<Value>,
}

fn written(about: &About) -> Option<&'static Written> {
    static WRITTEN: OnceLock<BTreeMap<String, Written>> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| {
        serde_json::from_str(include_str!("examples.json"))
            .expect("examples.json is JSON of this form")
    });
    written.get(about.id)
}

pub(super) fn request(about: &About, shape: &Shaped) -> Value {
    let example = written(about).and_then(|written| written.request.clone());
    example.unwrap_or_else(|| made(&shape.schema, &shape.named, "", 0))
}

pub(super) fn reply(about: &About, shape: &Shaped) -> Value {
    let example = written(about).and_then(|written| written.reply.clone());
    example.unwrap_or_else(|| made(&shape.schema, &shape.named, "", 0))
}

pub(super) fn problem(about: &About, code: Code) -> Value {
    let errors = match code {
        Code::ValidationFailed => json!([{
            "pointer": "/name", "parameter": null, "code": "required", "message": "Fill this in.", "params": {},
        }]),
        Code::UnknownParameter => json!([{
            "pointer": null, "parameter": "nmae", "code": "unknown_parameter", "message": "There is no such parameter.", "params": {},
        }]),
        _ => json!([]),
    };
    json!({
        "type": format!("/problems/{}", code.as_str()),
        "title": "…",
        "status": code.status(),
        "code": code.as_str(),
        "detail": "…",
        "instance": format!("/api/v1{}", about.path),
        "request_id": "Zx8bYq2M1kPd",
        "params": {},
        "errors": errors,
    })
}

/// How deep examples go before lists stay empty and optional members absent.
const DEPTH: usize = 6;

/// A plausible value of a schema; `name` is the member it is for.
fn made(schema: &Value, named: &Named, name: &str, depth: usize) -> Value {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        let target = reference.rsplit('/').next().and_then(|at| named.get(at));
        return target.map_or(Value::Null, |target| made(target, named, name, depth + 1));
    }
    for given in ["example", "const"] {
        if let Some(value) = schema.get(given) {
            return value.clone();
        }
    }
    for given in ["examples", "enum"] {
        if let Some(first) = schema.get(given).and_then(|list| list.get(0)) {
            return first.clone();
        }
    }
    let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"));
    if let Some(choices) = choices.and_then(Value::as_array) {
        let optional = choices.iter().any(|choice| choice["type"] == "null");
        let mut real = choices.iter().filter(|choice| choice["type"] != "null");
        // Deep down a plain word ends what could go on for ever.
        let plain = real.clone().find(|choice| choice["type"] == "string");
        return match (depth < DEPTH, plain) {
            (false, _) if optional => Value::Null,
            (false, Some(plain)) => made(plain, named, name, depth),
            (_, _) if depth > 3 * DEPTH => Value::Null,
            (_, _) => real
                .next()
                .map_or(Value::Null, |one| made(one, named, name, depth)),
        };
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = Map::new();
        for part in parts {
            if let Value::Object(members) = made(part, named, name, depth) {
                all.extend(members);
            }
        }
        return Value::Object(all);
    }
    let (kind, optional) = match schema.get("type") {
        Some(Value::String(one)) => (one.as_str(), false),
        Some(Value::Array(several)) => {
            let mut kinds = several.iter().filter_map(Value::as_str);
            (kinds.find(|kind| *kind != "null").unwrap_or("null"), true)
        }
        _ => return Value::Null,
    };
    if optional && depth >= DEPTH {
        return Value::Null;
    }
    match kind {
        "object" => object(schema, named, depth),
        "array" => list(schema, named, name, depth),
        "string" => text(schema, name),
        "integer" => json!(
            schema
                .get("minimum")
                .and_then(Value::as_i64)
                .unwrap_or(0)
                .max(1)
        ),
        "number" => json!(1.5),
        "boolean" => json!(true),
        _ => Value::Null,
    }
}

fn object(schema: &Value, named: &Named, depth: usize) -> Value {
    let members = schema.get("properties").and_then(Value::as_object);
    let mut value = Map::new();
    for (name, schema) in members.into_iter().flatten() {
        value.insert(name.clone(), made(schema, named, name, depth + 1));
    }
    Value::Object(value)
}

fn list(schema: &Value, named: &Named, name: &str, depth: usize) -> Value {
    let least = schema.get("minItems").and_then(Value::as_u64).unwrap_or(1);
    match schema.get("items").filter(|items| items.is_object()) {
        Some(items) if depth < DEPTH || least > 1 => {
            let item = made(items, named, name, depth + 1);
            Value::Array(vec![item; least.max(1) as usize])
        }
        _ => json!([]),
    }
}

fn text(schema: &Value, name: &str) -> Value {
    match schema.get("format").and_then(Value::as_str) {
        Some("date-time") => return json!("2026-12-05T16:00:00.000Z"),
        Some("date") => return json!("2026-12-05"),
        Some("time") => return json!("19:00"),
        _ => {}
    }
    json!(match name {
        "email" | "emails" => "anna@club.example",
        "password" | "current" | "new" => "correct horse battery",
        "zone" => "Europe/Moscow",
        "currency" => "RUB",
        "phone_country" | "country" => "RU",
        "number" | "phone" | "phones" => "+79161234567",
        "token" => "q7m1nWb0uJ0m3dXkq3Xo1l2m3n4o5p6q7r8s9t0u1v2",
        "link" => "https://crm.example.org/join/q7m1nWb0uJ0m",
        "key" | "step" => "first_call",
        "reason" => "The client asked for another day",
        "q" => "ива",
        "topic" => "task.completed",
        "code" => "missing_continuation",
        "wall" => "2026-12-05T19:00",
        "device" => "Firefox, Linux",
        "server_version" => "0.1.0",
        "next_cursor" | "cursor" => "eyJ2IjoxLCJrIjpbIml2YW5vdiIsNzFdfQ",
        "display" | "phone_display" => "+7 916 123-45-67",
        "typed" => "8 (916) 123-45-67",
        "surname" => "Petrova",
        "given" => "Anna",
        "patronymic" => "Sergeevna",
        "address" => "1 Garden Street",
        "note" | "comment" | "text" | "detail" | "context" => "Asked for an evening group",
        "instruction" => "Greet the client by name and ask what they would like to try.",
        "script_html" => "<p>Greet the client by name.</p>",
        "sentence" => "Next: Trial lesson, Sat 5 December 19:00, Anna",
        "title" => "Personal call to the client",
        "message" => "Say what follows this result.",
        "branch_name" | "organisation_name" | "organisation" => "Studio North",
        _ => "Anna Petrova",
    })
}

#[cfg(test)]
mod tests {
    use crate::slices;

    #[test]
    fn every_example_fits_its_schema() {
        for entry in slices::routes().entries() {
            let shapes = entry.shapes();
            for (part, shape, example) in [
                (
                    "request",
                    &shapes.body,
                    super::request(&entry.about, &shapes.body),
                ),
                (
                    "reply",
                    &shapes.reply,
                    super::reply(&entry.about, &shapes.reply),
                ),
            ] {
                if shape.members().is_none() {
                    continue;
                }
                let faults = shape.deviations(&example);
                assert!(
                    faults.is_empty(),
                    "{} {part}: {faults:?}\n{example:#}",
                    entry.about.id
                );
            }
        }
    }
}
