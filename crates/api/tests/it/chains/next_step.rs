//! What is said to happen next with a client: his own next step, though an errand beside it is due earlier.

use domain::chains::ChainState;
use domain::ids::TaskId;
use testkit::app::TestApp;
use testkit::both;
use wire::clients::{ClientsQuery, ListClients, NextContact};

use super::beside::Club;
use crate::processes::published;

impl Club {
    /// No second process begins.
    async fn without_care(app: &TestApp) -> Self {
        let club = Self::of(app).await;
        let mut graph = club.graph.clone();
        for transition in &mut graph.transitions {
            transition.also.retain(|also| also.act.process().is_none());
        }
        published(&app.owner, club.desk.process(), graph).await;
        club
    }

    /// What the list says of the one client there is.
    async fn listed(&self) -> Option<NextContact> {
        let query = ClientsQuery {
            sort: Some("next_due".into()),
            ..ClientsQuery::default()
        };
        let page = self.manager.list::<ListClients>((), query).await;
        page.expect("clients").items.remove(0).next
    }
}

fn task_of(next: Option<NextContact>) -> Option<TaskId> {
    next.and_then(|next| next.task_id)
}

both!(an_errand_is_next_only_where_nothing_else_is, |app| {
    let club = Club::without_care(app).await;
    let task = club.begin("Гончаренко Мария").await;
    // To be thought over for three days; the pass is handed over tomorrow.
    let next = club.thinks(task.id).await.next_task.expect("again");
    let errand = club.errands(&task).await.remove(0);
    let card = club.card(&task).await;
    assert_eq!(task_of(card.next), Some(next.id));
    assert_eq!(task_of(club.listed().await), Some(next.id));

    // Asleep, the client wakes before anything else is said.
    let asleep = club.desk.ends(next.id, "not_now", &[]).await;
    assert_eq!(asleep.chain_state, Some(ChainState::Sleeping));
    let card = club.card(&task).await;
    let due = card.next.clone().expect("a pause").due;
    assert_eq!(task_of(card.next), None);
    assert_eq!(club.listed().await.map(|next| next.due), Some(due));
    club.desk.take_back(next.id).await.expect("taken back");

    // The chain is over; what is still to be done for the client is the errand.
    club.desk.ends(next.id, "bought", &[]).await;
    assert_eq!(task_of(club.card(&task).await.next), Some(errand.id));
    assert_eq!(task_of(club.listed().await), Some(errand.id));
});
