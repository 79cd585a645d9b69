//! Every address of the application is made here.

use domain::ids::{BulkId, ClientId, CompanyId, DuplicateId, FileId, ImportId, ProcessId, TaskId};
use domain::imports::ListSubject;
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

pub fn clients() -> String {
    "/clients".to_owned()
}

pub fn client(id: ClientId) -> String {
    format!("/clients/{id}")
}

pub fn companies() -> String {
    "/companies".to_owned()
}

pub fn company(id: CompanyId) -> String {
    format!("/companies/{id}")
}

/// Two cards side by side; without the other one it is asked for.
pub fn merge(kept: ClientId, other: Option<ClientId>) -> String {
    let address = format!("/clients/{kept}/merge");
    with_query(
        &address,
        other.map(|id| ("with".to_owned(), id.to_string())),
    )
}

/// The actions for many clients there were.
pub fn bulks() -> String {
    "/bulks".to_owned()
}

/// An action for many clients.
pub fn bulk(id: BulkId) -> String {
    format!("/bulks/{id}")
}

pub fn duplicates() -> String {
    "/duplicates".to_owned()
}

/// A pair side by side.
pub fn duplicate(id: DuplicateId) -> String {
    format!("/duplicates/{id}")
}

pub fn imports(subject: ListSubject) -> String {
    match subject {
        ListSubject::Clients => "/imports".to_owned(),
        ListSubject::Companies => format!("/imports?of={subject}"),
    }
}

/// A step of an import: `upload`, `columns`, `check` or `run`.
pub fn import(id: ImportId, step: &str) -> String {
    format!("/import/{id}/{step}")
}

pub fn processes() -> String {
    "/processes".to_owned()
}

/// A question of the set-up interview, from 1.
pub fn interview(question: usize) -> String {
    format!("/processes/new/interview?q={question}")
}

pub fn process(id: ProcessId) -> String {
    format!("/processes/{id}")
}

pub fn all_settings() -> String {
    "/settings".to_owned()
}

/// A section of the settings.
pub fn settings(section: &str) -> String {
    format!("/settings/{section}")
}

/// One thing of a section, or `new`.
pub fn setting(section: &str, id: &str) -> String {
    format!("/settings/{section}/{id}")
}

/// An address with its parameters.
pub fn with_query(address: &str, pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let pairs: Vec<(String, String)> = pairs.into_iter().collect();
    let written = serde_urlencoded::to_string(pairs).unwrap_or_default();
    match written.is_empty() {
        true => address.to_owned(),
        false => format!("{address}?{written}"),
    }
}

/// The same, with lines among the parameters that people read: signs that mean nothing in an address stand as they are.
pub fn with_lines(address: &str, pairs: impl IntoIterator<Item = (String, String)>) -> String {
    let mut written = with_query(address, pairs);
    for (code, sign) in [
        ("%3A", ":"),
        ("%3B", ";"),
        ("%2C", ","),
        ("%28", "("),
        ("%29", ")"),
        ("%7C", "|"),
        ("%2F", "/"),
    ] {
        written = written.replace(code, sign);
    }
    written
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

/// Parameters of the side panel: what quick create makes and what is known of it beforehand, or what is looked at.
const PANEL: [&str; 4] = ["new", "name", "phone", "peek"];

/// The present address with something in the side panel, or with nothing.
pub fn panel(location: &Location, parameters: &[(&str, &str)]) -> String {
    let search = location.search.get();
    let others = search.trim_start_matches('?').split('&').filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && !PANEL.contains(&name)
    });
    let mut pairs: Vec<String> = others.map(str::to_owned).collect();
    let own = parameters.iter();
    pairs.extend(own.map(|(name, value)| format!("{name}={}", encoded(value))));
    let path = location.pathname.get();
    match pairs.is_empty() {
        true => path,
        false => format!("{path}?{}", pairs.join("&")),
    }
}

/// The present address with a file open over it, or without.
pub fn file(location: &Location, file: Option<FileId>) -> String {
    const OPEN: &str = "file";
    let search = location.search.get();
    let others = search.trim_start_matches('?').split('&');
    let others = others.filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(OPEN));
    let own = file.map(|id| format!("{OPEN}={id}"));
    let pairs: Vec<String> = others.map(str::to_owned).chain(own).collect();
    let path = location.pathname.get();
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
