//! When the base is looked at: every night at three by the clock of the first branch. A server that was off then does it as soon as it is on.

use chrono::{Days, NaiveTime};
use domain::time::Timestamp;
use store::Tx;

use crate::chains::zone_of;
use crate::http::ApiError;

/// When nobody works.
const HOUR: u32 = 3;

/// Carries the present look on, or begins one when it is time; the worker's errand. Answers how many cards were looked at.
pub fn look(tx: &mut Tx<'_>) -> Result<usize, ApiError> {
    let look = match tx.running_look()? {
        Some(look) => look,
        None if is_time(tx)? => tx.start_look()?,
        None => return Ok(0),
    };
    Ok(tx.carry_look(look.id)?)
}

/// Whether a night has passed since the last look, and cards changed.
fn is_time(tx: &mut Tx<'_>) -> Result<bool, ApiError> {
    let Some(branch) = tx.branches()?.first().map(|branch| branch.id) else {
        return Ok(false);
    };
    let since = match tx.looks(1)?.first() {
        Some(last) => last.started_at,
        // A club that has just begun has not had a night.
        None => tx.organisation()?.created_at,
    };
    Ok(since < last_night(tx, branch)? && tx.unlooked()? > 0)
}

fn last_night(tx: &mut Tx<'_>, branch: domain::ids::BranchId) -> Result<Timestamp, ApiError> {
    let zone = zone_of(tx, branch)?;
    let now = tx.now();
    let wall = zone.wall(now);
    let hour = NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default();
    let day = match wall.time() < hour {
        true => wall.date() - Days::new(1),
        false => wall.date(),
    };
    Ok(zone.instant(day.and_time(hour)))
}
