//! The schemas that operations refer to.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::http::shape::Shaped;

/// Schemas by name: what comes in first, because what also goes out is no looser then.
#[derive(Default)]
pub(super) struct Schemas {
    pub known: BTreeMap<String, Value>,
    raw: BTreeMap<String, Value>,
}

impl Schemas {
    /// What a request's type refers to; absent members are allowed as the type says.
    pub fn comes_in(&mut self, shape: &Shaped) {
        for (name, schema) in shape.named.iter() {
            let known = self.known.entry(name.clone());
            let known = known.or_insert_with(|| schema.clone());
            assert!(known == schema, "two types are called {name} in the API");
        }
    }

    /// What a reply's type refers to: absent values are sent as `null`, so every member is there.
    ///
    /// # Panics
    /// When two types have one name: the document would describe one of them wrongly.
    pub fn goes_out(&mut self, shape: &Shaped) {
        for (name, schema) in shape.named.iter() {
            let raw = self.raw.entry(name.clone());
            let raw = raw.or_insert_with(|| schema.clone());
            assert!(raw == schema, "two types are called {name} in the API");
            let known = self.known.entry(name.clone());
            known.or_insert_with(|| {
                let mut schema = schema.clone();
                demand_all(&mut schema);
                schema
            });
        }
    }
}

fn demand_all(schema: &mut Value) {
    match schema {
        Value::Array(several) => several.iter_mut().for_each(demand_all),
        Value::Object(said) => {
            said.values_mut().for_each(demand_all);
            if let Some(members) = said.get("properties").and_then(Value::as_object) {
                let names: Vec<&String> = members.keys().collect();
                let names = json!(names);
                said.insert("required".into(), names);
            }
        }
        _ => {}
    }
}
