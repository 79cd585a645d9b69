use chrono::{Duration, NaiveDate};
use domain::access::Permission;
use domain::processes::VersionState;
use domain::time::Zone;
use store::Tx;
use store::map::MapFilter;
use store::processes::VersionRecord;
use wire::error::{Code, Fault, FieldError};
use wire::map::{GetMap, MapQuery, ProcessMap};

use super::convert::{self, Drawn};
use crate::chains::zone_of;
use crate::http::{Answer, ApiError, Call, Ctx};

/// The period when none is named.
const USUAL_DAYS: i64 = 30;
const MOST_DAYS: i64 = 366;

pub async fn get(cx: Ctx, call: Call<GetMap>) -> Answer<ProcessMap> {
    let ((id,), query) = (call.path, call.query);
    cx.read(move |tx| {
        tx.process_for(Permission::DirectoryRead, id)?;
        let versions = tx.versions_of(id)?;
        let version = drawn(&versions, &query)?;
        let zone = home_zone(tx)?;
        let (from, to) = period(&query, zone.day(tx.now()))?;
        let filter = MapFilter {
            process: id,
            version: query.version_id,
            since: zone.midnight(from),
            until: zone.midnight(to + Duration::days(1)),
        };
        let meant = versions
            .iter()
            .filter(|known| query.version_id.is_none_or(|id| known.id == id));
        let places = tx.map_of(&filter, &convert::offered(meant))?;
        let names = tx.names_of_templates(&versions)?;
        let results = convert::results(&version.graph, &places);
        let results = tx.result_records(&results)?;
        let drawn = Drawn {
            version,
            versions: &versions,
            names: &names,
            results: &results,
        };
        Ok(ProcessMap {
            version: crate::processes::version_name(version),
            in_use: in_use(&versions),
            at: tx.now(),
            from,
            to,
            since: filter.since,
            until: filter.until,
            steps: drawn.steps(places),
        })
    })
    .await
}

/// The version of the query, or the published one.
fn drawn<'a>(
    versions: &'a [VersionRecord],
    query: &MapQuery,
) -> Result<&'a VersionRecord, ApiError> {
    let mut known = versions.iter();
    match query.version_id {
        Some(id) => known
            .find(|version| version.id == id)
            .ok_or_else(ApiError::not_found),
        None => known
            .find(|version| version.is_present())
            .ok_or_else(|| ApiError::new(Code::WrongState).with("state", "never_published")),
    }
}

fn in_use(versions: &[VersionRecord]) -> Vec<wire::processes::VersionName> {
    let used =
        |version: &&VersionRecord| version.running > 0 || version.state == VersionState::Published;
    let used = versions.iter().filter(used);
    used.map(crate::processes::version_name).collect()
}

/// The zone by which days are counted.
fn home_zone(tx: &mut Tx<'_>) -> Result<Zone, ApiError> {
    let first = tx.branches()?.first().map(|branch| branch.id);
    match first {
        Some(branch) => Ok((*zone_of(tx, branch)?).clone()),
        None => Ok(Zone::utc()),
    }
}

/// The first and the last day.
fn period(query: &MapQuery, today: NaiveDate) -> Result<(NaiveDate, NaiveDate), ApiError> {
    let to = query.to.unwrap_or(today);
    let from = query.from.unwrap_or(to - Duration::days(USUAL_DAYS - 1));
    let fault = |name: &str, fault: Fault, bound: &str, day: NaiveDate| {
        let error = FieldError::parameter(name, fault).with(bound, day.to_string());
        Err(ApiError::parameters(vec![error]))
    };
    if to < from {
        return fault("to", Fault::TooSmall, "min", from);
    }
    let earliest = to - Duration::days(MOST_DAYS - 1);
    if from < earliest {
        return fault("from", Fault::TooSmall, "min", earliest);
    }
    Ok((from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn a_period_is_thirty_days_unless_it_is_named() {
        let today = day("2026-11-22");
        let asked = |from: Option<&str>, to: Option<&str>| {
            let query = MapQuery {
                version_id: None,
                from: from.map(day),
                to: to.map(day),
            };
            period(&query, today).ok()
        };
        for (from, to, expected) in [
            (None, None, Some(("2026-10-24", "2026-11-22"))),
            (Some("2026-11-22"), None, Some(("2026-11-22", "2026-11-22"))),
            (None, Some("2026-10-30"), Some(("2026-10-01", "2026-10-30"))),
            (Some("2025-11-22"), None, Some(("2025-11-22", "2026-11-22"))),
            (Some("2025-11-21"), None, None),
            (Some("2026-11-23"), None, None),
        ] {
            let expected = expected.map(|(from, to)| (day(from), day(to)));
            assert_eq!(asked(from, to), expected, "{from:?} {to:?}");
        }
    }
}
