//! Lets Tauri check configuration and capabilities, and embed the window anew when it was built.

fn main() {
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
