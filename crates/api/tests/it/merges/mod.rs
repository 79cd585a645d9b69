//! One card of two, and two again.

mod chains;
mod choices;
mod random;
mod rights;
mod undone;

use std::collections::{BTreeMap, BTreeSet};

use client::Failure;
use domain::ids::ClientId;
use testkit::app::{Person, TestApp};
use wire::clients::{Client, GetClient};
use wire::invariants::CheckInvariants;
use wire::merges::{CardChoice, CardSide, Merge, MergeClients, MergeUndone, NewMerge, UndoMerge};

/// Puts the other card into the one as the owner, as both are now.
pub async fn merge(
    app: &TestApp,
    kept: ClientId,
    other: ClientId,
    continues: Option<CardSide>,
) -> Result<Merge, Failure> {
    merge_with(&app.owner, kept, other, continues, &[]).await
}

pub async fn merge_with(
    person: &Person,
    kept: ClientId,
    other: ClientId,
    continues: Option<CardSide>,
    choices: &[(&str, CardChoice)],
) -> Result<Merge, Failure> {
    let version = card(person, kept).await.version;
    let new = NewMerge {
        other_id: other,
        other_version: card(person, other).await.version,
        choices: choices
            .iter()
            .map(|(member, choice)| ((*member).to_owned(), *choice))
            .collect(),
        continues,
    };
    person.change::<MergeClients>((kept,), version, new).await
}

pub async fn undo(app: &TestApp, merge: &Merge) -> Result<MergeUndone, Failure> {
    app.owner.post::<UndoMerge>((merge.id,), ()).await
}

pub async fn card(person: &Person, id: ClientId) -> Client {
    person.get::<GetClient>((id,)).await.expect("a card")
}

pub async fn holds(app: &TestApp) {
    let checked = app.owner.get::<CheckInvariants>(()).await.expect("checked");
    assert!(checked.hold, "{:?}", checked.checks);
}

/// Every row of the database as text but for versions and moments of change, without what tells of requests and merges themselves.
pub async fn whole(app: &TestApp) -> BTreeMap<String, Vec<String>> {
    const APART: &[&str] = &[
        "audit",
        "events",
        "idempotency_keys",
        "session_tokens",
        "sessions",
        "merges",
        "merge_moves",
        "unlooked_clients",
        "client_keys",
        "duplicates",
        "duplicate_looks",
        "word_slips",
        "stale_tokens",
    ];
    let told = |tx: &mut store::Tx<'_>| tx.described_rows(APART, &["version", "updated_at"]);
    let rows = app.state.db.read(store::Who::System, app.now(), told).await;
    rows.expect("all rows")
}

/// Everything is as it was; only the history has more entries.
pub fn assert_same(before: &BTreeMap<String, Vec<String>>, now: &BTreeMap<String, Vec<String>>) {
    for (table, rows) in before {
        let kept = &now[table];
        if table == "timeline" {
            let kept: BTreeSet<&String> = kept.iter().collect();
            let lost: Vec<&String> = rows.iter().filter(|row| !kept.contains(row)).collect();
            assert!(lost.is_empty(), "{table} lost {lost:#?}");
            continue;
        }
        let (was, is): (BTreeSet<&String>, BTreeSet<&String>) =
            (rows.iter().collect(), kept.iter().collect());
        let gone: Vec<_> = was.difference(&is).collect();
        let new: Vec<_> = is.difference(&was).collect();
        assert!(
            gone.is_empty() && new.is_empty(),
            "{table}\n was {gone:#?}\n is {new:#?}"
        );
    }
}
