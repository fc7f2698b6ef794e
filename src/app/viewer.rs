//! Who is asking.

use crate::domain::Collection;
use crate::domain::collections;

/// Who asks, in which roles, for which part of the tree of jurisdictions.
///
/// Until accounts exist the only viewer is the local owner: whoever can reach a server that listens
/// on loopback alone, or run the command line on the store.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub who: String,
    roles: Vec<Role>,
    /// Code of the jurisdiction whose subtree may be seen; `None` is everywhere.
    pub scope: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Owner,
}

/// The viewer may not see or do that.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{who} may not {what}")]
pub struct Denied {
    pub who: String,
    pub what: &'static str,
}

impl Viewer {
    pub fn local_owner() -> Self {
        Self { who: "local owner".to_owned(), roles: vec![Role::Owner], scope: None }
    }

    /// Whoever has not said who they are.
    pub fn nobody() -> Self {
        Self { who: "nobody".to_owned(), roles: Vec::new(), scope: None }
    }

    /// Household rows, their places and addresses, and vulnerable persons are personal data.
    pub fn may_see_households(&self) -> Result<(), Denied> {
        self.may("see households")
    }

    /// An assessment tells of households, pipes and places at once.
    pub fn may_assess_leaks(&self) -> Result<(), Denied> {
        self.may("assess leaks")
    }

    pub fn may_see_pipes(&self) -> Result<(), Denied> {
        self.may("see pipes and their nodes")
    }

    /// Whether the records of a collection may be seen, place and all.
    pub fn may_see(&self, collection: &Collection) -> Result<(), Denied> {
        match collection.name {
            "households" => self.may_see_households(),
            "gas_pipes" | "gas_nodes" | "heat_pipes" | "heat_nodes" => self.may_see_pipes(),
            "jurisdictions" | "hamlets" | "places" | "facilities" | "fiscal_regimes" | "fiscal_years" | "funds"
            | "designations" | "roads" | "road_segments" | "condition_surveys" | "access_routes" | "bridges"
            | "bridge_ratings" | "chief_posts" | "appointments" | "assignments" | "hazards" | "violations"
            | "works" | "bus_stops" | "bus_routes" => Ok(()),
            // Duty records (their evidence may name people), conduits, inspections, incidents, warnings, route lists, and what a later version adds.
            _ => self.may("see that collection"),
        }
    }

    /// Whether questions about roads and their chiefs may be asked.
    pub fn may_see_roads(&self) -> Result<(), Denied> {
        ["roads", "road_segments", "chief_posts", "appointments", "assignments"]
            .iter()
            .filter_map(|name| collections::named(name))
            .try_for_each(|collection| self.may_see(collection))
    }

    /// Findings name records of every collection, with their places.
    pub fn may_check(&self) -> Result<(), Denied> {
        self.may("check the data")
    }

    pub fn may_write(&self) -> Result<(), Denied> {
        self.may("change records")
    }

    /// Lists of stops are made for crews, and kept.
    pub fn may_plan_routes(&self) -> Result<(), Denied> {
        self.may("plan routes of crews")
    }

    /// Incidents are reported, stepped and warned of by the emergency desk alone.
    pub fn may_run_incidents(&self) -> Result<(), Denied> {
        self.may("run incidents")
    }

    /// Denied by default: only a role that says so permits.
    fn may(&self, what: &'static str) -> Result<(), Denied> {
        if self.roles.contains(&Role::Owner) && self.scope.is_none() {
            Ok(())
        } else {
            Err(Denied { who: self.who.clone(), what })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_role_everything_is_denied() {
        let nobody = Viewer::nobody();
        assert!(nobody.may_see_households().is_err() && nobody.may_write().is_err());
        assert!(nobody.may_run_incidents().is_err() && nobody.may_plan_routes().is_err());
        let refused = collections::ALL.iter().filter(|collection| nobody.may_see(collection).is_err());
        let refused: Vec<&str> = refused.map(|collection| collection.name).collect();
        assert_eq!(
            refused,
            [
                "duty_records",
                "households",
                "gas_nodes",
                "gas_pipes",
                "heat_nodes",
                "heat_pipes",
                "conduits",
                "inspections",
                "incidents",
                "warnings",
                "route_lists"
            ]
        );
        assert!(Viewer::local_owner().may_see_households().is_ok());
    }
}
