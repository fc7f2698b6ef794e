//! The fields of a leak report, each with what it may hold.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Holds {
    YesOrNo,
    /// A number within bounds that belong to it, in the unit of the field's name.
    Number {
        least: f64,
        most: f64,
    },
    /// As a number, but the lower bound does not belong to it: a hole has a size.
    NumberAbove {
        above: f64,
        most: f64,
    },
    /// A whole number from 0.
    Count {
        most: u32,
    },
    OneOf(&'static [&'static str]),
}

use Holds::Count;
use Holds::Number;
use Holds::NumberAbove;
use Holds::OneOf;
use Holds::YesOrNo;

/// Pure gas, in percent of its lower explosive limit: methane at 5.0 %vol, LPG at 1.8 %vol.
pub const PURE_METHANE_LEL: f64 = 2_000.0;
pub const PURE_LPG_LEL: f64 = 5_600.0;

pub const FACILITIES: &[&str] = &[
    "gate_station",
    "storage_station",
    "mother_station",
    "filling_station",
    "lpg_station",
    "trunk_main",
    "buried_main",
    "overhead_line",
    "district_regulator",
    "small_regulator",
    "box_regulator",
    "high_rise",
    "multi_storey",
    "public_underground_space",
    "residential_garage",
    "trench",
];

/// Facts that the plans' criteria ask for.
pub const FACTS: &[(&str, Holds)] = &[
    ("gas", OneOf(&["natural_gas", "lpg"])),
    ("facility", OneOf(FACILITIES)),
    ("road_above", OneOf(&["trunk", "secondary", "residential", "none"])),
    ("several_households", YesOrNo),
    ("lel_percent", Number { least: 0.0, most: PURE_LPG_LEL }),
    ("trend", OneOf(&["falling", "stable", "rising", "rapid"])),
    ("controlled", YesOrNo),
    ("large_area", YesOrNo),
    ("large_amount", YesOrNo),
    ("third_party_damage", YesOrNo),
    ("threatens_residents", YesOrNo),
    ("works_in_protection_range", YesOrNo),
    ("in_main_city", YesOrNo),
    ("simultaneous_leaks", Count { most: 10_000 }),
    ("gate_outlet_mpa", Number { least: 0.0, most: 10.0 }),
    ("medium_network_mpa", Number { least: 0.0, most: 10.0 }),
    ("magnitude", Number { least: 0.0, most: 10.0 }),
    ("disaster", OneOf(&["none", "major", "extraordinary"])),
    ("households_out", Count { most: 100_000_000 }),
    ("outage_hours", Number { least: 0.0, most: 8_784.0 }),
    ("elapsed_hours", Number { least: 0.0, most: 8_784.0 }),
    ("deaths", Count { most: 10_000_000 }),
    ("serious_injuries", Count { most: 10_000_000 }),
    ("loss_10k_cny", Number { least: 0.0, most: 1e9 }),
    ("secondary_disaster", YesOrNo),
    ("crowded_place_casualties", YesOrNo),
    ("headquarters_judgement", OneOf(&["red", "orange", "yellow", "blue"])),
    ("special_period", YesOrNo),
    ("city_enterprise", YesOrNo),
];

/// What the models of the zones ask for beside.
pub const MODEL_INPUTS: &[(&str, Holds)] = &[
    ("pressure_mpa", Number { least: 0.0, most: 10.0 }),
    ("hole_mm", NumberAbove { above: 0.0, most: 2_000.0 }),
    ("diameter_mm", NumberAbove { above: 0.0, most: 2_000.0 }),
    ("scenario", OneOf(&["leak", "rupture", "tanker", "tanker_fire"])),
    ("wind_from_deg", Number { least: 0.0, most: 360.0 }),
    ("wind_ms", Number { least: 0.0, most: 75.0 }),
    ("stability", OneOf(&["D", "F"])),
    ("terrain", OneOf(&["urban", "rural"])),
];

/// Read each in its own way.
pub const OTHERS: &[&str] = &["hazard", "at", "pipe", "node", "unusable_valves", "cordon"];

impl Holds {
    /// In words, for a refusal.
    pub fn words(self) -> String {
        match self {
            YesOrNo => "give true or false; leave it out when it is not known".to_owned(),
            Number { least, most } => format!("give a number from {least} to {most}"),
            NumberAbove { above, most } => format!("give a number above {above}, up to {most}"),
            Count { most } => format!("give a whole number from 0 to {most}"),
            OneOf(words) => format!("give one of {}", words.join(", ")),
        }
    }
}
