//! One action for many clients or companies. Of each of them it is decided by the functions of the single action ([`deeds`]), on behalf of whoever asked, with the rights that he
//! has at that moment; the worker carries it on ([`carry()`]).

mod actions;
mod carry;
mod convert;
mod deeds;
mod routes;
mod words;

pub use carry::{carry, forget};
pub use routes::routes;
