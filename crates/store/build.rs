//! The migrations are embedded by a macro that cannot tell cargo about new files; this can.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
