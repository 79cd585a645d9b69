use std::collections::BTreeSet;

use reqwest::Method;
use testkit::app::TestApp;
use testkit::both;
use wire::operation::{About, IfMatch};

use super::fixture::{Things, callers, things};
use super::rows::{ROWS, Row};
use crate::raw::send;

both!(every_operation_answers_every_role_as_written, |app| {
    let (people, things) = (callers(app).await, things(app).await);
    let mut wrong = Vec::new();
    for row in ROWS {
        let about = wire::operations().find(|about| about.id == row.operation);
        let about = about.unwrap_or_else(|| panic!("{} is no operation", row.operation));
        let mut answers = Vec::new();
        for client in people.in_order() {
            answers.push(status(app, about, row, &things, client.token()).await);
        }
        if answers != row.statuses {
            wrong.push(format!(
                "{}\n  expected {:?}\n  answered {answers:?}",
                row.operation, row.statuses
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
});

#[test]
fn every_operation_has_a_row() {
    let rows: BTreeSet<&str> = ROWS.iter().map(|row| row.operation).collect();
    assert_eq!(rows.len(), ROWS.len(), "an operation has two rows");
    let missing: Vec<&str> = wire::operations()
        .map(|about| about.id)
        .filter(|id| !rows.contains(id))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// Whoever may not call an operation at all learns it before anything else is looked at.
#[test]
fn nobody_gets_nothing_but_what_is_public() {
    use wire::operation::Access;
    for row in ROWS {
        let about = wire::operations().find(|about| about.id == row.operation);
        match about.expect("an operation").access {
            Access::Public | Access::Cookie => {}
            Access::SignedIn | Access::Needs(_) => {
                assert_eq!(row.statuses[0], 401, "{}", row.operation)
            }
        }
    }
}

async fn status(
    app: &TestApp,
    about: &About,
    row: &Row,
    things: &Things,
    token: Option<String>,
) -> u16 {
    let path = format!(
        "/api/v1{}",
        filled(row.path.unwrap_or(about.path), about, things)
    );
    let bearer = format!("Bearer {}", token.as_deref().unwrap_or_default());
    let mut headers = vec![
        ("content-type", "application/json"),
        ("sec-fetch-site", "same-origin"),
    ];
    if token.is_some() {
        headers.push(("authorization", &bearer));
    }
    // A version that nothing has: whoever may change a thing gets 412 and changes nothing.
    if about.if_match == IfMatch::Required {
        headers.push(("if-match", "\"v999999\""));
    }
    if about.idempotency == wire::operation::Idempotency::Required {
        headers.push(("idempotency-key", "matrix"));
    }
    let method: Method = about.method.as_str().parse().expect("a method");
    let body = filled(row.body, about, things);
    send(app, method, &path, &headers, body).await.status
}

/// Puts ids into their places. `{id}` is of the kind that the path's first word names.
pub fn filled(text: &str, about: &About, things: &Things) -> String {
    let first = about.path.split('/').nth(1).unwrap_or_default();
    let id = match first {
        "branches" => things.branch.to_string(),
        "employees" => things.employee.to_string(),
        "roles" => things.role.to_string(),
        "dictionaries" => things.dictionary.to_string(),
        "values" => things.values[0].to_string(),
        "results" => things.result.to_string(),
        "templates" => things.template.to_string(),
        "processes" => things.process.to_string(),
        "clients" => things.client.to_string(),
        "companies" => things.company.to_string(),
        "chains" => things.chain.to_string(),
        "tasks" => things.task.to_string(),
        "sessions" => "ses_0F3ZK7Q2M8T1A".to_owned(),
        "hooks" => "hok_0F3ZK7Q2M8T1A".to_owned(),
        "segments" => "seg_0F3ZK7Q2M8T1A".to_owned(),
        "views" => "viw_0F3ZK7Q2M8T1A".to_owned(),
        "duplicates" => "dup_0F3ZK7Q2M8T1A".to_owned(),
        "merges" => "mrg_0F3ZK7Q2M8T1A".to_owned(),
        "deliveries" => "job_0F3ZK7Q2M8T1A".to_owned(),
        "imports" => "imp_0F3ZK7Q2M8T1A".to_owned(),
        "files" => things.file.to_string(),
        "discounts" => things.discount.to_string(),
        "discount-grants" => things.grant.to_string(),
        "bulks" => "blk_0F3ZK7Q2M8T1A".to_owned(),
        "import-mappings" => "map_0F3ZK7Q2M8T1A".to_owned(),
        _ => String::new(),
    };
    text.replace("{id}", &id)
        .replace("{other_id}", &things.other_client.to_string())
        .replace("{version_id}", &things.version.to_string())
        .replace("{comparison_id}", "cpr_0F3ZK7Q2M8T1A")
        .replace("{person_id}", "cpn_0F3ZK7Q2M8T1A")
        .replace("{number}", "2")
        .replace("{column}", "0")
        .replace("{token}", "no-such-link")
        .replace("$branch", &things.branch.to_string())
        .replace("$role", &things.role.to_string())
        .replace("$discount", &things.discount.to_string())
        .replace("$value", &things.values[1].to_string())
        .replace("$result", &things.result.to_string())
        .replace("$process", &things.process.to_string())
        .replace("$client", &things.client.to_string())
        .replace("$other", &things.other_client.to_string())
        .replace("$done", &things.done.to_string())
}
