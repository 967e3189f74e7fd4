//! Connections: each has a time limit for the head of a request, so that nobody holds one open by sending half
//! of it, and all end without breaking off what is under way.
//!
//! HTTP/1 only: browsers speak HTTP/2 over TLS alone, which is the proxy's affair, and to tell the two apart
//! one would have to wait for the first bytes of a connection without a limit.

use std::pin::pin;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;

/// Serves connections until `told_to_end`, then waits for the requests under way.
///
/// `head_timeout` holds for the first head from the moment of connecting, and for each further one from the end
/// of the request before it: a connection that is kept idle ends by it too.
pub async fn serve(
    mut listener: TcpListener,
    router: Router,
    head_timeout: Duration,
    told_to_end: impl Future<Output = ()>,
) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(head_timeout);
    let office = TowerToHyperService::new(router);
    let under_way = GracefulShutdown::new();
    let mut told_to_end = pin!(told_to_end);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            () = &mut told_to_end => break,
        };
        let office = office.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            office.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = under_way.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::trace!(%error, "a connection was broken off");
            }
        });
    }
    drop(listener);
    under_way.shutdown().await;
}
