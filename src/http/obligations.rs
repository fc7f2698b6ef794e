//! `/api/v1/obligations`: what jurisdictions owe for their roads in a year, and what they would owe if.

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use serde_json::Value as Json;

use crate::app::AddedAsked;
use crate::app::ObligationsAsked;
use crate::app::Viewer;
use crate::app::WhatIfAsked;
use crate::domain::FieldKind;
use crate::domain::Value;
use crate::domain::value::clipped;
use crate::http::Site;
use crate::http::body::JsonBody;
use crate::http::large::large;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::reports::metres_of;
use crate::reports::obligations_json;
use crate::world::Level;
use crate::world::RuralClass;

/// Years that records may be of.
const YEARS: std::ops::RangeInclusive<i32> = 1949..=2200;
/// Fen for a kilometre and year; more than any road costs.
const HIGHEST_RATE_FEN: i64 = 1_000_000_000;
const LONGEST_ADDED_M: u64 = 100_000_000;
const MOST_ADDED: usize = 1_000;

/// `GET /api/v1/obligations?year=&jurisdiction=&level=`
pub async fn obligations(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let asked = asked(&mut params)?;
    params.finish()?;
    answered(site, asked).await
}

/// `POST /api/v1/obligations`: a what-if.
pub async fn what_if(State(site): State<Site>, params: Params, body: JsonBody) -> Result<Response, Problem> {
    params.finish()?;
    answered(site, read(body)?).await
}

/// The question that the parameters of an address put.
pub(super) fn asked(params: &mut Params) -> Result<ObligationsAsked, Problem> {
    let year = params.read_as::<i32>("year", "a year as 2025")?;
    let year = year.ok_or_else(|| Problem::unreadable("year", "is missing; give a year as 2025"))?;
    if !YEARS.contains(&year) {
        return Err(Problem::refused("year", format!("{year} is not from {} to {}", YEARS.start(), YEARS.end())));
    }
    let jurisdiction = params.text("jurisdiction");
    let level = params.choice("level", &["", "village", "township", "county", "city"])?;
    Ok(ObligationsAsked { year, jurisdiction, level: Level::read(level), what_if: None })
}

async fn answered(site: Site, asked: ObligationsAsked) -> Result<Response, Problem> {
    let view = site.app.view_of_year(Viewer::local_owner(), asked.year).await?;
    let body = large(move || Ok(obligations_json(&view.obligations(&asked)?, view.revision()).to_string())).await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

fn read(mut body: JsonBody) -> Result<ObligationsAsked, Problem> {
    let year = whole(body.value("year"));
    let year = year.ok_or_else(|| body.missing("year", "a year as 2025"))?;
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year));
    let year = year.ok_or_else(|| {
        Problem::refused_field("/year", format!("give a year from {} to {}", YEARS.start(), YEARS.end()))
    })?;
    let jurisdiction = body.text("jurisdiction")?;
    let level = match body.text("level")? {
        None => None,
        Some(word) => Some(Level::read(&word).ok_or_else(|| {
            let why = format!("`{}` is not one of village, township, county, city", clipped(&word));
            Problem::refused_field("/level", why)
        })?),
    };
    let what_if = WhatIfAsked {
        rates: rates(body.value("rates_cny_per_km"))?,
        regime: body.text("regime")?,
        added: added(&mut body)?,
    };
    body.finish()?;
    Ok(ObligationsAsked { year, jurisdiction, level, what_if: Some(what_if) })
}

fn whole(value: Option<Json>) -> Option<i64> {
    value?.as_i64()
}

fn rates(value: Option<Json>) -> Result<Vec<(RuralClass, u64)>, Problem> {
    let Some(value) = value else { return Ok(Vec::new()) };
    let Json::Object(members) = value else {
        return Err(Problem::refused_field("/rates_cny_per_km", r#"give an object as {"county": "12000.00"}"#));
    };
    let mut rates = Vec::new();
    for (word, rate) in members {
        let place = format!("/rates_cny_per_km/{}", clipped(&word));
        let Some(class) = RuralClass::read(&word) else {
            return Err(Problem::refused_field(&place, "is not one of county, township, village"));
        };
        let Some(fen) = fen_of(&rate) else {
            let why = "give CNY per kilometre and year from 0 to 10000000, with at most two decimals";
            return Err(Problem::refused_field(&place, why));
        };
        rates.push((class, fen));
    }
    Ok(rates)
}

/// A rate, as text or number.
fn fen_of(rate: &Json) -> Option<u64> {
    let text = match rate {
        Json::String(text) => text.clone(),
        Json::Number(number) => number.to_string(),
        _ => return None,
    };
    match Value::read(FieldKind::Money, &text) {
        Ok(Value::Money(fen)) if (0..=HIGHEST_RATE_FEN).contains(&fen) => u64::try_from(fen).ok(),
        _ => None,
    }
}

fn added(body: &mut JsonBody) -> Result<Vec<AddedAsked>, Problem> {
    let mut added = Vec::new();
    for (nth, mut road) in body.objects("added_roads")?.into_iter().enumerate() {
        if nth >= MOST_ADDED {
            return Err(Problem::refused_field("/added_roads", format!("give {MOST_ADDED} roads at most")));
        }
        let jurisdiction = road.required_text("jurisdiction", "the code of a jurisdiction")?;
        let class = RuralClass::read(road.required_choice("class", &["county", "township", "village"])?);
        let length = road.value("length_km");
        let text = match length {
            Some(Json::String(text)) => text,
            Some(Json::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        let metres = metres_of(text.trim()).filter(|metres| (1..=LONGEST_ADDED_M).contains(metres));
        let metres = metres.ok_or_else(|| {
            let why = "give kilometres above 0 and up to 100000, with at most three decimals";
            Problem::refused_field(&format!("/added_roads/{nth}/length_km"), why)
        })?;
        road.finish()?;
        added.push(AddedAsked { jurisdiction, class: class.expect("one of the words given"), metres });
    }
    Ok(added)
}
