//! What holds for every operation, seen from outside.

mod bodies;
mod headers;
mod paths;
mod repeating;
