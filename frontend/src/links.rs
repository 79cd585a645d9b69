//! Every address of the application is made here.

use domain::ids::{ClientId, TaskId};
use leptos::prelude::*;
use leptos_router::location::Location;

/// My day: the page after signing in.
pub fn day() -> String {
    "/day".to_owned()
}

/// The runner over the queue that these parameters of My day describe.
pub fn run(parameters: &str) -> String {
    match parameters.is_empty() {
        true => "/run?queue=day".to_owned(),
        false => format!("/run?queue=day&{parameters}"),
    }
}

/// The same with this task on the desk.
pub fn run_with(parameters: &str, task: TaskId) -> String {
    format!("{}&task={task}", run(parameters))
}

/// One task on the desk, before the whole queue.
pub fn run_task(task: TaskId) -> String {
    run_with("", task)
}

pub fn client(id: ClientId) -> String {
    format!("/clients/{id}")
}

pub fn sign_in() -> String {
    "/login".to_owned()
}

/// Signing in, and back to where one was.
pub fn sign_in_then(address: &str) -> String {
    match address == "/" || address == day() {
        true => sign_in(),
        false => format!("/login?next={}", encoded(address)),
    }
}

pub fn forgot() -> String {
    "/forgot".to_owned()
}

/// The present address with one parameter set or taken away: panels over a page.
pub fn over(location: &Location, name: &str, value: Option<&str>) -> String {
    let path = location.pathname.get();
    let search = location.search.get();
    let others = search.trim_start_matches('?').split('&').filter(|pair| {
        let own = pair.split('=').next() == Some(name);
        !pair.is_empty() && !own
    });
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    pairs.extend(value.map(|value| format!("{name}={}", encoded(value))));
    match pairs.is_empty() {
        true => path,
        false => format!("{path}?{}", pairs.join("&")),
    }
}

/// `a=1&b=2`, encoded.
pub fn parameters(pairs: &[(&str, String)]) -> String {
    let written = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", encoded(value)));
    written.collect::<Vec<_>>().join("&")
}

fn encoded(text: &str) -> String {
    serde_urlencoded::to_string([("", text)])
        .unwrap_or_default()
        .trim_start_matches('=')
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::{parameters, sign_in_then};

    #[test]
    fn values_are_encoded() {
        assert_eq!(
            parameters(&[("q", "а&b".to_owned()), ("type", "call".to_owned())]),
            "q=%D0%B0%26b&type=call"
        );
        assert_eq!(
            sign_in_then("/run?task=tsk_1"),
            "/login?next=%2Frun%3Ftask%3Dtsk_1"
        );
        assert_eq!(sign_in_then("/day"), "/login");
    }
}
