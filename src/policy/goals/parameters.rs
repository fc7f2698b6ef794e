//! The figures that a measure asks of its goal's rule.

use chrono::NaiveDate;
use serde::Deserialize;
use toml::value::Datetime;

/// Each is there when the measure needs it; the loader sees to that.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameters {
    pub min_mileage_km: Option<f64>,
    pub min_width_m: Option<f64>,
    pub min_households: Option<i32>,
    /// The kinds of works that count.
    pub works: Option<Vec<String>>,
    /// The first and the last day of the period in which something must have been done.
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    /// The day of a stock.
    pub stock_on: Option<NaiveDate>,
    /// How far a sign's surroundings reach along the road, metres.
    pub sign_reach_m: Option<f64>,
}

/// The names of the parameters, for a measure to ask and a message to list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    MinMileageKm,
    MinWidthM,
    MinHouseholds,
    Works,
    From,
    To,
    StockOn,
    SignReachM,
}

impl Parameter {
    pub const ALL: [Self; 8] = [
        Self::MinMileageKm,
        Self::MinWidthM,
        Self::MinHouseholds,
        Self::Works,
        Self::From,
        Self::To,
        Self::StockOn,
        Self::SignReachM,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::MinMileageKm => "min_mileage_km",
            Self::MinWidthM => "min_width_m",
            Self::MinHouseholds => "min_households",
            Self::Works => "works",
            Self::From => "from",
            Self::To => "to",
            Self::StockOn => "stock_on",
            Self::SignReachM => "sign_reach_m",
        }
    }
}

#[derive(Deserialize, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct ParametersText {
    min_mileage_km: Option<f64>,
    min_width_m: Option<f64>,
    min_households: Option<i32>,
    works: Option<Vec<String>>,
    from: Option<Datetime>,
    to: Option<Datetime>,
    stock_on: Option<Datetime>,
    sign_reach_m: Option<f64>,
}

impl ParametersText {
    pub fn read(self, day: impl Fn(Datetime) -> Result<NaiveDate, String>) -> Result<Parameters, String> {
        let figures = [self.min_mileage_km, self.min_width_m, self.sign_reach_m];
        // Written so that NaN is refused too.
        if let Some(figure) = figures.into_iter().flatten().find(|figure| !(*figure > 0.0 && figure.is_finite())) {
            return Err(format!("a figure of `with` is {figure}; give a number above 0"));
        }
        Ok(Parameters {
            min_mileage_km: self.min_mileage_km,
            min_width_m: self.min_width_m,
            min_households: self.min_households,
            works: self.works,
            from: self.from.map(&day).transpose()?,
            to: self.to.map(&day).transpose()?,
            stock_on: self.stock_on.map(&day).transpose()?,
            sign_reach_m: self.sign_reach_m,
        })
    }
}

impl Parameters {
    pub fn has(&self, parameter: Parameter) -> bool {
        match parameter {
            Parameter::MinMileageKm => self.min_mileage_km.is_some(),
            Parameter::MinWidthM => self.min_width_m.is_some(),
            Parameter::MinHouseholds => self.min_households.is_some(),
            Parameter::Works => self.works.is_some(),
            Parameter::From => self.from.is_some(),
            Parameter::To => self.to.is_some(),
            Parameter::StockOn => self.stock_on.is_some(),
            Parameter::SignReachM => self.sign_reach_m.is_some(),
        }
    }
}
