//! Who should decide and publish, by the assessment and the rules, held against who does.
//!
//! Units are free text: only what a text shows is compared, so that no way of writing a name is refused.

use crate::emergency::life::Missing;
use crate::emergency::life::Step;

/// What was assessed, and who acts by it; `None` is not compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authorities {
    pub colour: Option<String>,
    /// Of a warning of the step's colour.
    pub decided_by: Option<String>,
    pub published_by: Option<String>,
    pub publication_clause: Option<String>,
    pub level: Option<String>,
    /// Of a response of the step's level.
    pub response_decided_by: Option<String>,
    pub response_clause: Option<String>,
}

/// From the gravest.
const COLOURS: [&str; 4] = ["red", "orange", "yellow", "blue"];
const LEVELS: [&str; 4] = ["I", "II", "III", "IV"];
/// County-level cities, districts and zones of the kinds that there are, as their names end.
const COUNTY_ENDS: [&str; 4] = ["县", "区", "禹州市", "长葛市"];

/// Of whom a text speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    CityHeadquarters,
    CountyHeadquarters,
    /// Of no place that the text names.
    Headquarters,
    SceneHeadquarters,
    /// 政府, 管委会.
    Government,
    Other,
}

/// Who speaks for headquarters: more weight, more say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Office,
    Deputy,
    /// The commander, or the headquarters as a whole.
    Whole,
}

impl Kind {
    fn of(text: &str) -> Self {
        let Some(at) = text.find("指挥部").or_else(|| text.find("指挥长")) else {
            let is_government = text.contains("政府") || text.contains("管委会") || text.contains("管理委员会");
            return if is_government { Self::Government } else { Self::Other };
        };
        let before = &text[..at];
        if before.contains("现场") {
            Self::SceneHeadquarters
        } else if COUNTY_ENDS.iter().any(|end| before.contains(end)) {
            Self::CountyHeadquarters
        } else if before.contains('市') {
            Self::CityHeadquarters
        } else {
            Self::Headquarters
        }
    }

    /// Whether one may be meant by the other.
    fn matches(self, expected: Self) -> bool {
        let are_headquarters = |a: Self, b: Self| {
            a == Self::Headquarters && matches!(b, Self::CityHeadquarters | Self::CountyHeadquarters)
        };
        self == expected
            || expected == Self::Other
            || are_headquarters(self, expected)
            || are_headquarters(expected, self)
    }
}

fn weight(text: &str) -> Weight {
    if text.contains("办公室") {
        Weight::Office
    } else if text.contains("副指挥长") {
        Weight::Deputy
    } else {
        Weight::Whole
    }
}

/// Whether a unit is the one that is expected, or speaks for it with as much weight.
fn is_that(given: &str, expected: &str) -> bool {
    let (kind, wanted) = (Kind::of(given), Kind::of(expected));
    // The two may differ in what they are called: a government of a county has many names.
    kind.matches(wanted) && (wanted == Kind::Government || weight(given) >= weight(expected))
}

impl Authorities {
    /// Where a warning departs: a colour below the one assessed, somebody else who decides or publishes.
    pub(super) fn warning_departs(&self, step: &Step) -> Vec<Missing> {
        // Where nothing is assessed, nothing is compared.
        let Some(assessed) = self.colour.as_deref() else { return Vec::new() };
        let clause = self.publication_clause.clone().unwrap_or_else(|| "3.3".to_owned());
        let mut departing = Vec::new();
        if is_below(&COLOURS, step.colour.as_deref(), assessed) {
            let why = format!("it is assessed as {assessed}; say in `deviation` why a lower colour is enough");
            departing.push(Missing { field: "colour", why, clause: clause.clone() });
        }
        let decides = |given: &str, expected: &str| {
            // 会商研判 is the city's, though a government publishes (EC6).
            is_that(given, expected)
                || (Kind::of(expected) == Kind::Government && Kind::CityHeadquarters.matches(Kind::of(given)))
        };
        if let (Some(given), Some(expected)) = (given(step.decided_by.as_ref()), &self.decided_by)
            && !decides(given, expected)
        {
            departing.push(someone_else("decided_by", expected, &clause));
        }
        if let (Some(given), Some(expected)) = (given(step.published_by.as_ref()), &self.published_by)
            && !is_that(given, expected)
        {
            departing.push(someone_else("published_by", expected, &clause));
        }
        departing
    }

    /// Where a response departs: a level below the one assessed, somebody else who decides.
    pub(super) fn response_departs(&self, step: &Step) -> Vec<Missing> {
        let Some(assessed) = self.level.as_deref() else { return Vec::new() };
        let clause = self.response_clause.clone().unwrap_or_else(|| "5.4".to_owned());
        let mut departing = Vec::new();
        if is_below(&LEVELS, step.level.as_deref(), assessed) {
            let why = format!("level {assessed} is assessed; say in `deviation` why a lower one is enough");
            departing.push(Missing { field: "level", why, clause: clause.clone() });
        }
        if step.level.as_deref() == Some(assessed)
            && let (Some(given), Some(expected)) = (given(step.decided_by.as_ref()), &self.response_decided_by)
            && !is_that(given, expected)
        {
            departing.push(someone_else("decided_by", expected, &clause));
        }
        departing
    }

    /// G10 6.2: the city's headquarters approve that gas comes back.
    pub(super) fn approval_departs(step: &Step) -> Vec<Missing> {
        let city = "市专项指挥部";
        let is_theirs = |given: &str| Kind::of(given).matches(Kind::CityHeadquarters);
        match given(step.decided_by.as_ref()) {
            Some(given) if !is_theirs(given) => vec![someone_else("decided_by", city, "6.2")],
            _ => Vec::new(),
        }
    }
}

/// Blank is asked for elsewhere.
fn given(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn is_below(order: &[&str], given: Option<&str>, assessed: &str) -> bool {
    let rank = |word: &str| order.iter().position(|known| *known == word);
    let given = given.and_then(rank);
    given.zip(rank(assessed)).is_some_and(|(given, assessed)| given > assessed)
}

fn someone_else(field: &'static str, expected: &str, clause: &str) -> Missing {
    let why = format!("this is for {expected}; give it, or say in `deviation` why somebody else acts");
    Missing { field, why, clause: clause.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITY: &str = "市城镇燃气事故应急救援指挥部";
    const COUNTY: &str = "事发地县（市、区）专项指挥部";

    #[test]
    fn a_body_is_known_by_its_key_words_however_it_is_written() {
        for (given, expected) in [
            ("市专项指挥部", CITY),
            ("许昌市城镇燃气事故应急救援指挥部", CITY),
            ("专项指挥部", CITY),
            ("演练指挥部", COUNTY),
            ("市专项指挥部办公室", "市城镇燃气事故应急救援指挥部办公室"),
            ("市专项指挥部", "市城镇燃气事故应急救援指挥部办公室"),
            ("鄢陵县专项指挥部", COUNTY),
            ("许昌市魏都区燃气事故指挥部", COUNTY),
            ("长葛市专项指挥部", COUNTY),
            ("市指挥部指挥长", "市城镇燃气事故应急救援指挥部指挥长"),
            ("鄢陵县人民政府", "当地政府（管委会）"),
            ("东城区管委会", "当地政府（管委会）"),
        ] {
            assert!(is_that(given, expected), "{given} for {expected}");
        }
        for (given, expected) in [
            ("县专项指挥部", CITY),
            ("现场指挥部", CITY),
            ("市住建局", CITY),
            ("市专项指挥部办公室", CITY),
            ("市专项指挥部", COUNTY),
            ("市指挥部副指挥长", "市城镇燃气事故应急救援指挥部指挥长"),
            ("市专项指挥部", "当地政府（管委会）"),
            ("县燃气公司", "当地政府（管委会）"),
        ] {
            assert!(!is_that(given, expected), "{given} for {expected}");
        }
    }
}
