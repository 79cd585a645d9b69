//! The launcher itself: databases come, are copied from a template, and go.

use std::process::{Command, Output};

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

#[test]
fn the_audit_log_is_only_added_to_and_sealed_once() {
    let database = pg::database();
    ask(
        &database.url,
        "INSERT INTO audit (id, at, action, subject, subject_kind) VALUES (1, now(), 'test.made', 5, 'tst'), (2, now(), 'test.made', 6, 'tst')",
    );
    let sealed = "UPDATE audit SET seq = 1, seal = 'seal' WHERE id = 1";
    assert_eq!(refused(&database.url, sealed), None);
    for tampering in [
        "UPDATE audit SET action = 'test.forged' WHERE id = 2",
        "UPDATE audit SET after = '{}', seq = 2, seal = 'forged' WHERE id = 2",
        "UPDATE audit SET at = now() + interval '1 day' WHERE id = 2",
        "UPDATE audit SET seal = 'forged' WHERE id = 1",
        "UPDATE audit SET seq = NULL, seal = NULL WHERE id = 1",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
        "TRUNCATE audit",
    ] {
        let why = refused(&database.url, tampering).unwrap_or_default();
        assert!(why.contains("append-only"), "{tampering}: {why:?}");
    }
    let kept = "SELECT string_agg(action || coalesce(seal, ''), ' ' ORDER BY id) FROM audit";
    assert_eq!(ask(&database.url, kept), "test.madeseal test.made");
}

/// Why a statement was not carried out; `None` when it was.
fn refused(url: &str, statement: &str) -> Option<String> {
    let output = psql(url, statement);
    let why = String::from_utf8_lossy(&output.stderr).into_owned();
    (!output.status.success()).then_some(why)
}

/// The answer of `psql` to one question; empty when it could not be asked.
fn ask(url: &str, question: &str) -> String {
    let output = psql(url, question);
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn psql(url: &str, statement: &str) -> Output {
    Command::new("psql")
        .args([
            "--no-psqlrc",
            "--tuples-only",
            "--no-align",
            "--dbname",
            url,
            "--command",
            statement,
        ])
        .output()
        .expect("psql is installed with PostgreSQL")
}
