//! Views of lists of companies: kept beside those of clients, by the same rules, over fields of their own.

use std::collections::BTreeMap;

use domain::access::{BuiltInRole, Permission, Scope};
use domain::fields::FieldType;
use domain::filters::{Filter, ListSubject, Operator, Shown, parse};
use testkit::app::Person;
use testkit::both;
use wire::companies::{CompaniesQuery, ListCompanies};
use wire::error::Code;
use wire::list::Listed;
use wire::staff::{CreateRole, NewRole};
use wire::views::{
    CreateView, GetView, ListViews, NewView, UpdateView, View, ViewPatch, ViewsQuery,
};

use super::keeps;
use crate::companies::company;
use crate::companies::own_fields::{asks, field};
use crate::desk::{Desk, faults};

fn of_companies(name: &str, shows: Shown) -> NewView {
    NewView {
        subject: Some(ListSubject::Companies),
        name: name.into(),
        shows,
        ..NewView::default()
    }
}

fn by(line: &str) -> Shown {
    Shown {
        filter: parse(line).expect("a filter"),
        ..Shown::default()
    }
}

async fn named(person: &Person, subject: Option<ListSubject>) -> Vec<String> {
    let views = person.list::<ListViews>((), ViewsQuery { subject }).await;
    let views = views.expect("views").items.into_iter();
    views.map(|view| view.name).collect()
}

async fn listed(person: &Person, view: &View) -> Vec<String> {
    let query = CompaniesQuery {
        filter: Some(view.line.clone()).filter(|line| !line.is_empty()),
        sort: view.shows.sort.clone(),
        columns: Some(Listed(view.shows.columns.clone())),
        archived: Some(view.shows.archived),
        ..CompaniesQuery::default()
    };
    let page = person.list::<ListCompanies>((), query).await;
    let rows = page.expect("a list").items.into_iter();
    rows.map(|row| row.name).collect()
}

both!(
    a_view_of_companies_is_not_offered_for_clients_nor_the_other_way,
    |app| {
        let desk = Desk::of(app).await;
        let anna = &desk.anna;
        asks(app, vec![field("size", FieldType::Integer)]).await;
        let shows = Shown {
            sort: Some("-created_at".into()),
            columns: vec!["name".into(), "fields.size".into(), "people".into()],
            widths: BTreeMap::from([("fields.size".to_owned(), 120)]),
            ..by("responsible:me;tag.empty")
        };
        let view = of_companies("Мои без тегов", shows.clone());
        let view = anna.post::<CreateView>((), view).await.expect("a view");
        assert_eq!(
            (view.subject, &view.shows),
            (ListSubject::Companies, &shows)
        );
        let of_clients = keeps(anna, "Мои лиды", false).await;
        assert_eq!(of_clients.subject, ListSubject::Clients);
        assert_eq!(
            named(anna, Some(ListSubject::Companies)).await,
            ["Мои без тегов"]
        );
        assert_eq!(named(anna, Some(ListSubject::Clients)).await, ["Мои лиды"]);
        assert_eq!(named(anna, None).await, ["Мои без тегов", "Мои лиды"]);

        company(anna, "Школа").await;
        company(&app.owner, "Офис").await;
        assert_eq!(listed(anna, &view).await, ["Школа"]);
        // "Me" is whoever looks, once it is shared.
        assert!(app.owner.get::<GetView>((view.id,)).await.is_err());
        let share = ViewPatch {
            shared: Some(true),
            ..ViewPatch::default()
        };
        let shared = anna
            .change::<UpdateView>((view.id,), view.version, share)
            .await;
        assert_eq!(shared.expect("shared").subject, ListSubject::Companies);
        let seen = app.owner.get::<GetView>((view.id,)).await.expect("seen");
        assert_eq!(listed(&app.owner, &seen).await, ["Офис"]);
        let boris = app.joins(BuiltInRole::Operator).await;
        assert_eq!(
            named(&boris, Some(ListSubject::Companies)).await,
            ["Мои без тегов"]
        );
        let rename = ViewPatch {
            name: Some("Чужой".into()),
            ..ViewPatch::default()
        };
        let refused = boris
            .change::<UpdateView>((view.id,), seen.version, rename)
            .await;
        assert_eq!(refused.expect_err("not his").code(), Some(Code::NotAllowed));
    }
);

both!(what_no_list_of_companies_can_show_is_not_kept, |app| {
    let desk = Desk::of(app).await;
    let anna = &desk.anna;
    let kept = anna
        .post::<CreateView>((), of_companies("Вид", Shown::default()))
        .await
        .expect("a view");
    let clients = keeps(anna, "Лиды", false).await;
    for (shows, pointer, code) in [
        (
            // A question about a field of clients.
            Shown {
                filter: Filter::test("stage", Operator::Is, &["lead"]),
                ..Shown::default()
            },
            "/shows/filter/field",
            "unknown_field",
        ),
        (
            // What everybody sees otherwise is only shown.
            Shown {
                filter: Filter::test("people", Operator::Filled, &[]),
                ..Shown::default()
            },
            "/shows/filter/field",
            "unknown_field",
        ),
        (
            Shown {
                sort: Some("next_due".into()),
                ..Shown::default()
            },
            "/shows/sort",
            "wrong_type",
        ),
        (
            Shown {
                columns: vec!["tax_id".into(), "stage".into()],
                ..Shown::default()
            },
            "/shows/columns/1",
            "unknown_field",
        ),
        (
            Shown {
                widths: BTreeMap::from([("next_step".to_owned(), 120)]),
                ..Shown::default()
            },
            "/shows/widths/next_step",
            "unknown_field",
        ),
    ] {
        let expected = BTreeMap::from([(pointer.to_owned(), code)]);
        let refused = anna
            .post::<CreateView>((), of_companies("Вид", shows.clone()))
            .await;
        assert_eq!(faults(&refused.expect_err("a fault")), expected);
        let patch = ViewPatch {
            shows: Some(shows),
            ..ViewPatch::default()
        };
        let refused = anna
            .change::<UpdateView>((kept.id,), kept.version, patch)
            .await;
        assert_eq!(faults(&refused.expect_err("a fault")), expected);
    }
    // Nor is what only companies have kept for clients, whatever the patch says.
    let patch = ViewPatch {
        shows: Some(by("tax_id.filled")),
        ..ViewPatch::default()
    };
    let refused = anna
        .change::<UpdateView>((clients.id,), clients.version, patch)
        .await;
    assert_eq!(
        faults(&refused.expect_err("a fault"))["/shows/filter/field"],
        "unknown_field"
    );

    // Whoever may not see contacts keeps no question about them.
    let role = NewRole {
        name: "Без контактов".into(),
        grants: [(Permission::ClientRead, Scope::All)].into_iter().collect(),
        limits: Default::default(),
    };
    let role = app.owner.post::<CreateRole>((), role).await;
    let role = role.expect("a role").id;
    let unseeing = app.joins_as(role, &[app.branch]).await;
    let refused = unseeing
        .post::<CreateView>((), of_companies("Вид", by("phone.has:912")))
        .await;
    assert!(refused.is_err());
});
