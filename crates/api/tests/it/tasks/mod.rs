mod complete;
mod free;
mod list;
mod preview;
mod race;
mod undo;
mod workplace;

pub use free::titled;
