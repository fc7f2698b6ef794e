//! Whatever the value of whatever parameter, the server does not fail.

use crate::support::Browser;
use crate::support::encoded;
use crate::support::small_county;

/// Paths with a `{}` for each value that a caller chooses.
const CHOICES: [&str; 36] = [
    "/api/v1/assets/within?collection={}&lon={}&lat=34&radius_m=500&cursor={}",
    "/api/v1/households/within?lon={}&lat={}&radius_m={}",
    "/api/v1/households/within?lon=114&lat=34&radius_m=500&return={}",
    "/api/v1/households/within?lon=114&lat=34&radius_m=500&cursor={}&limit={}",
    "/api/v1/households/within?network={}&pipe={}&radius_m=5",
    "/api/v1/households/within?network=gas&radius_m={}&role={}&limit={}",
    "/api/v1/locate?lon={}&lat={}",
    "/api/v1/roads/{}/at/K1+000",
    "/api/v1/roads/Y001411024/at/{}",
    "/api/v1/chiefs?level={}&jurisdiction={}&limit={}&cursor={}",
    "/api/v1/chiefs/{}",
    "/api/v1/chiefs/{}/roads",
    "/api/v1/chiefs/PT/roads?jurisdiction={}&geometry={}",
    "/api/v1/chiefs/unassigned?cursor={}&limit={}",
    "/api/v1/chiefs/{}/sheet?on={}",
    "/api/v1/chiefs/{}/history",
    "/api/v1/chiefs/history?road={}&from={}&to={}&on={}",
    "/api/v1/chiefs/answering?segment={}&on={}",
    "/api/v1/chiefs/answering?bridge={}",
    "/api/v1/chiefs/coverage?jurisdiction={}&level={}&on={}",
    "/api/v1/chiefs/overlaps?limit={}",
    "/api/v1/search?q={}&limit={}",
    "/api/v1/search?q=Y001411024%20{}",
    "/ogc/collections/{}/items",
    "/ogc/collections/bridges/items/{}",
    "/ogc/collections/bridges/items?bbox={},{},{},{}",
    "/ogc/collections/bridges/items?datetime={}&cursor={}",
    "/ogc/collections/bridges/items?code={}&f={}",
    "/ogc/collections/bridges/items?rating={}&rated_on={}&chainage={}&length_m={}",
    "/ogc/collections/works/items?cost_cny={}&tendered={}&kind={}",
    "/ogc/collections/incidents/items?reported_at={}",
    "/api/v1/incidents?hazard={}&state={}&jurisdiction={}&limit={}&cursor={}",
    "/api/v1/incidents/{}",
    "/api/v1/incidents/{}/log",
    "/api/v1/warnings?incident_code={}&cursor={}",
    "/ogc/collections/roads/tiles/WebMercatorQuad/{}/{}/{}",
];

const VALUES: [&str; 36] = [
    "",
    " ",
    "0",
    "-0",
    "1",
    "-1",
    "1e308",
    "-1e308",
    "1e-320",
    "NaN",
    "inf",
    "18446744073709551616",
    "4294967295",
    "114.5",
    "34",
    "180",
    "-180",
    "90",
    "-90",
    "K0+000",
    "K4294+967.294",
    "K9999+999.999",
    "2025-1-3",
    "9999-12-31T23:59:60Z",
    "/",
    "..",
    "../..",
    "0001-01-01/..",
    "'",
    "\"><script>",
    "\\",
    "%",
    "汉字",
    "👩‍👩‍👧",
    "\u{202e}a\u{0}b\n",
    "true",
];

#[tokio::test]
async fn no_value_of_any_parameter_makes_the_server_fail() {
    let browser = Browser::with(small_county()).await;
    for path in CHOICES {
        for value in VALUES {
            let path = path.replace("{}", &encoded(value));
            let answer = browser.get(&path).await;
            assert!(answer.status < 500, "{path}: {}", answer.text());
            if answer.status >= 400 {
                assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            }
        }
        let long = path.replacen("{}", &"9".repeat(5_000), 1).replace("{}", "1");
        assert!(browser.get(&long).await.status < 500, "{path}");
    }
}
