//! Leaks: the assessment of one, in the eyes of a viewer.

use serde_json::Map;
use serde_json::Value as Json;

use crate::app::Refusal;
use crate::app::View;
use crate::emergency::Assessment;
use crate::emergency::Cordon;
use crate::emergency::FieldFault;
use crate::emergency::LeakReport;
use crate::emergency::ReportRefused;
use crate::emergency::WIDEST_CORDON_M;
use crate::emergency::assess;
use crate::emergency::leak_place;
use crate::exchange::json::geometry_from_geojson;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::queries::Utility;
use crate::reports::assessment_json;
use crate::reports::desk_sheet;

/// An assessment, and the snapshot and rules that it stands on.
pub struct Assessed<'a> {
    pub assessment: Assessment<'a>,
    view: &'a View,
}

impl View {
    /// What leaks where, as a report has it.
    pub(super) fn leak_reported(&self, report: &Map<String, Json>) -> Result<(Utility, LonLat), ReportRefused> {
        let report = LeakReport::read(report, &read_shape).map_err(ReportRefused)?;
        Ok((report.hazard, leak_place(self.world(), &report)?))
    }

    /// Assesses the leak that a report tells of. `radius_m` is a cordon of the commander's, geodesic metres,
    /// in place of one that the report has.
    pub fn assess(&self, report: &Map<String, Json>, radius_m: Option<f64>) -> Result<Assessed<'_>, Refusal> {
        self.viewer().may_assess_leaks()?;
        let mut report = LeakReport::read(report, &read_shape).map_err(ReportRefused)?;
        if let Some(radius_m) = radius_m {
            // Written so that NaN is refused too.
            if !(radius_m > 0.0 && radius_m <= WIDEST_CORDON_M) {
                let problem = format!("is {radius_m}; give metres above 0 and up to {WIDEST_CORDON_M}");
                return Err(ReportRefused(vec![FieldFault::new("radius_m", problem)]).into());
            }
            report.cordon = Some(Cordon::Radius(radius_m));
        }
        let assessment = assess(self.world(), self.book(), &report, self.today())?;
        Ok(Assessed { assessment, view: self })
    }
}

fn read_shape(json: &Json) -> Result<Shape, String> {
    geometry_from_geojson(json).map_err(|why| why.to_string())
}

impl Assessed<'_> {
    /// As the contract has it.
    pub fn as_json(&self) -> Json {
        assessment_json(&self.assessment, &self.view.book().rules.name, self.view.revision())
    }

    /// A sheet for a terminal.
    pub fn as_text(&self) -> String {
        desk_sheet(&self.assessment, |code| self.view.jurisdiction_name(code).map(str::to_owned))
    }
}
