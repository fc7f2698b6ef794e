//! The check as a JSON document, the same over HTTP and on the command line.

use serde_json::Value;
use serde_json::json;

use crate::emergency::dig::Call;
use crate::emergency::dig::DigCheck;
use crate::emergency::dig::DigFacility;
use crate::emergency::dig::Verdict;
use crate::emergency::dig::Within;
use crate::policy::PressureClass;
use crate::queries::Utility;

impl DigCheck {
    pub fn document(&self) -> Value {
        let missing: &[&str] = if self.verdict == Verdict::Undetermined { &["pressure_class"] } else { &[] };
        json!({
            "facilities": self.facilities.iter().map(facility).collect::<Vec<_>>(),
            "criterion": {
                "clause": self.clause, "colour": (self.verdict == Verdict::Fired).then_some("blue"),
                "verdict": self.verdict.as_str(), "missing": missing,
            },
            "call": self.calls.iter().map(call).collect::<Vec<_>>(),
            "assumptions": self.assumptions.iter().map(|(id, text)| json!({"id": id, "text": text})).collect::<Vec<_>>(),
            "rules": self.rules,
            "revision": self.revision,
        })
    }

    /// Whether works enter any protection range, of gas or heat.
    pub fn enters_protection(&self) -> bool {
        self.facilities.iter().any(|facility| facility.within == Within::Protection)
    }
}

fn facility(facility: &DigFacility) -> Value {
    json!({
        "utility": facility.utility.as_str(), "collection": facility.collection, "code": facility.code,
        "kind": facility.kind, "pressure_class": facility.pressure_class.map(PressureClass::as_str),
        "range_is_assumed": facility.utility == Utility::Gas && facility.pressure_class.is_none(),
        "operator": facility.operator, "in_service": facility.in_service, "distance_m": facility.distance_m,
        "protection_m": facility.range.protection_m, "control_m": facility.range.control_m,
        "within": facility.within.as_str(),
    })
}

fn call(call: &Call) -> Value {
    json!({"unit": call.unit, "why": call.why, "clause": call.clause})
}
