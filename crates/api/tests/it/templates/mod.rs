//! Task templates.

use client::Client;
use domain::ids::ResultId;
use domain::processes::{DueRule, DueUnit};
use domain::tasks::TaskType;
use wire::error::{Code, Fault};
use wire::results::ArchiveResult;
use wire::templates::{
    ArchiveTemplate, CreateTemplate, GetTemplate, ListTemplates, NewTemplate, RestoreTemplate,
    Template, TemplatePatch, UpdateTemplate,
};

use testkit::both;

use crate::desk::param;
use crate::refusals::faults;
use crate::results::result;

pub fn named(name: &str, results: &[ResultId]) -> NewTemplate {
    NewTemplate {
        name: name.into(),
        task_type: TaskType::Internal,
        instruction: None,
        priority: None,
        planned_minutes: None,
        default_due: DueRule::After {
            amount: 1,
            unit: DueUnit::WorkingDays,
            at: None,
        },
        result_ids: results.to_vec(),
    }
}

pub async fn template(api: &Client, name: &str, results: &[ResultId]) -> Template {
    api.post::<CreateTemplate>((), named(name, results))
        .await
        .expect("a template")
}

both!(a_template_is_made_changed_archived_and_restored, |app| {
    let owner = &app.owner;
    let [done, failed] = [
        result(owner, "Готово").await.id,
        result(owner, "Никак").await.id,
    ];
    let made = template(owner, "Заказать воду домой", &[done, failed]).await;
    assert_eq!(made.result_ids, [done, failed]);
    let patch = TemplatePatch {
        instruction: Some(Some("**Шесть** бутылей".into())),
        result_ids: Some(vec![failed, done]),
        planned_minutes: Some(Some(15)),
        ..TemplatePatch::default()
    };
    let changed = owner
        .change::<UpdateTemplate>((made.id,), 1, patch)
        .await
        .expect("changed");
    assert_eq!(
        (changed.result_ids.as_slice(), changed.planned_minutes),
        ([failed, done].as_slice(), Some(15))
    );
    let cleared = TemplatePatch {
        planned_minutes: Some(None),
        ..TemplatePatch::default()
    };
    let cleared = owner
        .change::<UpdateTemplate>((made.id,), 2, cleared)
        .await
        .expect("cleared");
    assert_eq!(
        (cleared.planned_minutes, cleared.instruction.as_deref()),
        (None, Some("**Шесть** бутылей"))
    );

    owner
        .call::<ArchiveTemplate>((made.id,), (), ())
        .if_match(3)
        .reply()
        .await
        .expect("archived");
    let list = owner.get::<ListTemplates>(()).await.expect("a list").items;
    assert_eq!(list.last().map(|template| template.id), Some(made.id));
    let back = owner
        .get::<RestoreTemplate>((made.id,))
        .await
        .expect("restored");
    assert_eq!((back.archived_at, back.version), (None, 5));
});

both!(a_template_offers_nine_results_at_most, |app| {
    let owner = &app.owner;
    let mut ids = Vec::new();
    for number in 0..10 {
        ids.push(result(owner, &format!("Исход {number}")).await.id);
    }
    let refused = owner
        .post::<CreateTemplate>((), named("Много", &ids))
        .await
        .expect_err("ten");
    assert_eq!(
        faults(&refused),
        [("/result_ids".to_owned(), Fault::TooLong)]
    );
    template(owner, "Девять", &ids[..9]).await;
});

both!(all_faults_of_a_template_are_named, |app| {
    let owner = &app.owner;
    let [live, gone] = [result(owner, "Есть").await, result(owner, "Был").await];
    owner
        .call::<ArchiveResult>((gone.id,), (), ())
        .if_match(1)
        .reply()
        .await
        .expect("archived");
    let unknown = ResultId::from_i64(5);
    let bad = NewTemplate {
        name: "  ".into(),
        default_due: DueRule::Field {
            field: "when".into(),
            offset_minutes: 0,
        },
        ..named("", &[live.id, gone.id, unknown, live.id])
    };
    let refused = owner
        .post::<CreateTemplate>((), bad)
        .await
        .expect_err("faults");
    let mut found = faults(&refused);
    found.sort();
    assert_eq!(
        found,
        [
            ("/default_due/kind".to_owned(), Fault::NotAllowed),
            ("/name".to_owned(), Fault::Required),
            ("/result_ids/1".to_owned(), Fault::Archived),
            ("/result_ids/2".to_owned(), Fault::NotFound),
            ("/result_ids/3".to_owned(), Fault::Taken),
        ]
    );
    let nothing = owner
        .post::<CreateTemplate>((), named("Пусто", &[]))
        .await
        .expect_err("no result");
    assert_eq!(
        faults(&nothing),
        [("/result_ids".to_owned(), Fault::Required)]
    );
});

both!(a_template_of_a_process_stays, |app| {
    let owner = &app.owner;
    let club = app.with_preset().await;
    let call = owner
        .get::<GetTemplate>((club.templates["trial_lesson"],))
        .await
        .expect("it");
    assert_eq!(call.used_by, 1);
    let refused = owner
        .call::<ArchiveTemplate>((call.id,), (), ())
        .if_match(call.version)
        .reply()
        .await;
    let refused = refused.expect_err("a process uses it");
    assert_eq!(refused.code(), Some(Code::InUse));
    assert_eq!(param(&refused, "by"), "Тёплый клиент");
    let same = owner.get::<GetTemplate>((call.id,)).await.expect("it");
    assert_eq!(same, call);
});
