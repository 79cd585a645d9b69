//! Views: one's own and shared ones, each showing whom its reader may see.

mod companies;

use std::collections::BTreeMap;

use domain::access::BuiltInRole;
use domain::filters::{Filter, Operator, Shown, parse};
use testkit::app::Person;
use testkit::both;
use wire::clients::{ClientsQuery, ListClients};
use wire::error::Code;
use wire::views::{
    ArchiveView, CreateView, GetView, ListViews, NewView, RestoreView, UpdateView, View, ViewPatch,
    ViewsQuery,
};

use crate::desk::{Desk, faults};

fn shows(line: &str) -> Shown {
    Shown {
        filter: parse(line).expect("a filter"),
        sort: Some("next_due".into()),
        columns: vec!["name".into(), "source".into()],
        widths: BTreeMap::from([("name".to_owned(), 320)]),
        ..Shown::default()
    }
}

async fn keeps(person: &Person, name: &str, shared: bool) -> View {
    let new = NewView {
        name: name.into(),
        shared,
        shows: shows("stage:lead;responsible:me"),
        ..NewView::default()
    };
    person.post::<CreateView>((), new).await.expect("a view")
}

async fn names(person: &Person) -> Vec<String> {
    let views = person.list::<ListViews>((), ViewsQuery::default()).await;
    let views = views.expect("views");
    views.items.into_iter().map(|view| view.name).collect()
}

fn renamed(name: &str) -> ViewPatch {
    ViewPatch {
        name: Some(name.into()),
        ..ViewPatch::default()
    }
}

both!(
    ones_own_views_are_nobody_elses_until_they_are_shared,
    |app| {
        let desk = Desk::of(app).await;
        let (anna, boris) = (&desk.anna, app.joins(BuiltInRole::Operator).await);
        let view = keeps(anna, "Мои лиды", false).await;
        assert_eq!(view.shows, shows("stage:lead;responsible:me"));
        assert_eq!(view.line, "stage:lead;responsible:me");
        assert!(view.editable);
        assert_eq!(names(&boris).await, Vec::<String>::new());
        let refused = boris.get::<GetView>((view.id,)).await.expect_err("hidden");
        assert_eq!(refused.code(), Some(Code::NotFound));

        let share = ViewPatch {
            shared: Some(true),
            ..ViewPatch::default()
        };
        let shared = anna
            .change::<UpdateView>((view.id,), view.version, share)
            .await;
        let shared = shared.expect("shared");
        let seen = boris.get::<GetView>((view.id,)).await.expect("seen");
        assert_eq!((seen.editable, seen.owner.id), (false, anna.me.id));
        let refused = boris
            .change::<UpdateView>((view.id,), shared.version, renamed("Ничьи"))
            .await;
        assert_eq!(refused.expect_err("not his").code(), Some(Code::NotAllowed));
        // Whoever keeps the directories keeps shared views, too.
        let kept = app
            .owner
            .change::<UpdateView>((view.id,), shared.version, renamed("Лиды"))
            .await;
        let kept = kept.expect("renamed");
        let late = anna
            .change::<UpdateView>((view.id,), shared.version, renamed("Поздно"))
            .await;
        assert_eq!(late.expect_err("late").code(), Some(Code::VersionMismatch));

        // "Me" is whoever looks.
        desk.client("Екатерина Щербакова").await;
        for (person, count) in [(anna, 1), (&boris, 0)] {
            let query = ClientsQuery {
                filter: Some(kept.line.clone()),
                ..ClientsQuery::default()
            };
            let page = person.list::<ListClients>((), query).await.expect("a list");
            assert_eq!(page.items.len(), count);
        }
    }
);

both!(a_view_is_taken_away_and_brought_back, |app| {
    let desk = Desk::of(app).await;
    let view = keeps(&desk.anna, "Мои лиды", false).await;
    let gone = desk
        .anna
        .change::<ArchiveView>((view.id,), view.version, ())
        .await;
    gone.expect("archived");
    assert_eq!(names(&desk.anna).await, Vec::<String>::new());
    let back = desk
        .anna
        .call::<RestoreView>((view.id,), (), ())
        .reply()
        .await;
    assert_eq!(back.expect("restored").archived_at, None);
    assert_eq!(names(&desk.anna).await, ["Мои лиды"]);
});

both!(what_no_list_can_show_is_not_kept, |app| {
    let desk = Desk::of(app).await;
    for (shows, pointer, code) in [
        (
            Shown {
                filter: Filter::test("shoe_size", Operator::Is, &["43"]),
                ..Shown::default()
            },
            "/shows/filter/field",
            "unknown_field",
        ),
        (
            Shown {
                sort: Some("shoe_size".into()),
                ..Shown::default()
            },
            "/shows/sort",
            "wrong_type",
        ),
        (
            Shown {
                columns: vec!["name".into(), "fields.nowhere".into()],
                ..Shown::default()
            },
            "/shows/columns/1",
            "unknown_field",
        ),
        (
            Shown {
                widths: BTreeMap::from([("shoe_size".to_owned(), 120)]),
                ..Shown::default()
            },
            "/shows/widths/shoe_size",
            "unknown_field",
        ),
        (
            Shown {
                widths: BTreeMap::from([("name".to_owned(), 63)]),
                ..Shown::default()
            },
            "/shows/widths/name",
            "too_small",
        ),
        (
            Shown {
                widths: BTreeMap::from([("name".to_owned(), 1201)]),
                ..Shown::default()
            },
            "/shows/widths/name",
            "too_big",
        ),
    ] {
        let new = NewView {
            name: "Вид".into(),
            shared: false,
            shows,
            ..NewView::default()
        };
        let refused = desk
            .anna
            .post::<CreateView>((), new)
            .await
            .expect_err("a fault");
        assert_eq!(
            faults(&refused),
            BTreeMap::from([(pointer.to_owned(), code)])
        );
    }
});
