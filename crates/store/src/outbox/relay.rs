use diesel::prelude::*;
use domain::ids::AuditId;
use domain::time::Timestamp;
use sha2::{Digest, Sha256};

use crate::engine::columns::bind;
use crate::engine::conn::each_backend;
use crate::engine::dialect;
use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::engine::update::update;
use crate::schema::audit;

/// Rows that one run of the relay takes.
const MOST: i64 = 500;

impl Tx<'_> {
    /// Numbers committed events and seals committed audit lines, up to 500 of each. True: there may be more.
    ///
    /// Only one relay works at a time; on PostgreSQL, where several servers may try, the others do nothing. Rows are
    /// numbered after they were committed, so whoever reads up to a number has seen everything below it.
    pub fn relay(&mut self) -> Result<bool, StoreError> {
        if !dialect::lock_relay(self.conn())? {
            return Ok(false);
        }
        let last = self.last_event()?;
        let numbered = diesel::sql_query(format!(
            "UPDATE events SET seq = {last} + fresh.place FROM \
             (SELECT id, row_number() OVER (ORDER BY id) AS place FROM events WHERE seq IS NULL ORDER BY id LIMIT {MOST}) \
             AS fresh WHERE events.id = fresh.id"
        ))
        .execute(self.conn())?;
        let sealed = self.seal_audit()?;
        Ok(numbered as i64 == MOST || sealed as i64 == MOST)
    }

    /// Whether there is anything to number or to seal: a look that writes nothing.
    pub fn relay_waits(&mut self) -> Result<bool, StoreError> {
        use crate::schema::events;
        let unnumbered = events::table.filter(events::seq.is_null());
        let unsealed = audit::table.filter(audit::seq.is_null());
        let waits =
            diesel::select(diesel::dsl::exists(unnumbered).or(diesel::dsl::exists(unsealed)))
                .get_result(self.conn())?;
        Ok(waits)
    }

    fn seal_audit(&mut self) -> Result<usize, StoreError> {
        let fresh: Vec<Line> = audit::table
            .filter(audit::seq.is_null())
            .order(audit::id)
            .limit(MOST)
            .select(COLUMNS)
            .load(self.conn())?;
        if fresh.is_empty() {
            return Ok(0);
        }
        let (mut seq, mut seal) = self.last_seal()?;
        for line in &fresh {
            seq += 1;
            seal = line.seal(seq, &seal);
            let this = audit::id.eq(bind(line.id));
            let sealed = (audit::seq.eq(seq), audit::seal.eq(&seal));
            each_backend!(self.conn(), |c| update(audit::table, this, sealed)
                .execute(c))?;
        }
        Ok(fresh.len())
    }

    fn last_seal(&mut self) -> Result<(i64, String), StoreError> {
        let last: Option<(Option<i64>, Option<String>)> = audit::table
            .filter(audit::seq.is_not_null())
            .order(audit::seq.desc())
            .select((audit::seq, audit::seal))
            .first(self.conn())
            .optional()?;
        Ok(match last {
            Some((Some(seq), Some(seal))) => (seq, seal),
            _ => (0, String::new()),
        })
    }

    /// Recomputes seals after a sequence number, in steps. Answers the last line that was checked and the first one
    /// whose seal does not fit, or whose number is missing before it.
    pub fn verify_audit(
        &mut self,
        after: i64,
        most: i64,
    ) -> Result<(i64, Option<i64>), StoreError> {
        let mut seal = String::new();
        if after > 0 {
            let known: Option<String> = audit::table
                .filter(audit::seq.eq(after))
                .select(audit::seal)
                .first(self.conn())?;
            seal = known.unwrap_or_default();
        }
        let lines: Vec<(Line, Option<i64>, Option<String>)> = audit::table
            .filter(audit::seq.gt(after))
            .order(audit::seq)
            .limit(most)
            .select((COLUMNS, audit::seq, audit::seal))
            .load(self.conn())?;
        let mut seq = after;
        for (line, stored_seq, stored_seal) in lines {
            seq += 1;
            seal = line.seal(seq, &seal);
            if stored_seq != Some(seq) || stored_seal.as_deref() != Some(seal.as_str()) {
                return Ok((seq, Some(seq)));
            }
        }
        Ok((seq, None))
    }
}

/// What a seal covers. Documents are read as the text they are.
#[derive(Queryable)]
struct Line {
    id: AuditId,
    at: Timestamp,
    employee: Option<i64>,
    action: String,
    subject: i64,
    kind: String,
    before: Option<Raw>,
    after: Option<Raw>,
    request_id: Option<String>,
}

type Raw = crate::engine::columns::Json<Box<serde_json::value::RawValue>>;

const COLUMNS: (
    audit::id,
    audit::at,
    audit::employee_id,
    audit::action,
    audit::subject,
    audit::subject_kind,
    audit::before,
    audit::after,
    audit::request_id,
) = (
    audit::id,
    audit::at,
    audit::employee_id,
    audit::action,
    audit::subject,
    audit::subject_kind,
    audit::before,
    audit::after,
    audit::request_id,
);

impl Line {
    fn seal(&self, seq: i64, previous: &str) -> String {
        let text = |document: &Option<Raw>| {
            document
                .as_ref()
                .map(|json| json.0.get().to_owned())
                .unwrap_or_default()
        };
        let mut hash = Sha256::new();
        for part in [
            previous,
            &seq.to_string(),
            &self.id.as_i64().to_string(),
            &self.at.as_micros().to_string(),
            &self.employee.map(|id| id.to_string()).unwrap_or_default(),
            &self.action,
            &self.kind,
            &self.subject.to_string(),
            &text(&self.before),
            &text(&self.after),
            self.request_id.as_deref().unwrap_or_default(),
        ] {
            // The length first, so that text cannot wander from one member to the next.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}
