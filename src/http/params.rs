//! Query parameters, read strictly: an unknown one, one given twice, or one that cannot be read is
//! a problem that names it.

use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use chrono::Datelike;
use chrono::NaiveDate;

use crate::geom::LonLat;
use crate::http::problem::Problem;

/// The years in which days are asked for.
const DAYS_OF_YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// No question has so many.
const MOST_PARAMETERS: usize = 100;

/// The parameters of one request. Take what is known, then [`Params::finish`].
pub struct Params {
    pairs: Vec<(String, String)>,
    taken: Vec<&'static str>,
}

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        Self::read(parts.uri.query().unwrap_or_default())
    }
}

impl Params {
    pub fn read(query: &str) -> Result<Self, Problem> {
        let pairs: Vec<(String, String)> =
            url::form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into(), value.into())).collect();
        if pairs.len() > MOST_PARAMETERS {
            return Err(Problem::unreadable("query", format!("has more than {MOST_PARAMETERS} parameters")));
        }
        for (nth, (name, _)) in pairs.iter().enumerate() {
            if pairs[..nth].iter().any(|(before, _)| before == name) {
                return Err(Problem::unreadable(name, "given twice; give it once"));
            }
        }
        Ok(Self { pairs, taken: Vec::new() })
    }

    pub fn text(&mut self, name: &'static str) -> Option<String> {
        self.taken.push(name);
        self.pairs.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone())
    }

    /// Whether a parameter is given, with whatever value. Does not take it.
    pub fn gives(&self, name: &str) -> bool {
        self.pairs.iter().any(|(given, _)| given == name)
    }

    pub fn read_as<T>(&mut self, name: &'static str, what: &str) -> Result<Option<T>, Problem>
    where
        T: FromStr,
    {
        let Some(text) = self.text(name) else { return Ok(None) };
        match text.trim().parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Problem::unreadable(name, format!("`{}` is not {what}", clip(&text)))),
        }
    }

    pub fn number(&mut self, name: &'static str) -> Result<Option<f64>, Problem> {
        self.read_as(name, "a number")
    }

    pub fn required_number(&mut self, name: &'static str) -> Result<f64, Problem> {
        self.number(name)?.ok_or_else(|| Problem::unreadable(name, "is missing; give a number"))
    }

    /// `lon` and `lat`, degrees.
    pub fn place(&mut self) -> Result<LonLat, Problem> {
        let (lon, lat) = (self.required_number("lon")?, self.required_number("lat")?);
        LonLat::new(lon, lat).map_err(|why| {
            let field = if why.to_string().starts_with("longitude") { "lon" } else { "lat" };
            Problem::refused(field, why)
        })
    }

    /// A day as 2024-05-01.
    pub fn day(&mut self, name: &'static str) -> Result<Option<NaiveDate>, Problem> {
        let Some(day) = self.read_as::<NaiveDate>(name, "a day; write it as 2024-05-01")? else { return Ok(None) };
        if DAYS_OF_YEARS.contains(&day.year()) {
            return Ok(Some(day));
        }
        let (first, last) = (DAYS_OF_YEARS.start(), DAYS_OF_YEARS.end());
        Err(Problem::refused(name, format!("{day} is not in the years {first} to {last}")))
    }

    /// One of the words given; the first when the parameter is missing.
    pub fn choice(&mut self, name: &'static str, words: &[&'static str]) -> Result<&'static str, Problem> {
        let Some(text) = self.text(name) else { return Ok(words[0]) };
        let found = words.iter().find(|word| **word == text);
        found.copied().ok_or_else(|| {
            let words: Vec<&str> = words.iter().copied().filter(|word| !word.is_empty()).collect();
            Problem::unreadable(name, format!("`{}` is not one of {}", clip(&text), words.join(", ")))
        })
    }

    /// How many at most: from 1 to `most`; more is taken as `most`.
    pub fn limit(&mut self, usual: usize, most: usize) -> Result<usize, Problem> {
        match self.read_as::<u64>("limit", &format!("a whole number from 1 to {most}"))? {
            None => Ok(usual),
            Some(0) => Err(Problem::unreadable("limit", format!("0 is not a whole number from 1 to {most}"))),
            Some(limit) => Ok(usize::try_from(limit).unwrap_or(most).min(most)),
        }
    }

    /// The parameters that nobody took yet.
    pub fn rest(&mut self) -> Vec<(String, String)> {
        let taken = &self.taken;
        let (rest, kept) =
            std::mem::take(&mut self.pairs).into_iter().partition(|(name, _)| !taken.contains(&name.as_str()));
        self.pairs = kept;
        rest
    }

    /// Refuses what nobody took.
    pub fn finish(self) -> Result<(), Problem> {
        match self.pairs.iter().find(|(name, _)| !self.taken.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => {
                let known = if self.taken.is_empty() {
                    "none are known here".to_owned()
                } else {
                    format!("known are {}", self.taken.join(", "))
                };
                Err(Problem::unreadable(&clip(name), format!("no such parameter; {known}")))
            }
        }
    }
}

fn clip(text: &str) -> String {
    crate::domain::value::clipped(text)
}
