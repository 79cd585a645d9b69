//! What conditions of processes make of a merged value.

use domain::chains::ChainState;
use domain::ids::ValueId;
use domain::processes::{Case, Condition, Continuation, Graph, Test};
use testkit::app::TestApp;
use testkit::both;
use wire::dictionaries::{
    Dictionary, GetDictionary, MergeInto, MergeValue, RestoreValue, UpdateValue, ValuePatch,
};
use wire::process_files::{ExportProcess, ExportQuery};
use wire::processes::{
    CheckGraph, CheckRequest, GetDraft, GetVersion, SaveDraft, SaveDraftRequest, Severity,
};
use wire::rehearsal::{RehearsalRequest, RehearseProcess};
use wire::tasks::{Completed, GetWorkplace};

use crate::desk::{Desk, text};
use crate::processes::published;

const CALL: &str = "personal_call";

/// Refusals for one of these reasons count as a goal, so that it is seen which way was taken.
fn graph_asking(graph: &Graph, desk: &Desk, reasons: &[ValueId]) -> Graph {
    let mut graph = graph.clone();
    let refused = desk.result("refused");
    let mut ways = graph.transitions.iter_mut();
    let way = ways.find(|way| way.step == CALL && way.result_id == refused);
    way.expect("a call can be refused").cases = vec![Case {
        when: vec![Condition::Field {
            field: "reason".into(),
            is: Test::OneOf {
                values: reasons.to_vec(),
            },
        }],
        then: Continuation::Goal,
    }];
    graph
}

fn asked(graph: &Graph) -> Vec<ValueId> {
    graph.uses().values.into_iter().collect()
}

async fn reasons(app: &TestApp, desk: &Desk) -> Dictionary {
    let id = desk.preset.dictionaries["refusal_reasons"];
    app.owner
        .get::<GetDictionary>((id,))
        .await
        .expect("reasons")
}

async fn refused(desk: &Desk, name: &str, reason: ValueId) -> Completed {
    let (_, task) = desk.begin(name).await;
    let fields = [("reason", text(&reason.to_string()))];
    desk.ends(task.id, "refused", &fields).await
}

both!(
    a_condition_on_a_merged_value_holds_for_the_one_that_counts,
    |app| {
        let desk = Desk::of(app).await;
        let (owner, process) = (&app.owner, desk.process());
        let list = reasons(app, &desk).await;
        let (from, into, other) = (&list.values[0], &list.values[1], &list.values[2]);
        let draft = owner.get::<GetDraft>((process,)).await.expect("a draft");
        let mine = graph_asking(&draft.graph, &desk, &[from.id]);
        let version = published(owner, process, mine.clone()).await;
        let done = refused(&desk, "Белова Анна", from.id).await;
        assert_eq!(done.chain_state, Some(ChainState::Goal));
        let done = refused(&desk, "Орлов Пётр", into.id).await;
        assert_eq!(done.chain_state, Some(ChainState::Refused));
        // Whose card was fetched before the merge, and who is called after it.
        let (_, waiting) = desk.begin("Ёлкина Мария").await;

        let name = ValuePatch {
            name: Some("Совсем другое".into()),
        };
        let renamed = owner
            .change::<UpdateValue>((into.id,), into.version, name)
            .await;
        renamed.expect("a name of its own");
        let merge = MergeInto { into: into.id };
        owner
            .post::<MergeValue>((from.id,), merge)
            .await
            .expect("merged");
        let merged = reasons(app, &desk).await;
        let of = |id| {
            merged
                .values
                .iter()
                .find(|value| value.id == id)
                .expect("it")
        };
        assert_eq!(
            (of(from.id).merged_into, of(into.id).merged_into),
            (Some(into.id), None)
        );

        // Decisions, in the server and in the browser, and why.
        let place = desk
            .anna
            .get::<GetWorkplace>((waiting.id,))
            .await
            .expect("a card");
        let chain = place.context.chain.expect("a chain");
        assert_eq!(asked(&chain.graph), [into.id]);
        let done = refused(&desk, "Сидорова Ольга", into.id).await;
        assert_eq!(done.chain_state, Some(ChainState::Goal));
        assert!(done.sentence.contains("Совсем другое"), "{}", done.sentence);
        let done = refused(&desk, "Никитин Олег", other.id).await;
        assert_eq!(done.chain_state, Some(ChainState::Refused));

        // What is shown, checked, written as a file and drafted from it.
        let shown = owner
            .get::<GetVersion>((process, version.id))
            .await
            .expect("it");
        assert_eq!(asked(&shown.graph), [into.id]);
        let checked = owner
            .post::<CheckGraph>(
                (),
                CheckRequest {
                    graph: mine.clone(),
                },
            )
            .await;
        let errors = |problems: &[wire::processes::GraphProblem]| {
            let mut problems = problems.iter();
            problems.any(|problem| problem.severity == Severity::Error)
        };
        assert!(!errors(&checked.expect("checked").problems));
        let file = owner
            .list::<ExportProcess>((process,), ExportQuery::default())
            .await;
        let file = file.expect("a file").file;
        assert!(
            file.contains("Совсем другое") && !file.contains(&from.name),
            "{file}"
        );
        let draft = owner.get::<GetDraft>((process,)).await.expect("a draft");
        let both = graph_asking(&mine, &desk, &[from.id, other.id, into.id]);
        let save = SaveDraftRequest {
            graph: both.clone(),
            version: draft.version,
        };
        let saved = owner
            .post::<SaveDraft>((process,), save)
            .await
            .expect("saved");
        assert_eq!(
            saved.graph,
            graph_asking(&mine, &desk, &[into.id, other.id])
        );
        assert!(!errors(&saved.problems), "{:?}", saved.problems);

        // A rehearsal judges answers as they count now: the refusal that was one before is a goal.
        let request = RehearsalRequest { graph: Some(both) };
        let told = owner
            .post::<RehearseProcess>((process,), request)
            .await
            .expect("a rehearsal");
        assert_eq!(told.results, 4);
        let present = told.present.expect("the published version");
        assert_eq!((present.ends.goal, told.draft.ends.goal), (3, 4));

        // Taken apart again, each is itself.
        owner
            .post::<RestoreValue>((from.id,), ())
            .await
            .expect("restored");
        let shown = owner
            .get::<GetVersion>((process, version.id))
            .await
            .expect("it");
        assert_eq!(asked(&shown.graph), [from.id]);
        let done = refused(&desk, "Кожокару Иван", into.id).await;
        assert_eq!(done.chain_state, Some(ChainState::Refused));
    }
);
