//! What leaves the house: real letters to a mail server, real calls to the other side of a hook.

mod calls;
mod claims;
mod encrypted;
mod letters;

use api::config::{Config, MailServer};
use domain::outgoing::Mail;
use store::Who;
use testkit::TestDatabase;
use testkit::app::TestApp;
use testkit::post_office::PostOffice;
use testkit::receiver::Receiver;
use wire::sending::{Delivery, ListDeliveries};

/// Runs a test with a mail server and a receiver of calls on both databases.
macro_rules! outside {
    ($name:ident, |$app:ident, $office:ident, $receiver:ident| $body:block) => {
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                $crate::sending::run(
                    testkit::sqlite::database(),
                    async |$app, $office, $receiver| $body,
                );
            }

            #[test]
            fn postgres() {
                $crate::sending::run(testkit::pg::database(), async |$app, $office, $receiver| {
                    $body
                });
            }
        }
    };
}
pub(crate) use outside;

pub fn run(database: TestDatabase, test: impl AsyncFnOnce(&TestApp, &PostOffice, &Receiver)) {
    testkit::app::wait_for(async {
        let (office, receiver) = (PostOffice::open(), Receiver::open());
        let url = office.url();
        let set = |config: &mut Config| {
            config.mail = Some(MailServer {
                url,
                from: "Студия Север <crm@studio.example>".into(),
                authority: None,
            });
            config.hooks_inside = true;
        };
        let app = TestApp::start_set(database, set).await;
        test(&app, &office, &receiver).await;
        app.finish().await;
    });
}

fn mail(text: &str) -> Mail {
    Mail {
        to: "kate@mail.example".into(),
        name: Some("Кейт".into()),
        subject: "Занятие".into(),
        text: text.into(),
    }
}

/// Writes a letter that is due in so many minutes.
async fn sends(app: &TestApp, mail: Mail, minutes: i64) {
    let at = app.now().plus(chrono::Duration::minutes(minutes));
    let send = move |tx: &mut store::Tx<'_>| tx.send_mail(&mail, at, None);
    let sent = app.state.db.write(Who::System, app.now(), send).await;
    sent.expect("a letter");
}

/// All deliveries, the latest first.
async fn deliveries(app: &TestApp) -> Vec<Delivery> {
    let list = app.owner.list::<ListDeliveries>((), Default::default());
    list.await.expect("deliveries").items
}
