use std::cmp::Reverse;

use domain::processes::Graph;
use domain::rehearsal::{Carrier, DeadEnd, Load, PlaceTally, Replayed, Round};
use store::rehearsal::Names;
use wire::rehearsal::{Replay, ReplayDeadEnd, ReplayLoad, ReplayResult, ReplayRound, ReplayStep};

pub fn replay(graph: &Graph, replayed: Replayed, names: &Names) -> Replay {
    let told = Told { graph, names };
    let mut places = replayed.places;
    let steps = graph.steps.iter().filter_map(|step| {
        let place = places.remove(&step.key)?;
        Some(told.step(&step.key, place))
    });
    let mut load: Vec<ReplayLoad> = replayed
        .load
        .into_iter()
        .map(|(carrier, load)| told.load(carrier, load))
        .collect();
    load.sort_by_key(|load| Reverse(load.tasks));
    let mut dead_ends: Vec<ReplayDeadEnd> = replayed
        .dead_ends
        .into_iter()
        .map(|(end, clients)| told.dead_end(end, clients))
        .collect();
    dead_ends.sort_by_key(|end| Reverse(end.clients));
    Replay {
        used: replayed.used,
        left_over: replayed.left_over,
        tasks: replayed.tasks,
        minutes: replayed.minutes,
        unplanned: replayed.unplanned,
        errands: replayed.errands,
        ends: replayed.ends,
        seconds_to_goal: replayed.seconds_to_goal,
        load,
        steps: steps.collect(),
        dead_ends,
        rounds: replayed
            .rounds
            .into_iter()
            .map(|round| told.round(round))
            .collect(),
    }
}

/// A graph in the words of its directory.
#[derive(Clone, Copy)]
struct Told<'a> {
    graph: &'a Graph,
    names: &'a Names,
}

impl Told<'_> {
    fn name(self, step: &str) -> String {
        let template = self.graph.step(step).map(|step| step.template_id);
        let name = template.and_then(|template| self.names.templates.get(&template));
        name.cloned().unwrap_or_else(|| step.to_owned())
    }

    fn step(self, key: &str, place: PlaceTally) -> ReplayStep {
        let results = place.results.into_iter().map(|(result_id, times)| {
            let name = self.names.results.get(&result_id);
            ReplayResult {
                result_id,
                name: name.cloned().unwrap_or_default(),
                times,
            }
        });
        ReplayStep {
            step: key.to_owned(),
            name: self.name(key),
            tasks: place.tasks,
            minutes: place.minutes,
            results: results.collect(),
            unknown: place.unknown,
        }
    }

    fn load(self, carrier: Carrier, load: Load) -> ReplayLoad {
        let (employee_id, role_id) = match carrier {
            Carrier::Employee(id) => (Some(id), None),
            Carrier::Pool(role) => (None, Some(role)),
        };
        let name = self.names.carriers.get(&carrier);
        ReplayLoad {
            employee_id,
            role_id,
            name: name.cloned().unwrap_or_default(),
            tasks: load.tasks,
            minutes: load.minutes,
            days: load.days,
        }
    }

    fn dead_end(self, end: DeadEnd, clients: u32) -> ReplayDeadEnd {
        let result_name = end
            .result_id
            .and_then(|result| self.names.results.get(&result));
        let template = self.names.templates.get(&end.template_id);
        ReplayDeadEnd {
            why: end.why,
            step_name: template.cloned().unwrap_or_else(|| end.step.clone()),
            step: end.step,
            result_id: end.result_id,
            result_name: result_name.cloned(),
            clients,
        }
    }

    fn round(self, round: Round) -> ReplayRound {
        ReplayRound {
            names: round.steps.iter().map(|step| self.name(step)).collect(),
            steps: round.steps,
            times: round.times,
            clients: round.clients,
            most: round.most,
            seconds: round.seconds,
        }
    }
}
