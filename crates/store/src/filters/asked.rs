//! Filters, read against what the club has.

use domain::filters::{self, Around, Asked, Filter, Placed, Segments, Sieve};
use domain::time::Zone;

use crate::engine::errors::StoreError;
use crate::engine::unit::Tx;
use crate::segments::Segment;

impl Tx<'_> {
    /// What a filter asks, read for whoever asks; or all that is wrong with it. `zone` says where the club's days begin.
    pub fn sieve<F: Asked>(
        &mut self,
        filter: &Filter,
        zone: &Zone,
    ) -> Result<Result<Sieve<F>, Vec<Placed>>, StoreError> {
        self.sieve_of(None, filter, zone)
    }

    /// The same for the filter of a segment, which cannot ask about itself.
    pub fn sieve_of<F: Asked>(
        &mut self,
        segment: Option<&Segment>,
        filter: &Filter,
        zone: &Zone,
    ) -> Result<Result<Sieve<F>, Vec<Placed>>, StoreError> {
        let (fields, merged) = (self.own_fields(F::SUBJECT)?, self.merged_values()?);
        let segments = match F::SEGMENT.is_some() && filter.names_segments() {
            true => self.named_segments()?,
            false => Segments::new(),
        };
        let owner = segment.map(|segment| segment.owner_id);
        let around = Around {
            now: self.now(),
            zone,
            me: owner.or_else(|| self.who().employee()),
            own: &fields.present,
            contacts: self.sees_contacts(),
            merged: &merged,
            segments: &segments,
            of: segment.map(|segment| segment.id),
        };
        Ok(filters::sieve(filter, around))
    }
}
