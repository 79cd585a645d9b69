//! wasm-bindgen as a library around the program and its parts, and wasm-opt where it is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::parts::{self, Part};
use crate::{Outcome, read, read_text};

/// The program and the JavaScript module that feeds it.
pub struct Program {
    pub wasm: Vec<u8>,
    pub js: String,
    /// What is fetched later; none in a quick build, which is not cut.
    pub parts: Vec<Part>,
}

/// What the compiler may use; `--all-features` would let wasm-opt use more than browsers of two years ago know.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-call-indirect-overlong",
];

pub fn bind(wasm: &Path, dev: bool, named: Option<&Path>) -> Outcome<Program> {
    let work = workplace()?;
    let cut = match dev {
        true => None,
        false => Some(parts::cut(wasm, &work)?),
    };
    if let (Some(cut), Some(folder)) = (&cut, named) {
        cut.keep(folder)?;
    }
    let mut bindgen = Bindgen::new();
    let mut output = bindgen
        .input_path(cut.as_ref().map_or(wasm, |cut| &cut.main))
        .out_name("app")
        .web(true)
        .map_err(|e| format!("wasm-bindgen: {e}"))?
        .typescript(false)
        .demangle(dev)
        // By these exports the parts reach the program.
        .keep_lld_exports(!dev)
        .remove_name_section(!dev)
        .remove_producers_section(true)
        // The start module names the program by its hashed address.
        .omit_default_module_path(true)
        .generate_output()
        .map_err(|e| format!("wasm-bindgen: {e:#}"))?;
    let inline = output
        .snippets()
        .iter()
        .filter(|(_, scripts)| !scripts.is_empty())
        .map(|(name, _)| name);
    let foreign: Vec<&String> = inline.chain(output.local_modules().keys()).collect();
    if !foreign.is_empty() {
        return Err(format!(
            "{foreign:?} bring JavaScript of their own; the page loads one module only"
        ));
    }
    output
        .emit(&work)
        .map_err(|e| format!("wasm-bindgen: {e:#}"))?;
    let js = read_text(&work.join("app.js"))?;
    let wasm = read(&work.join("app_bg.wasm"))?;
    let program = match cut {
        Some(cut) => Program {
            wasm,
            js: parts::merge(&js, &cut.loaders)?,
            parts: cut.parts,
        },
        None => Program {
            wasm,
            js,
            parts: Vec::new(),
        },
    };
    let _ = std::fs::remove_dir_all(&work);
    Ok(program)
}

pub fn optimise(root: &Path, mut program: Program) -> Outcome<Program> {
    let Some(tool) = wasm_opt(root) else {
        eprintln!(
            "bundle: no wasm-opt (npm install in e2e/ brings it); the program stays about a tenth larger"
        );
        return Ok(program);
    };
    program.wasm = shrink(&tool, &program.wasm)?;
    for part in &mut program.parts {
        part.wasm = shrink(&tool, &part.wasm)?;
    }
    Ok(program)
}

fn shrink(tool: &Path, wasm: &[u8]) -> Outcome<Vec<u8>> {
    let work = workplace()?;
    let (before, after) = (work.join("before.wasm"), work.join("after.wasm"));
    std::fs::write(&before, wasm).map_err(|e| format!("cannot write {}: {e}", before.display()))?;
    let status = Command::new(tool)
        .args(["-Oz", "--strip-debug", "--strip-producers"])
        .args(FEATURES)
        .arg(&before)
        .arg("-o")
        .arg(&after)
        .status()
        .map_err(|e| format!("{} did not start: {e}", tool.display()))?;
    if !status.success() {
        return Err(format!("{} refused the program", tool.display()));
    }
    let wasm = read(&after)?;
    let _ = std::fs::remove_dir_all(&work);
    Ok(wasm)
}

fn wasm_opt(root: &Path) -> Option<PathBuf> {
    let local = root.join("e2e/node_modules/.bin/wasm-opt");
    if local.exists() {
        return Some(local);
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|dir| dir.join("wasm-opt"))
        .find(|file| file.is_file())
}

/// A folder of our own, so that two builds on one machine do not meet.
fn workplace() -> Outcome<PathBuf> {
    let dir = std::env::temp_dir().join(format!("perezvon-bundle-{}", std::process::id()));
    std::fs::create_dir_all(&dir).map_err(|e| format!("cannot create {}: {e}", dir.display()))?;
    Ok(dir)
}
