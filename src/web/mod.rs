//! The built web app, inside the program.

use std::borrow::Cow;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Built;

/// Noto Sans SC, which prints every Chinese sign that the product knows (SIL Open Font License 1.1).
#[derive(RustEmbed)]
#[folder = "web/node_modules/@expo-google-fonts/noto-sans-sc/400Regular"]
#[allow_missing = true]
struct Font;

static FONT: LazyLock<Option<Cow<'static, [u8]>>> =
    LazyLock::new(|| Font::get("NotoSansSC_400Regular.ttf").map(|file| file.data));

/// The font of printed pages; `None` where the program was built without it.
pub fn font() -> Option<&'static [u8]> {
    FONT.as_deref()
}

/// A file of the web app.
pub struct File {
    pub bytes: Cow<'static, [u8]>,
    pub media_type: &'static str,
}

/// What is shown where the web app was not built: the service works without it.
const NOT_BUILT: &str = "<!doctype html><meta charset=utf-8><title>luzhang</title>\
    <p>The map is not built into this program: run <code>make web</code> and build again. \
    <p><a href=/ogc>OGC API</a> · <a href=/api/v1/openapi.json>/api/v1</a>";

/// The file at a path of the site; `/` is the page.
pub fn file(path: &str) -> Option<File> {
    let name = match path.trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    match Built::get(name) {
        Some(file) => Some(File { bytes: file.data, media_type: media_type(name) }),
        None if name == "index.html" => Some(File { bytes: NOT_BUILT.as_bytes().into(), media_type: media_type(name) }),
        None => None,
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    }
}
