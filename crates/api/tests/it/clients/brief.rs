use chrono::Duration;
use domain::clients::brief::BriefKind;
use testkit::both;
use wire::clients::{
    Brief, ClientPatch, CreateClient, GetBrief, GetClient, NewClient, RelationEntry, UpdateClient,
};

use crate::desk::{Desk, answer, text};

fn kinds(brief: &Brief) -> Vec<BriefKind> {
    brief.lines.iter().map(|line| line.kind).collect()
}

fn line(brief: &Brief, kind: BriefKind) -> String {
    let found = brief.lines.iter().find(|line| line.kind == kind);
    let found = found.unwrap_or_else(|| panic!("no {kind:?} in {brief:?}"));
    found.text.replace('\u{a0}', " ")
}

both!(a_brief_is_made_from_what_happened, |app| {
    let desk = Desk::of(app).await;
    let (chain, task) = desk.begin("Екатерина Щербакова").await;
    let id = chain.client_id;
    let read = async || desk.anna.get::<GetBrief>((id,)).await.expect("a brief");
    assert_eq!(
        kinds(&read().await),
        [BriefKind::Standing, BriefKind::Next],
        "of somebody new there is little to say"
    );

    // A child with a card of its own; what must not be used.
    let child = NewClient {
        name: Some("Марк Щербаков".into()),
        birth_date: Some("2019-05-02".parse().expect("a date")),
        ..NewClient::default()
    };
    let child = desk.anna.post::<CreateClient>((), child).await;
    let child = child.expect("a client").client.id;
    let card = desk.anna.get::<GetClient>((id,)).await.expect("a card");
    let patch = ClientPatch {
        relations: Some(vec![RelationEntry {
            client_id: child,
            kind: "сын".into(),
        }]),
        do_not_contact: Some(vec![domain::clients::Channel::Sms]),
        ..ClientPatch::default()
    };
    let changed = desk.anna.call::<UpdateClient>((id,), (), patch);
    changed
        .if_match(card.version)
        .reply()
        .await
        .expect("the card is changed");

    // A talk, then nobody answers.
    let mut thinks = answer(desk.result("thinks"), &[("details", text("цена"))]);
    thinks.comment = Some("Спрашивала про утро".into());
    let done = desk.complete(task.id, thinks).await.expect("done");
    app.later(Duration::days(3)).await;
    let next = done.next_task.expect("a next task");
    desk.ends(next.id, "no_answer", &[]).await;
    let brief = read().await;
    assert_eq!(
        kinds(&brief),
        [
            BriefKind::Standing,
            BriefKind::Forbidden,
            BriefKind::Family,
            BriefKind::LastTalk,
            BriefKind::Unanswered,
            BriefKind::Next,
        ]
    );
    assert_eq!(line(&brief, BriefKind::Forbidden), "Нельзя: SMS");
    assert!(line(&brief, BriefKind::Family).starts_with("Семья: Марк Щербаков (сын, "));
    let talk = line(&brief, BriefKind::LastTalk);
    assert!(
        talk.starts_with("Последний разговор: «Думает»") && talk.ends_with(". Спрашивала про утро"),
        "{talk}"
    );
    let missed = line(&brief, BriefKind::Unanswered);
    assert!(missed.contains("без ответа: 1 раз"), "{missed}");

    // What was taken back did not happen.
    let after = desk.anna.get::<wire::tasks::GetTask>((next.id,)).await;
    desk.take_back(after.expect("a task").id)
        .await
        .expect("taken back");
    assert!(!kinds(&read().await).contains(&BriefKind::Unanswered));
});
