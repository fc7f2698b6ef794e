//! The pressure classes of gas pipes (GB 50028), from the lowest to the highest.

/// A class of the code list `pressure_class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PressureClass {
    Low,
    MediumB,
    MediumA,
    SubhighB,
    SubhighA,
    HighB,
    HighA,
}

impl PressureClass {
    pub const ALL: [Self; 7] =
        [Self::Low, Self::MediumB, Self::MediumA, Self::SubhighB, Self::SubhighA, Self::HighB, Self::HighA];

    /// `None` for a text that is not in the code list.
    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == code)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::MediumB => "medium_b",
            Self::MediumA => "medium_a",
            Self::SubhighB => "subhigh_b",
            Self::SubhighA => "subhigh_a",
            Self::HighB => "high_b",
            Self::HighA => "high_a",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::collections;

    #[test]
    fn the_classes_are_those_of_the_code_list_in_its_order() {
        let field = collections::named("gas_pipes").unwrap().field("pressure_class").unwrap();
        let codes: Vec<&str> = field.code_list().unwrap().codes.iter().map(|code| code.0).collect();
        assert_eq!(PressureClass::ALL.map(PressureClass::as_str).to_vec(), codes);
        assert!(codes.iter().all(|code| PressureClass::read(code).is_some()));
        assert_eq!(PressureClass::read("medium"), None);
        assert!(PressureClass::Low < PressureClass::HighA);
    }
}
