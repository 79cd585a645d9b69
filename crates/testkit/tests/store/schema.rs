//! The schema: the same on both databases and in `schema.rs`, and it goes down and up again.

use std::collections::BTreeMap;
use std::path::Path;

use domain::access::{BuiltInRole, Grants, Permission, Scope, default_grants};
use store::staff::NewRole;
use store::{ColumnFacts, DbConfig, StoreError, Who, migrations};
use testkit::{pg, sqlite};

use super::{NOON, both, config, open};

/// What `schema.rs` may call what SQLite and PostgreSQL call thus; anything else is a typed id or a word.
const TYPES: &[(&str, &str, &str)] = &[
    ("Integer", "integer", "integer"),
    ("BigInt", "integer", "bigint"),
    ("Bool", "integer", "boolean"),
    ("Text", "text", "text"),
    ("Document", "text", "text"),
    ("Instant", "text", "timestamp without time zone"),
    ("Date", "text", "date"),
    ("Time", "text", "time without time zone"),
    ("Priority", "integer", "smallint"),
];

/// Columns of `schema.rs` by table and name: the type and whether it is nullable.
fn written() -> BTreeMap<(String, String), (String, bool)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../store/src/schema.rs");
    let text = std::fs::read_to_string(path).expect("schema.rs");
    let mut columns = BTreeMap::new();
    let mut table = String::new();
    for line in text.lines().map(str::trim) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [name, key, ..] if key.starts_with('(') && line.ends_with('{') => {
                table = (*name).to_owned()
            }
            [name, "->", kind, ..] if !name.contains('(') => {
                let kind = kind.trim_end_matches(',');
                let inner = kind
                    .strip_prefix("Nullable<")
                    .map(|rest| rest.trim_end_matches('>'));
                let facts = (inner.unwrap_or(kind).to_owned(), inner.is_some());
                columns.insert((table.clone(), (*name).to_owned()), facts);
            }
            _ => {}
        }
    }
    columns
}

/// A new column that names a card is forgotten by a merge unless somebody says what becomes of it.
#[test]
fn merging_knows_every_column_that_names_a_client() {
    use store::merges::STANDS;
    let known: Vec<(&str, &str)> = STANDS
        .iter()
        .map(|(table, column, _)| (*table, *column))
        .collect();
    for ((table, column), (kind, _)) in written() {
        // A card's own number names no card but itself.
        let own = (table.as_str(), column.as_str()) == ("clients", "id");
        let names = kind == "ClientId" || column == "client_id" || column == "reference";
        assert_eq!(
            names && !own,
            known.contains(&(table.as_str(), column.as_str())),
            "{table}.{column}: say in store::merges::STANDS what a merge does with it, and do it"
        );
    }
}

fn fits(kind: &str, found: &ColumnFacts) -> bool {
    let found = found.type_name.as_str();
    match TYPES.iter().find(|(name, _, _)| *name == kind) {
        Some((_, sqlite, postgres)) => found == *sqlite || found == *postgres,
        None if kind.ends_with("Id") => found == "integer" || found == "bigint",
        None => found == "text",
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_databases_and_the_code_have_one_schema() {
    let written = written();
    assert!(
        written.len() > 300,
        "schema.rs was not understood: {} columns",
        written.len()
    );
    let mut indexes = Vec::new();
    for (_database, db) in both() {
        let found = db
            .read(Who::System, NOON, |tx| tx.described_columns())
            .await
            .expect("columns");
        let mut wrong = Vec::new();
        for column in &found {
            let name = (column.table_name.clone(), column.column_name.clone());
            match written.get(&name) {
                Some((kind, nullable)) if fits(kind, column) && *nullable == column.nullable => {}
                other => wrong.push(format!("{column:?}: schema.rs says {other:?}")),
            }
        }
        for (table, column) in written.keys() {
            if !found
                .iter()
                .any(|facts| facts.table_name == *table && facts.column_name == *column)
            {
                wrong.push(format!("{table}.{column} is only in schema.rs"));
            }
        }
        assert!(wrong.is_empty(), "{:?}\n{}", db.backend(), wrong.join("\n"));
        indexes.push(
            db.read(Who::System, NOON, |tx| tx.described_indexes())
                .await
                .expect("indexes"),
        );
    }
    assert_eq!(indexes[0], indexes[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schema_goes_down_and_up_with_data_inside() {
    for (database, db) in both() {
        db.write(Who::System, NOON, |tx| {
            tx.create_branch(super::engine::branch("one"))
        })
        .await
        .expect("a branch");
        db.write(Who::System, NOON, |tx| tx.relay())
            .await
            .expect("a relay");
        db.close();
        migrations::revert_all(&database.url).expect("down");
        assert!(
            migrations::versions(&database.url)
                .expect("versions")
                .applied
                .is_empty()
        );
        migrations::to_latest(&database.url).expect("up again");
        let versions = migrations::versions(&database.url).expect("versions");
        assert_eq!(versions.applied, versions.known);
        let again = open(&database.url);
        let branches = again
            .read(Who::System, NOON, |tx| tx.branches())
            .await
            .expect("branches");
        assert!(branches.is_empty());
    }
}

#[test]
fn an_older_schema_waits_for_its_administrator_when_told_so() {
    for database in [sqlite::empty(), pg::empty()] {
        let patient = DbConfig {
            migrate: false,
            ..config(&database.url)
        };
        let refused = store::Db::open(&patient).err();
        assert!(
            matches!(refused, Some(StoreError::Setup(words)) if words.contains("perezvon migrate"))
        );
        migrations::to_latest(&database.url).expect("up");
        assert!(store::Db::open(&patient).is_ok());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn built_in_roles_from_before_the_right_to_write_notes_get_it() {
    const BEFORE: &str = "0010";
    let note = Permission::ClientNote;
    let roles = |without: &'static [BuiltInRole]| {
        move |tx: &mut store::Tx<'_>| {
            for word in BuiltInRole::ALL {
                let mut grants = default_grants(*word);
                if without.contains(word) {
                    grants.remove(&note);
                }
                tx.create_role(NewRole {
                    name: word.as_str().to_owned(),
                    built_in: Some(*word),
                    grants,
                    limits: Default::default(),
                })?;
            }
            tx.create_role(NewRole {
                name: "trainee".to_owned(),
                built_in: None,
                grants: Grants::from([(Permission::ClientRead, Scope::Own)]),
                limits: Default::default(),
            })
        }
    };
    // From before the right: nobody has it. Made later: somebody took it from the operators.
    for (without, operators) in [
        (BuiltInRole::ALL, Some(Scope::Branch)),
        (&[BuiltInRole::Operator][..], None),
    ] {
        for (database, db) in both() {
            db.write(Who::System, NOON, roles(without))
                .await
                .expect("roles");
            db.close();
            migrations::revert_after(&database.url, BEFORE).expect("down");
            migrations::to_latest(&database.url).expect("up again");
            let found = open(&database.url)
                .read(Who::System, NOON, |tx| tx.roles())
                .await
                .expect("roles");
            for role in found {
                let expected = match role.built_in {
                    Some(BuiltInRole::Operator) => operators,
                    Some(word) => default_grants(word).get(&note).copied(),
                    None => None,
                };
                assert_eq!(role.grants.get(&note).copied(), expected, "{}", role.name);
                let given = without.len() > 1 && expected.is_some();
                // On the way up owners and managers get the right to import, they and analysts that to export, they and operators that to
                // give discounts, and whoever reads clients or tasks sees contacts.
                use BuiltInRole::{Analyst, Manager, Operator, Owner};
                let imports = matches!(role.built_in, Some(Owner | Manager));
                let exports = matches!(role.built_in, Some(Owner | Manager | Analyst));
                let discounts = matches!(role.built_in, Some(Owner | Manager | Operator));
                let more = [given, imports, exports, discounts, true];
                let version = 1 + more.into_iter().map(i64::from).sum::<i64>();
                assert_eq!(role.version, version, "{}", role.name);
            }
        }
    }
}
