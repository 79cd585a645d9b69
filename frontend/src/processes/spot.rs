//! A place in a process: a step, or one of its results. It stands in the address as `node`.

use domain::ids::ResultId;
use domain::processes::Graph;
use wire::processes::GraphProblem;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    pub step: String,
    pub result: Option<ResultId>,
}

impl Spot {
    pub fn step(key: impl Into<String>) -> Self {
        Self {
            step: key.into(),
            result: None,
        }
    }

    pub fn result(key: impl Into<String>, result: ResultId) -> Self {
        Self {
            step: key.into(),
            result: Some(result),
        }
    }

    /// Where a problem is, if it has a place.
    pub fn of(problem: &GraphProblem) -> Option<Self> {
        problem.step.clone().map(|step| Self {
            step,
            result: problem.result_id,
        })
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('.') {
            Some((step, result)) => Some(Self::result(step, result.parse().ok()?)),
            None if text.is_empty() => None,
            None => Some(Self::step(text)),
        }
    }

    pub fn write(&self) -> String {
        match self.result {
            Some(result) => format!("{}.{result}", self.step),
            None => self.step.clone(),
        }
    }

    pub fn exists(&self, graph: &Graph) -> bool {
        let step = graph.step(&self.step);
        step.is_some_and(|step| {
            self.result
                .is_none_or(|result| step.results.contains(&result))
        })
    }

    /// The id of what shows it, in the picture and in the list.
    pub fn id(&self) -> String {
        match self.result {
            Some(result) => format!("row-{}-{result}", self.step),
            None => format!("step-{}", self.step),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ResultId;

    use super::Spot;

    #[test]
    fn an_address_names_a_step_or_a_result() {
        let spots = [
            Spot::step("call"),
            Spot::result("call", ResultId::from_i64(5)),
        ];
        for spot in spots {
            assert_eq!(Spot::parse(&spot.write()), Some(spot));
        }
        for wrong in ["", "call.", "call.x"] {
            assert_eq!(Spot::parse(wrong), None, "{wrong}");
        }
    }
}
