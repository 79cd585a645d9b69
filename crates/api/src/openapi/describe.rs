//! The document's sentences.

use serde_json::{Value, json};
use wire::error::Code;
use wire::operation::{About, Access, Idempotency, IfMatch, Method, Takes};

use crate::http::routes::Shapes;

pub(super) const PREFACE: &str = "\
The API of Perezvon, a CRM for clubs, studios and schools in which every piece of work is a task that ends with a result, and every \
result has one next step.

**Objects** are plain JSON with `snake_case` members; absent optional values are `null`. Ids are opaque strings whose prefix says \
what they name (`tsk_…`, `cli_…`). Instants are RFC 3339 in UTC; days are `YYYY-MM-DD`; money is in minor units.

**Lists** are `{\"items\": […], \"next_cursor\": …}`: repeat the request with `cursor` until it is `null`, or follow `Link: rel=\"next\"`.

**Writing.** `PATCH` is a JSON merge patch. Where `If-Match` is asked for, send the `ETag` that you have seen: 428 without it, 412 when \
somebody was faster. A `POST` with an `Idempotency-Key` may be repeated safely for 24 hours.

**Refusals** are `application/problem+json` with a `code` for programs, a sentence in the reader's language, and *all* faulty fields.
A thing outside the caller's reach does not exist for him: 404.";

pub(super) const KEY: &str = "Makes repeating the request safe for 24 hours: the effect happens once, later answers are the first one.";

pub(super) fn summary(about: &About) -> String {
    let sentence = about.summary.trim();
    let first = sentence.split(". ").next().unwrap_or(sentence);
    first.trim_end_matches('.').to_owned()
}

pub(super) fn description(about: &About) -> String {
    let who = match about.access {
        Access::Public => "Anybody may call it.".to_owned(),
        Access::Cookie => "For the holder of the refresh cookie, from our own pages.".to_owned(),
        Access::SignedIn => "For everybody who is signed in.".to_owned(),
        Access::Needs(permission) => format!(
            "Needs the permission `{permission}`; its scope decides which rows are reached."
        ),
    };
    format!("{}\n\n{who}", about.summary.trim())
}

pub(super) fn success(about: &About) -> &'static str {
    match (about.status, about.method) {
        (204, _) => "Done.",
        (201, _) => "Made.",
        (_, Method::Get) => "Found.",
        _ => "Done, with what it is now.",
    }
}

/// How a file that is sent says what it is called.
pub(super) const NAME: &str = "What the file is called: `attachment; filename*=UTF-8''…` in any alphabet, or `filename=\"…\"`. Of a path only the last part is kept.";

/// What a file may be.
pub(super) fn files(about: &About) -> Value {
    let binary = json!({ "schema": { "type": "string", "format": "binary" } });
    let kinds: Vec<&str> = match about.tag {
        "files" => {
            let saved = std::iter::once("application/octet-stream");
            domain::files::SHOWN.iter().copied().chain(saved).collect()
        }
        _ => {
            let kinds = domain::exports::ExportFormat::ALL.iter();
            let kinds = kinds.filter_map(|format| format.content_type().split(';').next());
            kinds.collect()
        }
    };
    let content: serde_json::Map<String, Value> = kinds
        .into_iter()
        .map(|kind| (kind.to_owned(), binary.clone()))
        .collect();
    Value::Object(content)
}

/// A body that is a file as it is.
pub(super) fn bytes() -> Value {
    json!({
        "required": true,
        "description": "The file as it is. Whatever `Content-Type` says, the kind of its content is found out from the bytes.",
        "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } },
    })
}

/// The schema of a path's parameter: an id where the summary of its type says so.
pub(super) fn path_schema(about: &About, name: &str) -> Value {
    let before = about.path.split(&format!("/{{{name}}}")).next();
    let thing = before
        .and_then(|path| path.rsplit('/').next())
        .unwrap_or_default();
    let prefix = match thing {
        "sessions" => "ses",
        "branches" => "brn",
        "employees" => "emp",
        "roles" => "rol",
        "dictionaries" => "dic",
        "values" => "val",
        "results" => "res",
        "templates" => "tpl",
        "processes" => "prc",
        "versions" => "ver",
        "transfers" => "trf",
        "comparisons" => "cpr",
        "clients" => "cli",
        "chains" => "chn",
        "tasks" => "tsk",
        "notices" => "ntc",
        "files" => "fil",
        _ => return json!({ "type": "string", "minLength": 1 }),
    };
    json!({
        "type": "string",
        "pattern": format!("^{prefix}_[0-9A-F][0-9A-HJKMNP-TV-Z]{{12}}$"),
        "examples": [format!("{prefix}_0F3ZK7Q2M8T1A")],
    })
}

/// A query parameter is absent rather than null.
pub(super) fn parameter_schema(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(said) = schema.as_object_mut() {
        said.remove("default");
    }
    if let Some(kinds) = schema.get("type").and_then(Value::as_array) {
        let kinds: Vec<&Value> = kinds.iter().filter(|kind| *kind != "null").collect();
        if let [one] = kinds[..] {
            schema["type"] = one.clone();
        }
    }
    let choices = schema.get("oneOf").and_then(Value::as_array).cloned();
    if let Some(choices) = choices {
        let mut real = choices.into_iter().filter(|one| one["type"] != "null");
        if let (Some(only), None) = (real.next(), real.next()) {
            let about = schema.get("description").cloned();
            schema = only;
            if let Some(about) = about {
                schema["description"] = about;
            }
        }
    }
    schema
}

/// Every code an operation may answer: its own, and those that follow from its kind.
pub(super) fn codes(about: &About, shapes: &Shapes) -> Vec<Code> {
    let mut codes: Vec<Code> = about.refusals.to_vec();
    match about.access {
        Access::Public => codes.push(Code::TooManyRequests),
        Access::Cookie => codes.extend([Code::WrongOrigin, Code::TooManyRequests]),
        Access::SignedIn => codes.push(Code::NotSignedIn),
        Access::Needs(_) => codes.extend([Code::NotSignedIn, Code::NotAllowed]),
    }
    codes.push(Code::UnknownParameter);
    if shapes.query.members().is_some() {
        codes.push(Code::InvalidParameter);
    }
    if shapes
        .query
        .members()
        .is_some_and(|m| m.contains_key("cursor"))
    {
        codes.push(Code::CursorInvalid);
    }
    if about.path.contains('{') {
        codes.push(Code::NotFound);
    }
    if about.takes == Takes::Bytes {
        codes.extend([Code::MalformedJson, Code::InvalidParameter]);
        codes.extend([Code::ValidationFailed, Code::Conflict]);
    } else if about.method != Method::Get {
        codes.extend([
            Code::MalformedJson,
            Code::TooLarge,
            Code::UnsupportedMediaType,
        ]);
        codes.extend([Code::ValidationFailed, Code::Conflict]);
    }
    if about.if_match == IfMatch::Required {
        codes.extend([Code::VersionMismatch, Code::VersionRequired]);
    }
    match about.idempotency {
        Idempotency::None => {}
        Idempotency::Accepted => {
            codes.extend([
                Code::InvalidParameter,
                Code::IdempotencyKeyReused,
                Code::StillRunning,
            ]);
        }
        Idempotency::Required => codes.extend([
            Code::InvalidParameter,
            Code::IdempotencyKeyReused,
            Code::StillRunning,
            Code::IdempotencyKeyRequired,
        ]),
    }
    codes.extend([Code::Internal, Code::Busy]);
    codes.sort();
    codes.dedup();
    codes
}

/// Descriptions of types are written for the code: their links lead nowhere here, and their lines end where the source's do.
pub(super) fn read_well(document: &mut Value) {
    match document {
        Value::Array(several) => several.iter_mut().for_each(read_well),
        Value::Object(members) => {
            for (name, inner) in members.iter_mut() {
                match inner {
                    Value::String(text) if name == "description" => {
                        let paragraphs = text.split("\n\n").map(|text| text.replace('\n', " "));
                        let paragraphs: Vec<String> = paragraphs.collect();
                        *text = paragraphs
                            .join("\n\n")
                            .replace("[`", "`")
                            .replace("`]", "`");
                    }
                    other => read_well(other),
                }
            }
        }
        _ => {}
    }
}
