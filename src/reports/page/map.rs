//! The map of a jurisdiction: its boundary, those of what lies below it, its roads by class, and what a
//! report points at.

use std::fmt::Write as _;
use std::sync::Arc;

use geo::BoundingRect;
use geo::InteriorPoint;
use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::Rect;

use crate::exchange::xml::escaped;
use crate::geom::Grid;
use crate::geom::Shape;
use crate::geom::cutting::part_between;
use crate::reports::page::paper::Paper;
use crate::reports::page::paper::WIDTH;
use crate::reports::sheet::Drawing;
use crate::reports::sheet::words;
use crate::world::Level;
use crate::world::Scope;
use crate::world::World;

/// Something that the report points at.
pub struct Marked {
    /// Degrees.
    pub shape: Shape,
    /// Whether it is not known to fall short: it could, for want of data.
    pub is_unknown: bool,
}

/// Class of road, Chinese and English name, colour, width in units, dashes. Told apart without colour too.
const CLASSES: [(&str, &str, &str, &str, u8, &str); 3] = [
    ("village", "村道", "village", "#8a8a8a", 2, ""),
    ("township", "乡道", "township", "#1f6fb4", 4, "12 4"),
    ("county", "县道", "county", "#7a3e9d", 7, ""),
];
const FONT: &str = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',SimHei,sans-serif";
/// More names would hide the roads.
const MOST_NAMES: usize = 60;
/// Below the map, for what the lines mean.
const LEGEND: i32 = 60;

/// The map; `None` where nothing of the jurisdiction has a place.
pub fn map(world: &World, scope: Scope, marked: &[Marked]) -> Option<Drawing> {
    let tree = world.jurisdictions().tree();
    let unit = tree.unit(scope.unit);
    let below = below(world, scope);
    let roads = roads(world, scope);
    let own = area_of(world, &unit.code);
    let grid = own.as_ref().map(|(_, grid)| Arc::clone(grid));
    let grid = grid.or_else(|| below.first().map(|(_, _, grid)| Arc::clone(grid)));
    let grid = grid.or_else(|| roads.iter().flatten().next().map(|line| Arc::clone(&line.grid)))?;
    let on_paper = |shape: &Shape, from: &Arc<Grid>| moved(shape, from, &grid);
    let own = own.and_then(|(shape, from)| on_paper(&shape, &from));
    let below: Vec<(String, Shape)> =
        below.into_iter().filter_map(|(name, shape, from)| Some((name, on_paper(&shape, &from)?))).collect();
    let lines = roads.iter().flatten().filter_map(|road| road.line.bounding_rect());
    let areas = own.iter().chain(below.iter().map(|(_, shape)| shape)).filter_map(BoundingRect::bounding_rect);
    let extent = areas.reduce(around).or_else(|| lines.reduce(around))?;
    let paper = Paper::around(extent, Arc::clone(&grid));
    let title = words("地图", "map");
    let name = escaped(unit.name.as_deref().unwrap_or(&unit.code));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-labelledby=\"map-title map-desc\">\
         <title id=\"map-title\">{name}：辖区、道路与标记 map of roads</title>\
         <desc id=\"map-desc\">辖区边界、县道、乡道、村道；红色为未达标或数据不足的设施。Boundaries, roads by class; red marks what falls short.</desc>\n",
        paper.height + LEGEND,
    );
    put_areas(&mut svg, &paper, own.as_ref(), &below);
    put_roads(&mut svg, &paper, &roads);
    put_marked(&mut svg, &paper, marked);
    put_names(&mut svg, &paper, &below);
    put_legend(&mut svg, &paper, marked);
    svg.push_str("</svg>\n");
    Some(Drawing { title, svg })
}

fn around(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

/// The area of a jurisdiction on its own grid.
fn area_of(world: &World, code: &str) -> Option<(Shape, Arc<Grid>)> {
    let row = world.jurisdictions().find(code)?;
    Some((row.shard.grid_shape(row.row)?.clone(), Arc::clone(row.shard.grid())))
}

/// The jurisdictions one level below, with name and area.
fn below(world: &World, scope: Scope) -> Vec<(String, Shape, Arc<Grid>)> {
    let tree = world.jurisdictions().tree();
    let Some(level) = next_level(tree.unit(scope.unit).level) else { return Vec::new() };
    let scopes = tree.scopes(Some(scope.unit), Some(level));
    let named = scopes.into_iter().filter(|below| below.unit != scope.unit).filter_map(|below| {
        let unit = tree.unit(below.unit);
        let (shape, grid) = area_of(world, &unit.code)?;
        Some((unit.name.as_deref().unwrap_or(&unit.code).to_owned(), shape, grid))
    });
    named.collect()
}

/// The level below one; `None` below villages and where it is not known.
pub fn next_level(level: Option<Level>) -> Option<Level> {
    Some(match level? {
        Level::City => Level::County,
        Level::County => Level::Township,
        Level::Township => Level::Village,
        Level::Village => return None,
    })
}

/// A shape of one zone of the grid in another; itself where they are one.
fn moved(shape: &Shape, from: &Arc<Grid>, to: &Arc<Grid>) -> Option<Shape> {
    use geo::MapCoords;
    if from.central_meridian() == to.central_meridian() {
        return Some(shape.clone());
    }
    let turned = shape.map_coords(|at| {
        let place = from.unproject(crate::geom::GridPoint { easting: at.x, northing: at.y });
        place.map_or(Coord { x: f64::NAN, y: f64::NAN }, |place| to.project_coord(place.coord()))
    });
    turned.bounding_rect().is_some_and(|rect| rect.min().x.is_finite()).then_some(turned)
}

struct Drawn {
    line: LineString<f64>,
    grid: Arc<Grid>,
}

/// The rural roads within a scope by class, in the order of [`CLASSES`]; segments that meet are one line.
fn roads(world: &World, scope: Scope) -> [Vec<Drawn>; 3] {
    let tree = world.jurisdictions().tree();
    let counts: Vec<bool> = tree.ids().map(|id| tree.counts_in(id, scope)).collect();
    let mut roads: [Vec<Drawn>; 3] = Default::default();
    for segment in world.roads().segments() {
        let Some(at) = CLASSES.iter().position(|class| segment.class.as_deref() == Some(class.0)) else { continue };
        for share in world.shares(segment).iter().filter(|share| share.unit.is_some_and(|unit| counts[unit.index()])) {
            for span in &share.spans {
                let is_whole = span.0 <= 0.0 && span.1 >= 1.0;
                let line = if is_whole { segment.line.clone() } else { part_between(&segment.line, *span) };
                join(&mut roads[at], line, &segment.grid);
            }
        }
    }
    roads
}

fn join(drawn: &mut Vec<Drawn>, line: LineString<f64>, grid: &Arc<Grid>) {
    /// Metres between ends that meet.
    const GAP_M: f64 = 1.0;
    let Some(first) = line.0.first() else { return };
    if let Some(last) = drawn.last_mut()
        && last.grid.central_meridian() == grid.central_meridian()
        && let Some(end) = last.line.0.last()
        && (end.x - first.x).hypot(end.y - first.y) <= GAP_M
    {
        last.line.0.extend_from_slice(&line.0[1..]);
        return;
    }
    drawn.push(Drawn { line, grid: Arc::clone(grid) });
}

fn put_areas(svg: &mut String, paper: &Paper, own: Option<&Shape>, below: &[(String, Shape)]) {
    let mut borders = String::new();
    for (_, shape) in below {
        rings(&mut borders, paper, shape);
    }
    let mut outline = String::new();
    if let Some(own) = own {
        rings(&mut outline, paper, own);
    }
    let _ = writeln!(svg, "<path d=\"{outline}\" fill=\"#fdfcf7\" fill-rule=\"evenodd\"/>");
    let _ = writeln!(
        svg,
        "<path d=\"{borders}\" fill=\"none\" stroke=\"#6b5a2a\" stroke-width=\"3\" stroke-dasharray=\"16 5 3 5\"/>"
    );
    let _ = writeln!(
        svg,
        "<path d=\"{outline}\" fill=\"none\" stroke=\"#222\" stroke-width=\"4\" stroke-linejoin=\"round\"/>"
    );
}

fn rings(path: &mut String, paper: &Paper, shape: &Shape) {
    let mut polygon = |polygon: &geo_types::Polygon<f64>| {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            paper.draw(path, ring, true);
        }
    };
    match shape {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(many) => many.iter().for_each(polygon),
        _ => {}
    }
}

fn put_roads(svg: &mut String, paper: &Paper, roads: &[Vec<Drawn>; 3]) {
    for ((_, _, _, colour, width, dashes), lines) in CLASSES.iter().zip(roads) {
        let mut path = String::new();
        for drawn in lines {
            if let Some(Geometry::LineString(line)) = moved(&drawn.line.clone().into(), &drawn.grid, &paper.grid) {
                paper.draw(&mut path, &line, false);
            }
        }
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{} stroke-linejoin=\"round\"/>",
            dashed(dashes)
        );
    }
}

fn dashed(dashes: &str) -> String {
    if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{dashes}\"") }
}

/// What falls short in red, what could in orange and broken.
fn put_marked(svg: &mut String, paper: &Paper, marked: &[Marked]) {
    for (is_unknown, colour, dashes) in [(true, "#b35c00", "9 7"), (false, "#d0021b", "")] {
        let (mut lines, mut dots, mut areas) = (String::new(), String::new(), String::new());
        for one in marked.iter().filter(|one| one.is_unknown == is_unknown) {
            match paper.grid.project_shape(&one.shape) {
                Geometry::Point(at) => paper.dot(&mut dots, at.0),
                Geometry::LineString(line) => paper.draw(&mut lines, &line, false),
                Geometry::MultiLineString(many) => many.iter().for_each(|line| paper.draw(&mut lines, line, false)),
                shape => rings(&mut areas, paper, &shape),
            }
        }
        let dashes = dashed(dashes);
        if !areas.is_empty() {
            let _ = writeln!(
                svg,
                "<path d=\"{areas}\" fill=\"{colour}\" fill-opacity=\".18\" stroke=\"{colour}\" stroke-width=\"3\"{dashes}/>"
            );
        }
        if !lines.is_empty() {
            let _ = writeln!(
                svg,
                "<path d=\"{lines}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"9\" stroke-opacity=\".75\"{dashes}/>"
            );
        }
        if !dots.is_empty() {
            let _ = writeln!(
                svg,
                "<path d=\"{dots}\" stroke=\"#fff\" stroke-width=\"22\" stroke-linecap=\"round\"/>\
                 <path d=\"{dots}\" stroke=\"{colour}\" stroke-width=\"16\" stroke-linecap=\"round\"/>"
            );
        }
    }
}

fn put_names(svg: &mut String, paper: &Paper, below: &[(String, Shape)]) {
    if below.len() > MOST_NAMES {
        return;
    }
    let size = if below.len() > 25 { 20 } else { 27 };
    let _ = writeln!(
        svg,
        "<g font-family=\"{FONT}\" font-size=\"{size}\" text-anchor=\"middle\" fill=\"#111\" stroke=\"#fff\" \
         stroke-width=\"5\" paint-order=\"stroke\" stroke-linejoin=\"round\">"
    );
    for (name, shape) in below {
        let Some(middle) = shape.interior_point() else { continue };
        let (x, y) = paper.at(middle.0);
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\">{}</text>", escaped(name));
    }
    svg.push_str("</g>\n");
}

fn put_legend(svg: &mut String, paper: &Paper, marked: &[Marked]) {
    let (y, text) = (paper.height + 28, paper.height + 36);
    let _ = writeln!(svg, "<g font-family=\"{FONT}\" font-size=\"22\" fill=\"#111\">");
    let mut x = 20;
    let mut put = |zh: &str, en: &str, line: String, wide: i32| {
        let _ = writeln!(svg, "{}<text x=\"{}\" y=\"{text}\">{zh} {en}</text>", line, x + 70);
        x += wide;
    };
    let stroke = |x: i32, colour: &str, width: u8, dashes: &str| {
        format!(
            "<path d=\"M{x} {y}h60\" stroke=\"{colour}\" stroke-width=\"{width}\"{} fill=\"none\"/>",
            dashed(dashes)
        )
    };
    let mut at = 20;
    for (_, zh, en, colour, width, dashes) in CLASSES.iter().rev() {
        put(zh, en, stroke(at, colour, *width, dashes), 225);
        at += 225;
    }
    if marked.iter().any(|one| !one.is_unknown) {
        put("未达标", "short", stroke(at, "#d0021b", 9, ""), 225);
        at += 225;
    }
    if marked.iter().any(|one| one.is_unknown) {
        put("数据不足", "no data", stroke(at, "#b35c00", 9, "9 7"), 250);
    }
    let (km, units) = paper.scale_bar();
    let from = WIDTH - 20 - units;
    let _ = writeln!(
        svg,
        "<path d=\"M{from} {}v8h{units}v-8\" fill=\"none\" stroke=\"#111\" stroke-width=\"3\"/>\
         <text x=\"{}\" y=\"{}\" text-anchor=\"end\">{km} km</text>\
         <text x=\"{}\" y=\"40\" text-anchor=\"end\" font-size=\"30\">▲ 北 N</text></g>",
        paper.height + 40,
        WIDTH - 24,
        paper.height + 36,
        WIDTH - 20,
    );
}
