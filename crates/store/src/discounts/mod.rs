//! Discounts and benefits: the club's list, and who has which for which days.
//!
//! A discount in use is archived, never deleted, and whoever has it keeps it. A grant belongs to a client: it is reached as he is, goes over with him when
//! two cards are made one, and is withdrawn, never deleted. What a grant is worth on a day, [`domain::discounts`] says.

mod grants;
mod read;
mod rows;
mod write;

pub(crate) use read::held;
pub use rows::{DiscountData, DiscountRow, GrantData, GrantListed, GrantRow};
