//! Which task comes next in this sitting.

use domain::ids::TaskId;

/// The server's order without what was finished here; what was skipped comes last, in the order of skipping.
pub fn order(server: &[TaskId], finished: &[TaskId], skipped: &[TaskId]) -> Vec<TaskId> {
    let open = |id: &&TaskId| !finished.contains(id);
    let now = server
        .iter()
        .filter(open)
        .filter(|id| !skipped.contains(id));
    let later = skipped.iter().filter(open).filter(|id| server.contains(id));
    now.chain(later).copied().collect()
}

/// What follows a task: the one behind it, or the first when it was the last or is not in the queue.
pub fn after(queue: &[TaskId], task: TaskId) -> Option<TaskId> {
    let place = queue.iter().position(|id| *id == task);
    let behind = place.and_then(|place| queue.get(place + 1));
    behind
        .or_else(|| queue.iter().find(|id| **id != task))
        .copied()
}

#[cfg(test)]
mod tests {
    use domain::ids::TaskId;

    use super::{after, order};

    fn ids(numbers: &[i64]) -> Vec<TaskId> {
        numbers
            .iter()
            .map(|number| TaskId::from_i64(*number))
            .collect()
    }

    #[test]
    fn skipped_tasks_come_last_and_finished_ones_never() {
        let queue = order(&ids(&[1, 2, 3, 4]), &ids(&[2]), &ids(&[3, 1]));
        assert_eq!(queue, ids(&[4, 3, 1]));
        // Gone from the server, gone from here.
        assert_eq!(order(&ids(&[1]), &[], &ids(&[9])), ids(&[1]));
    }

    #[test]
    fn the_next_one_is_behind_this_one() {
        let queue = ids(&[1, 2, 3]);
        assert_eq!(
            after(&queue, TaskId::from_i64(1)),
            Some(TaskId::from_i64(2))
        );
        assert_eq!(
            after(&queue, TaskId::from_i64(3)),
            Some(TaskId::from_i64(1))
        );
        assert_eq!(
            after(&queue, TaskId::from_i64(9)),
            Some(TaskId::from_i64(1))
        );
        assert_eq!(after(&ids(&[1]), TaskId::from_i64(1)), None);
    }
}
