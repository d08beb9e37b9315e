//! The TypeScript that the window is built against is what these Rust types say.

#![allow(clippy::expect_used, reason = "a test may panic")]

use std::{
    any::{TypeId, type_name},
    collections::{BTreeMap, BTreeSet, HashSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use ts_rs::{Config, TS, TypeVisitor};
use winnow_app::wire::commands::{Bytes, commands, visit_types};

const NOTE: &str = "// Generated from src-tauri/crates/app/src/wire: do not edit.\n";

#[test]
fn generated_typescript_is_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/src/generated");
    let expected = generate();
    if std::env::var_os("WINNOW_BLESS").is_some() {
        bless(&folder, &expected);
    }
    let found = read_folder(&folder);
    let stale: Vec<_> = expected
        .iter()
        .filter(|(name, text)| found.get(*name) != Some(text))
        .map(|(name, _)| name.clone())
        .chain(found.keys().filter(|name| !expected.contains_key(*name)).cloned())
        .collect();
    assert!(
        stale.is_empty(),
        "ui/src/generated is not what the wire types say ({}): run `WINNOW_BLESS=1 cargo nextest \
         run -p winnow-app --test wire_types` and commit the files",
        stale.join(", ")
    );
}

fn bless(folder: &Path, files: &BTreeMap<String, String>) {
    fs::create_dir_all(folder).expect("the folder can be made");
    for name in read_folder(folder).keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(name)).expect("an outdated file can be removed");
    }
    for (name, text) in files {
        fs::write(folder.join(name), text).expect("a file can be written");
    }
}

fn read_folder(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| entry.expect("the folder can be listed").path())
        .map(|path: PathBuf| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a file can be read"))
        })
        .collect()
}

/// File name and text of all generated files: one for each module of the wire, one for the
/// commands, and an index.
fn generate() -> BTreeMap<String, String> {
    let config = Config::new().with_large_int("number");
    let mut types = Types { config: &config, seen: HashSet::new(), modules: BTreeMap::new() };
    visit_types(&mut types);
    let home: BTreeMap<&str, &str> = types
        .modules
        .iter()
        .flat_map(|(module, file)| file.declarations.keys().map(|name| (&**name, &**module)))
        .collect();

    let mut files = BTreeMap::new();
    for (module, file) in &types.modules {
        let foreign = file.uses.iter().filter(|name| home[name.as_str()] != module);
        let mut text = format!("{NOTE}{}", imports(foreign.map(String::as_str), &home));
        for declaration in file.declarations.values() {
            write!(text, "\n{declaration}\n").expect("a string takes all");
        }
        files.insert(format!("{module}.ts"), text);
    }
    files.insert("commands.ts".to_owned(), command_map(&config, &home));
    let index: String =
        files.keys().map(|name| format!("export type * from \"./{}\";\n", stem(name))).collect();
    files.insert("index.ts".to_owned(), format!("{NOTE}\n{index}"));
    files
}

/// The interface behind the window's `call`.
fn command_map(config: &Config, home: &BTreeMap<&str, &str>) -> String {
    let mut body = String::new();
    for command in commands(config) {
        let arguments = match command.arguments.as_slice() {
            [] => "Record<string, never>".to_owned(),
            some => {
                let each: Vec<_> =
                    some.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
                format!("{{ {} }}", each.join("; "))
            }
        };
        let events = command.events.map(|kind| format!("; events: {kind}")).unwrap_or_default();
        writeln!(
            body,
            "  /** {} */\n  {}: {{ args: {arguments}; result: {}{events} }};",
            command.doc, command.name, command.result
        )
        .expect("a string takes all");
    }
    let used = home.keys().filter(|name| mentions(&body, name)).copied();
    format!(
        "{NOTE}{}\n/** Every command: its arguments, its result, and what streams meanwhile. */\n\
         export interface Commands {{\n{body}}}\n",
        imports(used, home)
    )
}

fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| word == name)
}

fn imports<'a>(names: impl Iterator<Item = &'a str>, home: &BTreeMap<&str, &str>) -> String {
    let mut by_module: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in names {
        by_module.entry(home[name]).or_default().insert(name);
    }
    by_module
        .into_iter()
        .map(|(module, names)| {
            let names: Vec<_> = names.into_iter().collect();
            format!("import type {{ {} }} from \"./{module}\";\n", names.join(", "))
        })
        .collect()
}

fn stem(file: &str) -> &str {
    file.trim_end_matches(".ts")
}

/// What one file of the wire declares and mentions.
#[derive(Default)]
struct File {
    declarations: BTreeMap<String, String>,
    uses: BTreeSet<String>,
}

/// Collects every type that can be reached from a command.
struct Types<'a> {
    config: &'a Config,
    seen: HashSet<TypeId>,
    modules: BTreeMap<String, File>,
}

impl TypeVisitor for Types<'_> {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if TypeId::of::<T>() == TypeId::of::<Bytes>() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        T::visit_generics(self);
        if T::output_path().is_none() {
            return;
        }
        let file = self.modules.entry(module_of::<T>()).or_default();
        let docs = T::docs().unwrap_or_default();
        file.declarations
            .insert(T::ident(self.config), format!("{docs}export {}", T::decl(self.config)));
        file.uses.extend(T::dependencies(self.config).into_iter().map(|other| other.ts_name));
        T::visit_dependencies(self);
    }
}

/// `winnow_app::wire::run::RunEvent` belongs to `run`; a type of another crate to `json`.
fn module_of<T: ?Sized>() -> String {
    let mut path = type_name::<T>().split("::");
    match (path.next(), path.nth(1)) {
        (Some("winnow_app"), Some(module)) => module.to_owned(),
        _ => "json".to_owned(),
    }
}
