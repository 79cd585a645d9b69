//! The staff application of Perezvon. Everything lives in the library, so that it can be tested natively; the start
//! module of the page calls [`frontend::start`] when the texts of the reader's language have arrived.

// The linker keeps the library's exports only when something names it.
use frontend as _;

fn main() {}
