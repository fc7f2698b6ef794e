//! What makes a segment good enough, and better than another.

use crate::world::Segment;

/// Technical classes (JTG B01); the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TechnicalClass {
    Substandard,
    Four,
    Three,
    Two,
    One,
    Expressway,
}

impl TechnicalClass {
    /// From the code list `technical_class`.
    pub fn read(text: &str) -> Option<Self> {
        Some(match text {
            "substandard" => Self::Substandard,
            "4" => Self::Four,
            "3" => Self::Three,
            "2" => Self::Two,
            "1" => Self::One,
            "expressway" => Self::Expressway,
            _ => return None,
        })
    }
}

/// The least that every segment of a way must give; the bound itself is enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Standard {
    TechnicalClass(TechnicalClass),
    /// Of the pavement, not of the roadbed; metres.
    PavementWidth(f64),
    /// Asphalt, cement, simple paving and blocks, as in the provincial export of hamlets (rules F3); gravel and earth
    /// are not, and of another surface nobody can tell.
    Hardened,
}

impl Standard {
    /// `None` is unknown.
    pub fn is_met_by(&self, segment: &Segment) -> Option<bool> {
        let quality = self.quality(segment)?;
        Some(quality >= self.least())
    }

    /// Above 0, and greater is better; `None` is unknown.
    pub fn quality(&self, segment: &Segment) -> Option<u32> {
        let facts = &segment.facts;
        match self {
            Self::TechnicalClass(_) => {
                facts.technical_class.as_deref().and_then(TechnicalClass::read).map(|class| class as u32 + 1)
            }
            Self::PavementWidth(_) => facts.pavement_width_m.map(millimetres),
            Self::Hardened => match facts.surface.as_deref()? {
                "asphalt" | "cement" | "simple_paved" | "block" => Some(2),
                "gravel" | "earth" => Some(1),
                _ => None,
            },
        }
    }

    fn least(&self) -> u32 {
        match self {
            Self::TechnicalClass(least) => *least as u32 + 1,
            Self::PavementWidth(least_m) => millimetres(*least_m),
            Self::Hardened => 2,
        }
    }
}

/// One more than whole millimetres, so that no width is 0.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to where it fits")]
fn millimetres(width_m: f64) -> u32 {
    (width_m * 1000.0).round().clamp(0.0, 1e9) as u32 + 1
}
