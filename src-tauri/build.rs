//! Lets Tauri check configuration and capabilities.

fn main() {
    tauri_build::build();
}
