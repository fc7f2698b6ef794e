//! Who answers for a place, a segment and a bridge, with who manages marked.

use luzhang::geom::LonLat;
use luzhang::queries::chiefs::Subject;
use luzhang::queries::chiefs::answering;

use crate::chiefs::TODAY;
use crate::chiefs::areas;
use crate::chiefs::assignments;
use crate::chiefs::posts;
use crate::chiefs::roads;
use crate::support::day;
use crate::support::item;
use crate::support::world_of;

/// Posts with `*` for those that manage the road, the part that they hold, and `?` where it is not certain.
fn posts_of(subject: &Subject, on: &str) -> Vec<String> {
    let mut items = [areas(), roads(), posts(), assignments()].concat();
    items.extend([
        item("bridges", "B1", "POINT(113.995 34.0301)", "road_code=X001411024; chainage=K3+500"),
        item("bridges", "B2", "POINT(114.055 34.0301)", "road_code=X001411024"),
        item("bridges", "B3", "POINT(114.04 34.0101)", ""),
        item("bridges", "B4", "POINT(114.07 34.0801)", "road_code=G311411024"),
        item("assignments", "A8", "", "post_code=R-east; road_code=Y002411024; from_chainage=K0+500"),
    ]);
    let world = world_of(items);
    let found = answering(&world, subject, day(on)).unwrap();
    let said = |answers: &luzhang::queries::chiefs::Answers| {
        let managing = if answers.is_managing { "*" } else { "" };
        let part = answers.part.map_or(String::new(), |part| format!(" {}–{}", part.from(), part.to()));
        format!("{}{managing}{part}{}", answers.post.code, if answers.is_certain { "" } else { " ?" })
    };
    found.posts.iter().map(said).collect()
}

fn segment(code: &str) -> Subject {
    Subject::Segment(code.to_owned())
}

fn bridge(code: &str) -> Subject {
    Subject::Bridge(code.to_owned())
}

#[test]
fn a_segment_has_the_posts_of_each_of_its_parts() {
    // Its middle lies on the border: both townships. A township's general post manages no county road.
    let expected =
        ["G-county*", "G-east", "G-south", "G-west", "R-county-1* K2+000–K4+000", "R-county-2* K3+000–K6+000"];
    assert_eq!(posts_of(&segment("X2"), TODAY), expected);
    assert_eq!(posts_of(&segment("C1"), TODAY), ["G-county", "G-east*", "R-east*"]);
    // On the day before the assignment is not in force.
    assert_eq!(posts_of(&segment("C1"), "2026-06-14"), ["G-county", "G-east*"]);
}

#[test]
fn what_may_cover_a_segment_without_chainage_is_not_certain() {
    let north = ["G-county", "G-west*", "R-east* ?"];
    assert_eq!(posts_of(&segment("Y2"), TODAY), north);
}

#[test]
fn a_bridge_has_the_posts_of_its_place_on_its_road() {
    let on_overlap = ["G-county*", "G-south", "G-west", "R-county-1*", "R-county-2*"];
    assert_eq!(posts_of(&bridge("B1"), TODAY), on_overlap);
    // Where its chainage is not recorded, where it lies decides; where its road is not, the nearest does.
    assert_eq!(posts_of(&bridge("B2"), TODAY), ["G-county*", "G-east", "R-east"]);
    assert_eq!(posts_of(&bridge("B3"), TODAY), ["G-county", "G-east*", "R-east*"]);
    assert_eq!(posts_of(&bridge("B4"), TODAY), [""; 0], "a national road is nobody's here");
    let world = world_of(areas());
    assert!(answering(&world, &bridge("B1"), day(TODAY)).unwrap_err().to_string().contains("`B1`"));
}

#[test]
fn a_place_has_those_that_locate_tells() {
    let place = Subject::Place(LonLat::new(113.995, 34.0301).unwrap());
    let expected = ["G-county*", "G-south", "G-west", "R-county-1*", "R-county-2*"];
    assert_eq!(posts_of(&place, TODAY), expected);
}
