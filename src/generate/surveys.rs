//! Condition surveys by the kilometre, and the preferred ways to towns, villages and hamlets.

use std::collections::BTreeMap;

use crate::domain::Record;
use crate::generate::county::County;
use crate::generate::dice::Dice;
use crate::generate::draft::Draft;
use crate::generate::draft::collection;
use crate::generate::draft::date;
use crate::generate::draft::day_within;
use crate::generate::grades;
use crate::generate::numbers::real;
use crate::generate::paths;
use crate::generate::segments;
use crate::generate::segments::Segment;
use crate::generate::skeleton::Class;
use crate::geom::Chainage;

const UNIT_MM: u32 = 1_000_000;

/// County roads every other year, township roads in two years: whole kilometres and the rest.
pub fn survey_records(county: &County) -> Vec<Record> {
    let mut records = Vec::new();
    for route in &county.routes {
        let years: &[i32] = match route.class {
            Class::County => &[2020, 2022, 2023, 2024, 2025],
            Class::Township => &[2022, 2025],
            _ => continue,
        };
        for year in years {
            let mut dice = Dice::of(county.seed, "surveys", &format!("{} {year}", route.code));
            if route.class == Class::Township && dice.chance(0.3) {
                continue;
            }
            let on = day_within(&mut dice, date(*year, 4, 1), date(*year, 10, 31));
            let is_automatic = route.class == Class::County || dice.chance(0.5);
            let end = route.chainages[route.chainages.len() - 1];
            let mut from = 0;
            while from < end {
                // What is left at the end goes with the last kilometre when it is short.
                let to = if end - from < UNIT_MM + UNIT_MM / 3 { end } else { from + UNIT_MM };
                let (mqi, pqi) = segments::indices(&mut dice, year - 2012);
                let pci = (pqi + 4.0 * dice.bell()).clamp(30.0, 100.0);
                let rqi = (pqi + 3.0 * dice.bell()).clamp(30.0, 100.0);
                // JTG 5210-2018: RQI falls with IRI; a straight line near the middle of its range.
                let iri = ((100.0 - rqi) * 0.17 + 1.0).max(0.8);
                records.push(
                    Draft::new(
                        collection("condition_surveys"),
                        format!("{}-{year}-{:03}", route.code, from / UNIT_MM + 1),
                    )
                    .valid_from(on)
                    .set("road_code", &route.code)
                    .set("from_chainage", Chainage::from_mm(from))
                    .set("to_chainage", Chainage::from_mm(to))
                    .set("surveyed_on", on)
                    .set("method", if is_automatic { "automatic" } else { "manual" })
                    .set("mqi", mqi)
                    .set("pqi", pqi)
                    .set("pci", real::rounded(pci, 1))
                    .set("rqi", real::rounded(rqi, 1))
                    .set("iri", is_automatic.then_some(real::rounded(iri, 2)))
                    .done(),
                );
                from = to;
            }
        }
    }
    records
}

/// Seat to town, town to village, village to hamlet; some were never entered.
pub fn access_records(county: &County) -> Vec<Record> {
    let (net, territory) = (&county.net, &county.territory);
    let mut by_edge: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (nth, segment) in county.segments.iter().enumerate().filter(|(_, segment)| !segment.is_shared) {
        by_edge.entry(segment.edge).or_default().push(nth);
    }
    let links = net.links(|edge| match edge.class {
        Class::Village => 1.25,
        Class::Township => 1.05,
        _ => 0.9,
    });
    let mut dice = Dice::of(county.seed, "access", county.code);
    let mut records = Vec::new();
    let mut add = |target: &str, start: usize, way: &[usize]| {
        let mut at = start;
        let mut codes: Vec<String> = Vec::new();
        for edge in way {
            let road = &net.edges[*edge];
            let is_along = road.nodes[0] == at;
            at = if is_along { road.nodes[1] } else { road.nodes[0] };
            let mut on_edge: Vec<&Segment> = by_edge[edge].iter().map(|nth| &county.segments[*nth]).collect();
            // Segments run as their route does, which may be against the way.
            let step = county.routes[on_edge[0].route].step_at(on_edge[0].corners[0]);
            if step.is_reversed == is_along {
                on_edge.reverse();
            }
            codes.extend(on_edge.into_iter().map(|segment| segment.code.clone()));
        }
        let on = day_within(&mut dice, date(2019, 1, 1), date(2023, 12, 31));
        if !codes.is_empty() && !dice.chance(0.01) {
            records.push(
                Draft::new(collection("access_routes"), format!("TD{target}"))
                    .valid_from(on)
                    .set("target_code", target)
                    .set("road_segment_codes", codes)
                    .set("recorded_on", on)
                    .done(),
            );
        }
    };
    let seat = net.crossroads[&(0, 0)];
    let from_seat = paths::Tree::from(net.nodes.len(), &links, seat);
    for (nth, township) in territory.townships.iter().enumerate() {
        let town = grades::town_node(net, territory, &county.hamlets, nth);
        add(township.division.code, seat, &from_seat.way_to(town));
        let tree = paths::Tree::from(net.nodes.len(), &links, town);
        for village in township.villages.clone() {
            let own: Vec<usize> =
                (0..county.hamlets.len()).filter(|hamlet| county.hamlets[*hamlet].village == village).collect();
            let Some(main) = own.first() else { continue };
            add(territory.villages[village].division.code, town, &tree.way_to(net.hamlets[*main]));
            let inside = paths::Tree::from(net.nodes.len(), &links, net.hamlets[*main]);
            for hamlet in &own[1..] {
                add(&county.hamlet_code(*hamlet), net.hamlets[*main], &inside.way_to(net.hamlets[*hamlet]));
            }
        }
    }
    records
}
