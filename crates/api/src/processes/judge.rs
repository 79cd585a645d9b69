//! What the checker says of a graph, with words and places.

use domain::ids::ProcessId;
use domain::language::Language;
use domain::processes::{Catalogue, Graph, Problem, publishable as check};
use domain::sentence;
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
        .map(|problem| told(problem, graph, &catalogue, language))
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

fn told(
    problem: Problem,
    graph: &Graph,
    catalogue: &Catalogue,
    language: Language,
) -> GraphProblem {
    let step = problem.step.as_deref().and_then(|key| graph.step(key));
    let template = catalogue
        .templates
        .iter()
        .find(|def| Some(def.id) == step.map(|step| step.template_id));
    let result = catalogue
        .results
        .iter()
        .find(|def| Some(def.id) == problem.result_id);
    let (step, result) = (
        template.map(|def| def.name.as_str()),
        result.map(|def| def.name.as_str()),
    );
    GraphProblem {
        message: sentence::problem(language, &problem, step, result),
        code: problem.code.to_string(),
        severity: match problem.severity {
            domain::processes::Severity::Error => Severity::Error,
            domain::processes::Severity::Warning => Severity::Warning,
            domain::processes::Severity::Info => Severity::Info,
        },
        step: problem.step,
        result_id: problem.result_id,
        field: problem.field,
    }
}

/// The transition, else the step, else the start of the graph.
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
        (Some(place), _) => format!("/graph/transitions/{place}"),
        (None, Some(place)) => format!("/graph/steps/{place}"),
        (None, None) => "/graph".into(),
    }
}
