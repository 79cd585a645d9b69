//! What keeps a question from being done.

use domain::processes::ProblemCode;

use super::edit::a_name;
use super::{Answers, Club, Key};

/// Something that is missing, in the order of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// There is nothing to do.
    NoTasks,
    /// A task that ends with nothing.
    NoResults(Key),
    /// A task that nothing leads to.
    Unmet(Key),
    /// A list without values.
    EmptyList(Key),
    /// The process has no name.
    Nameless,
    /// The club has a process of this name.
    NameTaken,
}

impl Lack {
    /// The question where it is put right, 1 to 6.
    pub const fn question(self) -> usize {
        match self {
            Self::NoTasks => 1,
            Self::NoResults(_) => 2,
            Self::Unmet(_) => 3,
            Self::EmptyList(_) => 5,
            Self::Nameless | Self::NameTaken => 6,
        }
    }
}

impl Answers {
    pub fn lacks(&self, club: &Club) -> Vec<Lack> {
        let mut lacks = Vec::new();
        if self.tasks.is_empty() {
            lacks.push(Lack::NoTasks);
        }
        let idle = self.tasks.iter().filter(|task| task.ways.is_empty());
        lacks.extend(idle.map(|task| Lack::NoResults(task.key)));
        lacks.extend(self.unmet().into_iter().map(Lack::Unmet));
        let empty = self
            .used_lists()
            .into_iter()
            .filter(|list| self.values_of(list, club).is_empty());
        lacks.extend(empty.map(|list| Lack::EmptyList(list.key)));
        if a_name(&self.name).is_none() {
            lacks.push(Lack::Nameless);
        } else if club.has_process(&self.name) {
            lacks.push(Lack::NameTaken);
        }
        lacks
    }
}

/// The question where a problem that the checker found is put right.
pub const fn question_of(code: ProblemCode) -> usize {
    match code {
        ProblemCode::NoSteps | ProblemCode::MissingStart | ProblemCode::TooManySteps => 1,
        ProblemCode::NoResults
        | ProblemCode::TooManyResults
        | ProblemCode::UnknownResult
        | ProblemCode::ResultTwice => 2,
        ProblemCode::UnknownField
        | ProblemCode::WrongFieldType
        | ProblemCode::InstantAsks
        | ProblemCode::OptionalDueField => 4,
        ProblemCode::UnknownDictionary | ProblemCode::EmptyDictionary => 5,
        _ => 3,
    }
}
