//! Where a file grows before it takes its name.

use std::fs;
use std::fs::File;
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

use tempfile::TempPath;

use crate::exchange::ExchangeError;

/// A file under a passing name beside its target; dropped, it is gone.
pub struct Place {
    pub growing: TempPath,
    pub target: PathBuf,
}

impl Place {
    pub fn beside(path: &Path, is_private: bool) -> Result<(Self, File), ExchangeError> {
        // Through a link to the file that it names: the link stays.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let (file, growing) = passing(&target, is_private)?.into_parts();
        Ok((Self { growing, target }, file))
    }
}

fn passing(target: &Path, is_private: bool) -> Result<tempfile::NamedTempFile, ExchangeError> {
    let folder = folder_of(target);
    tempfile::Builder::new()
        .prefix(".luzhang-")
        .suffix(".part")
        // As any program makes files; the user's mask decides who may read them.
        .permissions(Permissions::from_mode(if is_private { 0o600 } else { 0o666 }))
        .tempfile_in(folder)
        .map_err(|why| ExchangeError::io("creating a file in", folder, why))
}

pub fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// Gives each file its name: all of them or, where one cannot have it, none, and what stood there
/// before stands there again. `path` is what the user calls the file.
///
/// The disk renames one file at a time. A program that is killed in between leaves the files of a
/// Shapefile apart, but each whole; `.shp` comes last, so that what is there without it is no
/// Shapefile.
pub fn publish(places: Vec<Place>, path: &Path) -> Result<(), ExchangeError> {
    let failed = |why: io::Error| ExchangeError::io("completing", path, why);
    for place in &places {
        File::open(&place.growing).and_then(|file| file.sync_all()).map_err(failed)?;
    }
    let mut set_aside = Vec::new();
    if places.len() > 1 {
        for place in places.iter().filter(|place| place.target.is_file()) {
            let aside = passing(&place.target, true)?.into_temp_path();
            fs::rename(&place.target, &aside).map_err(|why| failed(restored(&set_aside, why)))?;
            set_aside.push((aside, place.target.clone()));
        }
    }
    let mut published: Vec<PathBuf> = Vec::new();
    for place in places {
        if let Err(why) = place.growing.persist(&place.target) {
            for target in &published {
                let _ = fs::remove_file(target);
            }
            return Err(failed(restored(&set_aside, why.error)));
        }
        published.push(place.target);
    }
    Ok(())
}

fn restored(set_aside: &[(TempPath, PathBuf)], why: io::Error) -> io::Error {
    for (aside, target) in set_aside {
        let _ = fs::rename(aside, target);
    }
    why
}
