use std::collections::BTreeMap;

use domain::fields::Raw;
use domain::ids::{ResultId, ValueId};
use testkit::both;
use wire::dictionaries::{GetDictionary, MergeInto, MergeValue, UpdateValue, Value, ValuePatch};
use wire::error::Fault;
use wire::tasks::{CompleteRequest, CompleteTask, GetCompletion};

use crate::chains_begun::begun;
use crate::refusals::faults;

fn refusal(result_id: ResultId, reason: ValueId) -> CompleteRequest {
    CompleteRequest {
        result_id,
        fields: BTreeMap::from([("reason".to_owned(), Raw::Text(reason.to_string()))]),
        comment: None,
        next: domain::chains::Adjustment::default(),
    }
}

fn used(values: &[Value], id: ValueId) -> u32 {
    let value = values.iter().find(|value| value.id == id);
    value.expect("a value").used
}

both!(
    history_keeps_its_words_and_counts_for_the_merged_value,
    |app| {
        let owner = &app.owner;
        let club = app.with_preset().await;
        let (process, refused) = (club.process.expect("the process"), club.results["refused"]);
        let reasons = club.dictionaries["refusal_reasons"];
        let values = owner
            .get::<GetDictionary>((reasons,))
            .await
            .expect("reasons")
            .values;
        let (from, into) = (&values[0], &values[1]);

        let first = begun(owner, process, "Белова Анна").await;
        let request = refusal(refused, from.id);
        let done = owner
            .call::<CompleteTask>((first.task,), (), request)
            .once("first")
            .reply()
            .await;
        done.expect("completed");
        let values = owner
            .get::<GetDictionary>((reasons,))
            .await
            .expect("reasons")
            .values;
        assert_eq!((used(&values, from.id), used(&values, into.id)), (1, 0));

        let patch = ValuePatch {
            name: Some("Другие часы".into()),
        };
        let renamed = owner
            .change::<UpdateValue>((from.id,), from.version, patch)
            .await;
        assert_eq!(renamed.expect("renamed").used, 1);
        let counts = owner
            .post::<MergeValue>((from.id,), MergeInto { into: into.id })
            .await;
        assert_eq!(counts.expect("merged").used, 1);
        let values = owner
            .get::<GetDictionary>((reasons,))
            .await
            .expect("reasons")
            .values;
        assert_eq!((used(&values, from.id), used(&values, into.id)), (0, 1));
        let told = owner
            .get::<GetCompletion>((first.task,))
            .await
            .expect("how it ended");
        assert_eq!(
            told.fields[0].display, from.name,
            "the words of that moment"
        );

        let second = begun(owner, process, "Орлов Пётр").await;
        let request = refusal(refused, from.id);
        let late = owner
            .call::<CompleteTask>((second.task,), (), request)
            .once("second")
            .reply()
            .await;
        let late = late.expect_err("merged away");
        assert_eq!(
            faults(&late),
            [("/fields/reason".to_owned(), Fault::Archived)]
        );
    }
);
