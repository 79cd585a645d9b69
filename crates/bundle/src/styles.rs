//! One stylesheet out of the files in `frontend/styles`: concatenated in a fixed order, comments and idle white space removed.
//!
//! The order of the files matters little, because every rule stands in a cascade layer; it is fixed all the same, so
//! that one source gives one hash.

use std::path::{Path, PathBuf};

use crate::{Outcome, read_text};

pub fn gather(styles: &Path) -> Outcome<String> {
    let mut files = Vec::new();
    collect(styles, &mut files)?;
    // 00-layers.css first, print.css last; folders between, as their names sort.
    files.sort();
    let mut sheet = String::new();
    for file in files {
        sheet.push_str(
            &shrink(&read_text(&file)?).map_err(|why| format!("{}: {why}", file.display()))?,
        );
    }
    Ok(sheet)
}

fn collect(dir: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    let entries =
        std::fs::read_dir(dir).map_err(|e| format!("cannot list {}: {e}", dir.display()))?;
    for entry in entries {
        let path = entry
            .map_err(|e| format!("cannot list {}: {e}", dir.display()))?
            .path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "css") {
            files.push(path);
        }
    }
    Ok(())
}

/// Removes what a browser skips. Strings and the blanks that carry meaning (descendant selectors, `calc`, values) stay.
fn shrink(css: &str) -> Result<String, &'static str> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut blank = false;
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'*') => {
                rest.next();
                skip_comment(&mut rest)?;
                blank = true;
            }
            '"' | '\'' => {
                settle(&mut out, &mut blank, c);
                out.push(c);
                copy_string(c, &mut rest, &mut out)?;
            }
            c if c.is_ascii_whitespace() => blank = true,
            c => {
                settle(&mut out, &mut blank, c);
                if c == '}' && out.ends_with(';') {
                    out.pop();
                }
                out.push(c);
            }
        }
    }
    Ok(out)
}

/// Writes one blank if the white space that was passed separates two words.
fn settle(out: &mut String, blank: &mut bool, next: char) {
    let apart = |c: char| matches!(c, '{' | '}' | ';' | ',');
    if std::mem::take(blank) && !apart(next) && !out.is_empty() && !out.ends_with(apart) {
        out.push(' ');
    }
}

fn skip_comment(rest: &mut impl Iterator<Item = char>) -> Result<(), &'static str> {
    let mut star = false;
    for c in rest {
        if star && c == '/' {
            return Ok(());
        }
        star = c == '*';
    }
    Err("a comment does not end")
}

fn copy_string(
    quote: char,
    rest: &mut impl Iterator<Item = char>,
    out: &mut String,
) -> Result<(), &'static str> {
    let mut escaped = false;
    for c in rest {
        out.push(c);
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return Ok(()),
            _ => {}
        }
    }
    Err("a string does not end")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_space_goes_and_meaning_stays() {
        let cases = [
            ("a {\n  color: red;\n}\n", "a{color: red}"),
            (
                "/* why */ .a > .b { inline-size: calc(1px + 2px); }",
                ".a > .b{inline-size: calc(1px + 2px)}",
            ),
            (".a :hover, .a:hover { }", ".a :hover,.a:hover{}"),
            (
                "a::after { content: \"/* ; } */\" }",
                "a::after{content: \"/* ; } */\"}",
            ),
            (
                "a { content: 'it\\'s ; ' ; b: c }",
                "a{content: 'it\\'s ; ';b: c}",
            ),
            (
                ":root {\n  --x: light-dark( #fff, #000 );\n}",
                ":root{--x: light-dark( #fff,#000 )}",
            ),
            (
                "@media (width < 40em) and (hover: none) { a { b: c } }",
                "@media (width < 40em) and (hover: none){a{b: c}}",
            ),
        ];
        for (given, expected) in cases {
            assert_eq!(shrink(given).as_deref(), Ok(expected), "{given}");
        }
    }

    #[test]
    fn what_does_not_end_is_refused() {
        assert!(shrink("a { /* b").is_err());
        assert!(shrink("a { content: \"b }").is_err());
    }
}
