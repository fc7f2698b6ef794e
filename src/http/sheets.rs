//! `/api/v1/obligations.csv`, `.xlsx`, `.html`, and the same of goals: reports as files and as pages to print.

use axum::extract::State;
use axum::http::HeaderName;
use axum::http::HeaderValue;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::Response;
use chrono::NaiveDate;

use crate::app::GoalsAsked;
use crate::http::Site;
use crate::http::goals::day;
use crate::http::large::large;
use crate::http::obligations::asked;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::reports::page::html_page;
use crate::reports::sheet::Book;
use crate::reports::sheet::csv_table;
use crate::reports::sheet::xlsx;
use crate::world::Level;

const CSV: &str = "text/csv; charset=utf-8; header=present";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// `GET /api/v1/obligations.csv?year=&jurisdiction=&level=`: the rows of the answer, a line each.
pub async fn obligations_csv(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let asked = asked(&mut params)?;
    params.finish()?;
    let view = site.app.view_of_year(site.viewer(), asked.year).await?;
    let (name, bytes) = large(move || {
        let (table, name) = view.obligation_table(&asked)?;
        Ok((name, csv_table(&table)))
    })
    .await?;
    Ok(file(&format!("{name}.csv"), CSV, bytes))
}

/// `GET /api/v1/obligations.xlsx?year=&jurisdiction=&level=`
pub async fn obligations_xlsx(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let asked = asked(&mut params)?;
    params.finish()?;
    let view = site.app.view_of_year(site.viewer(), asked.year).await?;
    large(move || workbook(&view.obligation_book(&asked)?)).await
}

/// `GET /api/v1/obligations.html?year=&jurisdiction=&level=`
pub async fn obligations_page(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let asked = asked(&mut params)?;
    params.finish()?;
    let view = site.app.view_of_year(site.viewer(), asked.year).await?;
    let page = large(move || Ok(html_page(&view.obligation_page(&asked)?))).await?;
    Ok(printed(page))
}

/// `GET /api/v1/goals.csv?as_of=&jurisdiction=&level=&goal=`: the rows of the answer, a line each.
pub async fn goals_csv(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let (as_of, asked) = goals_asked(&site, &mut params)?;
    params.finish()?;
    let goals = site.app.goals_on(site.viewer(), as_of).await?;
    let (name, bytes) = large(move || {
        let (table, name) = goals.goal_table(&asked)?;
        Ok((name, csv_table(&table)))
    })
    .await?;
    Ok(file(&format!("{name}.csv"), CSV, bytes))
}

/// `GET /api/v1/goals.xlsx?as_of=&jurisdiction=&level=&goal=`
pub async fn goals_xlsx(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let (as_of, asked) = goals_asked(&site, &mut params)?;
    params.finish()?;
    let goals = site.app.goals_on(site.viewer(), as_of).await?;
    large(move || workbook(&goals.goal_book(&asked)?)).await
}

/// `GET /api/v1/goals.html?as_of=&jurisdiction=&level=&goal=&trend=`: with one goal, the map marks what falls
/// short of it. A trend asks the past of the store for the end of each year, which takes its time.
pub async fn goals_page(State(site): State<Site>, mut params: Params) -> Result<Response, Problem> {
    let (as_of, asked) = goals_asked(&site, &mut params)?;
    let with_trend = params.choice("trend", &["false", "true"])? == "true";
    params.finish()?;
    let goals = site.app.goals_on(site.viewer(), as_of).await?;
    let series = if with_trend { site.app.goal_series(site.viewer(), &asked, as_of).await? } else { Vec::new() };
    let page = large(move || Ok(html_page(&goals.goal_page(&asked, &series)?))).await?;
    Ok(printed(page))
}

fn goals_asked(site: &Site, params: &mut Params) -> Result<(NaiveDate, GoalsAsked), Problem> {
    let as_of = day(site, params)?;
    let jurisdiction = params.text("jurisdiction");
    let level = Level::read(params.choice("level", &["", "city", "county", "township", "village"])?);
    Ok((as_of, GoalsAsked { jurisdiction, level, goal: params.text("goal") }))
}

fn workbook(book: &Book) -> Result<Response, Problem> {
    let bytes = xlsx(book).map_err(|why| {
        tracing::error!(error = &why as &dyn std::error::Error, "writing a workbook");
        Problem::failure()
    })?;
    Ok(file(&format!("{}.xlsx", book.file_name), XLSX, bytes))
}

/// Names of reports are ASCII, of our own making.
fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::from_str(&disposition).expect("names of reports are ASCII");
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind)), (header::CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}

/// What is printed has its styles in itself, and nothing runs in it.
fn printed(page: String) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
    let headers: [(HeaderName, HeaderValue); 2] = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
    ];
    (headers, page).into_response()
}
