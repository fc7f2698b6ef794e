//! What a report of a leak says, as far as an incident needs it: its hazard and place.

use serde_json::Value as Json;

use crate::app::View;
use crate::app::incidents::WriteRefusal;
use crate::emergency::FieldFault;
use crate::emergency::ReportRefused;
use crate::geom::LonLat;
use crate::queries::Utility;

/// Hazard and place of a report.
pub(super) struct Opening {
    pub hazard: Utility,
    pub at: LonLat,
}

impl Opening {
    /// Every fault of a report that cannot be assessed is told; but one from outside every jurisdiction
    /// opens an incident all the same.
    pub fn read(view: &View, report: &Json) -> Result<Self, WriteRefusal> {
        let Json::Object(members) = report else {
            return Err(WriteRefusal::field("report", "is missing; give an object with hazard and at"));
        };
        let (hazard, at) = view.leak_reported(members).map_err(in_report)?;
        Ok(Self { hazard, at })
    }
}

/// The fields of a report lie under `report` in what opens an incident.
fn in_report(why: ReportRefused) -> WriteRefusal {
    let under = |fault: FieldFault| FieldFault { pointer: format!("/report{}", fault.pointer), ..fault };
    WriteRefusal::Report(ReportRefused(why.0.into_iter().map(under).collect()))
}
