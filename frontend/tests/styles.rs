//! The styles and the program agree: every class that Rust or `index.html` names has a rule, every rule's class is named by somebody,
//! and raw colours stand in the tokens only.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Every file below `dir` with the extension, with its text.
fn files(dir: &str, extension: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(dir)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder is there") {
            let path = entry.expect("the folder can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == extension) {
                let text = fs::read_to_string(&path).expect("sources are UTF-8");
                found.push((path.display().to_string(), text));
            }
        }
    }
    found
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, rest)| rest);
    }
    out + rest
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// Names after a dot in what stands before a brace.
fn classes_of_styles() -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    for (_, css) in files("styles", "css") {
        let css = without_comments(&css);
        for head in css.split('{') {
            let selector = head.rsplit(['}', ';']).next().unwrap_or_default();
            for part in selector.split('.').skip(1) {
                let name: String = part.chars().take_while(|c| is_name(*c)).collect();
                if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                    classes.insert(name);
                }
            }
        }
    }
    classes
}

/// Names in `class="…"`, `class:name=` and in the few places that choose between two.
fn classes_of_program() -> BTreeSet<String> {
    let mut classes = BTreeSet::new();
    let mut sources = files("src", "rs");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("index.html");
    sources.push((
        "index.html".to_owned(),
        fs::read_to_string(page).expect("index.html"),
    ));
    let sprite = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/icons/sprite.svg");
    sources.push((
        "sprite.svg".to_owned(),
        fs::read_to_string(sprite).expect("the sprite"),
    ));
    for (_, text) in sources {
        for part in text.split("class=\"").skip(1) {
            let list = part.split('"').next().unwrap_or_default();
            classes.extend(list.split_whitespace().map(str::to_owned));
        }
        for part in text.split("class:").skip(1) {
            let name: String = part.chars().take_while(|c| is_name(*c)).collect();
            classes.insert(name);
        }
        // `class=hidden` with `Some("vh-phone")` nearby.
        for part in text.split("Some(\"vh").skip(1) {
            let tail: String = part.chars().take_while(|c| is_name(*c)).collect();
            classes.insert(format!("vh{tail}"));
        }
    }
    classes.remove("");
    classes
}

#[test]
fn every_class_has_a_rule_and_every_rule_a_class() {
    let (styles, program) = (classes_of_styles(), classes_of_program());
    // Classes of layouts that screens may use, whether or not one does today.
    let offered = [
        "stack",
        "row",
        "cluster",
        "section",
        "split",
        "thirds",
        "read",
        "grow",
        "push",
        "strong",
        "nowrap",
        "truncate",
        "num",
        "soft",
        "meta",
        "wide-only",
        "phone-only",
        "list",
        "rail__rule",
        "inline-btn",
    ];
    let unknown: Vec<&String> = program.difference(&styles).collect();
    let unused: Vec<&String> = styles
        .difference(&program)
        .filter(|class| {
            !offered
                .iter()
                .any(|o| *class == o || class.starts_with(&format!("{o}__")))
        })
        .collect();
    assert!(unknown.is_empty(), "classes without a rule: {unknown:?}");
    assert!(
        unused.is_empty(),
        "rules without a class in use: {unused:?}"
    );
}

#[test]
fn raw_colours_stand_in_the_tokens_only() {
    for (name, css) in files("styles", "css") {
        if name.ends_with("10-tokens.css") {
            continue;
        }
        let css = without_comments(&css);
        let raw = css.split(['#']).skip(1).any(|after| {
            let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
            [3, 4, 6, 8].contains(&digits) && after[digits..].starts_with([';', ' ', ',', ')', '}'])
        });
        let functions = ["rgb(", "hsl(", "oklch(", "!important"]
            .iter()
            .find(|word| css.contains(**word));
        assert!(
            !raw && functions.is_none(),
            "{name} names a raw colour or uses force: {functions:?}"
        );
    }
}

/// Contrast of the pairs that texts and marks are made of, in both themes.
#[test]
fn tokens_have_contrast() {
    let tokens = Tokens::read();
    let texts = [
        "text",
        "text-2",
        "text-3",
        "accent-text",
        "danger-text",
        "warn-text",
        "ok-text",
        "info-text",
    ];
    let mut weak = Vec::new();
    let mut check = |front: &str, back: &str, least: f64| {
        for dark in [false, true] {
            let ratio = contrast(tokens.get(front, dark), tokens.get(back, dark));
            if ratio < least {
                weak.push(format!("{front} on {back}, dark {dark}: {ratio:.2}"));
            }
        }
    };
    for back in ["canvas", "surface", "raised"] {
        for front in texts {
            check(front, back, 4.5);
        }
        for front in ["line-3", "accent", "danger", "warn", "ok", "info"] {
            check(front, back, 3.0);
        }
    }
    for front in ["text", "text-2", "text-3"] {
        check(front, "sunken", 4.5);
    }
    for back in ["hover", "selected", "active"] {
        check("text", back, 4.5);
        check("text-2", back, 4.5);
    }
    for tone in ["danger", "warn", "ok", "info"] {
        check(&format!("{tone}-text"), &format!("{tone}-subtle"), 4.5);
        check("text", &format!("{tone}-subtle"), 4.5);
    }
    check("on-accent", "accent", 4.5);
    check("on-accent", "accent-hover", 4.5);
    check("on-danger", "danger", 4.5);
    assert!(weak.is_empty(), "{weak:#?}");
}

struct Tokens(String);

impl Tokens {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("styles/10-tokens.css");
        Self(fs::read_to_string(path).expect("the tokens"))
    }

    fn get(&self, name: &str, dark: bool) -> [f64; 3] {
        let line = self.0.lines().find_map(|line| {
            line.trim()
                .strip_prefix(&format!("--c-{name}: light-dark("))
        });
        let (light, night) = line
            .and_then(|l| l.split_once(", "))
            .unwrap_or_else(|| panic!("no token {name}"));
        let hex = if dark {
            night.trim_end_matches(");")
        } else {
            light
        }
        .trim_start_matches('#');
        [0, 2, 4].map(|at| {
            f64::from(u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour of six digits"))
                / 255.0
        })
    }
}

/// WCAG 2.2.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|c| {
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
