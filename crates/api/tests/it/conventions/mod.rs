//! What holds for every operation, seen from outside.

mod bodies;
mod headers;
mod packing;
mod panics;
mod paths;
mod repeating;
mod running;
