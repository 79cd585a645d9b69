use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{ResultId, TemplateId};
use domain::rehearsal::{Carrier, Replayed};

use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::names;

/// What everything that replays name is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub carriers: BTreeMap<Carrier, String>,
    pub results: BTreeMap<ResultId, String>,
    pub templates: BTreeMap<TemplateId, String>,
}

impl Tx<'_> {
    /// `templates` are those of the graphs' steps.
    pub fn names_in_rehearsal(
        &mut self,
        templates: BTreeSet<TemplateId>,
        replayed: &[&Replayed],
    ) -> Result<Names, StoreError> {
        let carriers: BTreeSet<Carrier> = replayed
            .iter()
            .flat_map(|replayed| replayed.load.keys().copied())
            .collect();
        let people = carriers.iter().filter_map(|carrier| match carrier {
            Carrier::Employee(id) => Some(*id),
            Carrier::Pool(_) => None,
        });
        let people = names::employees(self, people)?;
        let roles = carriers.iter().filter_map(|carrier| match carrier {
            Carrier::Pool(role) => Some(*role),
            Carrier::Employee(_) => None,
        });
        let roles = names::roles(self, roles)?;
        let dead = || {
            replayed
                .iter()
                .flat_map(|replayed| replayed.dead_ends.keys())
        };
        let offered = replayed
            .iter()
            .flat_map(|replayed| replayed.places.values())
            .flat_map(|place| place.results.iter().map(|(id, _)| *id));
        let results: BTreeSet<ResultId> = offered
            .chain(dead().filter_map(|end| end.result_id))
            .collect();
        let results = self.result_records(&results.into_iter().collect::<Vec<_>>())?;
        let templates: BTreeSet<TemplateId> = templates
            .into_iter()
            .chain(dead().map(|end| end.template_id))
            .collect();
        Ok(Names {
            carriers: carriers
                .into_iter()
                .filter_map(|carrier| {
                    let name = match carrier {
                        Carrier::Employee(id) => people.get(&id),
                        Carrier::Pool(role) => roles.get(&role),
                    };
                    Some((carrier, name?.clone()))
                })
                .collect(),
            results: results
                .iter()
                .map(|record| (record.def.id, record.def.name.clone()))
                .collect(),
            templates: names::templates(self, templates)?,
        })
    }
}
