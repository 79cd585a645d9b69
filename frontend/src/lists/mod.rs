//! Lists: thousands of rows, of which only those near the window are in the page.
//!
//! A list is asked page by page, and each page is a question of its own: a hint refreshes the pages that are looked at in place, the others when one
//! comes back to them. What is loaded gives the scroll bar its length; the next page is asked for before its rows are reached. The row that has the
//! focus stays in the page wherever one scrolls, so that keys go on from it. Who comes back by the browser finds the list as he left it.

mod edge;
mod head;
mod lines;
mod list;
mod pages;
mod places;
mod search;
mod widths;
mod window;

pub use head::Column;
pub use lines::{Asked, Lines, asked};
pub use list::List;
pub use pages::Line;
pub use places::listen;
pub use search::{ListSearch, counted, narrowing};
pub use widths::{Widths, read as read_widths, write as write_widths};
