//! What a file that we write says of a coordinate reference system: a name, an id and WKT 1, for a
//! Shapefile in ESRI's dialect.
//!
//! PROJ's binding cannot write WKT, so the systems that our offices use are written out here: the
//! Gauss–Kruger zones of CGCS2000 follow one rule each (EPSG registry, 4491 to 4554).

use crate::exchange::ExchangeError;
use crate::exchange::crs::Crs;

/// One row of `gpkg_spatial_ref_sys`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Srs {
    pub id: i32,
    pub name: String,
    pub organization: &'static str,
    pub code: i32,
    pub definition: String,
    /// What a `.prj` says: WKT as ESRI writes it, with its own names and without numbers.
    pub esri: String,
}

const CGCS2000: &str = r#"GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4490"]]"#;
const WGS_84: &str = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]"#;
const ESRI_CGCS2000: &str = r#"GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
const ESRI_WGS_84: &str = r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
/// The id of a system that has none; GeoPackage leaves the choice to us.
const OF_OUR_OWN: i32 = 100_000;
const OF_GCJ_02: i32 = 100_001;
const OURSELVES: &str = "luzhang";

impl Srs {
    /// The rows that every GeoPackage has (OGC 12-128r17, requirement 11).
    pub fn required() -> [Self; 3] {
        [
            undefined(-1, "Undefined Cartesian SRS"),
            undefined(0, "Undefined geographic SRS"),
            epsg(4326, "WGS 84", WGS_84.into(), ESRI_WGS_84.into()),
        ]
    }

    /// Whether a row names GCJ-02 in the way that we write it; it has no definition to know it by.
    pub fn is_our_gcj02(organization: &str, code: i64) -> bool {
        organization == OURSELVES && code == i64::from(OF_GCJ_02)
    }

    /// The row of the system that a user asked for; EPSG:4490 where none was asked for. `given` are
    /// the user's words, which tell EPSG:4326 from EPSG:4490.
    pub fn of(crs: &Crs, given: Option<&str>) -> Result<Self, ExchangeError> {
        let definition = match crs {
            Crs::Degrees if given.is_some_and(|given| !given.contains("4490")) => {
                return Ok(epsg(4326, "WGS 84", WGS_84.into(), ESRI_WGS_84.into()));
            }
            Crs::Degrees => {
                return Ok(epsg(4490, "China Geodetic Coordinate System 2000", CGCS2000.into(), ESRI_CGCS2000.into()));
            }
            // No WKT says it. As a datum of its own, programs would take it for WGS 84 in silence; as
            // undefined, they ask.
            Crs::Gcj02 | Crs::Bd09 => {
                return Ok(Self { organization: OURSELVES, ..undefined(OF_GCJ_02, &crs.words()) });
            }
            Crs::Other(definition) => definition,
        };
        if let Some(found) = crs.epsg().and_then(gauss_kruger) {
            return Ok(found);
        }
        if ["PROJCS[", "GEOGCS["].iter().any(|start| definition.starts_with(start)) {
            let name = definition.split('"').nth(1).unwrap_or("unnamed").to_owned();
            let definition = definition.clone();
            return Ok(Self {
                id: OF_OUR_OWN,
                name,
                organization: "NONE",
                code: OF_OUR_OWN,
                esri: definition.clone(),
                definition,
            });
        }
        Err(ExchangeError::CrsRefused(format!(
            "a file in {} is not written: give EPSG:4490, EPSG:4326, a Gauss-Kruger zone of CGCS2000 \
             (EPSG:4491 to 4554) or WKT 1 (PROJCS[…) with --crs",
            crs.words()
        )))
    }
}

fn undefined(id: i32, name: &str) -> Srs {
    Srs { id, name: name.into(), organization: "NONE", code: id, definition: "undefined".into(), esri: String::new() }
}

fn epsg(code: i32, name: &str, definition: String, esri: String) -> Srs {
    Srs { id: code, name: name.to_owned(), organization: "EPSG", code, definition, esri }
}

/// Zones of 6 and of 3 degrees; those named by number carry it before the easting.
fn gauss_kruger(code: i32) -> Option<Srs> {
    let (name, esri_name, meridian, easting) = match code {
        4491..=4501 => {
            let zone = code - 4491 + 13;
            (format!("Gauss-Kruger zone {zone}"), format!("GK_Zone_{zone}"), zone * 6 - 3, zone * 1_000_000 + 500_000)
        }
        4502..=4512 => {
            let meridian = (code - 4502) * 6 + 75;
            (format!("Gauss-Kruger CM {meridian}E"), format!("GK_CM_{meridian}E"), meridian, 500_000)
        }
        4513..=4533 => {
            let zone = code - 4513 + 25;
            let name = format!("3-degree Gauss-Kruger zone {zone}");
            (name, format!("3_Degree_GK_Zone_{zone}"), zone * 3, zone * 1_000_000 + 500_000)
        }
        4534..=4554 => {
            let meridian = (code - 4534) * 3 + 75;
            (format!("3-degree Gauss-Kruger CM {meridian}E"), format!("3_Degree_GK_CM_{meridian}E"), meridian, 500_000)
        }
        _ => return None,
    };
    let name = format!("CGCS2000 / {name}");
    let definition = format!(
        "PROJCS[\"{name}\",{CGCS2000},PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"latitude_of_origin\",0],\
         PARAMETER[\"central_meridian\",{meridian}],PARAMETER[\"scale_factor\",1],PARAMETER[\"false_easting\",{easting}],\
         PARAMETER[\"false_northing\",0],UNIT[\"metre\",1,AUTHORITY[\"EPSG\",\"9001\"]],AXIS[\"Northing\",NORTH],\
         AXIS[\"Easting\",EAST],AUTHORITY[\"EPSG\",\"{code}\"]]"
    );
    let esri = format!(
        "PROJCS[\"CGCS2000_{esri_name}\",{ESRI_CGCS2000},PROJECTION[\"Gauss_Kruger\"],PARAMETER[\"False_Easting\",{easting}.0],\
         PARAMETER[\"False_Northing\",0.0],PARAMETER[\"Central_Meridian\",{meridian}.0],PARAMETER[\"Scale_Factor\",1.0],\
         PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]"
    );
    Some(epsg(code, &name, definition, esri))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_zone_that_we_describe_is_the_one_that_proj_knows() {
        for code in 4491..=4554 {
            let ours = gauss_kruger(code).unwrap();
            let there = proj::Proj::new_known_crs("EPSG:4490", &format!("EPSG:{code}"), None).unwrap();
            for definition in [&ours.definition, &ours.esri] {
                let same = proj::Proj::new_known_crs("EPSG:4490", definition, None).unwrap();
                let place = (113.86_f64, 34.03_f64);
                let (a, b): ((f64, f64), (f64, f64)) = (there.convert(place).unwrap(), same.convert(place).unwrap());
                assert!((a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6, "{code}: {a:?} {b:?}");
            }
        }
    }

    #[test]
    fn a_system_that_we_cannot_describe_is_refused() {
        let why = Srs::of(&Crs::Other("EPSG:3857".into()), None).unwrap_err().to_string();
        assert!(why.contains("EPSG:3857 is not written"), "{why}");
    }
}
