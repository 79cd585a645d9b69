//! The reference says what the reader reads: words, bounds and examples.

use domain::fields::{FieldType, MAX_FIELDS};
use domain::language::Language;
use domain::processes::{Freedom, MAX_ATTEMPTS, MAX_DAYS, MAX_STEPS, Pick};
use domain::results::Outcome;
use domain::tasks::{Priority, TaskType};
use domain::templates::MAX_RESULTS;

use crate::{FORMAT, MAX_BYTES, parse};

const SCHEMA: &str = include_str!("../../../../docs/process-file.schema.json");
const PAGE: &str = include_str!("../../../../docs/process-files.md");

/// The schema without its white space.
fn schema() -> String {
    SCHEMA.split_whitespace().collect()
}

#[track_caller]
fn says(piece: &str) {
    assert!(schema().contains(piece), "the schema does not say {piece}");
}

#[test]
fn the_schema_knows_every_word() {
    let words = |all: Vec<&str>| {
        let all: Vec<String> = all.iter().map(|word| format!("\"{word}\"")).collect();
        says(&format!("\"enum\":[{}]", all.join(",")));
        let last = all
            .last()
            .map(|word| word.trim_matches('"'))
            .unwrap_or_default();
        assert!(PAGE.contains(last), "the page does not say {last}");
    };
    words(FieldType::ALL.iter().map(|one| one.as_str()).collect());
    words(Outcome::ALL.iter().map(|one| one.as_str()).collect());
    words(TaskType::ALL.iter().map(|one| one.as_str()).collect());
    words(Priority::ALL.iter().map(|one| one.as_str()).collect());
    words(Freedom::ALL.iter().map(|one| one.as_str()).collect());
    words(Pick::ALL.iter().map(|one| one.as_str()).collect());
    words(Language::ALL.iter().map(|one| one.as_str()).collect());
}

#[test]
fn the_schema_knows_every_bound() {
    says(&format!("\"const\":{FORMAT}"));
    says(&format!("\"maxProperties\":{MAX_RESULTS}"));
    says(&format!("\"maxProperties\":{MAX_STEPS}"));
    says(&format!("\"maxProperties\":{MAX_FIELDS}"));
    says(&format!("\"maximum\":{MAX_ATTEMPTS}"));
    says(&format!("\"maximum\":{MAX_DAYS}"));
    says(&format!("\"maxLength\":{}", domain::text::NAME));
    says(&format!("\"maxLength\":{}", domain::text::TITLE));
    says(&format!("\"maxLength\":{}", domain::text::TEXT));
    assert!(PAGE.contains(&format!("{} KB", MAX_BYTES / 1_000)));
}

/// The pieces of the page put together, with what they refer to, are a file.
#[test]
fn the_examples_of_the_page_are_read() {
    let mut pieces = PAGE.split("```yaml\n").skip(1);
    let mut file = String::new();
    for piece in pieces.by_ref().take(4) {
        file.push_str(piece.split("```").next().unwrap_or_default());
    }
    let template = "  personal_call:";
    let more = "  trial:\n    name: Trial lesson\n    type: client_task\n    results: [bought]\n  issue_pass:\n    name: Issue the pass\n    type: internal\n    results: [bought]\n";
    file = file.replacen(
        &format!("templates:\n{template}"),
        &format!("templates:\n{more}{template}"),
        1,
    );
    let steps = "    steps:\n";
    file = file.replacen(
        steps,
        &format!("{steps}      trial:\n        results:\n          bought: goal\n"),
        1,
    );
    let mut results = String::from("results:\n");
    for (key, outcome) in [
        ("bought", "goal"),
        ("thinks", "postponed"),
        ("no_answer", "no_contact"),
        ("moved", "refusal"),
        ("unclear", "invalid"),
    ] {
        results.push_str(&format!(
            "  {key}:\n    name: {key}\n    outcome: {outcome}\n"
        ));
    }
    results.push_str("  not_now:\n    name: not now\n    outcome: postponed\n    fields:\n      return_after: {label: After, type: date}\n");
    file = file.replacen("results:\n  booked:", &format!("{results}  booked:"), 1);
    if let Err(faults) = parse(&file) {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}\n{file}", faults.join("\n"));
    }
}
