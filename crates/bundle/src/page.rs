//! Puts the site together: every file under its hashed name, and `index.html` that names them.

use std::path::Path;

use crate::glue::Program;
use crate::pack::Shelf;
use crate::{Outcome, read, read_text, styles};

const FONTS: [&str; 4] = [
    "onest-latin",
    "onest-accents",
    "onest-latin-ext",
    "onest-cyrillic",
];

pub fn assemble(
    frontend: &Path,
    locales: &Path,
    program: Program,
    shelf: &mut Shelf,
) -> Outcome<()> {
    let mut sheet = styles::gather(&frontend.join("styles"))?;
    let mut page = Template::new(read_text(&frontend.join("index.html"))?);
    let mut boot = Template::new(read_text(&frontend.join("boot.js"))?);

    for font in FONTS {
        let source = format!("{font}.woff2");
        let address = shelf.add_hashed(
            font,
            "woff2",
            read(&frontend.join("assets/fonts").join(&source))?,
        );
        sheet = sheet.replace(&format!("url(fonts/{source})"), &format!("url({address})"));
        page.fill(font, &address);
    }
    if sheet.contains("url(fonts/") {
        return Err("a style names a font that is not in assets/fonts".into());
    }

    let mut glue = program.js;
    for part in program.parts {
        let address = shelf.add_hashed(&part.name, "wasm", part.wasm);
        glue = glue.replace(
            &format!("\"./{}.wasm\"", part.name),
            &format!("\"{address}\""),
        );
    }
    let wasm = shelf.add_hashed("app", "wasm", program.wasm);
    let glue = shelf.add_hashed("app", "js", glue.into_bytes());
    boot.fill("wasm", &wasm);
    boot.fill("glue", &glue);
    boot.fill("texts", &texts(locales, shelf)?);
    let boot = shelf.add_hashed("boot", "js", boot.finish("boot.js")?.into_bytes());

    page.fill("css", &shelf.add_hashed("app", "css", sheet.into_bytes()));
    page.fill(
        "icon",
        &shelf.add_hashed("icon", "svg", read(&frontend.join("assets/icon.svg"))?),
    );
    page.fill("wasm", &wasm);
    page.fill("glue", &glue);
    page.fill("boot", &boot);
    page.fill(
        "sprite",
        read_text(&frontend.join("assets/icons/sprite.svg"))?.trim_end(),
    );
    shelf.add("index.html", page.finish("index.html")?.into_bytes());
    Ok(())
}

/// The addresses of the catalogues as a JavaScript object: language → address.
fn texts(locales: &Path, shelf: &mut Shelf) -> Outcome<String> {
    let mut names = Vec::new();
    for entry in
        std::fs::read_dir(locales).map_err(|e| format!("cannot list {}: {e}", locales.display()))?
    {
        names.push(
            entry
                .map_err(|e| format!("cannot list {}: {e}", locales.display()))?
                .path(),
        );
    }
    names.sort();
    let mut addresses = serde_json::Map::new();
    for file in names {
        let language = file
            .file_stem()
            .and_then(|s| s.to_str())
            .ok_or("a catalogue without a name")?
            .to_owned();
        let address = shelf.add_hashed(&format!("texts-{language}"), "json", read(&file)?);
        addresses.insert(language, address.into());
    }
    Ok(serde_json::Value::Object(addresses).to_string())
}

/// A text with holes written `{{name}}`.
struct Template(String);

impl Template {
    fn new(text: String) -> Self {
        Self(text)
    }

    fn fill(&mut self, name: &str, value: &str) {
        self.0 = self.0.replace(&format!("{{{{{name}}}}}"), value);
    }

    fn finish(self, what: &str) -> Outcome<String> {
        match self.0.find("{{") {
            Some(at) => Err(format!(
                "{what}: nothing fills {}",
                self.0[at..].lines().next().unwrap_or_default()
            )),
            None => Ok(self.0),
        }
    }
}
