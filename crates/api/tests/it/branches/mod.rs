//! Branches: zones, hours, holidays.

use chrono::{NaiveDate, NaiveTime};
use domain::calendar::{DayHours, Holiday};
use wire::branches::{
    ArchiveBranch, Branch, BranchPatch, CreateBranch, GetBranch, ListBranches, NewBranch,
    RestoreBranch, UpdateBranch,
};
use wire::error::{Code, Fault};

use testkit::both;

use crate::refusals::faults;

fn hours(opens: u32, closes: u32) -> DayHours {
    let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    DayHours {
        opens: at(opens),
        closes: at(closes),
    }
}

fn new(name: &str) -> NewBranch {
    NewBranch {
        name: name.into(),
        zone: "Asia/Yekaterinburg".into(),
        week: None,
        holidays: Vec::new(),
        phone: None,
        email: None,
        address: None,
    }
}

async fn branch(api: &client::Client, name: &str) -> Branch {
    api.post::<CreateBranch>((), new(name))
        .await
        .expect("a branch")
}

both!(a_branch_has_its_zone_and_opens_at_nine, |app| {
    let owner = &app.owner;
    let made = branch(owner, "Екатеринбург").await;
    assert_eq!(
        (made.zone.name.as_str(), made.zone.base),
        ("Asia/Yekaterinburg", 5 * 3600)
    );
    assert_eq!(made.calendar.week, [Some(hours(9, 21)); 7]);
    let patch = BranchPatch {
        zone: Some("Europe/Chisinau".into()),
        holidays: Some(vec![Holiday {
            date: NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date"),
            name: "Новый год".into(),
            hours: None,
        }]),
        phone: Some(Some("+373 22 10 20 30".into())),
        ..BranchPatch::default()
    };
    let moved = owner
        .change::<UpdateBranch>((made.id,), made.version, patch)
        .await
        .expect("moved");
    assert_eq!(moved.zone.name, "Europe/Chisinau");
    assert!(!moved.zone.changes.is_empty(), "its summers and winters");
    assert_eq!(
        moved.calendar.week, made.calendar.week,
        "what the patch does not name stays"
    );
    assert_eq!(moved.calendar.holidays.len(), 1);
    let read = owner.get::<GetBranch>((made.id,)).await.expect("it");
    assert_eq!(read, moved);
});

both!(all_faults_of_a_branch_are_named, |app| {
    let owner = &app.owner;
    let date = NaiveDate::from_ymd_opt(2027, 1, 1).expect("a date");
    let holiday = |name: &str, hours| Holiday {
        date,
        name: name.into(),
        hours,
    };
    let mut week = [Some(hours(9, 21)); 7];
    week[3] = Some(hours(21, 9));
    let bad = NewBranch {
        zone: "Europe/Atlantis".into(),
        week: Some(week),
        holidays: vec![holiday("", None), holiday("Второй раз", Some(hours(9, 9)))],
        email: Some("нет".into()),
        ..new("")
    };
    let refused = owner
        .post::<CreateBranch>((), bad)
        .await
        .expect_err("faults");
    let mut found = faults(&refused);
    found.sort();
    assert_eq!(
        found,
        [
            ("/email".to_owned(), Fault::Malformed),
            ("/holidays/0/name".to_owned(), Fault::Required),
            ("/holidays/1/date".to_owned(), Fault::Taken),
            ("/holidays/1/hours/closes".to_owned(), Fault::TooSmall),
            ("/name".to_owned(), Fault::Required),
            ("/week/3/closes".to_owned(), Fault::TooSmall),
            ("/zone".to_owned(), Fault::Malformed),
        ]
    );
});

both!(a_branch_is_archived_and_its_name_is_free, |app| {
    let owner = &app.owner;
    let made = branch(owner, "Екатеринбург").await;
    let again = owner
        .post::<CreateBranch>((), new("екатеринбург"))
        .await
        .expect_err("taken");
    assert_eq!(again.code(), Some(Code::Taken));
    owner
        .call::<ArchiveBranch>((made.id,), (), ())
        .if_match(1)
        .reply()
        .await
        .expect("archived");
    let list = owner.get::<ListBranches>(()).await.expect("a list").items;
    assert_eq!(list.last().map(|branch| branch.id), Some(made.id));
    branch(owner, "Екатеринбург").await;
    let refused = owner
        .get::<RestoreBranch>((made.id,))
        .await
        .expect_err("taken by now");
    assert_eq!(refused.code(), Some(Code::Taken));
});
