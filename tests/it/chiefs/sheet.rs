//! A post's sheet, by hand.

use luzhang::queries::condition_scale::Scale;
use luzhang::queries::post_sheet::PatrolDays;
use luzhang::queries::post_sheet::PostSheet;
use luzhang::queries::post_sheet::Thing;
use luzhang::queries::post_sheet::post_sheet;
use luzhang::world::World;

use crate::chiefs::TODAY;
use crate::chiefs::areas;
use crate::chiefs::assignments;
use crate::chiefs::posts;
use crate::chiefs::roads;
use crate::support::Item;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

const PATROL: PatrolDays = PatrolDays { county: 30, township: 15, village: 7 };

fn sheet<'a>(world: &'a World, post: &str) -> PostSheet<'a> {
    let scale = Scale { least: [90.0, 80.0, 70.0, 60.0], derivation: None };
    post_sheet(world, post, day(TODAY), PATROL, &scale).unwrap()
}

fn world_with(things: Vec<Item>) -> World {
    world_of([areas(), roads(), posts(), assignments(), things].concat())
}

fn codes<'a>(things: &[Thing<'a>]) -> Vec<&'a str> {
    things.iter().map(|thing| thing.row.code()).collect()
}

#[test]
fn open_hazards_are_those_found_and_not_treated_by_the_day_on_the_stretches_of_the_post() {
    // Where a chainage is recorded it decides, and not the place.
    let anywhere = "POINT(113.95 34.0301)";
    let hazard =
        |code: &str, wkt: &str, facts: &str| item("hazards", code, if wkt.is_empty() { anywhere } else { wkt }, facts);
    let on_x = "road_code=X001411024";
    let world = world_with(vec![
        hazard("a", "", &format!("{on_x}; from_chainage=K1+000; found_on=2026-06-15")),
        hazard("b found later", "", &format!("{on_x}; from_chainage=K1+000; found_on=2026-06-16")),
        hazard("c treated", "", &format!("{on_x}; from_chainage=K1+000; found_on=2026-01-01; treated_on=2026-06-15")),
        hazard("d treated later", "", &format!("{on_x}; from_chainage=K1+000; treated_on=2026-06-16")),
        hazard(
            "e crosses the end of the post's stretch",
            "",
            &format!("{on_x}; from_chainage=K3+900; to_chainage=K4+100"),
        ),
        hazard("f on the end itself", "", &format!("{on_x}; from_chainage=K4+000")),
        hazard("g beyond it", "", &format!("{on_x}; from_chainage=K4+001")),
        hazard("h placed by where it lies", "POINT(113.95 34.0301)", on_x),
        hazard("i lies beyond", "POINT(114.05 34.0301)", on_x),
        hazard("k of no road, 11 m off", "POINT(113.95 34.0301)", ""),
        hazard("l of no road, 111 m off", "POINT(113.95 34.031)", ""),
        hazard("m of another road", "", "road_code=Y001411024; from_chainage=K1+000"),
    ]);
    let mine = ["a", "d treated later", "e crosses the end of the post's stretch", "f on the end itself"];
    let mut found = codes(&sheet(&world, "R-county-1").hazards);
    found.sort_unstable();
    let mut expected = [&mine[..], &["h placed by where it lies", "k of no road, 11 m off"]].concat();
    expected.sort_unstable();
    assert_eq!(found, expected);
    // The county's general post has them all, but those that are not open; of what lies on no road what is in
    // its area.
    assert_eq!(codes(&sheet(&world, "G-county").hazards).len(), 10);
    assert_eq!(codes(&sheet(&world, "R-west").hazards), [""; 0], "nothing is assigned to it on the day");
}

#[test]
fn lengths_and_grades_of_a_sheet_add_up() {
    let survey =
        |code: &str, facts: &str| item("condition_surveys", code, "", &format!("road_code=X001411024; {facts}"));
    let world = world_with(vec![
        survey("1", "from_chainage=K0+000; to_chainage=K1+000; surveyed_on=2025-05-01; mqi=95"),
        survey("2", "from_chainage=K1+000; to_chainage=K3+000; surveyed_on=2025-05-01; mqi=75"),
        survey("3", "from_chainage=K1+000; to_chainage=K2+000; surveyed_on=2026-06-16; mqi=10"),
    ]);
    let county = sheet(&world, "R-county-1");
    assert_eq!((county.metres, county.condition.metres), ([4000, 0, 0], [1000, 0, 2000, 0, 0]));
    assert!((county.condition.mean_index().unwrap() - (95.0 + 2.0 * 75.0) / 3.0).abs() < 1e-9);
    let grades: Vec<_> = county.row_conditions.iter().map(|row| row.map(|(grade, _)| grade.word())).collect();
    assert_eq!(grades, [Some("good"), Some("medium")], "85 over X1; K2–K3 of X2");
    // The township has the parts of both segments that lie in it, each metre once.
    let west = sheet(&world, "G-west");
    assert_eq!((west.metres, west.condition.metres), ([4000, 4000, 0], [1000, 0, 2000, 0, 0]));
    let east = sheet(&world, "G-east");
    assert_eq!((east.metres, east.condition.assessed_m(), east.condition.mean_index()), ([4000, 0, 2000], 0, None));
}

#[test]
fn bridges_are_those_in_class_4_or_5_on_the_day() {
    let bridge = |code: &str, facts: &str| {
        item("bridges", code, "POINT(113.95 34.0301)", &format!("road_code=X001411024; chainage=K1+000; {facts}"))
    };
    let rated = |code: &str, bridge: &str, facts: &str| {
        item("bridge_ratings", code, "", &format!("bridge_code={bridge}; {facts}"))
    };
    let world = world_with(vec![
        bridge("poor", "rating=4; rated_on=2025-01-01"),
        bridge("mended since", "rating=2; rated_on=2026-06-16"),
        rated("1", "mended since", "rating=5; rated_on=2024-01-01"),
        bridge("sound", "rating=3; rated_on=2025-01-01"),
        rated("2", "sound", "rating=5; rated_on=2024-01-01"),
        bridge("closed after", "rating=5; rated_on=2025-01-01; disposal_kind=closed; disposed_on=2025-02-01"),
        bridge("removed", "rating=5; rated_on=2025-01-01; disposal_kind=removed; disposed_on=2025-02-01"),
        bridge("not rated", ""),
    ]);
    let sheet = sheet(&world, "R-county-1");
    let found: Vec<(&str, i32)> = sheet.bridges.iter().map(|(thing, class, _)| (thing.row.code(), *class)).collect();
    assert_eq!(found, [("closed after", 5), ("mended since", 5), ("poor", 4)]);
    let due: Vec<&str> = sheet.works_due.iter().map(|due| due.thing.row.code()).collect();
    assert_eq!(due, ["mended since", "poor"], "what was closed after its rating is disposed of");
}

#[test]
fn works_that_are_not_done_are_due_and_say_why() {
    let works = |code: &str, facts: &str| item("works", code, "", facts);
    let world = world_with(vec![
        works(
            "begun",
            "kind=rebuild; road_code=X001411024; from_chainage=K1+000; to_chainage=K2+000; started_on=2026-01-01",
        ),
        works("done", "road_code=X001411024; from_chainage=K1+000; to_chainage=K2+000; completed_on=2026-06-15"),
        works("done later", "road_code=X001411024; from_chainage=K1+000; to_chainage=K2+000; completed_on=2026-06-16"),
        works("failed", "road_code=X001411024; completed_on=2026-01-01; accepted_on=2026-02-01; acceptance=failed"),
        works("planned", "road_code=X001411024; from_chainage=K3+000; to_chainage=K3+500; started_on=2026-07-01"),
        works("elsewhere", "road_code=X001411024; from_chainage=K5+000; to_chainage=K6+000"),
        item("bridges", "B", "POINT(113.95 34.0301)", "road_code=X001411024; chainage=K1+000"),
        works("of a bridge", "bridge_code=B"),
        item("hazards", "H", "POINT(113.95 34.0301)", "road_code=X001411024; from_chainage=K1+000; needed=signs"),
    ]);
    let sheet = sheet(&world, "R-county-1");
    let due: Vec<String> =
        sheet.works_due.iter().map(|due| format!("{}: {}", due.thing.row.code(), due.why.words())).collect();
    let expected = [
        "failed: acceptance failed",
        "begun: not completed",
        "done later: not completed",
        "of a bridge: not completed",
        "planned: not begun",
        "H: hazard not treated",
    ];
    assert_eq!(due, expected);
}

#[test]
fn inspections_are_due_by_the_level_of_the_post_from_the_last_or_from_the_assignment() {
    let inspection = |code: &str, post: &str, at: &str| {
        let facts = format!("post_code={post}; road_code=X001411024; at={at}");
        item("inspections", code, "POINT(113.95 34.0301)", &facts)
    };
    let due = |things: Vec<Item>, post: &str| -> Vec<String> {
        let world = world_with(things);
        let said = |due: &luzhang::queries::post_sheet::InspectionDue| {
            let day = |day: Option<chrono::NaiveDate>| day.map_or("?".to_owned(), |day| day.to_string());
            format!("{} {} {} {}", due.post.code, due.road, day(due.last_on), day(due.due_on))
        };
        sheet(&world, post).inspections_due.iter().map(said).collect()
    };
    // Never, and nobody knows since when it is assigned.
    assert_eq!(due(Vec::new(), "R-county-1"), ["R-county-1 X001411024 ? ?"]);
    // 30 days: due on the thirtieth. One at 00:30 in China is of that day. One after the day does not count.
    let on_time = vec![inspection("1", "R-county-1", "2026-05-17T00:30:00+08:00")];
    assert_eq!(due(on_time, "R-county-1"), [""; 0]);
    let late = vec![
        inspection("1", "R-county-1", "2026-05-16T23:30:00+08:00"),
        inspection("2", "R-county-1", "2026-06-16T09:00:00+08:00"),
        inspection("3", "R-county-2", "2026-06-14T09:00:00+08:00"),
    ];
    assert_eq!(due(late.clone(), "R-county-1"), ["R-county-1 X001411024 2026-05-16 2026-06-15"]);
    // Assigned today, so due in 15 days; the county road has been due for nobody knows how long.
    assert_eq!(due(Vec::new(), "R-east"), ["R-east X001411024 ? ?"]);
    // A general post sees what is due of the route posts on its roads.
    assert_eq!(due(late, "G-county"), ["R-county-1 X001411024 2026-05-16 2026-06-15", "R-east X001411024 ? ?"]);
}
