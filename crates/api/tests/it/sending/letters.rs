use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use domain::access::BuiltInRole;
use testkit::both;
use testkit::post_office::{Letter, Mood};
use wire::error::Code;
use wire::notices::{ListNotices, NoticeKind};
use wire::organisation::GetOrganisation;
use wire::sending::{
    DeliveriesQuery, DeliveryState, GetSending, ListDeliveries, OutgoingKind, RetryDelivery,
    SendTestLetter, Undelivered, WithdrawDelivery,
};
use wire::staff::{InviteEmployee, ListRoles, NewEmployee};

use super::{deliveries, mail, outside, sends};

/// The text of a letter, out of the dress it travels in.
fn text_of(letter: &Letter) -> String {
    let (head, body) = letter.source.split_once("\n\n").expect("a head and a body");
    match head.contains("Content-Transfer-Encoding: base64") {
        true => {
            let packed: String = body.split_whitespace().collect();
            String::from_utf8(STANDARD.decode(packed).expect("base 64")).expect("text")
        }
        false => body.to_owned(),
    }
}

outside!(
    a_letter_arrives_and_its_text_is_forgotten,
    |app, office, _receiver| {
        sends(app, mail("До встречи в субботу"), 0).await;
        assert_eq!(app.jobs().await, 1);
        let letters = office.letters();
        assert_eq!(letters.len(), 1);
        assert_eq!(letters[0].from, "crm@studio.example");
        assert_eq!(letters[0].to, ["kate@mail.example"]);
        assert!(text_of(&letters[0]).contains("До встречи в субботу"));
        let sent = deliveries(app).await.remove(0);
        assert_eq!(
            (sent.state, sent.kind),
            (DeliveryState::Done, OutgoingKind::Mail)
        );
        assert_eq!(
            (sent.to.as_str(), sent.subject.as_str()),
            ("kate@mail.example", "Занятие")
        );
        let id = format!("Message-ID: <{}@studio.example>", sent.id);
        assert!(letters[0].source.contains(&id), "{}", letters[0].source);
        assert_eq!(app.jobs().await, 0, "nothing is sent twice");
    }
);

outside!(
    a_letter_waits_for_its_time_and_may_be_withdrawn,
    |app, office, _receiver| {
        sends(app, mail("первое"), 10).await;
        sends(app, mail("второе"), 10).await;
        assert_eq!(app.jobs().await, 0);
        let waiting = deliveries(app).await;
        let withdrawn = app
            .owner
            .call::<WithdrawDelivery>((waiting[0].id,), (), ())
            .reply()
            .await
            .expect("withdrawn");
        assert_eq!(withdrawn.state, DeliveryState::Withdrawn);
        app.later(Duration::minutes(10)).await;
        assert_eq!(app.jobs().await, 1);
        assert!(text_of(&office.letters()[0]).contains("первое"));
        for id in [waiting[0].id, waiting[1].id] {
            let refused = app
                .owner
                .call::<WithdrawDelivery>((id,), (), ())
                .reply()
                .await;
            assert_eq!(
                refused.expect_err("too late").code(),
                Some(Code::WrongState)
            );
        }
        let refused = app
            .owner
            .call::<RetryDelivery>((waiting[1].id,), (), ())
            .reply()
            .await;
        assert_eq!(
            refused.expect_err("it arrived").code(),
            Some(Code::WrongState)
        );
    }
);

outside!(
    a_busy_server_is_asked_again_with_growing_pauses_until_it_is_given_up,
    |app, office, _receiver| {
        office.is(Mood::Busy);
        sends(app, mail("терпение"), 0).await;
        let mut pauses = Vec::new();
        loop {
            assert_eq!(app.jobs().await, 1);
            let tried = deliveries(app).await.remove(0);
            let error = tried.error.expect("why");
            assert_eq!(error.why, Undelivered::Refused);
            assert!(error.detail.contains("451"), "{}", error.detail);
            if tried.state == DeliveryState::Dead {
                assert_eq!(i64::from(tried.attempts), i64::from(store::MOST_ATTEMPTS));
                break;
            }
            let pause = tried.due_at.since(app.now());
            assert_eq!(app.jobs().await, 0, "not before its time");
            pauses.push(pause);
            app.later(pause).await;
        }
        assert!(pauses[0] <= Duration::seconds(6), "{:?}", pauses[0]);
        assert!(
            pauses.windows(2).all(|pair| pair[0] <= pair[1]),
            "{pauses:?}"
        );
        let told = app
            .owner
            .list::<ListNotices>((), Default::default())
            .await
            .expect("notices")
            .items;
        let about = told
            .iter()
            .filter(|notice| notice.kind == NoticeKind::Undelivered);
        assert_eq!(about.count(), 1);
        assert!(
            told[0].text.contains("kate@mail.example"),
            "{}",
            told[0].text
        );

        office.is(Mood::Takes);
        let dead = deliveries(app).await.remove(0);
        let again = app
            .owner
            .call::<RetryDelivery>((dead.id,), (), ())
            .reply()
            .await
            .expect("again");
        assert_eq!((again.state, again.attempts), (DeliveryState::Waiting, 0));
        assert_eq!(app.jobs().await, 1);
        assert!(
            text_of(&office.letters()[0]).contains("терпение"),
            "what was given up kept its text"
        );
        let done = deliveries(app).await.remove(0);
        assert_eq!((done.state, done.error), (DeliveryState::Done, None));
    }
);

outside!(
    a_reader_whom_the_server_does_not_know_is_given_up_at_once,
    |app, office, _receiver| {
        office.is(Mood::Refuses);
        sends(app, mail("никому"), 0).await;
        app.jobs().await;
        let dead = deliveries(app).await.remove(0);
        assert_eq!((dead.state, dead.attempts), (DeliveryState::Dead, 1));
        assert!(
            dead.error
                .expect("why")
                .detail
                .contains("no such user here")
        );
    }
);

outside!(an_invitation_is_also_sent, |app, office, _receiver| {
    let roles = app.owner.get::<ListRoles>(()).await.expect("roles").items;
    let operator = roles
        .iter()
        .find(|role| role.built_in == Some(BuiltInRole::Operator));
    let new = NewEmployee {
        name: "Анна Аксёнова".into(),
        email: "anna@club.example".into(),
        role_id: operator.expect("operators").id,
        branch_ids: vec![app.branch],
    };
    let invited = app
        .owner
        .post::<InviteEmployee>((), new)
        .await
        .expect("invited");
    assert!(invited.mailed);
    app.jobs().await;
    let letters = office.letters();
    assert_eq!(letters[0].to, ["anna@club.example"]);
    assert!(text_of(&letters[0]).contains(&invited.link));
});

outside!(
    a_test_letter_says_what_the_server_said,
    |app, office, _receiver| {
        let sending = app.owner.get::<GetSending>(()).await.expect("sending");
        assert!(
            sending
                .mail
                .expect("a server")
                .from
                .contains("crm@studio.example")
        );
        let tried = app
            .owner
            .call::<SendTestLetter>((), (), ())
            .reply()
            .await
            .expect("an answer");
        assert!(tried.arrived, "{tried:?}");
        assert_eq!(office.letters()[0].to, ["olga@club.example"]);
        office.is(Mood::Refuses);
        let tried = app
            .owner
            .call::<SendTestLetter>((), (), ())
            .reply()
            .await
            .expect("an answer");
        let error = tried.error.expect("why");
        assert_eq!(error.why, Undelivered::Refused);
        assert!(error.detail.contains("no such user"), "{}", error.detail);
        assert!(deliveries(app).await.is_empty(), "a test is no delivery");
    }
);

outside!(deliveries_are_listed_in_pages, |app, _office, _receiver| {
    for n in 0..5 {
        sends(app, mail(&n.to_string()), n).await;
    }
    app.jobs().await;
    let mut seen = Vec::new();
    let mut query = DeliveriesQuery {
        state: Some(DeliveryState::Waiting),
        limit: Some(3),
        ..DeliveriesQuery::default()
    };
    loop {
        let page = app
            .owner
            .list::<ListDeliveries>((), query.clone())
            .await
            .expect("a page");
        seen.push(page.items.len());
        match page.next_cursor {
            Some(cursor) => query.cursor = Some(cursor),
            None => break,
        }
    }
    assert_eq!(seen, [3, 1]);
});

both!(
    without_a_mail_server_letters_end_with_a_clear_reason,
    |app| {
        let known = app
            .owner
            .get::<GetOrganisation>(())
            .await
            .expect("the organisation");
        assert!(!known.sends_mail);
        let sending = app.owner.get::<GetSending>(()).await.expect("sending");
        assert_eq!(sending.mail, None);
        sends(app, mail("некому нести"), 0).await;
        app.jobs().await;
        let dead = deliveries(app).await.remove(0);
        assert_eq!(dead.state, DeliveryState::Dead);
        assert_eq!(dead.error.expect("why").why, Undelivered::NotConfigured);
        let sending = app.owner.get::<GetSending>(()).await.expect("sending");
        assert_eq!((sending.waiting, sending.dead), (0, 1));
        let tried = app
            .owner
            .call::<SendTestLetter>((), (), ())
            .reply()
            .await
            .expect("an answer");
        assert_eq!(tried.error.expect("why").why, Undelivered::NotConfigured);
    }
);
