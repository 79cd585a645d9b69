use domain::clients::{Channel, Purpose};
use domain::timeline::EntryKind;
use testkit::both;
use wire::clients::{Client, ListTimeline, NewConsent, SetConsent, TimelineQuery};

use crate::desk::{Desk, faults};

fn consent(channel: Channel, purpose: Purpose, given: bool, evidence: &str) -> NewConsent {
    NewConsent {
        channel,
        purpose,
        given,
        evidence: (!evidence.is_empty()).then(|| evidence.to_owned()),
    }
}

/// Channel, purpose, whether it is given, and its proof.
fn told(client: &Client) -> Vec<(Channel, Purpose, bool, Option<&str>)> {
    let all = client.consents.iter();
    all.map(|one| (one.channel, one.purpose, one.given, one.evidence.as_deref()))
        .collect()
}

both!(the_latest_consent_counts_and_all_are_remembered, |app| {
    let desk = Desk::of(app).await;
    let client = desk.client("Мария Гончаренко").await;
    let set = |new: NewConsent| desk.anna.post::<SetConsent>((client.id,), new);

    // Without a proof there is no consent.
    let bare = set(consent(Channel::Sms, Purpose::Marketing, true, "")).await;
    assert_eq!(faults(&bare.expect_err("bare"))["/evidence"], "required");
    let long = "а".repeat(501);
    let long = set(consent(Channel::Sms, Purpose::Marketing, true, &long)).await;
    assert_eq!(faults(&long.expect_err("long"))["/evidence"], "too_long");
    assert_eq!(told(&desk.card(client.id).await), []);

    let (sms, marketing) = (Channel::Sms, Purpose::Marketing);
    set(consent(sms, marketing, true, "Анкета № 12"))
        .await
        .expect("given");
    set(consent(Channel::Email, Purpose::Service, true, "Сайт"))
        .await
        .expect("given");
    let card = set(consent(sms, marketing, false, "")).await;
    let card = card.expect("withdrawn");
    assert_eq!(
        told(&card),
        [
            (sms, marketing, false, None),
            (Channel::Email, Purpose::Service, true, Some("Сайт")),
        ]
    );
    assert_eq!(card.version, client.version + 3);
    let by = card.consents[0].by.as_ref().expect("somebody");
    assert_eq!(by.id, desk.anna.me.id);
    assert_eq!(told(&desk.card(client.id).await), told(&card));

    let read = desk
        .anna
        .list::<ListTimeline>((client.id,), TimelineQuery::default());
    let entries = read.await.expect("a timeline").items;
    let kept: Vec<&str> = entries
        .iter()
        .filter(|entry| entry.kind == EntryKind::ClientChanged)
        .flat_map(|entry| &entry.changes)
        .filter_map(|change| change.after.as_deref())
        .collect();
    assert_eq!(
        kept,
        [
            "sms:marketing:withdrawn",
            "email:service:given:Сайт",
            "sms:marketing:given:Анкета № 12",
        ]
    );
});
