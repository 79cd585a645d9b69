//! Merges: two cards compared, made one, and made two again.

mod actions;
mod choose;
mod convert;
mod routes;

use domain::ids::ClientId;
use domain::language::Language;
use store::Tx;
use store::clients::ClientRow;
use store::merges::MergeRow;
use wire::error::Code;

use crate::http::ApiError;

pub use routes::routes;

/// A card that was merged is written to no more: what is meant stands on the other one.
pub fn expect_own(tx: &mut Tx<'_>, card: &ClientRow) -> Result<(), ApiError> {
    match card.archived_at.is_some() {
        true => match tx.merged_away(card.id)? {
            Some(merge) => Err(merged_already(tx, card.id, &merge)?),
            None => Ok(()),
        },
        false => Ok(()),
    }
}

/// Who was faster, when, and where the person is found now.
fn merged_already(tx: &mut Tx<'_>, card: ClientId, merge: &MergeRow) -> Result<ApiError, ApiError> {
    let by = match merge.merged_by {
        Some(id) => tx.names_of_employees([id])?.remove(&id),
        None => None,
    };
    let into = tx.leads_to(card)?.unwrap_or(merge.kept_id);
    Ok(ApiError::new(Code::AlreadyMerged)
        .with("by", by.unwrap_or_default())
        .with("at", merge.merged_at)
        .with("into", into))
}

/// Why chains that a merge ends have ended, in the language in which the club writes its history.
const fn reason(language: Language) -> &'static str {
    match language {
        Language::Ru => "объединение",
        Language::En => "merge",
        Language::Ro => "unire",
    }
}
