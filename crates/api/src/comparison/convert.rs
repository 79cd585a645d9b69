use std::collections::BTreeMap;

use domain::ids::{EmployeeId, VersionId};
use store::comparison::ComparisonRow;
use store::processes::VersionRecord;
use store::{StoreError, Tx};
use wire::comparison::Comparison;
use wire::processes::VersionName;

use crate::http::ApiError;
use crate::processes::version_name;

/// Comparisons in the words of their process.
pub struct Told {
    versions: Vec<VersionRecord>,
    people: BTreeMap<EmployeeId, String>,
}

impl Told {
    /// What some comparisons of one process are told with.
    pub fn of(tx: &mut Tx<'_>, rows: &[ComparisonRow]) -> Result<Self, ApiError> {
        let versions = match rows.first() {
            Some(row) => tx.versions_of(row.process_id)?,
            None => Vec::new(),
        };
        let people = rows.iter().flat_map(|row| [row.started_by, row.ended_by]);
        let people = tx.names_of_employees(people.flatten())?;
        Ok(Self { versions, people })
    }

    pub fn comparison(&self, row: &ComparisonRow) -> Result<Comparison, ApiError> {
        let name = |by: Option<EmployeeId>| by.and_then(|id| self.people.get(&id).cloned());
        let terms = row.terms();
        Ok(Comparison {
            id: row.id,
            process_id: row.process_id,
            present: self.version(row.present_id)?,
            challenger: self.version(row.challenger_id)?,
            share: terms.share,
            days: terms.days,
            difference: terms.difference,
            planned: row.planned(),
            counted_from: row.counted_from,
            started_by: row.started_by,
            started_by_name: name(row.started_by),
            started_at: row.started_at,
            ended_by: row.ended_by,
            ended_by_name: name(row.ended_by),
            ended_at: row.ended_at,
            kept: row.kept,
            version: row.version,
        })
    }

    fn version(&self, id: VersionId) -> Result<VersionName, ApiError> {
        let mut known = self.versions.iter();
        let found = known.find(|version| version.id == id);
        Ok(version_name(found.ok_or(StoreError::NotFound)?))
    }
}
