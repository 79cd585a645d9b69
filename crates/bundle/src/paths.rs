//! Paths of the machine that builds: panics would tell them to every reader, and each is a part of the download.

use std::path::PathBuf;
use std::process::Command;

/// What `target.<triple>.rustflags` must hold so that the program names no folder of this machine, as a `--config` of cargo,
/// which adds it to the flags that stand in the project.
pub fn forgotten(triple: &str) -> String {
    let flags: Vec<String> = prefixes()
        .iter()
        .map(|(folder, name)| {
            serde_json::Value::from(format!("--remap-path-prefix={}={name}", folder.display()))
                .to_string()
        })
        .collect();
    format!("target.{triple}.rustflags=[{}]", flags.join(","))
}

/// Folders and what stands for them. The compiler takes the last that fits, so the narrower ones come later. Our own sources
/// are compiled by relative paths; naming their folder here would compile everything anew in each clone.
fn prefixes() -> Vec<(PathBuf, &'static str)> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let home = folder("HOME").or_else(|| folder("USERPROFILE"));
    let cargo = folder("CARGO_HOME").or_else(|| Some(home.as_ref()?.join(".cargo")));
    let mut prefixes = Vec::new();
    prefixes.extend(home.map(|home| (home, "~")));
    if let Some(cargo) = cargo {
        let registries = cargo.join("registry/src");
        prefixes.push((cargo, "cargo"));
        let sources = std::fs::read_dir(registries).into_iter().flatten();
        prefixes.extend(sources.flatten().map(|source| (source.path(), "crates")));
    }
    prefixes.extend(sysroot().map(|rust| (rust.join("lib/rustlib/src/rust"), "rust")));
    prefixes
}

fn sysroot() -> Option<PathBuf> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let printed = Command::new(rustc).args(["--print", "sysroot"]).output();
    let path = String::from_utf8(printed.ok()?.stdout).ok()?;
    Some(PathBuf::from(path.trim()))
}

#[cfg(test)]
mod tests {
    use super::forgotten;

    #[test]
    fn flags_are_a_setting_that_cargo_reads() {
        let setting = forgotten("wasm32-unknown-unknown");
        let (key, flags) = setting.split_once('=').expect("a setting");
        assert_eq!(key, "target.wasm32-unknown-unknown.rustflags");
        let flags: Vec<String> = serde_json::from_str(flags).expect("a list of texts");
        assert!(!flags.is_empty());
        assert!(
            flags
                .iter()
                .all(|flag| flag.starts_with("--remap-path-prefix="))
        );
    }
}
