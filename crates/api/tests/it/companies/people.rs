use domain::access::BuiltInRole;
use domain::ids::{ClientId, CompanyId};
use testkit::app::Person;
use testkit::both;
use wire::clients::{EntryKind, GetClient, ListTimeline, TimelineQuery};
use wire::companies::{
    AddCompanyPerson, Company, CompanyPersonPatch, GetCompany, ListClientCompanies,
    ListCompanyRoles, NewCompanyPerson, RemoveCompanyPerson, UpdateCompanyPerson,
};
use wire::error::Code;

use super::company;
use crate::desk::{Desk, faults};
use crate::merges::{assert_same, holds, merge, undo, whole};

async fn link(
    person: &Person,
    company: CompanyId,
    client: ClientId,
    role: &str,
    main: bool,
) -> Company {
    let new = NewCompanyPerson {
        client_id: client,
        role: Some(role.into()).filter(|role: &String| !role.is_empty()),
        main,
    };
    let linked = person.post::<AddCompanyPerson>((company,), new).await;
    linked.expect("linked")
}

fn said(company: &Company) -> Vec<(&str, Option<&str>, bool)> {
    let people = company.people.iter();
    people
        .map(|one| (one.name.as_str(), one.role.as_deref(), one.main))
        .collect()
}

both!(people_have_roles_and_one_is_the_main_contact, |app| {
    let desk = Desk::of(app).await;
    let maria = desk.client("Гончаренко Мария").await;
    let ivan = desk.client("Петров Иван").await;
    let school = company(&desk.anna, "Школа").await.id;
    link(&desk.anna, school, maria.id, "директор", true).await;
    link(&desk.anna, school, ivan.id, "бухгалтер", false).await;
    let both_roles = link(&desk.anna, school, ivan.id, "Директор", true).await;
    assert_eq!(
        said(&both_roles),
        [
            ("Петров Иван", Some("Директор"), true),
            ("Гончаренко Мария", Some("директор"), false),
            ("Петров Иван", Some("бухгалтер"), false),
        ]
    );
    let words = desk
        .anna
        .get::<ListCompanyRoles>(())
        .await
        .expect("words")
        .roles;
    assert_eq!(words.len(), 2, "{words:?}");
    assert_eq!(words[0].to_lowercase(), "директор");

    let [first, _, third] = [0, 1, 2].map(|place| both_roles.people[place].id);
    let patch = CompanyPersonPatch {
        role: Some(None),
        main: Some(true),
    };
    let changed = desk
        .anna
        .post::<UpdateCompanyPerson>((school, third), patch)
        .await
        .expect("changed");
    assert_eq!(said(&changed)[0], ("Петров Иван", None, true));
    let gone = desk
        .anna
        .post::<RemoveCompanyPerson>((school, first), ())
        .await;
    gone.expect("taken out");
    let now = desk
        .anna
        .get::<GetCompany>((school,))
        .await
        .expect("a company");
    assert_eq!(now.people.len(), 2);

    // The other side says it too, with its history.
    let own = desk
        .anna
        .get::<ListClientCompanies>((maria.id,))
        .await
        .expect("companies");
    assert_eq!(own.items.len(), 1);
    assert_eq!(
        (own.items[0].company_id, own.items[0].role.as_deref()),
        (school, Some("директор"))
    );
    let query = TimelineQuery::default();
    let told = desk
        .anna
        .list::<ListTimeline>((maria.id,), query)
        .await
        .expect("history");
    let entry = told
        .items
        .iter()
        .find(|entry| entry.kind == EntryKind::ClientChanged);
    let change = &entry.expect("an entry").changes[0];
    assert_eq!(
        (change.member.as_str(), change.after.as_deref()),
        ("companies", Some("Школа (директор)"))
    );
    let card = desk
        .anna
        .get::<GetClient>((maria.id,))
        .await
        .expect("a card");
    assert_eq!(card.version, maria.version + 1);
});

both!(a_link_needs_both_in_reach, |app| {
    let there = app.another_branch("Юг", "Asia/Almaty").await;
    let stranger = app.joins_in(BuiltInRole::Operator, &[there]).await;
    let desk = Desk::of(app).await;
    let maria = desk.client("Гончаренко Мария").await.id;
    let school = company(&stranger, "Школа").await.id;
    let new = |client_id| NewCompanyPerson {
        client_id,
        role: None,
        main: false,
    };
    let refused = stranger
        .post::<AddCompanyPerson>((school,), new(maria))
        .await;
    let refused = refused.expect_err("a client of another branch");
    assert_eq!(faults(&refused)["/client_id"], "not_found");
    let refused = desk
        .anna
        .post::<AddCompanyPerson>((school,), new(maria))
        .await;
    assert_eq!(
        refused.expect_err("another branch").code(),
        Some(Code::NotFound)
    );
    // The owner may; each of the two sees his half, and nobody takes out whom he does not see.
    let linked = link(&app.owner, school, maria, "директор", true).await;
    let seen = stranger
        .get::<GetCompany>((school,))
        .await
        .expect("his own");
    assert_eq!(seen.people, []);
    let own = desk
        .anna
        .get::<ListClientCompanies>((maria,))
        .await
        .expect("companies");
    assert_eq!(own.items, []);
    let person = linked.people[0].id;
    let gone = stranger
        .post::<RemoveCompanyPerson>((school, person), ())
        .await;
    assert_eq!(gone.expect_err("unseen").code(), Some(Code::NotFound));
});

both!(a_merge_takes_the_links_along_and_gives_them_back, |app| {
    let desk = Desk::of(app).await;
    let kept = desk.client("Гончаренко Мария").await.id;
    let other = desk.client("Гончаренко Маша").await.id;
    let school = company(&desk.anna, "Школа").await.id;
    let office = company(&desk.anna, "Офис").await.id;
    link(&desk.anna, school, kept, "директор", false).await;
    link(&desk.anna, school, other, "завуч", true).await;
    link(&desk.anna, office, other, "", false).await;
    let before = whole(app).await;
    let merged = merge(app, kept, other, None).await.expect("merged");
    holds(app).await;
    let own = desk
        .anna
        .get::<ListClientCompanies>((kept,))
        .await
        .expect("companies");
    assert_eq!(own.items.len(), 3);
    undo(app, &merged).await.expect("two again");
    holds(app).await;
    assert_same(&before, &whole(app).await);
});
