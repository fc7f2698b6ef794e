//! What every handler has at hand.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::app::App;
use crate::app::Refusal;
use crate::app::View;
use crate::app::Viewer;

/// A running service: the app, and the address at which it may be spoken to.
#[derive(Clone)]
pub struct Site {
    pub app: App,
    pub(super) address: SocketAddr,
    /// Names this run of the server: revisions of different stores are not alike.
    pub(super) run: uuid::Uuid,
    pub(super) metrics: Arc<metrics_exporter_prometheus::PrometheusHandle>,
}

impl Site {
    pub fn new(app: App, address: SocketAddr) -> Self {
        let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().build_recorder();
        let metrics = Arc::new(recorder.handle());
        // A second service in one process (tests) shares the first one's recorder.
        if metrics::set_global_recorder(recorder).is_err() {
            tracing::debug!("metrics are recorded already");
        }
        Self { app, address, run: uuid::Uuid::new_v4(), metrics }
    }

    /// The one who asks.
    pub fn viewer(&self) -> Viewer {
        Viewer::local_owner()
    }

    /// What the one who asks may see at this moment. Until accounts exist, whoever reaches the
    /// server is its owner: it listens on loopback alone.
    pub fn view(&self) -> View {
        self.app.seen_by(self.viewer())
    }

    /// As [`Site::view`], on a day: of the roads as they were then.
    pub async fn view_dated(&self, on: Option<NaiveDate>) -> Result<View, Refusal> {
        self.app.view_dated(Viewer::local_owner(), on).await
    }
}
