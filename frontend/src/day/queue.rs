//! Rows that hold still: what is shown while somebody works in the list.

use domain::ids::TaskId;
use wire::day::{MyDay, QueueItem};

/// What the list shows, and how many tasks came since that it does not show yet.
#[derive(Clone, PartialEq, Default)]
pub struct Held {
    pub items: Vec<QueueItem>,
    pub waiting: usize,
    /// Nothing is known of this tab yet.
    pub loading: bool,
}

impl Held {
    pub fn loading() -> Self {
        Self {
            loading: true,
            ..Self::default()
        }
    }
}

/// Takes a new answer while the list must hold still: rows change and vanish in place, new ones wait.
pub fn hold(shown: &[QueueItem], fresh: &MyDay) -> Held {
    let find = |id: TaskId| fresh.items.iter().find(|item| item.task.id == id);
    let items: Vec<QueueItem> = shown
        .iter()
        .filter_map(|item| find(item.task.id).cloned())
        .collect();
    let waiting = fresh.items.len() - items.len();
    Held {
        items,
        waiting,
        loading: false,
    }
}

/// Takes a new answer as it is.
pub fn renew(fresh: &MyDay) -> Held {
    Held {
        items: fresh.items.clone(),
        waiting: 0,
        loading: false,
    }
}
