//! The desk: incidents are reported, taken step by step to their end, and warned of.
//!
//! Every change is a version of a record in the store, with who and why: that history is the log. A
//! change is judged against the newest state while nobody else may write, so that two desks, or two
//! servers, never step from one version. The rules of the steps are `emergency::life`.

mod assessed;
mod log;
mod notice;
mod prefill;
mod reading;
mod report;
mod reporting;
mod sheet;
mod standing;
mod stepping;
mod warning;
mod warning_sheet;
mod writing;

pub use log::Entry;
pub use notice::Sending;
pub use reading::Incident;
pub use reading::Wanted;
pub use reading::Warning;
pub use reporting::NewReport;
pub use reporting::Reported;
pub use stepping::NewSent;
pub use stepping::NewStep;
pub use stepping::NewZone;
pub use warning::Acknowledgement;
pub use warning::NewWarning;
pub use warning::Texts;
pub use writing::WriteRefusal;

pub(in crate::app) use sheet::Sheet;
pub(in crate::app) use writing::Told;

use crate::domain::Collection;
use crate::domain::collections;

fn incidents() -> &'static Collection {
    collections::named("incidents").expect("a collection of the product")
}

fn warnings() -> &'static Collection {
    collections::named("warnings").expect("a collection of the product")
}
