//! Says everything that is wrong with a JSON value at once, by the schema that the OpenAPI document shows.
//!
//! serde stops at the first fault, and takes an array for an object. The same types also have a schema, so the whole value is
//! walked along it: unknown and missing members, wrong types, ids of another kind, bounds. Bounds stand only in
//! the schema, so the document and the check cannot disagree.
//!
//! How long a body's texts and lists may be, and which form a text must have, is judged with everything else that is wrong with a
//! form, by the slice through [`super::check`]: here only what nobody may send. The document shows both.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema as Described;
use wire::error::{Fault, FieldError};
use wire::operation::Shape;

/// Longest text anywhere, in characters.
const LONGEST_TEXT: usize = 20_000;
const LONGEST_LIST: usize = 1_000;

/// Named schemas that others refer to.
pub type Named = BTreeMap<String, Value>;

/// The schema of one type with all it refers to.
#[derive(Debug, Clone)]
pub struct Shaped {
    name: String,
    pub schema: Value,
    pub named: Arc<Named>,
}

impl Shaped {
    pub fn of<T: Shape>() -> Self {
        let mut parts: Vec<(String, RefOr<Described>)> = Vec::new();
        T::schemas(&mut parts);
        let schema = as_json(&T::schema());
        let mut named: Named = parts
            .into_iter()
            .map(|(name, schema)| (name, as_json(&schema)))
            .collect();
        let name = T::name().into_owned();
        if schema.get("properties").is_some() {
            named.insert(name.clone(), schema.clone());
        }
        Self {
            name,
            schema,
            named: Arc::new(named),
        }
    }

    /// A schema of the document, with all that the document names.
    pub fn described(schema: Value, named: Arc<Named>) -> Self {
        let name = String::new();
        Self {
            name,
            schema,
            named,
        }
    }

    /// The schema of something that comes in: nothing beside the members it has, and a bound for every text and list.
    #[must_use]
    pub fn strict(mut self) -> Self {
        tighten(&mut self.schema);
        Arc::make_mut(&mut self.named)
            .values_mut()
            .for_each(tighten);
        self
    }

    /// The schema as the document refers to it.
    pub fn reference(&self) -> Value {
        match self.named.contains_key(&self.name) {
            true => serde_json::json!({ "$ref": format!("#/components/schemas/{}", self.name) }),
            false => self.schema.clone(),
        }
    }

    /// Members of an object, by name.
    pub fn members(&self) -> Option<&Map<String, Value>> {
        resolved(&self.schema, &self.named)
            .get("properties")
            .and_then(Value::as_object)
    }

    /// Every fault of a body that makes it unfit to be looked at.
    pub fn faults(&self, value: &Value) -> Vec<FieldError> {
        self.walked(&self.schema, value, Lengths::General)
    }

    /// Every way in which a value is not what its schema says, lengths included.
    pub fn deviations(&self, value: &Value) -> Vec<FieldError> {
        self.walked(&self.schema, value, Lengths::OfSchema)
    }

    fn walked(&self, schema: &Value, value: &Value, lengths: Lengths) -> Vec<FieldError> {
        let mut walk = Walk {
            named: &self.named,
            lengths,
            faults: Vec::new(),
        };
        walk.value(schema, value, &mut String::new());
        walk.faults
    }

    /// Every fault of the text of one query parameter, which is one of the members.
    pub fn parameter_fault(&self, name: &str, text: &str) -> Option<FieldError> {
        let schema = resolved(self.members()?.get(name)?, &self.named);
        let schema = present(schema, &self.named);
        let value = match type_of(schema) {
            Some("array") => text
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty())
                .collect(),
            Some("integer") => text.parse::<i64>().map_or(Value::Null, Value::from),
            Some("boolean") => text.parse::<bool>().map_or(Value::Null, Value::from),
            _ => Value::from(text),
        };
        let faults = self.walked(schema, &value, Lengths::OfSchema);
        let fault = faults.into_iter().next()?;
        Some(FieldError {
            pointer: None,
            parameter: Some(name.to_owned()),
            ..fault
        })
    }
}

/// Which lengths are faults.
#[derive(Clone, Copy)]
enum Lengths {
    /// Longer than anything anywhere may be.
    General,
    /// Outside what the schema says.
    OfSchema,
}

struct Walk<'s> {
    named: &'s Named,
    lengths: Lengths,
    faults: Vec<FieldError>,
}

impl Walk<'_> {
    fn value(&mut self, schema: &Value, value: &Value, at: &mut String) {
        let schema = resolved(schema, self.named);
        if let Some(choices) = choices(schema) {
            return self.one_of(choices, value, at);
        }
        if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
            for part in parts {
                self.value(part, value, at);
            }
            return;
        }
        if value.is_null() && allows(schema, "null") {
            return;
        }
        match value {
            Value::Object(members) if allows(schema, "object") => self.object(schema, members, at),
            Value::Array(items) if allows(schema, "array") => self.array(schema, items, at),
            Value::String(text) if allows(schema, "string") => self.text(schema, text, at),
            Value::Number(number) if allows(schema, "number") => self.number(schema, number, at),
            Value::Number(number) if allows(schema, "integer") && number.is_f64() => {
                self.wrong_type(schema, at);
            }
            Value::Number(number) if allows(schema, "integer") => self.number(schema, number, at),
            Value::Bool(_) if allows(schema, "boolean") => {}
            Value::Null if type_of(schema).is_some() => self.fault(at, Fault::Required),
            _ if schema.get("type").is_none() => {}
            _ => self.wrong_type(schema, at),
        }
    }

    /// Whichever choice fits; when none does, the faults of the one that comes nearest.
    fn one_of(&mut self, choices: &[Value], value: &Value, at: &mut String) {
        let mut nearest: Option<Vec<FieldError>> = None;
        for choice in choices {
            let resolved = resolved(choice, self.named);
            if !value.is_null() && type_of(resolved) == Some("null") {
                continue;
            }
            let mut attempt = Walk {
                named: self.named,
                lengths: self.lengths,
                faults: Vec::new(),
            };
            attempt.value(choice, value, at);
            if attempt.faults.is_empty() {
                return;
            }
            let here: &str = at;
            let nearer =
                |known: &Vec<FieldError>| nearness(&attempt.faults, here) > nearness(known, here);
            if nearest.as_ref().is_none_or(nearer) {
                nearest = Some(attempt.faults);
            }
        }
        self.faults.extend(nearest.unwrap_or_default());
    }

    fn object(&mut self, schema: &Value, members: &Map<String, Value>, at: &mut String) {
        let known = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        let here = at.len();
        for (name, value) in members {
            at.push('/');
            at.push_str(&name.replace('~', "~0").replace('/', "~1"));
            match (known.and_then(|known| known.get(name)), others) {
                (Some(schema), _) => self.value(schema, value, at),
                (None, Some(Value::Bool(false))) => self.fault(at, Fault::UnknownField),
                (None, Some(schema @ Value::Object(_))) => self.value(schema, value, at),
                (None, _) => {}
            }
            at.truncate(here);
        }
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            if !members.contains_key(name) {
                at.push('/');
                at.push_str(name);
                self.fault(at, Fault::Required);
                at.truncate(here);
            }
        }
    }

    fn array(&mut self, schema: &Value, items: &[Value], at: &mut String) {
        let bound = |name| self.length(schema, name);
        let longest = bound("maxItems").unwrap_or(LONGEST_LIST as u64);
        if items.len() as u64 > longest {
            return self.bound(at, Fault::TooLong, "max", longest);
        }
        if let Some(least) = bound("minItems").filter(|least| (items.len() as u64) < *least) {
            self.bound(at, Fault::TooShort, "min", least);
        }
        let each = schema.get("items");
        let first = schema.get("prefixItems").and_then(Value::as_array);
        let here = at.len();
        for (place, item) in items.iter().enumerate() {
            let schema = first.and_then(|first| first.get(place)).or(each);
            if let Some(schema) = schema.filter(|schema| schema.is_object()) {
                at.push_str(&format!("/{place}"));
                self.value(schema, item, at);
                at.truncate(here);
            }
        }
    }

    fn text(&mut self, schema: &Value, text: &str, at: &str) {
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            if !words.iter().any(|word| word == text) {
                let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
                self.faults
                    .push(FieldError::at(at, Fault::WrongType).with("wanted", words.join(", ")));
            }
            return;
        }
        if let Some(kind) = id_kind(schema) {
            let wrong = !is_id(kind, text);
            if wrong {
                self.faults
                    .push(FieldError::at(at, Fault::WrongId).with("wanted", kind));
            }
            return;
        }
        match schema.get("format").and_then(Value::as_str) {
            Some("date-time") if domain::time::Timestamp::parse(text).is_none() => {
                return self.malformed(at, "2026-12-05T16:00:00Z");
            }
            // chrono would also take `2026-12-5`.
            Some("date") if text.len() != 10 || text.parse::<chrono::NaiveDate>().is_err() => {
                return self.malformed(at, "2026-12-05");
            }
            _ => {}
        }
        if text.chars().any(is_unseen) {
            self.fault(at, Fault::ControlCharacters);
        }
        let length = text.chars().count() as u64;
        // Where the schema lets a text be longer than any other, that counts.
        let said = schema.get("maxLength").and_then(Value::as_u64);
        let general = LONGEST_TEXT as u64;
        let longest = match self.lengths {
            Lengths::General => said.unwrap_or(general).max(general),
            Lengths::OfSchema => said.unwrap_or(general),
        };
        if length > longest {
            self.bound(at, Fault::TooLong, "max", longest);
        }
    }

    fn length(&self, schema: &Value, name: &str) -> Option<u64> {
        match self.lengths {
            Lengths::General => None,
            Lengths::OfSchema => schema.get(name)?.as_u64(),
        }
    }

    fn number(&mut self, schema: &Value, number: &serde_json::Number, at: &str) {
        let Some(value) = number.as_f64() else { return };
        let bound = |name| schema.get(name).and_then(Value::as_f64);
        if let Some(least) = bound("minimum").filter(|least| value < *least) {
            self.bound(at, Fault::TooSmall, "min", least);
        }
        let most = bound("maximum").or(match schema.get("format").and_then(Value::as_str) {
            Some("int32") => Some(f64::from(i32::MAX)),
            _ => None,
        });
        if let Some(most) = most.filter(|most| value > *most) {
            self.bound(at, Fault::TooBig, "max", most);
        }
    }

    fn wrong_type(&mut self, schema: &Value, at: &str) {
        let wanted = type_of(schema).unwrap_or("object");
        self.faults
            .push(FieldError::at(at, Fault::WrongType).with("wanted", wanted));
    }

    fn malformed(&mut self, at: &str, example: &str) {
        self.faults
            .push(FieldError::at(at, Fault::Malformed).with("wanted", example));
    }

    fn bound(&mut self, at: &str, fault: Fault, name: &str, bound: impl std::fmt::Display) {
        self.faults
            .push(FieldError::at(at, fault).with(name, bound));
    }

    fn fault(&mut self, at: &str, fault: Fault) {
        self.faults.push(FieldError::at(at, fault));
    }
}

/// Control characters (but line ends and tabs), and marks that reverse the reading direction.
pub fn is_unseen(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// How near a choice came: its kind was meant, the value is of its type, and faults lie deeper inside, which means that the
/// outside fitted.
fn nearness(faults: &[FieldError], at: &str) -> (bool, bool, Option<usize>) {
    let pointers = || faults.iter().filter_map(|fault| fault.pointer.as_deref());
    let meant = !pointers().any(|pointer| pointer.strip_prefix(at) == Some("/kind"));
    let of_type = !faults
        .iter()
        .any(|fault| fault.code == Fault::WrongType && fault.pointer.as_deref() == Some(at));
    (meant, of_type, pointers().map(str::len).max())
}

/// See [`Shaped::strict`]. serde's derive refuses unknown members of an enum's variant without saying so in the schema.
fn tighten(schema: &mut Value) {
    match schema {
        Value::Array(several) => several.iter_mut().for_each(tighten),
        Value::Object(said) => {
            said.values_mut().for_each(tighten);
            let has = |name: &str| said.contains_key(name);
            let free = !["enum", "const", "pattern", "format", "maxLength"]
                .into_iter()
                .any(has);
            let (closed, listed) = (
                !has("properties") || has("additionalProperties"),
                has("maxItems"),
            );
            let whole = Value::Object(std::mem::take(said));
            let (text, list) = (
                allows(&whole, "string") && free,
                allows(&whole, "array") && !listed,
            );
            *schema = whole;
            if !closed {
                schema["additionalProperties"] = Value::Bool(false);
            }
            if text {
                schema["maxLength"] = LONGEST_TEXT.into();
            }
            if list {
                schema["maxItems"] = LONGEST_LIST.into();
            }
        }
        _ => {}
    }
}

fn as_json(schema: &RefOr<Described>) -> Value {
    let mut schema = serde_json::to_value(schema).unwrap_or_default();
    let choices = schema.get("oneOf").and_then(Value::as_array);
    let several = choices.into_iter().flatten();
    // A whole number is also a number: then more than one choice fits.
    if several.clone().any(|choice| choice["type"] == "integer")
        && several.clone().any(|choice| choice["type"] == "number")
        && let Some(said) = schema.as_object_mut()
        && let Some(choices) = said.remove("oneOf")
    {
        said.insert("anyOf".into(), choices);
    }
    schema
}

/// Follows `$ref`s.
fn resolved<'s>(mut schema: &'s Value, named: &'s Named) -> &'s Value {
    while let Some(name) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|at| at.rsplit('/').next())
    {
        let Some(target) = named.get(name) else { break };
        schema = target;
    }
    schema
}

fn choices(schema: &Value) -> Option<&Vec<Value>> {
    schema
        .get("oneOf")
        .or_else(|| schema.get("anyOf"))
        .and_then(Value::as_array)
}

/// What an optional value is when it is there.
fn present<'s>(schema: &'s Value, named: &'s Named) -> &'s Value {
    let Some(choices) = choices(schema) else {
        return schema;
    };
    choices
        .iter()
        .map(|choice| resolved(choice, named))
        .find(|choice| type_of(choice) != Some("null"))
        .unwrap_or(schema)
}

fn allows(schema: &Value, kind: &str) -> bool {
    match schema.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

/// The schema's type, null aside.
fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(one) => Some(one),
        Value::Array(several) => several
            .iter()
            .filter_map(Value::as_str)
            .find(|one| *one != "null"),
        _ => None,
    }
}

/// The prefix of the ids that a schema takes, from its pattern `^tsk_…$`.
fn id_kind(schema: &Value) -> Option<&str> {
    let pattern = schema.get("pattern")?.as_str()?;
    let (kind, rest) = pattern.strip_prefix('^')?.split_once('_')?;
    let whole = rest == "[0-9A-F][0-9A-HJKMNP-TV-Z]{12}$";
    (whole && kind.bytes().all(|b| b.is_ascii_lowercase())).then_some(kind)
}

/// The form that every id has; see `domain::ids`.
fn is_id(kind: &str, text: &str) -> bool {
    let digits = text
        .strip_prefix(kind)
        .and_then(|rest| rest.strip_prefix('_'));
    digits.is_some_and(|digits| {
        digits.len() == 13
            && digits.as_bytes()[0] <= b'F'
            && digits
                .bytes()
                .all(|b| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&b))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults<T: Shape>(value: Value) -> Vec<(String, Fault)> {
        let found = Shaped::of::<T>().faults(&value);
        let mut found: Vec<(String, Fault)> = found
            .into_iter()
            .map(|fault| (fault.pointer.unwrap_or_default(), fault.code))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn all_faults_are_named_at_once() {
        use wire::staff::NewEmployee;
        assert_eq!(
            faults::<NewEmployee>(json!({
                "name": 5, "role_id": "cli_0000000000001", "branch_ids": ["brn_0000000000001", "x"], "nick": "A",
            })),
            [
                ("/branch_ids/1".to_owned(), Fault::WrongId),
                ("/email".to_owned(), Fault::Required),
                ("/name".to_owned(), Fault::WrongType),
                ("/nick".to_owned(), Fault::UnknownField),
                ("/role_id".to_owned(), Fault::WrongId),
            ]
        );
    }

    #[test]
    fn deep_values_and_choices_are_followed() {
        use wire::tasks::CompleteRequest;
        let ok = json!({"result_id": "res_0000000000001", "fields": {"sum": {"amount": 1, "currency": "RUB"}, "n": 4, "d": 1.5}});
        assert_eq!(faults::<CompleteRequest>(ok), []);
        let bad = json!({"result_id": "res_0000000000001", "comment": 1, "next": {"assignee_id": "emp_1"}});
        assert_eq!(
            faults::<CompleteRequest>(bad),
            [
                ("/comment".to_owned(), Fault::WrongType),
                ("/next/assignee_id".to_owned(), Fault::WrongId),
            ]
        );
    }

    #[test]
    fn unseen_characters_are_refused_everywhere() {
        use wire::tasks::CancelTaskRequest;
        for text in ["a\u{0}b", "a\u{202e}b"] {
            assert_eq!(
                faults::<CancelTaskRequest>(json!({"reason": text})),
                [("/reason".to_owned(), Fault::ControlCharacters)]
            );
        }
        assert_eq!(
            faults::<CancelTaskRequest>(json!({"reason": "two\nlines, наконец-то"})),
            []
        );
    }
}
