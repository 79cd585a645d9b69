//! The figures as a page: docs/bench.md.

use std::fmt::Write;
use std::fs;
use std::time::Duration;

use crate::goals;
use crate::load::{Figures, PACE, Pressure};

pub struct Table {
    /// How large the demo club is.
    pub club: String,
    /// Of the last minute, before anything was measured.
    load: String,
    pressure: Pressure,
    facts: Vec<[String; 3]>,
    rows: Vec<(String, String, Figures)>,
}

impl Table {
    pub fn new(pressure: Pressure) -> Self {
        Self {
            club: String::new(),
            load: load(),
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

    /// What a scenario gave.
    pub fn figures(&self, engine: &str, what: &str) -> Option<&Figures> {
        let mut rows = self.rows.iter();
        let row = rows.find(|(known, name, _)| known == engine && name == what);
        row.map(|(_, _, figures)| figures)
    }

    /// What the scenarios gave that only read.
    pub fn reads(&self, engine: &str) -> impl Iterator<Item = &Figures> {
        let rows = self.rows.iter();
        let reads = rows.filter(move |(known, name, _)| {
            known == engine && ![goals::CREATE, goals::COMPLETE].contains(&name.as_str())
        });
        reads.map(|(_, _, figures)| figures)
    }

    pub fn markdown(&self) -> String {
        let mut page = String::from("| what | goal | measured |\n| --- | --- | --- |\n");
        for [what, goal, figure] in &self.facts {
            let _ = writeln!(page, "| {what} | {goal} | {figure} |");
        }
        let _ = write!(
            page,
            "\n{}; {} connections without pause for {} s a scenario; server, database and \
             generator together on {}. Others' work on the machine before the first scenario: load {}.\n\n",
            self.club,
            self.pressure.connections,
            self.pressure.time.as_secs(),
            machine(),
            self.load,
        );
        let paced = self.pressure.connections as u32 * PACE;
        let _ = writeln!(
            page,
            "| scenario | engine | requests/s | median | p99 | slowest | p99 at {paced}/s | failed |"
        );
        page += "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n";
        for (engine, what, figures) in &self.rows {
            let _ = writeln!(
                page,
                "| {what} | {engine} | {:.0} | {} | {} | {} | {} | {} |",
                figures.per_second,
                milliseconds(figures.median),
                milliseconds(figures.p99),
                milliseconds(figures.slowest),
                figures.p99_at_a_pace.map(milliseconds).unwrap_or_default(),
                figures.failures,
            );
        }
        page
    }
}

pub fn milliseconds(time: Duration) -> String {
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
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let kilobytes = memory.split_whitespace().nth(1);
    let kilobytes: f64 = kilobytes.and_then(|text| text.parse().ok()).unwrap_or(0.0);
    let gigabytes = kilobytes / 1024.0 / 1024.0;
    format!("{cores} cores of {model} with {gigabytes:.0} GB")
}

/// How busy the machine was in the last minute.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().next().unwrap_or("?").to_owned()
}
