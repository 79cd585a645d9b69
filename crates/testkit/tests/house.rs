//! The rules of the house that the compiler does not keep: layers, sizes, names, and what may be named where.
//!
//! Each test lists every place that breaks its rule. An exception stands in this file, with its reason.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

// ---- Layers -----------------------------------------------------------------------------------------------------

/// Which crates of the house a crate may name in `[dependencies]`.
const LAYERS: &[(&str, &[&str])] = &[
    ("crates/domain", &[]),
    ("crates/wire", &["domain"]),
    ("crates/process-file", &["domain"]),
    ("crates/client", &["domain", "wire"]),
    ("crates/store", &["domain"]),
    ("crates/connectors", &["domain"]),
    (
        "crates/api",
        &["connectors", "domain", "process-file", "store", "wire"],
    ),
    (
        "crates/testkit",
        &["api", "client", "domain", "store", "wire"],
    ),
    ("crates/bundle", &[]),
    ("frontend", &["client", "domain", "process-file", "wire"]),
];

/// Crates that do I/O, know the time or draw lots: never in the pure rules.
const IMPURE: &[&str] = &[
    "actix-web",
    "diesel",
    "rand",
    "reqwest",
    "tokio",
    "tracing",
    "web-sys",
];

#[test]
fn crates_depend_only_downwards() {
    let house: BTreeSet<&str> = LAYERS
        .iter()
        .map(|(folder, _)| crate_name(folder))
        .collect();
    let mut broken = Vec::new();
    for (folder, allowed) in LAYERS {
        let manifest = root().join(folder).join("Cargo.toml");
        let Ok(text) = fs::read_to_string(&manifest) else {
            continue;
        };
        let manifest: toml::Table = text.parse().expect("a manifest");
        let named: Vec<&String> = manifest
            .get("dependencies")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flat_map(toml::Table::keys)
            .collect();
        for name in named {
            let name = name.as_str();
            if house.contains(name) && !allowed.contains(&name) {
                broken.push(format!("{folder} may not depend on {name}"));
            }
            if name.starts_with("diesel") && *folder != "crates/store" {
                broken.push(format!("{folder} names {name}: only crates/store may"));
            }
            if *folder == "crates/domain" && IMPURE.contains(&name) {
                broken.push(format!("{folder} is pure and may not use {name}"));
            }
        }
    }
    report(broken);
}

#[test]
fn every_crate_has_its_layer() {
    let known: BTreeSet<&str> = LAYERS.iter().map(|(folder, _)| *folder).collect();
    let crates = fs::read_dir(root().join("crates")).expect("crates/");
    let unknown = crates
        .flatten()
        .map(|entry| format!("crates/{}", entry.file_name().display()))
        .filter(|folder| root().join(folder).join("Cargo.toml").exists())
        .filter(|folder| !known.contains(folder.as_str()))
        .map(|folder| format!("{folder} is in no layer: say in LAYERS what it may depend on"));
    report(unknown.collect());
}

#[test]
fn diesel_is_named_only_in_store() {
    let broken = sources("rs")
        .filter(|source| !source.is_under("crates/store/") && !source.is_this_test())
        .flat_map(|source| source.lines_with(&["diesel::", "diesel_migrations"]));
    report(broken.collect());
}

/// Who may read the clock, draw lots and look at the environment. Everyone else is handed the value.
const WELLS: &[(&str, &[&str])] = &[
    ("Utc::now", &["crates/api/src/clock.rs"]),
    ("Local::now", &[]),
    ("SystemTime::now", &["crates/api/src/clock.rs"]),
    ("rand::", &["crates/api/src/ids.rs"]),
    (
        "std::env",
        &["crates/api/src/config.rs", "crates/api/src/main.rs"],
    ),
    ("env::var", &["crates/api/src/config.rs"]),
];

#[test]
fn time_chance_and_environment_are_handed_down() {
    let product = |source: &Source| {
        let shipped = source.is_under("crates/") || source.is_under("frontend/src/");
        // Programs that only build or test the product talk to the system themselves.
        let tooling = source.is_under("crates/testkit/") || source.is_under("crates/bundle/");
        shipped
            && !tooling
            && !source.path.contains("/tests/")
            && !source.path.contains("/examples/")
            && !source.path.ends_with("build.rs")
    };
    let mut broken = Vec::new();
    for source in sources("rs").filter(product) {
        for (word, allowed) in WELLS {
            if !allowed.contains(&source.path.as_str()) {
                broken.extend(source.lines_with(&[word]));
            }
        }
    }
    report(broken);
}

// ---- Sizes and names --------------------------------------------------------------------------------------------

const MOST_LINES: usize = 600;

#[test]
fn files_stay_readable() {
    let broken = ["rs", "css", "ts", "mjs", "sh"]
        .into_iter()
        .flat_map(sources)
        .filter(|source| source.path != "crates/store/src/schema.rs")
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > MOST_LINES)
                .then(|| format!("{}: {lines} lines, {MOST_LINES} at most", source.path))
        });
    report(broken.collect());
}

#[test]
fn names_say_what_is_inside() {
    const SAY_NOTHING: &[&str] = &[
        "util", "utils", "helper", "helpers", "common", "misc", "types",
    ];
    let broken = files().into_iter().filter(|path| {
        let names = path.split('/').filter_map(|part| part.split('.').next());
        names.into_iter().any(|name| SAY_NOTHING.contains(&name))
    });
    report(broken.collect());
}

#[test]
fn every_slice_opens_with_its_page() {
    let broken = sources("rs")
        .filter(|source| source.path.ends_with("/mod.rs") && !source.path.contains("/tests/"))
        .filter(|source| !source.text.starts_with("//!"))
        .map(|source| format!("{}: begins without its //! page", source.path));
    report(broken.collect());
}

#[test]
fn both_databases_have_the_same_migrations() {
    let names = |engine: &str| -> BTreeSet<String> {
        let prefix = format!("migrations/{engine}/");
        let files = files();
        let inside = files.iter().filter_map(|path| path.strip_prefix(&prefix));
        inside.map(str::to_owned).collect()
    };
    let (sqlite, postgres) = (names("sqlite"), names("postgres"));
    let mut broken: Vec<String> = sqlite
        .symmetric_difference(&postgres)
        .map(|name| format!("{name}: on one database only"))
        .collect();
    for name in &sqlite {
        let twin = match name.rsplit_once('/') {
            Some((folder, "up.sql")) => format!("{folder}/down.sql"),
            Some((folder, "down.sql")) => format!("{folder}/up.sql"),
            _ => continue,
        };
        if !sqlite.contains(&twin) {
            broken.push(format!("{name}: {twin} is missing"));
        }
    }
    report(broken);
}

#[test]
fn nothing_names_a_machine() {
    // Split, so that this file does not name them either.
    let homes = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let broken = [
        "rs", "md", "toml", "sh", "mjs", "ts", "json", "css", "html", "sql", "yml",
    ]
    .into_iter()
    .flat_map(sources)
    .flat_map(|source| source.lines_with(&homes));
    report(broken.collect());
}

// ---- The face ---------------------------------------------------------------------------------------------------

const TOKENS: &str = "frontend/styles/10-tokens.css";

#[test]
fn colours_are_tokens() {
    let mut broken = Vec::new();
    for source in sources("css").filter(|source| source.path != TOKENS) {
        for (number, line) in source.text.lines().enumerate() {
            if line.contains(':') && hex_colour(line) {
                broken.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    for source in sources("rs").filter(|source| source.is_under("frontend/src/")) {
        for (number, line) in source.text.lines().enumerate() {
            if string_literals(line)
                .iter()
                .any(|text| text.starts_with('#') && hex_colour(text))
            {
                broken.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    report(broken);
}

#[test]
fn words_of_the_screen_come_from_the_catalogue() {
    let cyrillic = |text: &str| text.chars().any(|c| ('\u{400}'..='\u{4ff}').contains(&c));
    let mut broken = Vec::new();
    for source in sources("rs") {
        // The kit's page shows its parts with people's names in them, which are no words of ours.
        let without_words = ["frontend/src/i18n/", "frontend/src/kit/"];
        let screen = source.is_under("frontend/src/")
            && !without_words.iter().any(|folder| source.is_under(folder));
        if !screen {
            continue;
        }
        // What follows `#[cfg(test)]` is examples, not the screen.
        let shown = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in shown.lines().enumerate() {
            if string_literals(line).iter().any(|text| cyrillic(text)) {
                broken.push(format!("{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    report(broken);
}

/// A `#` with 3, 4, 6 or 8 hexadecimal digits after it.
fn hex_colour(line: &str) -> bool {
    line.split('#').skip(1).any(|after| {
        let word: String = after
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        matches!(word.len(), 3 | 4 | 6 | 8) && word.chars().all(|c| c.is_ascii_hexdigit())
    })
}

/// The plain `"…"` literals of one line, comments left out.
fn string_literals(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match (&mut open, c) {
            (None, '/') if characters.peek() == Some(&'/') => break,
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
            (Some(_), '"') => found.extend(open.take()),
            (Some(text), '\\') => text.extend(characters.next()),
            (Some(text), c) => text.push(c),
        }
    }
    found
}

// ---- Looking around ---------------------------------------------------------------------------------------------

struct Source {
    /// From the root of the repository, with `/`.
    path: String,
    text: String,
}

impl Source {
    fn is_under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    fn is_this_test(&self) -> bool {
        self.path == "crates/testkit/tests/house.rs"
    }

    /// Every line of code (not of comment) that holds one of the words.
    fn lines_with(&self, words: &[&str]) -> Vec<String> {
        let rust = self.path.ends_with(".rs");
        let mut found = Vec::new();
        for (number, line) in self.text.lines().enumerate() {
            let comment = rust && line.trim_start().starts_with("//");
            if !comment && words.iter().any(|word| line.contains(word)) {
                found.push(format!("{}:{}: {}", self.path, number + 1, line.trim()));
            }
        }
        found
    }
}

fn sources(extension: &str) -> impl Iterator<Item = Source> {
    let ending = format!(".{extension}");
    files()
        .into_iter()
        .filter(move |path| path.ends_with(&ending))
        .filter(|path| !path.ends_with("package-lock.json"))
        .map(|path| Source {
            text: fs::read_to_string(root().join(&path)).unwrap_or_default(),
            path,
        })
}

/// The repository's own files: what is built, fetched or stored beside them is left out.
fn files() -> Vec<String> {
    const NOT_OURS: &[&str] = &["target", "node_modules", "dist", "data", "test-results"];
    let mut found = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder").flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let hidden = name.starts_with('.') && name != ".ci";
            if hidden || NOT_OURS.contains(&name.as_ref()) {
                continue;
            }
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(root()).expect("under the root");
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .expect("the root of the repository")
}

fn crate_name(folder: &str) -> &str {
    folder.rsplit('/').next().unwrap_or(folder)
}

/// Fail with every broken place, one a line and each once.
fn report(broken: Vec<String>) {
    let mut places: BTreeMap<String, ()> = BTreeMap::new();
    places.extend(broken.into_iter().map(|place| (place, ())));
    let list: Vec<String> = places.into_keys().collect();
    assert!(list.is_empty(), "\n{}\n", list.join("\n"));
}
