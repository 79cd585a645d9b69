//! Turns `locales/{ru,en,ro}/<slice>.toml` into checked functions and one JSON catalogue per language.
//!
//! A text is a function: `t::shell::search()`, `t::day::tasks(14)`. The program holds only the number of a text; the words of
//! one language come as a separate file. The build fails when a language misses a key, has a stranger, names other
//! parameters than English, or lacks a plural form its grammar has.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};

const LANGUAGES: [&str; 3] = ["en", "ru", "ro"];
/// The places of the forms in the catalogue; a language leaves those it does not have empty.
const FORMS: [&str; 4] = ["one", "few", "many", "other"];

fn forms_of(language: &str) -> &'static [&'static str] {
    match language {
        "en" => &["one", "other"],
        "ru" => &["one", "few", "many", "other"],
        "ro" => &["one", "few", "other"],
        _ => unreachable!("languages are listed above"),
    }
}

#[derive(Clone)]
enum Message {
    Plain(String),
    Plural(BTreeMap<String, String>),
}

impl Message {
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Plain(text) => vec![text],
            Self::Plural(forms) => forms.values().map(String::as_str).collect(),
        }
    }

    /// Parameters in the order of their first use, `n` of a plural first.
    fn parameters(&self, place: &str) -> Vec<String> {
        let mut found: Vec<String> = match self {
            Self::Plain(_) => Vec::new(),
            Self::Plural(_) => vec!["n".to_owned()],
        };
        for text in self.texts() {
            for name in holes(text, place) {
                if !found.contains(&name) {
                    found.push(name);
                }
            }
        }
        found
    }
}

type Slice = BTreeMap<String, Message>;

fn main() {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        // The bundler cuts the program into parts and must know what refers to what.
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let catalogues: Vec<BTreeMap<String, Slice>> =
        LANGUAGES.iter().map(|language| read(language)).collect();
    check(&catalogues);

    let mut code = String::from("// Generated from locales/ by build.rs.\n");
    let mut lists: Vec<Vec<Value>> = vec![Vec::new(); LANGUAGES.len() + 1];
    for (slice, messages) in &catalogues[0] {
        writeln!(code, "pub mod {slice} {{\n    use super::super::catalogue::{{fill, plain, plural}};\n    use std::fmt::Display;").unwrap();
        for (key, message) in messages {
            let place = format!("en/{slice}.toml: {key}");
            let parameters = message.parameters(&place);
            write_function(
                &mut code,
                key,
                message,
                &catalogues[1][slice][key],
                lists[0].len(),
                &parameters,
            );
            for (number, catalogue) in catalogues.iter().enumerate() {
                append(
                    &mut lists[number],
                    &catalogue[slice][key],
                    &parameters,
                    &|text| tie(LANGUAGES[number], text),
                );
            }
            append(&mut lists[LANGUAGES.len()], message, &parameters, &pseudo);
        }
        code.push_str("    #[allow(dead_code, reason = \"a slice without parameters uses one of the three\")]\n");
        code.push_str("    fn _uses(n: i64, d: &dyn Display) { let _ = (plain(0), fill(0, &[d]), plural(0, n, &[])); }\n}\n");
    }
    writeln!(
        code,
        "/// How many texts a catalogue has.\npub const COUNT: usize = {};",
        lists[0].len()
    )
    .unwrap();
    fs::write(out.join("texts.rs"), code).expect("OUT_DIR is writable");

    let folder = out.join("locales");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("OUT_DIR is writable");
    for (language, list) in LANGUAGES.iter().copied().chain(["qps"]).zip(lists) {
        fs::write(
            folder.join(format!("{language}.json")),
            Value::Array(list).to_string(),
        )
        .expect("OUT_DIR is writable");
    }
}

fn read(language: &str) -> BTreeMap<String, Slice> {
    let folder = Path::new("locales").join(language);
    let kit = env::var_os("CARGO_FEATURE_KIT").is_some();
    let mut slices = BTreeMap::new();
    for entry in fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
        let path = entry.expect("the folder can be listed").path();
        if path.extension().is_none_or(|e| e != "toml") {
            continue;
        }
        let name = path
            .file_stem()
            .expect("a file has a name")
            .to_str()
            .expect("names are ASCII")
            .to_owned();
        if name == "kit" && !kit {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let table: toml::Table = text
            .parse()
            .unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let messages = table.into_iter().map(|(key, value)| {
            let message = message(value).unwrap_or_else(|| {
                panic!(
                    "{}: {key} is neither a text nor a table of plural forms",
                    path.display()
                )
            });
            (key, message)
        });
        slices.insert(name, messages.collect());
    }
    slices
}

fn message(value: toml::Value) -> Option<Message> {
    match value {
        toml::Value::String(text) => Some(Message::Plain(text)),
        toml::Value::Table(forms) => {
            let forms = forms
                .into_iter()
                .map(|(form, text)| Some((form, text.as_str()?.to_owned())));
            Some(Message::Plural(forms.collect::<Option<_>>()?))
        }
        _ => None,
    }
}

/// All faults of all languages at once.
fn check(catalogues: &[BTreeMap<String, Slice>]) {
    let mut faults = Vec::new();
    let english = &catalogues[0];
    for (language, catalogue) in LANGUAGES.iter().zip(catalogues) {
        for (slice, messages) in english {
            let Some(own) = catalogue.get(slice) else {
                faults.push(format!("{language}: there is no {slice}.toml"));
                continue;
            };
            for (key, message) in messages {
                let place = format!("{language}/{slice}.toml: {key}");
                match own.get(key) {
                    None => faults.push(format!("{place} is missing")),
                    Some(own) => check_message(language, &place, own, message, &mut faults),
                }
            }
            for key in own.keys().filter(|key| !messages.contains_key(*key)) {
                faults.push(format!("{language}/{slice}.toml: {key} is not in English"));
            }
        }
        for slice in catalogue
            .keys()
            .filter(|slice| !english.contains_key(*slice))
        {
            faults.push(format!(
                "{language}/{slice}.toml has no English counterpart"
            ));
        }
    }
    assert!(faults.is_empty(), "\n\n  {}\n\n", faults.join("\n  "));
}

fn check_message(
    language: &str,
    place: &str,
    own: &Message,
    english: &Message,
    faults: &mut Vec<String>,
) {
    match (own, english) {
        (Message::Plural(forms), Message::Plural(_)) => {
            let wanted = forms_of(language);
            for form in wanted.iter().filter(|form| !forms.contains_key(**form)) {
                faults.push(format!("{place} lacks the form `{form}`"));
            }
            for form in forms.keys().filter(|form| !wanted.contains(&form.as_str())) {
                faults.push(format!(
                    "{place} has the form `{form}`, which the language does not use"
                ));
            }
        }
        (Message::Plain(_), Message::Plain(_)) => {}
        _ => faults.push(format!(
            "{place} is a plural in one language and a plain text in another"
        )),
    }
    let (mut own, mut english) = (own.parameters(place), english.parameters(place));
    own.sort();
    english.sort();
    if own != english {
        faults.push(format!(
            "{place} has the parameters {own:?}, English has {english:?}"
        ));
    }
}

/// Names between braces. A stray brace is a mistake, never a text.
fn holes(text: &str, place: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else {
            panic!("{place}: a brace is not closed")
        };
        let name = &rest[open + 1..open + close];
        assert!(
            !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "{place}: `{{{name}}}` is not a parameter name"
        );
        names.push(name.to_owned());
        rest = &rest[open + close + 1..];
    }
    names
}

fn write_function(
    code: &mut String,
    key: &str,
    english: &Message,
    russian: &Message,
    number: usize,
    parameters: &[String],
) {
    let sample = |message: &Message| message.texts().join(" | ").replace('\n', " ");
    writeln!(
        code,
        "    /// {}\n    ///\n    /// {}",
        sample(english),
        sample(russian)
    )
    .unwrap();
    let name = if is_keyword(key) {
        format!("r#{key}")
    } else {
        key.to_owned()
    };
    let others: Vec<&String> = match english {
        Message::Plain(_) => parameters.iter().collect(),
        Message::Plural(_) => parameters.iter().skip(1).collect(),
    };
    let arguments = others
        .iter()
        .map(|p| format!("{p}: impl Display"))
        .collect::<Vec<_>>()
        .join(", ");
    let passed = others
        .iter()
        .map(|p| format!("&{p}"))
        .collect::<Vec<_>>()
        .join(", ");
    match english {
        Message::Plain(_) if others.is_empty() => {
            writeln!(
                code,
                "    pub fn {name}() -> &'static str {{ plain({number}) }}"
            )
            .unwrap();
        }
        Message::Plain(_) => {
            writeln!(
                code,
                "    pub fn {name}({arguments}) -> String {{ fill({number}, &[{passed}]) }}"
            )
            .unwrap();
        }
        Message::Plural(_) => {
            writeln!(code, "    pub fn {name}(n: i64, {arguments}) -> String {{ plural({number}, n, &[{passed}]) }}").unwrap();
        }
    }
}

fn is_keyword(word: &str) -> bool {
    matches!(
        word,
        "as" | "break"
            | "const"
            | "continue"
            | "else"
            | "enum"
            | "false"
            | "fn"
            | "for"
            | "if"
            | "impl"
            | "in"
            | "let"
            | "loop"
            | "match"
            | "mod"
            | "move"
            | "mut"
            | "pub"
            | "ref"
            | "return"
            | "static"
            | "struct"
            | "trait"
            | "true"
            | "type"
            | "use"
            | "where"
            | "while"
            | "async"
            | "await"
            | "dyn"
            | "box"
            | "do"
            | "final"
            | "macro"
            | "try"
            | "yield"
            | "gen"
    )
}

/// A plain text takes one place, a plural four. `{name}` becomes `{0}`: the number of the parameter.
fn append(
    list: &mut Vec<Value>,
    message: &Message,
    parameters: &[String],
    change: &dyn Fn(&str) -> String,
) {
    let numbered = |text: &str| {
        let mut text = change(text);
        for (number, name) in parameters.iter().enumerate() {
            text = text.replace(&format!("{{{name}}}"), &format!("{{{number}}}"));
        }
        json!(text)
    };
    match message {
        Message::Plain(text) => list.push(numbered(text)),
        Message::Plural(forms) => {
            list.extend(
                FORMS
                    .iter()
                    .map(|form| forms.get(*form).map_or(json!(""), |text| numbered(text))),
            );
        }
    }
}

/// A number stays on the line of its unit, and in Russian a short preposition on the line of its word.
fn tie(language: &str, text: &str) -> String {
    let mut tied = String::with_capacity(text.len());
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let holds = before.is_ascii_digit() && rest.peek().is_some_and(|next| next.is_alphabetic());
        tied.push(if c == ' ' && holds { '\u{A0}' } else { c });
        before = c;
    }
    tied = tied.replace("{n} ", "{n}\u{A0}");
    if language == "ru" {
        for short in [
            "в", "во", "к", "с", "со", "о", "об", "у", "и", "а", "на", "по", "за", "из", "от",
            "до", "не", "В", "К", "С", "На", "По", "Не",
        ] {
            tied = tied.replace(&format!(" {short} "), &format!(" {short}\u{A0}"));
            if let Some(rest) = tied.strip_prefix(&format!("{short} ")) {
                tied = format!("{short}\u{A0}{rest}");
            }
        }
    }
    tied
}

/// English with accents and a third more length, for finding texts that are not translated or do not fit.
fn pseudo(text: &str) -> String {
    let mut out = String::from("[");
    let mut inside = false;
    for c in text.chars() {
        inside = (inside || c == '{') && c != '}';
        out.push(match c {
            _ if inside => c,
            'a' => 'á',
            'e' => 'é',
            'i' => 'í',
            'o' => 'ó',
            'u' => 'ú',
            'A' => 'Á',
            'E' => 'É',
            'O' => 'Ó',
            c => c,
        });
    }
    let extra = text.chars().count().div_ceil(3);
    out.extend(std::iter::repeat_n('·', extra));
    out.push(']');
    out
}
