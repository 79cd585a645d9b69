//! The frame around every screen of somebody who is signed in: sections, header, strips, quick create.
//!
//! The shell asks `/boot` once for the first screen and follows it for the counts. Below it, a screen may rely on somebody being
//! signed in; when the session ends, the screen stays as it is under the panel of [`expired`].

mod bell;
mod expired;
mod gate;
mod header;
mod language;
pub mod loaded;
mod password;
mod profile;
mod rail;
pub mod sections;
mod sessions;
mod strips;

pub use gate::Shell;
pub use language::{LanguageChoice, languages};
pub use loaded::{Followed, Forbidden, Loaded, StaleStrip, Trouble};
