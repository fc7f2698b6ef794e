//! Questions about the state of roads on a day: their condition, their bridges, who is reached by them.

use crate::app::Refusal;
use crate::app::View;
use crate::policy::ConditionRules;
use crate::queries::Access;
use crate::queries::AccessAnswer;
use crate::queries::AccessBy;
use crate::queries::BusAnswer;
use crate::queries::Buses;
use crate::queries::TechnicalClass;
use crate::queries::bridges::BridgeHistory;
use crate::queries::bridges::bridge_history;
use crate::queries::buses::CHANGE_M;
use crate::queries::condition_sums::ConditionSum;
use crate::queries::condition_sums::RoadCondition;
use crate::queries::condition_sums::condition_by_scope;
use crate::queries::condition_sums::condition_of_road;
use crate::queries::road_reach::PLACE_M;
use crate::queries::road_reach::REACH_M;
use crate::world::Level;
use crate::world::Scope;
use crate::world::Segment;
use crate::world::Tree;
use crate::world::Unit;

/// What is asked of ways and buses: R4 二(一)2 and 二(四)11.
const LEAST_CLASS: TechnicalClass = TechnicalClass::Two;
const LEAST_WIDTH_M: f64 = 4.5;
const MOST_LINES: usize = 2;

/// How a township, a village or a hamlet is reached.
#[derive(Debug)]
pub struct Reached<'a> {
    /// `township`, `village` or `hamlet`.
    pub kind: &'static str,
    pub road: AccessAnswer<'a>,
    /// Of a village.
    pub bus: Option<BusAnswer<'a>>,
    pub clauses: &'static [&'static str],
}

impl Reached<'_> {
    /// What the answer assumes, beyond what is recorded.
    pub fn assumptions(&self) -> Vec<String> {
        let mut assumed = Vec::new();
        if self.road.by == AccessBy::Computed {
            assumed.push(format!(
                "access.reach: a place stands at the roads within {PLACE_M} m of the distance of the nearest, up to {REACH_M} m away"
            ));
        }
        if self.bus.is_some() {
            assumed.push(format!(
                "bus.change: a line goes both ways; one changes at a stop, or between stops of one name up to {CHANGE_M} m apart"
            ));
        }
        assumed
    }
}

impl View {
    /// By what the condition of roads is graded.
    pub fn condition_rules(&self) -> &ConditionRules {
        &self.book().condition
    }

    /// The condition of a road on the day.
    pub fn road_condition(&self, code: &str) -> Result<RoadCondition<'_>, Refusal> {
        self.viewer().may_see_roads()?;
        let scale = self.condition_rules().scale();
        Ok(condition_of_road(self.world(), code, self.day(), &scale)?)
    }

    /// Kilometres by grade of the countable roads of jurisdictions: the rows of a report.
    pub fn condition(
        &self,
        jurisdiction: Option<&str>,
        level: Option<Level>,
    ) -> Result<Vec<(Scope, ConditionSum)>, Refusal> {
        self.viewer().may_see_roads()?;
        self.check_jurisdiction(jurisdiction)?;
        let scopes = self.tree().scopes(jurisdiction.and_then(|code| self.tree().find(code)), level);
        let scale = self.condition_rules().scale();
        let sums = condition_by_scope(self.world(), self.day(), &scale, &scopes, Segment::is_countable);
        Ok(scopes.into_iter().zip(sums).collect())
    }

    /// The ratings of a bridge up to the day.
    pub fn bridge_history(&self, code: &str) -> Result<BridgeHistory<'_>, Refusal> {
        self.viewer().may_see_roads()?;
        Ok(bridge_history(self.world(), code, self.day())?)
    }

    /// Whether a township, a village or a hamlet is reached on the day as the goals ask, and by which way;
    /// `None` when there is none of that code.
    pub fn access(&self, code: &str) -> Result<Option<Reached<'_>>, Refusal> {
        self.viewer().may_see_roads()?;
        let (world, day) = (self.world(), self.day());
        let access = Access::on(world, day);
        let unit = self.tree().find(code);
        Ok(match unit.and_then(|unit| self.tree().unit(unit).level) {
            Some(Level::Township) => access.township(code, LEAST_CLASS).map(|road| Reached {
                kind: "township",
                road,
                bus: None,
                clauses: &["R4 二(一)2"],
            }),
            Some(Level::Village) => access.village(code, LEAST_WIDTH_M).map(|road| Reached {
                kind: "village",
                road,
                bus: unit.map(|unit| Buses::on(world, day).answer(unit, MOST_LINES)),
                clauses: &["R4 二(一)2", "R4 二(四)11"],
            }),
            Some(_) => None,
            None => {
                access.hamlet(code).map(|road| Reached { kind: "hamlet", road, bus: None, clauses: &["R4 二(一)2"] })
            }
        })
    }

    /// A jurisdiction of an answer.
    pub fn unit(&self, scope: Scope) -> &Unit {
        self.tree().unit(scope.unit)
    }

    fn tree(&self) -> &Tree {
        self.world().jurisdictions().tree()
    }
}
