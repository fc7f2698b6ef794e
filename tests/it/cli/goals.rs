//! `luzhang goals`, and rule files that stop it.

use super::*;

/// A store with one county and one road that is not in the maintenance list.
fn desk() -> Desk {
    let desk = Desk::with_store();
    desk.file("areas.csv", "code,name,level\n411024,Yanling,county\n");
    desk.file("roads.csv", "code,class,wkt\nX001411024,county,\"LINESTRING(114 34, 114.1 34)\"\n");
    desk.file(
        "segments.csv",
        "code,road_code,official_length_km,listed_for_maintenance,jurisdiction_code,wkt\n\
         S1,X001411024,9.5,false,411024,\"LINESTRING(114 34, 114.1 34)\"\n",
    );
    desk.run("import jurisdictions areas.csv --store store.gpkg").done();
    desk.run("import roads roads.csv --store store.gpkg").done();
    desk.run("import road_segments segments.csv --store store.gpkg").done();
    desk
}

#[test]
fn goals_are_told_as_lines_and_as_the_contract_has_them() {
    let desk = desk();
    let ran = desk.run("goals --store store.gpkg --as-of 2025-12-31 --jurisdiction 411024 --goal A17");
    let line = ran.done().lines().find(|line| line.contains("due 2025-12-31")).unwrap().to_owned();
    for words in ["A17", "not_due", "0.0 % = 100.0 %", "0.000 km of 9.500 km", "1 short", "R4 二(三)9"] {
        assert!(line.contains(words), "{line} lacks {words}");
    }
    let told = desk.run("goals --store store.gpkg --as-of 2026-01-01 --goal A17 --format json").json();
    assert_eq!((&told["as_of"], &told["rows"][1]["status"]), (&"2026-01-01".into(), &"overdue".into()));
    desk.run("goals --store store.gpkg --goal A99").refused(&["A99"]);
    desk.run("goals --store store.gpkg --jurisdiction 9").refused(&["`9`"]);
    desk.run("goals --store store.gpkg --level hamlet").refused(&["hamlet", "village"]);
    desk.run("goals --store store.gpkg --as-of yesterday").refused(&["yesterday"]);
}

/// Bad rules are told before the store is read, by the server, too.
#[test]
fn bad_files_of_goals_stop_the_program_with_file_line_and_reason() {
    let desk = desk();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rules");
    let sound: Vec<(String, String)> = ["goals.toml", "goals_upkeep.toml"]
        .map(|name| (name.to_owned(), std::fs::read_to_string(folder.join(name)).unwrap()))
        .to_vec();
    std::fs::create_dir(desk.path("rules")).unwrap();
    let write = |from: &str, to: &str| {
        for (name, text) in &sound {
            desk.file(&format!("rules/{name}"), &text.replacen(from, to, 1));
        }
    };
    write("", "");
    desk.run("goals --store store.gpkg --rules rules --goal A17").done();
    let upkeep = &sound[1].1;
    let line_of = |words: &str| upkeep[..upkeep.find(words).unwrap()].matches('\n').count() + 1;
    let measure = "measure = \"facilities\"";
    let version = "[[goal]]\nid = \"A17\"\nclause = \"R4 二(三)9\"\ntitle = \"t\"\ntext = \"t\"\nmeasure = \"listed_for_maintenance\"\nscope = \"each\"\ntarget = 1.0\nunit = \"km\"\n[[goal.due]]\n\n[[goal]]\nid = \"A18\"";
    for (from, to, line, reason) in [
        (measure, "measure = \"rooms\"", line_of(measure), "there is no measure `rooms`"),
        ("id = \"A20\"\nclause = \"R5 一(二)\"", "id = \"A20\"", line_of("\"A20\""), "`clause` is missing"),
        (
            "[[goal]]\nid = \"A18\"",
            version,
            line_of("[[goal]]\nid = \"A18\"") + 1,
            "let one end the day before the other begins",
        ),
        (
            "id = \"A20\"\n",
            "id = \"A20\"\nsame_as = \"A21\"\n",
            line_of("\"A20\"") + 1,
            "`same_as` goes in a circle: A20 -> A21 -> A20",
        ),
    ] {
        write(from, to);
        for command in
            ["goals --store store.gpkg --rules rules", "serve --store store.gpkg --rules rules --listen 127.0.0.1:0"]
        {
            let ran = desk.run(command);
            ran.refused(&["goals_upkeep.toml", &format!("line {line},"), reason]);
        }
    }
}
