use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::ids::{ResultId, TemplateId};
use domain::map::Place;
use domain::processes::{Graph, Step};
use store::processes::VersionRecord;
use store::results::ResultRecord;
use wire::map::{MapResult, MapStep};

/// A process in the words of its directory.
pub struct Drawn<'a> {
    pub version: &'a VersionRecord,
    /// Newest first.
    pub versions: &'a [VersionRecord],
    pub names: &'a BTreeMap<TemplateId, String>,
    pub results: &'a [Arc<ResultRecord>],
}

/// The results of each step of these versions.
pub fn offered<'a>(
    versions: impl Iterator<Item = &'a VersionRecord>,
) -> BTreeSet<(String, ResultId)> {
    let steps = versions.flat_map(|version| &version.graph.steps);
    let offered = steps.flat_map(|step| {
        let results = step.results.iter();
        results.map(|result| (step.key.clone(), *result))
    });
    offered.collect()
}

/// Every result that the map will name.
pub fn results(graph: &Graph, places: &BTreeMap<String, Place>) -> Vec<ResultId> {
    let offered = graph.steps.iter().flat_map(|step| &step.results);
    let given = places.values().flat_map(|place| place.results.keys());
    let all: BTreeSet<ResultId> = offered.chain(given).copied().collect();
    all.into_iter().collect()
}

impl Drawn<'_> {
    /// The steps of the graph, then those of other versions that have numbers.
    pub fn steps(&self, mut places: BTreeMap<String, Place>) -> Vec<MapStep> {
        let of_graph = self.version.graph.steps.iter();
        let mut steps: Vec<MapStep> = of_graph
            .map(|step| {
                let place = places.remove(&step.key).unwrap_or_default();
                self.step(&step.key, Some(step), place)
            })
            .collect();
        for (key, place) in places {
            steps.push(self.step(&key, None, place));
        }
        steps
    }

    fn step(&self, key: &str, drawn: Option<&Step>, mut place: Place) -> MapStep {
        let delay = place.delay();
        let offered = drawn.map_or(&[][..], |step| &step.results);
        let mut results: Vec<MapResult> = offered
            .iter()
            .map(|id| self.result(*id, place.results.remove(id).unwrap_or_default()))
            .collect();
        for (id, times) in place.results {
            results.push(self.result(id, times));
        }
        MapStep {
            step: key.to_owned(),
            name: self.name(key),
            drawn: drawn.is_some(),
            standing: place.standing,
            overdue: place.overdue,
            delay,
            sleeping: place.sleeping,
            waiting_seconds: place.waiting,
            done: place.done,
            lasting_seconds: place.lasting,
            results,
        }
    }

    fn result(&self, id: ResultId, times: u32) -> MapResult {
        let known = self.results.iter().find(|record| record.def.id == id);
        MapResult {
            result_id: id,
            name: known.map_or_else(|| id.to_string(), |record| record.def.name.clone()),
            times,
        }
    }

    /// As the newest version that has the step calls it.
    fn name(&self, key: &str) -> String {
        let versions = [self.version].into_iter().chain(self.versions);
        let template = versions
            .filter_map(|version| version.graph.step(key))
            .find_map(|step| self.names.get(&step.template_id));
        template.cloned().unwrap_or_else(|| key.to_owned())
    }
}
