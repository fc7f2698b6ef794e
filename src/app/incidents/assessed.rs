//! Where the desk asks what a report comes to.

use serde_json::Value as Json;

use crate::app::View;

/// The assessment of a report, in the shape of `POST /api/v1/leaks/assess`; `None` where none can be made,
/// as outside every jurisdiction. The desk keeps what it is told, takes the grade from `accident`, and the area of a warning from the cordon among `zones`.
pub(super) fn assessed(view: &View, report: &Json) -> Option<Json> {
    view.assess(report.as_object()?, None).ok().map(|assessed| assessed.as_json())
}
