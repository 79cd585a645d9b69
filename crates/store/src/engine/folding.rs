//! `folded(text)`: a text as [`domain::search::folded`] makes it, in both databases.
//!
//! PostgreSQL has it as a function that a migration made. SQLite, whose `lower` knows no letters but English ones, is taught it by each connection.

use diesel::QueryResult;
use diesel::sql_types::{Nullable, Text};
use diesel::sqlite::SqliteConnection;

#[diesel::declare_sql_function]
extern "SQL" {
    /// In lower case, without accents, ё as е.
    fn folded(text: Nullable<Text>) -> Nullable<Text>;
}

pub(super) fn teach(conn: &mut SqliteConnection) -> QueryResult<()> {
    folded_utils::register_impl(conn, |text: Option<String>| {
        text.map(|text| domain::search::folded(&text))
    })
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
