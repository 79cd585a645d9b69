//! What was promised, told from the figures: ratios outlive the machine they were measured on.

use crate::load::Figures;
use crate::table::{Table, milliseconds};

pub const CLIENT_BY_ID: &str = "a client by id";
pub const FIRST_PAGE: &str = "tasks, page 1";
pub const FAR_PAGE: &str = "tasks, a far page";
pub const CREATE: &str = "create a task";
pub const COMPLETE: &str = "complete a task";
pub const SQLITE: &str = "SQLite";
pub const POSTGRES: &str = "PostgreSQL";
pub const BARE: &str = "bare program, SQLite";

/// Adds what the scenarios say about the goals.
pub fn judge(table: &mut Table) {
    let share = |a: Option<&Figures>, b: Option<&Figures>| {
        let share = a?.per_second / b?.per_second * 100.0;
        Some(format!("{share:.0} %"))
    };
    let point = table.figures(SQLITE, CLIENT_BY_ID);
    let bare = table.figures(BARE, CLIENT_BY_ID);
    let mut facts = vec![(
        "point read beside the bare program".to_owned(),
        "≥ 40 %",
        share(point, bare),
    )];
    for engine in [SQLITE, POSTGRES] {
        let far = table.figures(engine, FAR_PAGE);
        let first = table.figures(engine, FIRST_PAGE);
        facts.push((
            format!("far page beside page 1, {engine}"),
            "≥ 100 %",
            share(far, first),
        ));
        let pressed = table.reads(engine).map(|figures| figures.p99).max();
        let paced = table
            .reads(engine)
            .filter_map(|figures| figures.p99_at_a_pace);
        for (how, slowest) in [
            ("without pause", pressed),
            ("at ten requests a second each", paced.max()),
        ] {
            facts.push((
                format!("p99 of the slowest read {how}, {engine}"),
                "≤ 10 ms",
                slowest.map(milliseconds),
            ));
        }
    }
    let completed = table.figures(SQLITE, COMPLETE);
    let completed = completed.map(|figures| format!("{:.0}/s", figures.per_second));
    facts.push((
        "completions on SQLite, synchronous=FULL".into(),
        "≥ 500/s",
        completed,
    ));
    for (what, goal, figure) in facts {
        if let Some(figure) = figure {
            table.fact(&what, goal, figure);
        }
    }
}
