//! `serve`: where it listens, what it follows, how it stops.

use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;

use crate::cli::Desk;
use crate::cli::county;
use crate::cli::program;
use crate::support::Home;
use crate::support::item;
use crate::support::small_county;

/// A server that is killed with the test, should it still run.
struct Server {
    child: Child,
    address: String,
    /// Lines of its log. They are taken as they come: a server whose log nobody takes stands still.
    log: Receiver<String>,
}

impl Server {
    /// Starts on a free port and waits until the log says that it is ready.
    fn over(store: &str) -> Self {
        let desk = Desk::empty();
        let mut child = program(desk.folder.path())
            .args(["serve", "--store", store, "--listen", "127.0.0.1:0"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (sender, log) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).try_for_each(|line| sender.send(line)));
        let mut server = Self { child, address: String::new(), log };
        let ready: Value = serde_json::from_str(&server.logged("\"ready\"")).unwrap();
        server.address.push_str(ready["address"].as_str().unwrap());
        server
    }

    /// Waits for a line of the log that holds a text.
    fn logged(&self, text: &str) -> String {
        let found = self.log.iter().find(|line| line.contains(text));
        found.unwrap_or_else(|| panic!("the server ended before it said {text}"))
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn signal(&self, name: &str) {
        let sent = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn other_machines_are_not_listened_to_and_the_reason_is_said() {
    let desk = Desk::with_store();
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let ran = desk.run(&format!("serve --store store.gpkg --listen {listen}"));
        ran.refused(&["can be reached from other machines", "no accounts yet", "127.0.0.1"]);
    }
}

#[test]
fn a_port_that_is_taken_is_said_before_the_store_is_read() {
    let (desk, taken) = (Desk::empty(), std::net::TcpListener::bind("127.0.0.1:0").unwrap());
    let listen = taken.local_addr().unwrap();
    desk.run(&format!("serve --store none.gpkg --listen {listen}")).refused(&["cannot be listened on", "--listen"]);
    desk.run("serve --store none.gpkg --listen 127.0.0.1:0").refused(&["there is no store at none.gpkg"]);
}

#[tokio::test]
async fn it_answers_follows_the_store_and_stops_when_it_is_told_to() {
    let (home, _) = county().await;
    let mut server = Server::over(&home.argument());
    assert!(server.get("/healthz").starts_with("HTTP/1.1 200"));
    let within = server.get("/api/v1/households/within?lon=114.022&lat=34.052&radius_m=115&return=codes");
    assert!(within.contains(r#""codes":["H12","H21","H22","H23","H32"]"#), "{within}");
    let metrics = server.get("/metrics");
    assert!(metrics.contains(r#"luzhang_requests_total{route="/healthz",status="200"} 1"#), "{metrics}");
    assert!(metrics.contains("luzhang_world_revision 1"), "{metrics}");

    // Another program writes: it is seen without a restart.
    home.put(vec![item("bridges", "B9", "POINT(114 34)", "")]).await;
    let began = Instant::now();
    while !server.get("/ogc/collections/bridges/items/B9").starts_with("HTTP/1.1 200") {
        assert!(began.elapsed() < Duration::from_secs(20), "the edit was not seen");
    }
    server.signal("-TERM");
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    let rest: String = server.log.iter().collect();
    assert!(rest.contains("stopping"), "{rest}");
    // The log tells which route was asked, never for which place.
    assert!(!rest.contains("114.022"), "{rest}");
}

#[tokio::test]
async fn a_request_that_is_running_may_end_when_the_server_stops() {
    let home = Home::postgis().await;
    home.put(small_county()).await;
    let mut server = Server::over(&home.argument());
    let mut stream = TcpStream::connect(&server.address).unwrap();
    // Half a request is under way when the signal comes.
    write!(stream, "GET /ogc/collections/households/items HTTP/1.1\r\nhost: {}\r\n", server.address).unwrap();
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    server.signal("-INT");
    server.logged("stopping");
    write!(stream, "connection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(r#""numberMatched":25"#), "{answer}");
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}
