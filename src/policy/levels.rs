//! Hazards, colours, grades and levels: their words in data, and in Chinese.

use serde::Deserialize;
use serde::Serialize;

use crate::queries::Utility;

/// What leaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hazard {
    Gas,
    Heat,
}

impl From<Utility> for Hazard {
    fn from(utility: Utility) -> Self {
        match utility {
            Utility::Gas => Self::Gas,
            Utility::Heat => Self::Heat,
        }
    }
}

/// The colour of a warning, the mildest first, so that the greatest is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Colour {
    Blue,
    Yellow,
    Orange,
    Red,
}

/// The grade of an accident, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    General,
    Large,
    Major,
    Extraordinary,
}

/// The level of a response, the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    IV,
    III,
    II,
    I,
}

impl Hazard {
    pub fn word(self) -> &'static str {
        match self {
            Self::Gas => "gas",
            Self::Heat => "heat",
        }
    }
}

impl Colour {
    pub fn word(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Orange => "orange",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
        }
    }

    pub fn label_zh(self) -> &'static str {
        match self {
            Self::Red => "红色预警",
            Self::Orange => "橙色预警",
            Self::Yellow => "黄色预警",
            Self::Blue => "蓝色预警",
        }
    }
}

impl Grade {
    pub fn word(self) -> &'static str {
        match self {
            Self::Extraordinary => "extraordinary",
            Self::Major => "major",
            Self::Large => "large",
            Self::General => "general",
        }
    }

    pub fn label_zh(self) -> &'static str {
        match self {
            Self::Extraordinary => "特别重大事故",
            Self::Major => "重大事故",
            Self::Large => "较大事故",
            Self::General => "一般事故",
        }
    }
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Self::I => "I",
            Self::II => "II",
            Self::III => "III",
            Self::IV => "IV",
        }
    }
}
