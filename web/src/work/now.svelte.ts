// The present minute, so that «còn 3 ngày» does not grow stale on a screen left open.
class Now {
  minute = $state.raw(new Date());
}

export const now = new Now();

setInterval(() => (now.minute = new Date()), 60_000);
