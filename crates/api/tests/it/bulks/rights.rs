//! An action for many reaches exactly as far as the same hand does card by card.

use domain::access::{BuiltInRole, Permission, Scope};
use testkit::both;
use wire::bulks::{BulkFate, CreateBulk, GetBulk, Hindrance, UndoBulk};
use wire::clients::{ClientPatch, CreateClient, GetClient, NewClient, UpdateClient};

use super::{done, ends, everybody, tagged, tried};
use crate::desk::newcomer;

both!(
    it_changes_exactly_those_whom_one_may_change_by_hand,
    |app| {
        let north = app.another_branch("Север", "Asia/Yekaterinburg").await;
        let mut people = Vec::new();
        for role in [
            BuiltInRole::Operator,
            BuiltInRole::Manager,
            BuiltInRole::Coach,
        ] {
            people.push(app.joins(role).await);
        }
        people.push(app.joins_in(BuiltInRole::Operator, &[north]).await);
        // Whoever sees all of his branch and changes only his own.
        let grants = [
            (Permission::ClientRead, Scope::Branch),
            (Permission::ClientEdit, Scope::Own),
            (Permission::ClientCreate, Scope::Own),
            (Permission::DirectoryRead, Scope::All),
        ];
        let role = wire::staff::NewRole {
            name: "Наставник".into(),
            grants: grants.into_iter().collect(),
            limits: Default::default(),
        };
        let role = app.owner.post::<wire::staff::CreateRole>((), role).await;
        people.push(app.joins_as(role.expect("a role").id, &[app.branch]).await);

        let mut ids = Vec::new();
        let owners = people.iter().map(|person| Some(person.me.id)).chain([None]);
        for (place, owner) in owners.enumerate() {
            let branch = if place == 3 { north } else { app.branch };
            let new = NewClient {
                branch_id: Some(branch),
                responsible_id: owner,
                ..newcomer(&format!("Клиент{place} Иван"))
            };
            let saved = app
                .owner
                .post::<CreateClient>((), new)
                .await
                .expect("a card");
            ids.push(saved.client.id);
        }
        let (mut changed, mut refused) = (0, 0);
        for (place, person) in people.iter().enumerate() {
            let Ok(bulk) = tried(person, tagged(&format!("все{place}")), &ids).await else {
                // Without the right at all nothing can be changed by hand either.
                assert!(!person.me.permissions.contains_key(&Permission::ClientEdit));
                continue;
            };
            for (id, (fate, why)) in ids.iter().zip(ends(person, bulk.id).await) {
                let version = app
                    .owner
                    .get::<GetClient>((*id,))
                    .await
                    .expect("a card")
                    .version;
                let patch = ClientPatch {
                    note: Some(Some(format!("рукой {place}"))),
                    ..ClientPatch::default()
                };
                let hand = person
                    .call::<UpdateClient>((*id,), (), patch)
                    .if_match(version);
                match hand.reply().await {
                    Ok(_) => {
                        assert_eq!((fate, why), (Some(BulkFate::Changed), None));
                        changed += 1;
                    }
                    Err(failure) => {
                        let said = match failure.status() {
                            Some(404) => Hindrance::NotFound,
                            Some(403) => Hindrance::NotAllowed,
                            status => panic!("{status:?}"),
                        };
                        assert_eq!((fate, why), (Some(BulkFate::Skipped), Some(said)));
                        refused += 1;
                    }
                }
            }
            // By a filter he meets those whom he sees, and no others.
            let all = everybody(tagged(&format!("фильтр{place}")));
            let all = person.post::<CreateBulk>((), all).await.expect("an action");
            assert_eq!(all.fates.changed, bulk.fates.changed);
            let unseen = ends(person, bulk.id).await;
            let unseen = unseen
                .iter()
                .filter(|end| end.1 == Some(Hindrance::NotFound));
            assert_eq!(all.total as usize, ids.len() - unseen.count());
        }
        assert!(changed > 4 && refused > 4, "{changed} {refused}");
    }
);

both!(an_action_is_its_askers, |app| {
    let anna = app.joins(BuiltInRole::Operator).await;
    let boris = app.joins(BuiltInRole::Operator).await;
    let card = anna.post::<CreateClient>((), newcomer("Один Иван")).await;
    let card = card.expect("a card").client;
    let bulk = done(&anna, tagged("VIP"), &[card.id]).await;
    let absent = boris.get::<GetBulk>((bulk.id,)).await;
    assert_eq!(absent.expect_err("another's").status(), Some(404));
    let absent = boris.post::<UndoBulk>((bulk.id,), ()).await;
    assert_eq!(absent.expect_err("another's").status(), Some(404));
    // Whoever may change every card sees to it.
    let back = app.owner.post::<UndoBulk>((bulk.id,), ()).await;
    assert_eq!(back.expect("undone").fates.returned, 1);
});

both!(who_may_only_look_does_nothing_for_anybody, |app| {
    let analyst = app.joins(BuiltInRole::Analyst).await;
    let refused = analyst
        .post::<CreateBulk>((), everybody(tagged("VIP")))
        .await;
    assert_eq!(refused.expect_err("not allowed").status(), Some(403));
});
