//! What leaves the house: warnings as messages and in words, bulletins; made from answers.
//!
//! Messages and texts are made from one plain struct, [`Notice`], an assessment as JSON or as a sheet from
//! the assessment itself; all without I/O and without a clock: the same input gives the same bytes.

pub mod chief_sheets;
pub mod notice;
pub mod page;
pub mod route_list;
pub mod sheet;

mod assessment;
mod bulletin;
mod cap;
mod desk_sheet;
mod goal_sheet;
mod goal_text;
mod goals;
mod national;
mod obligation_findings;
mod obligation_sheet;
mod obligation_sources;
mod obligation_text;
mod obligations;
mod refused;
mod shapes;
mod traces;
mod warning_text;
mod words;
mod xml;

#[cfg(test)]
mod tests;

pub use assessment::assessment_json;
pub use assessment::totals_json;
pub use bulletin::bulletin;
pub use cap::cap_message;
pub use desk_sheet::desk_sheet;
pub use goal_sheet::GoalReport;
pub use goal_sheet::goal_bars;
pub use goal_sheet::goal_book;
pub use goal_sheet::goal_table;
pub use goal_sheet::series_label;
pub use goal_text::goals_text;
pub use goals::goal_row_json;
pub use goals::goals_json;
pub use goals::shortfall_feature_json;
pub use goals::trend_json;
pub use national::NationalMessage;
pub use national::NationalMethod;
pub use national::NationalProfile;
pub use national::national_message;
pub use notice::Notice;
pub use obligation_sheet::ObligationReport;
pub use obligation_sheet::obligation_book;
pub use obligation_sheet::obligation_table;
pub use obligation_text::obligations_text;
pub use obligations::metres_of;
pub use obligations::obligations_json;
pub use refused::NoticeFault;
pub use refused::Refused;
pub use traces::IsolationBody;
pub use traces::OutageBody;
pub use warning_text::warning_text;
