//! A warning as it is given out: message, national profile, text, bulletin.

use serde_json::json;

use crate::incidents::desk::Desk;
use crate::incidents::desk::red;
use crate::support::Home;

/// The text of the first element of that name; blank when there is none.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let start = format!("<{name}>");
    let found = xml.split_once(&*start).and_then(|(_, rest)| rest.split_once("</"));
    found.map_or("", |(text, _)| text)
}

#[tokio::test]
async fn a_warning_is_a_message_that_updates_and_cancels_those_before() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    desk.step(&code, json!({"to": "assessed"})).await;
    let first = desk.post(&format!("/api/v1/incidents/{code}/warnings"), red(2)).await;
    let first = format!("/api/v1/warnings/{}", first["code"].as_str().unwrap());
    let message = async |path: &str| {
        let answer = desk.browser.get(&format!("{path}.cap.xml?sender=warnings@xuchang.example")).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/cap+xml; charset=utf-8"));
        answer.text()
    };
    let alert = message(&first).await;
    assert_eq!(element(&alert, "msgType"), "Alert");
    assert_eq!(element(&alert, "sent"), "2026-06-15T12:00:00+08:00");
    assert_eq!(element(&alert, "status"), "Actual");
    assert_eq!(element(&alert, "sender"), "warnings@xuchang.example");
    assert_eq!(element(&alert, "senderName"), "市专项指挥部办公室");
    assert!(!alert.contains("<references>") && alert.contains("34.000000,114.000000 34.000000,114.050000"), "{alert}");

    let adjusted = json!({
        "version": 1, "by": "x", "colour": "yellow", "decided_by": "县专项指挥部", "published_by": "县专项指挥部办公室",
    });
    let second = desk.post(&format!("{first}/adjust"), adjusted).await;
    let second = format!("/api/v1/warnings/{}", second["code"].as_str().unwrap());
    let update = message(&second).await;
    let named = |xml: &str| format!("warnings@xuchang.example,{},{}", element(xml, "identifier"), element(xml, "sent"));
    assert_eq!((element(&update, "msgType"), element(&update, "references")), ("Update", &*named(&alert)));
    // What was given out under a code does not change when it is superseded.
    assert_eq!(message(&first).await, alert);

    let lift = json!({"version": 1, "by": "x", "decided_by": "县专项指挥部", "published_by": "县专项指挥部办公室"});
    desk.post(&format!("{second}/lift"), lift).await;
    let cancel = message(&second).await;
    assert_eq!(element(&cancel, "msgType"), "Cancel");
    assert_eq!(element(&cancel, "references"), format!("{} {}", named(&alert), named(&update)));
    assert!(element(&cancel, "headline").contains("解除"));
}

#[tokio::test]
async fn a_warning_is_a_text_a_bulletin_and_a_national_message() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    desk.step(&code, json!({"to": "assessed"})).await;
    let mut body = red(2);
    body["situation"] = "<script>alert(1)</script>".into();
    let warning = desk.post(&format!("/api/v1/incidents/{code}/warnings"), body).await;
    let path = format!("/api/v1/warnings/{}", warning["code"].as_str().unwrap());
    let text = desk.browser.get(&format!("{path}.txt")).await;
    assert_eq!(text.header("content-type"), "text/plain; charset=utf-8");
    for words in ["红色", "鄢陵县东部", "燃气管道泄漏", "约3万户停气", "撤离, 禁火", "市专项指挥部办公室"]
    {
        assert!(text.text().contains(words), "{words}: {}", text.text());
    }
    let page = desk.browser.get(&format!("{path}.html")).await;
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(page.text().contains("鄢陵县东部") && !page.text().contains("<script"), "{}", page.text());
    let national = desk.browser.get(&format!("{path}.national.xml?unit_code=41100041600000&event_type=11B01")).await;
    assert_eq!(national.status, 200, "{}", national.text());
    assert!(national.text().contains("http://com.icss.amp") && national.text().contains("411024102000"));
    assert!(national.header("content-disposition").contains("filename*=UTF-8''41100041600000_20260615120000"));
    for (asked, status) in [
        (format!("{path}.national.xml"), 422),
        (format!("{path}.cap.xml?sender=a%20b"), 422),
        (format!("{path}.cap.xml?status=real"), 400),
        (format!("{path}.txt?sender=x"), 400),
        (format!("{path}.pdf"), 404),
        ("/api/v1/warnings/W1.cap.xml".into(), 404),
    ] {
        let answer = desk.browser.get(&asked).await;
        assert_eq!(answer.status, status, "{asked}: {}", answer.text());
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn a_draft_is_not_given_out() {
    let desk = Desk::over(Home::geopackage().await).await;
    let code = desk.leak().await;
    let mut draft = red(1);
    draft["draft"] = true.into();
    let draft = desk.post(&format!("/api/v1/incidents/{code}/warnings"), draft).await;
    for end in ["cap.xml", "txt", "html", "national.xml"] {
        let path = format!("/api/v1/warnings/{}.{end}", draft["code"].as_str().unwrap());
        let answer = desk.browser.get(&path).await;
        assert_eq!((answer.status, &answer.json()["type"]), (409, &json!("/problems/not-now")), "{path}");
    }
}
