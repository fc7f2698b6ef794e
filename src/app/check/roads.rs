//! Codes of roads: the county that they name, and what they say of the class.

use crate::app::check::Finding;
use crate::app::check::place_of;
use crate::world::World;

/// The class that the letter of a code says (GB/T 917).
fn class_of(letter: u8) -> Option<&'static str> {
    Some(match letter {
        b'G' => "national",
        b'S' => "provincial",
        b'X' => "county",
        b'Y' => "township",
        b'C' => "village",
        b'Z' => "special",
        _ => return None,
    })
}

/// Codes that name a county which is not there, or that say another class than is recorded. That a road of
/// a class has no code of its form is a fault of the record.
pub(super) fn codes(world: &World, found: &mut Vec<Finding>) {
    for row in world.named("roads").rows() {
        let Some((says, county)) = read(row.code()) else { continue };
        let mut push = |rule, problem| {
            found.push(Finding { rule, collection: "roads", code: row.code().to_owned(), problem, at: place_of(row) });
        };
        match row.text("class") {
            None => push(
                "road_class",
                format!("has the code of a {says} road, but no class is recorded: it counts nowhere"),
            ),
            // Another class of classified roads is a fault of the record.
            Some(class @ ("urban" | "other")) => {
                push("road_class", format!("has the code of a {says} road, but is recorded as {class}"));
            }
            Some(_) => {}
        }
        // Roads of nation and province have `000000` or the code of a province where they have no county.
        let is_above = matches!(says, "national" | "provincial") && (county == "000000" || county.ends_with("0000"));
        let areas = world.jurisdictions();
        if !is_above && !areas.is_empty() && areas.find(county).is_none() {
            push("road_county", format!("names the county {county}, which is not among the jurisdictions"));
        }
    }
}

/// Class and county of a code that has the form of a classified road's: a letter, three digits or capitals,
/// six digits.
fn read(code: &str) -> Option<(&'static str, &str)> {
    let bytes = code.as_bytes();
    let has_form = bytes.len() == 10
        && bytes[1..4].iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        && bytes[4..].iter().all(u8::is_ascii_digit);
    if !has_form {
        return None;
    }
    Some((class_of(bytes[0])?, &code[4..]))
}
