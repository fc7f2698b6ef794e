//! The three zones from what the models say: the widest radius wins, and each zone lies in the next.

use geo::Distance;
use geo::Euclidean;
use geo_types::LineString;
use geo_types::Point;
use geo_types::Polygon;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use crate::emergency::zones::candidates::Assumption;
use crate::emergency::zones::candidates::Candidate;
use crate::emergency::zones::candidates::Candidates;
use crate::emergency::zones::candidates::NotRun;
use crate::emergency::zones::candidates::candidates;
use crate::emergency::zones::facts::Facts;
use crate::emergency::zones::input::HeatNetwork;
use crate::emergency::zones::input::ZoneInput;
use crate::emergency::zones::shapes;
use crate::geom::Grid;
use crate::geom::LonLat;
use crate::geom::Shape;
use crate::geom::area::Area;
use crate::policy::Distances;
use crate::policy::ZoneParameters;
use crate::queries::Utility;
use crate::queries::Zone;
use crate::queries::zone::WIDEST_M;

/// The zones of a leak, and what they stand on.
#[derive(Clone, Debug)]
pub struct LeakZones {
    pub hot: LeakZone,
    pub warm: LeakZone,
    pub cordon: LeakZone,
    /// By M3; `None` when it is not known what flows out.
    pub outflow_kg_s: Option<f64>,
    pub not_run: Vec<NotRun>,
    pub assumptions: Vec<Assumption>,
    /// The `id` of the parameters.
    pub rules: String,
}

#[derive(Clone, Debug)]
pub struct LeakZone {
    /// `hot`, `warm` or `cordon`.
    pub name: &'static str,
    /// What is counted in. A drawn cordon that leaves a part of the warm zone out holds it all the same.
    pub zone: Zone,
    /// All round, metres; `None` for what the commander drew.
    pub radius_m: Option<f64>,
    /// Of the radius: `M0` to `M4`, `floor` or `fixed`.
    pub model: &'static str,
    pub parameters: Map<String, Value>,
    pub source: String,
    /// Why this model won.
    pub why: String,
    /// Degrees, for maps.
    pub shape: Shape,
    /// Every radius that a model gave, the widest first.
    pub candidates: Vec<Candidate>,
}

/// The zones of a leak. What is left out of the input is unknown: the models that need it do not run, and
/// what is assumed instead is said.
pub fn leak_zones(with: &ZoneParameters, input: &ZoneInput) -> LeakZones {
    let mut zones = match input.hazard {
        Utility::Gas => of_gas(with, input),
        Utility::Heat => of_heat(with, input),
    };
    if let Some(drawn) = &input.cordon {
        zones.supersede(input.at, drawn);
    }
    zones
}

fn of_gas(with: &ZoneParameters, input: &ZoneInput) -> LeakZones {
    let mut facts = Facts::of(with, input);
    let Candidates { hot, warm, cordon, downwind, outflow } = candidates(with, &mut facts);
    let hot = circle(input.at, "hot", hot, None);
    let warm = circle(input.at, "warm", warm, Some(&hot));
    let towards_deg = input.wind_from_deg.filter(|from| from.is_finite()).map(|from| (from + 180.0).rem_euclid(360.0));
    let is_calm = facts.wind_ms.is_some_and(|u_ms| u_ms < with.plume.calm_below_ms);
    let Some(towards_deg) = towards_deg.filter(|_| !is_calm) else {
        if !downwind.is_empty() {
            facts.assume(
                "wind-direction",
                "the direction of the wind is not known, or there is none: downwind is all round".to_owned(),
            );
        }
        let cordon = circle(input.at, "cordon", [cordon, downwind].concat(), Some(&warm));
        return finish(with, input, facts, [hot, warm, cordon], None, outflow.map(|outflow| outflow.kg_s));
    };
    let cordon = circle(input.at, "cordon", cordon, Some(&warm));
    let sector = sector(with, &facts, input.at, towards_deg, downwind, &cordon);
    finish(with, input, facts, [hot, warm, cordon], sector, outflow.map(|outflow| outflow.kg_s))
}

/// A sector of the cordon, and the radius that it has from.
struct Downwind {
    zone: Zone,
    shape: Shape,
    told: Value,
    candidate: Candidate,
}

/// The downwind sector, where it reaches beyond the circle: that of the widest radius holds the others.
fn sector(
    with: &ZoneParameters,
    facts: &Facts,
    at: LonLat,
    towards_deg: f64,
    downwind: Vec<Candidate>,
    cordon: &LeakZone,
) -> Option<Downwind> {
    let is_light_wind = facts.wind_ms.is_none_or(|u_ms| u_ms < with.sector.light_wind_below_ms);
    let half_angle_deg = if is_light_wind { with.sector.half_angle_light_wind_deg } else { with.sector.half_angle_deg };
    let widest = widest_first(downwind).into_iter().next()?;
    let radius_m = widest.radius_m.min(WIDEST_M);
    if cordon.radius_m.is_some_and(|circle_m| radius_m <= circle_m) {
        return None;
    }
    Some(Downwind {
        zone: Zone::Sector { at, radius_m, towards_deg, half_angle_deg },
        shape: shapes::sector(at, radius_m, towards_deg, half_angle_deg).into(),
        told: json!({"model": widest.model, "radius_m": radius_m, "towards_deg": towards_deg, "half_angle_deg": half_angle_deg}),
        candidate: widest,
    })
}

fn finish(
    with: &ZoneParameters,
    input: &ZoneInput,
    mut facts: Facts,
    [hot, warm, mut cordon]: [LeakZone; 3],
    sector: Option<Downwind>,
    outflow_kg_s: Option<f64>,
) -> LeakZones {
    let grid = Grid::of(input.at);
    let mut zones = vec![cordon.zone.clone()];
    let mut shapes = vec![cordon.shape.clone()];
    if let Some(downwind) = sector {
        zones.push(downwind.zone);
        shapes.push(downwind.shape);
        cordon.why = format!("{}; and {}", cordon.why, downwind.candidate.why);
        cordon.parameters.insert("downwind".to_owned(), downwind.told);
        cordon.candidates.push(downwind.candidate);
    }
    if input.conduits.is_empty() {
        facts.not_run("M5", &format!("no conduit is known within {} m", with.conduits.within_m));
    } else {
        let conduits = &with.conduits;
        let told = json!({"count": input.conduits.len(), "along_m": conduits.along_m, "buffer_m": conduits.buffer_m});
        cordon.parameters.insert("conduits".to_owned(), told);
        let along_m = conduits.along_m;
        facts.assume("M5", format!("gas may follow conduits for {along_m} m and enter the buildings along them, until readings say otherwise"));
        if let Some(zone) = conduit_zone(with, input, &grid, cordon.radius_m.unwrap_or(0.0)) {
            cordon.why = format!("{}; and along conduits by M5", cordon.why);
            shapes.push(shapes::corridor(&grid, &input.conduits, conduits.buffer_m).into());
            zones.push(zone);
        }
    }
    if zones.len() > 1 {
        cordon.shape = shapes::union(&grid, &shapes);
        cordon.zone = Zone::Any(zones);
    }
    if [&hot, &warm, &cordon].iter().any(|zone| zone.radius_m.is_some_and(|radius_m| radius_m >= WIDEST_M)) {
        facts.assume("widest", format!("a radius is cut at {WIDEST_M} m"));
    }
    let Facts { not_run, assumptions, .. } = facts;
    LeakZones { hot, warm, cordon, outflow_kg_s, not_run, assumptions, rules: with.id.clone() }
}

/// `None` where the corridors lie in the circle, so that they need not be looked at.
fn conduit_zone(with: &ZoneParameters, input: &ZoneInput, grid: &Grid, circle_m: f64) -> Option<Zone> {
    let buffer_m = with.conduits.buffer_m;
    let centre = grid.project(input.at);
    let corners = input.conduits.iter().flat_map(|line| &line.0).map(|corner| grid.project_coord(*corner));
    let farthest_m =
        corners.map(|corner| (corner.x - centre.easting).hypot(corner.y - centre.northing)).fold(0.0, f64::max);
    // Grid and ellipsoid differ by less than a thousandth in a zone.
    if (farthest_m + buffer_m) * 1.001 <= circle_m {
        return None;
    }
    let line = geo_types::MultiLineString::new(input.conduits.clone()).into();
    Some(Zone::NearLine { line, radius_m: buffer_m })
}

fn of_heat(with: &ZoneParameters, input: &ZoneInput) -> LeakZones {
    let mut assumptions = vec![Assumption {
        id: "heat-zones",
        text: "neither the plan nor a model gives distances for heat: they are fixed ones of ours".to_owned(),
    }];
    let network = input.heat_network.unwrap_or_else(|| {
        let text = "which network leaks is not known: taken as the primary one".to_owned();
        assumptions.push(Assumption { id: "heat-network", text });
        HeatNetwork::Primary
    });
    let Distances { hot_m, warm_m, cordon_m } = match network {
        HeatNetwork::Primary => with.heat.primary,
        HeatNetwork::Secondary => with.heat.secondary,
    };
    let fixed = |radius_m: f64, zone: &str| {
        let mut parameters = Map::new();
        parameters.insert("network".to_owned(), network.as_str().into());
        let why = format!("fixed radius of the {zone} zone of a leak of heat");
        vec![Candidate { model: "fixed", radius_m, parameters, source: with.heat.source.clone(), why }]
    };
    let hot = circle(input.at, "hot", fixed(hot_m, "hot"), None);
    let warm = circle(input.at, "warm", fixed(warm_m, "warm"), Some(&hot));
    let cordon = circle(input.at, "cordon", fixed(cordon_m, "cordon"), Some(&warm));
    let none = |model| NotRun { model, why: "it is for gas; this is a leak of heat".to_owned() };
    let not_run = ["M1", "M2", "M3", "M4", "M5"].map(none).into();
    LeakZones { hot, warm, cordon, outflow_kg_s: None, not_run, assumptions, rules: with.id.clone() }
}

/// A stable order: of equally wide ones the first.
fn widest_first(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| b.radius_m.total_cmp(&a.radius_m));
    candidates
}

/// The circle of the widest candidate, and no narrower than the zone that it must hold.
fn circle(at: LonLat, name: &'static str, candidates: Vec<Candidate>, inner: Option<&LeakZone>) -> LeakZone {
    let candidates = widest_first(candidates);
    let best = candidates
        .first()
        .filter(|best| inner.and_then(|inner| inner.radius_m).is_none_or(|least_m| best.radius_m >= least_m));
    let (radius_m, model, parameters, source, why) = match (best, inner) {
        (Some(best), _) => (
            best.radius_m,
            best.model,
            best.parameters.clone(),
            best.source.clone(),
            format!("widest of {}: {}", candidates.len(), best.why),
        ),
        (None, Some(inner)) => {
            let why = format!("no narrower than the {} zone, which has it by {}", inner.name, inner.model);
            (inner.radius_m.unwrap_or(0.0), inner.model, inner.parameters.clone(), inner.source.clone(), why)
        }
        (None, None) => (0.0, "floor", Map::new(), String::new(), "no model gave a radius".to_owned()),
    };
    let radius_m = radius_m.min(WIDEST_M);
    LeakZone {
        name,
        zone: Zone::Radius { at, radius_m },
        radius_m: Some(radius_m),
        model,
        parameters,
        source,
        why,
        shape: shapes::circle(at, radius_m).into(),
        candidates,
    }
}

impl LeakZones {
    /// From the innermost to the outermost.
    pub fn all(&self) -> [&LeakZone; 3] {
        [&self.hot, &self.warm, &self.cordon]
    }

    /// A radius that the commander gave takes the place of the cordon. The zones within are no wider.
    pub fn supersede_with_radius(&mut self, at: LonLat, radius_m: f64) {
        let circle = |zone: &mut LeakZone| {
            zone.radius_m = Some(radius_m);
            (zone.zone, zone.shape) = (Zone::Radius { at, radius_m }, shapes::circle(at, radius_m).into());
        };
        for zone in [&mut self.hot, &mut self.warm] {
            if let Some(model_m) = zone.radius_m.filter(|model_m| *model_m > radius_m) {
                circle(zone);
                let (name, model) = (zone.name, zone.model);
                let text =
                    format!("the {name} zone has {model_m:.1} m by {model}: it is cut to the commander's {radius_m} m");
                self.assumptions.push(Assumption { id: "M0-narrow", text });
            }
        }
        let cordon = &mut self.cordon;
        circle(cordon);
        cordon.why = format!("the commander's radius supersedes; the computed cordon was by {}", cordon.model);
        "G10 2.3(4): given by the commander at the scene".clone_into(&mut cordon.source);
        (cordon.model, cordon.parameters) = ("M0", Map::new());
    }

    /// What the commander drew takes the place of the cordon. It is counted with the warm zone, which lies
    /// in the cordon whatever is drawn.
    fn supersede(&mut self, at: LonLat, drawn: &Shape) {
        let grid = Grid::of(at);
        let computed = match self.cordon.radius_m {
            Some(radius_m) => format!("the computed cordon had {radius_m:.1} m by {}", self.cordon.model),
            None => "the computed cordon had no radius".to_owned(),
        };
        let cordon = &mut self.cordon;
        (cordon.model, cordon.radius_m) = ("M0", None);
        cordon.source = String::from("G10 2.3(4): drawn by the commander at the scene");
        cordon.parameters = Map::new();
        cordon.why = format!("what the commander drew supersedes; {computed}");
        let area = Zone::Area(drawn.clone());
        if covers(&grid, drawn, at, self.warm.radius_m.unwrap_or(0.0)) {
            (cordon.zone, cordon.shape) = (area, drawn.clone());
            return;
        }
        cordon.zone = Zone::Any(vec![self.warm.zone.clone(), area]);
        cordon.shape = shapes::union(&grid, &[self.warm.shape.clone(), drawn.clone()]);
        self.assumptions.push(Assumption {
            id: "M0-warm",
            text: "the polygon that was drawn leaves a part of the warm zone out: the cordon is shown and counted with all of the warm zone".to_owned(),
        });
    }
}

/// Whether an area in degrees surely holds a circle: its middle, and no boundary within the radius.
fn covers(grid: &Grid, area: &Shape, at: LonLat, radius_m: f64) -> bool {
    let on_grid = grid.project_shape(area);
    let centre = grid.project(at);
    let reach_m = grid.scale_bounds(centre, radius_m).1 * radius_m + 0.001;
    let middle = Point::new(centre.easting, centre.northing);
    let is_clear = |ring: &LineString<f64>| Euclidean.distance(&middle, ring) >= reach_m;
    let polygons: &[Polygon<f64>] = match &on_grid {
        Shape::Polygon(polygon) => std::slice::from_ref(polygon),
        Shape::MultiPolygon(parts) => &parts.0,
        _ => &[],
    };
    let mut rings = polygons.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    Area::of(&on_grid).is_some_and(|area| area.covers(middle.0)) && rings.all(is_clear)
}
