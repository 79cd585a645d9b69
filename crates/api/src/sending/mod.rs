//! What leaves the house: letters by e-mail, calls of hooks, and what became of each.
//!
//! A delivery is a job, written with its cause; the worker claims it and [`deliver`]s it outside any transaction. What is
//! tried at once, because somebody waits for the answer (a test letter, a test call), is no job and is not tried again.

mod actions;
mod convert;
pub mod letters;
mod post;
mod words;

pub use post::{Post, deliver};
pub use words::words;

use wire::sending::{
    GetSending, ListDeliveries, RetryDelivery, SendTestLetter, TestHook, WithdrawDelivery,
};

use crate::http::Routes;

pub fn routes() -> Routes {
    Routes::new()
        .on::<GetSending>(actions::get)
        .on::<SendTestLetter>(actions::test_letter)
        .on::<TestHook>(actions::test_hook)
        .on::<ListDeliveries>(actions::list)
        .on::<RetryDelivery>(actions::retry)
        .on::<WithdrawDelivery>(actions::withdraw)
}
