// The picture of a page, drawn once and its decoded copy let go: of an `img` the browser keeps every page it has ever
// decoded, up to half a gigabyte (ADR 23).

/** Fetches a picture and draws it, in its own size; throws where it does not come, or once the signal says stop. */
export async function draw(canvas: HTMLCanvasElement, address: string, asked: { signal: AbortSignal; priority: RequestPriority }): Promise<void> {
  const answer = await fetch(address, asked);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  const decoded = await createImageBitmap(await answer.blob());
  try {
    asked.signal.throwIfAborted();
    [canvas.width, canvas.height] = [decoded.width, decoded.height];
    // Kept in plain memory: a page is drawn once and then only read.
    canvas.getContext('2d', { alpha: false, willReadFrequently: true })?.drawImage(decoded, 0, 0);
  } finally {
    decoded.close();
  }
}
