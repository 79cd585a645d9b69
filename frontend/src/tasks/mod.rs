//! What can be done with a task from any screen: move it, hand it over, change its priority, cancel it, finish an errand.
//!
//! [`Acts`] changes what is kept at once, sends the change with the version that was seen, and offers to take it back. The floats
//! of [`choose`] ask for the new value.

mod acts;
mod choose;
mod names;

pub use acts::{Acts, acts, why};
pub use choose::{AssigneeFloat, PriorityFloat, RescheduleChoices, RescheduleFloat, colleagues};
pub use names::{assignee_name, priority_name, task_line, type_name};
