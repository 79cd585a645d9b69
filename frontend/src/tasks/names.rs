//! Words of a task.

use domain::tasks::{Direction, Priority, TaskType};
use wire::tasks::{AssigneeName, TaskView};

use crate::i18n::t;

pub fn priority_name(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => t::day::low(),
        Priority::Normal => t::day::normal(),
        Priority::High => t::day::high(),
    }
}

pub fn type_name(task: &TaskView) -> String {
    match (task.task_type, task.direction) {
        (TaskType::Internal, _) => t::day::internal().to_owned(),
        (_, Some(Direction::Outgoing)) => format!("{} · {}", task.title, t::run::outgoing()),
        (_, Some(Direction::Incoming)) => format!("{} · {}", task.title, t::run::incoming()),
        _ => task.title.clone(),
    }
}

/// A person, or the pool of a role.
pub fn assignee_name(assignee: &AssigneeName) -> String {
    match assignee.employee_id {
        Some(_) => assignee.name.clone(),
        None => t::day::of_pool(&assignee.name),
    }
}

/// The task in one line, for messages: the client, or what is to be done.
pub fn task_line(task: &TaskView) -> String {
    match &task.client {
        Some(client) => client.name.clone(),
        None => task.title.clone(),
    }
}
