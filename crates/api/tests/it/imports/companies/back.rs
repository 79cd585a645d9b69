//! Taking companies back: the identity, also with work in between.

use domain::fields::{FieldType, Raw};
use domain::imports::{Matched, RowFate};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use testkit::both;
use wire::clients::NewNote;
use wire::companies::{
    AddCompanyNote, AddCompanyPerson, ArchiveCompany, CompanyPatch, GetCompany, NewCompany,
    NewCompanyPerson, UpdateCompany,
};
use wire::events::{EventsQuery, ListEvents};
use wire::imports::Rules;

use super::{added, named, names, overwriting, pasted_companies};
use crate::companies::own_fields::{asks, field};
use crate::desk::{Desk, phone};
use crate::imports::undo::everything;
use crate::imports::{checked, ran, rows, ruled, undone};

// Any file on any club, taken in and back, leaves every row as it was.
both!(
    an_import_of_companies_and_its_undoing_are_the_identity,
    |app| {
        let owner = &app.owner;
        asks(app, vec![field("seats", FieldType::Integer)]).await;
        let mut lot = StdRng::seed_from_u64(20_261_124);
        for round in 0..6_u32 {
            for n in 0..6 {
                let new = NewCompany {
                    tax_id: lot
                        .random_bool(0.5)
                        .then(|| format!("{}", 7_700_000 + round * 100 + n)),
                    note: lot.random_bool(0.5).then(|| "старая".into()),
                    phones: vec![phone(&format!("+7495{:07}", 3_000_000 + round * 100 + n))],
                    fields: match lot.random_bool(0.5) {
                        true => [("seats".to_owned(), Raw::Integer(5))].into(),
                        false => Default::default(),
                    },
                    ..named(&format!("Компания {round} {n}"))
                };
                added(owner, new).await;
            }
            let before = everything(app).await;
            let mut text = "Компания\tИНН\tТелефон\tАдрес\tТеги\tЗаметка\tПоле seats".to_owned();
            for n in 0..12_u32 {
                let mut cell = |value: String| match lot.random_bool(0.6) {
                    true => value,
                    false => String::new(),
                };
                let tax = cell(format!("{}", 7_700_000 + round * 100 + n));
                let phone = cell(format!("8495{:07}", 4_000_000 + round * 100 + n));
                let address = cell("Ленина, 5".into());
                let tags = cell("школа, договор".into());
                let note = cell("новая".into());
                let seats = cell("7".into());
                text += &format!(
                    "\nКомпания {round} {n}\t{tax}\t{phone}\t{address}\t{tags}\t{note}\t{seats}"
                );
            }
            let import = pasted_companies(owner, &text).await;
            let existing = [Matched::Fill, Matched::Overwrite][round as usize % 2];
            let rules = Rules {
                existing,
                ..import.rules.clone()
            };
            let import = ruled(owner, &import, rules).await;
            let seen = checked(app, owner, import.id).await;
            assert!(
                seen.plans.new > 0 && seen.plans.change > 0,
                "{:?}",
                seen.plans
            );
            let done = ran(app, owner, import.id).await;
            assert_ne!(everything(app).await, before, "something was done");
            let back = undone(app, owner, import.id).await;
            assert_eq!(
                (back.fates.kept, back.fates.created, back.fates.changed),
                (0, 0, 0)
            );
            assert_eq!(back.fates.removed, done.fates.created);
            assert_eq!(back.fates.returned, done.fates.changed);
            assert_eq!(everything(app).await, before, "round {round}");
        }
    }
);

both!(
    companies_that_were_worked_with_since_are_kept_and_listed,
    |app| {
        let owner = &app.owner;
        let desk = Desk::of(app).await;
        let school = added(owner, named("Школа № 5")).await;
        let circus = added(owner, named("Цирк")).await;
        let import = pasted_companies(
            owner,
            "Компания\tЗаметка\tАдрес\n\
        Школа № 5\tиз файла\tЛенина, 5\n\
        Цирк\tиз файла\tМира, 1\n\
        Новая фабрика\t\t\n\
        Новое кафе\t\t\n\
        Новый музей\t\t\n\
        Новый завод\t\t",
        )
        .await;
        let import = overwriting(owner, &import).await;
        checked(app, owner, import.id).await;
        ran(app, owner, import.id).await;
        let made = rows(owner, import.id, None).await;
        let id = |place: usize| made[place].company.clone().expect("a company").id;
        // Work in between: a member of the school, a note about the factory, a person of the café, an archived museum.
        let card = owner
            .get::<GetCompany>((school.id,))
            .await
            .expect("a company");
        let patch = CompanyPatch {
            note: Some(Some("после".into())),
            ..CompanyPatch::default()
        };
        let saved = owner
            .change::<UpdateCompany>((school.id,), card.version, patch)
            .await;
        saved.expect("saved");
        let note = NewNote {
            text: "Звонили сами".into(),
        };
        owner
            .post::<AddCompanyNote>((id(2),), note)
            .await
            .expect("a note");
        let director = desk.client("Мария Гончаренко").await;
        let link = NewCompanyPerson {
            client_id: director.id,
            role: Some("директор".into()),
            main: true,
        };
        owner
            .post::<AddCompanyPerson>((id(3),), link)
            .await
            .expect("linked");
        let museum = owner.get::<GetCompany>((id(4),)).await.expect("a company");
        owner
            .change::<ArchiveCompany>((id(4),), museum.version, ())
            .await
            .expect("archived");
        let back = undone(app, owner, import.id).await;
        assert_eq!(
            (back.fates.removed, back.fates.returned, back.fates.kept),
            (1, 1, 4)
        );
        let card = owner
            .get::<GetCompany>((school.id,))
            .await
            .expect("a company");
        assert_eq!(
            (card.note.as_deref(), card.address),
            (Some("после"), None),
            "what nobody touched came back"
        );
        let card = owner
            .get::<GetCompany>((circus.id,))
            .await
            .expect("a company");
        assert_eq!((card.note, card.address), (None, None));
        let left = names(owner).await;
        assert!(
            left.contains(&"Новая фабрика".to_owned()) && left.contains(&"Новое кафе".to_owned())
        );
        assert!(!left.contains(&"Новый завод".to_owned()));
        let gone = owner.get::<GetCompany>((id(5),)).await;
        assert_eq!(gone.expect_err("removed").status(), Some(404));
        let after = rows(owner, import.id, None).await;
        let kept: Vec<_> = after
            .iter()
            .filter(|row| row.fate == Some(RowFate::Kept))
            .collect();
        assert_eq!(kept.len(), 4);
        assert_eq!(kept[0].changes[0].member, "note");
        assert!(kept.iter().all(|row| row.company.is_some()));
        // Programs hear that it is gone.
        app.relay().await;
        let (mut after, mut topics) = (Some(0), Vec::new());
        while after.is_some() {
            let query = EventsQuery {
                after,
                limit: Some(200),
            };
            let events = owner.list::<ListEvents>((), query).await;
            let events = events.expect("events").items;
            after = events.last().map(|event| event.seq);
            topics.extend(events.into_iter().map(|event| event.topic));
        }
        assert!(topics.contains(&"company.removed".to_owned()));
    }
);
