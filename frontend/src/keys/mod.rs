//! The keyboard: the one place where a key gets a meaning.
//!
//! A screen registers commands and they live as long as the screen does:
//!
//! ```ignore
//! keys::add(Command::new("day.start", Scope::Page, t::day::start_label(), move || start()).on(Chord::ENTER));
//! ```
//!
//! Letters match what the key writes when that is an ASCII letter, otherwise where the key is, so that shortcuts work under a
//! Russian layout and stay in their places under QWERTZ and Dvorak. Digits and punctuation match where the key is. Nothing fires
//! while somebody types, except chords with Ctrl and Esc. The help sheet and the palette read the same list.

mod chord;
mod help;
mod registry;

pub use chord::{Chord, Stroke};
pub use help::HelpSheet;
pub use registry::{
    Command, Scope, add, commands, listen, provide, run, set_single_keys, single_keys, usable,
};
