//! My day: one queue in one order, worked through from the top.
//!
//! The server decides the order and says why; the screen only shows it. Tab, filters and whose day it is are the address. Rows do not
//! move while the pointer or the focus is among them: new ones wait behind a button.

mod address;
mod bulk;
mod head;
mod list;
mod queue;
mod row;
mod screen;

pub use address::DayAddress;
pub use screen::Day;
