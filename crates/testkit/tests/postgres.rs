//! The launcher itself: databases come, are copied from a template, and go.

use std::process::Command;

use testkit::pg;

#[test]
fn a_database_folds_cyrillic_and_goes_with_its_owner() {
    let database = pg::empty();
    assert_eq!(ask(&database.url, "SELECT lower('Ж') = 'ж'"), "t");

    let url = database.url.clone();
    drop(database);
    assert!(ask(&url, "SELECT 1").is_empty(), "it is gone");
}

#[test]
fn a_database_has_the_schema_of_this_build() {
    let database = pg::database();
    assert_eq!(ask(&database.url, "SELECT count(*) FROM tasks"), "0");
}

#[test]
fn a_template_is_filled_once() {
    let mut filled = 0;
    for _ in 0..2 {
        let database = pg::database_from("launcher_example", |url| {
            filled += 1;
            ask(url, "CREATE TABLE example AS SELECT 7 AS number");
        });
        assert_eq!(ask(&database.url, "SELECT number FROM example"), "7");
    }
    assert!(filled <= 1, "filled {filled} times");
}

/// The answer of `psql` to one question; empty when it could not be asked.
fn ask(url: &str, question: &str) -> String {
    let output = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--dbname",
            url,
            "--command",
            question,
        ])
        .output()
        .expect("psql is installed with PostgreSQL");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
