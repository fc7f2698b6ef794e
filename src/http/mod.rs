//! The HTTP interface: every route is listed here.
//!
//! Handlers read, ask and answer; they hold no rule and no geometry. Faults are RFC 9457 problems:
//! 400 unreadable, 422 readable but refused (under `/ogc` always 400), 404 no such thing.

mod assets;
mod body;
mod checklist;
mod chief_sheets;
mod chiefs;
mod digs;
mod features;
mod goals;
mod guard;
mod health;
mod households;
mod incident_views;
mod incidents;
mod large;
mod leaks;
mod notices;
mod obligations;
mod ogc;
mod openapi;
mod params;
mod problem;
mod road_state;
mod roads;
mod route_lists;
mod search;
mod serve;
mod sheets;
mod state;
mod tiles;
mod traces;
mod versions;
mod warnings;
mod web_app;

pub use serve::Refused;
pub use serve::bind;
pub use serve::serve;
pub use state::Site;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::get;
use axum::routing::post;

/// The whole service. `site` says at which names it may be addressed.
pub fn router(site: Site) -> Router {
    let questions = Router::new()
        .route("/api/v1/world", get(search::world))
        .route("/api/v1/assets/within", get(assets::within))
        .route("/api/v1/households/within", get(households::within).post(households::within_area))
        .route("/api/v1/leaks/assess", post(leaks::assess))
        .route("/api/v1/checklist", get(checklist::checklist))
        .route("/api/v1/access/{code}", get(road_state::access))
        .route("/api/v1/bridges/{code}/history", get(road_state::bridge_history))
        .route("/api/v1/condition", get(road_state::condition))
        .route("/api/v1/roads/{code}/condition", get(road_state::road_condition))
        .route("/api/v1/chiefs", get(chiefs::chiefs))
        .route("/api/v1/chiefs/unassigned", get(chiefs::unassigned))
        .route("/api/v1/chiefs/overlaps", get(chiefs::overlaps))
        .route("/api/v1/chiefs/answering", get(chief_sheets::answering))
        .route("/api/v1/chiefs/coverage", get(chief_sheets::coverage))
        .route("/api/v1/chiefs/history", get(chief_sheets::stretch_history))
        .route("/api/v1/chiefs/{code}", get(chiefs::chief))
        .route("/api/v1/chiefs/{code}/history", get(chief_sheets::post_history))
        .route("/api/v1/chiefs/{code}/roads", get(chiefs::roads_of))
        .route("/api/v1/goals.csv", get(sheets::goals_csv))
        .route("/api/v1/goals.xlsx", get(sheets::goals_xlsx))
        .route("/api/v1/goals.html", get(sheets::goals_page))
        .route("/api/v1/goals", get(goals::goals))
        .route("/api/v1/goals/trend", get(goals::trend))
        .route("/api/v1/goals/{id}/shortfall", get(goals::shortfall))
        .route("/api/v1/chiefs/{code}/sheet", get(chief_sheets::post_sheet))
        .route("/api/v1/dig-checks", post(digs::check))
        .route("/api/v1/locate", get(roads::locate))
        .route("/api/v1/roads/{code}/at/{chainage}", get(roads::place_at))
        .route("/api/v1/obligations.csv", get(sheets::obligations_csv))
        .route("/api/v1/obligations.xlsx", get(sheets::obligations_xlsx))
        .route("/api/v1/obligations.html", get(sheets::obligations_page))
        .route("/api/v1/obligations", get(obligations::obligations).post(obligations::what_if))
        .route("/api/v1/search", get(search::search))
        .route("/api/v1/openapi.json", get(openapi::domain));
    let traces = Router::new()
        .route("/api/v1/traces/isolation", post(traces::isolation))
        .route("/api/v1/traces/outage", post(traces::outage))
        .layer(DefaultBodyLimit::max(body::LARGEST_BODY));
    let desk = Router::new()
        .route("/api/v1/incidents", get(incidents::incidents).post(incidents::report))
        .route("/api/v1/incidents/{code}", get(incidents::incident))
        .route("/api/v1/incidents/{code}/log", get(incidents::log))
        .route("/api/v1/incidents/{code}/steps", post(incidents::step))
        .route("/api/v1/incidents/{code}/zones", post(incidents::zone))
        .route("/api/v1/incidents/{code}/reports", post(incidents::sent))
        .route("/api/v1/incidents/{code}/warnings", post(warnings::issue))
        .route("/api/v1/warnings", get(warnings::warnings))
        .route("/api/v1/warnings/{code}", get(warnings::warning))
        .route("/api/v1/warnings/{code}/adjust", post(warnings::adjust))
        .route("/api/v1/warnings/{code}/lift", post(warnings::lift))
        .route("/api/v1/warnings/{code}/acknowledgements", post(warnings::acknowledge))
        .layer(DefaultBodyLimit::max(body::LARGEST_BODY));
    let crews = Router::new()
        .route("/api/v1/route-lists", get(route_lists::route_lists).post(route_lists::make))
        .route("/api/v1/route-lists/{id}", get(route_lists::route_list))
        .layer(DefaultBodyLimit::max(body::LARGEST_BODY));
    let ogc = Router::new()
        .route("/ogc", get(ogc::landing))
        .route("/ogc/", get(ogc::landing))
        .route("/ogc/conformance", get(ogc::conformance))
        .route("/ogc/api", get(openapi::ogc))
        .route("/ogc/collections", get(ogc::collections))
        .route("/ogc/collections/{collection}", get(ogc::collection))
        .route("/ogc/collections/{collection}/schema", get(ogc::schema))
        .route("/ogc/collections/{collection}/items", get(ogc::items))
        .route("/ogc/collections/{collection}/items/{code}", get(ogc::item))
        .route("/ogc/collections/{collection}/tiles/WebMercatorQuad/{z}/{y}/{x}", get(tiles::tile));
    let operations = Router::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics));
    questions
        .merge(traces)
        .merge(desk)
        .merge(crews)
        .merge(ogc)
        .merge(operations)
        .fallback(web_app::asset)
        .method_not_allowed_fallback(guard::method_not_allowed)
        .layer(DefaultBodyLimit::max(households::LARGEST_AREA))
        .layer(middleware::from_fn_with_state(site.clone(), guard::guard))
        .with_state(site)
}
