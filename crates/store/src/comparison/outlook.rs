//! What a process did before it is compared: how many clients a comparison will take, and how soon they come.

use chrono::Duration;
use diesel::prelude::*;
use domain::chains::ChainState;
use domain::ids::ProcessId;
use domain::time::Timestamp;

use crate::engine::columns::bind;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::schema::chains;

/// So many of the latest chains tell how a process goes.
const LATEST: i64 = 2_000;
/// Over so many weeks it is counted how many chains begin.
const WEEKS: i64 = 4;

/// The latest chains of a process whose days are over, and how many begin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlook {
    pub clients: u32,
    /// Those who reached the goal within their days.
    pub reached: u32,
    /// Chains that begin in a week.
    pub per_week: f64,
}

impl Tx<'_> {
    /// How a process goes when clients are judged after so many days.
    pub fn outlook_of(&mut self, process: ProcessId, days: u32) -> Result<Outlook, StoreError> {
        type Row = (Timestamp, ChainState, Option<Timestamp>);
        let window = Duration::days(i64::from(days));
        let judged: Vec<Row> = chains::table
            .filter(chains::process_id.eq(bind(process)))
            .filter(chains::created_at.le(bind(self.now().minus(window))))
            .order(chains::id.desc())
            .limit(LATEST)
            .select((chains::created_at, chains::state, chains::ended_at))
            .load(self.conn())?;
        let in_time = |(began, state, ended): &&Row| {
            *state == ChainState::Goal && ended.is_some_and(|ended| ended <= began.plus(window))
        };
        let lately = self.now().minus(Duration::weeks(WEEKS));
        let begun: i64 = chains::table
            .filter(chains::process_id.eq(bind(process)))
            .filter(chains::created_at.ge(bind(lately)))
            .count()
            .get_result(self.conn())?;
        Ok(Outlook {
            clients: judged.len() as u32,
            reached: judged.iter().filter(in_time).count() as u32,
            per_week: begun as f64 / WEEKS as f64,
        })
    }
}
