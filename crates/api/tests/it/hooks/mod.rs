//! Hooks: addresses of other programs, and who may know what of them.

use domain::access::BuiltInRole;
use domain::processes::{Action, Also};
use testkit::both;
use wire::error::{Code, Fault};
use wire::hooks::{
    ArchiveHook, ChangeHookSecret, CreateHook, GetHook, HookMade, HookPatch, ListHooks, NewHook,
    RestoreHook, UpdateHook,
};

use wire::processes::{
    CheckGraph, CheckRequest, GetDraft, PublishProcess, PublishRequest, SaveDraft, SaveDraftRequest,
};

use crate::desk::param;
use crate::processes::{Errand, process, published};
use crate::refusals::faults;

fn new(name: &str, url: &str) -> NewHook {
    NewHook {
        name: name.into(),
        url: url.into(),
    }
}

async fn hook(api: &client::Client, name: &str) -> HookMade {
    api.post::<CreateHook>((), new(name, "https://buh.example/perezvon?key=7"))
        .await
        .expect("a hook")
}

both!(a_hook_is_made_with_a_secret_that_is_shown_once, |app| {
    let owner = &app.owner;
    let made = hook(owner, "Бухгалтерия").await;
    assert!(made.secret.starts_with("whsec_"), "{}", made.secret);
    let again = owner
        .call::<ChangeHookSecret>((made.hook.id,), (), ())
        .reply()
        .await
        .expect("another");
    assert_ne!(again.secret, made.secret);
    assert_eq!(again.hook.version, 2);
    let read = owner.get::<GetHook>((made.hook.id,)).await.expect("it");
    assert_eq!(read, again.hook);
    let text = serde_json::to_string(&read).expect("JSON");
    assert!(!text.contains("whsec_"), "{text}");
});

both!(only_an_https_address_is_one, |app| {
    let owner = &app.owner;
    for (url, fault) in [
        ("", Fault::Required),
        ("buh.example", Fault::Malformed),
        ("http://buh.example/", Fault::NotHttps),
        ("file:///etc/passwd", Fault::NotHttps),
        ("https://", Fault::Malformed),
        ("https://me:secret@buh.example/", Fault::NotAllowed),
        ("https://buh.example/#part", Fault::NotAllowed),
    ] {
        let refused = owner
            .post::<CreateHook>((), new("Хук", url))
            .await
            .expect_err(url);
        assert_eq!(faults(&refused), [("/url".to_owned(), fault)], "{url}");
    }
});

both!(a_name_is_taken_once_and_free_in_the_archive, |app| {
    let owner = &app.owner;
    let made = hook(owner, "Бухгалтерия").await.hook;
    let patch = HookPatch {
        url: Some("https://buh.example/2".into()),
        ..HookPatch::default()
    };
    let changed = owner
        .change::<UpdateHook>((made.id,), made.version, patch)
        .await
        .expect("changed");
    assert_eq!(changed.url.as_deref(), Some("https://buh.example/2"));
    let taken = owner
        .post::<CreateHook>((), new("БУХГАЛТЕРИЯ", "https://a.example/"))
        .await
        .expect_err("taken");
    assert_eq!(taken.code(), Some(Code::Taken));
    owner
        .call::<ArchiveHook>((made.id,), (), ())
        .if_match(changed.version)
        .reply()
        .await
        .expect("archived");
    hook(owner, "Бухгалтерия").await;
    let refused = owner
        .call::<RestoreHook>((made.id,), (), ())
        .reply()
        .await
        .expect_err("taken by now");
    assert_eq!(refused.code(), Some(Code::Taken));
    let list = owner.get::<ListHooks>(()).await.expect("a list").items;
    assert_eq!(list.last().map(|hook| hook.id), Some(made.id));
});

both!(names_are_the_directorys_addresses_the_owners, |app| {
    hook(&app.owner, "Бухгалтерия").await;
    let manager = app.joins(BuiltInRole::Manager).await;
    let seen = manager.get::<ListHooks>(()).await.expect("a list").items;
    assert_eq!(seen.len(), 1);
    assert_eq!(
        (seen[0].name.as_str(), seen[0].url.as_deref()),
        ("Бухгалтерия", None)
    );
    let seen = app.owner.get::<ListHooks>(()).await.expect("a list").items;
    assert!(seen[0].url.is_some());
});

both!(a_hook_that_a_process_calls_stays, |app| {
    let owner = &app.owner;
    let hook = hook(owner, "Бухгалтерия").await.hook;
    let errand = Errand::new(owner).await;
    let plain = errand.graph();
    let mut calls = plain.clone();
    calls.transitions[0].also.push(Also {
        when: Vec::new(),
        act: Action::Hook { hook_id: hook.id },
    });
    let id = process(owner, "Поручения").await.id;
    published(owner, id, calls.clone()).await;
    let archive = || owner.change::<ArchiveHook>((hook.id,), hook.version, ());
    let refused = archive().await.expect_err("a running process calls it");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert!(param(&refused, "by").contains("Поручения"), "{refused}");

    // Nobody calls it any more.
    published(owner, id, plain).await;
    archive().await.expect("archived");

    // What names it now has a problem, and is not published.
    let graph = calls.clone();
    let checked = owner.post::<CheckGraph>((), CheckRequest { graph }).await;
    let problems = checked.expect("checked").problems;
    let problem = problems
        .iter()
        .find(|it| it.code.as_str() == "unknown_hook");
    assert_eq!(problem.expect("named").also, Some(1));
    let version = owner.get::<GetDraft>((id,)).await.expect("a draft").version;
    let save = SaveDraftRequest {
        graph: calls,
        version,
    };
    let draft = owner.post::<SaveDraft>((id,), save).await.expect("saved");
    let request = PublishRequest::of(draft.version);
    let refused = owner.post::<PublishProcess>((id,), request).await;
    let refused = refused.expect_err("it calls what is in the archive");
    assert_eq!(refused.code(), Some(Code::NotPublishable));
    let pointers: Vec<String> = faults(&refused).into_iter().map(|it| it.0).collect();
    assert_eq!(pointers, ["/graph/transitions/0/also/0"]);
});
