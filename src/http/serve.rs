//! Listening, and stopping without cutting anyone off.

use std::future::IntoFuture;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;

use crate::http::Site;
use crate::http::router;

/// How long running requests may go on after the server was told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Why the server does not listen where it was told to.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error(
        "{0} can be reached from other machines, and there are no accounts yet: anyone there would see where people \
         live. Listen on 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    #[error("{address} cannot be listened on: {source}; give another --listen")]
    Taken { address: SocketAddr, source: std::io::Error },
}

/// Binds to a loopback address; refuses every other.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, Refused> {
    if !address.ip().is_loopback() {
        return Err(Refused::NotLoopback(address));
    }
    TcpListener::bind(address).await.map_err(|source| Refused::Taken { address, source })
}

/// Serves until the process is told to stop, then lets running requests end.
pub async fn serve(listener: TcpListener, site: Site) -> std::io::Result<()> {
    let service = router(site).layer(CompressionLayer::new().gzip(true));
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        // Without it small answers wait up to 40 ms for company.
        let _ = stream.set_nodelay(true);
    });
    let (told, stopping) = tokio::sync::oneshot::channel();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        told_to_stop().await;
        let _ = told.send(());
    });
    tokio::select! {
        served = serving.into_future() => served,
        () = async {
            let _ = stopping.await;
            tokio::time::sleep(GRACE).await;
        } => {
            tracing::warn!("some requests did not end; they are cut off");
            Ok(())
        }
    }
}

async fn told_to_stop() {
    use tokio::signal::unix::SignalKind;
    use tokio::signal::unix::signal;
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        tracing::warn!("signals cannot be listened to; stop the server by killing it");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    tracing::info!("stopping: running requests may end");
}
