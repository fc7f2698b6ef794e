//! A desk with a small county: posts JSON, and keeps hold of versions.

use serde_json::Value;
use serde_json::json;

use crate::support::Answer;
use crate::support::Browser;
use crate::support::Home;
use crate::support::small_county;

pub struct Desk {
    pub browser: Browser,
}

impl Desk {
    pub async fn over(home: Home) -> Self {
        home.put(small_county()).await;
        Self { browser: Browser::over(home).await }
    }

    pub async fn ask(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        self.browser.send("POST", path, headers, body.to_string()).await
    }

    /// Posts what must be taken, and gives what came back.
    pub async fn post(&self, path: &str, body: Value) -> Value {
        let answer = self.ask(path, &[], &body).await;
        assert_eq!(answer.status, 201, "{path} {body}: {}", answer.text());
        let told = answer.json();
        assert_eq!(answer.header("etag"), format!("\"{}\"", told["version"]));
        // What is told is what stands.
        let standing = self.browser.json(answer.header("location")).await;
        assert_eq!(standing, told, "{path}");
        told
    }

    /// Posts what must be refused.
    pub async fn refused(&self, path: &str, body: Value) -> Value {
        let answer = self.ask(path, &[], &body).await;
        assert!((400..500).contains(&answer.status), "{path} {body}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
        answer.json()
    }

    /// A gas leak in the eastern township, just reported.
    pub async fn leak(&self) -> String {
        let body =
            json!({"report": {"hazard": "gas", "at": [114.02, 34.05]}, "description": "疑似漏气", "by": "接警台"});
        let told = self.post("/api/v1/incidents", body).await;
        told["code"].as_str().unwrap().to_owned()
    }

    pub async fn version(&self, path: &str) -> i64 {
        self.browser.json(path).await["version"].as_i64().unwrap()
    }

    /// Takes a step from the version that stands.
    pub async fn step(&self, code: &str, mut body: Value) -> Value {
        let incident = format!("/api/v1/incidents/{code}");
        body["version"] = self.version(&incident).await.into();
        if body["by"].is_null() {
            body["by"] = "市住建局".into();
        }
        self.post(&format!("{incident}/steps"), body).await
    }
}

pub fn square(west: f64, size: f64) -> Value {
    let east = west + size;
    let corners = [[west, 34.0], [east, 34.0], [east, 34.0 + size], [west, 34.0 + size], [west, 34.0]];
    json!({"type": "Polygon", "coordinates": [corners]})
}

/// A red warning, as it is issued.
pub fn red(version: i64) -> Value {
    json!({
        "version": version,
        "by": "市专项指挥部办公室",
        "colour": "red",
        "decided_by": "市专项指挥部",
        "published_by": "市专项指挥部办公室",
        "area": "鄢陵县东部",
        "danger": "燃气管道泄漏",
        "reach": "约3万户停气",
        "measures": "撤离, 禁火",
        "duties": "各成员单位到场",
        "channels": ["广播电台", "逐户通知"],
        "polygon": square(114.0, 0.05),
    })
}
