use super::*;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::geodesic;
use crate::policy::PressureClass;
use crate::policy::Terrain;
use crate::policy::ZoneParameters;
use crate::queries::Utility;
use crate::queries::Zone;
use geo::Intersects;
use geo::Relate;
use geo_types::LineString;
use geo_types::Polygon;
use proptest::prelude::*;

fn at() -> LonLat {
    LonLat::new(113.86, 34.03).unwrap()
}

fn zones(input: &ZoneInput) -> LeakZones {
    leak_zones(ZoneParameters::embedded(), input)
}

/// A leak of natural gas of which all that the models ask for is known.
fn known_leak() -> ZoneInput {
    ZoneInput {
        gas: Some(Gas::NaturalGas),
        pressure_mpa: Some(0.35),
        design_mpa: Some(0.4),
        pressure_class: Some(PressureClass::MediumA),
        hole_mm: Some(20.0),
        diameter_mm: Some(200.0),
        scenario: Some(Scenario::Leak),
        wind_from_deg: Some(0.0),
        wind_ms: Some(3.0),
        stability: Some(Stability::D),
        terrain: Some(Terrain::Urban),
        ..ZoneInput::at(at(), Utility::Gas)
    }
}

fn radii(zones: &LeakZones) -> [Option<f64>; 3] {
    zones.all().map(|zone| zone.radius_m.map(|radius_m| (radius_m * 10.0).round() / 10.0))
}

fn models(zones: &LeakZones) -> [&'static str; 3] {
    zones.all().map(|zone| zone.model)
}

fn not_run(zones: &LeakZones) -> Vec<&'static str> {
    zones.not_run.iter().map(|not_run| not_run.model).collect()
}

fn assumed(zones: &LeakZones) -> Vec<&'static str> {
    zones.assumptions.iter().map(|assumption| assumption.id).collect()
}

fn ring(radius_m: f64) -> Shape {
    let corner = |nth: u32| geodesic::destination(at(), f64::from(nth) * 10.0, radius_m).unwrap().coord();
    Polygon::new((0..36).map(corner).collect(), Vec::new()).into()
}

#[test]
fn a_small_known_leak_has_the_floors_of_its_class_and_says_what_every_model_gave() {
    let found = zones(&known_leak());
    assert_eq!(radii(&found), [Some(30.0), Some(50.0), Some(100.0)]);
    assert_eq!(models(&found), ["floor", "floor", "floor"]);
    assert!(found.all().iter().all(|zone| matches!(zone.zone, Zone::Radius { .. })), "the usual zone is a circle");
    let of =
        |zone: &LeakZone| -> Vec<&'static str> { zone.candidates.iter().map(|candidate| candidate.model).collect() };
    assert_eq!((of(&found.hot), of(&found.warm)), (vec!["floor", "M2", "M4"], vec!["floor", "M4"]));
    // D 200 mm at 0.4 MPa, as in the table.
    assert!((found.hot.candidates[1].radius_m - 12.6).abs() < 0.05);
    assert_eq!(not_run(&found), ["M1", "M5"]);
    assert!(found.outflow_kg_s.is_some_and(|kg_s| kg_s > 0.1 && kg_s < 0.24));
}

#[test]
fn the_plume_wins_where_it_reaches_beyond_the_floors() {
    // 1.4485 kg/s, between the rows of the table for 1 and 5 kg/s.
    let night = ZoneInput {
        hole_mm: Some(50.0),
        pressure_mpa: Some(0.4),
        wind_ms: Some(1.5),
        stability: Some(Stability::F),
        terrain: Some(Terrain::Rural),
        ..known_leak()
    };
    let found = zones(&night);
    assert_eq!(models(&found), ["M4", "M4", "M4"]);
    let [hot, warm, cordon] = found.all().map(|zone| zone.radius_m.unwrap());
    assert!(hot > 143.0 && hot < 331.0 && warm > 230.0 && warm < 540.0, "{hot} {warm}");
    assert_eq!(cordon.to_bits(), warm.to_bits());
    assert_eq!(found.warm.parameters["percent_by_volume"], 1.0);
    assert_eq!(found.warm.parameters["choked"], true);
    assert!(found.cordon.why.contains("no narrower than the warm zone"), "{}", found.cordon.why);
}

#[test]
fn the_impact_radius_of_a_high_pressure_main_is_its_hot_zone_and_widens_the_others() {
    let main = ZoneInput {
        design_mpa: Some(6.894_757),
        pressure_mpa: None,
        pressure_class: Some(PressureClass::HighA),
        diameter_mm: Some(762.0),
        hole_mm: None,
        ..known_leak()
    };
    let found = zones(&main);
    assert_eq!(radii(&found), [Some(199.5), Some(199.5), Some(300.0)]);
    assert_eq!(models(&found), ["M2", "M2", "floor"]);
    assert!(found.warm.why.contains("no narrower than the hot zone"));
}

#[test]
fn where_nothing_is_known_the_widest_floors_and_the_isolation_distance_stand() {
    let found = zones(&ZoneInput::at(at(), Utility::Gas));
    assert_eq!(radii(&found), [Some(100.0), Some(150.0), Some(300.0)]);
    assert_eq!(not_run(&found), ["M2", "M3", "M4", "M5"]);
    assert_eq!(
        found.cordon.candidates.last().map(|candidate| (candidate.model, candidate.radius_m)),
        Some(("M1", 100.0))
    );
    assert_eq!(assumed(&found), ["DC17", "gas", "pressure-class"]);
    assert!(found.not_run[0].why.contains("diameter_mm is not known"));
}

#[test]
fn a_leak_whose_hole_is_not_known_is_isolated() {
    let low = ZoneInput {
        pressure_class: Some(PressureClass::Low),
        pressure_mpa: Some(0.003),
        design_mpa: Some(0.009),
        ..known_leak()
    };
    let found = zones(&ZoneInput { hole_mm: None, ..low });
    assert_eq!(radii(&found), [Some(20.0), Some(30.0), Some(100.0)]);
    assert_eq!(models(&found), ["floor", "floor", "M1"]);
    assert_eq!(not_run(&found), ["M3", "M4", "M5"]);
    assert!(found.cordon.why.contains("the hole is not known"));
}

#[test]
fn a_pressure_that_is_not_known_is_the_highest_of_its_class_and_a_rupture_is_of_full_bore() {
    let rupture = ZoneInput {
        pressure_mpa: None,
        design_mpa: None,
        hole_mm: None,
        scenario: Some(Scenario::Rupture),
        ..known_leak()
    };
    let found = zones(&rupture);
    // 200 mm at 0.4 MPa: the last row of the table.
    assert!((found.outflow_kg_s.unwrap() - 23.18).abs() < 0.005);
    assert_eq!(assumed(&found)[..3], ["DC17", "pressure", "hole"]);
    let text = &found.assumptions[1].text;
    assert!(text.contains("0.4 MPa") && text.contains("medium_a"), "{text}");
}

#[test]
fn a_rupture_is_cleared_downwind_and_all_round_where_the_wind_is_not_known() {
    let rupture = ZoneInput { scenario: Some(Scenario::Rupture), wind_from_deg: Some(300.0), ..known_leak() };
    let found = zones(&rupture);
    let Zone::Any(parts) = &found.cordon.zone else { panic!("{:?}", found.cordon.zone) };
    let Zone::Sector { radius_m, towards_deg, half_angle_deg, .. } = parts[1] else { panic!("{parts:?}") };
    assert_eq!((radius_m, towards_deg, half_angle_deg), (800.0, 120.0, 30.0));
    assert_eq!(
        (found.cordon.radius_m, found.cordon.parameters["downwind"]["radius_m"].as_f64()),
        (Some(100.0), Some(800.0))
    );
    assert!(found.cordon.shape.intersects(&geodesic::destination(at(), 120.0, 799.0).unwrap().coord()));
    assert!(!found.cordon.shape.intersects(&geodesic::destination(at(), 300.0, 150.0).unwrap().coord()));

    let light = zones(&ZoneInput { wind_ms: Some(1.9), ..rupture.clone() });
    assert_eq!(light.cordon.parameters["downwind"]["half_angle_deg"], 45.0);
    for unknown in
        [ZoneInput { wind_from_deg: None, ..rupture.clone() }, ZoneInput { wind_ms: Some(0.2), ..rupture.clone() }]
    {
        let found = zones(&unknown);
        assert_eq!((found.cordon.radius_m, found.cordon.model), (Some(800.0), "M1"));
        assert!(matches!(found.cordon.zone, Zone::Radius { .. }) && assumed(&found).contains(&"wind-direction"));
    }
}

#[test]
fn lpg_has_no_plume_and_no_impact_radius() {
    let found = zones(&ZoneInput { gas: Some(Gas::Lpg), ..known_leak() });
    assert_eq!(not_run(&found), ["M2", "M3", "M4", "M5"]);
    assert!(found.outflow_kg_s.is_none() && found.cordon.candidates.iter().any(|candidate| candidate.model == "M1"));

    let station = ZoneInput { facilities: ["lpg_station".to_owned()].into(), ..ZoneInput::at(at(), Utility::Gas) };
    assert_eq!(radii(&zones(&station)), [Some(100.0), Some(300.0), Some(800.0)]);
    assert_eq!(not_run(&zones(&station)), ["M2", "M3", "M4", "M5"]);
}

#[test]
fn a_tank_in_fire_is_cleared_for_a_mile() {
    let fire = ZoneInput { scenario: Some(Scenario::TankerFire), gas: Some(Gas::Lpg), ..known_leak() };
    assert_eq!((zones(&fire).cordon.radius_m, zones(&fire).cordon.model), (Some(1600.0), "M1"));
    let tanker = ZoneInput { scenario: Some(Scenario::Tanker), gas: Some(Gas::Lpg), ..known_leak() };
    assert_eq!(zones(&tanker).cordon.parameters["downwind"]["radius_m"], 800.0);
}

#[test]
fn heat_has_fixed_distances_and_no_model() {
    let heat = |heat_network| zones(&ZoneInput { heat_network, ..ZoneInput::at(at(), Utility::Heat) });
    assert_eq!(radii(&heat(Some(HeatNetwork::Secondary))), [Some(5.0), Some(10.0), Some(20.0)]);
    let unknown = heat(None);
    assert_eq!((radii(&unknown), models(&unknown)), ([Some(10.0), Some(20.0), Some(50.0)], ["fixed"; 3]));
    assert_eq!(assumed(&unknown), ["heat-zones", "heat-network"]);
    assert_eq!(not_run(&unknown), ["M1", "M2", "M3", "M4", "M5"]);
}

#[test]
fn what_the_commander_drew_supersedes_the_cordon_and_still_holds_the_warm_zone() {
    let drawn = zones(&ZoneInput { cordon: Some(ring(60.0)), ..known_leak() });
    assert_eq!((drawn.cordon.model, drawn.cordon.radius_m), ("M0", None));
    assert!(matches!(drawn.cordon.zone, Zone::Area(_)) && drawn.cordon.shape == ring(60.0));
    assert!(drawn.cordon.why.contains("the computed cordon had 100.0 m by floor"), "{}", drawn.cordon.why);

    let tight = zones(&ZoneInput { cordon: Some(ring(40.0)), ..known_leak() });
    assert!(matches!(&tight.cordon.zone, Zone::Any(parts) if parts.len() == 2), "{:?}", tight.cordon.zone);
    assert!(assumed(&tight).contains(&"M0-warm"));
    assert!(tight.cordon.shape.intersects(&geodesic::destination(at(), 5.0, 49.9).unwrap().coord()));
}

#[test]
fn conduits_are_a_part_of_the_cordon_only_where_they_leave_it() {
    let line = |metres: f64| -> LineString {
        [0.0, metres].map(|metres| geodesic::destination(at(), 90.0, metres).unwrap().coord()).to_vec().into()
    };
    let low = ZoneInput {
        pressure_class: Some(PressureClass::Low),
        pressure_mpa: Some(0.005),
        design_mpa: Some(0.009),
        hole_mm: Some(5.0),
        ..known_leak()
    };
    let inside = zones(&ZoneInput { conduits: vec![line(40.0)], ..low.clone() });
    assert!(matches!(inside.cordon.zone, Zone::Radius { .. }) && assumed(&inside).contains(&"M5"));
    let beyond = zones(&ZoneInput { conduits: vec![line(50.0)], ..low });
    assert_eq!(beyond.cordon.radius_m, Some(50.0));
    assert!(matches!(&beyond.cordon.zone, Zone::Any(parts) if matches!(parts[1], Zone::NearLine { .. })));
    assert!(beyond.cordon.shape.intersects(&geodesic::destination(at(), 90.0, 54.9).unwrap().coord()));
    assert!(beyond.cordon.why.contains("M5"));
}

#[test]
fn numbers_that_say_nothing_are_taken_as_unknown() {
    let nonsense = ZoneInput {
        pressure_mpa: Some(f64::NAN),
        design_mpa: Some(-1.0),
        hole_mm: Some(0.0),
        diameter_mm: Some(f64::INFINITY),
        wind_ms: Some(-3.0),
        wind_from_deg: Some(f64::NAN),
        pressure_class: None,
        ..known_leak()
    };
    assert_eq!(radii(&zones(&nonsense)), [Some(100.0), Some(150.0), Some(300.0)]);
    let absurd = ZoneInput { design_mpa: Some(1e9), diameter_mm: Some(1e9), ..known_leak() };
    assert_eq!(zones(&absurd).hot.radius_m, Some(50_000.0));
}

fn any_input() -> impl Strategy<Value = ZoneInput> {
    let choice = |words: &[&'static str]| prop::option::of(prop::sample::select(words.to_vec()));
    let facts = (
        prop::option::of(0.0..7.0_f64),
        prop::option::of(0.0..600.0_f64),
        prop::option::of(10.0..800.0_f64),
        prop::option::of(0.0..360.0_f64),
        prop::option::of(0.0..12.0_f64),
        prop::option::of(20.0..900.0_f64),
    );
    let words = (
        choice(&["natural_gas", "lpg"]),
        choice(&["leak", "rupture", "tanker", "tanker_fire"]),
        choice(&["low", "medium_b", "medium_a", "subhigh_b", "subhigh_a", "high_b", "high_a"]),
        choice(&["D", "F"]),
        choice(&["gate_station", "lpg_station", "trench"]),
    );
    (facts, words, any::<bool>()).prop_map(|(facts, words, is_gas)| {
        let (pressure_mpa, hole_mm, diameter_mm, wind_from_deg, wind_ms, drawn_m) = facts;
        let (gas, scenario, class, stability, facility) = words;
        ZoneInput {
            gas: gas.and_then(Gas::read),
            scenario: scenario.and_then(Scenario::read),
            pressure_class: class.and_then(PressureClass::read),
            stability: stability.and_then(Stability::read),
            facilities: facility.map(str::to_owned).into_iter().collect(),
            pressure_mpa,
            hole_mm,
            diameter_mm,
            wind_from_deg,
            wind_ms,
            cordon: drawn_m.map(ring),
            ..ZoneInput::at(at(), if is_gas { Utility::Gas } else { Utility::Heat })
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn each_zone_lies_in_the_next_and_the_same_leak_has_the_same_zones(input in any_input()) {
        let found = zones(&input);
        let (hot, warm) = (found.hot.radius_m.unwrap(), found.warm.radius_m.unwrap());
        prop_assert!(hot > 0.0 && hot <= warm && found.cordon.radius_m.is_none_or(|cordon| warm <= cordon), "{found:?}");
        prop_assert!(found.cordon.shape.relate(&found.hot.shape).is_covers() || found.cordon.model == "M0");
        for shape in found.all().map(|zone| &zone.shape) {
            prop_assert_eq!(crate::geom::faults::fault_of(shape), None);
        }
        prop_assert_eq!(format!("{:?}", zones(&input)), format!("{found:?}"));
    }
}
