//! Where the arrows lead: along the rows of a step, along the lines to the steps they reach, and back.

use super::super::spot::Spot;
use super::scene::{Mark, Scene};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Up,
    Down,
    /// To where the line that leads here comes from.
    Back,
    /// Along the line or the mark of this row; from a step, along its first.
    Onward,
}

impl Way {
    pub fn of(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Up,
            "ArrowDown" => Self::Down,
            "ArrowLeft" => Self::Back,
            "ArrowRight" => Self::Onward,
            _ => return None,
        })
    }
}

/// The next place from here; `None` where the way ends.
pub fn next(scene: &Scene, from: &Spot, way: Way) -> Option<Spot> {
    let node = scene.node(&from.step)?;
    let row = from
        .result
        .and_then(|result| node.rows.iter().position(|row| row.result == result));
    let at = |row: usize| {
        let row = node.rows.get(row)?;
        Some(Spot::result(&node.key, row.result))
    };
    match (way, row) {
        (Way::Down, None) => at(0),
        (Way::Down, Some(row)) => at(row + 1),
        (Way::Up, Some(0)) => Some(Spot::step(&node.key)),
        (Way::Up, Some(row)) => at(row - 1),
        (Way::Up, None) => None,
        (Way::Onward, Some(row)) => leads(scene, &node.key, row),
        (Way::Onward, None) => (0..node.rows.len())
            .find_map(|row| leads(scene, &node.key, row).filter(|to| to.step != node.key)),
        (Way::Back, Some(_)) => Some(Spot::step(&node.key)),
        (Way::Back, None) => {
            let edge = scene.edges.iter().find(|edge| edge.to == node.key)?;
            Some(Spot::result(&edge.from, edge.result))
        }
    }
}

/// The step that a row leads to, by its line or by its mark.
fn leads(scene: &Scene, step: &str, row: usize) -> Option<Spot> {
    let edge = scene
        .edges
        .iter()
        .find(|edge| edge.from == step && edge.row == row);
    if let Some(edge) = edge {
        return Some(Spot::step(&edge.to));
    }
    match &scene.node(step)?.rows.get(row)?.mark {
        Mark::Return { to, .. } | Mark::Sleep { to, .. } | Mark::Waits { to, .. } => {
            scene.node(to).map(|node| Spot::step(&node.key))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ResultId;

    use super::super::scene::{Edge, Mark, Node, Row, Scene};
    use super::{Spot, Way, next};
    use crate::ui::{Icon, Tone};

    /// `a` with results 1 (onward to `b`) and 2 (a repeat); `b` with 3 (back to `a`).
    fn scene() -> Scene {
        let row = |number, mark| Row {
            result: ResultId::from_i64(number),
            name: String::new(),
            tone: Tone::Plain,
            mark,
            label: String::new(),
            cases: Vec::new(),
            also: Vec::new(),
            trouble: None,
        };
        let back = || Mark::Return {
            to: "a".into(),
            words: String::new(),
        };
        let node = |key: &str, rows| Node {
            key: key.into(),
            title: String::new(),
            icon: Icon::Phone,
            start: false,
            rows,
            trouble: None,
        };
        Scene {
            nodes: vec![
                node("a", vec![row(1, Mark::Onward), row(2, back())]),
                node("b", vec![row(3, back())]),
            ],
            edges: vec![Edge {
                from: "a".into(),
                row: 0,
                result: ResultId::from_i64(1),
                to: "b".into(),
                rare: false,
                label: None,
            }],
        }
    }

    #[test]
    fn arrows_follow_rows_and_lines() {
        let row = |step: &str, number| Spot::result(step, ResultId::from_i64(number));
        for (from, way, expected) in [
            (Spot::step("a"), Way::Down, Some(row("a", 1))),
            (row("a", 1), Way::Down, Some(row("a", 2))),
            (row("a", 2), Way::Down, None),
            (row("a", 1), Way::Up, Some(Spot::step("a"))),
            (row("a", 1), Way::Onward, Some(Spot::step("b"))),
            (Spot::step("a"), Way::Onward, Some(Spot::step("b"))),
            (row("a", 2), Way::Onward, Some(Spot::step("a"))),
            (row("b", 3), Way::Onward, Some(Spot::step("a"))),
            (Spot::step("b"), Way::Back, Some(row("a", 1))),
            (row("b", 3), Way::Back, Some(Spot::step("b"))),
            (Spot::step("a"), Way::Back, None),
            (Spot::step("gone"), Way::Down, None),
        ] {
            assert_eq!(next(&scene(), &from, way), expected, "{from:?} {way:?}");
        }
    }
}
