//! What the checker says of a graph, with words and places.

use domain::ids::ProcessId;
use domain::language::Language;
use domain::processes::{Graph, publishable as check};
use store::Tx;
use wire::error::{Code, Fault, FieldError};
use wire::processes::{GraphProblem, Severity};

use crate::http::ApiError;

/// Everything that is wrong with a graph, in the reader's language. `own` is the process it belongs to.
pub fn problems(
    tx: &mut Tx<'_>,
    graph: &Graph,
    own: Option<ProcessId>,
    language: Language,
) -> Result<Vec<GraphProblem>, ApiError> {
    let catalogue = tx.catalogue(graph, own)?;
    let problems = check(graph, &catalogue).into_iter();
    Ok(problems
        .map(|problem| GraphProblem::tell(problem, graph, &catalogue, language))
        .collect())
}

/// How many of them keep it from being published.
pub fn errors(problems: &[GraphProblem]) -> u32 {
    let errors = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    errors.count() as u32
}

/// 409 with a pointer into the graph for each error.
pub fn publishable(graph: &Graph, problems: Vec<GraphProblem>) -> Result<(), ApiError> {
    let errors: Vec<FieldError> = problems
        .into_iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| {
            let mut error = FieldError::at(pointer(graph, &problem), Fault::Graph);
            error.message = problem.message;
            error.with("problem", problem.code)
        })
        .collect();
    match errors.is_empty() {
        true => Ok(()),
        false => Err(ApiError::new(Code::NotPublishable).listing(errors)),
    }
}

/// The case or action of the transition, the transition, else the step, else the start of the graph.
fn pointer(graph: &Graph, problem: &GraphProblem) -> String {
    let Some(step) = &problem.step else {
        return "/graph/start".into();
    };
    let of_step = |key: &str| key == step;
    let transition = graph.transitions.iter().position(|transition| {
        of_step(&transition.step) && Some(transition.result_id) == problem.result_id
    });
    let place = graph.steps.iter().position(|known| of_step(&known.key));
    match (transition, place) {
        (Some(place), _) => match (problem.case, problem.also) {
            (Some(number), _) => format!("/graph/transitions/{place}/cases/{}", number.max(1) - 1),
            (None, Some(number)) => {
                format!("/graph/transitions/{place}/also/{}", number.max(1) - 1)
            }
            (None, None) => format!("/graph/transitions/{place}"),
        },
        (None, Some(place)) => format!("/graph/steps/{place}"),
        (None, None) => "/graph".into(),
    }
}
