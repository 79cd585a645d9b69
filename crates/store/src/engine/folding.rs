//! `folded(text)`: a text as [`domain::search::folded`] makes it, in both databases; `folded_lines(document)`: the same of each text in a list that is
//! stored as a document.
//!
//! PostgreSQL has it as a function that a migration made. SQLite, whose `lower` knows no letters but English ones, is taught it by each connection.

use diesel::QueryResult;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::SqliteConnection;
use serde_json::Value;

use super::columns::sql::Document;

#[diesel::declare_sql_function]
extern "SQL" {
    /// In lower case, without accents, ё as е.
    fn folded(text: Nullable<Text>) -> Nullable<Text>;

    /// The texts of a list, of phones their numbers, each folded and between two line feeds: `\nfirst\nsecond\n`. `NULL` for an empty list.
    fn folded_lines(document: Document) -> Nullable<Text>;

    /// As SQLite is taught it: there a document is a text.
    #[sql_name = "folded_lines"]
    fn folded_lines_of_text(document: Text) -> Nullable<Text>;
}

pub(super) fn teach(conn: &mut SqliteConnection) -> QueryResult<()> {
    folded_utils::register_impl(conn, |text: Option<String>| {
        text.map(|text| domain::search::folded(&text))
    })?;
    folded_lines_of_text_utils::register_impl(conn, |document: String| lines(&document))
}

fn lines(document: &str) -> Option<String> {
    let list: Vec<Value> = serde_json::from_str(document).ok()?;
    let texts = list.iter().filter_map(|item| match item {
        Value::Object(contact) => contact
            .get("e164")
            .or_else(|| contact.get("address"))?
            .as_str(),
        item => item.as_str(),
    });
    let lines: String = texts
        .map(|text| domain::search::folded(text) + "\n")
        .collect();
    (!lines.is_empty()).then(|| format!("\n{lines}"))
}

/// What is `LIKE` lines of which one is this.
pub(crate) fn a_line(text: &str) -> String {
    format!("%\n{}\n%", escaped(text))
}

/// What is `LIKE` lines of which one begins so.
pub(crate) fn begins_a_line(text: &str) -> String {
    format!("%\n{}%", escaped(text))
}

/// The signs that mean something to `LIKE` mean themselves.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// What is `LIKE` a text with this somewhere in it.
pub(crate) fn anywhere(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// What is `LIKE` a text that begins so.
pub(crate) fn at_first(text: &str) -> String {
    format!("{}%", escaped(text))
}

/// What is `LIKE` a text in which a word after the first begins so.
pub(crate) fn begins_a_word(text: &str) -> String {
    format!("% {}%", escaped(text))
}
