//! Duties without a figure, and what is recorded of them.

use crate::app::Refusal;
use crate::app::View;
use crate::domain::collections;
use crate::policy::checklist::Checked;
use crate::policy::checklist::checklist;
use crate::world::UnitId;

impl View {
    /// The checklist of the county-level bodies of a jurisdiction, or of everywhere. Of a township or a
    /// village that of the body that answers for it.
    pub fn checklist(&self, jurisdiction: Option<&str>) -> Result<Checked, Refusal> {
        self.viewer().may_see(collections::named("duty_records").expect("a name of the contract"))?;
        self.check_jurisdiction(jurisdiction)?;
        let tree = self.jurisdictions().tree();
        let asked = jurisdiction.and_then(|code| tree.find(code));
        let own = asked.and_then(|unit| tree.unit(unit).body);
        let lies_within = |body: &UnitId| match (asked, own) {
            (_, Some(own)) => *body == own,
            (Some(above), None) => tree.adds_to(*body).contains(&above),
            (None, None) => true,
        };
        let bodies: Vec<UnitId> = tree.ids().filter(|id| tree.is_body(*id)).filter(lies_within).collect();
        Ok(checklist(self.world(), &self.book().checklist, &bodies))
    }
}
