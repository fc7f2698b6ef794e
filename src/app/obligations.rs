//! What jurisdictions owe for their roads, in the eyes of a viewer.

use chrono::NaiveDate;

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::Viewer;
use crate::domain::collections;
use crate::policy::money::AddedRoad;
use crate::policy::money::Obligations;
use crate::policy::money::WhatIf;
use crate::policy::money::obligations;
use crate::world::Level;
use crate::world::RuralClass;

/// What is asked: a year, and for whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObligationsAsked {
    pub year: i32,
    pub jurisdiction: Option<String>,
    pub level: Option<Level>,
    pub what_if: Option<WhatIfAsked>,
}

/// Other rates, another regime, added roads, by their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WhatIfAsked {
    /// Fen per kilometre and year.
    pub rates: Vec<(RuralClass, u64)>,
    pub regime: Option<String>,
    pub added: Vec<AddedAsked>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedAsked {
    pub jurisdiction: String,
    pub class: RuralClass,
    pub metres: u64,
}

impl App {
    /// What there is to be counted for a year: as it was on its 31 December, or as it is while the year runs.
    pub async fn view_of_year(&self, viewer: Viewer, year: i32) -> Result<View, Refusal> {
        let end = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX);
        self.view_on(viewer, end).await
    }
}

impl View {
    /// What is owed in a year; a view of that year is asked ([`App::view_of_year`]).
    pub fn obligations(&self, asked: &ObligationsAsked) -> Result<Obligations, Refusal> {
        self.viewer().may_see_roads()?;
        for name in ["funds", "fiscal_regimes", "fiscal_years", "works"] {
            self.viewer().may_see(collections::named(name).expect("a name of the contract"))?;
        }
        self.check_jurisdiction(asked.jurisdiction.as_deref())?;
        let tree = self.jurisdictions().tree();
        let unit = asked.jurisdiction.as_deref().and_then(|code| tree.find(code));
        let scopes = tree.scopes(unit, asked.level);
        let what_if = asked.what_if.as_ref().map(|what_if| self.read_what_if(what_if, asked.year)).transpose()?;
        let (rules, today) = (&self.book().money, self.today());
        Ok(obligations(self.world(), rules, asked.year, today, &scopes, asked.level, what_if.as_ref()))
    }

    fn read_what_if(&self, asked: &WhatIfAsked, year: i32) -> Result<WhatIf, Refusal> {
        let tree = self.jurisdictions().tree();
        let refuse = |field: String, why: String| Refusal::WhatIf { field, why };
        let regime = match &asked.regime {
            None => None,
            Some(code) => match self.book().money.regime(code, year) {
                Some(rule) => Some(rule.says.clone()),
                None => {
                    let known: Vec<&str> = self.book().money.regimes.iter().map(|rule| &*rule.says.code).collect();
                    let why = format!("no rule says how `{code}` shares; give one of {}", known.join(", "));
                    return Err(refuse("regime".to_owned(), why));
                }
            },
        };
        let added = asked.added.iter().enumerate().map(|(nth, road)| match tree.find(&road.jurisdiction) {
            Some(unit) if tree.unit(unit).body.is_none() => {
                let why = format!(
                    "no county-level body answers for `{}`; name a body or what lies below one",
                    road.jurisdiction
                );
                Err(refuse(format!("added_roads/{nth}/jurisdiction"), why))
            }
            Some(unit) => Ok(AddedRoad { unit, class: road.class, metres: road.metres }),
            None => {
                let why = format!("there is no jurisdiction with the code `{}`", road.jurisdiction);
                Err(refuse(format!("added_roads/{nth}/jurisdiction"), why))
            }
        });
        Ok(WhatIf { rates: asked.rates.clone(), regime, added: added.collect::<Result<_, _>>()? })
    }
}
