//! GPX 1.1 for hand-held devices: stops as waypoints, their order as a route, the way as a track.

use std::fmt::Write as _;

use geo_types::Geometry;

use crate::reports::route_list::CrewList;
use crate::reports::route_list::CrewStop;
use crate::reports::xml::XmlText;

pub fn gpx(list: &CrewList) -> String {
    let mut xml = XmlText::new();
    xml.within_having(
        "gpx",
        " version=\"1.1\" creator=\"luzhang\" xmlns=\"http://www.topografix.com/GPX/1/1\"",
        |xml| {
            xml.within("metadata", |xml| {
                xml.leaf("name", &list.name);
                xml.leaf("desc", &list.summary().join("\n"));
            });
            for stop in &list.stops.stops {
                xml.within_having("wpt", &at(stop.lon, stop.lat), |xml| put(xml, stop));
            }
            xml.within("rte", |xml| {
                xml.leaf("name", &list.name);
                let start = &list.stops.start;
                let end = |xml: &mut XmlText, name| {
                    xml.within_having("rtept", &at(start.lon, start.lat), |xml| xml.leaf("name", name));
                };
                end(xml, "起点");
                for stop in &list.stops.stops {
                    xml.within_having("rtept", &at(stop.lon, stop.lat), |xml| put(xml, stop));
                }
                if list.stops.returns {
                    end(xml, "返回起点");
                }
            });
            if let Some(Geometry::LineString(line)) = &list.route {
                xml.within("trk", |xml| {
                    xml.leaf("name", &list.name);
                    let mut points = String::new();
                    for corner in &line.0 {
                        let _ = write!(points, "<trkpt{}/>", at(corner.x, corner.y));
                    }
                    xml.within("trkseg", |xml| xml.raw(&points));
                });
            }
        },
    );
    xml.finish()
}

/// What a device shows, in the order that the schema wants.
fn put(xml: &mut XmlText, stop: &CrewStop) {
    xml.leaf("name", &stop.name());
    xml.leaf("cmt", &stop.code);
    xml.leaf("desc", &stop.described());
    xml.leaf("type", stop.kind_zh());
}

fn at(lon: f64, lat: f64) -> String {
    format!(" lat=\"{lat}\" lon=\"{lon}\"")
}
