//! Bad input gets its problem, with every faulty field named in the reader's language, and changes nothing.

mod archived;
mod completion;
mod every_operation;
mod long;
