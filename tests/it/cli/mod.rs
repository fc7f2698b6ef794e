//! The program itself, as an operator runs it.

mod asking;
mod digging;
mod exporting;
mod goals;
mod importing;
mod layers;
mod misreading;
mod money;
mod serving;

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::Home;

/// A folder to run the program in.
struct Desk {
    folder: TempDir,
}

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With an empty store, `store.gpkg`.
    fn with_store() -> Self {
        let desk = Self::empty();
        desk.run("migrate --store store.gpkg").done();
        desk
    }

    /// A file of the folder.
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn file(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs the program with words that hold no blanks.
    fn run(&self, words: &str) -> Ran {
        run(self.folder.path(), words, &[])
    }
}

fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_luzhang"));
    command.current_dir(folder).env_remove("LUZHANG_STORE").env_remove("LUZHANG_LOG");
    command
}

fn run(folder: &Path, words: &str, env: &[(&str, &str)]) -> Ran {
    let output = program(folder).args(words.split_whitespace()).envs(env.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// Exit 0; the answer.
    #[track_caller]
    fn done(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    #[track_caller]
    fn json(self) -> Value {
        serde_json::from_str(&self.done()).unwrap()
    }

    /// Exit 2, nothing on stdout, one line that says what and what to do.
    #[track_caller]
    fn refused(self, words: &[&str]) {
        assert_eq!((self.code, &*self.out), (2, ""), "{}", self.err);
        assert!(self.err.starts_with("luzhang: ") && self.err.trim_end().lines().count() == 1, "{}", self.err);
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in: {}", self.err);
        }
    }
}

/// A small county in a GeoPackage, and the words that name it.
async fn county() -> (Home, String) {
    let home = Home::geopackage().await;
    home.put(crate::support::small_county()).await;
    let store = format!("--store {}", home.argument());
    (home, store)
}

#[test]
fn what_cannot_be_run_is_said_in_one_line_with_what_to_do() {
    let desk = Desk::with_store();
    desk.file("bridges.csv", "code,lon,lat\nB,114,34\n");
    for (words, said) in [
        ("check --store none.gpkg", &["there is no store at none.gpkg", "luzhang migrate"][..]),
        ("check --store folder/none.gpkg", &["there is no store"]),
        ("migrate --store no/such/folder.gpkg", &["is there such a folder"]),
        ("check --store bridges.csv", &["is not a store", ".gpkg", "postgres://"]),
        ("import bridges none.csv --store store.gpkg", &["there is no file none.csv"]),
        ("import castles bridges.csv --store store.gpkg", &["no collection `castles`", "bridges"]),
        ("import bridges none.shp --store store.gpkg", &["there is no file none.shp"]),
        ("export bridges out.gpx --store store.gpkg --crs EPSG:4547", &["GPX knows degrees only"]),
        ("export jurisdictions out.gpx --store store.gpkg", &["areas", ".kml"]),
        ("export funds out.shp --store store.gpkg", &["funds have no geometry", ".xlsx"]),
        ("import bridges bridges.csv --store store.gpkg --map a=b", &["--map a=b"]),
        ("import bridges bridges.csv --store store.gpkg --set colour=red", &["--set colour=red"]),
        ("export bridges out.xyz --store store.gpkg", &["out.xyz", ".geojson"]),
        ("export castles out.csv --store store.gpkg", &["no collection `castles`"]),
        ("leak --store store.gpkg --hazard gas --at 34,114 --radius-m 5", &["longitude first"]),
        ("leak --store store.gpkg --hazard gas --at 114 --radius-m 5", &["LON,LAT"]),
        ("leak --store store.gpkg --hazard gas --at 114,34 --radius-m -5", &["radius_m: is -5"]),
        ("leak --store store.gpkg --hazard gas --at 114,34 --radius-m 60000", &["50000"]),
        ("leak --store store.gpkg --hazard gas --pipe none --radius-m 5", &["no pipe `none`"]),
        ("chief --store store.gpkg --post none", &["no chief post", "`none`"]),
        ("chief --store store.gpkg --jurisdiction none", &["no jurisdiction", "`none`"]),
    ] {
        desk.run(words).refused(said);
    }
}

#[test]
fn help_is_an_answer_and_a_wrong_word_is_not() {
    let desk = Desk::empty();
    for words in ["--help", "import --help", "--version"] {
        let ran = desk.run(words);
        assert!(ran.code == 0 && ran.err.is_empty() && ran.out.contains("luzhang"), "{words}: {}", ran.out);
    }
    for words in
        ["", "fly", "leak --store store.gpkg --hazard fire", "check", "chief --store a.gpkg --post P --unassigned"]
    {
        let ran = desk.run(words);
        assert_eq!((ran.code, &*ran.out), (2, ""), "{words}");
        assert!(!ran.err.is_empty(), "{words}");
    }
}

#[tokio::test]
async fn a_store_may_be_named_by_the_environment_which_keeps_it_out_of_the_process_list() {
    let home = Home::postgis().await;
    home.put(crate::support::small_county()).await;
    let (desk, address) = (Desk::empty(), home.argument());
    let ran = run(desk.folder.path(), "chief --format json", &[("LUZHANG_STORE", &address)]);
    assert_eq!(ran.json()["posts"].as_array().unwrap().len(), 3);
    let help = run(desk.folder.path(), "chief --help", &[("LUZHANG_STORE", "postgres://me:s3cret@localhost/roads")]);
    assert!(!help.done().contains("s3cret"));
    let broken = "postgres://me:s3cret@localhost:not-a-port/roads";
    run(desk.folder.path(), "check --verbose", &[("LUZHANG_STORE", broken)]).refused_without("s3cret");
    run(desk.folder.path(), "check", &[("LUZHANG_STORE", "me:s3cret@localhost/roads")]).refused_without("s3cret");
}

impl Ran {
    #[track_caller]
    fn refused_without(self, secret: &str) {
        assert!(self.code == 2 && !self.err.contains(secret) && !self.out.contains(secret), "{}", self.err);
    }
}

#[test]
fn migrating_makes_a_store_once() {
    let desk = Desk::empty();
    assert!(desk.run("migrate --store new.gpkg").err.contains("make_first_tables"));
    assert!(desk.run("migrate --store new.gpkg").err.contains("is up to date"));
}
