mod complete;
mod free;
mod list;
mod moved_back;
mod preview;
mod race;
mod undo;
mod workplace;

pub use free::titled;
