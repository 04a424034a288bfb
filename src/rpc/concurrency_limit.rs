use std::future::ready;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, Request, Response};
use http_body::{Frame, SizeHint};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Sleep, sleep};
use tonic::Status;
use tonic::body::Body;
use tower::{Layer, Service};

use super::peer_limiter::PeerLimiter;
use crate::config::Limits;
use crate::identity::{Peer, SpiffeId};

/// Limits the number of concurrent calls of each peer, and the time of each call. Both limits hold until the answer is
/// sent; tonic's own end with the headers of an answer.
#[derive(Clone)]
pub(super) struct PerPeerConcurrencyLimitLayer {
    callers: Arc<PeerLimiter<SpiffeId>>,
    deadline: Duration,
}

impl PerPeerConcurrencyLimitLayer {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { callers: Arc::new(PeerLimiter::new(limits.calls_per_peer)), deadline: limits.request }
    }
}

impl<S> Layer<S> for PerPeerConcurrencyLimitLayer {
    type Service = PerPeerConcurrencyLimit<S>;

    fn layer(&self, inner: S) -> PerPeerConcurrencyLimit<S> {
        PerPeerConcurrencyLimit { limits: self.clone(), inner }
    }
}

/// Service with limited calls.
#[derive(Clone)]
pub(super) struct PerPeerConcurrencyLimit<S> {
    limits: PerPeerConcurrencyLimitLayer,
    inner: S,
}

impl<S> Service<Request<Body>> for PerPeerConcurrencyLimit<S>
where
    S: Service<Request<Body>, Response = Response<Body>, Error: Send, Future: Send + 'static> + 'static,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let peer = request.extensions().get::<Peer>();
        let Some(permit) = peer.and_then(|peer| self.limits.callers.take(&peer.id)) else {
            tracing::warn!(peer = peer.map(|peer| peer.id.to_string()), code = "too-many-calls", "call shed");
            return Box::pin(ready(Ok(Status::resource_exhausted("too many calls").into_http())));
        };
        let mut end = Box::pin(sleep(self.limits.deadline));
        let answer = self.inner.call(request);
        Box::pin(async move {
            tokio::select! {
                answer = answer => Ok(answer?.map(|body| Body::new(LimitedBody { body, end, _permit: permit }))),
                () = &mut end => Ok(too_late().into_http()),
            }
        })
    }
}

/// Body of an answer, which keeps its permit. A caller that reads nothing doesn't see its deadline pass, as the next
/// frame isn't polled then: it keeps its permit until the end of its connection.
struct LimitedBody {
    body: Body,
    end: Pin<Box<Sleep>>,
    _permit: OwnedSemaphorePermit,
}

impl http_body::Body for LimitedBody {
    type Data = <Body as http_body::Body>::Data;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
        if self.end.as_mut().poll(context).is_ready() {
            let mut trailers = HeaderMap::new();
            let written = too_late().add_header(&mut trailers);
            return Poll::Ready(Some(written.map(|()| Frame::trailers(trailers))));
        }
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn too_late() -> Status {
    Status::deadline_exceeded("the node's own limit")
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::future::{pending, poll_fn};

    use http_body::Body as _;
    use tower::service_fn;

    use super::*;
    use crate::model::Digest;

    /// Body of an answer that begins and never goes on.
    struct Silence;

    impl http_body::Body for Silence {
        type Data = <Body as http_body::Body>::Data;
        type Error = Status;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Status>>> {
            Poll::Pending
        }
    }

    fn turns(deadline: Duration) -> PerPeerConcurrencyLimitLayer {
        PerPeerConcurrencyLimitLayer { callers: Arc::new(PeerLimiter::new(1)), deadline }
    }

    fn call_of(name: &str) -> Request<Body> {
        let id = format!("spiffe://isles/coordinator/{name}").parse().unwrap();
        let certificate_sha256 = Digest::from_bytes([7; 32]);
        let mut request = Request::default();
        request.extensions_mut().insert(Peer {
            id,
            certificate_sha256,
            serial: "1".into(),
            not_before: 0,
            not_after: 0,
        });
        request
    }

    fn code(headers: &HeaderMap) -> tonic::Code {
        Status::from_header_map(headers).unwrap().code()
    }

    #[tokio::test]
    async fn an_answer_under_way_keeps_its_permit_and_no_other_caller_s() {
        let begun = || async { Ok::<_, Infallible>(Response::new(Body::new(Silence))) };
        let mut service = turns(Duration::from_secs(600)).layer(service_fn(move |_| begun()));
        let first = service.call(call_of("hub")).await.unwrap();
        let second = service.call(call_of("hub")).await.unwrap();
        assert_eq!(code(second.headers()), tonic::Code::ResourceExhausted);
        assert!(service.call(call_of("other")).await.unwrap().headers().is_empty());
        drop(first);
        assert!(service.call(call_of("hub")).await.unwrap().headers().is_empty());
    }

    #[tokio::test]
    async fn the_deadline_ends_calls_before_and_within_their_answer() {
        let turns = turns(Duration::from_millis(1));
        let mut silent = turns.layer(service_fn(|_| pending::<Result<_, Infallible>>()));
        let answer = silent.call(call_of("hub")).await.unwrap();
        assert_eq!(code(answer.headers()), tonic::Code::DeadlineExceeded);
        let begun = || async { Ok::<_, Infallible>(Response::new(Body::new(Silence))) };
        let mut body = turns.layer(service_fn(move |_| begun())).call(call_of("hub")).await.unwrap().into_body();
        let last = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await.unwrap().unwrap();
        assert_eq!(code(last.trailers_ref().unwrap()), tonic::Code::DeadlineExceeded);
    }
}
