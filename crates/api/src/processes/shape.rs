//! What any draft must keep to, finished or not: keys that can be permanent, and a size that can be looked at.

use std::collections::BTreeSet;

use domain::clients::MAX_LABEL;
use domain::fields::is_key;
use domain::processes::{
    Action, Also, Condition, Graph, MAX_ALSO, MAX_CASES, MAX_CONDITIONS, MAX_NAMED, MAX_PHRASE,
    MAX_STEPS, MAX_SUBJECT, Uses,
};
use domain::templates::MAX_RESULTS;
use wire::error::{Fault, FieldError};

use crate::http::{ApiError, Check};

/// 422 with everything that cannot even be kept as a draft.
pub fn bounded(graph: &Graph) -> Result<(), ApiError> {
    let mut check = Check::new();
    longer(&mut check, "/graph/steps", graph.steps.len(), MAX_STEPS);
    let transitions = graph.transitions.len();
    longer(
        &mut check,
        "/graph/transitions",
        transitions,
        MAX_STEPS * MAX_RESULTS,
    );
    let mut keys = BTreeSet::new();
    for (place, step) in graph.steps.iter().enumerate() {
        let pointer = format!("/graph/steps/{place}/key");
        key_fault(&mut check, &pointer, &step.key);
        if !keys.insert(step.key.as_str()) {
            check.fault(&pointer, Fault::Taken);
        }
        let pointer = format!("/graph/steps/{place}/results");
        longer(&mut check, &pointer, step.results.len(), MAX_RESULTS);
    }
    for (place, transition) in graph.transitions.iter().enumerate() {
        let pointer = format!("/graph/transitions/{place}");
        key_fault(&mut check, &format!("{pointer}/step"), &transition.step);
        let cases = transition.cases.len();
        longer(&mut check, &format!("{pointer}/cases"), cases, MAX_CASES);
        let fields = Uses::of(transition.result_id, &transition.then).fields;
        for (_, field) in fields {
            key_fault(&mut check, &format!("{pointer}/then"), &field);
        }
        for (place, case) in transition.cases.iter().enumerate() {
            let pointer = format!("{pointer}/cases/{place}");
            when_faults(&mut check, &pointer, &case.when);
            for (_, field) in Uses::of(transition.result_id, &case.then).fields {
                key_fault(&mut check, &format!("{pointer}/then"), &field);
            }
        }
        let also = transition.also.len();
        longer(&mut check, &format!("{pointer}/also"), also, MAX_ALSO);
        for (place, also) in transition.also.iter().enumerate() {
            action_faults(&mut check, &format!("{pointer}/also/{place}"), also);
        }
    }
    check.done()
}

fn action_faults(check: &mut Check, pointer: &str, also: &Also) {
    when_faults(check, pointer, &also.when);
    let act = format!("{pointer}/act");
    for field in also.act.fields() {
        key_fault(check, &act, field);
    }
    for text in also.act.texts() {
        longer(
            check,
            &format!("{act}/text"),
            text.chars().count(),
            MAX_PHRASE,
        );
    }
    if let Action::Message { subject, .. } = &also.act {
        let length = subject.chars().count();
        longer(check, &format!("{act}/subject"), length, MAX_SUBJECT);
    }
    if let Action::Tag { add, remove } = &also.act {
        tag_faults(check, &format!("{act}/add"), add);
        tag_faults(check, &format!("{act}/remove"), remove);
    }
}

fn tag_faults(check: &mut Check, pointer: &str, tags: &[String]) {
    longer(check, pointer, tags.len(), MAX_NAMED);
    for (place, tag) in tags.iter().enumerate() {
        let length = tag.chars().count();
        let pointer = format!("{pointer}/{place}");
        longer(check, &pointer, length, MAX_LABEL);
    }
}

fn when_faults(check: &mut Check, pointer: &str, conditions: &[Condition]) {
    let when = format!("{pointer}/when");
    longer(check, &when, conditions.len(), MAX_CONDITIONS);
    for (place, condition) in conditions.iter().enumerate() {
        let pointer = format!("{when}/{place}");
        if let Some(field) = condition.field() {
            key_fault(check, &format!("{pointer}/field"), field);
        }
        let values = condition.values().len();
        longer(check, &format!("{pointer}/is/values"), values, MAX_NAMED);
        let (member, tags) = match condition {
            Condition::Tagged { any_of } => ("any_of", any_of),
            Condition::Untagged { none_of } => ("none_of", none_of),
            _ => continue,
        };
        tag_faults(check, &format!("{pointer}/{member}"), tags);
    }
}

fn key_fault(check: &mut Check, pointer: &str, key: &str) {
    if !is_key(key) {
        check.fault(pointer, Fault::Malformed);
    }
}

fn longer(check: &mut Check, pointer: &str, length: usize, max: usize) {
    if length > max {
        check.push(FieldError::at(pointer, Fault::TooLong).with("max", max));
    }
}
