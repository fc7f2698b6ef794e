//! The life of an incident: which step may follow which, what each asks for by the plans, and what is
//! due when.
//!
//! reported → assessed → warning ⇄ adjusted → response → controlled → concentration clear → supply
//! restored → terminated. What the plans let pass is passed: no warning below the thresholds, no
//! concentration where there is no gas, no restoring of what was never cut. What must hold at the end of
//! an emergency is asked of the rules (`policy::closing`). Time comes in; nothing here asks a clock.

mod authorities;
mod closing;
mod due;
mod early;
mod readings;
mod state;
mod step;

pub use authorities::Authorities;
pub use due::Course;
pub use due::Due;
pub use due::Progress;
pub use due::Sent;
pub use due::SentKind;
pub use due::due;
pub use early::Severity;
pub use readings::Reading;
pub use state::State;
pub use step::Evidence;
pub use step::Missing;
pub use step::Refused;
pub use step::Standing;
pub use step::Step;
pub use step::check;
pub use step::check_notice;
