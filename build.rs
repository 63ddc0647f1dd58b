//! Tells cargo that the embedded `dialogues/` belong to the program: a changed
//! or added file there is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=dialogues");
}
