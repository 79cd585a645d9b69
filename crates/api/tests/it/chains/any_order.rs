//! Whatever is clicked in whatever order: no client in work is without exactly one next step.

use chrono::Duration;
use domain::chains::ChainState;
use domain::fields::Raw;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use testkit::both;
use wire::invariants::CheckInvariants;

use crate::desk::{Desk, answer, text};

both!(any_sequence_of_results_keeps_one_next_step, |app| {
    let desk = Desk::of(app).await;
    let value = desk.value("refusal_reasons").await;
    for seed in 0..6 {
        let mut chance = StdRng::seed_from_u64(seed);
        let (chain, mut task) = desk.begin(&format!("Случай Номер{seed}")).await;
        for _ in 0..18 {
            let view = desk
                .anna
                .get::<wire::tasks::GetWorkplace>((task.id,))
                .await
                .expect("work");
            let results = &view.context.results;
            let result = &results[chance.random_range(0..results.len())];
            let soon = app.now().plus(Duration::hours(chance.random_range(1..90)));
            let fields: Vec<(&str, Raw)> = result
                .fields
                .iter()
                .filter(|field| field.required)
                .map(|field| match field.dictionary_id {
                    Some(_) => (field.key.as_str(), text(&value)),
                    None => (field.key.as_str(), text(&soon.to_string())),
                })
                .collect();
            let done = desk
                .complete(task.id, answer(result.id, &fields))
                .await
                .expect("done");
            let (done, next) = match chance.random_range(0..4) {
                // Second thoughts: back, and the same again.
                0 => {
                    desk.take_back(task.id).await.expect("taken back");
                    let again = desk.complete(task.id, answer(result.id, &fields)).await;
                    let again = again.expect("done again");
                    assert_eq!(again.chain_state, done.chain_state);
                    let next = again.next_task.clone();
                    (again, next)
                }
                _ => (done.clone(), done.next_task.clone()),
            };
            let chain = desk.chain(&chain).await;
            let open = chain
                .tasks
                .iter()
                .filter(|task| task.closed_at.is_none())
                .count();
            assert_eq!(
                open,
                usize::from(chain.state == ChainState::Active),
                "seed {seed}"
            );
            assert_eq!(chain.wake_at.is_some(), chain.state == ChainState::Sleeping);
            app.later(Duration::hours(chance.random_range(2..60))).await;
            task = match (next, done.chain_state) {
                (Some(next), _) => next,
                (None, Some(ChainState::Sleeping)) => {
                    app.later(Duration::days(40)).await;
                    app.errands().await;
                    desk.chain(&chain)
                        .await
                        .tasks
                        .last()
                        .expect("woken")
                        .clone()
                }
                _ => break,
            };
        }
    }
    let checked = app.owner.get::<CheckInvariants>(()).await.expect("checked");
    assert!(checked.hold, "{:?}", checked.checks);
});
