//! One row of obligations: what is known of it, and why the rest is not.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::domain::Value;
use crate::policy::money::amounts::Shares;
use crate::policy::money::amounts::half_up;
use crate::policy::money::ledger::DailyMoney;
use crate::policy::money::ledger::Fund;
use crate::policy::money::ledger::Ledger;
use crate::policy::money::ledger::LedgerFinding;
use crate::policy::money::ledger::between;
use crate::policy::money::ledger::daily_money;
use crate::policy::money::ledger::findings;
use crate::policy::money::obligations::BudgetLines;
use crate::policy::money::obligations::BudgetRule;
use crate::policy::money::obligations::Growth;
use crate::policy::money::obligations::Missing;
use crate::policy::money::obligations::ObligationRow;
use crate::policy::money::obligations::RowRegime;
use crate::policy::money::obligations::Status;
use crate::policy::money::regimes::RegimeFound;
use crate::policy::money::rules::MoneyRules;
use crate::policy::money::rules::in_year;
use crate::policy::money::sums::Sums;
use crate::policy::money::sums::YearSums;
use crate::policy::money::words::Purpose;
use crate::policy::money::works::WorksDone;
use crate::policy::money::works::paid_wrongly;
use crate::world::Level;
use crate::world::Metres;
use crate::world::Scope;
use crate::world::UnitId;
use crate::world::World;

/// All that rows of one year are made of.
pub(super) struct Asked<'a> {
    world: &'a World,
    rules: &'a MoneyRules,
    year: i32,
    done: WorksDone,
    sums: YearSums,
    ledger: Ledger,
    /// By whom they are added to.
    paid_wrongly: HashMap<UnitId, Vec<LedgerFinding>>,
    paid_wrongly_nowhere: Vec<LedgerFinding>,
}

/// What the rules ask of a scope.
pub(super) struct Owed {
    pub metres: Metres,
    pub floor: Option<u64>,
    pub shares: Option<Shares>,
    pub works_target_m: Option<u64>,
}

impl<'a> Asked<'a> {
    pub fn new(world: &'a World, rules: &'a MoneyRules, year: i32, done: WorksDone, sums: YearSums) -> Self {
        let tree = world.jurisdictions().tree();
        let (mut at, mut nowhere) = (HashMap::<UnitId, Vec<LedgerFinding>>::new(), Vec::new());
        for (unit, finding) in paid_wrongly(world, rules, year) {
            match unit {
                Some(unit) => {
                    for above in tree.adds_to(unit) {
                        at.entry(above).or_default().push(finding.clone());
                    }
                }
                None => nowhere.push(finding),
            }
        }
        let ledger = Ledger::of(world, rules, year);
        Self { world, rules, year, done, sums, ledger, paid_wrongly: at, paid_wrongly_nowhere: nowhere }
    }

    pub fn unplaced_ledger(&self) -> Vec<LedgerFinding> {
        let mut found = findings(self.world, self.rules, self.ledger.unplaced(self.year));
        found.extend(self.paid_wrongly_nowhere.iter().cloned());
        found
    }

    pub fn owed(&self, sums: &YearSums, scope: Scope) -> Owed {
        let of = sums.of_scope(scope);
        let floor = in_year(&self.rules.daily, self.year).map(|_| of.floor);
        let is_known = |body: &UnitId| sums.regimes.get(body).is_some_and(|found| found.regime().is_some());
        let are_known = of.without_body_m == 0 && of.bodies.iter().all(is_known);
        Owed {
            metres: of.metres,
            floor,
            shares: floor.filter(|_| are_known).map(|_| of.shares),
            works_target_m: in_year(&self.rules.works, self.year).map(|_| of.works_target_m),
        }
    }

    pub fn row(&self, scope: Scope, level: Option<Level>) -> ObligationRow {
        let tree = self.world.jurisdictions().tree();
        let unit = tree.unit(scope.unit);
        let sums = self.sums.of_scope(scope);
        let owed = self.owed(&self.sums, scope);
        let is_body = tree.is_body(scope.unit);
        let level = level.or(if is_body { Some(Level::County) } else { unit.level });
        let mut row = ObligationRow {
            scope,
            code: unit.code.to_string(),
            name: unit.name.as_deref().map(str::to_owned),
            level,
            regime: self.regime(&sums, level),
            metres: owed.metres,
            daily_floor_fen: owed.floor,
            shares_fen: owed.shares,
            works_target_m: owed.works_target_m,
            works_done_m: None,
            planned: DailyMoney::default(),
            spent: DailyMoney::default(),
            budget_rule: None,
            growth: None,
            budget_lines: None,
            ledger: self.findings_of(scope),
            missing: Vec::new(),
            clauses: Vec::new(),
            assumptions: Vec::new(),
            difference: None,
        };
        self.say_what_is_owed(&mut row, &sums);
        self.add_works(&mut row, &sums);
        self.add_money(&mut row, &sums, is_body);
        if is_body {
            self.add_growth(&mut row);
            self.add_lines(&mut row);
        }
        if row.level == Some(Level::City) {
            self.add_budget_rule(&mut row);
        }
        row.assumptions.sort_unstable();
        row.assumptions.dedup();
        row
    }

    fn regime(&self, sums: &Sums, level: Option<Level>) -> RowRegime {
        if level == Some(Level::City) {
            return RowRegime::Mixed;
        }
        let codes: Option<BTreeSet<&str>> =
            sums.bodies.iter().map(|body| Some(&*self.sums.regimes.get(body)?.regime()?.code)).collect();
        match codes {
            Some(codes) if sums.without_body_m == 0 => match codes.into_iter().collect::<Vec<_>>()[..] {
                [] => RowRegime::Unknown,
                [one] => RowRegime::Of(one.to_owned()),
                _ => RowRegime::Mixed,
            },
            _ => RowRegime::Unknown,
        }
    }

    fn say_what_is_owed(&self, row: &mut ObligationRow, sums: &Sums) {
        let tree = self.world.jurisdictions().tree();
        match in_year(&self.rules.daily, self.year) {
            Some(rule) => row.cite(&rule.clause, &rule.assumptions),
            None => {
                let why = format!("no rule says what daily maintenance is owed in {}", self.year);
                row.lacks("daily_floor_cny", why);
            }
        }
        if sums.without_body_m > 0 {
            let why = format!("{} m lie where no county-level body answers", sums.without_body_m);
            row.lacks("shares_cny", why);
        }
        for body in &sums.bodies {
            match self.sums.regimes.get(body) {
                Some(RegimeFound::Unknown(why)) => row.lacks("shares_cny", why.clone()),
                Some(RegimeFound::Assumed(_, ids)) => row.assumptions.extend(ids.iter().cloned()),
                Some(RegimeFound::Recorded(..)) => {}
                None => row.lacks("shares_cny", format!("{} has no regime", tree.unit(*body).code)),
            }
        }
        match in_year(&self.rules.works, self.year) {
            Some(rule) => row.cite(&rule.clause, &rule.assumptions),
            None => row.lacks("works_target_km", format!("no rule says how much is worked on in {}", self.year)),
        }
    }

    fn add_works(&self, row: &mut ObligationRow, sums: &Sums) {
        let tree = self.world.jurisdictions().tree();
        let silent: Vec<&str> = sums
            .bodies
            .iter()
            .filter(|body| !self.done.recording.contains(body))
            .map(|body| &*tree.unit(*body).code)
            .collect();
        let mut gaps: Vec<String> = Vec::new();
        if !silent.is_empty() {
            gaps.push(format!("{} recorded no works of any year", silent.join(", ")));
        }
        for (unit, why) in &self.done.unknown {
            let Some(unit) = *unit else {
                gaps.push(why.clone());
                continue;
            };
            // What is recorded of more than a village may lie in any village of its body.
            let body = tree.unit(unit).body;
            let may_lie_here = tree.counts_in(unit, row.scope)
                || (!tree.unit(unit).is_leaf && body.is_none_or(|body| sums.bodies.contains(&body)));
            if may_lie_here {
                gaps.push(why.clone());
            }
        }
        if gaps.is_empty() {
            row.works_done_m = Some(sums.works_done_m);
        }
        for why in gaps {
            row.lacks("works_done_km", why);
        }
    }

    fn findings_of(&self, scope: Scope) -> Vec<LedgerFinding> {
        let tree = self.world.jurisdictions().tree();
        let counts = |unit: Option<UnitId>| {
            scope.within.is_none_or(|body| unit.is_some_and(|unit| tree.unit(unit).body == Some(body)))
        };
        let lines = self.ledger.of_unit(scope.unit, self.year).filter(|line| counts(line.unit));
        let mut found = findings(self.world, self.rules, lines);
        let of_works = self.paid_wrongly.get(&scope.unit).into_iter().flatten();
        let unit_of = |finding: &LedgerFinding| finding.jurisdiction.as_deref().and_then(|code| tree.find(code));
        found.extend(of_works.filter(|finding| counts(unit_of(finding))).cloned());
        found
    }

    fn add_money(&self, row: &mut ObligationRow, sums: &Sums, is_body: bool) {
        let tree = self.world.jurisdictions().tree();
        let is_above = row.level == Some(Level::City) || tree.unit(row.scope.unit).body.is_none();
        if !is_body && !is_above {
            let why = "the ledger is kept by county-level bodies and is not shared among what lies in them";
            row.lacks("planned_cny", why.to_owned());
            row.lacks("spent_cny", why.to_owned());
            return;
        }
        for (field, entry) in [("planned_cny", "budgeted"), ("spent_cny", "spent")] {
            let mut money = DailyMoney::NOTHING;
            let mut silent = Vec::new();
            for body in &sums.bodies {
                let of_body = daily_money(self.ledger.of_unit(*body, self.year), entry);
                if of_body == DailyMoney::default() {
                    silent.push(&*tree.unit(*body).code);
                }
                money = money.plus(of_body);
            }
            if !is_body {
                // What stands in the ledger of a city itself is of no body.
                let own = self.ledger.of_unit(row.scope.unit, self.year);
                let own = own.filter(|line| line.unit.is_some_and(|unit| tree.unit(unit).body.is_none()));
                let own = daily_money(own, entry);
                if own != DailyMoney::default() {
                    money = money.plus(own);
                }
            }
            if sums.bodies.is_empty() {
                money = DailyMoney::default();
            }
            if !silent.is_empty() {
                row.lacks(field, format!("the ledger of {} has nothing {entry} in {}", silent.join(", "), self.year));
            } else if money.total().is_none() {
                row.lacks(field, format!("an amount {entry} for daily maintenance is not recorded"));
            }
            match entry {
                "budgeted" => row.planned = money,
                _ => row.spent = money,
            }
        }
    }

    fn add_growth(&self, row: &mut ObligationRow) {
        let Some(rule) = in_year(&self.rules.growth, self.year) else { return };
        let of = |year| {
            let lines: Vec<&Fund> = self.ledger.of_unit(row.scope.unit, year).collect();
            let is_budgeted = lines.iter().any(|line| line.entry.as_deref() == Some("budgeted"));
            between(lines.into_iter(), "budgeted", rule.says.source, &rule.says.purposes).filter(|_| is_budgeted)
        };
        let (this_year, year_before) = (of(self.year), of(self.year - 1));
        let status = match (this_year, year_before) {
            (Some((least, _)), Some((_, Some(most)))) if least > most => Status::Met,
            (Some((_, Some(most))), Some((least, _))) if most <= least => Status::NotMet,
            _ => Status::NoData,
        };
        row.cite(&rule.clause, &rule.assumptions);
        row.growth = Some(Growth {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            status,
            this_year: this_year.map(|(least, _)| least),
            year_before: year_before.map(|(least, _)| least),
        });
    }

    fn add_lines(&self, row: &mut ObligationRow) {
        let Some(rule) = in_year(&self.rules.lines, self.year) else { return };
        let budgeted: Vec<&Fund> = self
            .ledger
            .of_unit(row.scope.unit, self.year)
            .filter(|line| line.entry.as_deref() == Some("budgeted"))
            .collect();
        let has = |purposes: &[Purpose]| {
            let is_own = |line: &&&Fund| line.judged.source == Some(rule.says.source);
            let names = |line: &&Fund| line.judged.purposes.iter().any(|purpose| purposes.contains(purpose));
            if budgeted.iter().filter(is_own).any(names) {
                return Some(true);
            }
            // A line that nobody can read may be the one that is missed.
            let may_be = |line: &&Fund| {
                line.judged.source.is_none_or(|source| source == rule.says.source) && line.judged.may_be_for(purposes)
            };
            (!budgeted.is_empty() && !budgeted.iter().any(may_be)).then_some(false)
        };
        row.budget_lines = Some(BudgetLines {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            maintenance: has(&rule.says.maintenance),
            operation: has(&rule.says.operation),
            staff: has(&rule.says.staff),
        });
        row.cite(&rule.clause, &rule.assumptions);
    }

    fn add_budget_rule(&self, row: &mut ObligationRow) {
        let Some(rule) = in_year(&self.rules.budget, self.year) else { return };
        let of_year = |code: &str| {
            let rows = self.world.named("fiscal_years").rows();
            let its = rows
                .filter(|row| {
                    row.text("jurisdiction_code") == Some(code) && row.value("year").as_integer() == Some(self.year)
                })
                .map(|row| if let Value::Money(fen) = row.value("general_revenue_cny") { Some(fen) } else { None });
            match its.collect::<Vec<_>>()[..] {
                [one] => one,
                _ => None,
            }
        };
        let revenue = of_year(&row.code);
        let fen = revenue.and_then(|fen| u64::try_from(fen).ok());
        let required = fen.map(|fen| half_up(u128::from(fen) * u128::from(rule.says.least.0), 10_000));
        let unit = row.scope.unit;
        let lines = || self.ledger.of_unit(unit, self.year);
        let of = |entry: &str, purposes: &[Purpose]| {
            let is_there = lines().any(|line| line.entry.as_deref() == Some(entry));
            between(lines(), entry, rule.says.source, purposes).filter(|_| is_there)
        };
        let spent = of("spent", &rule.says.purposes);
        let status = match (required.and_then(|required| i64::try_from(required).ok()), spent) {
            (Some(required), Some((least, _))) if least >= required => Status::Met,
            (Some(required), Some((_, Some(most)))) if most < required => Status::NotMet,
            _ => Status::NoData,
        };
        if revenue.is_none() {
            row.lacks(
                "budget_rule",
                format!("the general revenue of {} in {} is not recorded once", row.code, self.year),
            );
        }
        let found = BudgetRule {
            rule: rule.id.clone(),
            clause: rule.clause.clone(),
            status,
            revenue,
            required,
            spent: spent.map(|(least, _)| least),
            spent_at_most: spent.and_then(|(_, most)| most),
            budgeted: of("budgeted", &rule.says.purposes).map(|(least, _)| least),
            daily_spent: of("spent", &[Purpose::Daily]).map(|(least, _)| least),
        };
        row.cite(&rule.clause, &rule.assumptions);
        row.budget_rule = Some(found);
    }
}

impl ObligationRow {
    fn lacks(&mut self, field: &'static str, why: String) {
        let missing = Missing { field, why };
        if !self.missing.contains(&missing) {
            self.missing.push(missing);
        }
    }

    fn cite(&mut self, clause: &str, assumptions: &[String]) {
        if !self.clauses.iter().any(|known| known == clause) {
            self.clauses.push(clause.to_owned());
        }
        self.assumptions.extend(assumptions.iter().cloned());
    }
}
