//! The paths of `http::road_state` in the interface document.

use serde_json::Value;

use crate::http::openapi::domain::object;
use crate::http::openapi::domain::on;
use crate::http::openapi::parts::get;
use crate::http::openapi::parts::one_of;
use crate::http::openapi::parts::path;
use crate::http::openapi::parts::query;
use crate::http::openapi::parts::text;

const JSON: &str = "application/json";

pub fn paths() -> [(&'static str, Value); 4] {
    [
        ("/api/v1/access/{code}", access()),
        ("/api/v1/bridges/{code}/history", bridge_history()),
        ("/api/v1/condition", condition()),
        ("/api/v1/roads/{code}/condition", road_condition()),
    ]
}

fn access() -> Value {
    get(
        "access",
        "Whether a township is reached by class 2 or better from the seat of its county, a village by a pavement of 4.5 m from the seat of its township (and by bus), a hamlet by a hardened road: by its recorded preferred route, else computed on the road graph. `verdict` null is unknown; `route` proves it, or is the best there is",
        vec![path("code", "Code of the township, village or hamlet"), on()],
        JSON,
        object(&[
            "target",
            "kind",
            "on",
            "verdict",
            "by",
            "record",
            "since",
            "start",
            "route",
            "length_km",
            "weakest",
            "missing",
            "gap",
            "fault",
            "bus",
            "clauses",
            "assumptions",
            "revision",
        ]),
    )
}

fn bridge_history() -> Value {
    get(
        "bridgeHistory",
        "How a bridge was rated up to a day, oldest first; of one day the worst comes last and holds. A rating without a day holds on none",
        vec![path("code", "Code of the bridge"), on()],
        JSON,
        object(&[
            "bridge",
            "name",
            "road",
            "chainage",
            "on",
            "rating",
            "rated_on",
            "undated_rating",
            "rebuilt_on",
            "disposal_kind",
            "disposed_on",
            "history",
            "assumptions",
            "revision",
        ]),
    )
}

fn condition() -> Value {
    get(
        "condition",
        "Kilometres by grade of countable county, township and village roads on a day: at each place the newest survey or assessment; MQI, else PQI, else derived",
        vec![
            query("jurisdiction", false, text(), "Code of a jurisdiction: it alone, or with level what lies below it"),
            query("level", false, one_of(&["village", "township", "county", "city"]), "Rows of this level"),
            on(),
        ],
        JSON,
        object(&["on", "rows", "rules", "clause", "assumptions", "revision"]),
    )
}

fn road_condition() -> Value {
    get(
        "roadCondition",
        "A road in pieces by chainage, each with its index, grade and source; what is not assessed has null",
        vec![path("code", "Code of the road"), on()],
        JSON,
        object(&[
            "road",
            "name",
            "class",
            "on",
            "pieces",
            "length_km",
            "by_grade_km",
            "by_pqi_km",
            "derived_km",
            "medium_or_better",
            "coverage",
            "mean_index",
            "rules",
            "clause",
            "assumptions",
            "revision",
        ]),
    )
}
