//! `/api/v1/checklist`: duties without a figure, with what is recorded of them.

use axum::Json;
use axum::extract::State;
use serde_json::Value;
use serde_json::json;

use crate::http::Site;
use crate::http::params::Params;
use crate::http::problem::Problem;

/// `GET /api/v1/checklist?jurisdiction=`
pub async fn checklist(State(site): State<Site>, mut params: Params) -> Result<Json<Value>, Problem> {
    let jurisdiction = params.text("jurisdiction");
    params.finish()?;
    let view = site.view();
    let mut told = json!(view.checklist(jurisdiction.as_deref())?);
    told["revision"] = view.revision().into();
    Ok(Json(told))
}
