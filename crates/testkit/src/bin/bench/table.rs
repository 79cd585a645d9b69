//! The figures as a page: docs/bench.md.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use crate::load::{Figures, Pressure};

pub struct Table {
    clients: usize,
    pressure: Pressure,
    facts: Vec<[String; 3]>,
    rows: Vec<(String, String, Figures)>,
}

impl Table {
    pub fn new(clients: usize, pressure: Pressure) -> Self {
        Self {
            clients,
            pressure,
            facts: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// One figure with its goal.
    pub fn fact(&mut self, what: &str, goal: &str, figure: String) {
        self.facts.push([what.to_owned(), goal.to_owned(), figure]);
    }

    pub fn row(&mut self, engine: &str, what: &str, figures: Figures) {
        self.rows
            .push((engine.to_owned(), what.to_owned(), figures));
    }

    pub fn markdown(&self) -> String {
        let mut page = String::from("| what | goal | measured |\n| --- | --- | --- |\n");
        for [what, goal, figure] in &self.facts {
            let _ = writeln!(page, "| {what} | {goal} | {figure} |");
        }
        let _ = write!(
            page,
            "\n{} clients, {} connections without pause for {} s a scenario, server and generator together on {}.\n\n",
            self.clients,
            self.pressure.connections,
            self.pressure.time.as_secs(),
            machine(),
        );
        page += "| scenario | engine | requests/s | median | p99 | slowest | failed |\n";
        page += "| --- | --- | ---: | ---: | ---: | ---: | ---: |\n";
        for (engine, what, figures) in &self.rows {
            let _ = writeln!(
                page,
                "| {what} | {engine} | {:.0} | {} | {} | {} | {} |",
                figures.per_second,
                milliseconds(figures.median),
                milliseconds(figures.p99),
                milliseconds(figures.slowest),
                figures.failures,
            );
        }
        page
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// The processor and how much of it there is.
fn machine() -> String {
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("an unnamed processor", |rest| {
            rest.trim_start_matches([' ', '\t', ':'])
        });
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{cores} cores of {model}")
}
