//! Runs cargo for the browser target and learns from its messages where the results are.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::{Outcome, paths};

const TARGET: &str = "wasm32-unknown-unknown";

pub struct Compiled {
    /// The program as rustc left it, before wasm-bindgen.
    pub wasm: PathBuf,
    /// The folder with `ru.json`, `en.json` …, written by the build script of `frontend`.
    pub locales: PathBuf,
}

pub fn frontend(root: &Path, dev: bool, kit: bool) -> Outcome<Compiled> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .current_dir(root)
        .args(["build", "--package", "frontend", "--target", TARGET])
        .args(["--message-format", "json-render-diagnostics"])
        .args(["--profile", if dev { "dev" } else { "spa" }])
        .stdout(Stdio::piped());
    if !dev {
        command.args(["--config", &paths::forgotten(TARGET)]);
    }
    if kit {
        command.args(["--features", "kit"]);
    }
    // These describe the build of this program and would confuse the one that starts here.
    for (name, _) in std::env::vars_os() {
        if name
            .to_str()
            .is_some_and(|n| n.starts_with("CARGO_PKG_") || n.starts_with("CARGO_MANIFEST_"))
        {
            command.env_remove(name);
        }
    }

    let mut child = command
        .spawn()
        .map_err(|e| format!("cargo did not start: {e}"))?;
    let stdout = child.stdout.take().ok_or("cargo has no output")?;
    let (mut wasm, mut locales) = (None, None);
    for line in BufReader::new(stdout).lines() {
        let line = line.map_err(|e| format!("cargo's messages broke off: {e}"))?;
        let Ok(message) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        if !message["package_id"]
            .as_str()
            .is_some_and(|id| id.contains("/frontend#"))
        {
            continue;
        }
        match message["reason"].as_str() {
            Some("build-script-executed") => {
                locales = message["out_dir"]
                    .as_str()
                    .map(|dir| Path::new(dir).join("locales"));
            }
            Some("compiler-artifact") if message["target"]["kind"][0] == "bin" => {
                wasm = message["filenames"]
                    .as_array()
                    .and_then(|names| {
                        names
                            .iter()
                            .filter_map(Value::as_str)
                            .find(|n| n.ends_with(".wasm"))
                    })
                    .map(PathBuf::from);
            }
            _ => {}
        }
    }
    let status = child
        .wait()
        .map_err(|e| format!("cargo did not end: {e}"))?;
    if !status.success() {
        return Err("the application does not compile (is the target there? rustup target add wasm32-unknown-unknown)".into());
    }
    Ok(Compiled {
        wasm: wasm.ok_or("cargo named no wasm file of the package frontend")?,
        locales: locales.ok_or("the build script of frontend wrote no texts")?,
    })
}
