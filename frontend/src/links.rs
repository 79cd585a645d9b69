//! Every address of the application is made here.

/// My day: the page after signing in.
pub fn day() -> String {
    "/day".to_owned()
}
