//! Lists of more people than are gathered: whom words find is the same however it is found.

use domain::clients::Stage;
use domain::ids::BranchId;
use domain::name::PersonName;
use domain::organisation::NameOrder;
use domain::search::Query;
use store::clients::{ClientData, ClientFilter, ClientSort, Contacts};
use store::{Db, PageRequest, StoreError, Tx, Who};

use super::engine::branch;
use super::{NOON, both};

/// More than a search collects.
const BEARERS: usize = 5_200;
/// Cards in one transaction.
const BITE: usize = 400;

fn card(tx: &mut Tx<'_>, branch: BranchId, surname: &str, given: &str) -> Result<(), StoreError> {
    let data = ClientData {
        name: PersonName {
            surname: Some(surname.to_owned()),
            given: Some(given.to_owned()),
            patronymic: None,
        },
        birth_date: None,
        stage: Stage::Lead,
        source_id: None,
        responsible_id: None,
        branch_id: branch,
        note: None,
        do_not_contact: Vec::new(),
        contacts: Contacts::default(),
    };
    tx.create_client(&data, NameOrder::SurnameFirst)?;
    Ok(())
}

/// Everybody whom the words find, page by page.
async fn all(db: &Db, typed: &'static str) -> Vec<String> {
    let (mut names, mut cursor) = (Vec::new(), None);
    loop {
        let page = db
            .read(Who::System, NOON, move |tx| {
                let filter = ClientFilter {
                    words: Some(Query::parse(typed).into()),
                    ..ClientFilter::default()
                };
                let request = PageRequest {
                    cursor: cursor.clone(),
                    ..PageRequest::first(200)
                };
                tx.clients(&filter, ClientSort::Name, &request)
            })
            .await
            .expect("a page");
        let rows = page.items.into_iter().map(|listed| listed.row);
        names.extend(rows.map(|row| format!("{:?} {:?} {}", row.surname, row.given, row.id)));
        cursor = page.next_cursor;
        if cursor.is_none() {
            return names;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_thousands_share_a_surname_with_is_found_as_it_sounds_and_everybody_once() {
    for (_database, db) in both() {
        let place = db
            .write(Who::System, NOON, |tx| tx.create_branch(branch("Центр")))
            .await
            .expect("a branch")
            .id;
        for bite in (0..BEARERS).step_by(BITE) {
            db.write(Who::System, NOON, move |tx| {
                (bite..BEARERS.min(bite + BITE)).try_for_each(|number| {
                    let surname = ["Мельников", "Мельникова"][number % 2];
                    card(tx, place, surname, ["Анна", "Олег"][number / 2 % 2])
                })
            })
            .await
            .expect("bearers");
        }
        db.write(Who::System, NOON, move |tx| {
            card(tx, place, "Абрамова", "Мельникия")?;
            card(tx, place, "Абрамова", "Нина")?;
            card(tx, place, "Яковлев", "Мельник")
        })
        .await
        .expect("others");

        for typed in ["melnik", "Мельник", "vtkmybr"] {
            let found = all(&db, typed).await;
            let mut once = found.clone();
            once.sort();
            once.dedup();
            assert_eq!(
                (found.len(), once.len()),
                (BEARERS + 2, BEARERS + 2),
                "{typed}"
            );
            assert!(found[0].contains("Мельников"), "{typed}: {}", found[0]);
            let last = &found[BEARERS..];
            assert!(last[0].contains("Абрамова"), "{typed}: {last:?}");
            assert!(last[1].contains("Яковлев"), "{typed}: {last:?}");
        }
        let found = all(&db, "Анна Мельников").await;
        assert_eq!(found.len(), BEARERS / 2);
        assert!(found.iter().all(|name| name.contains("Анна")));
    }
}
