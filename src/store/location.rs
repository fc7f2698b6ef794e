//! The name of a store, as given on the command line or in `LUZHANG_STORE`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::store::StoreError;

/// Where a store is. Its written form never holds a password.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    GeoPackage(PathBuf),
    PostGis(String),
}

impl FromStr for Location {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        let lower = text.to_ascii_lowercase();
        if lower.starts_with("postgres://") || lower.starts_with("postgresql://") {
            return Ok(Self::PostGis(text.to_owned()));
        }
        if lower.ends_with(".gpkg") && !lower.contains("://") {
            return Ok(Self::GeoPackage(PathBuf::from(text)));
        }
        Err(StoreError::Location(without_password(text)))
    }
}

impl fmt::Display for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::GeoPackage(path) => write!(out, "{}", path.display()),
            Self::PostGis(url) => out.write_str(&without_password(url)),
        }
    }
}

/// As its written form: a location may end up in a log.
impl fmt::Debug for Location {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    match rest.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or_default()),
        None => format!("{scheme}://{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_or_a_url_is_a_store_and_nothing_else() {
        assert_eq!("var/a.gpkg".parse::<Location>().unwrap(), Location::GeoPackage("var/a.gpkg".into()));
        assert!(matches!("postgresql://h/d".parse::<Location>().unwrap(), Location::PostGis(_)));
        for bad in ["", "a.sqlite", "mysql://h/d", "http://h/a.gpkg"] {
            assert!(bad.parse::<Location>().unwrap_err().to_string().contains(".gpkg"), "{bad}");
        }
    }

    #[test]
    fn a_password_is_never_written() {
        let location: Location = "postgres://me:s3cret@host:5432/roads?password=s3cret".parse().unwrap();
        assert_eq!(location.to_string(), "postgres://me@host:5432/roads");
        assert_eq!(format!("{location:?}"), "postgres://me@host:5432/roads");
        assert!(!"mysql://me:s3cret@h/d".parse::<Location>().unwrap_err().to_string().contains("s3cret"));
    }
}
