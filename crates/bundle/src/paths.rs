//! Paths of the machine that builds: panics would tell them to every reader, and each is a part of the download.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What `target.<triple>.rustflags` must hold so that the program names no folder of this machine, as a `--config` of cargo,
/// which adds it to the flags that stand in the project.
pub fn forgotten(root: &Path, triple: &str) -> String {
    let flags: Vec<String> = prefixes(root)
        .iter()
        .map(|(folder, name)| {
            serde_json::Value::from(format!("--remap-path-prefix={}={name}", folder.display()))
                .to_string()
        })
        .collect();
    format!("target.{triple}.rustflags=[{}]", flags.join(","))
}

/// Folders and what stands for them. The compiler takes the last that fits, so the narrower ones come later.
fn prefixes(root: &Path) -> Vec<(PathBuf, &'static str)> {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let home = folder("HOME").or_else(|| folder("USERPROFILE"));
    let cargo = folder("CARGO_HOME").or_else(|| Some(home.as_ref()?.join(".cargo")));
    let mut prefixes = Vec::new();
    prefixes.extend(home.map(|home| (home, "~")));
    prefixes.push((root.to_owned(), "."));
    prefixes.extend(folder("CARGO_TARGET_DIR").map(|target| (target, "target")));
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
    use std::path::Path;

    use super::forgotten;

    #[test]
    fn flags_are_a_setting_that_cargo_reads() {
        let setting = forgotten(Path::new("/an \"odd\" one/club"), "wasm32-unknown-unknown");
        let (key, flags) = setting.split_once('=').expect("a setting");
        assert_eq!(key, "target.wasm32-unknown-unknown.rustflags");
        let flags: Vec<String> = serde_json::from_str(flags).expect("a list of texts");
        assert!(flags.contains(&"--remap-path-prefix=/an \"odd\" one/club=.".to_owned()));
    }
}
