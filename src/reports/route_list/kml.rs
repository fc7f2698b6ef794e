//! KML 2.2 (OGC 07-147r2): stops as placemarks in their order, and the way along the roads.

use std::fmt::Write as _;

use geo_types::Geometry;

use crate::reports::route_list::CrewList;
use crate::reports::route_list::CrewStop;
use crate::reports::xml::XmlText;

pub fn kml(list: &CrewList) -> String {
    let mut xml = XmlText::new();
    xml.root("kml", "http://www.opengis.net/kml/2.2", |xml| {
        xml.within("Document", |xml| {
            xml.leaf("name", &list.name);
            xml.leaf("description", &list.summary().join("\n"));
            xml.within_having("Style", " id=\"way\"", |xml| {
                xml.within("LineStyle", |xml| {
                    // aabbggrr
                    xml.leaf("color", "ffc8641e");
                    xml.leaf("width", "4");
                });
            });
            xml.within("Folder", |xml| {
                xml.leaf("name", "作业点");
                list.stops.stops.iter().for_each(|stop| placemark(xml, stop));
            });
            if let Some(Geometry::LineString(line)) = &list.route {
                xml.within("Placemark", |xml| {
                    xml.leaf("name", "路线");
                    xml.leaf("styleUrl", "#way");
                    let mut corners = String::new();
                    for corner in &line.0 {
                        let _ = write!(corners, "{},{} ", corner.x, corner.y);
                    }
                    xml.within("LineString", |xml| {
                        xml.leaf("tessellate", "1");
                        xml.leaf("coordinates", corners.trim_end());
                    });
                });
            }
        });
    });
    xml.finish()
}

fn placemark(xml: &mut XmlText, stop: &CrewStop) {
    xml.within("Placemark", |xml| {
        xml.leaf("name", &stop.name());
        xml.leaf("description", &stop.described());
        xml.within("ExtendedData", |xml| {
            let mut data = |name: &str, value: &str| {
                xml.within_having("Data", &format!(" name=\"{name}\""), |xml| xml.leaf("value", value));
            };
            data("n", &stop.n.to_string());
            data("collection", &stop.collection);
            data("code", &stop.code);
            data("road", stop.road.as_deref().unwrap_or_default());
            data("chainage", stop.chainage.as_deref().unwrap_or_default());
            data("leg_km", &stop.leg_km);
            data("total_km", &stop.total_km);
        });
        xml.within("Point", |xml| xml.leaf("coordinates", &format!("{},{}", stop.lon, stop.lat)));
    });
}
