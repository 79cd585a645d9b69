//! The instruction of a template as the workplace shows it: Markdown as sanitised HTML, with its variables filled in.
//!
//! Variables are filled after the Markdown is understood, so that a client's name cannot become markup. What cannot be filled
//! is a gap, never a `{name}`.

use ammonia::Builder;
use pulldown_cmark::{CowStr, Event, Options, Parser, TextMergeStream, html};

/// What scripts may mention.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    pub client: Option<String>,
    /// The client's given name.
    pub given: Option<String>,
    pub employee: Option<String>,
    pub organisation: Option<String>,
    pub branch: Option<String>,
}

impl Variables {
    /// The value of a variable by its name in any of our languages; `None` for a word in braces that is none.
    fn value(&self, name: &str) -> Option<Option<&str>> {
        let value = match name.trim().to_lowercase().as_str() {
            "client" | "клиент" | "клиента" => &self.client,
            "given" | "name" | "имя" | "prenume" => &self.given,
            "employee" | "сотрудник" | "оператор" | "angajat" => &self.employee,
            "organisation" | "организация" | "студия" | "клуб" | "organizație" => {
                &self.organisation
            }
            "branch" | "филиал" | "filială" => &self.branch,
            _ => return None,
        };
        Some(value.as_deref())
    }
}

/// Where a value is missing.
const GAP: &str = "<span class=\"gap\"></span>";

/// Sanitised HTML of a script.
pub fn render(markdown: &str, variables: &Variables) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let events = TextMergeStream::new(Parser::new_ext(markdown, options));
    let filled = events.flat_map(|event| match event {
        Event::Text(text) => fill(&text, variables),
        // What is written as HTML is shown as it was typed.
        Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
        other => vec![other],
    });
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, filled);
    Builder::default()
        .rm_tags(["img"])
        .add_allowed_classes("span", ["gap"])
        .link_rel(Some("noopener noreferrer"))
        .clean(&unsafe_html)
        .to_string()
}

fn fill<'t>(text: &str, variables: &Variables) -> Vec<Event<'t>> {
    let mut events = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        let named = after
            .split_once('}')
            .and_then(|(name, tail)| Some((variables.value(name)?, tail)));
        match named {
            Some((Some(value), tail)) => {
                plain.push_str(value);
                rest = tail;
            }
            Some((None, tail)) => {
                let text = std::mem::take(&mut plain);
                events.push(Event::Text(CowStr::from(text)));
                events.push(Event::InlineHtml(CowStr::from(GAP)));
                rest = tail;
            }
            None => {
                plain.push('{');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    events.push(Event::Text(CowStr::from(plain)));
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(markdown: &str) -> String {
        let variables = Variables {
            client: Some("Анна <b>Мельник</b> *".into()),
            given: Some("Анна".into()),
            ..Variables::default()
        };
        render(markdown, &variables).trim().to_owned()
    }

    #[test]
    fn scripts_are_filled_and_safe() {
        for (markdown, html) in [
            ("## Привет, {имя}!", "<h2>Привет, Анна!</h2>"),
            (
                "{client} ждёт",
                "<p>Анна &lt;b&gt;Мельник&lt;/b&gt; * ждёт</p>",
            ),
            ("Это {branch}.", "<p>Это <span class=\"gap\"></span>.</p>"),
            ("{other} {", "<p>{other} {</p>"),
            (
                "<script>alert(1)</script>",
                "&lt;script&gt;alert(1)&lt;/script&gt;",
            ),
            ("![x](https://evil.example/x.png)", "<p></p>"),
            (
                "[вход](javascript:alert(1))",
                "<p><a rel=\"noopener noreferrer\">вход</a></p>",
            ),
            (
                "[сайт](https://example.org)",
                "<p><a href=\"https://example.org\" rel=\"noopener noreferrer\">сайт</a></p>",
            ),
        ] {
            assert_eq!(shown(markdown), html, "{markdown}");
        }
    }
}
