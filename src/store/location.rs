//! The name of a store, as given on the command line or in `LUZHANG_STORE`.

use std::fmt;
use std::path::Path;
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
        let is_geopackage = Path::new(&lower).extension().is_some_and(|ending| ending == "gpkg");
        if is_geopackage && !lower.contains("://") {
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
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) => (format!("{scheme}://"), rest),
        None => (String::new(), url),
    };
    let shown = rest.split(['?', '#']).next().unwrap_or_default();
    let name = |user: &str| user.split([':', '@', '/']).next().unwrap_or_default().to_owned();
    // A password that was not percent-encoded may hold any sign: with an `@` after a `?` or `#`
    // nobody can tell where it ends, so nothing after the first name is shown.
    if rest[shown.len()..].contains('@') {
        return format!("{scheme}{}…", name(shown));
    }
    match shown.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}{}@{host}", name(user)),
        None => format!("{scheme}{shown}"),
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
        for hasty in [
            "mysql://me:s3cret@h/d",
            "me:s3cret@h/d",
            "mysql://me:s3cret#1@h/d",
            "mysql://me:a@s3cret?1@h/d",
            "mysql://me@h/d?password=a@s3cret",
        ] {
            assert!(!hasty.parse::<Location>().unwrap_err().to_string().contains("s3cret"), "{hasty}");
        }
    }
}
