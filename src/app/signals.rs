//! When the operating system wants us to end.

use tokio::signal;
use tracing::info;

/// Returns at SIGTERM or SIGINT (elsewhere: Ctrl-C).
pub async fn told_to_stop() {
    #[cfg(unix)]
    {
        let mut terminate = match signal::unix::signal(signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(_) => return interrupted().await,
        };
        tokio::select! {
            _ = terminate.recv() => info!("SIGTERM: stopping"),
            () = interrupted() => info!("SIGINT: stopping"),
        }
    }
    #[cfg(not(unix))]
    interrupted().await;
}

async fn interrupted() {
    if signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
