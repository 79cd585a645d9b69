use client::Client;
use domain::access::Permission;
use domain::ids::ProcessId;
use testkit::app::{PASSWORD, TestApp, Unset, wait_for};
use testkit::{both, pg, sqlite};
use wire::auth::{GetMe, SignIn, SignInRequest};
use wire::error::Code;
use wire::processes::ListProcesses;
use wire::results::ListResults;
use wire::setup::{CompleteSetup, GetSetup};
use wire::staff::ListRoles;
use wire::tasks::CompleteTask;

use crate::desk::answer;

both!(makes_an_owner_who_may_everything, |app| {
    let state = app.nobody().get::<GetSetup>(()).await.expect("the state");
    assert!(state.done);
    assert_eq!(state.organisation.as_deref(), Some("Студия Север"));
    assert_eq!(state.demo_accounts, []);
    let me = app.owner.get::<GetMe>(()).await.expect("me");
    assert_eq!(me.permissions.len(), Permission::ALL.len());
    assert_eq!(me.role.name, "Владелец");
    assert_eq!(me.branches[0].zone, "Europe/Moscow");
    assert_eq!(me.branches[0].offset, 3 * 3600);
    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    let names: Vec<&str> = roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Владелец",
            "Руководитель",
            "Администратор",
            "Тренер",
            "Аналитик"
        ]
    );
});

both!(the_link_works_once, |app| {
    let again = wire::setup::SetupRequest {
        token: "x".repeat(43),
        organisation_name: "Another".into(),
        language: domain::language::Language::En,
        phone_country: "RU".into(),
        currency: "RUB".into(),
        branch_name: "One".into(),
        zone: "Europe/Moscow".into(),
        owner_name: "Somebody".into(),
        email: "other@club.example".into(),
        password: PASSWORD.into(),
        with_preset: false,
        pack: None,
    };
    let refused = app.nobody().post::<CompleteSetup>((), again).await;
    assert_eq!(
        refused.expect_err("done before").code(),
        Some(Code::AlreadySetUp)
    );
});

#[test]
fn every_faulty_field_is_named_and_nothing_is_made() {
    for database in [sqlite::database(), pg::database()] {
        wait_for(async {
            let unset = Unset::start(database).await;
            let api = Client::new(&unset.origin);
            let state = api.get::<GetSetup>(()).await.expect("the state");
            assert!(!state.done);
            let early = SignInRequest {
                email: "a@b.example".into(),
                password: "x".into(),
            };
            let early = api.post::<SignIn>((), early).await;
            assert_eq!(early.expect_err("nobody yet").code(), Some(Code::NotSetUp));

            let mut bad = unset.request();
            bad.organisation_name = "  ".into();
            bad.zone = "Europe/Nowhere".into();
            bad.currency = "rubles".into();
            bad.email = "olga".into();
            bad.password = "ольга-орлова-1".into();
            let refused = api
                .post::<CompleteSetup>((), bad)
                .await
                .expect_err("faults");
            let faults = refused.field_errors().iter();
            let mut pointers: Vec<&str> = faults.filter_map(|f| f.pointer.as_deref()).collect();
            pointers.sort_unstable();
            assert_eq!(
                pointers,
                [
                    "/currency",
                    "/email",
                    "/organisation_name",
                    "/password",
                    "/zone"
                ]
            );

            let mut wrong = unset.request();
            wrong.token = "guessed".into();
            let refused = api.post::<CompleteSetup>((), wrong).await;
            assert_eq!(
                refused.expect_err("a guess").code(),
                Some(Code::LinkInvalid)
            );

            let mut good = unset.request();
            good.with_preset = true;
            let session = api
                .post::<CompleteSetup>((), good)
                .await
                .expect("the set-up");
            api.set_token(Some(session.access_token));
            let processes = api.get::<ListProcesses>(()).await.expect("processes").items;
            let warm = processes.iter().find(|it| it.name == "Тёплый клиент");
            let warm = warm.expect("the ready process");
            assert!(warm.published.is_some());
            works(&api, warm.id).await;
            (unset.stop)();
        });
    }
}

/// A client is led a step through the process.
async fn works(api: &Client, process: ProcessId) {
    let begun = crate::chains_begun::begun(api, process, "Мария Гончаренко").await;
    let results = api.get::<ListResults>(()).await.expect("results").items;
    let thinks = results.iter().find(|result| result.name == "Думает");
    let request = answer(thinks.expect("a result").id, &[]);
    let call = api.call::<CompleteTask>((begun.task,), (), request);
    let done = call.once("first").reply().await.expect("completed");
    let next = done.next_task.expect("a next step");
    assert_eq!(next.title, "Личный звонок клиенту");
    assert_eq!(next.chain_id, Some(begun.chain));
}

#[test]
fn an_hour_later_the_link_is_dead() {
    wait_for(async {
        let unset = Unset::start(sqlite::database()).await;
        unset.state.clock.advance(chrono::Duration::minutes(61));
        let refused = Client::new(&unset.origin)
            .post::<CompleteSetup>((), unset.request())
            .await;
        assert_eq!(
            refused.expect_err("too late").code(),
            Some(Code::LinkInvalid)
        );
        (unset.stop)();
    });
}

/// The harness's own promise.
#[test]
fn an_app_starts_on_both() {
    wait_for(async {
        TestApp::sqlite().await.finish().await;
        TestApp::postgres().await.finish().await;
    });
}

#[test]
fn an_organisation_may_begin_with_a_pack() {
    for database in [sqlite::database(), pg::database()] {
        wait_for(async {
            let unset = Unset::start(database).await;
            let api = Client::new(&unset.origin);
            let state = api.get::<GetSetup>(()).await.expect("the state");
            assert_eq!(state.packs.len(), 18);
            let with = |pack: &str| wire::setup::SetupRequest {
                pack: Some(pack.into()),
                ..unset.request()
            };
            let refused = api.post::<CompleteSetup>((), with("golf")).await;
            let refused = refused.expect_err("no such pack");
            assert_eq!(refused.field_errors()[0].pointer.as_deref(), Some("/pack"));
            let session = api.post::<CompleteSetup>((), with("swimming")).await;
            api.set_token(Some(session.expect("the set-up").access_token));
            let processes = api.get::<ListProcesses>(()).await.expect("them").items;
            let names: Vec<&str> = processes.iter().map(|one| one.name.as_str()).collect();
            assert_eq!(
                names,
                [
                    "Плавание: возврат ушедших",
                    "Плавание: новый клиент",
                    "Плавание: холодная база"
                ]
            );
            assert!(processes.iter().all(|one| one.published.is_some()));
            let state = api.get::<GetSetup>(()).await.expect("the state");
            assert_eq!(state.packs, []);
            (unset.stop)();
        });
    }
}
