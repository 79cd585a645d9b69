//! Backups of SQLite: made under load, checked, brought back.

use std::fs;
use std::path::PathBuf;

use store::backup::{Existing, check, restore};
use store::{StoreError, Who};
use testkit::{pg, sqlite};

use super::engine::branch;
use super::{NOON, open};

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_brings_the_same_back() {
    let database = sqlite::database();
    let db = open(&database.url);
    for n in 0..20 {
        db.write(Who::System, NOON, move |tx| {
            tx.create_branch(branch(&format!("b{n}")))
        })
        .await
        .expect("a branch");
    }
    let file = PathBuf::from(format!("{}.backup", database.url));
    db.backup(&file).expect("a backup");
    assert!(db.backup(&file).is_err(), "nothing is overwritten");
    db.check_file().expect("sound");
    let before = db
        .read(Who::System, NOON, |tx| tx.branches())
        .await
        .expect("branches");

    db.write(Who::System, NOON, |tx| {
        tx.create_branch(branch("after the backup"))
    })
    .await
    .expect("a branch");
    let refused = restore(&file, &database.url, Existing::Replace);
    assert!(matches!(refused, Err(StoreError::Setup(words)) if words.contains("in use")));
    db.close();
    assert!(restore(&file, &database.url, Existing::Refuse).is_err());
    restore(&file, &database.url, Existing::Replace).expect("restored");

    let again = open(&database.url);
    let after = again
        .read(Who::System, NOON, |tx| tx.branches())
        .await
        .expect("branches");
    assert_eq!(after, before);
    let kept = format!("{}.before-restore", database.url);
    assert!(check(kept.as_ref()).is_ok(), "what was there is kept");
}

#[test]
fn a_damaged_or_foreign_file_is_refused() {
    let database = sqlite::database();
    let file = PathBuf::from(format!("{}.bad", database.url));
    fs::write(
        &file,
        b"these are not the bytes of a database, whatever they are",
    )
    .expect("written");
    assert!(check(&file).is_err());
    let mut bytes = fs::read(&database.url).expect("a database");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0xAA);
    fs::write(&file, bytes).expect("written");
    assert!(check(&file).is_err());
    assert!(check("/nowhere/at/all".as_ref()).is_err());
}

#[test]
fn postgresql_has_its_own_tools() {
    let database = pg::database();
    let refused = open(&database.url).backup("x".as_ref());
    assert!(matches!(refused, Err(StoreError::Setup(words)) if words.contains("pg_dump")));
}
