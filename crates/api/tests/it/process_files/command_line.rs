//! The same from the server's own terminal.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of its own with a small demo club.
struct Terminal {
    folder: PathBuf,
}

impl Terminal {
    fn open(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("perezvon-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        Self { folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// What a command prints; what it complains of when it fails.
    fn run(&self, arguments: &[&str]) -> Result<String, String> {
        let done = Command::new(env!("CARGO_BIN_EXE_perezvon"))
            .args(arguments)
            .current_dir(&self.folder)
            .env("DATABASE_URL", self.file("club.db"))
            .output()
            .expect("the program");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
        match done.status.success() {
            true => Ok(text(done.stdout)),
            false => Err(text(done.stderr)),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn changed(from: &Path, to: &Path, piece: &str, instead: &str) {
    let text = std::fs::read_to_string(from).expect("a file");
    assert!(text.contains(piece), "{piece}");
    std::fs::write(to, text.replacen(piece, instead, 1)).expect("written");
}

#[test]
fn a_file_is_begun_checked_compared_and_taken_in() {
    let terminal = Terminal::open("process-files");
    let run = |arguments: &[&str]| terminal.run(arguments);
    let packs = run(&["process", "packs", "--language", "ru"]).expect("packs");
    assert!(
        packs.contains("fitness") && packs.contains("Фитнес-клуб"),
        "{packs}"
    );

    let pack = run(&["process", "packs", "dance"]).expect("a pack");
    std::fs::write(terminal.file("dance.yaml"), pack).expect("written");
    let checked = run(&["process", "check", "dance.yaml"]).expect("sound");
    assert_eq!(checked, "Everything can be published.\n");

    // Neither faults of the file nor of its processes pass.
    changed(
        &terminal.file("dance.yaml"),
        &terminal.file("bad.yaml"),
        "outcome: goal",
        "outcome: win",
    );
    let refused = run(&["process", "check", "bad.yaml"]).expect_err("a bad word");
    assert!(
        refused.contains("bad.yaml:") && refused.contains("“win” is not one of goal"),
        "{refused}"
    );
    changed(
        &terminal.file("dance.yaml"),
        &terminal.file("bad.yaml"),
        "          bought: goal\n",
        "          bought:\n",
    );
    let refused =
        run(&["process", "check", "bad.yaml", "--language", "ru"]).expect_err("unfinished");
    assert!(refused.contains("нет следующего шага"), "{refused}");

    changed(
        &terminal.file("dance.yaml"),
        &terminal.file("slower.yaml"),
        "due: 3 working days",
        "due: 4 working days",
    );
    let told = run(&["process", "diff", "dance.yaml", "slower.yaml"]).expect("a difference");
    let told = told.replace('\u{A0}', " ");
    assert!(
        told.contains("Thinks it over: in 3 working days → in 4 working days"),
        "{told}"
    );

    run(&["demo", "--clients", "5", "--language", "en"]).expect("a club");
    let tried = run(&["process", "import", "dance.yaml", "--publish", "--dry-run"]).expect("tried");
    assert!(tried.starts_with("Nothing is changed"), "{tried}");
    let refused = run(&["process", "export", "Dance: new client"]).expect_err("not there");
    assert!(refused.contains("there is no process"), "{refused}");

    let made = run(&["process", "import", "dance.yaml", "--publish", "--keep"]).expect("taken in");
    assert!(
        made.contains("+ process “Dance: new client”, published as version 1"),
        "{made}"
    );
    let diff = run(&["process", "diff", "slower.yaml"]).expect("a difference");
    assert!(
        diff.replace('\u{A0}', " ")
            .contains("in 3 working days → in 4 working days"),
        "{diff}"
    );

    run(&["process", "export", "dance: NEW client", "-o", "again.yaml"]).expect("a file");
    let same = run(&["process", "diff", "again.yaml"]).expect("a difference");
    assert!(same.contains("= process “Dance: new client”"), "{same}");
    assert!(!same.contains('~') && !same.contains('+'), "{same}");
}
