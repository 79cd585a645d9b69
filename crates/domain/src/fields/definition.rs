//! Whether fields are well defined: what the person who sets up a result is told.

use std::collections::BTreeSet;

use super::{FieldDef, FieldType};
use crate::ids::DictionaryId;
use crate::text::{NAME, TEXT, TITLE};
use crate::words::words;

/// A form with more fields is not filled in during a call.
pub const MAX_FIELDS: usize = 30;

words! {
    /// What is wrong with the definition of a field.
    DefFault {
        /// A key is `[a-z][a-z0-9_]{0,39}`.
        KeyForm = "key_form",
        /// Another field of the result has this key.
        KeyTaken = "key_taken",
        LabelMissing = "label_missing",
        LabelTooLong = "label_too_long",
        HelpTooLong = "help_too_long",
        /// A dictionary field without a dictionary.
        DictionaryMissing = "dictionary_missing",
        DictionaryUnknown = "dictionary_unknown",
        /// Another type does not take a dictionary.
        DictionaryUnexpected = "dictionary_unexpected",
        /// The least is more than the most.
        LimitsCrossed = "limits_crossed",
        /// A text is between 1 and 20,000 characters long.
        LengthBounds = "length_bounds",
        TooManyFields = "too_many_fields",
    }
}

/// All faults of a result's fields: the place of the field and what is wrong with it.
pub fn definition_faults(
    defs: &[FieldDef],
    dictionaries: &BTreeSet<DictionaryId>,
) -> Vec<(usize, DefFault)> {
    let mut faults = Vec::new();
    let mut keys = BTreeSet::new();
    for (place, def) in defs.iter().enumerate() {
        let mut fault = |is_wrong: bool, why| {
            if is_wrong {
                faults.push((place, why));
            }
        };
        fault(!is_key(&def.key), DefFault::KeyForm);
        fault(!keys.insert(def.key.as_str()), DefFault::KeyTaken);
        fault(def.label.trim().is_empty(), DefFault::LabelMissing);
        fault(longer(&def.label, NAME), DefFault::LabelTooLong);
        fault(
            def.help.as_deref().is_some_and(|help| longer(help, TITLE)),
            DefFault::HelpTooLong,
        );
        match (def.kind, def.dictionary_id) {
            (FieldType::Dictionary | FieldType::DictionaryMulti, None) => {
                fault(true, DefFault::DictionaryMissing);
            }
            (FieldType::Dictionary | FieldType::DictionaryMulti, Some(id)) => {
                fault(!dictionaries.contains(&id), DefFault::DictionaryUnknown);
            }
            (_, id) => fault(id.is_some(), DefFault::DictionaryUnexpected),
        }
        let limits = &def.limits;
        let crossed = limits
            .min
            .zip(limits.max)
            .is_some_and(|(min, max)| min > max);
        fault(crossed, DefFault::LimitsCrossed);
        let length = limits
            .max_length
            .is_some_and(|max| !(1..=TEXT).contains(&max));
        fault(length, DefFault::LengthBounds);
        fault(place == MAX_FIELDS, DefFault::TooManyFields);
    }
    faults
}

/// The form of permanent keys: of fields and of steps.
pub fn is_key(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && text.len() <= 40
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn longer(text: &str, max: u32) -> bool {
    text.chars().nth(max as usize).is_some()
}
