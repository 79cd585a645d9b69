//! Cuts the linked program into the part everybody loads and the parts that are fetched when they are needed.
//!
//! Where to cut is written in the frontend (`frontend/src/parts.rs`). What several parts share without the first load needing it
//! becomes a file of its own, fetched together with whichever of them comes first.

use std::path::{Path, PathBuf};

use crate::{Outcome, read, read_text};

/// The module of loaders, as the program imports it. It never becomes a file: it is merged into the glue, which it imports itself.
const LOADERS: &str = "./loaders.js";

/// A part to be fetched later.
pub struct Part {
    /// As its loader names it: `split_office`, `chunk_1`.
    pub name: String,
    pub wasm: Vec<u8>,
}

pub struct Cut {
    /// What everybody loads, still to be treated by wasm-bindgen.
    pub main: PathBuf,
    pub parts: Vec<Part>,
    /// JavaScript that fetches the parts.
    pub loaders: String,
}

impl Cut {
    /// Leaves a copy with the names of all functions, for whoever wants to know what the bytes are spent on.
    pub fn keep(&self, folder: &Path) -> Outcome<()> {
        let write = |name: &str, wasm: &[u8]| {
            let path = folder.join(name).with_extension("wasm");
            std::fs::write(&path, wasm).map_err(|e| format!("cannot write {}: {e}", path.display()))
        };
        std::fs::create_dir_all(folder)
            .map_err(|e| format!("cannot create {}: {e}", folder.display()))?;
        write("main", &read(&self.main)?)?;
        self.parts
            .iter()
            .try_for_each(|part| write(&part.name, &part.wasm))
    }
}

/// Cuts `linked` in the folder `work`.
pub fn cut(linked: &Path, work: &Path) -> Outcome<Cut> {
    let whole = read(linked)?;
    let main = work.join("main.wasm");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = work;
    options.main_out_path = &main;
    options.link_name = LOADERS;
    let written =
        wasm_split_cli_support::transform(options).map_err(|e| format!("wasm-split: {e:#}"))?;
    let mut parts = Vec::new();
    for path in &written.split_modules {
        let name = path.file_stem().and_then(|stem| stem.to_str());
        parts.push(Part {
            name: name.ok_or("a part without a name")?.to_owned(),
            wasm: read(path)?,
        });
    }
    let loaders = read_text(&work.join(LOADERS))?;
    Ok(Cut {
        main,
        parts,
        loaders,
    })
}

/// Puts the loaders into the glue. They import each other; as one file, its hashed name can follow its content.
pub fn merge(glue: &str, loaders: &str) -> Outcome<String> {
    let (mut own, mut names) = (String::new(), Vec::new());
    for line in loaders.lines() {
        // What they import is declared in the glue.
        if line.starts_with("import ") {
            continue;
        }
        let declared = line.strip_prefix("export const ");
        if let Some(name) = declared.and_then(|rest| rest.split([' ', '=']).next()) {
            names.push(name);
        }
        own.push_str(line.strip_prefix("export ").unwrap_or(line));
        own.push('\n');
    }
    // The program is told of a part that does not come, and says so in its place. A page that is left while it fetches has nothing to say.
    let own = own.replace("console.error(e);", "");
    let mut merged = String::with_capacity(glue.len() + own.len());
    let mut first = None;
    for line in glue.lines() {
        let imported = line
            .strip_prefix("import * as ")
            .and_then(|rest| rest.split_once(" from "))
            .filter(|(_, from)| from.trim_matches(['"', '\'', ';', ' ']) == LOADERS);
        match (imported, first) {
            // wasm-bindgen writes one such line for every loader. The object comes after the constants it holds.
            (Some((name, _)), None) => {
                first = Some(name);
                merged.push_str(&own);
                merged.push_str(&format!("const {name} = {{ {} }};\n", names.join(", ")));
            }
            (Some((name, _)), Some(first)) => {
                merged.push_str(&format!("const {name} = {first};\n"))
            }
            (None, _) => {
                merged.push_str(line);
                merged.push('\n');
            }
        }
    }
    match first {
        Some(_) => Ok(merged),
        None => Err("the glue does not import the loaders: was nothing cut?".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::merge;

    #[test]
    fn loaders_become_constants_of_the_glue() {
        let glue = "import * as import1 from \"./loaders.js\"\nimport * as import2 from \"./loaders.js\"\nfunction initSync() {}\nexport { initSync };\n";
        let loaders = "import { initSync } from \"./main.js\";\n\nconst a = initSync;\nexport const __load = wrap(a);\n";
        assert_eq!(
            merge(glue, loaders).unwrap(),
            "\nconst a = initSync;\nconst __load = wrap(a);\nconst import1 = { __load };\nconst import2 = import1;\nfunction initSync() {}\nexport { initSync };\n"
        );
    }

    #[test]
    fn a_glue_without_loaders_is_refused() {
        assert!(merge("let a;\n", "export const b = 1;\n").is_err());
    }
}
