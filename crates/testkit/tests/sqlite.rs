//! The files themselves: migrated once, copied whole, removed with their owner.

use std::fs;
use std::path::Path;

use testkit::sqlite;

#[test]
fn every_test_has_a_whole_file_of_its_own() {
    let (one, other) = (sqlite::database(), sqlite::database());
    assert_ne!(one.url, other.url);
    // The schema is in the file itself, not in a log beside it that was left behind.
    let bytes = fs::read(&one.url).expect("the file");
    let schema = b"CREATE TABLE tasks";
    assert!(bytes.windows(schema.len()).any(|window| window == schema));

    let path = one.url.clone();
    drop(one);
    assert!(!Path::new(&path).exists());
}
