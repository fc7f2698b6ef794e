//! What is known of a leak when its zones are drawn. What is left out is unknown.

use std::collections::BTreeSet;

use geo_types::LineString;

use crate::geom::LonLat;
use crate::geom::Shape;
use crate::policy::PressureClass;
use crate::policy::Terrain;
use crate::queries::Utility;

/// Of numbers, those that can be: pressures, widths and winds are finite and not negative.
#[derive(Clone, Debug)]
pub struct ZoneInput {
    pub at: LonLat,
    /// Whose pipe leaks: gas spreads, heat does not.
    pub hazard: Utility,
    pub gas: Option<Gas>,
    /// At which it leaks, gauge: measured, or the operating pressure.
    pub pressure_mpa: Option<f64>,
    /// The highest that the pipe is allowed, gauge.
    pub design_mpa: Option<f64>,
    pub pressure_class: Option<PressureClass>,
    pub hole_mm: Option<f64>,
    pub diameter_mm: Option<f64>,
    /// Words of the report's `facility`.
    pub facilities: BTreeSet<String>,
    pub scenario: Option<Scenario>,
    /// A large amount leaks, as somebody at the scene says.
    pub large_release: Option<bool>,
    pub heat_network: Option<HeatNetwork>,
    /// Where the wind comes from, degrees clockwise from north.
    pub wind_from_deg: Option<f64>,
    pub wind_ms: Option<f64>,
    pub stability: Option<Stability>,
    pub terrain: Option<Terrain>,
    /// What the commander drew: a sound polygon or multipolygon in degrees, as `Zone::area` takes it.
    pub cordon: Option<Shape>,
    /// What gas may follow: the parts of conduits that [`crate::emergency::zones::conduits_near`] finds, in degrees.
    pub conduits: Vec<LineString<f64>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gas {
    NaturalGas,
    Lpg,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    Leak,
    Rupture,
    Tanker,
    TankerFire,
}

/// Classes of Pasquill: neutral, and stable as on a clear still night.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stability {
    D,
    F,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeatNetwork {
    Primary,
    Secondary,
}

impl ZoneInput {
    /// A leak of which nothing is known but the place and what leaks.
    pub fn at(at: LonLat, hazard: Utility) -> Self {
        Self {
            at,
            hazard,
            gas: None,
            pressure_mpa: None,
            design_mpa: None,
            pressure_class: None,
            hole_mm: None,
            diameter_mm: None,
            facilities: BTreeSet::new(),
            scenario: None,
            large_release: None,
            heat_network: None,
            wind_from_deg: None,
            wind_ms: None,
            stability: None,
            terrain: None,
            cordon: None,
            conduits: Vec::new(),
        }
    }
}

impl Gas {
    pub fn read(word: &str) -> Option<Self> {
        [Self::NaturalGas, Self::Lpg].into_iter().find(|gas| gas.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::NaturalGas => "natural_gas",
            Self::Lpg => "lpg",
        }
    }
}

impl Scenario {
    pub fn read(word: &str) -> Option<Self> {
        let all = [Self::Leak, Self::Rupture, Self::Tanker, Self::TankerFire];
        all.into_iter().find(|scenario| scenario.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Leak => "leak",
            Self::Rupture => "rupture",
            Self::Tanker => "tanker",
            Self::TankerFire => "tanker_fire",
        }
    }
}

impl Stability {
    pub fn read(word: &str) -> Option<Self> {
        [Self::D, Self::F].into_iter().find(|class| class.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::D => "D",
            Self::F => "F",
        }
    }
}

impl HeatNetwork {
    pub fn read(word: &str) -> Option<Self> {
        [Self::Primary, Self::Secondary].into_iter().find(|network| network.as_str() == word)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
        }
    }
}
