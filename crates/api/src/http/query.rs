//! Query parameters: unknown ones are refused, and all faults are named at once.

use serde::de::DeserializeOwned;
use wire::error::{Fault, FieldError};

use super::error::ApiError;
use super::shape::Shaped;

/// Parses a query string into the operation's parameters.
pub(super) fn parse<Q: DeserializeOwned + 'static>(
    query: &str,
    shape: &Shaped,
) -> Result<Q, ApiError> {
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|error| malformed("", error))?;
    let mut faults = Vec::new();
    for (at, (name, value)) in pairs.iter().enumerate() {
        let known = shape.members().is_some_and(|m| m.contains_key(name));
        let repeated = pairs[..at].iter().any(|(earlier, _)| earlier == name);
        match known {
            false => faults.push(FieldError::parameter(name, Fault::UnknownParameter)),
            true if repeated => faults.push(FieldError::parameter(name, Fault::NotAllowed)),
            true => faults.extend(shape.parameter_fault(name, value)),
        }
    }
    if !faults.is_empty() {
        return Err(ApiError::parameters(faults));
    }
    // Nothing is asked of operations without parameters.
    if pairs.is_empty() && shape.members().is_none() {
        return serde_json::from_value(serde_json::Value::Null)
            .map_err(|error| malformed("", error));
    }
    let fields = form(query);
    serde_path_to_error::deserialize(serde_urlencoded::Deserializer::new(fields)).map_err(|error| {
        let name = error.path().to_string();
        malformed(&name, error.into_inner())
    })
}

fn form(query: &str) -> form_urlencoded::Parse<'_> {
    form_urlencoded::parse(query.as_bytes())
}

fn malformed(name: &str, cause: impl std::fmt::Display) -> ApiError {
    let fault = FieldError::parameter(name, Fault::Malformed);
    ApiError::parameters(vec![fault]).because(cause)
}
