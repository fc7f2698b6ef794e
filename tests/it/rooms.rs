//! What keeps the rooms of `src` apart, and the documents true (docs/adr/0001).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;

use crate::support::Browser;

/// Each room and the rooms it may import, lowest first. ARCHITECTURE.md has the same table.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("geom", &[]),
    ("domain", &["geom"]),
    ("network", &["geom", "domain"]),
    ("store", &["geom", "domain"]),
    ("exchange", &["geom", "domain"]),
    ("generate", &["geom", "domain"]),
    ("world", &["geom", "domain", "network"]),
    ("queries", &["geom", "domain", "network", "world"]),
    ("tiles", &["geom", "domain", "world"]),
    ("policy", &["geom", "domain", "network", "world", "queries"]),
    ("emergency", &["geom", "domain", "network", "world", "queries", "policy"]),
    ("reports", &["geom", "domain", "network", "exchange", "world", "queries", "policy", "emergency"]),
    (
        "app",
        &[
            "geom",
            "domain",
            "network",
            "store",
            "exchange",
            "generate",
            "world",
            "queries",
            "tiles",
            "policy",
            "emergency",
            "reports",
        ],
    ),
    ("web", &[]),
    (
        "http",
        &[
            "geom",
            "domain",
            "network",
            "exchange",
            "world",
            "queries",
            "tiles",
            "policy",
            "emergency",
            "reports",
            "app",
            "web",
        ],
    ),
    (
        "cli",
        &[
            "geom",
            "domain",
            "network",
            "store",
            "exchange",
            "generate",
            "world",
            "queries",
            "tiles",
            "policy",
            "emergency",
            "reports",
            "app",
            "web",
            "http",
        ],
    ),
];

/// What may be named only in the rooms or files given.
const KEPT_IN: &[(&str, &[&str])] = &[
    ("sqlx::", &["store"]),
    ("rusqlite::", &["store", "exchange"]),
    ("axum::", &["http"]),
    ("clap::", &["cli"]),
    ("async fn", &["store", "app", "http", "cli"]),
    ("Utc::now", &["app/clock.rs"]),
    ("proj::", &["exchange"]),
];

#[test]
fn rooms_import_only_downwards() {
    let mut faults = Vec::new();
    for (room, allowed) in MAY_IMPORT {
        for (file, text) in rust_files(room) {
            for path in text.split("crate::").skip(1) {
                let named = path.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap();
                if path.starts_with('{') {
                    faults.push(format!("{file}: write one `use crate::room::thing;` a line"));
                } else if named != *room && !allowed.contains(&named) {
                    faults.push(format!("{file}: `{room}` may not import `{named}`"));
                }
            }
            if text.replace("use super::*;", "").contains("super::") {
                faults.push(format!("{file}: write `crate::` paths, so that this test can read them"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_is_kept_in_a_room_is_named_in_no_other() {
    let mut faults = Vec::new();
    for (room, _) in MAY_IMPORT {
        for (file, text) in rust_files(room) {
            // PROJ is the oracle of the grid.
            let (code, tests) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
            for (name, homes) in KEPT_IN {
                let is_home = homes.iter().any(|home| file.starts_with(&format!("src/{home}")));
                let is_oracle = *name == "proj::" && *room == "geom";
                if !is_home && (names(code, name) || (names(tests, name) && !is_oracle)) {
                    faults.push(format!("{file}: `{name}` is kept in {homes:?}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Below `app` lie the questions and the world; what is above may name their types, but asks a
/// `View`, which asks the viewer's rights first.
#[test]
fn only_app_puts_questions_to_the_world() {
    let mut faults = Vec::new();
    for (file, text) in ["http", "cli"].into_iter().flat_map(rust_files) {
        let (code, _) = text.split_once("#[cfg(test)]").unwrap_or((&text, ""));
        if code.contains(".world()") {
            faults.push(format!("{file}: takes the world past its viewer; ask `App::seen_by`"));
        }
        for path in ["queries", "tiles", "world", "policy", "emergency"].iter().flat_map(|room| named_in(code, room)) {
            let last = path.rsplit("::").next().unwrap();
            if !last.starts_with(char::is_uppercase) || last == "World" {
                faults.push(format!("{file}: names `{path}`; put it to a `View`"));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// The paths of a room that a text names, from the room on.
fn named_in<'a>(code: &'a str, room: &str) -> Vec<&'a str> {
    let start = format!("crate::{room}::");
    let end = |c: char| !c.is_alphanumeric() && c != '_' && c != ':';
    let found = code.match_indices(&start).map(|(at, _)| &code[at + "crate::".len()..]);
    found.map(|path| path.split(end).next().unwrap()).collect()
}

/// Whether a name stands in a text by itself: `proj::` does not stand in `proj4rs::proj::Proj`.
fn names(text: &str, name: &str) -> bool {
    let is_inner = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    text.match_indices(name).any(|(at, _)| !is_inner(&text[..at]))
}

#[test]
fn every_directory_of_src_is_a_room_that_the_table_knows() {
    let known: BTreeSet<String> = MAY_IMPORT.iter().map(|(room, _)| (*room).to_owned()).collect();
    let there: BTreeSet<String> = fs::read_dir(root("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(known, there);
}

#[test]
fn the_architecture_names_every_room() {
    let text = fs::read_to_string(root("ARCHITECTURE.md")).unwrap();
    for (room, _) in MAY_IMPORT {
        assert!(text.lines().any(|line| line.starts_with(&format!("| `{room}` |"))), "ARCHITECTURE.md lacks `{room}`");
    }
}

#[test]
fn every_kind_of_problem_is_explained_and_nothing_else_is() {
    let code = fs::read_to_string(root("src/http/problem.rs")).unwrap();
    let kinds: BTreeSet<&str> = code.split("Self::new(").skip(1).filter_map(|call| call.split('"').nth(1)).collect();
    let text = fs::read_to_string(root("docs/problems.md")).unwrap();
    let headings: BTreeSet<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert!(kinds.len() > 5);
    assert_eq!(kinds, headings);
}

/// The fuzzer has a lock file of its own, and must not try readers on other libraries than ours.
#[test]
fn the_fuzzer_reads_with_the_libraries_of_the_program() {
    let ours = locked("Cargo.lock");
    let others: Vec<String> = locked("fuzz/Cargo.lock").difference(&ours).cloned().collect();
    let names: Vec<&str> = others.iter().filter_map(|package| package.split(' ').next()).collect();
    assert_eq!(names, ["arbitrary", "cap", "jobserver", "libfuzzer-sys", "luzhang-fuzz"], "{others:?}");
}

/// The packages of a lock file, each with its version.
fn locked(path: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(root(path)).unwrap();
    let said = |package: &str, key: &str| {
        let start = format!("{key} = \"");
        package.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix('"').map(str::to_owned))
    };
    let packages = text.split("[[package]]").skip(1);
    packages
        .map(|package| format!("{} {}", said(package, "name").unwrap(), said(package, "version").unwrap()))
        .collect()
}

#[test]
fn every_file_of_data_is_named_with_its_source() {
    let data = root("data");
    let readme = fs::read_to_string(data.join("README.md")).unwrap_or_default();
    for file in files(&data) {
        let name = file.strip_prefix(&data).unwrap().to_str().unwrap().to_owned();
        assert!(name == "README.md" || readme.contains(&format!("`{name}`")), "data/README.md lacks `{name}`");
    }
}

#[tokio::test]
async fn the_interface_document_lists_every_route_and_no_other() {
    let routes = fs::read_to_string(root("src/http/mod.rs")).unwrap();
    let document = Browser::with(Vec::new()).await.json("/api/v1/openapi.json").await;
    let listed: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, methods)| methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone())))
        .collect();
    assert_eq!(routes_under(&routes, "/api/v1"), listed);
}

/// Paths and methods, as `.route("/path", get(one).post(other))` says them.
fn routes_under(code: &str, base: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for call in code.split(".route(").skip(1) {
        let path = call.split('"').nth(1).unwrap();
        let rest = call.split("\n    ").next().unwrap();
        for method in ["get", "post", "put", "delete", "patch"] {
            if path.starts_with(base) && names(rest, &format!("{method}(")) {
                found.insert((path.to_owned(), method.to_owned()));
            }
        }
    }
    found
}

#[tokio::test]
async fn the_interface_document_in_the_repository_is_the_one_that_is_served() {
    let served = Browser::with(Vec::new()).await.json("/api/v1/openapi.json").await;
    let file = root("docs/openapi.json");
    if std::env::var_os("LUZHANG_BLESS").or(std::env::var_os("BLESS")).is_some() {
        fs::write(&file, format!("{}\n", serde_json::to_string_pretty(&served).unwrap())).unwrap();
    }
    let kept: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert!(kept == served, "docs/openapi.json is stale: run `make bless` and read the difference");
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The sources of a room: path from the root, and text.
fn rust_files(room: &str) -> Vec<(String, String)> {
    let files =
        files(&root("src").join(room)).into_iter().filter(|file| file.extension().is_some_and(|end| end == "rs"));
    let named = |file: PathBuf| {
        let name = file.strip_prefix(root("")).unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(&file).unwrap())
    };
    let found: Vec<_> = files.map(named).collect();
    assert!(!found.is_empty(), "src/{room} has no Rust in it");
    found
}

/// Every file below a folder; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}
