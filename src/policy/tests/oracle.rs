//! A second reading of both plans, as plain code, held against the rule files on random cases; and that
//! what is said on some of the facts holds whatever the others turn out to be.

use proptest::prelude::*;

use super::*;

/// A case in which everything is known.
#[derive(Clone, Debug)]
struct Known {
    facilities: Vec<&'static str>,
    road: &'static str,
    trend: &'static str,
    disaster: &'static str,
    judgement: &'static str,
    /// `several_households` to `crowded_place_casualties`, as in [`YES_OR_NO`].
    yes: [bool; 11],
    /// In the order of [`NUMBERS`].
    numbers: [f64; 12],
}

const YES_OR_NO: [&str; 11] = [
    "several_households",
    "controlled",
    "large_area",
    "large_amount",
    "third_party_damage",
    "threatens_residents",
    "works_in_protection_range",
    "in_main_city",
    "special_period",
    "secondary_disaster",
    "crowded_place_casualties",
];

/// Each with the values around its bounds.
const NUMBERS: [(&str, &[f64]); 12] = [
    ("lel_percent", &[0.0, 19.9, 20.0, 49.9, 50.0, 90.0]),
    ("simultaneous_leaks", &[0.0, 1.0, 2.0, 3.0]),
    ("gate_outlet_mpa", &[0.1, 0.19, 0.2, 0.3]),
    ("medium_network_mpa", &[0.05, 0.09, 0.1, 0.2]),
    ("mp_alarm_nodes", &[0.0, 1.0, 5.0]),
    ("magnitude", &[0.0, 4.9, 5.0, 5.9, 6.0, 7.0]),
    (
        "households_out",
        &[
            0.0, 999.0, 1_000.0, 1_999.0, 2_000.0, 4_999.0, 5_000.0, 9_999.0, 10_000.0, 19_999.0, 20_000.0, 29_999.0,
            30_000.0, 49_999.0, 50_000.0, 90_000.0,
        ],
    ),
    ("outage_hours", &[0.0, 23.9, 24.0, 47.9, 48.0, 90.0]),
    ("elapsed_hours", &[0.0, 11.9, 12.0, 23.9, 24.0, 47.9, 48.0, 90.0]),
    ("deaths", &[0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 9.0, 10.0, 29.0, 30.0]),
    ("serious_injuries", &[0.0, 1.0, 9.0, 10.0, 19.0, 20.0, 49.0, 50.0, 99.0, 100.0]),
    ("loss_10k_cny", &[0.0, 99.9, 100.0, 999.9, 1_000.0, 2_999.9, 3_000.0, 4_999.9, 5_000.0, 9_999.9, 10_000.0]),
];

impl Known {
    fn is(&self, name: &str) -> bool {
        self.yes[YES_OR_NO.iter().position(|known| *known == name).unwrap()]
    }

    fn number(&self, name: &str) -> f64 {
        self.numbers[NUMBERS.iter().position(|(known, _)| *known == name).unwrap()]
    }

    fn at(&self, facilities: &[&str]) -> bool {
        self.facilities.iter().any(|one| facilities.contains(one))
    }

    /// All facts; of them, those whose bit is set.
    fn facts(&self, mask: u64) -> Facts {
        let mut all: Vec<(&str, FactValue)> = vec![
            ("facility", FactValue::Words(self.facilities.iter().map(|word| (*word).to_owned()).collect())),
            ("road_above", self.road.into()),
            ("trend", self.trend.into()),
            ("disaster", self.disaster.into()),
        ];
        if self.judgement != "none" {
            all.push(("headquarters_judgement", self.judgement.into()));
        }
        all.extend(YES_OR_NO.iter().zip(self.yes).map(|(name, is)| (*name, is.into())));
        let numbers = NUMBERS.iter().zip(self.numbers);
        all.extend(numbers.map(|((name, _), number)| (*name, number.into())));
        let mut facts = Facts::default();
        for (bit, (name, value)) in all.into_iter().enumerate() {
            if mask >> bit & 1 == 1 {
                facts.know(name, value).unwrap();
            }
        }
        facts
    }

    /// G10 3.2, as it reads: the clauses that hold, the worst colour first.
    fn gas_clauses(&self) -> Vec<&'static str> {
        let grows = ["rising", "rapid"].contains(&self.trend);
        let open = !self.is("controlled");
        let half = self.number("lel_percent") >= 50.0;
        let worrying = open && half && grows;
        let wide = self.is("large_area");
        let homes = self.number("households_out");
        let magnitude = self.number("magnitude");
        let line = self.at(&["buried_main", "trunk_main"]);
        let station = self.at(&["gate_station", "storage_station", "mother_station", "filling_station"]);
        let low_network = self.number("medium_network_mpa") < 0.1 && self.number("mp_alarm_nodes") > 0.0;
        let low_gate = self.number("gate_outlet_mpa") < 0.2;
        let many = self.number("simultaneous_leaks") > 1.0;
        let orange_place = self.at(&["district_regulator", "filling_station", "mother_station"])
            || self.at(&["high_rise"]) && self.is("several_households")
            || line && self.road == "trunk";
        let trench = self.at(&["trench"]) && ["trunk", "secondary"].contains(&self.road);
        let yellow_place = self.at(&["overhead_line", "multi_storey", "box_regulator", "small_regulator"])
            || line && ["secondary", "residential"].contains(&self.road);
        let clauses = [
            ("3.2.1(1)", station && wide && worrying),
            ("3.2.1(2)", self.at(&["trunk_main"]) && wide && worrying && self.trend == "rapid"),
            ("3.2.1(3)", low_gate || low_network),
            ("3.2.1(4)", self.at(&["lpg_station"]) && self.is("large_amount") && open),
            ("3.2.1(5)", self.is("in_main_city") && many && wide && grows),
            ("3.2.1(6)", magnitude >= 6.0 || self.disaster == "extraordinary"),
            ("3.2.1(7)", homes >= 30_000.0),
            ("3.4.1", self.judgement == "red"),
            ("3.2.2(1)", orange_place && worrying),
            ("3.2.2(2)", (self.at(&["public_underground_space"]) || trench) && worrying),
            ("3.2.2(3)", (10_000.0..30_000.0).contains(&homes)),
            ("3.2.2(4)", magnitude >= 5.0 || self.disaster == "major"),
            ("3.4.1", self.judgement == "orange"),
            ("3.2.3(1)", yellow_place && worrying),
            ("3.2.3(2)", self.at(&["residential_garage"]) && half && open),
            ("3.2.3(3)", self.is("third_party_damage") && self.is("threatens_residents")),
            ("3.2.3(4)", (5_000.0..10_000.0).contains(&homes)),
            ("3.4.1", self.judgement == "yellow"),
            ("3.2.4(1)", self.number("lel_percent") >= 20.0),
            ("3.2.4(2)", self.is("works_in_protection_range")),
            ("3.2.4(3)", (2_000.0..5_000.0).contains(&homes)),
            ("3.4.1", self.judgement == "blue"),
        ];
        clauses.into_iter().filter(|(_, holds)| *holds).map(|(clause, _)| clause).collect()
    }

    /// The colour of the worst clause (3.2).
    fn gas_colour(&self) -> Option<Colour> {
        let colour = |clause: &str| match clause.get(..5) {
            Some("3.2.1") => Some(Colour::Red),
            Some("3.2.2") => Some(Colour::Orange),
            Some("3.2.3") => Some(Colour::Yellow),
            Some("3.2.4") => Some(Colour::Blue),
            _ => self.judged(),
        };
        self.gas_clauses().into_iter().filter_map(colour).max()
    }

    fn judged(&self) -> Option<Colour> {
        match self.judgement {
            "red" => Some(Colour::Red),
            "orange" => Some(Colour::Orange),
            "yellow" => Some(Colour::Yellow),
            "blue" => Some(Colour::Blue),
            _ => None,
        }
    }

    /// H10 4.2.1, as it reads.
    fn heat_colour(&self) -> Option<Colour> {
        let (homes, hours) = (self.number("households_out"), self.number("outage_hours"));
        let predicted = match homes {
            _ if hours < 24.0 || homes < 1_000.0 => None,
            _ if homes >= 50_000.0 && hours >= 48.0 => Some(Colour::Red),
            _ if homes >= 30_000.0 => Some(Colour::Orange),
            _ if homes >= 10_000.0 => Some(Colour::Yellow),
            _ => Some(Colour::Blue),
        };
        predicted.max(self.judged())
    }

    /// What casualties and loss make of it, from 3 dead, 10 injured, 1,000 on (both plans).
    fn by_casualties(&self) -> Option<Grade> {
        let beyond = |deaths: f64, injured: f64, loss: f64| {
            self.number("deaths") >= deaths
                || self.number("serious_injuries") >= injured
                || self.number("loss_10k_cny") >= loss
        };
        match () {
            () if beyond(30.0, 100.0, 10_000.0) => Some(Grade::Extraordinary),
            () if beyond(10.0, 50.0, 5_000.0) => Some(Grade::Major),
            () if beyond(3.0, 10.0, 1_000.0) => Some(Grade::Large),
            () => None,
        }
    }

    fn gas_grade(&self) -> Grade {
        let (homes, hours) = (self.number("households_out"), self.number("elapsed_hours"));
        let by_outage = match () {
            () if homes >= 50_000.0 && hours >= 48.0 => Grade::Extraordinary,
            () if homes >= 30_000.0 && hours >= 24.0 => Grade::Major,
            () if homes >= 10_000.0 && hours >= 12.0 => Grade::Large,
            () => Grade::General,
        };
        let by_others = match () {
            () if self.is("secondary_disaster") => Grade::Major,
            () if self.is("crowded_place_casualties") => Grade::Large,
            () => Grade::General,
        };
        by_outage.max(by_others).max(self.by_casualties().unwrap_or(Grade::General))
    }

    fn heat_grade(&self) -> Option<Grade> {
        let (homes, hours) = (self.number("households_out"), self.number("elapsed_hours"));
        let by_outage = match () {
            () if hours < 24.0 || homes < 1_000.0 => None,
            () if homes >= 50_000.0 && hours >= 48.0 => Some(Grade::Extraordinary),
            () if homes >= 30_000.0 => Some(Grade::Major),
            () if homes >= 10_000.0 => Some(Grade::Large),
            () => Some(Grade::General),
        };
        let any = self.number("deaths") > 0.0
            || self.number("serious_injuries") > 0.0
            || self.number("loss_10k_cny") >= 100.0;
        by_outage.max(self.by_casualties()).max(any.then_some(Grade::General))
    }

    /// 5.4 and 5.2: within large accidents, the second level from 6 dead, 20 injured, 3,000, 20,000 households on.
    fn level(&self, grade: Option<Grade>, hours: f64) -> Option<Level> {
        let second = self.number("deaths") >= 6.0
            || self.number("serious_injuries") >= 20.0
            || self.number("loss_10k_cny") >= 3_000.0
            || self.number("households_out") >= 20_000.0 && self.number("elapsed_hours") >= hours;
        Some(match grade? {
            Grade::Extraordinary | Grade::Major => Level::I,
            Grade::Large if second => Level::II,
            Grade::Large => Level::III,
            Grade::General => Level::IV,
        })
    }
}

fn known() -> impl Strategy<Value = Known> {
    let word = |words: &'static [&'static str]| proptest::sample::select(words);
    let facilities = proptest::sample::subsequence(FACILITIES, 0..6);
    let numbers = proptest::array::uniform12(0_usize..1_000).prop_map(|picked| {
        let mut numbers = [0.0; 12];
        for ((number, (_, values)), pick) in numbers.iter_mut().zip(NUMBERS).zip(picked) {
            // Mild values half of the time, or everything would be red.
            *number = values[if pick % 2 == 0 { 0 } else { (pick / 2) % values.len() }];
        }
        // What the criteria of places hang on is as often so as not; low pressure is the exception.
        numbers[0] = NUMBERS[0].1[picked[0] % 6];
        numbers[2] = if picked[2] % 8 == 0 { 0.19 } else { 0.3 };
        numbers
    });
    let words = (
        word(&["trunk", "secondary", "residential", "none"]),
        word(&["falling", "stable", "rising", "rapid", "rapid"]),
        word(&["none", "none", "none", "none", "major", "extraordinary"]),
        word(&["none", "none", "none", "none", "red", "orange", "yellow", "blue"]),
    );
    (facilities, words, proptest::array::uniform11(any::<bool>()), numbers).prop_map(
        |(facilities, (road, trend, disaster, judgement), yes, numbers)| Known {
            facilities,
            road,
            trend,
            disaster,
            judgement,
            yes,
            numbers,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn the_rule_files_say_what_a_second_reading_of_the_plans_says(case in known()) {
        let facts = case.facts(u64::MAX);
        let found = gas(&facts);
        prop_assert_eq!(fired(&found), case.gas_clauses());
        prop_assert_eq!(found.warning.colour, case.gas_colour());
        prop_assert_eq!(found.accident.grade, Some(case.gas_grade()));
        prop_assert_eq!(found.response.level, case.level(Some(case.gas_grade()), 12.0));
        let found = heat(&facts);
        prop_assert_eq!(found.warning.colour, case.heat_colour());
        prop_assert_eq!(found.accident.grade, case.heat_grade());
        prop_assert_eq!(found.response.level, case.level(case.heat_grade(), 24.0));
    }

    /// Unknown facts may raise colour, grade and level, never lower them, and no verdict is ever taken back.
    #[test]
    fn what_is_said_on_some_facts_holds_on_all_of_them(case in known(), mask in any::<u64>()) {
        // A judgement that nobody has made is not waited for in gas: it is an act, not a fact.
        let case = Known { judgement: "none", ..case };
        for classified in [gas as fn(&Facts) -> Classification, heat] {
            let (some, all) = (classified(&case.facts(mask)), classified(&case.facts(u64::MAX)));
            prop_assert!(some.warning.colour <= all.warning.colour);
            prop_assert!(some.accident.grade <= all.accident.grade);
            prop_assert!(some.response.level <= all.response.level);
            for (early, late) in some.warning.criteria.iter().zip(&all.warning.criteria) {
                prop_assert_eq!(&early.rule, &late.rule);
                prop_assert!(early.verdict == Verdict::Undetermined || early.verdict == late.verdict, "{}", early.rule);
                let is_open = some.warning.undetermined.iter().any(|open| open.clause == early.clause);
                prop_assert_eq!(is_open, early.verdict == Verdict::Undetermined);
            }
            if some.accident.undetermined.is_empty() {
                prop_assert_eq!(some.accident.grade, all.accident.grade);
            }
        }
    }
}
