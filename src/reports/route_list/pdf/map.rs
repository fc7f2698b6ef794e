//! The map of a list: the way, the stops by number, roads and names around them, a scale.

use geo_types::Coord;
use geo_types::Geometry;
use geo_types::LineString;
use geo_types::Rect;
use krilla::color::rgb;
use krilla::geom::Path;
use krilla::geom::PathBuilder;
use krilla::paint::FillRule;
use krilla::paint::LineCap;
use krilla::paint::LineJoin;
use krilla::paint::Stroke;
use krilla::surface::Surface;

use crate::geom::LonLat;
use crate::geom::geodesic;
use crate::reports::route_list::CrewList;
use crate::reports::route_list::pdf::typeface::BLACK;
use crate::reports::route_list::pdf::typeface::Colour;
use crate::reports::route_list::pdf::typeface::GREY;
use crate::reports::route_list::pdf::typeface::Typeface;
use crate::reports::route_list::pdf::typeface::WHITE;
use crate::reports::route_list::pdf::typeface::filled;
use crate::reports::route_list::pdf::typeface::printed;

/// What is drawn beneath, in degrees.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Whether it is a county road or above, and its line.
    pub roads: Vec<(bool, LineString<f64>)>,
    pub names: Vec<(Coord<f64>, String)>,
}

const WAY: Colour = (30, 90, 200);
const STOP: Colour = (190, 30, 45);
const START: Colour = (20, 120, 60);
const ROAD: Colour = (200, 200, 200);
const MAIN_ROAD: Colour = (170, 160, 140);

/// Degrees that the map of a list shows: all of it and a margin.
pub fn extent(list: &CrewList) -> Rect<f64> {
    let start = Coord { x: list.stops.start.lon, y: list.stops.start.lat };
    let mut places: Vec<Coord<f64>> = list.stops.stops.iter().map(|stop| Coord { x: stop.lon, y: stop.lat }).collect();
    if let Some(Geometry::LineString(line)) = &list.route {
        places.extend(&line.0);
    }
    let (mut min, mut max) = (start, start);
    for place in places {
        min = Coord { x: min.x.min(place.x), y: min.y.min(place.y) };
        max = Coord { x: max.x.max(place.x), y: max.y.max(place.y) };
    }
    // A single place is shown with a kilometre around it.
    let margin = Coord { x: ((max.x - min.x) * 0.05).max(0.01), y: ((max.y - min.y) * 0.05).max(0.01) };
    Rect::new(min - margin, max + margin)
}

/// Where on the page the map lies: left, top, width, height, points.
#[derive(Clone, Copy)]
pub struct Frame {
    pub left: f32,
    pub top: f32,
    pub width: f32,
    pub height: f32,
}

struct Drawing {
    middle: Coord<f64>,
    /// Points for a degree of longitude and of latitude.
    scale: (f64, f64),
    frame: Frame,
}

impl Drawing {
    /// Equirectangular, true in the middle: for a county the eye sees no difference to the grid.
    fn of(shown: Rect<f64>, frame: Frame) -> Self {
        let middle = shown.center();
        let squeezed = middle.y.to_radians().cos().max(0.01);
        let by_width = f64::from(frame.width) / (shown.width() * squeezed);
        let scale = by_width.min(f64::from(frame.height) / shown.height());
        Self { middle, scale: (scale * squeezed, scale), frame }
    }

    fn place(&self, at: Coord<f64>) -> (f32, f32) {
        let x = (at.x - self.middle.x) * self.scale.0;
        let y = (at.y - self.middle.y) * self.scale.1;
        let Frame { left, top, width, height } = self.frame;
        (left + width / 2.0 + printed(x), top + height / 2.0 - printed(y))
    }

    /// A line without corners that the eye could not tell apart.
    fn path(&self, line: &LineString<f64>) -> Option<Path> {
        const LEAST: f32 = 0.3;
        let mut path = PathBuilder::new();
        let mut last: Option<(f32, f32)> = None;
        let count = line.0.len();
        for (nth, corner) in line.0.iter().enumerate() {
            let (x, y) = self.place(*corner);
            match last {
                None => path.move_to(x, y),
                Some(before) if nth + 1 < count && (x - before.0).hypot(y - before.1) < LEAST => continue,
                Some(_) => path.line_to(x, y),
            }
            last = Some((x, y));
        }
        path.finish()
    }
}

pub fn draw(surface: &mut Surface, typeface: &Typeface, list: &CrewList, around: &Surroundings, frame: Frame) {
    let drawing = Drawing::of(extent(list), frame);
    let Some(border) = rectangle(frame) else { return };
    surface.push_clip_path(&border, &FillRule::default());
    for is_main in [false, true] {
        let (colour, width) = if is_main { (MAIN_ROAD, 1.0) } else { (ROAD, 0.5) };
        for (_, road) in around.roads.iter().filter(|(main, _)| *main == is_main) {
            stroke(surface, drawing.path(road), colour, width);
        }
    }
    if let Some(Geometry::LineString(way)) = &list.route {
        stroke(surface, drawing.path(way), WAY, 1.6);
    }
    names(surface, typeface, around, &drawing);
    stops(surface, typeface, list, &drawing);
    surface.pop();
    stroke(surface, Some(border), GREY, 0.5);
    scale_bar(surface, typeface, &drawing);
    north(surface, typeface, frame);
}

/// Names that do not cover each other, the first ones first.
fn names(surface: &mut Surface, typeface: &Typeface, around: &Surroundings, drawing: &Drawing) {
    const SIZE: f32 = 7.0;
    let Frame { left, top, width, height } = drawing.frame;
    let mut taken: Vec<[f32; 4]> = Vec::new();
    for (at, name) in &around.names {
        let (x, y) = drawing.place(*at);
        let wide = typeface.width(name, SIZE);
        let [x0, y0, x1, y1] = [x - wide / 2.0, y - SIZE, x + wide / 2.0, y + 2.0];
        let is_out = x0 < left || x1 > left + width || y0 < top || y1 > top + height;
        let meets = |other: &[f32; 4]| x0 < other[2] && x1 > other[0] && y0 < other[3] && y1 > other[1];
        if is_out || taken.iter().any(meets) {
            continue;
        }
        typeface.write(surface, (x0, y), SIZE, GREY, name);
        taken.push([x0, y0, x1, y1]);
    }
}

fn stops(surface: &mut Surface, typeface: &Typeface, list: &CrewList, drawing: &Drawing) {
    let radius = match list.stops.stops.len() {
        0..=60 => 6.0,
        61..=250 => 4.2,
        _ => 3.0,
    };
    let size = radius * 1.1;
    // The last first, so that the first are on top.
    for stop in list.stops.stops.iter().rev() {
        let (x, y) = drawing.place(Coord { x: stop.lon, y: stop.lat });
        fill(surface, circle(x, y, radius), STOP);
        let number = stop.n.to_string();
        let size = if number.len() > 2 { size * 0.8 } else { size };
        typeface.write(surface, (x - typeface.width(&number, size) / 2.0, y + size * 0.36), size, WHITE, &number);
    }
    let start = &list.stops.start;
    let (x, y) = drawing.place(Coord { x: start.lon, y: start.lat });
    fill(surface, rectangle(Frame { left: x - 6.0, top: y - 6.0, width: 12.0, height: 12.0 }), START);
    typeface.write(surface, (x - 4.0, y + 2.9), 8.0, WHITE, "起");
}

/// A bar of a round length, at most a quarter of the map's width.
fn scale_bar(surface: &mut Surface, typeface: &Typeface, drawing: &Drawing) {
    let Coord { x, y } = drawing.middle;
    let (Ok(here), Ok(there)) = (LonLat::new(x, y), LonLat::new(x + 0.01, y)) else { return };
    let metres_of_point = geodesic::distance_m(here, there) / (0.01 * drawing.scale.0);
    let longest = metres_of_point * f64::from(drawing.frame.width) / 4.0;
    let lengths = [100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5];
    let length = lengths.into_iter().rev().find(|metres| *metres <= longest).unwrap_or(100.0);
    let (left, bottom) = (drawing.frame.left + 10.0, drawing.frame.top + drawing.frame.height - 10.0);
    let wide = printed(length / metres_of_point);
    fill(surface, rectangle(Frame { left: left - 4.0, top: bottom - 14.0, width: wide + 8.0, height: 20.0 }), WHITE);
    let mut bar = PathBuilder::new();
    bar.move_to(left, bottom - 3.0);
    bar.line_to(left, bottom);
    bar.line_to(left + wide, bottom);
    bar.line_to(left + wide, bottom - 3.0);
    stroke(surface, bar.finish(), BLACK, 0.8);
    let words = if length < 1000.0 { format!("{length} m") } else { format!("{} km", length / 1000.0) };
    let middle = left + (wide - typeface.width(&words, 7.0)) / 2.0;
    typeface.write(surface, (middle, bottom - 4.5), 7.0, BLACK, &words);
}

fn north(surface: &mut Surface, typeface: &Typeface, frame: Frame) {
    let (x, y) = (frame.left + frame.width - 16.0, frame.top + 12.0);
    let mut arrow = PathBuilder::new();
    arrow.move_to(x, y - 6.0);
    arrow.line_to(x + 4.0, y + 6.0);
    arrow.line_to(x, y + 3.0);
    arrow.line_to(x - 4.0, y + 6.0);
    arrow.close();
    fill(surface, arrow.finish(), BLACK);
    typeface.write(surface, (x - 4.0, y + 15.0), 8.0, BLACK, "北");
}

fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    // Of four Bézier curves (Goldapp 1991).
    let bend = radius * 0.551_915;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + bend, x + bend, y + radius, x, y + radius);
    path.cubic_to(x - bend, y + radius, x - radius, y + bend, x - radius, y);
    path.cubic_to(x - radius, y - bend, x - bend, y - radius, x, y - radius);
    path.cubic_to(x + bend, y - radius, x + radius, y - bend, x + radius, y);
    path.close();
    path.finish()
}

pub fn rectangle(Frame { left, top, width, height }: Frame) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(krilla::geom::Rect::from_xywh(left, top, width, height)?);
    path.finish()
}

pub fn fill(surface: &mut Surface, path: Option<Path>, colour: Colour) {
    if let Some(path) = path {
        surface.set_stroke(None);
        surface.set_fill(Some(filled(colour)));
        surface.draw_path(&path);
    }
}

pub fn stroke(surface: &mut Surface, path: Option<Path>, (red, green, blue): Colour, width: f32) {
    if let Some(path) = path {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke {
            paint: rgb::Color::new(red, green, blue).into(),
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        }));
        surface.draw_path(&path);
    }
}
