//! By what an index is graded, and how one is derived where only its parts were measured.

use crate::world::Survey;

/// Which index a piece is judged by; the one to go by comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Index {
    Mqi,
    Pqi,
    /// PQI derived from PCI and RQI (or IRI).
    Derived,
}

impl Index {
    pub fn word(self) -> &'static str {
        match self {
            Self::Mqi => "mqi",
            Self::Pqi => "pqi",
            Self::Derived => "derived",
        }
    }
}

/// The best comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    Excellent,
    Good,
    Medium,
    Poor,
    Bad,
}

impl Grade {
    pub const ALL: [Self; 5] = [Self::Excellent, Self::Good, Self::Medium, Self::Poor, Self::Bad];

    pub fn word(self) -> &'static str {
        match self {
            Self::Excellent => "excellent",
            Self::Good => "good",
            Self::Medium => "medium",
            Self::Poor => "poor",
            Self::Bad => "bad",
        }
    }
}

/// What indices are judged by.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// The least index of every grade but the last; the bound belongs to the better grade.
    pub least: [f64; 4],
    /// `None`: an index is never derived.
    pub derivation: Option<Derivation>,
}

/// PQI of roads of classes 2 to 4 and below, from PCI and RQI. Better classes need what surveys of rural
/// roads do not give (ruts, skid resistance): nothing is derived for them, nor where the class is unknown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Derivation {
    pub pci_weight: f64,
    pub rqi_weight: f64,
    /// RQI = 100 / (1 + a0·e^(a1·IRI)).
    pub a0: f64,
    pub a1: f64,
}

impl Scale {
    pub fn grade(&self, index: f64) -> Grade {
        let at = self.least.iter().position(|least| index >= *least).unwrap_or(4);
        Grade::ALL[at]
    }

    /// `None` where a part is missing, or the class is not one of those that it is derived for.
    pub fn derived_pqi(&self, technical_class: Option<&str>, survey: &Survey) -> Option<f64> {
        let derivation = self.derivation.as_ref()?;
        if !["2", "3", "4", "substandard"].contains(&technical_class?) {
            return None;
        }
        let rqi = survey.rqi.or_else(|| survey.iri.map(|iri| derivation.rqi(iri)))?;
        Some(derivation.pci_weight * survey.pci? + derivation.rqi_weight * rqi)
    }
}

impl Derivation {
    /// From the roughness in m/km.
    pub fn rqi(&self, iri: f64) -> f64 {
        100.0 / (1.0 + self.a0 * (self.a1 * iri).exp())
    }
}
