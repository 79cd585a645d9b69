//! Hooks: addresses of other programs that a process may tell what happens.
//!
//! Whoever reads the directory may know their names, because a process names them. The address may hold a password of the
//! other side and is seen, like everything else here, only by who may edit the organisation. The secret is shown when it is
//! made and never again; for a day after it was changed, calls are signed with the one before too.

mod read;
mod rows;
mod write;

pub use rows::{Hook, HookSecrets};
pub use write::{HookChange, LIFE_OF_OLD_SECRET, NewHook};
