//! Limits on how often, and figures of every request.

use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use axum::extract::{ConnectInfo, MatchedPath, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use workflow::{PersonId, Refusal};

use super::State;
use super::problem::response;
use crate::config::Config;

/// The limits of the settings, counted.
#[derive(Clone)]
pub struct Guards(Arc<Inner>);

struct Inner {
    per_caller: DefaultKeyedRateLimiter<PersonId>,
    per_address: DefaultKeyedRateLimiter<IpAddr>,
    sign_ins: DefaultKeyedRateLimiter<IpAddr>,
    trusted_proxies: Vec<IpAddr>,
    requests: AtomicU32,
}

impl Guards {
    /// Limits as the settings say.
    pub fn new(config: &Config) -> Guards {
        let quota = |per_minute: u32| {
            Quota::per_minute(NonZeroU32::new(per_minute).unwrap_or(NonZeroU32::MIN))
        };
        let limits = &config.limits;
        let proxies = config.server.trusted_proxies.iter();
        Guards(Arc::new(Inner {
            per_caller: RateLimiter::keyed(quota(limits.requests_per_minute_per_caller)),
            per_address: RateLimiter::keyed(quota(limits.requests_per_minute_per_address)),
            sign_ins: RateLimiter::keyed(quota(limits.sign_ins_per_minute_per_address)),
            trusted_proxies: proxies.filter_map(|proxy| proxy.parse().ok()).collect(),
            requests: AtomicU32::new(0),
        }))
    }

    /// Counts a request, and now and then forgets those who have not asked for long.
    fn count(&self) {
        if self
            .0
            .requests
            .fetch_add(1, Ordering::Relaxed)
            .is_multiple_of(1 << 16)
        {
            self.0.per_caller.retain_recent();
            self.0.per_address.retain_recent();
            self.0.sign_ins.retain_recent();
        }
    }

    /// Refuses a caller who asks too often.
    pub fn check_caller(&self, person: PersonId) -> Result<(), Response> {
        check(&self.0.per_caller, &person)
    }

    /// Refuses an address that tries to sign in too often.
    pub fn check_sign_in(&self, address: IpAddr) -> Result<(), Response> {
        check(&self.0.sign_ins, &address)
    }

    /// The address a request comes from: the last one that no trusted proxy of ours has.
    pub fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.0.trusted_proxies.contains(&peer) {
            return peer;
        }
        headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|line| line.split(','))
            .filter_map(|part| part.trim().parse::<IpAddr>().ok())
            .rfind(|address| !self.0.trusted_proxies.contains(address))
            .unwrap_or(peer)
    }
}

fn check<K: std::hash::Hash + Eq + Clone>(
    limiter: &DefaultKeyedRateLimiter<K>,
    key: &K,
) -> Result<(), Response> {
    let Err(until) = limiter.check_key(key) else {
        return Ok(());
    };
    let seconds = until
        .wait_time_from(DefaultClock::default().now())
        .as_secs()
        + 1;
    let refusal = Refusal::new("http.rate_limited").with("seconds", seconds);
    let mut answer = response(StatusCode::TOO_MANY_REQUESTS, refusal);
    answer
        .headers_mut()
        .insert(header::RETRY_AFTER, seconds.into());
    Err(answer)
}

/// The address of the other end; requests made inside the process (tests) have none.
pub fn peer(request: &Request) -> IpAddr {
    request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([127, 0, 0, 1]), |info| info.0.ip())
}

/// Counts, times and limits every request. Neither the log nor a figure holds a query or a name.
pub async fn measure_and_limit(
    axum::extract::State(state): axum::extract::State<State>,
    request: Request,
    next: Next,
) -> Response {
    let since = Instant::now();
    state.guards.count();
    let address = state.guards.address(peer(&request), request.headers());
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "assets".to_owned(), |path| path.as_str().to_owned());
    let answer = match check(&state.guards.0.per_address, &address) {
        Ok(()) => next.run(request).await,
        Err(refused) => refused,
    };
    let status = answer.status().as_u16();
    let seconds = since.elapsed().as_secs_f64();
    let labels = [("method", method.to_string()), ("route", route.clone())];
    metrics::histogram!("congvan_http_seconds", &labels).record(seconds);
    metrics::counter!("congvan_http_requests_total", "status" => status.to_string()).increment(1);
    tracing::debug!(%method, route, status, ms = seconds * 1000.0, "answered");
    answer
}
