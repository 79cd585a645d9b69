//! The address book that the club had before: people who came once, on cards that nobody has work with.

use std::ops::Range;

use chrono::Duration;
use domain::access::BuiltInRole;
use domain::clients::Stage;
use store::Tx;

use super::Life;
use crate::clients;
use crate::http::ApiError;

impl Life {
    /// Makes cards of these people of the book, in the club's first minutes.
    pub fn copy_book(&mut self, tx: &mut Tx<'_>, people: Range<u64>) -> Result<(), ApiError> {
        let branches = self.club.branches.iter();
        let shares: Vec<u32> = branches.map(|place| place.words.share).collect();
        for place in people {
            // Their numbers follow those of the clients who are going to come.
            let number = self.clients + place;
            let mut dice = self.dice.for_one("book", number);
            let branch = dice.weighted(shares.iter().copied());
            let at = self.start.plus(Duration::milliseconds(place as i64));
            let mut new = self.card(&mut dice, at, number, branch);
            new.stage = Some(Stage::Former);
            let operators = self.club.members(BuiltInRole::Operator, branch);
            let who = &self.club.staff[*dice.pick(&operators)].who;
            let language = self.club.language;
            tx.as_of(at, who, |tx| clients::created(tx, &new, language))?;
            self.met += 1;
        }
        Ok(())
    }
}
