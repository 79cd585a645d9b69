//! What a refusal names.

use client::Failure;
use wire::error::Fault;

/// The faulty fields with what is wrong with each, in the server's order.
pub fn faults(refused: &Failure) -> Vec<(String, Fault)> {
    let errors = refused.field_errors().iter();
    errors
        .map(|error| {
            assert!(
                !error.message.is_empty(),
                "{error:?} says nothing to a person"
            );
            let place = error.pointer.clone().or(error.parameter.clone());
            (place.unwrap_or_default(), error.code)
        })
        .collect()
}
