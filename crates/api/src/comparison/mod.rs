//! Comparisons of two published versions: planning, beginning, looking, ending.

mod actions;
mod convert;
mod routes;

pub use routes::routes;
